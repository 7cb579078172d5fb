"""In: the tree.  Out: the same tree with repeated text as dup nodes, and what to warn of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from .model import DupKind, Group, Notice, Place, Stat
from .profile import Words
from .repeats.blocks import (
    Block,
    Cut,
    Piece,
    Unit,
    clauses_of,
    may_repeat_clauses,
    printed_blocks,
    units_of,
)
from .repeats.doubled import doubled
from .repeats.loops import Loop, loops
from .repeats.near import near_pairs
from .repeats.overlap import torn_repeats
from .repeats.rewrite import rewrite
from .repeats.runs import Run, repeated_runs
from .repeats.settle import settled

# a shorter line names no figure that stands for itself
_FIGURE_LINE = 8
# a shorter beginning may be that of another sentence
_CUT_OFF = 6
# So many blocks are a part of the page and no single repeat.
_PART = 3


def mark_duplicates(root: Group, summaries: Words = ()) -> tuple[Group, tuple[Notice, ...]]:
    """Return the tree with repeats as dups, each naming the copy that stays, and the warnings.

    A loop or a part printed twice is told by one warning; other repeats speak for themselves.
    summaries are the kinds of boxes that repeat the text on purpose.
    """
    blocks = list(printed_blocks(root, summaries))
    units = [list(units_of(number, block)) for number, block in enumerate(blocks)]
    cuts, notices = _loops([unit for some in units for unit in some], dict(enumerate(blocks)))
    _blank(blocks, units, cuts)
    for number, block in enumerate(blocks):
        inside, told = _cuts_inside(number, block)
        if inside:
            _blank(blocks, units, inside)
            cuts += inside
            notices += told
    runs = repeated_runs([unit for some in units for unit in some], blocks)
    cuts += _run_cuts((run for run in runs if not run.is_inside), blocks)
    notices += _part_notices(runs, blocks)
    cuts += _figures_again(blocks)
    cuts += _near_cuts(blocks, _left(cuts, blocks))
    left = frozenset(_left(cuts, blocks))
    parts = (run for run in runs if run.is_inside and left >= {p.block for p in run.pairs[0]})
    cuts = settled((*cuts, *_run_cuts(parts, blocks)), blocks)
    if not cuts:
        return root, ()
    return rewrite(root, blocks, cuts), tuple(sorted(notices, key=lambda notice: notice.at))


def _blank(blocks: list[Block], units: list[list[Unit]], cuts: Iterable[Cut]) -> None:
    """Put blanks for what is cut, so that the rest of the text compares as it will read."""
    pieces: dict[int, list[Piece]] = defaultdict(list)
    for cut in cuts:
        pieces[cut.piece.block].append(cut.piece)
    for number, some in pieces.items():
        blocks[number] = blocks[number].without(some)
        units[number] = list(units_of(number, blocks[number]))


def _loops(units: Sequence[Unit], blocks: Mapping[int, Block]) -> tuple[list[Cut], list[Notice]]:
    """Return the cuts and warnings of the loops among units."""
    cuts: list[Cut] = []
    notices: list[Notice] = []
    for loop in loops([unit.normal for unit in units]):
        found = list(_loop_cuts(units, loop))
        cuts += found + _cut_off(blocks, found)
        copies = (loop.end - loop.first) // loop.period
        notices.append(_loop_notice(blocks[units[loop.first].piece.block], copies))
    return cuts, notices


def _loop_cuts(units: Sequence[Unit], loop: Loop) -> Iterator[Cut]:
    """Yield the copies of a loop after the first, unit by unit."""
    for at in range(loop.first + loop.period, loop.end):
        kept = units[loop.first + (at - loop.first) % loop.period]
        kind: DupKind = "exact" if kept.normal == units[at].normal else "near"
        yield Cut(units[at].piece, kept.piece, kind)


def _loop_notice(block: Block, copies: int) -> Notice:
    return Notice(kind="loop", at=(_place(block),), said=(str(copies),))


def _run_cuts(runs: Iterable[Run], blocks: Sequence[Block]) -> Iterator[Cut]:
    """Yield the copies of repeated runs; of all copies of a text the first by rank stays."""
    copies: dict[str, set[Piece]] = defaultdict(set)
    in_parts = set()
    for run in runs:
        is_part = run.blocks >= _PART
        for pair in run.pairs:
            block, start, end = pair[0]
            key = "".join(blocks[block].text[start:end].split())
            copies[key].update(pair)
            if is_part:
                in_parts.add(key)
    for key, pieces in copies.items():
        # of a part of the page the first print stays, whatever groups it was read into
        ranks = {} if key in in_parts else {piece: _rank(piece, blocks) for piece in pieces}
        first, *others = sorted(pieces, key=lambda piece: (ranks.get(piece, ()), piece))
        for piece in others:
            yield Cut(piece, first, "exact")


def _rank(piece: Piece, blocks: Sequence[Block]) -> tuple[bool, bool]:
    """Return what sorts the copies of a text: in a box before alone under a heading before else."""
    block = blocks[piece.block]
    return block.box is None, not (block.is_alone and piece == _whole(piece.block, blocks))


def _part_notices(runs: Iterable[Run], blocks: Sequence[Block]) -> Iterator[Notice]:
    """Yield one warning for each part printed twice, though single blocks in it may differ."""
    last = -_PART
    for run in sorted(runs, key=lambda run: run.pairs[0][1]):
        if run.blocks < _PART:
            continue
        if run.pairs[0][1].block - last >= _PART:
            place = _place(blocks[run.pairs[0][1].block])
            yield Notice(kind="printed-twice", at=(place,))
        last = run.pairs[-1][1].block


def _near_cuts(blocks: Sequence[Block], numbers: Iterable[int]) -> Iterator[Cut]:
    for pair in near_pairs(blocks, numbers):
        pieces = [_whole(number, blocks) for number in pair]
        kept, cut = sorted(pieces, key=lambda piece: (_rank(piece, blocks), piece))
        yield Cut(cut, kept, "near")


def _cuts_inside(number: int, block: Block) -> tuple[list[Cut], list[Notice]]:
    """Return what is printed twice at the tears and within the lines of a block."""
    cuts = []
    if len(block.fragments) > 1:
        cuts = [Cut(after, before, "overlap") for before, after in torn_repeats(number, block)]
    if not block.is_prose:
        return cuts, []
    block = block.without([cut.piece for cut in cuts]) if cuts else block
    if may_repeat_clauses(block.text):
        looped, notices = _loops(list(clauses_of(number, block)), {number: block})
        if looped:
            return cuts + looped, notices
    notices = []
    for first, *others in doubled(block.text):
        kept = Piece(number, *first)
        kind: DupKind = "overlap" if len(others) == 1 else "exact"
        copies = [Cut(Piece(number, *other), kept, kind) for other in others]
        cuts += copies
        if len(others) > 1:
            cuts += _cut_off({number: block}, copies)
            notices.append(_loop_notice(block, len(others) + 1))
    return cuts, notices


def _figures_again(blocks: Sequence[Block]) -> Iterator[Cut]:
    """Yield the lines of an infographic that say what the line before them says."""
    for number, (one, two) in enumerate(pairwise(blocks), 1):
        are_figures = isinstance(one.node, Stat) and isinstance(two.node, Stat)
        if are_figures and one.normal == two.normal and len(two.normal) >= _FIGURE_LINE:
            yield Cut(_whole(number, blocks), _whole(number - 1, blocks), "exact")


def _cut_off(blocks: Mapping[int, Block], copies: Sequence[Cut]) -> list[Cut]:
    """Return the beginning of one more copy of a loop, in which its line breaks off."""
    number, first, end = copies[0].of.block, copies[0].of.start, copies[-1].piece.end
    block = blocks[number]
    if copies[-1].piece.block != number:
        return []
    edges = accumulate(len(fragment.text) for fragment in block.fragments)
    edge = next((edge for edge in edges if edge > end), end)
    again = block.text[end:edge]
    if len(again) < _CUT_OFF or not block.text.startswith(again, first):
        return []
    return [Cut(Piece(number, end, edge), Piece(number, first, first + len(again)), "exact")]


def _left(cuts: Iterable[Cut], blocks: Sequence[Block]) -> list[int]:
    """Return the numbers of the blocks that are not cut whole."""
    gone = {cut.piece.block for cut in cuts if cut.piece == _whole(cut.piece.block, blocks)}
    return [number for number in range(len(blocks)) if number not in gone]


def _whole(number: int, blocks: Sequence[Block]) -> Piece:
    return Piece(number, 0, len(blocks[number].text))


def _place(block: Block) -> Place:
    return Place(block.fragments[0].line)
