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
    pages: list[list[Region]] = []
    page: list[Region] = []
    supply = iter(heights)
    room, top, start = next(supply), 0.0, 0
    while start < len(rows):
        end = _region_end(rows, start)
        wide = count == 1 or rows[start].wide
        columns = fill(rows, start, end, room - top, 1 if wide else count, not page)
        reached = columns[-1].end if columns else start
        left = room - top - _depth(columns)
        if page and wide and reached == end < len(rows) and _is_pressed(rows, end, left):
            columns, reached = (), start
        if columns:
            page.append(Region(top, columns, wide))
            top += _depth(columns)
        if reached < end:
            pages.append(page)
            page, room, top = [], next(supply), 0.0
        start = reached
    if page:
        pages.append(page)
    return pages


def _depth(columns: Sequence[Column]) -> float:
    return max((column.height for column in columns), default=0.0)


def _region_end(rows: Sequence[Row], start: int) -> int:
    """Return the end of the rows that are as wide as the first."""
    end = start + 1
    while end < len(rows) and rows[end].wide == rows[start].wide:
        end += 1
    return end


def _is_pressed(rows: Sequence[Row], end: int, left: float) -> bool:
    """Return whether a headline would stand alone at a page's foot."""
    return rows[end - 1].stick and sum(row.gap + row.height for row in rows[end : end + 4]) > left


def fill(
    rows: Sequence[Row], start: int, end: int, height: float, count: int, is_fresh: bool
) -> tuple[Column, ...]:
    """Return columns for as many rows as fit; of even length where all of them fit.

    On a fresh page at least one row is taken.
    """
    columns = _columns(rows, start, end, height, count, is_fresh)
    if count == 1 or not columns or columns[-1].end < end:
        return columns
    low, high = _depth(columns) / count, height
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
