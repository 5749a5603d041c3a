"""Read heavy documents in a process of their own, with a limit of time and memory. It stays for the next one.

The process is started when first needed, serves one document at a time and ends with the program.
"""

import atexit
import contextlib
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data_access.intake.documents.grid import Document, Unreadable
from data_access.intake.documents.limits import Limits, size

_ROOT = Path(__file__).resolve().parents[3]
_lock = threading.Lock()
_running: list[subprocess.Popen] = []


def read(kind: str, data: bytes, limits: Limits) -> Document:
    """Read a document apart. Raises what the reader raises, and Unreadable beyond the limits of time and memory."""
    from data_access.intake.documents import read_kind

    return run(read_kind, kind, data, limits, limits=limits)


def run(function: Callable, *arguments: object, limits: Limits) -> Any:
    """What a function gives, called in that process. Raises what it raises, and Unreadable beyond the limits."""
    with _lock:
        process = _process()
        expired = threading.Event()
        timer = threading.Timer(limits.seconds, lambda: (expired.set(), process.kill()))
        timer.start()
        try:
            send(process.stdin, (function, arguments, limits))
            answer, used = receive(process.stdout)
        except (OSError, EOFError) as error:
            stop()
            raise _ended(expired.is_set(), limits) from error
        finally:
            timer.cancel()
        if used > 0.5:                                        # a fresh one for the next, so that memory stays flat
            stop()
    if isinstance(answer, MemoryError) or (isinstance(answer, Unreadable) and used > 0.9):
        raise _ended(False, limits)                           # lxml calls a lack of memory a syntax error
    if isinstance(answer, Exception):
        raise answer
    return answer


def _ended(expired: bool, limits: Limits) -> Unreadable:
    if expired:
        return Unreadable(f"读了 {limits.seconds:.0f} 秒还没有读完，已停止。请拆成小文件，或发送 Word、Excel 原件。",
                          found="超时", expected=f"{limits.seconds:.0f} 秒内读完")
    return Unreadable(f"读取用的内存超过上限 {size(limits.memory_bytes)}，已停止。请拆成小文件，或发送原件。",
                      found="内存不足", expected=f"不超过 {size(limits.memory_bytes)}")


def _process() -> subprocess.Popen:
    if not _running or _running[0].poll() is not None:
        stop()
        command = [sys.executable, "-c", "from data_access.intake.documents.apart import serve; serve()"]
        _running.append(subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    return _running[0]


@atexit.register
def stop() -> None:
    """End the process, if there is one."""
    end(_running)


def end(running: list[subprocess.Popen]) -> None:
    """Kill the processes of a list, close their pipes, and empty the list."""
    while running:
        process = running.pop()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()


def send(pipe, message: object) -> None:
    """Write one message into a pipe between our own processes."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(struct.pack("<Q", len(content)) + content)
    pipe.flush()


def receive(pipe) -> object:
    """The next message out of a pipe between our own processes. Raises EOFError when the other side is gone."""
    head = pipe.read(8)
    if len(head) < 8:
        raise EOFError
    length, = struct.unpack("<Q", head)
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return pickle.loads(content)


def serve() -> None:
    """The process itself: read what comes in until the program that started it is gone."""
    inbox, outbox = sys.stdin.buffer, sys.stdout.buffer
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            function, arguments, limits = receive(inbox)
            _bound(limits.memory_bytes)
            try:
                answer = function(*arguments)
            except (Unreadable, MemoryError) as error:
                answer = error.with_traceback(None)
                answer.__cause__ = answer.__context__ = None
            send(outbox, (answer, _peak() / limits.memory_bytes))


def _peak() -> int:
    """The most address space this process ever had, in bytes; 0 where the system does not tell."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmPeak")).split()[1]) * 1024
    return 0


def _bound(memory: int) -> None:
    """Limit the address space of this process, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
