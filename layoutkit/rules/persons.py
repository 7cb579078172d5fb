"""Rules for who wrote, drew and photographed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..han import HAN, is_han
from ..line import Candidate, Line, holds, is_closed
from ..numbering import read_number
from ..pattern import pattern
from ..people import are_names, is_name, squeezed
from ..photographers import is_photographer
from ..profile import Profile, Words, one_of

_NO_NAME = "0123456789%，。；！？《》：:"
# 各位代表： and its like are no longer
_ADDRESS = 12
# 图表/林禾: a duty and one name
_DUTY = pattern(r"[^\s/／:：]{2,4}\s*[/／:：]\s*([^\s/／:：]{2,4})")
_NAME_AND_OFFICE = pattern(rf"{HAN}{{2,3}}[（(](?:{HAN}|[、·“”]){{3,40}}[）)]?")


@cache
def _offices(byline: Words, house: Words) -> re.Pattern[str]:
    """Return the pattern of what stands before a name in a byline: 本报, 特约记者."""
    return re.compile(one_of(byline, house))


def byline(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that names its writers: 本报记者 …, 记者/…, 作者：…"""
    text = squeezed(lines[i].text)
    if len(text) > 50 or is_closed(text) or holds(text, "。；“”！？"):
        return None
    offices = _offices(profile.byline, profile.house)
    if not offices.search(text):
        return None
    for word in profile.byline:
        at = text.find(word)
        if at < 0:
            continue
        after = text[at + len(word) :].lstrip(" 　/／:：｜|")
        glued = text[at + len(word) :]
        first = re.split(r"[ 　/／]", after)[0]
        name = are_names(offices.sub("", first))
        if (
            name
            and (
                glued[:1] in " 　/／:：｜|"
                or text.endswith((*profile.byline_end, *profile.text_and_picture))
                or len(text) <= at + len(word) + 4
            )
            and at <= 20
        ):
            return Candidate(role="byline", rule="byline-word")
    return None


def person(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A person's name alone on its line, or an office and a name."""
    text = squeezed(lines[i].text.lstrip("□■▲◆●○△ 　")).strip("（）()")
    if text in profile.desk:
        return Candidate(role="byline", rule="name-alone")
    if (
        text[:1] in profile.surnames
        and holds(text[2:4], "（(")
        and _NAME_AND_OFFICE.fullmatch(text)
    ):
        return Candidate(role="byline", rule="name-and-office")
    if len(text) > 40 or is_closed(text):
        return None
    words = text.split()
    if _reports(lines, i, words, profile):
        rule = "office-and-name"
    else:
        rule = _rule_of_words(text, words, profile) or _rule_of_tail(text, profile)
    return Candidate(role="byline", rule=rule) if rule and not holds(text, _NO_NAME) else None


def _reports(lines: Sequence[Line], i: int, words: list[str], profile: Profile) -> bool:
    """Return whether an office and a name, of whatever surname, stand over a report's address."""
    return (
        len(words) == 2
        and words[0].endswith(profile.office)
        and 2 <= len(words[1]) <= 3
        and is_han(words[1])
        and i + 1 < len(lines)
        and len(lines[i + 1].text) <= _ADDRESS
        and lines[i + 1].text.startswith(profile.salutation)
    )


def _rule_of_words(text: str, words: list[str], profile: Profile) -> str:
    """Return the rule by which words that end in a name are a byline; "?" wants more evidence."""
    if not words or not is_name(words[-1], profile):
        return ""
    if "“" in text or "”" in text:
        return "word-and-name?" if len(words) > 1 else ""
    if len(words) <= 5:
        if all(is_name(word, profile) for word in words):
            return "name-alone"
        if holds(text, profile.office):
            return "office-and-name"
    return "word-and-name?" if len(words) == 2 else ""


def _rule_of_tail(text: str, profile: Profile) -> str:
    """Return the rule by which an office with a name glued to it is a byline."""
    if len(text) < 7:
        return ""
    names = [length for length in (3, 2) if is_name(text[-length:], profile)]
    if not names or not is_han(text.replace("、", "")):
        return ""
    if not holds(text[:-2], profile.office):
        return ""
    if any(text[:-length].endswith(profile.office) for length in names):
        return "office-and-name"
    return "office-and-name?"


def credit(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """Who drew or photographed: 本版制图/…, 摄影：…, 某某 摄."""
    text = squeezed(lines[i].text).strip("（）()")
    if text != lines[i].text and text.startswith(profile.whole_page) and not is_closed(text):
        return Candidate(role="credit", rule="credit-of-page")
    if len(text) > 60 or "。" in text:
        return None
    if is_photographer(text, profile):
        return Candidate(role="credit", rule="photographer-line")
    if len(text) > 40:
        return None
    if _says_credit(text, profile) and not _names_writer(text, profile):
        return Candidate(role="credit", rule="credit-word")
    return None


def _says_credit(text: str, profile: Profile) -> bool:
    """Return whether a word such as 制图 stands before a name or behind one."""
    bare = text
    for place in (*profile.whole_page, *profile.house):
        bare = bare.removeprefix(place)
    # 本版图表/…: whatever the duty is called
    if text.startswith(profile.whole_page):
        duty = _DUTY.match(bare)
        if duty and is_name(duty[1], profile):
            return True
    words = (*profile.photographer, *profile.credit)
    if not (bare.startswith(words) or bare.endswith(words)):
        return False
    for word in words:
        if bare.startswith(word) and re.match(r"\s*[/／:：]|\s*由", bare[len(word) :]):
            return True
        if bare.endswith(word) and len(bare) <= 24:
            head = bare[: -len(word)].rstrip(" 　/／")
            if head != bare[: -len(word)] and len(head) >= 2 and not read_number(head):
                return True
            if is_name(head, profile):
                return True
    return False


def _names_writer(text: str, profile: Profile) -> bool:
    """Return whether who photographed wrote as well: 文/图, 文 ／ 图."""
    bare = "".join(text.split()).replace("／", "/")
    return holds(bare, profile.text_and_picture)
