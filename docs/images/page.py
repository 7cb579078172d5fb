"""In: a sample page.  Out: docs/images/page.png, its text beside the first page of its PDF.

Run from the project's folder: python docs/images/page.py (needs playwright, pillow, chromium and
pdftoppm).
"""

from __future__ import annotations

import html
import shutil
import subprocess
from base64 import b64encode
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import layoutkit

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "county-briefs.txt"
_PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; display: flex; gap: 24px; padding: 20px; background: #e4e2dc; width: 1320px;
  box-sizing: border-box; height: 850px }
div { flex: 1; background: #fff; overflow: hidden; box-shadow: 0 1px 4px #0004 }
ol { font: 13px/19px "Noto Sans Mono CJK SC", monospace; color: #333; margin: 18px 24px 0 48px;
  padding: 0; overflow-wrap: anywhere }
li { min-height: 19px; white-space: pre-wrap } li::marker { color: #aaa; font-size: 10px }
img { width: 124%; margin: -5% -12% }
</style><div><ol>LINES</ol></div><div><img src="data:image/png;base64,PICTURE"></div>"""


def main() -> None:
    """Write the picture."""
    document = layoutkit.read(SAMPLE)
    items = "".join(f"<li>{html.escape(line)}</li>" for line in document.source.lines or ())
    page = _PAGE.replace("LINES", items).replace("PICTURE", b64encode(printed(document)).decode())
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        tab = browser.new_page(viewport={"width": 1320, "height": 850}, device_scale_factor=1.5)
        tab.set_content(page)
        picture = tab.screenshot()
        browser.close()
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(Path(__file__).with_name("page.png"), optimize=True)


def printed(document: layoutkit.Document) -> bytes:
    """Return the first page of the document's PDF as a picture."""
    data = layoutkit.render(document, "pdf")
    command = ["pdftoppm", "-r", "150", "-f", "1", "-singlefile", "-png", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


if __name__ == "__main__":
    main()
