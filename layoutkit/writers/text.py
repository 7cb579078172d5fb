"""In: a document.  Out: plain text, one printed block a line."""

from __future__ import annotations

from ..model import Document
from ..reading import reading_order


def write(document: Document, *, duplicates: bool = False, comments: bool = False) -> bytes:
    """Return document.text() as UTF-8, with repeated blocks where asked for."""
    blocks = reading_order(document, duplicates=duplicates)
    return "".join(block.text + "\n" for block in blocks).encode("utf-8", "surrogatepass")
