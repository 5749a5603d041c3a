"""Where the shared real documents lie, beside the repository; tests that need them skip when they are not there."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
FORMS = ROOT.parent / "shared" / "forms"
TRUTH = ROOT / "tests" / "truth"

needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds (real documents) is not on this machine")
needs_forms = pytest.mark.skipif(not FORMS.is_dir(), reason="../shared/forms (filed layouts) is not on this machine")


def seed(number: str) -> Path:
    """The text extraction of one of the four real documents: 000 … 003."""
    return next(SEEDS.glob(f"{number}_*.txt"))
