"""In: rows of cells.  Out: rows of a galley, and the tags of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..model import Text
from ..reading import Block
from .design import HAIR
from .rows import Placed, Row, Shape
from .setting import Look, Run, SetLine, set_lines
from .tagging import Element

if TYPE_CHECKING:
    from .galley import Galley

_PADDING = 4.0
_TALL = 12  # lines of a cell beyond which the cells stand under each other


def add_table(galley: Galley, blocks: Sequence[Block]) -> None:
    """Add a table: its first row heads the columns."""
    table = Element("Table", galley.elements[-1])
    cells = [
        [fragment.text for fragment in block.node.fragments]
        for block in blocks
        if isinstance(block.node, Text)
    ]
    count = max(len(row) for row in cells)
    widths = _widths(galley, cells, count)
    for at, row in enumerate(cells):
        look = galley.design.look(0.9, bold=at == 0)
        _add_row(galley, Element("TR", table), row, count, widths, look, is_head=at == 0)


def _widths(galley: Galley, cells: list[list[str]], count: int) -> list[float]:
    """Return the columns' widths: in proportion to their longest cells, none too narrow."""
    measure = galley.design.measure - 2 * galley.inset
    wanted = [1.0] * count
    for row in cells:
        for at, text in enumerate(row):
            length = sum(2 if ord(c) > 0x2E7F else 1 for c in text[:60])
            wanted[at] = max(wanted[at], min(length, 60) + 2)
    least = min(6.0, sum(wanted) / count)
    wanted = [max(one, least) for one in wanted]
    return [measure * one / sum(wanted) for one in wanted]


def _add_row(
    galley: Galley, element: Element, texts: list[str], count: int, widths: list[float],
    look: Look, *, is_head: bool,
) -> None:  # fmt: skip
    height = galley.design.leading * 0.92
    columns: list[list[SetLine]] = []
    for at, width in enumerate(widths):
        cell = Element("TH" if is_head else "TD", element)
        cell.owner = "Column" if is_head else ""
        text = texts[at] if at < len(texts) else ""
        runs = [Run(0, len(text), look, cell)]
        room = max(width - 2 * _PADDING, look.size * 1.5)
        columns.append(set_lines(galley.fonts, text, runs, room, align="left") if text else [])
    deep = max((len(lines) for lines in columns), default=0)
    measure = sum(widths)
    left = galley.inset
    if deep > _TALL:
        for lines in columns:
            for line in lines:
                galley._add(Row(height=height, lines=(Placed(left, height / 2 + line.size * 0.36, line),)))
        return
    placed, x = [], left
    for width, lines in zip(widths, columns, strict=True):
        placed += [
            Placed(x + _PADDING, (at + 0.5) * height + line.size * 0.36 + 2, line)
            for at, line in enumerate(lines)
        ]
        x += width
    rule = "0.3 0.3 0.3 rg" if is_head else HAIR
    shapes = [Shape(left, deep * height + 4, measure, 0.7 if is_head else 0.4, rule)]
    if is_head:
        shapes.append(Shape(left, 0, measure, 0.9, "0.3 0.3 0.3 rg"))
    row = Row(height=deep * height + 4.5, stick=is_head, lines=tuple(placed), shapes=tuple(shapes))
    galley._add(row)
