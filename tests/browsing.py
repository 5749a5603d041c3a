"""What tests in a real browser share: the dashboard on a store of its own, a tab that stays on this machine."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
# Words a reader may meet in Latin letters: formats, commands, file names, codes; and the names behind drawn icons.
LATIN = re.compile(r"\b[a-z_]+_(left|right|up|down|more)\b|\b(Excel|CSV|Word|python3|manage\.py|import)\b"
                   r"|\S+\.(docx|xlsx|txt|pdf)|\b[A-Z]{1,3}\d*\b")


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The dashboard on a store of its own (a file that need not be there yet); gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    surroundings = os.environ | {"JIHE_DB": f"sqlite:///{store}"}
    surroundings.pop("JIHE_NO_DEMO", None)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "serve.py"), "--server.port", str(port)]
    process = subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(20)


def _answering(address: str, process: subprocess.Popen) -> str:
    for _ in range(240):
        assert process.poll() is None, "the server ended"
        try:
            with urlopen(address + "/_stcore/health", timeout=2):
                return address
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server does not answer")


@contextmanager
def fresh_tab(browser, server: str) -> Iterator:
    """A fresh tab 1280 wide; nothing it loads may come from elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=server, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(60_000)
    foreign = []
    page.on("request", lambda request: foreign.append(request.url) if not _local(request.url, server) else None)
    yield page
    context.close()
    assert not foreign, "an offline machine cannot load these"


def _local(address: str, server: str) -> bool:
    return address.startswith((server, server.replace("http", "ws"), "data:", "blob:"))


def opened(tab, address: str) -> None:
    tab.goto("/" + address)
    settled(tab)


def settled(tab) -> None:
    """Wait until the script run is over and its last element stands."""
    tab.locator(".jh-foot").first.wait_for(timeout=240_000)   # first of all the demonstration bureau is made
    tab.wait_for_function("() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")
    tab.wait_for_timeout(300)


def head(tab) -> str:
    return " ".join(tab.locator(".jh-head").inner_text().split())


def asked(tab) -> dict[str, list[str]]:
    """The parameters in the address bar."""
    return parse_qs(urlsplit(tab.url).query)


def menu(tab, name: str) -> None:
    tab.get_by_role("link", name=name, exact=True).first.click()
    settled(tab)


def choose(tab, label: str, value: str) -> None:
    box = tab.get_by_role("combobox", name=label)
    box.evaluate("box => box.scrollIntoView({block: 'center'})")     # a list that is scrolled closes
    tab.wait_for_timeout(300)
    box.fill(value)
    tab.get_by_role("option", name=value, exact=True).click()
    if tab.get_by_role("listbox").count():
        tab.keyboard.press("Escape")                          # where several may be chosen the list stays open
    settled(tab)


def listed(tab) -> list[tuple[str, str]]:
    """(check, sentence) of every finding of the list, lead first, over all its pages."""
    found = []
    while True:
        found += tab.evaluate("""() => [...document.querySelectorAll('.jh-finding, .jh-folded li')].map(one =>
            [one.querySelector('b').innerText, one.querySelector('p').innerText])""")
        onward = tab.get_by_role("button", name="Next page")
        if not onward.count() or onward.is_disabled():
            return [tuple(pair) for pair in found]
        onward.click()
        settled(tab)
