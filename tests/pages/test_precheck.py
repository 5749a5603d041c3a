"""预审: a department drops its form and sees findings and cells at once; nothing is stored."""

from data_access.copy import from_readings
from tests import paper
from tests.pages.bureau import page, sound, tiles, words

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def drop(screens, path):
    at = screens.open("precheck")
    at.file_uploader(key="precheck").set_value((path.name, path.read_bytes(), WORD))
    return sound(at.run())


def test_before_a_file_is_dropped_the_page_says_what_to_do(screens):
    assert "还没有放入文件" in words(page(screens.open("precheck")))


def test_a_form_with_full_marks_for_half_the_work_is_asked_about_with_its_cell(screens, tmp_path, bureau):
    before = bureau.cursor().execute("SELECT count(*) FROM filings").fetchone()
    at = drop(screens, paper.form(tmp_path / "水闸检修.docx", lines=paper.changed(0, actual="5座")))
    shown = words(page(at))
    assert tiles(at)["重算总分"][0] == "85.00分" and tiles(at)["自评表"][0] == "1份"
    assert "A07" in shown and "第6行" in shown and "建议询问" in shown
    assert bureau.cursor().execute("SELECT count(*) FROM filings").fetchone() == before


def test_a_right_form_raises_nothing(screens, tmp_path):
    at = drop(screens, paper.form(tmp_path / "表.docx"))
    assert tiles(at)["疑点"][0] == "0条" and "现有规则没有疑点" in words(page(at))


def test_a_file_that_is_no_form_is_told_with_its_remedy(screens, tmp_path):
    path = tmp_path / "通知.txt"
    path.write_text("关于报送自评表的通知。各单位请于月底前报送。", encoding="utf-8")
    at = drop(screens, path)
    assert tiles(at)["读取结果"][0] == "没有自评表" and "没有找到自评表" in words(page(at))


def test_another_file_takes_the_place_of_the_first(screens, tmp_path):
    at = drop(screens, paper.form(tmp_path / "甲.docx"))
    other = paper.form(tmp_path / "乙.docx", project="渠道清淤", total="90")
    at.file_uploader(key="precheck").set_value((other.name, other.read_bytes(), WORD))
    sound(at.run())
    assert "渠道清淤" in words(page(at)) and "水闸检修" not in words(page(at)).replace("检修水闸", "")


def test_the_review_is_what_check_finds(screens, tmp_path):
    from data_access.exports import flags
    from data_access.intake.pipeline import read_bytes

    path = paper.form(tmp_path / "表.docx", funds=("50", "50", "0", "10", "0%", "0"), total="90")
    at = drop(screens, path)
    keys = {flag["key"] for flag in flags(from_readings([read_bytes(path.read_bytes(), path.name)]).cursor())}
    assert keys and keys == {node.get("data-key") for node in page(at).iter() if node.get("data-key")}
