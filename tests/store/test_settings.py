"""Settings of the bureau: who said what when, bounds of limits, the region that re-scores, the default year."""

import dataclasses

import pytest

from data_access.copy import Copy
from data_access.intake.documents.limits import MB, Limits
from data_access.store import settings
from data_access.store.bounds import bounds
from scoring import pack
from tests.store.spellings import FULL, filing, save


def test_nothing_is_set_at_first(both):
    assert settings.load(both) == settings.Settings() == settings.Settings("", "", None, True, Limits())


def test_every_change_is_kept_with_who_and_when(both):
    settings.save(both, person="甲", bureau="青禾县财政局", default_year=2024)
    settings.save(both, person="乙", bureau="青禾县财政局绩效股", default_year=2024)
    assert settings.load(both).bureau == "青禾县财政局绩效股"
    kept = settings.history(both, "bureau", "default_year")
    assert [(one["name"], one["before"], one["value"], one["person"]) for one in kept] == [
        ("bureau", "青禾县财政局", "青禾县财政局绩效股", "乙"), ("default_year", None, 2024, "甲"),
        ("bureau", None, "青禾县财政局", "甲")]
    assert all(one["at"].startswith("20") for one in kept)


def test_what_stays_the_same_is_no_change(both):
    nothing = {"bureau": "", "region": "", "default_year": None, "keep_originals": True, "limits": {}}
    assert settings.save(both, person="甲", **nothing) == []
    assert settings.save(both, person="甲", keep_originals=False) == ["keep_originals"]
    assert settings.save(both, person="乙", keep_originals=False) == []
    assert not settings.load(both).keep_originals


def test_nobody_changes_anything_without_a_name(both):
    with pytest.raises(ValueError, match="经办人"):
        settings.save(both, person=" ", bureau="青禾县财政局")


def test_limits_are_set_in_the_units_an_officer_reads_and_go_back_to_their_defaults(both):
    settings.save(both, person="甲", limits={"file_bytes": 80, "pdf_pages": 200, "seconds": 90})
    assert settings.load(both).limits == Limits(file_bytes=80 * MB, seconds=90)
    settings.save(both, person="甲", limits={})
    assert settings.load(both).limits == Limits()


@pytest.mark.parametrize("values", [{"pdf_pages": 1}, {"file_bytes": 100_000}, {"no_such": 3}])
def test_limits_out_of_bounds_are_refused(both, values):
    with pytest.raises(ValueError, match="应在 .*之间|没有“no_such”"):
        settings.save(both, person="甲", limits=values)
    assert settings.load(both).limits == Limits()


@pytest.mark.parametrize("year", [24, 20244])
def test_a_year_that_is_none_is_refused(both, year):
    with pytest.raises(ValueError, match="四位数"):
        settings.save(both, person="甲", default_year=year)


def test_every_limit_has_a_name_a_unit_and_bounds_round_its_default():
    assert set(bounds()) == {one.name for one in dataclasses.fields(Limits)}, "add it to bounds.yaml"
    for bound in bounds().values():
        assert bound.name and bound.unit and bound.why
        assert bound.least <= bound.default <= bound.most
        assert bound.default * bound.factor == getattr(Limits(), bound.field), "the default is whole in its unit"


def packs_of(copy: Copy) -> dict[str, str]:
    return dict(copy.cursor().execute("SELECT project, pack FROM filings").fetchall())


def test_a_new_region_scores_anew_what_names_none_itself(both):
    region = next(one for name, found in pack.load_packs().items() if name == "AH-STD"
                  for one in found.head["applies_to"]["regions"])
    save(both, filing("甲", FULL, year=2022), filing("乙", FULL, year=2022, region="别处"), name="一.docx")
    copy = Copy(both)
    copy.refresh()
    before, version = packs_of(copy), copy.version
    settings.save(both, person="甲", region=region)
    copy.refresh()
    assert before == {"甲": "CN-2020", "乙": "CN-2020"}
    assert packs_of(copy) == {"甲": "AH-STD", "乙": "CN-2020"} and copy.version > version
    assert copy.refresh() == []
    fresh = Copy(both)
    fresh.refresh()
    assert packs_of(fresh) == packs_of(copy)
    settings.save(both, person="甲", region="")
    copy.refresh()
    assert packs_of(copy) == before
