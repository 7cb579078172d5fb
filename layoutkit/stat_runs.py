"""In: an article's blocks.  Out: which short lines without bullets make groups of figures."""

from __future__ import annotations

from collections.abc import Sequence

from .figures import figures
from .line import Block, is_closed
from .pattern import pattern

YEAR = pattern(r"\d{4}|[二〇一]{4}")
SHORT = 45
_OTHERS = frozenset(
    {"keyword", "box", "numbered", "salutation", "credit", "dash", "lost", "glossary", "meta"}
)


def stat_runs(blocks: Sequence[Block]) -> set[int]:
    """Return the unbulleted short lines that make groups of figures.

    Each line ends in or turns on a figure; a line without one is in the group only where it is as
    long as its neighbours and most of the group have figures.
    """
    found: set[int] = set()
    i = 0
    while i < len(blocks):
        end = i
        while end < len(blocks) and _may_be_stat(blocks[end]):
            end += 1
        if end > i:
            found |= _runs_with_figures(blocks, i, end)
        i = max(end, i + 1)
    return found


def _may_be_stat(block: Block) -> bool:
    line, text = block.line, block.text
    if line.bullet or line.hashes or len(text) > SHORT or is_closed(text):
        return False
    return _OTHERS.isdisjoint([candidate.role for candidate in line.candidates])


def _runs_with_figures(blocks: Sequence[Block], start: int, end: int) -> set[int]:
    texts = [blocks[i].text for i in range(start, end)]
    has = [bool(figures(text)) and not YEAR.match(text) for text in texts]
    found = {start + k for k in range(len(has)) if has[k] or _is_long_among(texts, has, k)}
    # a figure alone on its line has its name on the line before
    named = [k for k in range(len(has) - 1) if not has[k] and has[k + 1] and _is_bare(texts[k + 1])]
    if len(named) > 1:
        found.update(start + k for k in named)
    return found if len(found) > 1 or (len(found) == 1 and end - start >= 2) else set()


def _is_long_among(texts: Sequence[str], has: Sequence[bool], k: int) -> bool:
    """Return whether a line stands between two with figures and is as long as they are."""
    if not 0 < k < len(has) - 1 or not (has[k - 1] and has[k + 1]):
        return False
    shorter = min(len(texts[k - 1]), len(texts[k + 1]))
    return len(texts[k]) >= 14 or len(texts[k]) >= max(12, 0.8 * shorter)


def _is_bare(text: str) -> bool:
    """Return whether a line begins with its figure."""
    return figures(text)[0].start == 0
