"""Originals kept by their hash: beside the store, once each, whole or not at all, only where the bureau wants it."""

import hashlib
import os

import pytest

from data_access import originals
from data_access.store import settings
from data_access.store.engine import open_store

DATA = "一份自评表".encode()
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def engine(tmp_path):
    return open_store(f"sqlite:///{tmp_path / 'jihe.db'}")


def test_a_file_is_kept_beside_the_store_and_given_back(engine, tmp_path):
    originals.keep(engine, HASH, DATA)
    assert [path.name for path in (tmp_path / "originals").iterdir()] == [HASH]
    assert originals.is_kept(engine, HASH) and originals.load(engine, HASH) == DATA


def test_the_same_file_is_kept_once(engine, tmp_path):
    originals.keep(engine, HASH, DATA)
    before = (tmp_path / "originals" / HASH).stat().st_mtime_ns
    originals.keep(engine, HASH, DATA)
    assert (tmp_path / "originals" / HASH).stat().st_mtime_ns == before


def test_nothing_is_kept_where_the_bureau_does_not_want_it(engine, tmp_path):
    settings.save(engine, person="周复核", keep_originals=False)
    originals.keep(engine, HASH, DATA)
    assert not (tmp_path / "originals").exists() and originals.load(engine, HASH) is None


def test_a_disk_that_fails_leaves_no_half_file(engine, tmp_path, monkeypatch):
    def full(_old, _new):
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="no space"):
        originals.keep(engine, HASH, DATA)
    assert not list((tmp_path / "originals").iterdir())


def test_a_file_that_was_tampered_with_is_no_original(engine, tmp_path):
    originals.keep(engine, HASH, DATA)
    (tmp_path / "originals" / HASH).write_bytes(b"other")
    assert originals.load(engine, HASH) is None


@pytest.mark.parametrize("name", ["", "../jihe.db", "a" * 63, "A" * 64, f"{HASH}/"])
def test_only_a_hash_names_a_file(engine, name):
    assert originals.load(engine, name) is None
    with pytest.raises(ValueError, match="sha256"):
        originals.keep(engine, name, DATA)
