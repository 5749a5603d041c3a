"""Take the pictures of the screens anew from the running program: `.venv/bin/python docs/take_pictures.py`.

Needs a Chromium and requirements-dev.txt. The program runs on an empty store of its own, so it shows the demonstration
bureau; the forms of samples/ are dropped on 导入 and 预审. docs/pictures/*.png are those of docs/manual.md;
docs/pictures/<width>-<light|dark>/*.webp show every screen as it opens on a small screen, a tablet and a 4K screen.
Pictures are reduced to few colours.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
MANUAL = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")
DEPARTMENT = "示例县水利局"
SIZES = ((1366, 768), (820, 1180), (3840, 2160))
MANUAL_SIZE = (1366, 900)
FORMS = sorted((ROOT / "samples").rglob("*.docx"))
SCREENS = {
    "overview": "", "ranking": "ranking?sort=涉疑金额", "projects": "ranking?by=项目", "findings": "findings?s=高",
    "department": f"department?d={DEPARTMENT}", "sheet": f"department?d={DEPARTMENT}&sheet=1",
    "compare": "compare", "coverage": "coverage", "rules": "rules?view=试算与修改", "checks": "rules?view=复核规则",
    "settings": "settings", "import-empty": "import", "manual": "manual",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        address, process = _serve(Path(folder))
        try:
            browser = browsers.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            for look in ("light", "dark"):
                with _tab(browser, look) as page:
                    _screens(page, address, look)
            _import(browser, f"{address}/import")
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def _tab(browser: Browser, look: str) -> Iterator[Page]:
    width, height = SIZES[0]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=look, locale="zh-CN")
    yield context.new_page()
    context.close()


def _screens(page: Page, address: str, look: str) -> None:
    """The screens of the demonstration bureau."""
    for name, path in SCREENS.items():
        _keep(_opened(page, f"{address}/{path}"), name, look)
    _keep(_first_project(page, address), "filing", look)
    _opened(page, f"{address}/precheck")
    page.set_input_files("input[type=file]", FORMS[:1])
    page.locator(".jh-tile").first.wait_for(timeout=180_000)
    _settled(page)
    _keep(page, "precheck", look)


def _import(browser: Browser, address: str) -> None:
    """导入 before and after it is confirmed; with it the demonstration ends."""
    with _tab(browser, "light") as page, _tab(browser, "dark") as night:
        _opened(page, address)
        page.set_input_files("input[type=file]", FORMS)
        _settled(page)
        page.get_by_role("button", name="读取并预览").click()
        page.get_by_text("确认入库").first.wait_for(timeout=180_000)
        _settled(page)
        _keep(page, "import", "light")
        _keep(_opened(night, address), "import", "dark")
        page.get_by_label("经办人").first.fill("绩效科")
        page.get_by_role("button", name="确认入库").click()
        page.get_by_role("button", name="知道了").wait_for(timeout=180_000)
        _settled(page)
        _keep(page, "import-done", "light")
        _keep(_opened(night, address), "import-done", "dark")


def _serve(folder: Path) -> tuple[str, subprocess.Popen]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "run", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=os.environ | {"JIHE_DB": f"sqlite:///{folder / 'jihe.db'}"})
    address = f"http://127.0.0.1:{port}"
    for _ in range(400):
        try:
            with urlopen(address + "/_stcore/health", timeout=2):
                return address, process
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server does not answer")


def _chromium() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))


def _opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("h1", timeout=180_000)
    _settled(page)
    return page


def _settled(page: Page) -> None:
    page.wait_for_timeout(1500)
    for passing in ("stStatusWidget", "stSkeleton"):          # a script still runs, a chart is not drawn yet
        page.wait_for_selector(f"[data-testid={passing}]", state="detached", timeout=180_000)
    page.wait_for_timeout(700)


def _first_project(page: Page, address: str) -> Page:
    _opened(page, f"{address}/ranking?by=项目")
    return _opened(page, f"{address}/" + page.locator("table a[href^='filing?']").first.get_attribute("href"))


def _keep(page: Page, name: str, look: str) -> None:
    """The screen in every size, and as the manual shows it where it does."""
    for width, height in SIZES:
        folder = PICTURES / f"{width}-{look}"
        folder.mkdir(parents=True, exist_ok=True)
        picture = _picture(page, width, height).convert("RGB")
        picture.save(folder / f"{name}.webp", lossless=True)  # a third smaller than PNG
    if look == "light" and f"pictures/{name}.png" in MANUAL:
        _picture(page, *MANUAL_SIZE).save(PICTURES / f"{name}.png", optimize=True)
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[0], strict=True)))


def _picture(page: Page, width: int, height: int) -> Image.Image:
    """In its 256 most frequent colours: fields and marks keep theirs, the edges of letters give way."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(800)                                # charts are drawn anew
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    often = sorted(taken.getcolors(width * height), reverse=True)[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in often for part in colour])
    return taken.quantize(palette=palette, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
