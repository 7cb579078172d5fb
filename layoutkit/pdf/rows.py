"""What a column is filled with: rows of set lines, and the frames and rules around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .setting import SetLine


class Placed(NamedTuple):
    """A set line in a row: its left edge in the column, its baseline below the row's top."""

    x: float
    baseline: float
    line: SetLine


class Shape(NamedTuple):
    """A decoration, painted as an artifact: a filled rectangle from the row's top left corner."""

    x: float
    y: float
    width: float
    height: float
    colour: str


class Mark(NamedTuple):
    """A named place at a row's top; with a title it is a bookmark."""

    name: str
    title: str = ""
    level: int = 0


class Frame(NamedTuple):
    """The tint and border of one box, however many columns it runs over."""

    number: int
    inset: float


@dataclass(slots=True)
class Row:
    """What is never divided between columns."""

    height: float
    gap: float = 0.0  # above; nothing at the top of a column
    stick: bool = False  # the next row may not begin a column
    wide: bool = False  # over all columns
    lines: tuple[Placed, ...] = ()
    shapes: tuple[Shape, ...] = ()
    marks: tuple[Mark, ...] = ()
    frames: tuple[Frame, ...] = ()


class Column(NamedTuple):
    """The rows of one column, from rows[start] to rows[end]."""

    start: int
    end: int
    height: float


class Region(NamedTuple):
    """Columns side by side on a page."""

    top: float
    columns: tuple[Column, ...]
    is_wide: bool


def fill_pages(rows: Sequence[Row], heights: Iterable[float], count: int) -> list[list[Region]]:
    """Return the pages that rows fill, in regions of one or of count columns.

    heights gives the room of each page in turn.
    """
    pages: list[list[Region]] = [[]]
    supply = iter(heights)
    room, top, start = next(supply), 0.0, 0
    for end, is_wide in _regions(rows, count):
        while start < end:
            page = pages[-1]
            gap = rows[start].gap if page else 0.0
            left = room - top - gap
            columns = fill(rows, start, end, left, 1 if is_wide else count, not page)
            depth = max((column.height for column in columns), default=0.0)
            reached = columns[-1].end if columns else start
            if page and reached == end and _is_pressed(rows, end, left - depth):
                columns, reached = (), start
            if columns:
                page.append(Region(top + gap, columns, is_wide))
                top += gap + depth
            start = reached
            if start < end:
                pages.append([])
                room, top = next(supply), 0.0
    return pages


def _regions(rows: Sequence[Row], count: int) -> Iterable[tuple[int, bool]]:
    """Yield the ends of runs of rows that are all wide, or all not."""
    if count == 1:
        yield len(rows), True
        return
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at].wide != rows[at - 1].wide:
            yield at, rows[at - 1].wide


def _is_pressed(rows: Sequence[Row], end: int, left: float) -> bool:
    """Return whether a headline would stand alone at a page's foot."""
    after = rows[end : end + 4]
    return rows[end - 1].stick and sum(row.gap + row.height for row in after) > left


def fill(
    rows: Sequence[Row], start: int, end: int, height: float, count: int, is_fresh: bool
) -> tuple[Column, ...]:
    """Return columns for as many rows as fit; of even length where all of them fit.

    On a fresh page at least one row is taken.
    """
    columns = _columns(rows, start, end, height, count, is_fresh)
    if count == 1 or not columns or columns[-1].end < end:
        return columns
    low, high = max(column.height for column in columns) / count, height
    for _ in range(12):
        middle = (low + high) / 2
        trial = _columns(rows, start, end, middle, count, False)
        if trial and trial[-1].end == end:
            columns, high = trial, middle
        else:
            low = middle
    return columns


def _columns(
    rows: Sequence[Row], start: int, end: int, height: float, count: int, is_fresh: bool
) -> tuple[Column, ...]:
    columns: list[Column] = []
    while start < end and len(columns) < count:
        column = _column(rows, start, end, height, is_fresh)
        if column.end == start:
            break
        columns.append(column)
        start = column.end
    return tuple(columns)


def _column(rows: Sequence[Row], start: int, end: int, height: float, is_fresh: bool) -> Column:
    """Return the longest column that fits and ends where it may; empty where not a row fits."""
    used = best = 0.0
    at = stop = start
    while at < end:
        row = rows[at]
        more = row.height + (row.gap if at > start else 0.0)
        if used + more > height + 0.01:
            break
        used += more
        at += 1
        if not row.stick or at == end:
            stop, best = at, used
    if stop > start or not is_fresh:
        return Column(start, stop, best)
    return Column(start, max(at, start + 1), max(used, rows[start].height))
