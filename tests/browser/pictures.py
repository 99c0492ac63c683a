"""`make pictures`: the demo county's office in Chromium, ten of its pages as pictures for the documents.

Not a test. Builds a demo of its own with the real command, reads the first password it prints, signs in as the persons who work there.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "docs" / "guide" / "img"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
NEW_PASSWORD = "Qiutian-7-yue-wan"  # noqa: S105 - of a demo that is gone afterwards
COLOURS = 64
MAIN = "import sys; from shuangsuiji.web.console.main import main; sys.exit(main())"

# User name ("" for a stranger) → name of the picture → where it is: a list, and "first" for the first record in it.
PAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "li": {
        "desk": ("/office/",),
        "items": ("/office/items/", "first"),
        "plans": ("/office/plans/", "first"),
        "task": ("/office/tasks/", "first"),
    },
    "wu": {
        "firms": ("/office/subjects/",),
        "firm": ("/office/subjects/", "first"),
        "inspectors": ("/office/inspectors/",),
        "registries": ("/office/registries/",),
        "import": ("/office/subjects/import/",),
    },
    "": {"published": ("/open/plans/", "first")},
}


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The site of a new demo; gives the first password."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHUANGSUIJI_", "DJANGO_"))
    }
    command = [sys.executable, "-c", MAIN, "demo-office", "--folder", f"{folder}", "--port", f"{PORT}"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", start_new_session=True
    ) as process:
        assert process.stdout is not None
        password = ""
        for line in process.stdout:
            password = next(iter(re.findall("初始密码都是 ([^，]+)，", line)), password)
            if "网站已打开" in line:
                break
        try:
            yield password
        finally:
            os.killpg(process.pid, 15)


def sign_in(page: Page, username: str, first: str) -> None:
    """Log in for the first time, and choose a password."""
    page.goto(f"{SITE}/office/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", first)
    page.click("main button[type=submit]")
    page.wait_for_selector("[name=old_password]")
    page.fill("[name=old_password]", first)
    page.fill("[name=new_password]", NEW_PASSWORD)
    page.fill("[name=again_password]", NEW_PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def take(page: Page, name: str, way: tuple[str, ...]) -> None:
    """Go there and keep what the window shows, in few colours: pages are flat."""
    page.goto(SITE + way[0])
    if len(way) > 1:
        page.locator("main tbody a").first.click()
        page.wait_for_url(lambda url: not url.endswith(way[0]))
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    picture.save(PLACE / f"{name}.png", optimize=True)
    print(name, page.url.removeprefix(SITE), (PLACE / f"{name}.png").stat().st_size)


def main() -> None:
    """All of them."""
    PLACE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as first, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=zh-CN"])
        for username, pages in PAGES.items():
            page = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN").new_page()
            if username:
                sign_in(page, username, first)
            for name, way in pages.items():
                take(page, name, way)
        browser.close()


if __name__ == "__main__":
    main()
