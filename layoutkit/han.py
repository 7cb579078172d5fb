"""Chinese characters: which they are, and how many.

Compared here, not in patterns: of a range so wide each pattern takes milliseconds to compile.
"""

from __future__ import annotations

FIRST, LAST = "\u3400", "\u9fff"


def is_han(text: str) -> bool:
    """Return whether a text is of Chinese characters alone; an empty text is not."""
    return bool(text) and min(text) >= FIRST and max(text) <= LAST


def count_han(text: str) -> int:
    """Return how many characters of a text are Chinese."""
    return sum(FIRST <= character <= LAST for character in text)
