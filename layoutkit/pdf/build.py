"""In: a document's blocks.  Out: a galley filled with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..model import Entry, Group, Stat, Text
from ..reading import Block
from .blocks import put_block, put_spoken, runs_in
from .fonts import encodable
from .galley import Galley
from .links import Links
from .lists import put_list
from .rows import Mark
from .tables import put_table


def build(galley: Galley, blocks: Sequence[Block]) -> None:
    """Fill a galley with the blocks of a document."""
    links = Links(blocks)
    base, is_several = _base(blocks), _is_several(blocks)
    for kind, run in _runs(blocks):
        for number, block in run if kind == "text" else run[:1]:
            own = (block.node,) if isinstance(block.node, Group) else ()
            galley.enter((*block.groups, *own))
            if kind == "text":
                _put(galley, blocks, number, links, base, is_several)
        if kind == "list":
            put_list(galley, run, links)
        elif kind == "table":
            put_table(galley, [block for _, block in run])
    galley.enter(())


def _put(
    galley: Galley, blocks: Sequence[Block], number: int, links: Links, base: int, is_several: bool
) -> None:
    """Add one block of running text; a speaker's name may wait for the paragraph."""
    block = blocks[number]
    if number + 1 < len(blocks) and runs_in(block, blocks[number + 1]):
        return
    if number and runs_in(blocks[number - 1], block):
        put_spoken(galley, blocks[number - 1], block, links.of(number))
        return
    if is_several and _is_headline(block):
        galley.bookmarks.append(Mark(f"h{number}", encodable(block.text)))
    before = len(galley.bookmarks)
    put_block(galley, block, number, links.of(number), base)
    if is_several and len(galley.bookmarks) > before:
        mark = galley.bookmarks[-1]
        galley.bookmarks[-1] = mark._replace(level=mark.level + 1)


def _is_headline(block: Block) -> bool:
    return isinstance(block.node, Text) and block.node.role == "headline"


def _is_several(blocks: Sequence[Block]) -> bool:
    """Return whether headlines are bookmarks: there are several, or nothing else."""
    headlines = sum(_is_headline(block) for block in blocks)
    return headlines > 1 or (headlines == 1 and not any(block.is_heading for block in blocks))


def _base(blocks: Sequence[Block]) -> int:
    """Return how many levels of headlines stand above the headings."""
    depths = {len(block.groups) for block in blocks if _is_headline(block)}
    return min(len(depths), 2)


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[str, list[tuple[int, Block]]]]:
    """Yield blocks that are set together, with how they are set."""
    for (kind, _), run in groupby(enumerate(blocks), key=_kind):
        yield kind, list(run)


def _kind(numbered: tuple[int, Block]) -> tuple[str, tuple[str, int]]:
    """Return how a block is set, and a key that neighbours set together share."""
    block = numbered[1]
    inner = id(block.groups[-1])
    match block.node:
        case Text(role="row"):
            return "table", ("row", inner)
        case Text(role="item"):
            return "list", ("item", inner)
        case Stat():
            return "list", ("stat", inner)
        case Entry():
            return "list", ("entry", inner)
        case _:
            return "text", ("", 0)
