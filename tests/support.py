"""Documents for tests: the samples, and their right trees."""

from __future__ import annotations

import hashlib
from pathlib import Path

from layoutkit.lines import split
from layoutkit.model import Document, Source
from layoutkit.readers import tree

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
GOLD = ROOT / "tests" / "gold"
NAMES = sorted(path.stem for path in GOLD.glob("*.gold"))


def source_of(path: Path) -> Source:
    """Return the source of a text file."""
    data = path.read_bytes()
    lines = split(data.decode("utf-8"))
    return Source(
        name=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding="utf-8",
        line_count=len(lines),
        lines=lines,
    )


def gold(name: str) -> Document:
    """Return the right tree of a sample, made by hand."""
    notation = (GOLD / f"{name}.gold").read_text(encoding="utf-8")
    return tree.read(notation, source_of(SAMPLES / f"{name}.txt"))


def from_notation(notation: str, text: str) -> Document:
    """Return the document of a tree notation over a text."""
    lines = split(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = Source(
        name="case.txt", sha256=digest, encoding="utf-8", line_count=len(lines), lines=lines
    )
    return tree.read(notation, source)
