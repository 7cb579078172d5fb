"""What a front page prints round its name: the issue's numbers, the lunar date, who publishes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..fields import date_at, lunar_at, weekday_at
from ..han import HAN, is_han
from ..line import Candidate, Line, is_closed
from ..pattern import pattern
from ..profile import Profile

IN_TWO = "masthead-in-two-lines"
# the first headline stands within so many lines, and is no longer than so many characters
_HEAD, _LONG = 30, 50
_MONTH = pattern(r"\d{4}\s*年\s*\d{1,2}\s*月")
_DAY = pattern(r"\d{1,2}\s*日?")
# CN 11-0065 and 第27636期 and 1-1; 今日20版
_NUMBER = pattern(r"(?:CN)?\s*\d+[-－—–]\d+(?:/\S+)?|CN|[总總]?第\s*\d{2,6}\s*[期号號]")
_PAGES = pattern(rf"(?!第){HAN}{{1,4}}\s*\d{{1,3}}\s*版")


def nameplate(lines: Sequence[Line], profile: Profile) -> dict[int, Candidate]:
    """Return what lines over the first headline are beside the fields that a line holds whole.

    A date or a name that is printed in two lines is a field that goes on in the next one; the
    rest is furniture.
    """
    end = next((i for i, line in enumerate(lines[:_HEAD]) if _ends(line, profile)), _HEAD)
    above = lines[:end]
    found = {}
    for i, (line, below) in enumerate(pairwise(above)):
        if _MONTH.fullmatch(line.text) and _DAY.fullmatch(below.text):
            found[i] = Candidate(role="meta", rule=IN_TWO, kind="date")
        elif below.text in profile.newspaper and len(line.text) <= 4 and is_han(line.text):
            found[i] = Candidate(role="meta", rule=IN_TWO, kind="newspaper")
    if found or any(date_at(line.text) or weekday_at(line.text) for line in above):
        for i, line in enumerate(above):
            if _is_imprint(line.text, profile):
                found[i] = Candidate(role="furniture", rule="nameplate")
    return found


def _ends(line: Line, profile: Profile) -> bool:
    """Return whether the nameplate ends before a line."""
    if len(line.text) > _LONG or is_closed(line.text):
        return True
    return bool(line.hashes) and not line.text.endswith(profile.newspaper)


def _is_imprint(text: str, profile: Profile) -> bool:
    """Return whether every word of a line says how and by whom the paper is published."""
    return all(
        word.startswith(profile.nameplate)
        or word.endswith(profile.nameplate)
        or _NUMBER.fullmatch(word)
        or _PAGES.fullmatch(word)
        or lunar_at(word)
        for word in text.split()
    )
