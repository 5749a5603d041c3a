"""From click to paint in Chromium: `.venv/bin/python -m benchmarks.paint [lines]`. Nothing is asserted.

Default 1000000. Years are chosen on 总览, each asked before, in turns with an empty Streamlit page's. A paint is the
second frame after the head says the year and the script run is over. Goal: p50 at most 2 x, p95 at most 4 x the empty
page's.

Seen on 2026-11-21 at 1M lines on an idle machine: p50 115 ms, 1.47 x; p95 145 ms, 1.52 x the empty page's.
"""

import random
import shutil
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

from benchmarks.asked import p95
from benchmarks.server import empty_page, serving

CLICKS, YEARS = 60, ("2024", "2023", "2022")
CLICK = """year => new Promise(done => {
    const button = [...document.querySelectorAll('[data-testid=stButtonGroup] button')]
        .find(one => one.innerText.trim() === year);
    const start = performance.now();
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    const look = () => {
        const head = document.querySelector('.jh-head p'), app = document.querySelector('.stApp');
        if (head && head.innerText.startsWith(year) && app.dataset.testScriptState === 'notRunning') painted();
        else setTimeout(look, 1);
    };
    button.click();
    look();
})"""


def opened(browser, address: str) -> Page:
    """A tab that has shown every year."""
    tab = browser.new_page(viewport={"width": 1366, "height": 768})
    tab.set_default_timeout(600_000)
    tab.goto(address)
    tab.locator(".jh-head p").first.wait_for()
    tab.locator("[data-testid=stButtonGroup] button").first.wait_for()
    for year in YEARS[1:] + YEARS[:1]:
        tab.evaluate(CLICK, year)
        tab.wait_for_timeout(500)
    return tab


def measure(lines: str) -> None:
    """Print what one size gives."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    taken: dict[str, list[float]] = {"总览": [], "empty": []}
    with serving(JIHE_BENCH_LINES=lines) as ours, empty_page() as empty, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tabs = {"总览": opened(browser, ours.address), "empty": opened(browser, empty.address)}
        draw, at = random.Random(1), YEARS[0]
        for _ in range(CLICKS):
            at = draw.choice([year for year in YEARS if year != at])
            for name, tab in tabs.items():
                tab.bring_to_front()                          # a hidden tab paints nothing
                tab.wait_for_timeout(200)
                taken[name].append(tab.evaluate(CLICK, at))
        browser.close()
    for name, each in taken.items():
        print(f"{name:6} p50 {statistics.median(each):6.0f} ms  p95 {p95(each):6.0f} ms")
    ours, least = taken["总览"], taken["empty"]
    print(f"{lines} lines: p50 {statistics.median(ours) / statistics.median(least):.2f} x (<= 2), "
          f"p95 {p95(ours) / p95(least):.2f} x the empty page's (<= 4)")


if __name__ == "__main__":
    measure(sys.argv[1] if sys.argv[1:] else "1000000")
