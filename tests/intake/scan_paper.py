"""Pages as a scanner gives them, for tests: a PDF's pages as pictures, turned, speckled, shaded, in a PDF again."""

import shutil
import subprocess
from io import BytesIO

import numpy as np
import pypdfium2
import pytest
from PIL import Image

_LISTER = shutil.which("fc-list")
needs_font = pytest.mark.skipif(
    not _LISTER or not subprocess.run([_LISTER, ":lang=zh"], capture_output=True).stdout,
    reason="no Chinese font to print pages with (Debian: fonts-noto-cjk)")


def pictures(data: bytes, dpi: int = 150) -> list[Image.Image]:
    """The pages of a PDF in colour."""
    pages = pypdfium2.PdfDocument(data)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in pages]


def worn(page: Image.Image, *, skew: float = 0.0, noise: float = 8.0, shade: float = 0.0, quality: int = 70,
         seed: int = 7) -> Image.Image:
    """A page after the scanner: skew in degrees, noise in grey levels, shade as the light lost from left to right."""
    lying = np.asarray(page.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white"), dtype=np.float32)
    light = np.linspace(1 - shade, 1, lying.shape[1])[None, :, None]
    spoilt = lying * light + np.random.default_rng(seed).normal(0, noise, lying.shape[:2])[:, :, None]
    store = BytesIO()
    Image.fromarray(np.uint8(spoilt.clip(0, 255))).save(store, "JPEG", quality=quality)
    return Image.open(store)


def saved(pages: list[Image.Image], kind: str = "PDF", dpi: int = 150) -> bytes:
    """The pages as one file; kind as Pillow names it."""
    store = BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 or kind == "PDF" else {}
    pages[0].save(store, kind, resolution=dpi, **more)
    return store.getvalue()


def mixed(text: bytes, page: Image.Image) -> bytes:
    """A PDF of pages with text and, behind them, a scanned one."""
    with pypdfium2.PdfDocument(text) as pages, pypdfium2.PdfDocument(saved([page])) as more:
        pages.import_pages(more)
        return _written(pages)


def over(text: bytes, page: Image.Image) -> bytes:
    """A PDF whose only page holds text and, laid over all of it, a picture."""
    with pypdfium2.PdfDocument(text) as pages:
        sheet = pages[0]
        picture = pypdfium2.PdfImage.new(pages)
        picture.set_bitmap(pypdfium2.PdfBitmap.from_pil(page.convert("RGB")))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(*sheet.get_size()))
        sheet.insert_obj(picture)
        sheet.gen_content()
        return _written(pages)


def _written(pages: pypdfium2.PdfDocument) -> bytes:
    store = BytesIO()
    pages.save(store)
    return store.getvalue()
