"""In: a text.  Out: whether and where a photographer's name closes it: （记者 林禾 摄）."""

from __future__ import annotations

import re
from functools import cache

from .han import HAN
from .line import holds
from .profile import Profile, Words, one_of

_REACH = 80  # a name with its office and word is no longer


@cache
def _at_end(photographer: Words, picture: Words) -> re.Pattern[str]:
    word = one_of(photographer)
    return re.compile(
        rf"(?<=[。！？）)])\s*([^。！？，]{{2,40}}{word}[）)]?)$"
        rf"|\s*([（(][^（）()。]{{2,30}}{word}[）)])$"
        rf"|(?<=[。！？])\s*([^。！？，]{{2,20}}{word}[（(][^）)]{{2,12}}[）)])$"
        rf"|(?<=[。！？])\s*({one_of(photographer, picture)}\s*[/／:：][^。]{{2,20}})$"
    )


@cache
def _signed(photographer: Words, reporter: Words) -> re.Pattern[str]:
    name = rf"[。！]\s*[（(]?\s*{HAN}{{1,3}}\s*{HAN}{{0,3}}"
    return re.compile(
        rf"(?:{one_of(reporter)}|{name})[^。！？，]{{0,20}}{one_of(photographer)}\s*[）)]?$"
    )


@cache
def _after_stop(photographer: Words) -> re.Pattern[str]:
    return re.compile(rf"。[^。！？，]{{2,20}}{one_of(photographer)}$")


@cache
def _alone(photographer: Words, reporter: Words) -> re.Pattern[str]:
    return re.compile(rf"{one_of(reporter)}[^。，]{{1,20}}{one_of(photographer)}$")


def photographer_at(text: str, profile: Profile) -> int:
    """Return where the photographer's name begins; the text's length where none closes it."""
    start = max(len(text) - _REACH, 0)
    tail = text[start:]
    # behind the name of a picture no full stop may follow
    is_named = holds(tail, profile.photographer) or (
        not text.endswith("。") and holds(tail, profile.picture)
    )
    if not is_named:
        return len(text)
    match = _at_end(profile.photographer, profile.picture).search(text, start)
    return match.start(match.lastindex or 0) if match else len(text)


def has_photographer(text: str, profile: Profile) -> bool:
    """Return whether a photographer's name, with or without office, signs a text."""
    return text.rstrip().rstrip("）)").rstrip().endswith(profile.photographer) and bool(
        _signed(profile.photographer, profile.reporter).search(text, max(len(text) - _REACH, 0))
    )


def ends_as_caption(text: str, profile: Profile) -> bool:
    """Return whether a line has come to its end after its last stop: … 。周原摄."""
    return text.endswith(profile.photographer) and bool(
        _after_stop(profile.photographer).search(text)
    )


def is_photographer(text: str, profile: Profile) -> bool:
    """Return whether a line ends in an office, a name and 摄, with no stop between."""
    return text.endswith(profile.photographer) and bool(
        _alone(profile.photographer, profile.reporter).search(text)
    )
