"""Faults in points, totals and grades: A01 … A15."""

from fractions import Fraction
from random import Random

from data_access.demo.draft import GRADES, Draft, close, earned, grade_of, set_actual, set_grade, share_of
from data_access.demo.faults import Found, lower, met
from data_access.demo.vocabulary import words


def a01(draft: Draft, rng: Random) -> Found:
    """The total is not the sum of its parts; the grade follows the printed total."""
    parts = draft.filing.total_score_c
    total = parts + rng.choice((100, 200, 300, 500, 1000, -200, -500))
    if not 3000 <= total <= 10_000:
        return []
    draft.filing.total_score_c = total
    if draft.department.prints_grade:
        set_grade(draft, grade_of(total))
    for stated in draft.filing.stated:
        stated.total_score_c, stated.grade = total, grade_of(total)
    return [(draft, "A01", None, f"总分填 {total / 100:g}，分项合计 {parts / 100:g}")]


def a02(draft: Draft, rng: Random) -> Found:
    """The weights do not add up to 100 although the form prints 100."""
    rows = [row for row in draft.rows if row.kind in ("ge", "le") and row.line.weight_c >= 600]
    if not rows or draft.filing.total_score_c > 9400:
        return []
    row, change = rng.choice(rows), rng.choice((500, 500, -200, -500))
    row.line.weight_c += change
    row.line.score_c = earned(row)
    close(draft)
    draft.filing.total_weight_c = 10_000
    return [(draft, "A02", None, f"各项分值合计 {100 + change / 100:g}")]


def a04(draft: Draft, rng: Random) -> Found:
    """A line scores more than its weight."""
    rows = [place for place, row in enumerate(draft.rows) if row.line.score_c == row.line.weight_c]
    if not rows or draft.filing.total_score_c > 9700:
        return []
    place = rng.choice(rows)
    line = draft.rows[place].line
    line.score_c += rng.choice((100, 200))
    close(draft)
    return [(draft, "A04", place + 1, f"分值 {line.weight_c / 100:g}，得分 {line.score_c / 100:g}")]


def a05(draft: Draft, rng: Random) -> Found:
    """The printed execution rate is not executed ÷ budget; the score is right."""
    total = draft.total
    if not total.rate or not 0.3 < total.rate <= 1:
        return []
    right = total.rate
    total.rate = 1.0 if right < 0.97 and rng.random() < 0.5 else round(right - rng.uniform(0.02, 0.09), 4)
    for stated in draft.filing.stated:
        stated.rate = total.rate
    return [(draft, "A05", None, f"执行率填 {total.rate:.2%}，应为 {right:.2%}")]


