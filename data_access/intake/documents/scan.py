"""Scans and pictures, read by OCR in one worker process that stays for the next one. An extra: requirements-ocr.txt.

This side starts the worker, hands it documents, and kills it when a page takes too long.
"""

import atexit
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path

from data_access.intake.documents.apart import end, receive, send
from data_access.intake.documents.grid import Document, Unreadable
from data_access.intake.documents.limits import Limits, size

MISSING = ("本机没有安装文字识别（OCR）。请在程序文件夹运行 .venv/bin/python -m pip install -r requirements-ocr.txt"
           "（Windows：.venv\\Scripts\\python），再重新导入；或发送 Word、Excel 原件。")
Recognise = Callable                                          # (document, page) -> (tables, characters outside them)
_ROOT = Path(__file__).resolve().parents[3]
_MALLOC = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "4000000"}  # what is freed goes back to the system
_lock = threading.Lock()
_running: list[subprocess.Popen] = []


class Scanned(Unreadable):
    """A PDF with pages that are pictures: to be read by OCR."""


@cache
def installed() -> bool:
    """Whether the packages of requirements-ocr.txt are there."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def check_pages(count: int, limits: Limits) -> None:
    """Raise Unreadable for more scanned pages than the limit."""
    if count > limits.scan_pages:
        raise Unreadable(f"扫描件有 {count} 页，超过上限 {limits.scan_pages} 页，没有读取。请只发送自评表所在的页。",
                         found=f"{count} 页", expected=f"扫描件不超过 {limits.scan_pages} 页")


def read(kind: str, data: bytes, limits: Limits) -> Document:
    """Read a picture or a PDF with scanned pages. Raises Unreadable, also without OCR and beyond time or memory."""
    if not installed():
        raise Unreadable(f"这是图片。{MISSING}", found="图片", expected="Word、Excel 原件")
    with _lock:
        used = bool(_running)
        try:
            answer, tired = _answer(_process(), (kind, data, limits), limits.scan_page_seconds)
            if used and isinstance(answer, MemoryError):      # earlier documents may have been in the way
                stop()
                answer, tired = _answer(_process(), (kind, data, limits), limits.scan_page_seconds)
        except TimeoutError as error:
            stop()
            most = f"{limits.scan_page_seconds:g} 秒"
            raise Unreadable(f"识别一页用了 {most}还没有完，已停止。请用 200 至 300 dpi 重新扫描，或发送原件。",
                             found="超时", expected=f"每页 {most}内识别完") from error
        except (OSError, EOFError) as error:
            stop()
            raise _too_big(limits) from error
        if tired:                                             # a fresh one for the next, so that memory stays flat
            stop()
    if isinstance(answer, MemoryError):
        raise _too_big(limits)
    if isinstance(answer, Exception):
        raise answer
    return answer


def _too_big(limits: Limits) -> Unreadable:
    most = size(limits.scan_memory_bytes)
    return Unreadable(f"识别用的内存超过上限 {most}，已停止。请拆成小文件，用 200 至 300 dpi 重新扫描，或发送原件。",
                      found="内存不足", expected=f"不超过 {most}")


def _answer(process: subprocess.Popen, question: tuple, seconds: float) -> tuple[object, bool]:
    """(what the worker gives, whether it should not be kept). Raises TimeoutError when a page takes too long."""
    expired = threading.Event()
    while True:
        timer = threading.Timer(seconds, lambda: (expired.set(), process.kill()))
        timer.start()
        try:
            if question:
                send(process.stdin, question)
                question = ()
            answer = receive(process.stdout)
        except (OSError, EOFError) as error:
            if expired.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
        if answer != "page":                                  # said before each page: the clock starts anew
            return answer


def _process() -> subprocess.Popen:
    if not _running or _running[0].poll() is not None:
        stop()
        command = [sys.executable, "-c", "from data_access.intake.documents.scan_worker import serve; serve()"]
        threads = os.environ.get("JIHE_OCR_THREADS", "2")
        surroundings = {**os.environ, "JIHE_OCR_THREADS": threads, "OMP_NUM_THREADS": threads, **_MALLOC}
        _running.append(subprocess.Popen(command, cwd=_ROOT, env=surroundings, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL))
    return _running[0]


@atexit.register
def stop() -> None:
    """End the worker, if there is one."""
    end(_running)
