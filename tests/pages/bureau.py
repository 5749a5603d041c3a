"""A small invented bureau whose numbers can be added up by hand, and the screens opened on it without a browser.

Two departments, two years and one filing without a year. 2024, 青禾县水利局: 水闸检修 (right, 100), 渠道清淤 (full
marks for half the work), 堤坝巡查 (nothing executed, 差), 泵站更新 (all money withdrawn, 差), and its own form.
"""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from lxml import html
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from data_access import open_copy
from data_access.copy import Copy, from_readings
from data_access.intake.record import Filing, Fund, Line, Message, Reading
from data_access.store.engine import ROOT, memory_store

WATER, SCHOOL = "青禾县水利局", "青禾县教育局"
_RIGHT = [Line("产出指标", "数量指标", "检修数量", "≥10座", "10座", 3000, 3000, at={"row": "表1 第7行"}),
          Line("产出指标", "质量指标", "验收合格率", "≥95%", "95%", 2000, 2000, at={"row": "表1 第8行"}),
          Line("效益指标", "社会效益指标", "受益农户", "≥200户", "210户", 3000, 3000, at={"row": "表1 第9行"}),
          Line("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%", "95%", 1000, 1000, at={"row": "表1 第10行"})]

GOAL = ("完成年度检修，受益农户200户以上", "已完成年度检修，尾款验收后支付，农户满意度经问卷得出")


def filing(project: str = "水闸检修", department: str = WATER, year: int | None = 2024, initial: float = 50,
           budget: float = 50, executed: float = 50, exec_score: float = 10, total: float = 100, grade: str = "优",
           form: str = "project", lines: list[Line] = _RIGHT, **more) -> Filing:
    """A right filing unless told otherwise; money in 万元, points in points."""
    fund = Fund("total", "年度资金总额", round(initial * 1e6), None, round(budget * 1e6), round(executed * 1e6), 1000,
                executed / budget if budget else None, round(exec_score * 100), at={"row": "表1 第4行"})
    return Filing(form=form, title="项目支出绩效自评表", year=year, year_printed=year, project=project,
                  department=department, unit=department + "本级", funds=[fund],
                  lines=[replace(line) for line in lines],
                  goals=[GOAL], total_weight_c=10000, total_score_c=round(total * 100),
                  grade=grade, grade_printed=grade, at={"total": "表1 第11行"}, **more)


def half_done() -> list[Line]:
    """The lines of a filing that did half of the first one and gives itself full marks for it."""
    return [replace(_RIGHT[0], actual="5座"), *_RIGHT[1:]]


def readings() -> list[Reading]:
    """What the departments filed, a document each a year."""
    note = Message("warning", "表2 第5行第4列", "约九成", "百分数", "“执行率”读到“约九成”，应为百分数，如 90%。")
    water = [filing(form="department", project="", initial=150, budget=150, executed=125),
             filing(), filing("渠道清淤", initial=60, budget=80, executed=75, exec_score=9.38, total=99.38,
                              lines=half_done(), messages=[note], measures="汛期后加快施工"),
             filing("堤坝巡查", budget=20, initial=20, executed=0, exec_score=0, total=50, grade="差"),
             filing("泵站更新", initial=30, budget=0, executed=0, exec_score=0, total=50, grade="差")]
    school = [filing("<b>校舍</b>维修", SCHOOL, initial=1200, budget=1200, executed=1200)]
    before = [filing(year=2023, budget=40, initial=40, executed=30, exec_score=7.5, total=97.5)]
    undated = [filing("旧账清理", SCHOOL, None, budget=5, initial=5, executed=5)]
    groups = {"水利2024.docx": water, "教育2024.docx": school, "水利2023.docx": before, "教育旧表.docx": undated}
    return [Reading(name, name, "docx", filings=[replace(one, position=at) for at, one in enumerate(found, 1)])
            for name, found in groups.items()]


def small_copy() -> Copy:
    """The bureau, scored and checked."""
    return from_readings(readings())


def empty_copy() -> Copy:
    """A bureau that has not imported anything."""
    copy = Copy(memory_store())
    copy.refresh()
    return copy


class Screens:
    """The screens on one copy, as AppTest sees them."""

    def __init__(self, monkeypatch, copy: Copy, *, demo: bool = False):
        self.copy = copy
        monkeypatch.setattr(open_copy, "current", lambda: (copy, demo))
        monkeypatch.setattr(open_copy, "real", lambda: copy)  # never the store on this machine

    def open(self, screen: str = "", **parameters) -> AppTest:
        """Run one screen as its address opens it, with these parameters; it must not fail."""
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        at._page_hash = calc_hash(screen) if screen else ""   # switch_page() would need a run of another screen before
        for name, value in parameters.items():
            at.query_params[name] = value
        return sound(at.run())


def sound(at: AppTest) -> AppTest:
    """The same run, after a look that nothing went wrong in it."""
    assert not at.exception and not at.error, [*(one.value for one in at.exception), *(one.value for one in at.error)]
    return at


def page(at: AppTest) -> html.HtmlElement:
    """All HTML of a screen as one tree."""
    return html.fromstring("<main>" + "".join(one.proto.body for one in at.get("html")) + "</main>")


def words(node: html.HtmlElement) -> str:
    """The text of an element, white space folded."""
    return " ".join(node.text_content().split())


def tiles(at: AppTest) -> dict[str, tuple[str, str]]:
    """Label → (number with its unit, note) of every tile."""
    return {_of(tile, "jh-label"): (_of(tile, "jh-value"), _of(tile, "jh-note"))
            for tile in page(at).find_class("jh-tile")}


def table(at: AppTest, caption: str) -> list[list[str]]:
    """The rows of a table as texts, the heading first."""
    found = next(one for one in page(at).iter("table") if words(one.find("caption")) == caption)
    return [[words(cell) for cell in row if cell.tag in ("th", "td")] for row in found.iter("tr")]


def links(node: html.HtmlElement) -> dict[str, tuple[str, dict]]:
    """Text of each link in an element → (screen, parameters as `Screens.open` takes them); of equal texts the first."""
    found = {}
    for link in node.iter("a"):
        address = urlsplit(link.get("href"))
        found.setdefault(words(link), (address.path, parse_qs(address.query)))
    return found


def _of(node: html.HtmlElement, kind: str) -> str:
    return words(node.find_class(kind)[0])
