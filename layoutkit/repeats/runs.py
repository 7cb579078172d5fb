"""In: the sentences of a page in print order.  Out: the runs of them that are printed again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .blocks import Block, Piece, Unit

# A copy this long is no accident; shorter text repeats in print (heads, labels, slogans).
BLOCK = 20
SENTENCE = 30
SENTENCES = 24
_TRIED = 4
# 责任单位：…: what a line says of several things alike, no repeat
_LABELLED = re.compile(r"[^，。、；：:]{1,8}[：:][^。！？；]*$")


class Run(NamedTuple):
    """A part of the page that is printed again: pairs of (first print, second print)."""

    pairs: tuple[tuple[Piece, Piece], ...]
    blocks: int


def repeated_runs(units: Sequence[Unit], blocks: Sequence[Block]) -> tuple[Run, ...]:
    """Return the runs of equal sentences that are repeats, each as pieces of blocks."""
    sizes: dict[int, int] = defaultdict(int)
    for unit in units:
        sizes[unit.piece.block] += 1
    found = []
    for first, second, length in _matches(units):
        run = Run(tuple(_pieces(units, first, second, length)), 0)
        run = run._replace(blocks=len({pair[1].block for pair in run.pairs}))
        found += [run] if _is_repeat(run, units, first, second, length, sizes, blocks) else []
    return tuple(_without_summaries(found, blocks))


def _matches(units: Sequence[Unit]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, second, length) of runs of equal units, the longest at each place."""
    where: dict[str, list[int]] = {}
    at = 0
    while at < len(units):
        length, first = max(
            ((_equal(units, one, at), -one) for one in where.get(units[at].normal, ())),
            default=(0, 0),
        )
        if length:
            yield -first, at, length
        for place in range(at, at + max(length, 1)):
            known = where.setdefault(units[place].normal, [])
            if len(known) < _TRIED:
                known.append(place)
        at += max(length, 1)


def _equal(units: Sequence[Unit], one: int, two: int) -> int:
    """Return how many units from one on equal those from two on, the two not overlapping."""
    length, end = 0, min(len(units) - two, two - one)
    while length < end and units[one + length].normal == units[two + length].normal:
        length += 1
    return length


def _pieces(
    units: Sequence[Unit], first: int, second: int, length: int
) -> Iterator[tuple[Piece, Piece]]:
    """Yield the pairs of pieces of a run, parted wherever a block ends on either side."""
    one, two = units[first].piece, units[second].piece
    for step in range(1, length):
        next_one, next_two = units[first + step].piece, units[second + step].piece
        if next_one.block == one.block and next_two.block == two.block:
            one = one._replace(end=next_one.end)
            two = two._replace(end=next_two.end)
        else:
            yield one, two
            one, two = next_one, next_two
    yield one, two


def _is_repeat(
    run: Run,
    units: Sequence[Unit],
    first: int,
    second: int,
    length: int,
    sizes: dict[int, int],
    blocks: Sequence[Block],
) -> bool:
    """Return whether a run of equal sentences is a repeat and not a quotation or a label."""
    one, two = run.pairs[0]
    size = sum(len(unit.normal) for unit in units[second : second + length])
    if len(run.pairs) > 1:
        longest = max(blocks[pair[1].block].length for pair in run.pairs)
        return size >= BLOCK and (longest >= BLOCK or len(run.pairs) > 2)
    block = blocks[one.block], blocks[two.block]
    if not (block[0].is_prose and block[1].is_prose) or block[0].is_summary or block[1].is_summary:
        return False
    is_whole = sizes[one.block] == length, sizes[two.block] == length
    if all(is_whole):
        return block[1].length >= BLOCK and not _LABELLED.fullmatch(block[1].text)
    # a block that is a sentence of another is a pull quote
    return not any(is_whole) and size >= (SENTENCES if length > 1 else SENTENCE)


def _without_summaries(runs: Sequence[Run], blocks: Sequence[Block]) -> Iterator[Run]:
    """Yield the runs but those of a block made of sentences that stand in several others."""
    partners: dict[int, set[int]] = defaultdict(set)
    covered: dict[int, int] = defaultdict(int)
    for run in runs:
        for one, two in run.pairs:
            for piece, other in ((one, two), (two, one)):
                partners[piece.block].add(other.block)
                covered[piece.block] += piece.end - piece.start
    quotes = {
        block
        for block, others in partners.items()
        if len(others) > 1 and covered[block] >= len(blocks[block].text)
    }
    for run in runs:
        sides = {piece.block for piece in run.pairs[0]}
        if len(run.pairs) > 1 or not quotes & sides or _is_whole(run.pairs[0], blocks):
            yield run


def _is_whole(pair: tuple[Piece, Piece], blocks: Sequence[Block]) -> bool:
    """Return whether both pieces are whole blocks."""
    return all(p.end - p.start >= len(blocks[p.block].text) for p in pair)
