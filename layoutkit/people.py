"""What reads as a person's name: printed form in, yes or no out."""

from __future__ import annotations

from .han import HAN, is_han
from .pattern import pattern
from .profile import Profile

# a blank between two letters: quicker to look for than letters that stand alone
_BETWEEN = pattern(r"[ 　](?<=[^\W\d_A-Za-z][ 　])[ 　]*[^\W\d_A-Za-z]")
_SPACED = pattern(rf"(?<!{HAN})({HAN})(?:[ 　]+({HAN}))(?:[ 　]+({HAN}))?(?!{HAN})")
_LETTER_SPACED = pattern(rf"(?<!{HAN}){HAN}(?:[ 　]+{HAN}){{3,}}(?!{HAN})")
_PARTING = pattern(r"[、，,\s　]+")


def squeezed(text: str) -> str:
    """Return a text without the blanks between letters that are set apart: 江 州 日 报, 孙 丽."""
    if (" " not in text and "　" not in text) or not _BETWEEN.search(text):
        return text
    return _SPACED.sub(lambda match: "".join(part for part in match.groups() if part), _wide(text))


def _wide(text: str) -> str:
    """Join a run of four and more single characters, such as a letter-spaced title."""
    if len(text.split()) < 4:
        return text
    return _LETTER_SPACED.sub(lambda match: "".join(match[0].split()), text)


def is_name(text: str, profile: Profile) -> bool:
    """Return whether a text is a surname with one or two characters."""
    return 2 <= len(text) <= 3 and text[0] in profile.surnames and is_han(text)


def are_names(text: str) -> bool:
    """Return whether a text is one to six short words such as names are, in any parting."""
    words = [word for word in _PARTING.split(squeezed(text).strip("（）()")) if word]
    return 0 < len(words) <= 6 and all(2 <= len(word) <= 4 and is_han(word) for word in words)
