"""In: a text.  Out: whether and how far a dispatch's dateline opens it: 本报讯（记者 …）."""

from __future__ import annotations

import re
from functools import cache

from .han import HAN
from .line import holds
from .model import Span
from .pattern import pattern
from .profile import Profile, Words, one_of

_REPORTER = r"(?:[（(][^）)]{1,40}[）)])?"
# what follows 本报讯
_AFTER_REPORT = pattern(rf"\s*{_REPORTER}")


@cache
def _after_agency(report: Words, wire: Words) -> re.Pattern[str]:
    """Return the pattern of what follows 新华社: a place, a day, 电."""
    return re.compile(rf"(?:[^，。]{{0,16}}?{one_of(wire)}|{one_of(report)})?\s*{_REPORTER}")


@cache
def _unlisted(house: Words, report: Words, wire: Words) -> re.Pattern[str]:
    """Return the pattern of 【江州讯】, and of 本报江州5月4日电."""
    end = one_of(report, wire)
    return re.compile(
        rf"[【（(]\s*{HAN}{{1,6}}{end}\s*[】）)]"
        rf"|{one_of(house)}[^，。（(]{{0,10}}\d[^，。（(]{{0,8}}{end}\s*{_REPORTER}"
    )


def _match_unlisted(text: str, profile: Profile) -> re.Match[str] | None:
    """Return the match of a dateline that the profile does not list, None where there is none."""
    if not text.startswith(("【", "（", "(", *profile.house)):
        return None
    if not holds(text, profile.report) and not holds(text, profile.wire):
        return None
    return _unlisted(profile.house, profile.report, profile.wire).match(text)


def opens_with_dateline(text: str, profile: Profile) -> bool:
    """Return whether a text opens with 本报讯, 新华社…电 or 【…讯】."""
    return text.startswith(profile.dateline) or _match_unlisted(text, profile) is not None


def read_dateline(text: str, profile: Profile) -> Span | None:
    """Return the span of a dateline and its reporter; None where nothing follows it."""
    end = _end_of_dateline(text, profile)
    return Span(0, end) if 0 < end < len(text) else None


def _end_of_dateline(text: str, profile: Profile) -> int:
    """Return where a dateline ends; 0 where a text opens with none."""
    unlisted = _match_unlisted(text, profile)
    if unlisted:
        return unlisted.end()
    if not text.startswith(profile.dateline):
        return 0
    word = next(word for word in profile.dateline if text.startswith(word))
    agency = _after_agency(profile.report, profile.wire)
    after = _AFTER_REPORT if word.endswith(profile.report) else agency
    match = after.match(text, len(word))
    return len(text[: match.end() if match else len(word)].rstrip())
