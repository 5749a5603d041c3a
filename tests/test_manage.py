"""The door: help without .venv, bad arguments, first call, calls side by side, a machine without ensurepip."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYTHON = os.path.realpath(sys.executable)                     # the machine's Python, not the one of .venv
DOOR = ("manage.py", "commands.py", "pyproject.toml")


@pytest.fixture
def house(tmp_path):
    """A copy of the door alone, on a machine that has nothing: no .venv, an empty HOME, no packages to install."""
    folder = tmp_path / "绩核 house"
    folder.mkdir()
    for name in DOOR:
        shutil.copy(ROOT / name, folder)
    (folder / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    (folder / "requirements-dev.txt").write_text("-r requirements.txt\n", encoding="utf-8")
    (folder / "cli.py").write_text("import sys\nprint('cli', sys.argv[1:], sys.prefix)\nsys.exit(7)\n")
    return folder


def call(house, *words, wait=True, **environment):
    """Call manage.py from another working directory, with an ASCII locale."""
    home = house.parent / "home"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    process = subprocess.Popen(
        [PYTHON, str(house / "manage.py"), *words], cwd=home, stdin=subprocess.DEVNULL, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**kept, "HOME": str(home), "LC_ALL": "C", **environment})
    return finished(process) if wait else process


def finished(process):
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in err
    return process.returncode, out, err


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["import", "--help"], ["export", "-h"],
                                   ["test", "--help"], ["run", "--help"], ["check", "--help"]])
def test_help_and_version_answer_without_making_venv(house, words):
    status, out, err = call(house, *words)
    assert (status, err) == (0, "")
    assert "绩核" in out or "manage.py" in out
    assert not (house / ".venv").exists() and not (house / "data").exists()


@pytest.mark.parametrize("words", [[], ["eat"], ["import"], ["export", "cats"], ["export", "flags", "--format", "xlsx"],
                                   ["export", "flags", "--year", "24"], ["export", "filings", "--severity", "高"],
                                   ["run", "--port", "high"], ["check", "a.docx", "--wrong"]])
def test_bad_arguments_show_usage_and_end_with_2(house, words):
    status, out, err = call(house, *words)
    assert (status, out) == (2, "")
    assert "usage: manage.py" in err
    assert not (house / ".venv").exists()


def test_first_calls_side_by_side_make_one_venv_and_later_calls_start_at_once(house):
    calls = [call(house, "check", "表.docx", wait=False) for _ in range(2)]
    results = [finished(process) for process in calls]
    assert [status for status, *_ in results] == [7, 7]
    assert all(out.startswith("cli ['check', '表.docx']") and str(house / ".venv") in out for _, out, _ in results)
    assert sum("首次运行" in err for *_, err in results) == 1
    assert call(house, "check", "表.docx") == (7, results[0][1], "")
    (house / "requirements.txt").write_text("# changed\n", encoding="utf-8")
    assert "正在安装 requirements.txt" in call(house, "check", "表.docx")[2]
    assert "正在安装 requirements-dev.txt" in call(house, "test", "-k", "x")[2]
    assert call(house, "test", "-k", "x")[2] == ""


def test_half_made_venv_and_failed_installation_are_overcome(house):
    (house / ".venv" / "bin").mkdir(parents=True)
    (house / ".venv" / "bin" / "python").symlink_to(PYTHON)
    (house / ".venv" / "pyvenv.cfg").write_text(
        f"home = {Path(PYTHON).parent}\ninclude-system-site-packages = false\n", encoding="utf-8")
    (house / "requirements.txt").write_text("no-such-package==0.0.0\n", encoding="utf-8")
    status, out, err = call(house, "check", "a", PIP_NO_INDEX="1")
    assert (status, out) == (1, "")
    assert "首次运行" in err and "requirements.txt 没有成功" in err
    (house / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    status, _, err = call(house, "check", "a")
    assert status == 7 and "首次运行" not in err


def test_without_ensurepip_the_system_package_is_named(house):
    stub = house / "stub" / "ensurepip"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text("raise ImportError('No module named ensurepip')", encoding="utf-8")
    status, out, err = call(house, "check", "a", PYTHONPATH=str(stub.parent))
    assert (status, out) == (1, "")
    assert "python3-venv" in err and "apt-get install" in err
    assert not (house / ".venv").exists()
