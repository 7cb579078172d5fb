"""In: classified lines with tears.  Out: the runs that are printed in turns, and their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..line import Line
from ..profile import Profile
from .pieces import Piece, read_pieces
from .strands import Reading, Search, reading_order

# so many lines of a page are read anew at most, and so near each other are its tears
_MOST, _NEAR = 400, 4
# so much better than the page as printed, in log odds, must a reading be to be warned of; so much
# better to be followed, and so much better than any other reading
_DOUBT, _GAIN, _MARGIN = 3.0, 5.0, 2.0
# tears that go on better elsewhere than in the next line, and what a line that goes on must have
_TEARS, _GOES_ON = 2, -2.0
# so few readings are followed at first, and so likely must the best be, by its number of pieces
_QUICK, _BEGIN, _EACH = 3, -3.0, -0.3


class Run(NamedTuple):
    """Pieces, the likeliest reading of them, the first tear that it mends, whether it is sure."""

    pieces: Sequence[Piece]
    reading: Reading
    tear: int
    is_sure: bool


def runs_in_turns(lines: Sequence[Line], profile: Profile) -> Iterator[Run]:
    """Yield the runs of lines that are printed in turns."""
    left = _MOST
    for pieces in read_pieces(lines, profile):
        if len(pieces) <= left and _may_be_interleaved(pieces):
            left -= len(pieces)
            run = _read(pieces)
            if run is not None:
                yield run


def _may_be_interleaved(pieces: Sequence[Piece]) -> bool:
    """Return whether two texts break off, one after the other, behind one that does before a head.

    Two heads together over such texts are as good: those of two columns.
    """
    if len(pieces) < 6 or sum(piece.kind == "title" for piece in pieces) < 2:
        return False
    titles, sign = 0, -2 * _NEAR
    for i, (one, two) in enumerate(pairwise(pieces)):
        if one.kind == "title":
            titles += 1
        elif one.kind in ("text", "dateline"):
            if titles > 1:
                sign = i
            titles = 0
        if one.is_torn and (two.kind != "text" or two.is_indented):
            sign = i
        if one.is_torn and two.is_torn and i - sign < 2 * _NEAR:
            return True
    return False


def _read(pieces: Sequence[Piece]) -> Run | None:
    """Return how a run is read that is printed in turns; None where it is read as printed."""
    search = Search(pieces)
    readings, printed = search.run(_QUICK)
    if readings[0].score < max(printed.score + _DOUBT / 2, _BEGIN + _EACH * len(pieces)):
        return None
    readings, printed = search.run()
    best = readings[0]
    gain = best.score - printed.score
    if gain < _DOUBT:
        return None
    mended = [
        i
        for i, j in _following(best.owners).items()
        if (pieces[i].is_torn or pieces[i].kind == "title")
        and search.link(i, j) > max(search.link(i, i + 1), _GOES_ON)
    ]
    if len(mended) < _TEARS or not all(
        _is_article([p for p, owner in zip(pieces, best.owners, strict=True) if owner == s])
        for s in _parted(best.owners)
    ):
        return None
    order = reading_order(best.owners)
    others = (r for r in readings if reading_order(r.owners) != order)
    second = max((reading.score for reading in others), default=float("-inf"))
    margin = min(best.score - second, search.margin(best))
    tear = min(mended, key=lambda i: (not pieces[i].is_torn, i))
    return Run(pieces, best, tear, gain >= _GAIN and margin >= _MARGIN)


def _following(owners: Sequence[int]) -> dict[int, int]:
    """Return for each piece the next of its article."""
    last: dict[int, int] = {}
    following = {}
    for i, s in enumerate(owners):
        if s in last:
            following[last[s]] = i
        last[s] = i
    return following


def _parted(owners: Sequence[int]) -> set[int]:
    """Return the articles among whose pieces others stand, or that stand among another's."""
    spans: dict[int, tuple[int, int]] = {}
    for i, s in enumerate(owners):
        spans[s] = spans.get(s, (i, i))[0], i
    parted = set()
    open_until, current = -1, -1
    for s, (start, end) in sorted(spans.items(), key=lambda item: item[1]):
        if start < open_until:
            parted |= {s, current}
        if end > open_until:
            open_until, current = end, s
    return parted


def _is_article(pieces: Sequence[Piece]) -> bool:
    """Return whether pieces open with a headline, go on in two texts, and end with a sentence."""
    texts = sum(piece.kind in ("text", "dateline") for piece in pieces)
    return pieces[0].kind == "title" and texts > 1 and not pieces[-1].is_torn


def reordered(lines: Sequence[Line], runs: Sequence[Run]) -> list[Line]:
    """Return the lines with those of each run in the order of its articles."""
    out: list[Line] = []
    done = strands = 0
    for run in runs:
        first, end = run.pieces[0].line, run.pieces[-1].line + 1
        out += [*lines[done:first], *_parted_lines(lines, run, strands)]
        strands += len(run.reading.strands)
        done = end
    return [*out, *lines[done:]]


def _parted_lines(lines: Sequence[Line], run: Run, strands: int) -> Iterator[Line]:
    """Yield the lines of a run in order; what is no piece follows the paragraph before it."""
    owners = run.reading.owners
    parted, following = _parted(owners), _following(owners)
    ends = [*(piece.line for piece in run.pieces[1:]), run.pieces[-1].line + 1]
    indented = {s for s in parted if _is_indented(run, s)}
    aside: list[Line] = []
    for k in reading_order(owners):
        piece, then = run.pieces[k], following.get(k)
        line, goes_on = lines[piece.line], False
        if owners[k] in parted:
            if then is not None and run.pieces[then].kind == "text":
                is_flush = owners[k] in indented and not run.pieces[then].is_indented
                goes_on = piece.is_torn or (is_flush and piece.kind in ("text", "dateline"))
            line = line._replace(strand=strands + owners[k] + 1, goes_on=goes_on)
        yield line
        aside += lines[piece.line + 1 : ends[k]]
        if not goes_on:
            yield from aside
            aside = []


def _is_indented(run: Run, s: int) -> bool:
    """Return whether an article's paragraphs are indented: what is not goes on."""
    own = [p for p, owner in zip(run.pieces, run.reading.owners, strict=True) if owner == s]
    return sum(piece.is_indented for piece in own if piece.kind in ("text", "dateline")) > 1
