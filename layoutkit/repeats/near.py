"""In: blocks.  Out: the pairs of them that are the same but for a few misread characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress

from .blocks import Block
from .compare import is_near
from .grams import GRAM, gram_rows

_LEAST = 90
_SHORTEST = 20
# Below this length one changed character is all that may be: a changed word is another thing.
_SHORT = 40
# 1 for the last bytes of the characters that the grams of a long text begin with
_QUARTER = bytes(byte % 4 == 0 for byte in range(256))
# A gram in more blocks than these is a set phrase; without the bound a page of one template is
# compared with itself line by line.
_POSTINGS = 8
_TRIED = 6


def near_pairs(blocks: Sequence[Block], numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, second) of the blocks of these numbers that are near copies."""
    grams_of = {
        number: _grams(blocks[number].normal) for number in numbers if _counts(blocks[number])
    }
    told: set[int] = set()
    shared: set[int] = set()
    for own in grams_of.values():
        shared |= own & told
        told |= own
    postings: dict[int, list[int]] = {}
    for number, own in grams_of.items():
        block = blocks[number]
        common = own & shared
        enough = max(2, len(own) // 8)
        if len(common) >= enough:
            votes = Counter(chain.from_iterable([postings.get(gram, ()) for gram in common]))
            tried = sorted([(-count, one) for one, count in votes.items() if count >= enough])
            match = next((one for _, one in tried[:_TRIED] if _is_copy(blocks[one], block)), None)
            if match is not None:
                yield match, number
                continue
        for gram in common:
            places = postings.setdefault(gram, [])
            if len(places) < _POSTINGS:
                places.append(number)


def _counts(block: Block) -> bool:
    """Return whether a copy of a block would be told from one that only looks alike."""
    return block.is_prose and not block.is_summary and len(block.normal) >= _SHORTEST


def _grams(text: str) -> frozenset[int]:
    """Return grams of a text, of a long one a fixed quarter of them."""
    rows: Iterable[Iterable[int]] = gram_rows(text)
    if len(text) >= _SHORT * 2:
        is_taken = text.encode("utf-32-le", "surrogatepass")[::4].translate(_QUARTER)
        rows = [compress(row, is_taken[first::GRAM]) for first, row in enumerate(rows)]
    return frozenset(chain.from_iterable(rows))


def _is_copy(one: Block, two: Block) -> bool:
    shorter = min(len(one.normal), len(two.normal))
    least = _LEAST if shorter >= _SHORT else max(_LEAST, 100 - 100 / shorter)
    return one.normal != two.normal and is_near(one.normal, two.normal, least)
