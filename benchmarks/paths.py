"""The four people's paths (tests/paths.py) in Chromium on a bureau really stored: `.venv/bin/python -m benchmarks.paths
[filings] [store file]`. Nothing is asserted but what the paths themselves look at.

Default 100000 filings. Builds the store first, where the file is not there yet; prints how long the first answer took
after the start, each step's time to a screen that stands, and the memory the server held.

Seen on 2026-11-21 at 100,000 filings (913,000 lines): making the store 551 s; first screen after 61 s; every screen
stood within 2.4 s, a download of one check's findings after 0.3 s; the server held 1,587 MB, then 608 MB.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.server import ROOT, serving
from data_access.demo import build
from data_access.store.engine import open_store
from tests.browsing import fresh_tab, settled
from tests.paths import PATHS


def stored(path: Path, filings: int) -> None:
    """A store of the demonstration bureau at a size of one's own; nothing where the file is there."""
    if path.exists():
        return
    start, engine = time.perf_counter(), open_store(f"sqlite:///{path}")
    build.build(engine, size=filings)
    engine.dispose()
    print(f"making and saving {filings:,} filings: {time.perf_counter() - start:.0f} s", flush=True)


def walk(browser, folder: Path, filings: int, path: Path | None = None) -> dict[str, dict[str, float]]:
    """Who → step → seconds until its screen stood. The store is made in `folder` unless `path` names one."""
    store = path or folder / "jihe.db"
    stored(store, filings)
    taken: dict[str, dict[str, float]] = {}
    with serving(("-m", "streamlit", "run", str(ROOT / "serve.py")), JIHE_DB=f"sqlite:///{store}") as server:
        with fresh_tab(browser, server.address) as tab:
            tab.set_default_timeout(1_800_000)
            start, worked = time.perf_counter(), server.processor()
            tab.goto("/")
            tab.locator(".jh-foot").first.wait_for()
            settled(tab)
            print(f"first screen after the start: {time.perf_counter() - start:.1f} s, of the processor "
                  f"{server.processor() - worked:.1f} s; the server holds {server.memory():.0f} MB", flush=True)
            for who, path_of in PATHS.items():
                taken[who] = _timed(path_of(tab), who, server)
        print(f"the server holds {server.memory():.0f} MB")
    return taken


def _timed(steps, who: str, server) -> dict[str, float]:
    """Each step's seconds by the clock; printed with those of the server's processor."""
    taken = {}
    start, worked = time.perf_counter(), server.processor()
    for step in steps:
        taken[step] = time.perf_counter() - start
        print(f"{who:8} {step:14} {taken[step]:6.1f} s, of the processor {server.processor() - worked:6.1f} s",
              flush=True)
        start, worked = time.perf_counter(), server.processor()
    return taken


def main(filings: int, path: Path | None) -> None:
    from playwright.sync_api import sync_playwright
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        taken = walk(browser, Path(folder), filings, path)
        slowest = max((seconds, who, step) for who, steps in taken.items() for step, seconds in steps.items())
        print(f"the slowest: {slowest[2]} ({slowest[1]}), {slowest[0]:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 100_000, Path(sys.argv[2]) if sys.argv[2:] else None)
