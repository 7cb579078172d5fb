"""In: cuts.  Out: the dups that they become, each naming the places of the copy that stays."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from ..model import (
    Dup,
    DupKind,
    Fragment,
    Group,
    Place,
    Span,
    joined,
    own_fragments,
    slice_fragments,
    walk,
)
from .blocks import Block, Cut, Piece
from .compare import normal

Extents: TypeAlias = Mapping[int, tuple[int, int]]

_RULES = {"exact": "printed-twice", "near": "misread-copy", "overlap": "characters-twice"}


class Taken(NamedTuple):
    """A piece that leaves its node, and the dup that it becomes."""

    piece: Piece
    dup: Dup


def taken_by_node(
    root: Group, blocks: Sequence[Block], cuts: Iterable[Cut]
) -> dict[int, list[Taken]]:
    """Return the dups by the id of the node that they leave, in order; equal nodes are two."""
    by_block: dict[int, list[Cut]] = defaultdict(list)
    ordered = sorted(cuts, key=lambda cut: cut.piece)
    for cut in ordered:
        by_block[cut.piece.block].append(cut)
    extents = _extents(root)
    found: dict[int, list[Taken]] = defaultdict(list)
    for cut in ordered:
        block = blocks[cut.piece.block]
        kept = [
            slice_fragments(blocks[number].fragments, Span(start, end))
            for number, start, end in _kept(cut.of, by_block.get(cut.of.block, ()))
        ]
        own = parts(block.fragments, [Span(cut.piece.start, cut.piece.end)])
        stays = "".join([joined(fragments) for fragments in kept])
        # a copy that has a repeat of its own inside is no longer equal
        is_equal = cut.kind != "exact" or normal(joined(own)) == normal(stays)
        kind: DupKind = cut.kind if is_equal else "near"
        places = tuple(place for fragments in kept for place in _places(fragments, extents))
        dup = Dup(kind=kind, of=places, fragments=own, rule=_RULES[kind])
        found[id(block.node)].append(Taken(cut.piece, dup))
    return found


def _kept(of: Piece, cuts: Sequence[Cut]) -> Iterator[Piece]:
    """Yield where the text of a piece stays: in it, and where what is cut from it stays.

    A repeat inside the piece, such as a word printed twice, stays in the piece.
    """
    at = of.start
    first = bisect_left(cuts, (of.block, of.start), key=lambda cut: cut.piece[:2])
    for number in range(first, len(cuts)):
        cut = cuts[number]
        if cut.piece.end > of.end:
            break
        if cut.piece.start > at:
            yield Piece(of.block, at, cut.piece.start)
        if cut.of.block != of.block or cut.of.start < of.start or cut.of.end > of.end:
            yield cut.of
        at = cut.piece.end
    if of.end > at:
        yield Piece(of.block, at, of.end)


def spans_within(whole: Piece, pieces: Sequence[Piece]) -> Iterator[Span]:
    """Yield what is left of a piece less those inside it, of a sorted row that do not overlap."""
    at = whole.start
    for number in range(bisect_left(pieces, whole[:2]), len(pieces)):
        piece = pieces[number]
        if piece.end > whole.end:
            break
        if piece.start > at:
            yield Span(at, piece.start)
        at = piece.end
    if whole.end > at:
        yield Span(at, whole.end)


def parts(fragments: tuple[Fragment, ...], spans: Iterable[Span]) -> tuple[Fragment, ...]:
    """Return the fragments of parts of a text, each part without outer blanks."""
    return tuple(one for span in spans for one in _trimmed(slice_fragments(fragments, span)))


def _trimmed(fragments: Sequence[Fragment]) -> list[Fragment]:
    found = [fragment for fragment in fragments if fragment.text.strip()]
    if found:
        line, start, text = found[0]
        found[0] = Fragment(line, start + len(text) - len(text.lstrip()), text.lstrip())
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip())
    return found


def _places(fragments: tuple[Fragment, ...], extents: Extents) -> Iterator[Place]:
    """Yield the places of a part, those of one line as one, a whole line without columns."""
    for line, group in groupby(_trimmed(fragments), key=lambda fragment: fragment.line):
        run = list(group)
        first, last = extents[line]
        start, end = run[0].start, run[-1].end
        yield Place(line, 0 if start <= first else start, None if end >= last else end)


def _extents(root: Group) -> Extents:
    """Return of each line where its first owned character is, and the end of its last."""
    found: dict[int, tuple[int, int]] = {}
    for node in walk(root):
        for line, start, text in own_fragments(node):
            first, last = found.get(line, (start, start))
            found[line] = min(first, start), max(last, start + len(text))
    return found
