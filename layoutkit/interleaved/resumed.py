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
# so many log odds that a line goes on in the text above, and begins none of its own: in any case,
# and of a paragraph where no other line of those below comes so near
_SURE = 4.0
_LIKELY, _LEAD, _PARAGRAPH = 1.5, 0.9, 20
_QUOTED = 3.0
# the rest of a sentence that is too short for one: 赏。
_REST, _RESTED = pattern(rf"{HAN}{{1,2}}。"), 4.0


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

    def goes_on(i: int, k: int) -> float:
        odds = continuity.link(i, k) - continuity.opens(k)
        odds += _QUOTED * _closes_quote(lines[i].text, lines[k].text)
        return odds + _RESTED * bool(_REST.match(lines[k].text))

    def resumed(i: int) -> int | None:
        below = range(i + 2, min(i + 2 + _REACH, len(lines)))
        odds = sorted(((goes_on(i, k), -k) for k in below if _may_go_on(lines, k)), reverse=True)
        if not odds:
            return None
        best, k = odds[0]
        leads = len(odds) == 1 or best - odds[1][0] >= _LEAD
        is_likely = best > _LIKELY and leads and len(lines[i].text) >= _PARAGRAPH
        return -k if best > _SURE or is_likely else None

    return resumed


def _may_go_on(lines: Sequence[Line], k: int) -> bool:
    """Return whether a line is the end of a paragraph, and does not go on from the line above."""
    line = lines[k]
    if line.bullet or line.hashes or line.is_bold or not is_closed(line.text):
        return False
    roles = {candidate.role for candidate in line.candidates}
    if "dash" in roles or not roles <= PLAIN:
        return False
    return not is_torn(lines[k - 1])


def _closes_quote(one: str, two: str) -> bool:
    """Return whether a quotation that one text leaves open ends in the other."""
    if one.count("“") <= one.count("”"):
        return False
    first = next((char for char in two if char in "“”"), "")
    return first == "”"
