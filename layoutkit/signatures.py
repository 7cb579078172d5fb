"""Where an article's text ends in its writer's or photographer's name."""

from __future__ import annotations

from collections.abc import Sequence

from .han import HAN
from .line import CLOSING, Block, is_closed
from .pattern import pattern
from .people import squeezed
from .photographers import has_photographer
from .profile import Profile
from .titles import is_running_text, is_title

_NAME_AT_END = pattern(rf"(?<=[。！？”’」』)）])\s*([（(]?(?:{HAN}|[\s、/]){{2,24}}[）)]?)$")
_WORD_AT_END = pattern(rf"{HAN}{{2,3}}$")


def ends_with_name(blocks: Sequence[Block], i: int, profile: Profile) -> bool:
    """Return whether an article's text ends here: in a name behind it, or a name alone."""
    block = blocks[i]
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if following is not None and not is_title(following):
        return False
    text, candidate = block.text, block.line.may_be("byline")
    if candidate and i > 0:
        in_brackets = text[0] in "（(" and candidate.rule == "byline-word"
        if (candidate.rule == "name-alone" or in_brackets) and is_running_text(blocks[i - 1]):
            return True
    is_short = len(text) <= 160 or (i > 0 and block.line.may_be("credit") is not None)
    if is_short and has_photographer(text, profile):
        return True
    return split_name(text, profile) is not None


def split_name(text: str, profile: Profile, loose: bool = False) -> int | None:
    """Return where a name after a text's last stop begins; None where there is none.

    loose: the stop itself may be lost.
    """
    if len(text) < 40 or text[-1] in CLOSING:
        return None
    match = _NAME_AT_END.search(text)
    if match and _is_signature(squeezed(match[1]).strip("（）() 　"), profile):
        return match.start(1)
    if loose:
        tail = _WORD_AT_END.search(text)
        for length in (3, 2):
            name = text[-length:]
            if (
                tail
                and len(name) <= len(tail[0])
                and name[0] in profile.surnames
                and not is_closed(text)
            ):
                return len(text) - length
    return None


def _is_signature(text: str, profile: Profile) -> bool:
    words = text.split()
    if not words:
        return False
    if any(word in text for word in profile.byline):
        return len(text) <= 14
    names = words if len(words) > 1 else [text]
    if all(2 <= len(name) <= 3 and name[0] in profile.surnames for name in names):
        return True
    return (
        any(office in text for office in profile.office)
        and text[-3:-2] + text[-2:-1] != ""
        and any(text[-k] in profile.surnames for k in (2, 3))
    )
