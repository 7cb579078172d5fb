"""In: cuts as the rules propose them.  Out: those that agree, so that one copy always stays."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from .blocks import Block, Cut, Piece


def settled(cuts: Iterable[Cut], blocks: Sequence[Block]) -> list[Cut]:
    """Return the cuts, none within another, each of a copy that no other cut takes away."""
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.piece.block, cut.piece.start, -cut.piece.end)):
        last = kept[-1].piece if kept else None
        is_free = last is None or last.block != cut.piece.block or last.end <= cut.piece.start
        if is_free and _is_allowed(cut.piece, blocks[cut.piece.block]):
            kept.append(cut)
    same = {cut.piece: cut for cut in kept}
    pieces = [cut.piece for cut in kept]
    return [cut for cut in (_rooted(cut, same) for cut in kept) if not _is_taken(cut.of, pieces)]


def _is_allowed(piece: Piece, block: Block) -> bool:
    """Return whether a piece may leave its block: a heading goes whole or not at all."""
    return piece.start >= block.fixed or (piece.start == 0 and piece.end >= len(block.text))


def _rooted(cut: Cut, same: Mapping[Piece, Cut]) -> Cut:
    """Return a cut that names the last copy in a row of copies."""
    kind, of, steps = cut.kind, cut.of, len(same)
    while of in same and steps:
        kind = same[of].kind if kind == "exact" else kind
        of, steps = same[of].of, steps - 1
    return cut._replace(of=of, kind=kind)


def _is_taken(of: Piece, pieces: Sequence[Piece]) -> bool:
    """Return whether a cut takes more of a piece than a repeat inside it; pieces are sorted."""
    first = bisect_left(pieces, of[:2])
    if first and pieces[first - 1].block == of.block and pieces[first - 1].end > of.start:
        return True
    last = bisect_left(pieces, (of.block, of.end)) - 1
    return last >= first and (pieces[last].end > of.end or pieces[first].end >= of.end)
