"""Rules for who wrote, drew and photographed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..line import Candidate, Line, is_closed
from ..numbering import read_number
from ..people import are_names, is_name, squeezed
from ..photographers import is_photographer
from ..profile import Profile

_NAME_AND_OFFICE = re.compile(r"[㐀-鿿]{2,3}[（(][㐀-鿿、·“”]{3,40}[）)]?")


def byline(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that names its writers: 本报记者 …, 记者/…, 作者：…"""
    text = squeezed(lines[i].text)
    if len(text) > 50 or is_closed(text) or any(c in text for c in "。；“”！？"):
        return None
    for word in profile.byline:
        at = text.find(word)
        if at < 0:
            continue
        after = text[at + len(word) :].lstrip(" 　/／:：｜|")
        glued = text[at + len(word) :]
        first = re.split(r"[ 　/／]", after)[0]
        for other in profile.byline:
            first = first.replace(other, "")
        name = are_names(re.sub("实习|實習|特约|特約|本报|本報", "", first))
        if (
            name
            and (
                glued[:1] in " 　/／:：｜|"
                or re.search(r"(?:报道|報導|報道|摄影报道|文/图)$", text)
                or len(text) <= at + len(word) + 4
            )
            and at <= 20
        ):
            return Candidate(role="byline", rule="byline-word")
    return None


def person(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A person's name alone on its line, or an office and a name."""
    text = squeezed(lines[i].text.lstrip("□■▲◆●○△ 　")).strip("（）()")
    if re.fullmatch(r"本[报報刊](?:编辑部|編輯部|评论员|評論員)", text):
        return Candidate(role="byline", rule="name-alone")
    if _NAME_AND_OFFICE.fullmatch(text) and text[0] in profile.surnames:
        return Candidate(role="byline", rule="name-and-office")
    if len(text) > 40 or is_closed(text) or re.search(r"[0-9%，。；！？《》：:]", text):
        return None
    rule = _rule_of_words(text, profile) or _rule_of_tail(text, profile)
    return Candidate(role="byline", rule=rule) if rule else None


def _rule_of_words(text: str, profile: Profile) -> str:
    """Return the rule by which words that end in a name are a byline; "?" wants more evidence."""
    words = text.split()
    if not words or not is_name(words[-1], profile):
        return ""
    if "“" in text or "”" in text:
        return "word-and-name?" if len(words) > 1 else ""
    if len(words) <= 5:
        if all(is_name(word, profile) for word in words):
            return "name-alone"
        if any(office in text for office in profile.office):
            return "office-and-name"
    return "word-and-name?" if len(words) == 2 else ""


def _rule_of_tail(text: str, profile: Profile) -> str:
    """Return the rule by which an office with a name glued to it is a byline."""
    if len(text) < 7 or not re.fullmatch(r"[㐀-鿿、]+", text):
        return ""
    if not any(office in text[:-2] for office in profile.office):
        return ""
    names = [length for length in (3, 2) if is_name(text[-length:], profile)]
    if any(text[:-length].endswith(profile.office) for length in names):
        return "office-and-name"
    return "office-and-name?" if names else ""


def credit(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """Who drew or photographed: 本版制图/…, 摄影：…, 某某 摄."""
    text = squeezed(lines[i].text).strip("（）()")
    if text != lines[i].text and text.startswith("本版") and not is_closed(text):
        return Candidate(role="credit", rule="credit-of-page")
    if is_photographer(text) and len(text) <= 60 and "。" not in text:
        return Candidate(role="credit", rule="photographer-line")
    if len(text) > 40 or "。" in text or re.search(r"文\s*[/／、并及]?\s*[图圖摄攝]", text):
        return None
    bare = text.removeprefix("本版").removeprefix("本报")
    for word in profile.credit:
        if bare.startswith(word) and re.match(r"\s*[/／:：]|\s*由", bare[len(word) :]):
            return Candidate(role="credit", rule="credit-word")
        if bare.endswith(word) and len(bare) <= 24:
            head = bare[: -len(word)].rstrip(" 　/／")
            if head != bare[: -len(word)] and len(head) >= 2 and not read_number(head):
                return Candidate(role="credit", rule="credit-word")
            if is_name(head, profile):
                return Candidate(role="credit", rule="credit-word")
    return None
