"""In: a text.  Out: its grams, the runs of four characters, as numbers that compare fast."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

GRAM = 4  # characters of two bytes: one number of eight


def gram_rows(text: str) -> list[array[int]]:
    """Return four rows of grams: those at every fourth place from 0, from 1, from 2 and from 3.

    Equal grams are equal numbers; a rare character beyond U+FFFF is told as one of the 6,400 for
    private use.
    """
    code = text.encode("utf-16-le", "surrogatepass")
    if len(code) != 2 * len(text):
        text = "".join([_one_number(char) for char in text])
        code = text.encode("utf-16-le", "surrogatepass")
    rows = [code[2 * first :] for first in range(GRAM)]
    return [array("Q", row[: len(row) // 8 * 8]) for row in rows]


def in_order(rows: Sequence[array[int]]) -> list[int]:
    """Return the grams of the four rows as they follow each other in the text."""
    found = [0] * sum(map(len, rows))
    for first, row in enumerate(rows):
        found[first::GRAM] = row
    return found


def _one_number(char: str) -> str:
    return char if char <= "\uffff" else chr(0xE000 + ord(char) % 0x1900)
