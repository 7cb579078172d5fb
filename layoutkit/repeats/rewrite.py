"""In: a tree and the cuts in it.  Out: the tree with each cut as a dup where it is printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, assert_never

from ..model import (
    Dup,
    Entry,
    Fragment,
    Group,
    Meta,
    Node,
    Place,
    Span,
    Stat,
    Text,
    own_fragments,
    slice_fragments,
    walk,
)
from .blocks import Block, Cut, Piece

Cuts: TypeAlias = Mapping[int, Sequence[Cut]]


def rewrite(root: Group, blocks: Sequence[Block], cuts: Iterable[Cut]) -> Group:
    """Return the tree in which every cut is a dup; what is cut whole leaves its group."""
    by_order: dict[int, list[Cut]] = defaultdict(list)
    for cut in cuts:
        by_order[blocks[cut.piece.block].order].append(cut)
    writer = _Rewriter(blocks, by_order, _line_extents(root))
    return writer.page(root)


class _Rewriter:
    """Goes through the tree as walk does, counting the nodes."""

    def __init__(self, blocks: Sequence[Block], cuts: Cuts, extents: Mapping[int, tuple[int, int]]):
        self._blocks = blocks
        self._cuts = cuts
        self._extents = extents
        self._order = -1

    def page(self, root: Group) -> Group:
        """Return the page; a page holds no dup, so one that falls to it goes to an article."""
        self._order += 1
        children: list[Node] = []
        loose: list[Node] = []
        for child in root.children:
            for node in self._nodes(child):
                if not isinstance(node, Dup):
                    children.append(node)
                    continue
                article = next(
                    (at for at in reversed(range(len(children))) if _is_article(children[at])), None
                )
                if article is None:
                    loose.append(node)
                else:
                    children[article] = _with(children[article], (node,), at_end=True)
        if loose:
            at = next((at for at, node in enumerate(children) if _is_article(node)), None)
            if at is None:
                children.append(Group(role="article", children=tuple(loose)))
            else:
                children[at] = _with(children[at], loose, at_end=False)
        return replace(root, children=tuple(children))

    def _nodes(self, node: Node) -> Iterator[Node]:
        """Yield what stands for a node."""
        self._order += 1
        cuts = sorted(self._cuts.get(self._order, ()), key=lambda cut: cut.piece.start)
        if isinstance(node, Group):
            yield from self._group(node, cuts)
        elif not cuts:
            yield node
        else:
            rest = _remainder(node, [cut.piece for cut in cuts])
            if rest is not None:
                yield rest
            yield from (self._dup(node, cut) for cut in cuts)

    def _group(self, group: Group, cuts: Sequence[Cut]) -> Iterator[Node]:
        """Yield a group; one whose heading repeats, or all it holds, is parted into its nodes."""
        children = tuple(node for child in group.children for node in self._nodes(child))
        is_emptied = bool(group.children) and all(isinstance(child, Dup) for child in children)
        if cuts:
            yield from (self._dup(group, cut) for cut in cuts)
            yield from children
        elif is_emptied and not group.heading:
            yield from children
        elif children == group.children:
            yield group
        else:
            yield replace(group, children=children)

    def _dup(self, node: Node, cut: Cut) -> Dup:
        other = self._blocks[cut.of.block]
        inside = [c.piece for c in self._cuts.get(other.order, ())]
        kept = _spans_without(cut.of, sorted(inside))
        return Dup(
            kind=cut.kind,
            of=tuple(place for part in kept for place in self._places(other.fragments, part)),
            fragments=_cut_out(own_fragments(node), [Span(cut.piece.start, cut.piece.end)]),
            rule=_RULES[cut.kind],
        )

    def _places(self, fragments: tuple[Fragment, ...], part: Span) -> Iterator[Place]:
        """Yield the places of a part, those of one line as one, a whole line without columns."""
        fragments = _cut_out(fragments, [part])
        while fragments:
            line = fragments[0].line
            run = [fragment for fragment in fragments if fragment.line == line]
            start, end = run[0].start, run[-1].end
            first, last = self._extents[line]
            yield Place(line, 0 if start <= first else start, None if end >= last else end)
            fragments = tuple(fragment for fragment in fragments if fragment.line != line)


_RULES = {
    "exact": "printed twice", "near": "printed twice, a few characters read differently",
    "overlap": "characters printed twice",
}  # fmt: skip


def trimmed(fragments: Sequence[Fragment]) -> tuple[Fragment, ...]:
    """Return fragments without the blanks at both ends."""
    found = list(fragments)
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        line, start, text = found[0]
        bare = text.lstrip()
        found[0] = Fragment(line, start + len(text) - len(bare), bare)
        line, start, text = found[-1]
        found[-1] = Fragment(line, start, text.rstrip())
    return tuple(found)


def _line_extents(root: Group) -> dict[int, tuple[int, int]]:
    """Return of each line where its first owned character is, and the end of its last."""
    extents: dict[int, tuple[int, int]] = {}
    for node in walk(root):
        for fragment in own_fragments(node):
            start, end = extents.get(fragment.line, (fragment.start, fragment.end))
            extents[fragment.line] = min(start, fragment.start), max(end, fragment.end)
    return extents


def _is_article(node: Node) -> bool:
    return isinstance(node, Group) and node.role == "article"


def _with(node: Node, more: Sequence[Node], *, at_end: bool) -> Node:
    assert isinstance(node, Group)
    children = (*node.children, *more) if at_end else (*more, *node.children)
    return replace(node, children=children)


def _remainder(node: Node, pieces: Sequence[Piece]) -> Node | None:
    """Return a leaf less the pieces, which are in order; None where nothing is left."""
    size = sum(len(fragment.text) for fragment in own_fragments(node))
    kept = list(_spans_without(Piece(0, 0, size), pieces))
    match node:
        case Text() | Stat():
            fragments = _cut_out(node.fragments, kept)
            if not fragments:
                return None
            if isinstance(node, Stat):
                return replace(node, fragments=fragments)
            return replace(node, fragments=fragments, dateline=_moved(node.dateline, kept))
        case Entry():
            head = sum(len(fragment.text) for fragment in node.head)
            body = [Span(max(s.start - head, 0), s.end - head) for s in kept if s.end > head]
            fragments = _cut_out(node.fragments, body)
            return replace(node, fragments=fragments) if fragments else None
        case Group() | Meta() | Dup():
            return node
        case _:
            assert_never(node)


def _spans_without(whole: Piece, pieces: Iterable[Piece]) -> Iterator[Span]:
    """Yield what is left of a piece less others, which are in order."""
    at = whole.start
    for piece in pieces:
        if whole.start <= piece.start and piece.end <= whole.end:
            if piece.start > at:
                yield Span(at, piece.start)
            at = max(at, piece.end)
    if whole.end > at:
        yield Span(at, whole.end)


def _cut_out(fragments: tuple[Fragment, ...], kept: Iterable[Span]) -> tuple[Fragment, ...]:
    return tuple(part for span in kept for part in trimmed(slice_fragments(fragments, span)))


def _moved(span: Span | None, kept: Sequence[Span]) -> Span | None:
    """Return where a span at the beginning of the text is after the cut; None if it is cut."""
    if span is None or not kept or kept[0].start > span.start or kept[0].end < span.end:
        return None
    return span
