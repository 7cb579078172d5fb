"""In: a folder and a number of pages.  Out: that many pages, all different, the same every time.

Each is one of the samples as another day's issue would have it: other figures, some characters
misread, some blank lines lost, some lines torn.
"""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_FOLDER = 500  # pages of one folder of the corpus
_LEAST = 5_000  # bytes: whole newspaper pages, not the short cases
_DIGIT = re.compile(r"\d")


def sources() -> list[str]:
    """Return the texts of the samples that are whole pages."""
    paths = sorted(SAMPLES.glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return [text for text in texts if len(text.encode()) >= _LEAST]


def page(texts: list[str], number: int) -> str:
    """Return the page of a number."""
    rng = random.Random(number)
    text = texts[number % len(texts)]
    text = _DIGIT.sub(
        lambda match: rng.choice("123456789") if rng.random() < 0.3 else match[0], text
    )
    common = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    lines = []
    for line in text.split("\n"):
        if not line.strip() and rng.random() < 0.2:
            continue
        if len(line) > 20 and rng.random() < 0.3:
            at = rng.randrange(len(line))
            line = f"{line[:at]}{rng.choice(common)}{line[at + 1 :]}"
        if len(line) > 60 and rng.random() < 0.1:
            at = rng.randrange(30, len(line))
            line = f"{line[:at]}\n\n{line[at:]}"
        lines.append(line)
    return "\n".join(lines)


def make(folder: Path, count: int) -> Path:
    """Write the first pages of the corpus below a folder, and return the folder."""
    texts = sources()
    for number in range(count):
        path = folder / f"{number // _FOLDER:04}" / f"{number:07}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(texts, number), encoding="utf-8")
    return folder


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
