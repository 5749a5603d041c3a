"""The one door from the shell: makes .venv, installs what is needed, hands over to cli.py. Standard library alone."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  an officer's machine may have an older one
    sys.exit(f"绩核需要 Python 3.11 或更新的版本，这里是 {sys.version.split()[0]}。")

import hashlib
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NEEDED, NEEDED_BY_TESTS = "requirements.txt", "requirements-dev.txt"


def main(argv):
    """Answer help and version at once; for everything else make ready and hand over to cli.py in .venv."""
    sys.path.insert(0, str(ROOT))
    import commands

    commands.speak_utf8()
    args = commands.parse(argv)                               # help, --version and bad arguments end here
    ready([NEEDED, NEEDED_BY_TESTS] if args.command == "test" else [NEEDED])
    hand_over([str(PYTHON), str(ROOT / "cli.py"), *argv])


def ready(lists):
    """Make .venv and install the lists; returns at once when their stamps match."""
    if all(stamped(name) for name in lists):
        return
    with alone():
        missing = [name for name in lists if not stamped(name)]
        if missing:
            make_venv()
            install(missing[-1])                              # the tests' list holds the other one
            for name in lists:
                stamp_file(name).write_text(stamp(name), encoding="utf-8")
            say("运行环境已就绪。")


def stamp(name):
    """What .venv was made of: the requirement files, those they include, and the Python behind .venv."""
    included = sorted(set(ROOT.glob("requirements*.txt")) - {ROOT / NEEDED_BY_TESTS})
    texts = b"".join(path.read_bytes() for path in [*included, ROOT / name])
    return hashlib.sha256(texts).hexdigest() + " " + os.path.realpath(PYTHON)


def stamp_file(name):
    return VENV / f".installed-{name}"


def stamped(name):
    file = stamp_file(name)
    return PYTHON.exists() and file.exists() and file.read_text(encoding="utf-8") == stamp(name)


def make_venv():
    """A .venv with a working pip; a broken or half-made one is made anew."""
    if same_python() and quiet([str(PYTHON), "-m", "pip", "--version"]) == 0:
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("这台机器的 Python 缺少 ensurepip，不能建立运行环境。\n" + venv_package())
    say("首次运行，正在建立运行环境 .venv …")
    if Path(sys.prefix).resolve() == VENV.resolve():
        stop("运行环境 .venv 已损坏。请删除 .venv 文件夹，再用系统的 python3 运行。")
    if VENV.is_symlink() or VENV.is_file():
        stop(f"{VENV} 不是文件夹，无法建立运行环境。请移开它再试。")
    if quiet([sys.executable, "-m", "venv", "--clear", str(VENV)], show=True) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        stop("建立 .venv 没有成功（原因见上）。若是缺少 ensurepip，\n" + venv_package())


def same_python():
    """Whether .venv still stands on the Python it was made with (a system upgrade swaps it)."""
    stamps = [file.read_text(encoding="utf-8") for file in VENV.glob(".installed-*")]
    return PYTHON.exists() and all(text.split(" ", 1)[1:] == [os.path.realpath(PYTHON)] for text in stamps)


def venv_package():
    exact = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return (f"Debian、Ubuntu、统信、麒麟请先安装系统软件包 python3-venv（或 {exact}）：\n"
            "    sudo apt-get install python3-venv\n然后重新运行本命令。")


def install(name):
    say(f"正在安装 {name} 里的包（第一次约一分钟）…")
    for stale in [stamp_file(each) for each in (NEEDED, NEEDED_BY_TESTS) if not stamped(each)]:
        stale.unlink(missing_ok=True)                         # a broken-off installation must not look finished
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if quiet([*pip, "-r", str(ROOT / name)], show=True) != 0:
        stop(f"安装 {name} 没有成功（原因见上）。请检查网络；"
             "内网可用环境变量 PIP_INDEX_URL 或 PIP_FIND_LINKS 指向本地的包。")


def quiet(command, show=False):
    """Run a helper program; its output goes to stderr (or nowhere), so that stdout holds results only."""
    target = sys.stderr if show else subprocess.DEVNULL
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=target, stderr=target, check=False).returncode


@contextmanager
def alone():
    """One call at a time prepares .venv; the others wait for it."""
    folder = ROOT / "data"
    folder.mkdir(exist_ok=True)
    with open(folder / ".setup.lock", "a+b") as file:
        if not try_lock(file):
            say("另一个命令正在准备运行环境，请稍候…")
            lock(file)
        yield                                                 # closing the file lets go of the lock


def try_lock(file):
    try:
        lock(file, wait=False)
    except OSError:
        return False
    return True


def lock(file, wait=True):
    if os.name == "nt":
        import msvcrt
        import time

        while True:                                           # msvcrt gives up by itself after ten seconds
            try:
                file.seek(0)
                return msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    raise
                time.sleep(0.5)
    import fcntl

    return fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def hand_over(command):
    """Become the command (POSIX), or run it and take over its exit status (Windows)."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def say(text):
    print(text, file=sys.stderr, flush=True)


def stop(text):
    say(text)
    sys.exit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        say("\n已中断。")
        sys.exit(130)
    except OSError as error:
        if os.environ.get("JIHE_DEBUG") == "1":
            raise
        stop(f"无法准备运行环境：{error}")
