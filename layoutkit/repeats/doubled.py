"""In: the text of a block.  Out: the words and clauses in it that are printed twice in a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..han import count_han, is_han
from ..pattern import pattern
from .grams import GRAM, gram_rows, in_order

# With a mark inside, the copies are whole clauses, and short ones double for emphasis.
_CLAUSE = 12
# 一件事情一件事情: such words double by themselves
_SOUND = 6
# Of words shorter than a gram it takes a long row to be no sound doubling.
_SHORT_LOOP = 20
_COPIES = 3
_FIGURES = pattern(r"[\w%.‰]+")


class Doubled(NamedTuple):
    """A stretch text[start : start + length] that repeats itself every period characters."""

    start: int
    period: int
    length: int


def doubled(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the copies, as (start, end), of what stands twice and more in a row, the first too.

    The copies of one stretch follow each other; blanks between them do not count.
    """
    solid = "".join(text.split())
    stretches = list(_stretches(solid))
    # most paragraphs say nothing twice
    places = [at for at, char in enumerate(text) if not char.isspace()] if stretches else []
    for start, period, length in stretches:
        yield [
            (places[at], places[at + period - 1] + 1)
            for at in range(start, start + length - period + 1, period)
        ]


def _stretches(text: str) -> Iterator[Doubled]:
    """Yield the stretches of a text without blanks, from left to right."""
    rows = gram_rows(text)
    repeats = sum(map(len, rows)) - len(set[int]().union(*rows))
    if not repeats:
        return
    found = in_order(rows)
    last: dict[int, int] = {}
    end = 0
    covered: dict[int, int] = {}
    for at, gram in enumerate(found):
        before = last.setdefault(gram, at)
        if before == at or at < end:
            continue
        last[gram] = at
        period = at - before
        # of a stretch all grams of a period but three stand there again
        if period < repeats + GRAM and before >= end and covered.get(period, 0) <= at:
            stretch = _stretch(text, at, period, end)
            covered[period] = stretch.start + stretch.length
            if stretch.length >= 2 * period and _is_misprint(text, stretch):
                yield stretch
                end = stretch.start + stretch.length


def _stretch(text: str, at: int, period: int, end: int) -> Doubled:
    """Return the longest stretch of a period around a place, from end on."""
    start = at
    while start - period > end and text[start - 1] == text[start - 1 - period]:
        start -= 1
    stop = at
    while stop < len(text) and text[stop] == text[stop - period]:
        stop += 1
    return Doubled(start - period, period, stop - start + period)


def _is_misprint(text: str, stretch: Doubled) -> bool:
    """Return whether the doubling is none that is sound: 一件事情一件事情, 向前！向前！, 100100."""
    word = text[stretch.start : stretch.start + stretch.period]
    if stretch.period < GRAM:
        return stretch.length >= _SHORT_LOOP and is_han(word)
    if stretch.length >= _COPIES * stretch.period and stretch.period >= _SOUND:
        return count_han(word) * 2 > len(word)
    if is_han(word):
        return not (word[0] == "一" and len(word) <= _SOUND)
    if _FIGURES.fullmatch(word):
        return count_han(word) > 1
    return len(word) >= _CLAUSE and count_han(word) * 2 > len(word)
