"""What a front page prints round its name: the issue's numbers, the lunar date, who publishes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..fields import dates_in, lunar_at, weekday_at
from ..han import HAN, is_han
from ..line import Candidate, Line, is_closed
from ..pattern import pattern
from ..profile import Profile

IN_TWO = "masthead-in-two-lines"
# the first headline stands within so many lines, and is no longer than so many characters
_HEAD, _LONG = 30, 50
_MONTH = pattern(r"\d{4}\s*年\s*\d{1,2}\s*月")
_DAY = pattern(r"\d{1,2}\s*日?")
# CN11-0065 and 第27636期; behind 代号 1-1; 今日20版
_NUMBER = pattern(r"CN(?:\d+[-－—–]\d+(?:/\S+)?)?|[总總]?第\d{2,6}[期号號]")
_BARE = pattern(r"\d+[-－—–]\d+(?:/\S+)?")
_PAGES = pattern(rf"[今本共]{HAN}{{0,3}}\d{{1,3}}版")


def nameplate(lines: Sequence[Line], profile: Profile) -> dict[int, Candidate]:
    """Return what lines over the first headline are beside the fields that a line holds whole.

    A date or a name that is printed in two lines is a field that goes on in the next one; the
    rest is furniture.
    """
    end = next((i for i, line in enumerate(lines[:_HEAD]) if _ends(line, profile)), _HEAD)
    above = lines[:end]
    found: dict[int, Candidate] = {}
    day = next((i for i, pair in enumerate(pairwise(above)) if _is_date_in_two(*pair)), None)
    if day is not None:
        found[day] = Candidate(role="meta", rule=IN_TWO, kind="date")
    elif not any(weekday_at(line.text) or dates_in(line.text) for line in above):
        return {}
    pairs = enumerate(pairwise(above))
    name = next((i for i, pair in pairs if _is_name_in_two(*pair, profile)), None)
    if name is not None:
        found[name] = Candidate(role="meta", rule=IN_TWO, kind="newspaper")
    for i, line in enumerate(above):
        if _is_imprint(line.text, profile):
            found[i] = Candidate(role="furniture", rule="nameplate")
    return found


def _is_date_in_two(line: Line, below: Line) -> bool:
    return _are_near(line, below) and bool(
        _MONTH.fullmatch(line.text) and _DAY.fullmatch(below.text)
    )


def _is_name_in_two(line: Line, below: Line, profile: Profile) -> bool:
    is_end = below.text in profile.newspaper and _are_near(line, below)
    return is_end and len(line.text) <= 4 and is_han(line.text)


def _are_near(line: Line, below: Line) -> bool:
    return below.blanks <= 1 and not line.bullet and not below.bullet


def _ends(line: Line, profile: Profile) -> bool:
    """Return whether the nameplate ends before a line."""
    if len(line.text) > _LONG or is_closed(line.text):
        return True
    return bool(line.hashes) and not line.text.endswith(profile.newspaper)


def _is_imprint(text: str, profile: Profile) -> bool:
    """Return whether every word of a line says how and by whom the paper is published."""
    words = text.split()
    return all(
        word.startswith(profile.nameplate)
        or word.endswith(profile.nameplate)
        or _NUMBER.fullmatch(word)
        or (_BARE.fullmatch(word) and len(words) > 1)
        or _PAGES.fullmatch(word)
        or ((lunar := lunar_at(word)) and lunar.end() == len(word))
        for word in words
    )
