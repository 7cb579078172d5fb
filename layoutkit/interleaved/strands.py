"""In: the pieces of a page as printed.  Out: the likeliest ways to deal them to its articles.

A beam search: piece after piece goes to one of the articles begun, or, a title, begins one.  Each
step has its log odds: does the piece go on from that article's last one, does it speak of the same
things, do the articles take turns as columns read across do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

from .continuity import Continuity, shared_words
from .pieces import Piece

_BEAM = 16
# an article begun before the last few, or left for more than a few pieces, is hardly gone on with
_LIVE, _NEAR = 3, 3
_FAR = -0.5
# an article that breaks off at its end, or is a headline without text
_TORN, _BARE = -4.0, -2.0
_BEGIN, _BEGIN_UNDER_TITLE = -0.5, -2.0
# a rare word that the piece shares with its article alone, or with the one beside it alone
_OWN, _OTHER, _MOST_SHARED = 0.35, -0.6, 2.0
# a reading so much worse than another is not followed any further
_HOPELESS = 15.0


class Strand(NamedTuple):
    """An article so far: its last piece, quotation marks open there, whether it has any text."""

    last: int
    quotes: int
    has_text: bool
    is_torn: bool

    @property
    def waits(self) -> bool:
        """Return whether the article must go on: it breaks off, or is a headline."""
        return self.is_torn or not self.has_text


class Reading(NamedTuple):
    """One way to deal the pieces so far.

    owners: the article of each; turns: how often an article goes on behind another's piece; streak:
    how many turns in a row until now; beside: the articles that take turns.
    """

    score: float
    owners: tuple[int, ...]
    strands: tuple[Strand, ...]
    turns: int = 0
    streak: int = 0
    beside: frozenset[int] = frozenset()


class Search:
    """The readings of the pieces of a page."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._continuity = Continuity(pieces)
        self._shared = shared_words(pieces)
        self._links: dict[tuple[int, int], float] = {}
        self._quotes = [_read_quotes(piece.text) for piece in pieces]

    def run(self, width: int = _BEAM) -> tuple[list[Reading], Reading]:
        """Return the likeliest readings, best first, and the best in print order.

        width: how many readings are followed at once.
        """
        beam = printed = [self._start()]
        for j in range(1, len(self._pieces)):
            beam = _pruned((r for before in beam for r in self._next(before, j)), width)
            followed = (r for one in printed for r in self._next(one, j) if not r.turns)
            printed = _pruned(followed, width)
        ended = sorted(map(_ended, beam), key=lambda reading: -reading.score)
        return ended, max(map(_ended, printed), key=lambda reading: reading.score)

    def link(self, i: int, j: int) -> float:
        """Return the log odds that piece j is the next of an article after piece i."""
        odds = self._links.get((i, j))
        if odds is None:
            odds = self._links[i, j] = self._continuity.link(i, j)
        return odds

    def margin(self, best: Reading) -> float:
        """Return how much better a reading is than those that differ in one place."""
        order = reading_order(best.owners)
        path = [self._start()]
        for j in range(1, len(best.owners)):
            path.append(self._given(path[-1], j, best.owners[j]))
        return min(
            (
                self._deficit(path, owners, j)
                for j in range(1, len(path))
                for owners in _changed(best.owners, j)
                if reading_order(owners) != order
            ),
            default=0.0,
        )

    def _deficit(self, path: Sequence[Reading], owners: Sequence[int], start: int) -> float:
        """Return how much worse than a path is the reading that leaves it for these owners.

        It is followed until both stand at the same place again, or it is out of question.
        """
        reading = path[start - 1]
        for j in range(start, len(path)):
            reading, same = self._given(reading, j, owners[j]), path[j]
            deficit = same.score - reading.score
            if len(reading.owners) == j or deficit > _HOPELESS:
                return _HOPELESS
            if (reading.strands, reading.streak) == (same.strands, same.streak):
                return deficit
        return _ended(path[-1]).score - _ended(reading).score

    def _given(self, before: Reading, j: int, s: int) -> Reading:
        """Return the reading with piece j dealt to an article; the same where it cannot be."""
        if s < len(before.strands):
            return self._continued(before, j, s)
        return self._begun(before, j) if self._pieces[j].kind == "title" else before

    def _next(self, before: Reading, j: int) -> Iterator[Reading]:
        """Yield the readings with one piece more."""
        for s in range(max(0, len(before.strands) - _LIVE), len(before.strands)):
            yield self._continued(before, j, s)
        if self._pieces[j].kind == "title":
            yield self._begun(before, j)

    def _start(self) -> Reading:
        return Reading(0.0, (0,), (self._strand(None, 0),))

    def _begun(self, before: Reading, j: int) -> Reading:
        """Return the reading in which a title begins an article."""
        now = before.strands[before.owners[-1]]
        return before._replace(
            score=before.score + (_BEGIN if now.has_text else _BEGIN_UNDER_TITLE),
            owners=(*before.owners, len(before.strands)),
            strands=(*before.strands, self._strand(None, j)),
            streak=before.streak + 1 if now.waits else 0,
        )

    def _continued(self, before: Reading, j: int, s: int) -> Reading:
        """Return the reading in which a piece goes on with an article."""
        piece, strand, now = self._pieces[j], before.strands[s], before.owners[-1]
        turns = s != now
        beside = before.beside | {s, now} if turns else before.beside
        score = self.link(strand.last, j) + self._agree(strand, j) + _turn(before, s)
        if s in beside and piece.kind in ("text", "dateline"):
            score += self._kinship(before.owners, beside, j, s, turns or before.streak > 0)
        strands = list(before.strands)
        strands[s] = self._strand(strand, j)
        streak = before.streak + 1 if turns else 0 if strand.has_text else before.streak
        return Reading(
            before.score + score, (*before.owners, s), tuple(strands),
            before.turns + turns, streak, beside,
        )  # fmt: skip

    def _strand(self, before: Strand | None, j: int) -> Strand:
        """Return an article with one piece more."""
        piece = self._pieces[j]
        quotes = before.quotes if before and before.is_torn else 0
        has_text = piece.kind in ("text", "dateline") or (before is not None and before.has_text)
        return Strand(j, max(0, quotes + self._quotes[j][0]), has_text, piece.is_torn)

    def _agree(self, strand: Strand, j: int) -> float:
        """Return how well a piece's first quotation mark agrees with those open before it."""
        first = self._quotes[j][1]
        if first < 0:
            return 1.0 if strand.quotes else -2.5
        return -1.5 if first and strand.quotes and strand.is_torn else 0.0

    def _kinship(
        self, owners: Sequence[int], beside: frozenset[int], j: int, s: int, in_turn: bool
    ) -> float:
        """Return how many of a piece's rare words its article has, or only the one beside it."""
        odds = 0.0
        for places in self._shared[j]:
            whose = {owners[k] for k in places} & beside
            if len(whose) == 1:
                odds += _OTHER if s not in whose else _OWN if in_turn else 0.0
        return max(-_MOST_SHARED, min(_MOST_SHARED, odds))


