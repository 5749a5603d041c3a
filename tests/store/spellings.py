"""Invented filings under two spellings of one department, and how tests look at what the store made of them."""

from sqlalchemy import select

from data_access.intake.record import Filing, Fund, Line, Reading
from data_access.store import merging, proposals
from data_access.store import tables as t
from data_access.store.write import save_reading

FULL, TWICE = "恒山示范区创业就业办公室", "恒山示范区创业就业就业办公室"
WATER = "青禾县水利局"
WHO = {"person": "周复核"}


def filing(project: str, department: str, *, score: int = 90, budget: int = 50, year: int | None = 2024,
           unit: str = "人力资源所", **more) -> Filing:
    fund = Fund("total", "年度资金总额", budget * 1_000_000, None, budget * 1_000_000, budget * 500_000, 1000, 0.5, 500)
    lines = [Line("产出指标", "数量指标", "培训人数", "≥30人", "15人", 9000, (score - 5) * 100)]
    return Filing(project=project, department=department, unit=unit, year=year, year_printed=year, funds=[fund],
                  lines=lines, total_score_c=score * 100, **more)


def save(engine, *filings: Filing, name: str) -> None:
    for position, each in enumerate(filings, 1):
        each.position = position
    save_reading(engine, Reading(name, name, "docx", filings=list(filings)))


def state(engine) -> list[tuple]:
    """Every version of every filing: project, department as printed, canonical, version that replaced it, key."""
    f = t.filings.c
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(
            select(f.project, f.department, t.departments.c.name, f.replaced_by, f.key, f.identity, t.parts.c.year)
            .join_from(t.filings, t.parts).join(t.departments).order_by(f.filing_id))]


def chains(engine) -> list[list[int]]:
    """The versions of each filing, by the order they came, told by their keys; only the last one is current."""
    f, found = t.filings.c, {}
    with engine.connect() as connection:
        for at, (key, replaced) in enumerate(connection.execute(select(f.key, f.replaced_by).order_by(f.filing_id))):
            found.setdefault(key, []).append((at, replaced))
    assert all((replaced is None) == (at == chain[-1][0]) for chain in found.values() for at, replaced in chain)
    return sorted([at for at, _ in chain] for chain in found.values())


def ids(engine) -> dict[str, int]:
    with engine.connect() as connection:
        return dict(connection.execute(select(t.departments.c.name, t.departments.c.department_id)).all())


def ask(engine, query, *arguments):
    with engine.connect() as connection:
        return query(connection, *arguments)


def proposed(engine) -> list[tuple[str, str]]:
    return [(pair.one.name, pair.into.name) for pair in ask(engine, proposals.proposals)]


def two_names(engine) -> None:
    """One bureau's forms under two names: one project under both, changed in between."""
    save(engine, filing("技能培训", FULL), filing("创业补贴", FULL), name="甲.docx")
    save(engine, filing("技能培训", TWICE, score=95), filing("见习补助", TWICE), name="乙.docx")


def confirm(engine, one: str = TWICE, into: str = FULL):
    return merging.confirm(engine, ids(engine)[one], ids(engine)[into], **WHO)
