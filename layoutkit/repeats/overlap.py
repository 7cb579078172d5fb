"""In: the fragments of a torn paragraph.  Out: the characters printed on both sides of a tear."""

from __future__ import annotations

from collections.abc import Iterator

from ..han import count_han
from .blocks import Block, Piece

_LEAST = 2
_MOST = 200
# A shorter line is none that a column would break.
_SIDE = 10
_CLOSED = "。！？!?；;：:，,、”』）)》】"


def torn_repeats(number: int, block: Block) -> Iterator[tuple[Piece, Piece]]:
    """Yield (before, after) for each tear of a block at which a few characters stand twice."""
    at, start, line = 0, 0, block.fragments[0].line
    for fragment in block.fragments:
        if fragment.line != line:
            length = _shared(block.text[start:at], block.text[at : at + _MOST])
            if length:
                yield Piece(number, at - length, at), Piece(number, at, at + length)
            start, line = at, fragment.line
        at += len(fragment.text)


def _shared(before: str, after: str) -> int:
    """Return how many characters end one side of a tear and begin the other, 0 for an accident."""
    if len(before) < _SIDE or before[-1] in _CLOSED or before[-_LEAST:] not in after:
        return 0
    length = overlap(before, after)
    shared = after[:length]
    # 一步 / 一步: such words double by themselves; figures alone may be two figures
    if length < _LEAST or (length == _LEAST and shared[0] == "一") or not count_han(shared):
        return 0
    return length


def overlap(before: str, after: str) -> int:
    """Return the length of the longest end of one text that begins the other (prefix function)."""
    size = min(_MOST, len(before), len(after))
    text = after[:size] + "\0" + before[-size:]
    known = [0] * len(text)
    for at in range(1, len(text)):
        length = known[at - 1]
        while length and text[at] != text[length]:
            length = known[length - 1]
        known[at] = length + (text[at] == text[length])
    return known[-1]
