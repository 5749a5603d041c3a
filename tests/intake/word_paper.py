"""What Word puts around a form: text boxes (told twice), frames of nested tables, content controls, tracked changes."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.table import Table, _Cell

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = f"""<w:p {_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><mc:AlternateContent>
 <mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="5000000" cy="400000"/><wp:docPr id="7" name="Text Box"/>
 <a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr/>
 <wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" cy="400000"/></a:xfrm>
 <a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
 <wps:txbx><w:txbxContent><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
 </a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>
 <w:p><w:r><w:t>%s</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def box(document: Document, text: str) -> None:
    """A paragraph that holds nothing but a text box; Word writes its text a second time for older readers."""
    paragraph = document.add_paragraph()._p
    paragraph.getparent().replace(paragraph, parse_xml(_BOX % (text, text)))


def frame(document: Document, parts: list, fill) -> None:
    """A table of one column whose cells hold the parts: a text, or a table within the cell, written by `fill`."""
    outer = document.add_table(rows=len(parts), cols=1, style="Table Grid")
    for row, part in enumerate(parts):
        cell: _Cell = outer.cell(row, 0)
        if isinstance(part, str):
            cell.text = part
        else:
            fill(cell, part)


def controlled(table: Table) -> None:
    """Every filled cell's text in a content control; `旧→新` becomes a tracked change of 旧 into 新."""
    for paragraph in table._tbl.iter(f"{{{table._tbl.nsmap['w']}}}p"):
        for run in list(paragraph.r_lst):
            text = run.text
            parts = [_run(text)]
            if "→" in text:
                old, new = text.split("→")
                parts = [f'<w:del w:id="1" w:author="甲"><w:r><w:delText>{old}</w:delText></w:r></w:del>',
                         f'<w:ins w:id="2" w:author="甲">{_run(new)}</w:ins>']
            paragraph.replace(run, parse_xml(
                f"<w:sdt {_W}><w:sdtPr/><w:sdtContent>{''.join(parts)}</w:sdtContent></w:sdt>"))


def _run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"
