"""In: items, glossary entries or lines of figures that follow each other.  Out: a list's rows."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Entry, Stat
from ..pattern import pattern
from ..reading import Block
from .design import ACCENT, EDGE, HAIR
from .galley import Galley, middle
from .links import Link, Links
from .rows import Mark, Placed, Row, Shape
from .runs import Part, heads, rest, runs_of
from .setting import Run, SetLine, set_lines
from .tagging import Element

# A mark that an item prints for itself: it needs no bullet.
_OWN_MARK = pattern(
    r"——|[①-⓿❶-➓]|[(（](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]"
    r"|\d{1,3}[)）、．]|\d{1,3}\.(?!\d)|[一二三四五六七八九十]{1,3}、"
)
_DEEP = 8  # lines of figures beyond which cells stand under each other


def put_list(galley: Galley, blocks: Sequence[tuple[int, Block]], links: Links) -> None:
    """Add a list; its blocks are all of one kind."""
    owner = Element("L", galley.element)
    first = blocks[0][1].node
    galley.space(0.3)
    if isinstance(first, Stat):
        _put_stats(galley, [block for _, block in blocks], owner, [links.of(n) for n, _ in blocks])
    elif isinstance(first, Entry):
        owner.owner = "None" if first.n is None else "Decimal"
        for number, block in blocks:
            _put_entry(galley, block, number, links.of(number), owner)
    else:
        for number, block in blocks:
            _put_item(galley, block, links.of(number), owner)
    galley.space(0.3)


def _put_item(galley: Galley, block: Block, links: list[Link], owner: Element) -> None:
    """Add an item: with the mark it prints, else with a bullet, which is decoration."""
    design, item = galley.design, Element("LI", owner)
    look, parts = design.look(), heads(block, design.look(0.98, bold=True))
    own = _OWN_MARK.match(block.text)
    label = Element("Lbl", item) if own else None
    runs = runs_of(block, Element("LBody", item), look, parts, links)
    indent = 2 * design.size
    if own and label:
        runs = [Run(0, own.end(), look, label), *rest(runs, own.end())]
        galley.put(block.text, runs, indent=indent)
        return
    x, side = galley.inset + 0.8 * design.size, 0.36 * design.size
    bullet = Shape(x, (design.leading - side) / 2, side, side, ACCENT)
    galley.put(block.text, runs, indent=indent, hang=indent, shape=bullet)


def _put_entry(
    galley: Galley, block: Block, number: int, links: list[Link], owner: Element
) -> None:
    """Add a glossary entry: number as label, term set off, lines hanging."""
    entry, design, item = block.node, galley.design, Element("LI", owner)
    if not isinstance(entry, Entry):
        return
    cut = entry.term.start
    label = Element("Lbl", item) if cut else None
    look = design.look(0.96)
    parts = [Part(*entry.term, design.look(0.96, bold=True))]
    runs = runs_of(block, Element("LBody", item), look, parts, links)
    if label:
        number_look = design.look(0.96, colour=ACCENT)
        runs = [Run(0, cut, number_look, label), *rest(runs, cut)]
    galley.space(0.25)
    galley.put(block.text, runs, leading=0.96, hang=2 * design.size, mark=Mark(f"e{number}"))


def _put_stats(
    galley: Galley, blocks: Sequence[Block], owner: Element, links: Sequence[list[Link]]
) -> None:
    """Add lines of figures: two side by side where all are short, else under each other."""
    owner.owner = "None"
    design = galley.design
    gutter = design.size * 1.5
    half = (galley.measure - gutter) / 2
    stats = [
        _stat_runs(galley, block, one, owner) for block, one in zip(blocks, links, strict=True)
    ]
    count, width = 2, half
    cells = _cells(galley, stats, half)
    if len(cells) < 2 or half < 12 * design.size or any(len(lines) > 2 for lines in cells):
        count, width = 1, galley.measure
        cells = _cells(galley, stats, width)
    for at in range(0, len(cells), count):
        _put_cells(galley, cells[at : at + count], width, gutter)


def _stat_runs(
    galley: Galley, block: Block, links: list[Link], owner: Element
) -> tuple[str, list[Run]]:
    """Return a line of figures with each figure large."""
    design, stat = galley.design, block.node
    big = design.look(1.22, bold=True, colour=ACCENT)
    figures = stat.figures if isinstance(stat, Stat) else ()
    parts = [Part(f.start, f.start + len(f.printed), big) for f in figures]
    body = Element("LBody", Element("LI", owner))
    return block.text, runs_of(block, body, design.look(), sorted(parts), links)


def _cells(
    galley: Galley, stats: Sequence[tuple[str, list[Run]]], width: float
) -> list[list[SetLine]]:
    return [set_lines(galley.fonts, text, runs, width, align="left") for text, runs in stats]


def _put_cells(galley: Galley, cells: Sequence[list[SetLine]], width: float, gutter: float) -> None:
    """Add one row of figures, a hair line under each."""
    height = galley.design.leading * 1.14
    deep = max(len(lines) for lines in cells)
    if deep > _DEEP:
        for lines in cells:
            galley.put_lines(lines, height)
        return
    placed: list[Placed] = []
    shapes: list[Shape] = []
    colour = EDGE if galley.is_boxed else HAIR
    for at, lines in enumerate(cells):
        x = galley.inset + at * (width + gutter)
        placed += [
            Placed(x, row * height + middle(height, line), line) for row, line in enumerate(lines)
        ]
        shapes.append(Shape(x, deep * height + 1.5, width, 0.5, colour))
    row = Row(height=deep * height + 3, lines=tuple(placed), shapes=tuple(shapes))
    galley.add(row)
