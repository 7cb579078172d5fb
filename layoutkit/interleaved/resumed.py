"""In: the lines of a page.  Out: where a paragraph goes on that a heading, a box or a list cuts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..han import HAN
from ..line import Line, is_closed, is_indented
from ..pattern import pattern
from .continuity import Continuity
from .pieces import Piece
from .torn import PLAIN, is_torn

# what cuts a paragraph has so few lines
_REACH = 7
# so many log odds that a line goes on in the text above, and begins none of its own
_SURE = 4.0
_QUOTED = 3.0
# the rest of a sentence that is too short for one: 赏。
_REST, _RESTED = pattern(rf"{HAN}{{1,2}}。"), 2.0


def resumptions(lines: Sequence[Line]) -> Callable[[int], int | None]:
    """Return what finds, for a line that breaks off, the line below what cuts it; None for none."""
    pieces = [
        Piece(
            line=i,
            kind="text",
            text=line.text,
            width=len(line.raw.rstrip()),
            is_torn=is_torn(line),
            is_indented=is_indented(line),
        )
        for i, line in enumerate(lines)
    ]
    continuity = Continuity(pieces)

    def resumed(i: int) -> int | None:
        found, best = None, _SURE
        for k in range(i + 2, min(i + 2 + _REACH, len(lines))):
            if not _may_go_on(lines, k):
                continue
            odds = continuity.link(i, k) - continuity.opens(k)
            odds += _QUOTED * _closes_quote(lines[i].text, lines[k].text)
            odds += _RESTED * bool(_REST.match(lines[k].text))
            if odds > best:
                found, best = k, odds
        return found

    return resumed


def _may_go_on(lines: Sequence[Line], k: int) -> bool:
    """Return whether a line is the end of a paragraph, and does not go on from the line above."""
    line = lines[k]
    if line.bullet or line.hashes or line.is_bold or not is_closed(line.text):
        return False
    if not PLAIN.issuperset(candidate.role for candidate in line.candidates):
        return False
    return not is_torn(lines[k - 1])


def _closes_quote(one: str, two: str) -> bool:
    """Return whether a quotation that one text leaves open ends in the other."""
    if one.count("“") <= one.count("”"):
        return False
    first = next((char for char in two if char in "“”"), "")
    return first == "”"
