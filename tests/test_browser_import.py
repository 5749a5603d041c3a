"""A newcomer in a real browser: the samples and some bad files dropped, previewed, stored, found again, undone."""

import re
import shutil

import pytest
from PIL import Image

from data_access.intake.pipeline import read_bytes
from samples import build
from tests import paper
from tests.browsing import LATIN, asked, head, listed, menu, opened, settled

pytestmark = pytest.mark.browser
SCAN = next(sample["file"] for sample in build.samples() if sample["paper"] == "scan")
WATER = next(path for path in build.FOLDER.iterdir() if "水利局" in path.name)
FORMS = sum(len(sample["forms"]) for sample in build.samples())


@pytest.fixture(scope="module")
def reads_scans() -> bool:
    """Whether this machine has OCR."""
    return read_bytes((build.FOLDER / SCAN).read_bytes(), SCAN).status == "read"


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """Files as they lie between the good ones: cut off, with a password, a picture of a place, one sent twice."""
    folder = tmp_path_factory.mktemp("bad")
    data = WATER.read_bytes()
    (folder / "没传完的自评表.docx").write_bytes(data[:len(data) // 2])
    (folder / "加了密码的自评表.docx").write_bytes(paper.with_password())
    Image.new("RGB", (320, 240), (120, 160, 90)).save(folder / "现场照片.png")
    shutil.copy(WATER, folder / "水利局又报了一次.docx")
    return sorted(folder.iterdir())


def put(tab, where: str, what) -> None:
    """Drop files, or a folder, on one of the two places."""
    inside = tab.locator(f"[class*='st-key-import-{where}-'] input[type=file]")
    inside.set_input_files(what)
    settled(tab)


def tiles(tab) -> dict[str, str]:
    """What the tiles say: label → value."""
    return dict(tab.evaluate("""() => [...document.querySelectorAll('.jh-tile')].map(one =>
        [one.querySelector('.jh-label').innerText, one.querySelector('.jh-value').innerText])"""))


def number(text: str) -> int:
    return int(re.match(r"\d+", text)[0])


def preview(tab, bad) -> None:
    """Drop everything and wait until the preview stands."""
    opened(tab, "import")
    put(tab, "folder", build.FOLDER)
    put(tab, "files", bad)
    tab.get_by_role("button", name="读取并预览").click()
    tab.get_by_role("button", name="确认入库").wait_for(timeout=240_000)
    settled(tab)


def shows_demo(tab) -> bool:
    """Whether the screens show the demonstration bureau, as they do while nothing is stored."""
    return tab.locator(".jh-banner", has_text="演示数据").count() == 1


def stands(tab) -> str:
    """The words on the screen, those behind closed expanders too."""
    return tab.get_by_test_id("stMain").evaluate("main => main.textContent")


def test_a_folder_of_mixed_files_is_previewed_stored_found_again_and_undone(tab, bad, reads_scans):
    forms = FORMS if reads_scans else FORMS - 1
    preview(tab, bad)
    assert head(tab).startswith("导入")
    told = tiles(tab)
    assert number(told["可新增"]) == forms and number(told["可替换"]) == 0
    assert number(told["重复"]) == 1
    assert number(told["未读或部分读取"]) == (2 if reads_scans else 4)
    said = stands(tab)
    assert "没传完的自评表.docx" in said and "文件有打开密码" in said and "老旧小区配套设施改造" in said
    opened(tab, "findings")
    assert shows_demo(tab), "something was stored before anybody confirmed"
    assert tab.locator(".jh-banner", has_text="去看").count() == 1, "no screen tells of the import that waits"

    opened(tab, "import")
    tab.get_by_role("textbox", name="经办人").first.fill("周复核")
    assert "Press" not in tab.get_by_test_id("stMain").inner_text(), "what to press is said in English"
    tab.get_by_role("button", name="确认入库").click()
    tab.get_by_role("button", name="知道了").wait_for(timeout=120_000)
    settled(tab)
    assert number(tiles(tab)["已入库"]) == forms

    menu(tab, "疑点清单")
    assert not shows_demo(tab)
    found = dict(listed(tab))
    promised = {code for sample in build.samples() for form in sample["forms"] for code in form["finds"]
                if reads_scans or sample["file"] != SCAN}
    assert promised <= {check.split()[0] for check in found}
    assert "执行数651.3万元，大于全年预算数600万元" in found["B04 执行超预算"]
    assert any("老旧小区配套设施改造" in where for where in tab.locator(".jh-where").all_inner_texts())

    opened(tab, "import")
    tab.get_by_role("button", name="知道了").click()
    settled(tab)
    opened(tab, "import?import=第+1+次")
    tab.get_by_role("button", name="撤销这次导入").click()
    settled(tab)
    assert f"撤下自评表 {forms} 份" in stands(tab)
    tab.get_by_role("textbox", name="经办人").last.fill("周复核")
    tab.get_by_role("button", name="确认撤销").click()
    tab.get_by_text("已撤销（周复核").first.wait_for()
    opened(tab, "findings")
    assert shows_demo(tab), "the store is not empty again"


def test_a_preview_can_be_left_and_nothing_was_stored(tab, bad):
    preview(tab, bad)
    text = LATIN.sub("", re.sub(r"\.(docx?|xlsx?|et|wps|csv|txt|md)\b", "", tab.get_by_test_id("stMain").inner_text()))
    assert not re.findall(r"[A-Za-z]{3,}", text), "the preview speaks English"
    tab.get_by_role("button", name="放弃").click()
    tab.get_by_role("button", name="读取并预览").wait_for()
    settled(tab)
    assert asked(tab) == {} and not tiles(tab)
    opened(tab, "")
    assert shows_demo(tab)


def bring(tab, path) -> None:
    """Import one file to its end."""
    opened(tab, "import")
    put(tab, "files", [path])
    tab.get_by_role("button", name="读取并预览").click()
    tab.get_by_role("button", name="确认入库").wait_for(timeout=120_000)
    tab.get_by_role("textbox", name="经办人").first.fill("周复核")
    tab.get_by_role("button", name="确认入库").click()
    tab.get_by_role("button", name="知道了").click(timeout=120_000)
    settled(tab)


def since(tab) -> str:
    """What 总览 says of the last import."""
    opened(tab, "")
    tab.locator(".jh-since").wait_for()
    settled(tab)
    return tab.locator(".jh-since").inner_text()


def test_the_first_screen_names_what_the_last_import_changed(tab, tmp_path):
    bring(tab, paper.form(tmp_path / "水利.docx", lines=paper.changed(0, actual="5座")))
    assert "以上全部是新的" in since(tab)
    bring(tab, paper.form(tmp_path / "水利重报.docx", lines=paper.changed(1, actual="80%")))
    said = since(tab)
    assert "替换 1 份" in said
    raised = int(re.search(r"新提出疑点 (\d+) 条", said)[1])
    tab.locator(".jh-since a[href^='findings']").first.click()
    settled(tab)
    assert "第 " in asked(tab)["since"][0] and "次导入以来新提出" in head(tab)
    found = listed(tab)
    assert len(found) == raised and all("验收合格率" in sentence or "80%" in sentence for _, sentence in found)
    since(tab)
    tab.locator(".jh-since a[href*='list=']").last.click()
    settled(tab)
    assert "5座" in tab.get_by_role("table", name="消除的疑点").inner_text()
