"""What the bureau of 示例县 noted during and after the year: the lights of its monitoring, its reviewers' sheets.

All follow from the forms as they are filed; Draft.beside says where a light or a sheet is to give rise to a question.
"""

from data_access.demo.draft import Draft
from data_access.demo.vocabulary import dice, words
from data_access.intake.record import Light, Reviewed

MONTH = 8                                                     # of the monitoring list
_CUT = 0.7                                                    # what a reviewer leaves of a line that cannot be verified


def lights(drafts: list[Draft]) -> list[Light]:
    """One row a project: red or yellow where little was spent in the end and the form says why, else green."""
    found = [(draft.filing, draft.beside.light or _light(draft)) for draft in drafts if draft.filing.form == "project"]
    return [Light(filing.year, filing.department, filing.project, filing.project_code, MONTH, light, f"表1 第{place}行")
            for place, (filing, light) in enumerate(found, 3)]


def _light(draft: Draft) -> str:
    total = draft.total
    if not total.budget_fen or total.executed_fen is None or not _told(draft):
        return "green"
    rate = total.executed_fen / total.budget_fen
    return "red" if rate < 0.6 else "yellow" if rate < 0.8 else "green"


def _told(draft: Draft) -> bool:
    """Whether the form gives any reason."""
    filing = draft.filing
    return any(text not in words("wording")["nothing"]
               for text in (filing.reason, filing.measures, *(line.reason for line in filing.lines)))


def sheet(drafts: list[Draft]) -> list[Reviewed]:
    """One row a line of the projects picked for review: the self score kept, or cut with the reason written."""
    rows = [(draft, place) for draft in drafts if _picked(draft) for place in range(len(draft.rows))]
    return [_row(draft, place, f"表1 第{at}行") for at, (draft, place) in enumerate(rows, 4)]


def _picked(draft: Draft) -> bool:
    chance = dice("sheet", draft.filing.year, draft.filing.project_code).random()
    return bool(draft.beside.reviewed) or draft.filing.form == "project" and not draft.planted and chance < 0.03


def _row(draft: Draft, place: int, address: str) -> Reviewed:
    filing, line = draft.filing, draft.rows[place].line
    score_c, note = draft.beside.reviewed.get(place) or _kept(draft, place)
    return Reviewed(filing.year, filing.department, filing.project, filing.project_code, line.level2, line.level3,
                    line.score_c, line.actual, score_c, note, address)


def _kept(draft: Draft, place: int) -> tuple[int | None, str]:
    line = draft.rows[place].line
    cut = line.weight_c and line.score_c == line.weight_c and place == len(draft.rows) // 2
    return (round(line.weight_c * _CUT), "佐证不全，扣30%") if cut else (line.score_c, "")
