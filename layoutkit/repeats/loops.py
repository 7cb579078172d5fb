"""In: sentences in print order.  Out: those that recognition repeated in a loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .compare import figures_of, has_same_words

_LAGS = range(1, 7)
_COPIES = 3
_LEAST = 85
_SHORT_LEAST = 80
_ROUGH = 66
# Short clauses that differ in a character are parallels (一户都不能少，一人都不能少), unless some
# of them are the same; longer sentences need no such proof.
_SHORT = 15
_SHORTEST = 6


class Loop(NamedTuple):
    """Units first to end (exclusive) that repeat after each period units."""

    first: int
    end: int
    period: int


def loops(texts: Sequence[str]) -> Iterator[Loop]:
    """Yield the loops of three copies and more among normal texts, no unit in two of them."""
    used = bytearray(len(texts))
    figures: dict[int, tuple[str, ...]] = {}

    def is_same(one: int, two: int) -> bool:
        first, second = texts[one], texts[two]
        if first == second or not _may_be_near(first, second):
            return first == second
        shorter = min(len(first), len(second))
        return is_like(one, two, _LEAST if shorter >= _SHORT else _SHORT_LEAST)

    def is_like(one: int, two: int, least: float) -> bool:
        if not _may_be_near(texts[one], texts[two]):
            return texts[one] == texts[two]
        for place in (one, two):
            if place not in figures:
                figures[place] = figures_of(texts[place])
        return figures[one] == figures[two] and has_same_words(texts[one], texts[two], least)

    sizes = [len(text) for text in texts]
    for period in _LAGS:
        alike = _alike(texts, sizes, period)
        for first, end in _runs(alike, is_same, is_like, period, used):
            if _is_loop(texts, first, end, period):
                used[first:end] = b"\1" * (end - first)
                yield Loop(first, end, period)


def _alike(texts: Sequence[str], sizes: Sequence[int], period: int) -> bytes:
    """Return 1 for each text that may be the same as the one a period after, else 0.

    Where none of every period-th text is, no run is as long as a period, and nothing is returned.
    """
    if period > 1 and 1 not in _alike(texts[::period], sizes[::period], 1):
        return b""
    return bytes(
        [
            -size <= 5 * (size - other) <= size and (one == two or _may_be_near(one, two))
            for size, other, one, two in zip(
                sizes, sizes[period:], texts, texts[period:], strict=False
            )
        ]
    )


def _runs(
    alike: bytes,
    is_same: Callable[[int, int], bool],
    is_like: Callable[[int, int, float], bool],
    period: int,
    used: bytearray,
) -> Iterator[tuple[int, int]]:
    """Yield runs of three periods and more in which each unit is like the one a period before."""
    if b"\1" * period not in alike:
        return
    run = 0
    for at in range(period, len(used) + 1):
        first = at - run - period
        if at < len(used) and not used[at] and not used[at - period]:
            kept = first + run % period
            # one copy that is misread throughout does not part the loop
            if (alike[at - period] and is_same(at - period, at)) or (
                run >= period and is_like(kept, at, _ROUGH)
            ):
                run += 1
                continue
        if run >= (_COPIES - 1) * period:
            yield first, at
        run = 0


def _may_be_near(one: str, two: str) -> bool:
    """Return whether a closer look at two texts is worth its time."""
    size = len(one)
    if size < _SHORTEST or abs(size - len(two)) * 5 > size:
        return False
    if one[:2] == two[:2] or one[-2:] == two[-2:]:
        return True
    middle = size // 2
    return one[middle : middle + 2] == two[middle : middle + 2]


def _is_loop(texts: Sequence[str], first: int, end: int, period: int) -> bool:
    """Return whether a run is long enough to be no figure of speech."""
    size = sum(len(text) for text in texts[first : first + period])
    if size < _SHORTEST:
        return False
    for phase in range(period):
        copies = texts[first + phase : end : period]
        if len(copies[0]) >= _SHORT:
            continue
        equal = Counter(copies).most_common(1)[0][1]
        if equal < 2 or equal * 5 < len(copies):
            return False
    return True
