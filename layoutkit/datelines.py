"""In: a text.  Out: whether and how far a dispatch's dateline opens it: 本报讯（记者 …）."""

from __future__ import annotations

import re

from .model import Span
from .profile import Profile

_REPORTER = r"(?:[（(][^）)]{1,40}[）)])?"
# what follows 本报讯, and what follows 新华社: a place, a day, 电
_AFTER_REPORT = re.compile(rf"\s*{_REPORTER}")
_AFTER_AGENCY = re.compile(rf"(?:[^，。]{{0,16}}?电|[^，。]{{0,12}}?電|讯|訊)?\s*{_REPORTER}")
# 【江州讯】, and 本报江州5月4日电
_UNLISTED = re.compile(
    r"[【（(]\s*[㐀-鿿]{1,6}[讯訊电電]\s*[】）)]"
    rf"|本[报報刊][^，。（(]{{0,10}}\d[^，。（(]{{0,8}}[讯訊电電]\s*{_REPORTER}"
)


def opens_with_dateline(text: str, profile: Profile) -> bool:
    """Return whether a text opens with 本报讯, 新华社…电 or 【…讯】."""
    return text.startswith(profile.dateline) or bool(_UNLISTED.match(text))


def read_dateline(text: str, profile: Profile) -> Span | None:
    """Return the span of a dateline and its reporter; None where nothing follows it."""
    end = _end_of_dateline(text, profile)
    return Span(0, end) if 0 < end < len(text) else None


def _end_of_dateline(text: str, profile: Profile) -> int:
    """Return where a dateline ends; 0 where a text opens with none."""
    unlisted = _UNLISTED.match(text)
    if unlisted:
        return unlisted.end()
    word = next((w for w in profile.dateline if text.startswith(w)), "")
    if not word:
        return 0
    after = _AFTER_REPORT if word[-1] in "讯訊" else _AFTER_AGENCY
    match = after.match(text, len(word))
    return len(text[: match.end() if match else len(word)].rstrip())
