"""Many files in one go: `.venv/bin/python -m benchmarks.many [most files | a folder ...]`. Nothing here is asserted.

Writes varied Word forms, imports 100, 500 and 1,000 of them (or the folders named) through the real command, each in
a process of its own with an empty store, and prints files a second and the peak memory. Wanted: flat memory (1,000 at
most 1.1 x that of 100), below 1 GB.
"""

import io
import os
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from samples import build

ROOT = Path(__file__).resolve().parents[1]
STEPS = (100, 500, 1000)
TOWNS = "青石 白沙 柳湾 石堰 龙泉 大河 东山 南坪 竹溪 清水".split()


def originals() -> list[tuple[str, bytes]]:
    """(what names it, a Word file) of every sample file that can be printed as Word."""
    found = [build.built(sample | {"paper": "word"}) for sample in build.samples()]
    names = [[form.get("project", form["department"]) for form in sample["forms"]] for sample in build.samples()]
    return list(zip(names, found, strict=True))


def write(folder: Path, number: int) -> None:
    """Files 1 … number, each with projects (or a department) of its own."""
    made = originals()
    for n in range(number):
        names, data = made[n % len(made)]
        town = f"{TOWNS[n % len(TOWNS)]}{n // len(TOWNS)}片区"
        (folder / f"{n:04}.docx").write_bytes(_changed(data, names, town))


def _changed(data: bytes, names: list[str], town: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                for each in names:
                    text = text.replace(each.encode(), f"{town}{each}".encode())
            new.writestr(name, text)
    return buffer.getvalue()


def run(paths: list[Path]) -> tuple[float, int, int]:
    """(seconds, peak bytes of memory, exit status) of one `import` command into a new store."""
    with tempfile.TemporaryDirectory() as store:
        command = [sys.executable, str(ROOT / "cli.py"), "import", "--db", f"sqlite:///{store}/jihe.db",
                   *map(str, paths)]
        start = time.perf_counter()
        quiet = os.open(os.devnull, os.O_WRONLY)
        child = os.posix_spawn(command[0], command, os.environ,
                               file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)])
        _, status, used = os.wait4(child, 0)
        os.close(quiet)
        return time.perf_counter() - start, used.ru_maxrss * 1024, os.waitstatus_to_exitcode(status)


def told(label: str, files: int, taken: tuple[float, int, int]) -> None:
    seconds, peak, status = taken
    print(f"{label:30} {files / seconds:6.1f} files/s  peak {peak / 2**20:6.0f} MB  exit {status}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] and not sys.argv[1].isdigit():
        for place in map(Path, sys.argv[1:]):
            told(str(place), sum(path.is_file() for path in place.rglob("*")), run([place]))
        sys.exit()
    most = int(sys.argv[1]) if sys.argv[1:] else STEPS[-1]
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), most)
        peaks = []
        for step in [step for step in STEPS if step <= most]:
            taken = run(sorted(Path(name).iterdir())[:step])
            told(f"{step} Word files", step, taken)
            peaks.append(taken[1])
        print(f"peak of the largest / of the smallest: {peaks[-1] / peaks[0]:.3f}")
