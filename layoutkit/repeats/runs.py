"""In: the sentences of a page in print order.  Out: the runs of them that are printed again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ..pattern import pattern
from .blocks import Block, Piece, Unit
from .compare import normal

# A copy this long is no accident; shorter text repeats in print (heads, labels, slogans).
BLOCK = 20
SENTENCE = 30
# So many short blocks are a part of the page, such as a list printed twice.
_PART = 4
# Shorter sentences say nothing of where they come from.
_ECHO = 12
_TRIED = 4
_BETWEEN = 5
# 责任单位：…: what a line says of several things alike, no repeat
_LABELLED = pattern(r"[^，。、；：:]{1,8}[：:][^。！？；]*$")


Pair: TypeAlias = tuple[Piece, Piece]


class Run(NamedTuple):
    """A part of the page that is printed again: pairs of (first print, second print)."""

    pairs: tuple[tuple[Piece, Piece], ...]
    is_inside: bool = False

    @property
    def blocks(self) -> int:
        """Return over how many blocks the second print goes."""
        return len({second.block for _, second in self.pairs})


def repeated_runs(units: Sequence[Unit], blocks: Sequence[Block]) -> tuple[Run, ...]:
    """Return the runs of equal sentences that are repeats, each as pieces of blocks.

    A run that is_inside is a part of one block on both sides.
    """
    found: list[Run] = []
    echoes: list[Pair] = []
    for match in _matches(units):
        pairs = tuple(
            (_widened(one, blocks), _widened(two, blocks)) for one, two in _pieces(units, *match)
        )
        run = _whole_run(pairs, blocks) if len(pairs) > 1 else _single_run(pairs[0], blocks)
        found += [run] if run is not None else []
        echoes += pairs if len(pairs) == 1 and _size(pairs[0][1], blocks) >= _ECHO else ()
    summaries = _summaries(echoes, blocks)
    return tuple(
        run
        for run in found
        if not run.is_inside or summaries.isdisjoint(piece.block for piece in run.pairs[0])
    )


def _matches(units: Sequence[Unit]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, second, length) of runs of equal units, the longest at each place."""
    # by a unit and by it with the next: a set phrase (各位代表！) opens many a paragraph
    where: dict[tuple[str, str], list[int]] = {}
    count = Counter([unit.normal for unit in units])
    at = 0
    while at < len(units):
        if count[units[at].normal] == 1:
            at += 1
            continue
        known = {place for key in _keys(units, at) for place in where.get(key, ())}
        length, first = max(((_equal(units, one, at), -one) for one in known), default=(0, 0))
        if length:
            yield -first, at, length
        for place in range(at, at + max(length, 1)):
            for key in _keys(units, place):
                places = where.setdefault(key, [])
                if len(places) < _TRIED:
                    places.append(place)
        at += max(length, 1)


def _keys(units: Sequence[Unit], at: int) -> tuple[tuple[str, str], tuple[str, str]]:
    following = units[at + 1].normal if at + 1 < len(units) else ""
    return (units[at].normal, ""), (units[at].normal, following)


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


def _whole_run(pairs: tuple[Pair, ...], blocks: Sequence[Block]) -> Run | None:
    """Return the run of several blocks as far as it is a repeat, None where it is none.

    Equal heads and labels are no repeat, but those of a part printed twice are; a masthead alone
    is printed on every page.
    """
    if all(blocks[second.block].role == "meta" for _, second in pairs):
        return None
    is_long = [_is_long(second, blocks) for _, second in pairs]
    if sum(is_long) < 2 and len(pairs) < _PART:
        return _single_run(pairs[is_long.index(True)], blocks) if any(is_long) else None
    return Run((*reversed(tuple(_heads_before(pairs[0], blocks))), *pairs))


def _single_run(pair: Pair, blocks: Sequence[Block]) -> Run | None:
    """Return the run of one piece, None where it is a quotation or a label."""
    one, two = (blocks[piece.block] for piece in pair)
    if not (one.is_prose and two.is_prose) or one.is_summary or two.is_summary:
        return None
    is_whole = [_is_whole(piece, blocks) for piece in pair]
    size = _size(pair[1], blocks)
    if all(is_whole):
        if size < BLOCK or _LABELLED.fullmatch(two.text):
            return None
        return Run((*_speakers_before(pair, blocks), pair))
    # a block that is a sentence of another is a pull quote
    if any(is_whole) or size < SENTENCE:
        return None
    return Run((pair,), is_inside=True)


def _speakers_before(pair: Pair, blocks: Sequence[Block]) -> Iterator[Pair]:
    """Yield the labels of the speaker of both prints, where they are the same: 答："""
    one, two = pair[0].block - 1, pair[1].block - 1
    are_labels = one >= 0 and blocks[one].role == blocks[two].role == "speaker"
    if are_labels and two > one + 1 and blocks[one].normal == blocks[two].normal:
        yield _whole(one, blocks), _whole(two, blocks)


def _heads_before(pair: Pair, blocks: Sequence[Block]) -> Iterator[Pair]:
    """Yield the pairs of heads before a run, from its beginning up.

    In the first print something may stand between: a deck and a byline below the headline.
    """
    one, two = pair[0].block, pair[1].block
    while two - 1 > one:
        above = range(one - 1, max(one - _BETWEEN, -1), -1)
        head = next((at for at in above if blocks[at].normal == blocks[two - 1].normal), None)
        if head is None or not blocks[head].normal:
            return
        one, two = head, two - 1
        yield _whole(one, blocks), _whole(two, blocks)


def _size(piece: Piece, blocks: Sequence[Block]) -> int:
    return len("".join(blocks[piece.block].text[piece.start : piece.end].split()))


def _is_long(piece: Piece, blocks: Sequence[Block]) -> bool:
    text = blocks[piece.block].text[piece.start : piece.end]
    return _size(piece, blocks) >= BLOCK and not _LABELLED.fullmatch(text)


def _whole(number: int, blocks: Sequence[Block]) -> Piece:
    return Piece(number, 0, len(blocks[number].text))


def _summaries(echoes: Iterable[Pair], blocks: Sequence[Block]) -> set[int]:
    """Return the blocks made of sentences that stand in several others."""
    partners: dict[int, set[int]] = defaultdict(set)
    covered: dict[int, set[Piece]] = defaultdict(set)
    for one, two in echoes:
        for piece, other in ((one, two), (two, one)):
            partners[piece.block].add(other.block)
            covered[piece.block].add(piece)
    return {
        block
        for block, others in partners.items()
        if len(others) > 1
        and sum(end - start for _, start, end in covered[block]) >= len(blocks[block].text)
    }


def _is_whole(piece: Piece, blocks: Sequence[Block]) -> bool:
    return piece == _whole(piece.block, blocks)


def _widened(piece: Piece, blocks: Sequence[Block]) -> Piece:
    """Return all of the block where a piece lacks nothing of it but blanks and marks."""
    text = blocks[piece.block].text
    if piece.start > BLOCK or len(text) - piece.end > BLOCK:
        return piece
    is_all = not normal(text[: piece.start]) and not normal(text[piece.end :])
    return _whole(piece.block, blocks) if is_all else piece
