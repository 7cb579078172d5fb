"""In: classified lines.  Out: the lines in reading order, articles printed into each other parted.

Recognition that reads straight across two columns prints two articles in turns.  Where texts break
off in turns, near a head that stands where the text above it would go on, the run is read anew, as
the articles that its pieces make.
"""

from __future__ import annotations

from collections.abc import Sequence

from .interleaved.torn import is_torn
from .line import CLOSING, QUOTES, Line
from .model import Notice, Place
from .profile import Profile

# so near each other are the tears of a page that is read anew
_NEAR = 4
_ENDS = frozenset(CLOSING + QUOTES)


def deinterleave(
    lines: Sequence[Line], profile: Profile
) -> tuple[Sequence[Line], tuple[Notice, ...]]:
    """Return the lines in reading order, and a warning for each run printed in turns.

    A line of an article that was parted bears its number, and whether it goes on.  Where another
    reading is nearly as likely, nothing is moved and it is only warned.
    """
    if not _has_tears(lines):
        return lines, ()
    # loaded on use: few pages come so far
    from .interleaved.runs import reordered, runs_in_turns

    runs = list(runs_in_turns(lines, profile))
    notices = tuple(
        Notice(kind="page-order", at=(Place(lines[run.pieces[run.tear].line].number),))
        for run in runs
    )
    sure = [run for run in runs if run.is_sure]
    return reordered(lines, sure) if sure else lines, notices


def _has_tears(lines: Sequence[Line]) -> bool:
    """Return whether two lines near each other break off: a quick look, for on most none do."""
    last = -_NEAR
    for i, line in enumerate(lines):
        if line.text[-1] not in _ENDS and is_torn(line):
            if i - last < _NEAR:
                return True
            last = i
    return False
