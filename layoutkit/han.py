"""Chinese characters: which they are, how many, and one in a pattern."""

from __future__ import annotations

FIRST, LAST = "\u3400", "\u9fff"
# One in a pattern, by exclusion: a range as wide as the one above takes each pattern milliseconds
# to compile.  It takes 〇, 々 and the rare characters beyond U+FFFF as well.
HAN = r"[^\W\d_A-Za-zÀ-ӿⅠ-ⅿ①-⓿぀-ヿＡ-Ｚａ-ｚ]"


def is_han(text: str) -> bool:
    """Return whether a text is of Chinese characters alone; an empty text is not."""
    return bool(text) and min(text) >= FIRST and max(text) <= LAST


def count_han(text: str) -> int:
    """Return how many characters of a text are Chinese."""
    return sum(FIRST <= character <= LAST for character in text)
