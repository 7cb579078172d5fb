"""In: a text.  Out: its grams, the runs of four characters, as numbers that compare fast."""

from __future__ import annotations

from array import array

GRAM = 4  # characters of two bytes: one number of eight


def grams(text: str) -> list[int]:
    """Return the gram at each place of a text; equal grams are equal numbers.

    Of a rare character beyond U+FFFF half of its code counts, so two such grams may be one number.
    """
    code = text.encode("utf-16-le", "surrogatepass")
    if len(code) != 2 * len(text):
        text = "".join([chr(ord(char) & 0xFFFF) for char in text])
        code = text.encode("utf-16-le", "surrogatepass")
    found = [0] * max(len(text) - GRAM + 1, 0)
    for first in range(min(GRAM, len(found))):
        row = code[2 * first :]
        found[first::GRAM] = array("Q", row[: len(row) // 8 * 8])
    return found