def reading_order(owners: Sequence[int]) -> list[int]:
    """Return the pieces, article by article."""
    return sorted(range(len(owners)), key=lambda k: (owners[k], k))


def _ended(reading: Reading) -> Reading:
    """Return a reading less what its articles lack at their ends."""
    lack = sum(_TORN * s.is_torn + _BARE * (not s.has_text) for s in reading.strands)
    return reading._replace(score=reading.score + lack)


def _turn(before: Reading, s: int) -> float:
    """Return the odds to go on in the same article, or to turn to another.

    Who has taken turns for long will go on so; an article may be at its end where a sentence ends.
    """
    now = before.owners[-1]
    left, strand = before.strands[now], before.strands[s]
    if s == now:
        return _stay(before, now) if left.has_text else 0.0
    far = _FAR * max(0, left.last - strand.last - _NEAR)
    if left.waits or strand.waits:
        return far if before.streak else far - 1.0
    return far - (2.5 if not before.streak else 0.5 if before.streak < 3 else 0.0)


def _stay(before: Reading, now: int) -> float:
    last = before.strands[now].last
    waiting = any(
        strand.waits and last - strand.last <= _NEAR
        for strand in (*before.strands[:now], *before.strands[now + 1 :])[-_LIVE:]
    )
    if before.streak:
        return -1.5 - log(before.streak + 1) if waiting else -1.0
    return -1.0 if waiting else 0.0


def _read_quotes(text: str) -> tuple[int, int]:
    """Return how many quotation marks a text opens more than it closes, and what its first is.

    1: it opens, -1: it closes, 0: there is none.
    """
    opened, closed = text.count("“") + text.count("「"), text.count("”") + text.count("」")
    first = next((mark for mark in text if mark in "“「”」"), "") if opened or closed else ""
    return opened - closed, (first in "“「") - (first in "”」") if first else 0


def _pruned(found: Iterator[Reading], width: int) -> list[Reading]:
    """Return the best readings, of those that end alike two at most."""
    kept: list[Reading] = []
    alike: Counter[tuple[object, ...]] = Counter()
    for reading in sorted(found, key=lambda reading: -reading.score):
        end = (reading.strands[-_LIVE:], reading.owners[-1], reading.streak > 0)
        alike[end] += 1
        if alike[end] <= 2:
            kept.append(reading)
        if len(kept) == width:
            break
    return kept


def _changed(owners: tuple[int, ...], j: int) -> Iterator[tuple[int, ...]]:
    """Yield other owners from piece j on, for each article near it.

    Two articles change places from there on, the piece alone changes, or it and a neighbour do.
    """
    mine = owners[j]
    for other in sorted(set(owners[max(0, j - _NEAR) : j + _NEAR + 1]) - {mine}):
        swap = {mine: other, other: mine}
        yield (*owners[:j], *(swap.get(s, s) for s in owners[j:]))
        yield (*owners[:j], other, *owners[j + 1 :])
        near = range(j + 1, min(j + _NEAR + 1, len(owners)))
        at = next((k for k in near if owners[k] == other), None)
        if at is not None:
            yield (*owners[:j], other, *owners[j + 1 : at], mine, *owners[at + 1 :])
