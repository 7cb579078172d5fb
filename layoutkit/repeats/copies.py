"""In: cuts.  Out: the dups that they become, each naming the places of the copy that stays."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from ..model import Dup, Fragment, Group, Place, Span, own_fragments, slice_fragments, walk
from .blocks import Block, Cut, Piece

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
    pieces: dict[int, list[Piece]] = defaultdict(list)
    ordered = sorted(cuts, key=lambda cut: cut.piece)
    for cut in ordered:
        pieces[cut.piece.block].append(cut.piece)
    extents = _extents(root)
    found: dict[int, list[Taken]] = defaultdict(list)
    for cut in ordered:
        block = blocks[cut.piece.block]
        kept = blocks[cut.of.block].fragments
        spans = spans_within(cut.of, pieces.get(cut.of.block, ()))
        dup = Dup(
            kind=cut.kind,
            of=tuple(place for span in spans for place in _places(kept, span, extents)),
            fragments=parts(block.fragments, [Span(cut.piece.start, cut.piece.end)]),
            rule=_RULES[cut.kind],
        )
        found[id(block.node)].append(Taken(cut.piece, dup))
    return found


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


def _places(fragments: tuple[Fragment, ...], span: Span, extents: Extents) -> Iterator[Place]:
    """Yield the places of a part, those of one line as one, a whole line without columns."""
    for line, group in groupby(parts(fragments, [span]), key=lambda fragment: fragment.line):
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
