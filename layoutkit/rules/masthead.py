"""Rules for masthead fields, by label or shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..fields import (
    Field,
    date_at,
    is_page,
    known,
    page_at,
    phone_at,
    read_fields,
    weekday_at,
)
from ..han import is_han
from ..line import Candidate, Line, holds, is_closed
from ..pattern import pattern
from ..people import squeezed
from ..profile import Profile, Words

# the paper's name stands in one of so many lines
_HEAD = 12
# a page number without a word
LONE = pattern(r"[A-Z]?\d{1,3}")
_SHAPES = (("date", date_at), ("weekday", weekday_at), ("hotline", phone_at), ("page", page_at))


def paper_name(lines: Sequence[Line], profile: Profile) -> tuple[int, str] | None:
    """Return where the masthead names the paper, and the name: a short line beside a date, or a
    word of a running head.
    """
    for i in range(min(_HEAD, len(lines))):
        name = _name_in(lines, i, profile)
        if name:
            return i, name
    return None


@cache
def _last_characters(newspaper: Words) -> Words:
    """Return the last characters of the words that end papers' names."""
    return tuple({word[-1] for word in newspaper})


def _name_in(lines: Sequence[Line], i: int, profile: Profile) -> str:
    """Return the paper's name where a line of the masthead names it, else nothing."""
    line = lines[i]
    text = squeezed(line.text).strip("《》") if len(line.text) <= 50 else line.text
    # beside a date the last character of a paper's name is enough: 渡口报
    if len(text) <= 10 and (
        line.text.startswith("《") or text.endswith(_last_characters(profile.newspaper))
    ):
        near = [other.text for other in lines[max(0, i - 2) : i + 4] if other is not line]
        if any(date_at(other) for other in near if len(other) <= 40):
            return text
    if i < 3 and len(line.text) <= 50 and not is_closed(line.text):
        fields = read_fields(line.text, profile)
        if known(fields) >= 2 and fields[0].name in ("newspaper", "column"):
            name = next((f for f in fields if f.name == "newspaper"), fields[0])
            return line.text[name.value.start : name.value.end]
    return ""


def is_paper_head(text: str, profile: Profile) -> bool:
    """Return whether a short line is a paper's name, alone or with date, page, column."""
    if len(text) > 30 or is_closed(text) or holds(text, "，,。/／:："):
        return False
    head = re.split(r"[\s　·•|—-]", text)[0]
    return head.endswith(profile.newspaper) and 3 <= len(head) <= 10


def field(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A masthead field with its label: 责任编辑:…, 来源：…"""
    text = lines[i].text
    if len(text) > 120 or is_closed(text) or not text.startswith(profile.field_labels):
        return None
    first = read_fields(text, profile)[0]
    if first.label.end == 0 or (
        text[first.label.end - 1] not in ":：/／｜|" and not _is_at_edge(lines, i)
    ):
        return None
    return Candidate(role="meta", rule="masthead-label", kind=first.name, label=first.value.start)


def _is_at_edge(lines: Sequence[Line], i: int) -> bool:
    return i < 8 or i >= len(lines) - 6


def bare_field(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A masthead field without a label: the paper's name, a date, a page, a telephone number.

    A line of several fields is a running head wherever the page begins or ends.
    """
    text = lines[i].text
    if len(text) > 50 or lines[i].bullet or is_closed(text):
        return None
    if _is_at_edge(lines, i):
        fields = read_fields(text, profile)
        if _are_beside(fields) or _is_beside_head(lines, i, fields, profile):
            return Candidate(role="meta", rule="masthead-line", kind=fields[0].name)
    if len(text) > 30:
        return None
    for name, shape_at in _SHAPES:
        match = shape_at(text)
        if match and (match.end() == len(text) or _has_room(text, name, match.end())):
            return Candidate(role="meta", rule="masthead-shape", kind=name, label=match.end())
    if _is_paper(lines, i, profile):
        return Candidate(role="meta", rule="masthead-shape", kind="newspaper")
    if _is_page_beside_paper(lines, i, profile):
        return Candidate(role="meta", rule="masthead-shape", kind="page")
    if is_column(lines, i, profile):
        return Candidate(role="meta", rule="masthead-shape", kind="column")
    return None


def _are_beside(fields: list[Field]) -> bool:
    """Return whether a line is fields side by side, with two short words between them at most."""
    others = [f for f in fields if f.name == "column"]
    short = all(f.value.end - f.value.start <= 8 for f in others)
    return known(fields) >= 2 and len(others) <= 2 and short


def _is_beside_head(lines: Sequence[Line], i: int, fields: list[Field], profile: Profile) -> bool:
    """Return whether a page's number and two short words stand on top, over or under a running head
    without one.
    """
    if i > 2 or lines[i].hashes or sorted(f.name for f in fields) != ["column", "column", "page"]:
        return False
    if any(field.value.end - field.value.start > 8 for field in fields):
        return False
    beside = (lines[k].text for k in (i - 1, i + 1) if 0 <= k < len(lines))
    heads = [read_fields(text, profile) for text in beside if len(text) <= 50]
    return any(_are_beside(head) and all(f.name != "page" for f in head) for head in heads)


def _has_room(text: str, name: str, end: int) -> bool:
    """Return whether other fields stand behind a date or a page."""
    return name in ("date", "page") and len(text) - end <= 16 and text[end] in " 　"


def _is_paper(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a line is the paper's name, by its ending or by its place over a date."""
    if _is_named_at(lines, i, profile):
        return True
    whole = squeezed(lines[i].text)
    return 3 <= len(whole) <= 10 and whole.endswith(profile.newspaper) and "/" not in whole


def _is_named_at(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether the masthead names the paper in a line and in none before it."""
    if i >= _HEAD or not _name_in(lines, i, profile):
        return False
    paper = paper_name(lines, profile)
    return paper is not None and paper[0] == i


def _is_page_beside_paper(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a number alone stands next to the paper's name in the masthead."""
    if i >= _HEAD or not LONE.fullmatch(lines[i].text):
        return False
    paper = paper_name(lines, profile)
    return paper is not None and abs(paper[0] - i) == 1


def is_column(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a short word stands right under the page's number or between two fields."""
    text = lines[i].text
    if not i or len(text) > 10 or not is_han(text.replace("·", "")):
        return False
    under_page = is_page(lines[i - 1].text) or _is_page_beside_paper(lines, i - 1, profile)
    if not under_page and not (i < _HEAD and _is_named_at(lines, i - 1, profile)):
        return False
    if under_page and not lines[i].blanks and len(text) <= 6:
        return True
    after = lines[i + 1].text if i + 1 < min(len(lines), 11) else ""
    return bool(date_at(after) or weekday_at(after)) or after.startswith(profile.field_labels)
