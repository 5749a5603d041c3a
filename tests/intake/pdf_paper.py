"""A small PDF writer for tests: ruled cells and lines of Chinese text at given places, no file or font needed."""

PAGE = (595, 842)


def pdf(*pages: str) -> bytes:
    """A PDF of pages whose content streams are given (see `table`, `text`)."""
    kids = [5 + 2 * i for i in range(len(pages))]
    objects = ["<</Type/Catalog/Pages 2 0 R>>",
               f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{k} 0 R' for k in kids)}]>>",
               "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
               "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
               "/Supplement 4>>/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
               "/FontBBox[0 -200 1000 900]/Ascent 800/Descent -200/ItalicAngle 0/CapHeight 700/StemV 80>>>>"]
    for kid, page in zip(kids, pages, strict=True):
        objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {PAGE[0]} {PAGE[1]}]/Contents {kid + 1} 0 R"
                    "/Resources<</Font<</F1 3 0 R>>>>>>", f"<</Length {len(page)}>>\nstream\n{page}\nendstream"]
    return _file(objects)


def _file(objects: list[str]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(data)
    return data + (f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
                   f"trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").encode()


def text(x: float, top: float, words: str, size: float = 10) -> str:
    """A line of text; x and top in points from the page's upper left corner."""
    return f"BT /F1 {size} Tf {x} {PAGE[1] - top - 0.8 * size} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def table(xs: list[float], top: float, rows: list[list], line: float = 14) -> str:
    """Ruled rows; a cell is a text or (text, columns it spans), its lines parted by \\n. None: no cell of its own."""
    content, y = "", top
    for row in rows:
        cells = [cell if isinstance(cell, tuple) else (cell, 1) for cell in row]
        height = 4 + line * max(words.count("\n") + 1 for words, _ in cells)
        col = 0
        for words, span in cells:
            content += f"{xs[col]} {PAGE[1] - y - height} {xs[col + span] - xs[col]} {height} re S\n"
            for number, words_line in enumerate(words.split("\n")):
                content += text(xs[col] + 3, y + 3 + number * line, words_line) if words_line else ""
            col += span
        y += height
    return content
