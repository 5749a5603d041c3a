"""What OCR mistakes in figures and words is set right; what could be either way is left to the ink."""

import pytest

from data_access.intake.documents import scan

if not scan.installed():
    pytest.skip("requirements-ocr.txt is not installed", allow_module_level=True)

import numpy as np

from data_access.intake.documents.scan_marks import with_marks, with_stop, with_words

NOTHING = np.zeros((20, 60), np.uint8)
ALL = (0, 0, 60, 20)


def strokes(*boxes: tuple[int, int, int, int]) -> np.ndarray:
    """Ink in boxes of left, top, right and bottom."""
    ink = NOTHING.copy()
    for x0, y0, x1, y1 in boxes:
        ink[y0:y1, x0:x1] = 1
    return ink


@pytest.mark.parametrize(("read", "meant"), [
    ("1.280.00", "1,280.00"), ("1,280,00", "1,280.00"), ("1.280.000", "1,280,000"), ("12.5", "12.5"),
    ("98.7%", "98.7%"), ("2024.12.31", "2024.12.31"), ("共1.280.00万元", "共1,280.00万元")])
def test_figures_in_groups_can_be_read_in_one_way_only(read, meant):
    assert with_marks(read, ALL, NOTHING) == meant


@pytest.mark.parametrize("read", ["45.318人", "45,318人"])
def test_a_comma_hangs_below_the_line_and_a_point_does_not(read):
    figures = [(0, 0, 8, 16), (10, 0, 18, 16), (26, 0, 34, 16), (36, 0, 44, 16), (46, 0, 54, 16)]
    assert with_marks(read, ALL, strokes(*figures, (21, 13, 24, 19))) == "45,318人"
    assert with_marks(read, ALL, strokes(*figures, (21, 13, 24, 16))) == "45.318人"


def test_a_slash_leans_and_a_one_stands():
    slash = strokes(*[(14 - n // 2, n, 16 - n // 2, n + 1) for n in range(20)])
    assert with_marks("1", ALL, slash) == with_marks("7", ALL, slash) == "/"
    assert with_marks("7", ALL, slash | strokes((6, 0, 16, 2))) == "7"
    assert with_marks("1", ALL, strokes((10, 0, 12, 20), (8, 2, 10, 4))) == "1"


def test_words_of_every_form_are_set_right_and_others_left():
    assert [with_words(text) for text in ("项日名称", "年度总体日标", "-级指标", "今日标准煤", "项日均", "-5")] == \
        ["项目名称", "年度总体目标", "一级指标", "今日标准煤", "项日均", "-5"]
    assert with_stop("农村自来水普及率不低于98%.") == "农村自来水普及率不低于98%。" and with_stop("12.") == "12."
