"""In: a line's text.  Out: the masthead's fields that it holds, by label or by shape."""

from __future__ import annotations

import re
from typing import NamedTuple

from .han import HAN
from .line import holds
from .model import Span
from .pattern import pattern
from .people import squeezed
from .profile import Profile

_CN = "〇○零一二三四五六七八九十"
_NUMERALS = frozenset("0123456789" + _CN)
DATE = pattern(
    rf"[0-9{_CN}]{{4}}\s*[年./-]\s*[0-9{_CN}]{{1,3}}\s*[月./-]\s*[0-9{_CN}]{{1,3}}\s*日?(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
    rf"|民[國国]\s*[0-9{_CN}]{{1,4}}\s*年\s*[0-9{_CN}]{{1,3}}\s*月\s*[0-9{_CN}]{{1,3}}\s*日"
    rf"|[0-9]{{4}}年第[0-9]{{1,3}}期"
)
WEEKDAY = pattern(r"(?:星\s*期|周|週|礼\s*拜|禮\s*拜)\s*[一二三四五六日天]")
_WEEKS = ("星", "周", "週", "礼", "禮")
PAGE = pattern(
    r"第?\s*[A-Z]?\s*[0-9]{1,3}\s*版|[A-Z][0-9]{1,3}(?:[-—–~][A-Z]?[0-9]{1,3})?(?![0-9A-Za-z])|第[一二三四五六七八九十]{1,3}版|P\s?[0-9]{1,3}(?![0-9])|(?<![0-9])0[0-9](?![0-9])"
)
# a page's number without 版 begins so
_PAGE_STARTS = frozenset("0ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# 甲辰年十二月十九, by the sixty years of the calendar
_LUNAR = pattern(
    r"(?:农历|農曆)?\s*[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\s*[正冬腊臘闰閏初廿卅一二三四五六七八九十月日]{3,8}"
)
_LUNAR_STARTS = frozenset("农農甲乙丙丁戊己庚辛壬癸")
# a page number alone on its line: — 3 —, 第3页, 3/8
FOLIO = pattern(
    r"[-—–·\s]*第?\s*[0-9一二三四五六七八九十]{1,3}\s*[页頁]?(?:\s*/?\s*共?\s*\d+\s*[页頁])?[-—–·\s]*"
)
# behind its label a number may be set in groups: 8655 1234
_DIALLED = pattern(r"\d[\d -]{5,12}\d(?!\d)")
_PHONE = pattern(r"(?:0\d{2,3}[-—－])?\d{7,8}(?!\d)|1\d{10}(?!\d)")
_COLON = pattern(r"\s*[:：/／｜|]\s*")
_BLANK = pattern("[ 　]+")
_LABEL = pattern(r"\S{2,6}?\s*[:：/／｜|　 ]")
_GAP = pattern(r"[\s　·｜|，,]+")
_SPACED_WORD = pattern(rf"(?:{HAN} ){{2,}}{HAN}(?!{HAN})")
_WORD = pattern(r"[^\s　｜|]+")
_NAMES = pattern(rf"{HAN}{{1,4}}(?:[ 　、]+{HAN}{{1,4}}){{0,5}}")


def date_at(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a date that stands at a place of a text."""
    # four numerals of a year, or 民国
    may_be = text.startswith("民", at) or _NUMERALS.issuperset(text[at : at + 4])
    return DATE.match(text, at) if may_be else None


def dates_in(text: str) -> list[str]:
    """Return the dates that a text holds, as printed."""
    if not holds(text, "年./-"):
        return []
    return [date[0] for date in DATE.finditer(text)]


def weekday_at(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a day of the week that stands at a place of a text."""
    return WEEKDAY.match(text, at) if text.startswith(_WEEKS, at) else None


def page_at(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a page's number that stands at a place of a text."""
    may_be = "版" in text or text[at : at + 1] in _PAGE_STARTS
    return PAGE.match(text, at) if may_be else None


def is_page(text: str) -> bool:
    """Return whether a text is the number of a page and nothing else."""
    may_be = text.endswith("版") or text[:1] in _PAGE_STARTS
    return may_be and PAGE.fullmatch(text) is not None


def phone_at(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a telephone number that stands at a place of a text."""
    return _PHONE.match(text, at) if text[at : at + 1].isdecimal() else None


def lunar_at(text: str, at: int = 0) -> re.Match[str] | None:
    """Return the match of a date of the lunar calendar that stands at a place of a text."""
    return _LUNAR.match(text, at) if text[at : at + 1] in _LUNAR_STARTS else None


_SHAPES = (
    ("date", date_at),
    ("weekday", weekday_at),
    ("page", page_at),
    ("hotline", phone_at),
    ("lunar", lunar_at),
)


class Field(NamedTuple):
    """A field: its name, the span of its printed label (empty where there is none) and value."""

    name: str
    label: Span
    value: Span


def read_fields(text: str, profile: Profile) -> list[Field]:
    """Return the fields of a line from left to right; what no rule knows is a `column`."""
    found: list[Field] = []
    at = 0
    whole = squeezed(text)
    if whole != text and whole.endswith(profile.newspaper) and len(whole) <= 10:
        return [Field("newspaper", Span(0, 0), Span(0, len(text)))]
    while at < len(text):
        gap = _GAP.match(text, at)
        if gap:
            at = gap.end()
            continue
        field = _labelled(text, at, profile) or _shaped(text, at) or _word(text, at, profile)
        found.append(field)
        at = max(field.value.end, at + 1)
    return _closed_up(text, found)


def _closed_up(text: str, fields: list[Field]) -> list[Field]:
    """Return fields that leave no printed sign between them: a separator ends the value before."""
    closed = []
    for position, field in enumerate(fields):
        following = fields[position + 1] if position + 1 < len(fields) else None
        end = _start(following) if following else len(text)
        value = Span(
            field.value.start, field.value.start + len(text[field.value.start : end].rstrip())
        )
        if position == 0 and text[: _start(field)].strip():
            if field.label.end > field.label.start:
                field = field._replace(label=Span(0, field.label.end))
            else:
                value = Span(0, value.end)
        closed.append(field._replace(value=value))
    return closed


def _start(field: Field) -> int:
    """Return where a field begins, its label included."""
    return field.label.start if field.label.end > field.label.start else field.value.start


def known(fields: list[Field]) -> int:
    """Return how many fields a rule knows."""
    return sum(field.name != "column" for field in fields)


def _labelled(text: str, at: int, profile: Profile) -> Field | None:
    """Return the field whose label stands here; without a colon its value must be names."""
    if not text.startswith(profile.field_labels, at):
        return None
    for label, name in profile.fields:
        if not text.startswith(label, at):
            continue
        after = at + len(label)
        colon = _COLON.match(text, after)
        blank = _BLANK.match(text, after)
        if colon:
            start = colon.end()
            end = _next_label(text, start, profile)
        elif blank and (said := _value_shape(name).match(text, blank.end())):
            start = blank.end()
            end = min(said.end(), _next_label(text, start, profile))
        else:
            continue
        if name == "date" and (date := date_at(text, start)):
            end = date.end()
        value = text[start:end].rstrip(" 　·｜|，,")
        if value:
            return Field(
                name, Span(at, at + len(text[at:start].rstrip())), Span(start, start + len(value))
            )
    return None


def _value_shape(name: str) -> re.Pattern[str]:
    """Return what the value of a label without a colon looks like."""
    return _DIALLED if name == "hotline" else _NAMES


def _next_label(text: str, start: int, profile: Profile) -> int:
    """Return where the next labelled or shaped field begins, or the end of the text."""
    for gap in _GAP.finditer(text, start):
        if text.startswith(profile.field_labels, gap.end()) and _LABEL.match(text, gap.end()):
            return gap.start()
        if (
            any(shape_at(text, gap.end()) for _, shape_at in _SHAPES[:3])
            and not text[start : gap.start()].isdigit()
        ):
            return gap.start()
    return len(text)


def _shaped(text: str, at: int) -> Field | None:
    for name, shape_at in _SHAPES:
        match = shape_at(text, at)
        if match:
            return Field(name, Span(at, at), Span(at, at + len(match[0].rstrip())))
    return None


def _word(text: str, at: int, profile: Profile) -> Field:
    """Return the word that stands here: the paper's name by its ending, a page's number at an edge,
    else a column.
    """
    spaced = _SPACED_WORD.match(text, at) if text.startswith(" ", at + 1) else None
    match = spaced or _WORD.match(text, at)
    end = match.end() if match else len(text)
    word = text[at:end].strip("《》")
    if word.endswith(profile.newspaper) and len(word) <= 10:
        name = "newspaper"
    elif word.isdecimal() and len(word) <= 3 and (not at or end == len(text)):
        name = "page"
    else:
        name = "column"
    return Field(name, Span(at, at), Span(at, end))
