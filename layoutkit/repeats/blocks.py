"""In: a tree.  Out: its printed blocks in source order, each with its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..model import (
    DupKind,
    Entry,
    Fragment,
    Group,
    Node,
    Stat,
    Text,
    joined,
    own_fragments,
    role_of,
)
from ..pattern import pattern
from ..profile import Words
from .compare import narrow, normal

_SENTENCE_END = pattern("[。！？!?]+[”’」』）)】]*")
_STOPS = "，。、；：！？,;:!?"
_CLAUSE_END = pattern(f"[{_STOPS}]+[”’」』）)】]*")
_LETTERS = pattern(r"[^\W_]+")
_PROSE = ("p", "item", "entry")


class Block(NamedTuple):
    """A leaf or a heading of the tree, with its text as it will read.

    box is the kind of the box around it; is_summary: such a box repeats the text on purpose, and
    both stay; is_alone: it is all that stands under a heading; text has blanks where something is
    cut.
    """

    node: Node
    role: str
    text: str
    fragments: tuple[Fragment, ...]
    box: str | None = None
    is_summary: bool = False
    is_alone: bool = False
    normal: str = ""

    @property
    def is_prose(self) -> bool:
        """Return whether it is a paragraph, an item or an entry."""
        return self.role in _PROSE

    @property
    def fixed(self) -> int:
        """Return how much of the text from its beginning is cut whole or not at all."""
        match self.node:
            case Text() | Stat():
                return 0
            case Entry():
                return len(joined(self.node.head))
            case _:
                return len(self.text)

    @property
    def length(self) -> int:
        """Return the number of characters that are no blanks."""
        return len("".join(self.text.split()))

    def without(self, pieces: Iterable[Piece]) -> Block:
        """Return the block with blanks in the place of pieces."""
        text = list(self.text)
        for _, start, end in pieces:
            text[start:end] = " " * (end - start)
        left = "".join(text)
        return self._replace(text=left, normal=normal(left))


class Piece(NamedTuple):
    """A part of a block's text: blocks[block].text[start:end]."""

    block: int
    start: int
    end: int


class Unit(NamedTuple):
    """A sentence of a block, with what it shares with another print of it."""

    piece: Piece
    normal: str


class Cut(NamedTuple):
    """A piece that repeats another, which stays."""

    piece: Piece
    of: Piece
    kind: DupKind


def printed_blocks(root: Group, summaries: Words) -> tuple[Block, ...]:
    """Return the blocks of a tree in the order of print, without furniture and rows."""
    found = []
    for node, box, is_alone in _with_box(root):
        role = "heading" if isinstance(node, Group) else role_of(node)
        fragments = own_fragments(node)
        if fragments and role not in ("furniture", "row", "dup"):
            text = joined(fragments)
            found.append(
                Block(node, role, text, fragments, box, box in summaries, is_alone, normal(text))
            )
    return tuple(sorted(found, key=lambda block: block.fragments[0][:2]))


def units_of(number: int, block: Block) -> Iterator[Unit]:
    """Yield the sentences of a block; one that holds no letter or figure is none."""
    return _parts(_SENTENCE_END, number, block)


def clauses_of(number: int, block: Block) -> Iterator[Unit]:
    """Yield the clauses of a block."""
    return _parts(_CLAUSE_END, number, block)


def may_repeat_clauses(text: str) -> bool:
    """Return whether a clause may stand in a text twice; most paragraphs say nothing twice."""
    for stop in _STOPS:
        text = text.replace(stop, ",")
    bare = [
        clause if clause.isalnum() else "".join(_LETTERS.findall(clause))
        for clause in text.split(",")
    ]
    clauses = [clause for clause in narrow(",".join(bare)).split(",") if clause]
    return len(set(clauses)) < len(clauses)


def _parts(stop: re.Pattern[str], number: int, block: Block) -> Iterator[Unit]:
    """Yield the parts of a block, each with the stop that ends it; the last may have none."""
    text, start = block.text, 0
    for end in [*[match.end() for match in stop.finditer(text)], len(text)]:
        shared = normal(text[start:end]) if end - start < len(text) else block.normal
        if shared:
            yield Unit(Piece(number, start, end), shared)
        start = end


def _with_box(root: Group) -> Iterator[tuple[Node, str | None, bool]]:
    """Yield the nodes of a tree, each with the kind of the box around it, and whether it is alone.

    A group is around its own heading.
    """
    stack: list[tuple[Node, str | None, bool]] = [(root, None, False)]
    while stack:
        node, box, is_alone = stack.pop()
        if isinstance(node, Group):
            box = node.kind if node.role == "box" else box
            is_alone = bool(node.heading) and len(node.children) == 1
            stack.extend([(child, box, is_alone) for child in reversed(node.children)])
        yield node, box, is_alone
