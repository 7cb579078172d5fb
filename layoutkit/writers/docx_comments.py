"""In: warnings and the printed blocks.  Out: Word's comments, and the block each stands at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ..model import Notice, Place
from ..notices import sentence
from ..reading import Block
from .docx_runs import runs


def notes_by_block(blocks: Sequence[Block], notices: Sequence[Notice]) -> dict[int, list[int]]:
    """Return the numbers of the comments at each block that has any.

    A warning about what is not printed stands at the next block that is; the last at the last.
    """
    if not notices:
        return {}
    rows = sorted(
        (fragment.line, fragment.start, fragment.end, index)
        for index, block in enumerate(blocks)
        for fragment in block.fragments
    )
    found: dict[int, list[int]] = {}
    for number, notice in enumerate(notices):
        place = next(iter((*notice.at, *notice.a)), Place(0))
        found.setdefault(_nearest(rows, place), []).append(number)
    return found


def _nearest(rows: Sequence[tuple[int, int, int, int]], place: Place) -> int:
    """Return the block that prints a place, else the next one."""
    if not rows:
        return 0
    first = bisect_left(rows, (place.line, 0, 0, 0))
    for line, _, end, index in rows[first:]:
        if line != place.line:
            break
        if end > place.start:
            return index
    return rows[min(first, len(rows) - 1)][3]


def comments(notices: Sequence[Notice], text: str, reference: str) -> str:
    """Return the comments; text and reference are the identifiers of their two styles."""
    return "".join(
        f'<w:comment w:id="{number}" w:author="layoutkit" w:initials="lk"><w:p><w:pPr>'
        f'<w:pStyle w:val="{text}"/></w:pPr><w:r><w:rPr><w:rStyle w:val="{reference}"/></w:rPr>'
        f"<w:annotationRef/></w:r>{runs(sentence(notice, 'zh'))}</w:p></w:comment>"
        for number, notice in enumerate(notices)
    )
