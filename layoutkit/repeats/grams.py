"""In: a text.  Out: its grams, the runs of four characters, as numbers that compare fast."""

from __future__ import annotations

from array import array

GRAM = 4  # characters of two bytes: one number of eight


def grams(text: str) -> list[int]:
    """Return the gram at each place of a text; equal grams are equal numbers.

    A rare character beyond U+FFFF is told as one of the 6,400 for private use.
    """
    code = text.encode("utf-16-le", "surrogatepass")
    if len(code) != 2 * len(text):
        text = "".join([_one_number(char) for char in text])
        code = text.encode("utf-16-le", "surrogatepass")
    found = [0] * max(len(text) - GRAM + 1, 0)
    for first in range(min(GRAM, len(found))):
        row = code[2 * first :]
        found[first::GRAM] = array("Q", row[: len(row) // 8 * 8])
    return found


def _one_number(char: str) -> str:
    return char if char <= "\uffff" else chr(0xE000 + ord(char) % 0x1900)
