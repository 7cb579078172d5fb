"""In: rows of cells.  Out: rows of a galley, and the tags of a table."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Text
from ..reading import Block
from .design import HAIR, INK
from .galley import Galley, middle
from .rows import Placed, Row, Shape
from .setting import Look, Run, SetLine, set_lines
from .tagging import Element

_PADDING = 4.0
_TALL = 12  # lines of a cell beyond which the cells stand under each other


def put_table(galley: Galley, blocks: Sequence[Block]) -> None:
    """Add a table: its first row heads the columns."""
    table = Element("Table", galley.element)
    galley.space(0.5)
    cells = [
        [fragment.text for fragment in block.node.fragments]
        for block in blocks
        if isinstance(block.node, Text)
    ]
    count = max(len(row) for row in cells)
    widths = _widths(galley, cells, count)
    for at, row in enumerate(cells):
        look = galley.design.look(0.9, bold=at == 0)
        _add_row(galley, Element("TR", table), row, widths, look, is_head=at == 0)
    galley.space(0.7)


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
    galley: Galley, element: Element, texts: list[str], widths: list[float], look: Look,
    *, is_head: bool,
) -> None:  # fmt: skip
    height = galley.design.leading * 0.92
    columns = [
        _cell(galley, element, texts[at] if at < len(texts) else "", width, look, is_head)
        for at, width in enumerate(widths)
    ]
    deep = max(len(lines) for lines in columns)
    if deep > _TALL:
        for lines in columns:
            galley.put_lines(lines, height)
        return
    placed, left = [], galley.inset
    for width, lines in zip(widths, columns, strict=True):
        placed += [
            Placed(left + _PADDING, at * height + middle(height, line) + 2, line)
            for at, line in enumerate(lines)
        ]
        left += width
    tall = deep * height + 4.5
    shapes = [Shape(galley.inset, tall - 0.5, sum(widths), 0.5, INK if is_head else HAIR)]
    if is_head:
        shapes.append(Shape(galley.inset, 0, sum(widths), 0.9, INK))
    galley.add(Row(height=tall, stick=is_head, lines=tuple(placed), shapes=tuple(shapes)))


def _cell(
    galley: Galley, row: Element, text: str, width: float, look: Look, is_head: bool
) -> list[SetLine]:
    """Return the lines of a cell; an empty one has a tag all the same."""
    cell = Element("TH" if is_head else "TD", row)
    if not text:
        return []
    room = max(width - 2 * _PADDING, look.size * 1.5)
    return set_lines(galley.fonts, text, [Run(0, len(text), look, cell)], room, align="left")
