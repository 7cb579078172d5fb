"""In: a tree and the cuts in it.  Out: the tree with each cut as a dup where it is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from ..figures import figures
from ..model import Dup, Entry, Group, Meta, Node, Span, Stat, Text, joined, own_fragments
from .blocks import Block, Cut, Piece
from .copies import Taken, parts, spans_within, taken_by_node

Dups: TypeAlias = Mapping[int, Sequence[Taken]]


def rewrite(root: Group, blocks: Sequence[Block], cuts: Iterable[Cut]) -> Group:
    """Return the tree in which every cut is a dup; what is cut whole leaves its group.

    A page holds no dup, so one that falls to it goes to the article before, or to the first.
    """
    dups = taken_by_node(root, blocks, cuts)
    children: list[Node] = []
    more: dict[int, list[Node]] = defaultdict(list)
    article = -1
    for child in root.children:
        for node in _nodes(child, dups):
            if isinstance(node, Dup):
                more[article].append(node)
            elif isinstance(node, Group) and article >= 0 and _lost_headline(child, node):
                # what stands under a headline printed twice goes on with the article before
                more[article] += node.children
            else:
                article = len(children) if isinstance(node, Group) else article
                children.append(node)
    first = next((at for at, node in enumerate(children) if isinstance(node, Group)), None)
    if first is None:
        first = len(children)
        children += [Group(role="article")] if more else []
    for at, nodes in more.items():
        target = children[max(at, first)]
        if isinstance(target, Group):
            whole = (*target.children, *nodes) if at >= 0 else (*nodes, *target.children)
            children[max(at, first)] = replace(target, children=whole)
    return replace(root, children=tuple(children))


def _lost_headline(before: Node, after: Group) -> bool:
    """Return whether an article had a headline and has none now."""
    return isinstance(before, Group) and _has_headline(before) and not _has_headline(after)


def _has_headline(group: Group) -> bool:
    return any(isinstance(child, Text) and child.role == "headline" for child in group.children)


def _nodes(node: Node, dups: Dups) -> Iterator[Node]:
    """Yield what stands for a node: what is left of it, and its dups."""
    taken = dups.get(id(node), ())
    if isinstance(node, Group):
        yield from _group(node, taken, dups)
        return
    left = _less(node, taken) if taken else node
    if left is not None:
        yield left
    yield from (dup for _, dup in taken)


def _group(group: Group, taken: Sequence[Taken], dups: Dups) -> Iterator[Node]:
    """Yield a group; one whose heading is a dup, or all it holds, is parted into its nodes."""
    children = tuple(node for child in group.children for node in _nodes(child, dups))
    is_emptied = all(isinstance(child, Dup) for child in children) and bool(children)
    if taken or (is_emptied and not group.heading):
        yield from (dup for _, dup in taken)
        yield from children
    else:
        yield group if children == group.children else replace(group, children=children)


def _less(node: Node, taken: Sequence[Taken]) -> Node | None:
    """Return a leaf less what is taken from it; None where nothing is left."""
    pieces = [piece for piece, _ in taken]
    size = len(joined(own_fragments(node)))
    kept = list(spans_within(Piece(pieces[0].block, 0, size), pieces))
    if not kept:
        return None
    match node:
        case Text():
            left = parts(node.fragments, kept)
            return replace(node, fragments=left, dateline=_whole(node.dateline, kept[0]))
        case Stat():
            left = parts(node.fragments, kept)
            return replace(node, fragments=left, figures=figures(joined(left)))
        case Entry():
            head = len(joined(node.head))
            body = [Span(max(start, head) - head, end - head) for start, end in kept if end > head]
            return replace(node, fragments=parts(node.fragments, body))
        case Group() | Meta() | Dup():
            return node
        case _:
            assert_never(node)


def _whole(dateline: Span | None, first: Span) -> Span | None:
    """Return a dateline that what is left still begins with, else None."""
    return dateline if dateline and first.start == 0 and dateline.end <= first.end else None
