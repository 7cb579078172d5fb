"""In: a line and columns of the source.  Out: the fragments of the tree that stand there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from ..model import Fragment, Place


class Owner(NamedTuple):
    """A fragment, its node's identifier, whether that is a dup, its place in reading order."""

    fragment: Fragment
    name: str
    is_dup: bool
    order: int


class _Row(NamedTuple):
    """The owners of one line from left to right, where each begins, how far all so far reach."""

    owners: Sequence[Owner]
    starts: Sequence[int]
    reach: Sequence[int]


class Owners:
    """Whose text stands where; a line is sorted when it is first asked for."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Owner]] = {}
        self._rows: dict[int, _Row] = {}

    def add(self, fragment: Fragment, name: str, is_dup: bool) -> None:
        """Take a fragment; they come in reading order."""
        line = self._lines.setdefault(fragment.line, [])
        line.append(Owner(fragment, name, is_dup, len(line)))

    def at(self, place: Place) -> Iterator[Owner]:
        """Yield the owners of a place in reading order."""
        row = self._row(place.line)
        first = bisect_right(row.reach, place.start)
        last = len(row.starts) if place.end is None else bisect_left(row.starts, place.end)
        for owner in sorted(row.owners[first:last], key=attrgetter("order")):
            if owner.fragment.end > place.start:
                yield owner

    def _row(self, line: int) -> _Row:
        if line not in self._rows:
            owners = sorted(self._lines.get(line, ()), key=lambda owner: owner.fragment.start)
            starts = [owner.fragment.start for owner in owners]
            reach = accumulate((owner.fragment.end for owner in owners), max)
            self._rows[line] = _Row(owners, starts, tuple(reach))
        return self._rows[line]