def a06(draft: Draft, rng: Random) -> Found:
    """The execution score is higher than the rate earns, by more than rounding explains."""
    total = draft.total
    if not total.rate or not 300 <= total.score_c < 945:
        return []
    right, total.score_c = total.score_c, min(1000, (-(-total.score_c // 100) + 1) * 100)
    close(draft)
    return [(draft, "A06", None, f"执行得分填 {total.score_c / 100:g}，按执行率应为 {right / 100:g}")]


def a07(draft: Draft, rng: Random) -> Found:
    """A line that fell short keeps all its points."""
    places = [place for place in met(draft) if 500 <= draft.rows[place].line.weight_c <= 1500]
    if not places:
        return []
    place = rng.choice(places)
    lower(draft.rows[place], rng, 0.72, 0.93)
    return [_over(draft, place)]


def a08(draft: Draft, rng: Random) -> Found:
    """Points are taken off lines that met their target, and nobody says why."""
    places = [place for place in met(draft) if draft.rows[place].line.weight_c >= 500]
    if not places or draft.filing.reason not in ("", "无"):
        return []
    found: Found = []
    for place in rng.sample(places, min(len(places), rng.randint(1, 3))):
        line = draft.rows[place].line
        line.score_c, line.reason = share_of(line.weight_c, Fraction(4, 5)), ""
        found.append((draft, "A08", place + 1,
                      f"已达指标，分值 {line.weight_c / 100:g} 只得 {line.score_c / 100:g}，未说明原因"))
    close(draft)
    return found


def a09(draft: Draft, rng: Random) -> Found:
    """A worded line says it was met in part and scores as if met in full."""
    places = [place for place, row in enumerate(draft.rows) if row.kind == "qual" and row.line.weight_c >= 500]
    if not places:
        return []
    place = rng.choice(places)
    line = draft.rows[place].line
    line.actual, line.reason = words("wording")["tiers"]["part"], ""
    line.score_c = rng.choice((line.weight_c, share_of(line.weight_c, Fraction(19, 20))))
    close(draft)
    return [(draft, "A09", place + 1, f"部分达成，分值 {line.weight_c / 100:g} 得 {line.score_c / 100:g}")]


def a10(draft: Draft, rng: Random) -> Found:
    """The printed grade is one better than the total gives."""
    right = grade_of(draft.filing.total_score_c)
    grades = [grade for _, grade in GRADES] + ["差"]
    if not draft.department.prints_grade or right == "优":
        return []
    set_grade(draft, grades[grades.index(right) - 1])
    for stated in draft.filing.stated:
        stated.grade = draft.filing.grade
    return [(draft, "A10", None, f"总分 {draft.filing.total_score_c / 100:g} 应为{right}，填{draft.filing.grade}")]


def a11(draft: Draft, rng: Random) -> Found:
    """Three lines or more fell a little short, say so, and are rounded up to whole points."""
    before = {place: draft.rows[place].actual for place in met(draft)}
    for place in before:
        lower(draft.rows[place], rng, 0.88, 0.97)
    gaps = {place: -earned(draft.rows[place]) % 100 for place in before}
    chosen = [place for place in before if 5 < gaps[place] < 95]
    for place in before if len(chosen) < 3 else before.keys() - chosen:
        set_actual(draft.rows[place], before[place])
    if len(chosen) < 3:
        return []
    for place in chosen:
        line = draft.rows[place].line
        line.score_c, line.reason = earned(draft.rows[place]) + gaps[place], words("wording")["short"]["ge"][0]
    close(draft)
    gained = sum(gaps[place] for place in chosen)
    return [(draft, "A11", None, f"{len(chosen)} 行得分都进到整分，合计多 {gained / 100:g} 分")]


def a12(draft: Draft, rng: Random) -> Found:
    """Several lines that fell short keep their points: five points or more in all."""
    places = sorted(met(draft), key=lambda place: (draft.rows[place].unit == "%", place))[:rng.randint(3, 5)]
    if sum(draft.rows[place].line.weight_c for place in places) < 2500:
        return []
    before = {place: draft.rows[place].actual for place in places}
    for place in places:
        lower(draft.rows[place], rng, 0.45, 0.7)
    gap = sum(draft.rows[place].line.weight_c - earned(draft.rows[place]) for place in places)
    if gap < 650:
        for place in places:
            set_actual(draft.rows[place], before[place])
        return []
    return [(draft, "A12", None, f"多行偏高，合计 {gap / 100:g} 分"), *(_over(draft, place) for place in places)]


def a15(draft: Draft, rng: Random) -> Found:
    """Target and actual are filled in, but the weight or the score is missing."""
    places = [place for place in met(draft) if draft.rows[place].line.weight_c <= 1000]
    if not places:
        return []
    place, column = rng.choice(places), rng.choice(("score_c", "score_c", "weight_c"))
    setattr(draft.rows[place].line, column, None)
    close(draft)
    return [(draft, "A15", place + 1, f"有指标值和完成值，{'得分' if column == 'score_c' else '分值'}未填")]


def _over(draft: Draft, place: int) -> tuple[Draft, str, int, str]:
    row = draft.rows[place]
    return (draft, "A07", place + 1, f"指标值 {row.line.target}，完成值 {row.line.actual}，"
            f"应得 {earned(row) / 100:g}，填 {row.line.score_c / 100:g}")
