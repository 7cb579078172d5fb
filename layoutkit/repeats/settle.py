"""In: cuts as the rules propose them.  Out: those that agree, so that one copy always stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from .blocks import Cut, Piece


def settled(cuts: Iterable[Cut]) -> list[Cut]:
    """Return the cuts, none within another, each of a copy that no other cut takes away."""
    kept: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.piece.block, cut.piece.start, -cut.piece.end)):
        last = kept[-1].piece if kept else None
        if last is None or last.block != cut.piece.block or last.end <= cut.piece.start:
            kept.append(cut)
    same = {cut.piece: cut for cut in kept}
    by_block: dict[int, list[Piece]] = defaultdict(list)
    for cut in kept:
        by_block[cut.piece.block].append(cut.piece)
    return [cut for cut in (_rooted(cut, same) for cut in kept) if not _is_taken(cut.of, by_block)]


def _rooted(cut: Cut, same: Mapping[Piece, Cut]) -> Cut:
    """Return a cut that names the last copy in a row of copies."""
    kind, of, steps = cut.kind, cut.of, len(same)
    while of in same and steps:
        kind = same[of].kind if kind == "exact" else kind
        of, steps = same[of].of, steps - 1
    return cut._replace(of=of, kind=kind)


def _is_taken(of: Piece, by_block: Mapping[int, Sequence[Piece]]) -> bool:
    """Return whether a cut takes more of a piece than a repeat inside it."""
    return any(
        cut.start < of.end and of.start < cut.end and not of.start <= cut.start <= cut.end <= of.end
        for cut in by_block.get(of.block, ())
    ) or of in by_block.get(of.block, ())
