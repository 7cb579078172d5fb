"""In: a sample page.  Out: docs/images/review.png, its review page as a browser shows it.

Run from the project's folder: python docs/images/review.py (needs playwright, pillow and chromium).
"""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

import layoutkit

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "report-graphics-2025.txt"


def main() -> None:
    """Write the picture: the page with its duplicate selected."""
    with TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "review.html"
        path.write_bytes(layoutkit.render(layoutkit.read(SAMPLE), "html"))
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(
            viewport={"width": 1360, "height": 820}, locale="en-GB", color_scheme="light"
        )
        page.goto(path.as_uri())
        page.keyboard.press("4")
        page.wait_for_timeout(300)
        picture = page.screenshot()
        browser.close()
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    few.save(Path(__file__).with_name("review.png"), optimize=True)


if __name__ == "__main__":
    main()
