"""In: a line.  Out: whether it is running text that breaks off inside a sentence."""

from __future__ import annotations

from ..line import Line, is_closed
from ..pattern import pattern

# what else may be said of a head or of running text
PLAIN = frozenset(("theme", "dash", "byline", "credit", "caption"))
INNER = pattern("[，。、,]")
# a torn line without an inner stop is so long, one with it so much
_LONG, _SHORT = 20, 12


def is_torn(line: Line) -> bool:
    """Return whether a line is running text and breaks off inside a sentence."""
    if line.bullet or len(line.text) < _SHORT or is_closed(line.text):
        return False
    if line.candidates and line.candidates[0].role not in PLAIN:
        return False
    return len(line.text) >= _LONG or bool(INNER.search(line.text))
