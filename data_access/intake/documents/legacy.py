"""Old Word (.doc), WPS (.wps) and RTF: made into .docx by LibreOffice when it is installed, then read as Word."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from data_access.intake.documents.grid import Unreadable
from data_access.intake.documents.limits import LIMITS, Limits

_ONE_AT_A_TIME = threading.Lock()
_PLACES = ("soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
# No macros, and nothing fetched that a document links to.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def to_docx(data: bytes, ending: str, limits: Limits = LIMITS) -> bytes:
    """The document as .docx. `ending`: doc or rtf. Raises Unreadable without LibreOffice, or when it fails or hangs."""
    program = next(filter(None, map(shutil.which, _PLACES)), None)
    if program is None:
        raise Unreadable("这是旧版 Word 文件（.doc、.wps、.rtf），本机没有安装 LibreOffice，无法读取。"
                         "请用 Word 或 WPS 打开后另存为 .docx 再导入，或请管理员安装 LibreOffice。",
                         found="旧版 Word 文件", expected="Word 文档（.docx）")
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="jihe-", ignore_cleanup_errors=True) as folder:
        return _converted(program, Path(folder), data, ending, limits)


def _converted(program: str, folder: Path, data: bytes, ending: str, limits: Limits) -> bytes:
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_SETTINGS, encoding="utf-8")
    source = folder / f"document.{ending}"
    source.write_bytes(data)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
               "--convert-to", "docx", "--outdir", str(folder), str(source)]
    finished = _run(command, limits.convert_seconds)
    result = folder / "document.docx"
    if not finished:
        raise Unreadable(f"LibreOffice 在 {limits.convert_seconds:.0f} 秒内没有转换完，已停止。"
                         "请用 Word 或 WPS 另存为 .docx 再导入。",
                         found="转换超时", expected=f"{limits.convert_seconds:.0f} 秒内转换完")
    if not result.exists():
        raise Unreadable("旧版 Word 文件打不开，可能已损坏或有密码。请用 Word 或 WPS 另存为 .docx 再导入。",
                         found="LibreOffice 无法转换", expected="完整、没有密码的 Word 文件")
    return result.read_bytes()


def _run(command: list[str], seconds: float) -> bool:
    """Run LibreOffice; False when it had to be stopped."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=os.name != "nt")
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)            # soffice is a script that starts soffice.bin
        process.wait()
        return False
    return True
