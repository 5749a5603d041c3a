"""A dashboard of its own for a measurement, and what its process used."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
LARGE = ("-m", "benchmarks.large_app")
EMPTY = '''import streamlit as st
year = st.segmented_control("年度", ["2024", "2023", "2022"], default="2024", key="y", required=True)
st.html(f'<header class="jh-head"><p>{year}年度</p></header>')
'''
_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """Where a server answers, and its process."""

    def __init__(self, address: str, pid: int):
        self.address, self.pid = address, pid

    def processor(self) -> float:
        """Seconds of the processor used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """MB of memory held now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def serving(command: tuple[str, ...] = LARGE, **surroundings: str) -> Iterator[Server]:
    """Run a dashboard (what Python is told, before Streamlit's options), with environment variables, until the block
    ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *command, "--server.port", str(port)], cwd=ROOT,
        env=os.environ | surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                urlopen(address + "/_stcore/health", timeout=2).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise
                time.sleep(0.25)
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def empty_page() -> Iterator[Server]:
    """A page with one choice of a year and a line that says it: the least Streamlit can do."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        with serving(("-m", "streamlit", "run", str(script))) as server:
            yield server
