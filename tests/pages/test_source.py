"""出处: from an address to the cell in the original, from the filing's page and from a finding."""

from urllib.parse import parse_qs, urlsplit

import pytest

from data_access.correcting import correct
from data_access.intake.batch import import_paths
from data_access.store import settings
from tests.pages.bureau import Screens, page, table, words
from tests.pages.filed import ACTUAL, LINE, copy_of, half_done, key_of, stored


@pytest.fixture
def copy(tmp_path):
    return copy_of(stored(tmp_path, half_done(tmp_path / "来件")))


def marked(at) -> list[tuple[str, str]]:
    return [(words(cell), cell.get("class")) for cell in page(at).find_class("marked")]


def linked(node) -> dict[str, list[str]]:
    return parse_qs(urlsplit(node.get("href")).query)


def test_a_line_s_address_opens_its_row_in_the_original(monkeypatch, copy):
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy))
    assert not page(at).find_class("jh-source")
    link = next(one for one in page(at).find_class("jh-source-link") if words(one) == LINE)
    assert linked(link) == {"filing": [key_of(copy)], "at": [LINE]}
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), at=LINE)
    assert marked(at) == [("检修水闸", "marked main"), ("≥10座", "marked marked"), ("5座", "marked marked"),
                          ("30", "marked marked"), ("30", "marked marked")]
    assert table(at, "程序读到的值")[1][:5] == ["检修水闸", "≥10座", "5座", "30", "30"]


def test_one_cell_s_address_marks_that_cell(monkeypatch, copy):
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), at=ACTUAL)
    assert ("5座", "marked main") in marked(at)


@pytest.mark.parametrize(("address", "main"), [("表1 第4行第2列", "年度资金总额"), ("表1 第1行第2列", "水闸检修")])
def test_funds_and_head_have_their_place_too(monkeypatch, copy, address, main):
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), at=address)
    assert (main, "marked main") in marked(at)


def test_a_finding_s_place_is_a_link_to_the_original(monkeypatch, copy):
    at = Screens(monkeypatch, copy).open("findings")
    card = next(one for one in page(at).find_class("jh-finding") if "A07" in words(one))
    link, = card.find_class("jh-source-link")
    assert words(link) == f"水利自评表.docx，{LINE}" and linked(link)["at"] == [LINE]


def test_without_an_original_a_finding_s_place_is_plain_text(screens):
    assert not page(screens.open("findings")).find_class("jh-source-link")


@pytest.mark.parametrize(("loss", "told"), [
    (lambda engine, kept: kept.unlink(), "已被移走"),
    (lambda engine, kept: kept.write_bytes(b"x"), "可能被改动过"),
    (lambda engine, kept: (kept.unlink(), settings.save(engine, person="周复核", keep_originals=False)), "设置页")])
def test_no_original_is_said_with_why_and_what_to_do(monkeypatch, tmp_path, copy, loss, told):
    loss(copy.engine, next((tmp_path / "originals").iterdir()))
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), at=LINE)
    said = words(page(at).find_class("jh-empty")[0])
    assert told in said and "重新导入" in said and not page(at).find_class("jh-source")
    assert table(at, "程序读到的值"), "what was read is shown all the same"


def test_the_demonstration_says_that_it_has_no_originals(monkeypatch, bureau):
    filing = bureau.cursor().execute("SELECT filing FROM filings WHERE project = '渠道清淤'").fetchone()[0]
    at = Screens(monkeypatch, bureau, demo=True).open("filing", filing=filing, at="表1 第7行")
    assert "演示数据" in words(page(at).find_class("jh-empty")[0]) and not at.get("button")


def test_a_place_that_the_original_has_not_is_said(monkeypatch, copy):
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), at="表9 第1行第1列")
    assert "没有定位到" in words(page(at).find_class("jh-empty")[0])


def test_versions_tell_what_was_filed_when_by_whom_and_what_changed(monkeypatch, tmp_path):
    first, second = half_done(tmp_path / "一"), half_done(tmp_path / "二", actual="8座", total="99")
    copy = copy_of(stored(tmp_path, first, second))
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy))
    newest, oldest = table(at, "版本")[1:]
    assert newest[0] == "第2版（现行）" and "周复核" in newest[3] and "“检修水闸”完成值 5座 → 8座" in newest[4]
    assert "总分 100 → 99" in newest[4] and (oldest[0], oldest[4]) == ("第1版", "首次报送")


def test_an_older_version_can_be_read_with_its_own_original(monkeypatch, tmp_path):
    first, second = half_done(tmp_path / "一"), half_done(tmp_path / "二", actual="8座")
    copy = copy_of(stored(tmp_path, first, second))
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), version="1", at=LINE)
    assert "旧版本" in words(page(at)) and table(at, "旧版本的指标")[1][5] == "5座"
    assert ("5座", "marked marked") in marked(at) and not at.get("button")


def test_an_older_version_says_what_was_corrected_in_it(monkeypatch, tmp_path):
    engine = stored(tmp_path, half_done(tmp_path / "一"))
    correct(engine, key_of(copy_of(engine)), "lines", 1, "actual", "7座", person="周复核", reason="读错")
    import_paths(engine, [half_done(tmp_path / "二", actual="8座")])
    copy = copy_of(engine)
    at = Screens(monkeypatch, copy).open("filing", filing=key_of(copy), version="1")
    assert table(at, "旧版本的指标")[1][5] == "7座已更正，原读 5座"
