"""In: a document.  Out: the blocks that a clean output prints, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, assert_never

from .model import Document, Dup, Entry, Fragment, Group, Meta, Node, Stat, Text

_FIRST = ("kicker", "headline", "deck")
_LAST = ("caption", "credit")


class Block(NamedTuple):
    """One printed block: a leaf, or the heading of a container.

    fragments are all it prints; depth counts the headed containers around it, its own included
    where it is a heading; groups are the containers around it, outermost first.
    """

    node: Node
    fragments: tuple[Fragment, ...]
    text: str
    depth: int
    groups: tuple[Group, ...]

    @property
    def is_heading(self) -> bool:
        """Return whether the block is the heading of a container."""
        return isinstance(self.node, Group)


def reading_order(document: Document, *, duplicates: bool = False) -> Iterator[Block]:
    """Yield what a clean output prints: the page's kickers, the articles as in the tree, credits.

    Masthead, furniture and warnings are not printed; duplicates only where asked for.
    """
    page = document.root
    first = [node for node in page.children if isinstance(node, Text) and node.role in _FIRST]
    last = [node for node in page.children if isinstance(node, Text) and node.role in _LAST]
    middle = [node for node in page.children if isinstance(node, Group | Dup)]
    for node in (*first, *middle, *last):
        yield from _blocks(node, 0, (page,), duplicates)


def _blocks(root: Node, depth: int, groups: tuple[Group, ...], duplicates: bool) -> Iterator[Block]:
    """Yield the blocks of a node and of what is below it."""
    stack = [(root, depth, groups)]
    while stack:
        node, depth, groups = stack.pop()
        match node:
            case Group():
                if node.heading:
                    depth += 1
                    yield _block(node, node.heading, depth, groups)
                groups = (*groups, node)
                stack.extend((child, depth, groups) for child in reversed(node.children))
            case Text(role="furniture") | Meta():
                pass
            case Text() | Stat():
                yield _block(node, node.fragments, depth, groups)
            case Entry():
                yield _block(node, node.head + node.fragments, depth, groups)
            case Dup():
                if duplicates:
                    yield _block(node, node.fragments, depth, groups)
            case _:
                assert_never(node)


def _block(
    node: Node, fragments: tuple[Fragment, ...], depth: int, groups: tuple[Group, ...]
) -> Block:
    return Block(
        node=node, fragments=fragments, text=_printed(node, fragments), depth=depth, groups=groups
    )


def _printed(node: Node, fragments: tuple[Fragment, ...]) -> str:
    """Return a block's text; cells are parted by tabs, a head on a line of its own by a blank."""
    match node:
        case Text(role="row"):
            return "\t".join(fragment.text for fragment in fragments)
        case Entry() if (
            node.head and node.fragments and node.head[-1].line != node.fragments[0].line
        ):
            return f"{''.join(f.text for f in node.head)} {node.text}"
        case Group(role="section", kind="annex") if fragments[0].line != fragments[-1].line:
            return " ".join(
                "".join(f.text for f in fragments if f.line == line)
                for line in dict.fromkeys(f.line for f in fragments)
            )
        case _:
            return "".join(fragment.text for fragment in fragments)
