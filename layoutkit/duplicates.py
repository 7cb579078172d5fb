"""In: the tree.  Out: the same tree with repeated text as dup nodes, and what to warn of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from .model import DupKind, Group, Notice, Place
from .repeats.blocks import Block, Cut, Piece, Unit, printed_blocks, units_of
from .repeats.doubled import doubled
from .repeats.loops import Loop, loops
from .repeats.near import near_pairs
from .repeats.overlap import torn_repeats
from .repeats.rewrite import rewrite
from .repeats.runs import Run, repeated_runs

# As many blocks, or as long a text, is a part of the page and no single repeat.
_PART = 3


def mark_duplicates(root: Group) -> tuple[Group, tuple[Notice, ...]]:
    """Return the tree with repeats as dups, each naming the copy that stays, and the warnings.

    A loop or a part printed twice is told by one warning; other repeats speak for themselves.
    """
    blocks = printed_blocks(root)
    units = [unit for number, block in enumerate(blocks) for unit in units_of(number, block)]
    found = list(loops([unit.normal for unit in units]))
    cuts = [cut for loop in found for cut in _loop_cuts(units, loop)]
    notices = [_loop_notice(units, loop, blocks) for loop in found]
    looped = {cut.piece for cut in cuts}
    units = [unit for unit in units if unit.piece not in looped]
    runs = repeated_runs(units, blocks)
    cuts += _run_cuts(runs, blocks)
    notices += [_twice_notice(run, blocks) for run in runs if run.blocks >= _PART]
    gone = {cut.piece.block for cut in cuts if _is_whole(cut.piece, blocks)}
    rest = [number for number in range(len(blocks)) if number not in gone]
    cuts += _near_cuts(blocks, rest)
    for number in rest:
        inside, loop_notices = _inside_cuts(number, blocks[number])
        cuts += inside
        notices += loop_notices
    cuts = list(_settled(cuts, blocks))
    if not cuts:
        return root, ()
    return rewrite(root, blocks, cuts), tuple(sorted(notices, key=lambda notice: notice.at))


def _loop_cuts(units: Sequence[Unit], loop: Loop) -> Iterator[Cut]:
    """Yield the copies of a loop after the first, sentence by sentence."""
    for at in range(loop.first + loop.period, loop.end):
        kept = units[loop.first + (at - loop.first) % loop.period]
        kind: DupKind = "exact" if kept.normal == units[at].normal else "near"
        yield Cut(units[at].piece, kept.piece, kind)


def _loop_notice(units: Sequence[Unit], loop: Loop, blocks: Sequence[Block]) -> Notice:
    copies = (loop.end - loop.first) // loop.period
    return Notice(kind="loop", at=(_place(units[loop.first].piece, blocks),), said=(str(copies),))


def _run_cuts(runs: Iterable[Run], blocks: Sequence[Block]) -> Iterator[Cut]:
    """Yield the copies of repeated runs; of all copies of a text the first by rank stays."""
    copies: dict[str, set[Piece]] = defaultdict(set)
    for run in runs:
        for pair in run.pairs:
            block, start, end = pair[0]
            copies["".join(blocks[block].text[start:end].split())].update(pair)
    for pieces in copies.values():
        first, *others = sorted(pieces, key=lambda p: (*blocks[p.block].rank, p.start))
        for piece in others:
            yield Cut(piece, first, "exact")


def _near_cuts(blocks: Sequence[Block], numbers: Iterable[int]) -> Iterator[Cut]:
    for pair in near_pairs(blocks, numbers):
        kept, cut = sorted(pair, key=lambda number: blocks[number].rank)
        yield Cut(_whole(cut, blocks), _whole(kept, blocks), "near")


def _inside_cuts(number: int, block: Block) -> tuple[list[Cut], list[Notice]]:
    """Return the words printed twice at the tears of a block and within its lines."""
    cuts = [Cut(after, before, "overlap") for before, after in torn_repeats(number, block)]
    notices: list[Notice] = []
    if block.is_prose:
        for start, period, length in doubled(block.text):
            first = Piece(number, start, start + period)
            copies = length // period
            for copy in range(1, copies):
                piece = Piece(number, start + copy * period, start + (copy + 1) * period)
                cuts.append(Cut(piece, first, "overlap" if copies == 2 else "exact"))
    return cuts, notices


def _settled(cuts: Iterable[Cut], blocks: Sequence[Block]) -> Iterator[Cut]:
    """Yield the cuts of which none lies in another, in order."""
    end = Piece(-1, 0, 0)
    ordered = sorted(cuts, key=lambda cut: (cut.piece.block, cut.piece.start, -cut.piece.end))
    for cut in ordered:
        if cut.piece.block == end.block and cut.piece.start < end.end:
            continue
        end = cut.piece
        yield cut


def _twice_notice(run: Run, blocks: Sequence[Block]) -> Notice:
    return Notice(kind="printed-twice", at=(_place(run.pairs[0][1], blocks),))


def _whole(number: int, blocks: Sequence[Block]) -> Piece:
    return Piece(number, 0, len(blocks[number].text))


def _is_whole(piece: Piece, blocks: Sequence[Block]) -> bool:
    return piece == _whole(piece.block, blocks)


def _place(piece: Piece, blocks: Sequence[Block]) -> Place:
    return Place(blocks[piece.block].fragments[0].line)
