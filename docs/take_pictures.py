"""Take the pictures of docs/manual.md anew from the running program: `.venv/bin/python docs/take_pictures.py`.

Needs a Chromium and requirements-dev.txt. The program runs on an empty store of its own, so it shows the demonstration
bureau; the forms of samples/ are dropped on 导入 and 预审. Pictures are reduced to 128 colours.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
DEPARTMENT = "示例县水利局"
WIDTH, HEIGHT = 1366, 900
# name -> (address, lowest height that is kept)
SCREENS = {
    "overview": "", "ranking": "ranking?sort=涉疑金额", "findings": "findings?s=高",
    "department": f"department?d={DEPARTMENT}", "sheet": f"department?d={DEPARTMENT}&sheet=1",
    "compare": "compare", "coverage": "coverage", "rules": "rules?view=试算与修改", "settings": "settings",
}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        address, process = _serve(Path(folder))
        try:
            browser = browsers.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
            for name, path in SCREENS.items():
                _keep(_opened(page, f"{address}/{path}"), name)
            _keep(_first_project(page, address), "filing")
            for name in ("precheck", "import"):
                _keep(_dropped(page, address, name), name)
        finally:
            process.terminate()
            process.wait(20)


def _serve(folder: Path) -> tuple[str, subprocess.Popen]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "cli.py"), "run", "--port", str(port)], cwd=ROOT, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=os.environ | {"JIHE_DB": f"sqlite:///{folder / 'jihe.db'}"})
    address = f"http://127.0.0.1:{port}"
    for _ in range(400):
        try:
            with urlopen(address + "/_stcore/health", timeout=2):
                return address, process
        except OSError:
            time.sleep(0.25)
    raise TimeoutError("the server does not answer")


def _chromium() -> str:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))


def _opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("h1", timeout=180_000)
    _settled(page)
    return page


def _settled(page: Page) -> None:
    page.wait_for_timeout(1500)
    page.wait_for_selector("[data-testid=stStatusWidget]", state="detached", timeout=180_000)
    page.wait_for_timeout(700)


def _first_project(page: Page, address: str) -> Page:
    _opened(page, f"{address}/ranking?by=项目")
    return _opened(page, f"{address}/" + page.locator("table a[href^='filing?']").first.get_attribute("href"))


def _dropped(page: Page, address: str, screen: str) -> Page:
    """The screen with forms of samples/ dropped on it."""
    _opened(page, f"{address}/{screen}")
    forms = sorted(path for path in (ROOT / "samples").rglob("*.docx"))
    page.set_input_files("input[type=file]", forms[:1] if screen == "precheck" else forms)
    _settled(page)
    if screen == "import":
        page.get_by_role("button", name="读取并预览").click()
        page.get_by_text("确认入库").first.wait_for(timeout=180_000)
        _settled(page)
    return page


def _keep(page: Page, name: str) -> None:
    Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(128).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
