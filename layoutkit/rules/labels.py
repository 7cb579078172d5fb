"""Rules for printed labels: keywords, boxes, glossaries, annexes, numbers, speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..datelines import opens_with_dateline
from ..fields import WEEKDAY
from ..han import HAN, is_han
from ..line import Candidate, Line, holds, is_closed
from ..model import Span
from ..numbering import read_number
from ..numerals import CIRCLED, number
from ..pattern import pattern
from ..people import is_name, squeezed
from ..profile import Profile
from .masthead import is_paper_head

_BRACKETS = frozenset("【[〖「［〔『<＜《")
_BRACKETED = pattern(
    r"[【\[〖「［〔『<＜《]\s*([^】\]〗」］〕』>＞》]{1,14}?)\s*[】\]〗」］〕』>＞》]\s*[:：]?"
)
_RING = pattern(f"^(.*?)\\s*([{''.join(CIRCLED)}]|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})$")
_RING_ENDS = frozenset((*CIRCLED, *"0123456789一二三四五六七八九十"))
_NUMERALS = "0123456789一二三四五六七八九十"
_LABEL_NUMBER = pattern(
    rf"({HAN}{{2,5}})\s*([0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})[\s　:：]+\S"
)
# 热词 1 …: a label that no profile knows is one where so many of its numbers head lines
_SERIES_LABEL = pattern(
    rf"({HAN}{{2,4}}?)\s*([0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})[\s　:：.、]+(\S)"
)
_SERIES, _SERIES_REACH, _SERIES_LINE = 3, 100, 40
_BRACKETED_NUMBER = pattern(
    rf"\s*([0-9０-９]{{1,2}}|[{''.join(CIRCLED)}]|[一二三四五六七八九十]{{1,3}})\s*[】\]〗］」]\s*"
)
_SUBJECT = pattern(r"\s*[／/｜|:：]\s*")
_SPEAKER = 24  # a label that says who speaks is no longer
_COLON = pattern(rf"([^，。！？；:：,“”]{{1,{_SPEAKER}}})[:：]")
_BOOK = pattern(r"^《[^》]{1,30}》\s*")
# 附件1：, whatever the paper calls an annex
_ANNEX = pattern(r"^[^\s:：]{1,3}\s*[0-9一二三四五六七八九十]*\s*[:：]\s*")
_RUN_IN = pattern(
    r"[【\[〖［]?([^，。：:】\]〗］ 　]{2,8})(?:[】\]〗］]\s*[:：]?|[:：]|(?=[ 　]))\s*"
)
_KEYWORD_NUMBER = pattern(
    rf"\s*([0-9０-９]{{1,2}}|[{''.join(CIRCLED)}]|[一二三四五六七八九十]{{1,3}})\s*[.．、:：\s　]*"
)


def keyword(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A keyword label with its number: 关键词 1. …, 【关键词1】…, or a word that numbers three."""
    text = lines[i].text
    if len(text) > 60:
        return None
    if not text.startswith(profile.keyword):
        return _bracketed_keyword(text, profile) or _keyword_of_series(lines, i, profile)
    label = next(word for word in profile.keyword if text.startswith(word))
    match = _KEYWORD_NUMBER.match(text, len(label))
    if not match:
        rest = re.match(r"\s*[:：]\s*", text[len(label) :])
        if rest and not is_closed(text):
            return Candidate(
                role="keyword",
                rule="keyword-label",
                kind=label,
                title=Span(len(label) + rest.end(), len(text)),
            )
        return None
    start = match.end()
    title = Span(start, len(text)) if start < len(text) else None
    return Candidate(
        role="keyword", rule="keyword-label", kind=label, n=number(match[1]), title=title
    )


def _bracketed_keyword(text: str, profile: Profile) -> Candidate | None:
    """Return the keyword whose label and number stand in brackets."""
    if text[:1] not in _BRACKETS or not text.startswith(profile.keyword, 1):
        return None
    label = next(word for word in profile.keyword if text.startswith(word, 1))
    match = _BRACKETED_NUMBER.match(text, 1 + len(label))
    if not match:
        return None
    title = Span(match.end(), len(text)) if match.end() < len(text) else None
    return Candidate(
        role="keyword", rule="keyword-label", kind=label, n=number(match[1]), title=title
    )


def _keyword_of_series(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """Return the keyword of a label that numbers its like on the page: 热词 1 …, 热词 2 …"""
    match = _series_label(lines[i])
    if not match or match[1] in profile.boxes or match[1] in profile.annex:
        return None
    around = lines[max(i - _SERIES_REACH, 0) : i + _SERIES_REACH]
    like = {line.text: line for line in around if line.text.startswith(match[1])}
    numbers = set()
    for line in like.values():
        other = _series_label(line)
        if other and other[1] == match[1]:
            numbers.add(number(other[2]))
            if len(numbers) >= _SERIES:
                break
    else:
        return None
    title = Span(match.start(3), len(lines[i].text))
    return Candidate(
        role="keyword", rule="label-of-series", kind=match[1], n=number(match[2]), title=title
    )


def _series_label(line: Line) -> re.Match[str] | None:
    text = line.text
    if len(text) > _SERIES_LINE or not (line.hashes or line.blanks):
        return None
    # two letters begin it, a sign stands behind its number
    if not text[:2].isalnum() or text.isalnum() or not holds(text, _NUMERALS) or is_closed(text):
        return None
    match = _SERIES_LABEL.match(text)
    return match if match and not WEEKDAY.match(text) else None


@cache
def _openings(labels: frozenset[str]) -> frozenset[str]:
    """Return the first two characters of every label."""
    return frozenset(label[:2] for label in labels)


def box(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A box label, in brackets or known to the profile, with or without a number."""
    text = squeezed(lines[i].text)
    if len(text) > 24:
        return _run_in_label(text, profile) if text == lines[i].text else None
    is_opened = text[:1] in _BRACKETS
    bracketed = _BRACKETED.fullmatch(text) if is_opened else None
    inner = (bracketed[1] if bracketed else text.rstrip(":：")).strip(" 　◆●■▲★|丨")
    if is_opened and not bracketed and _BRACKETED.match(text):
        return None
    ring = _RING.match(inner) if inner[-1:] in _RING_ENDS else None
    kind, n = (ring[1], number(ring[2])) if ring and ring[1] in profile.boxes else (inner, None)
    may_be_numbered = text[:2] in _openings(profile.boxes) and holds(text, _NUMERALS)
    numbered = _LABEL_NUMBER.match(text) if may_be_numbered else None
    if numbered and numbered[1] in profile.boxes and not is_closed(text):
        return Candidate(
            role="box", rule="box-label-with-title", kind=numbered[1], n=number(numbered[2])
        )
    if kind in profile.boxes:
        return Candidate(role="box", rule="box-label", kind=kind, n=n)
    if holds(inner, "／/｜|:："):
        label = _SUBJECT.split(inner, maxsplit=1)[0]
        if label in profile.boxes and not is_closed(text):
            return Candidate(role="box", rule="box-label-and-subject", kind=label)
    if (
        bracketed
        and text[0] in "【〖［["
        and not is_paper_head(inner, profile)
        and i + 1 < len(lines)
    ):
        if ring and ring[1]:
            kind, n = ring[1], number(ring[2])
        return Candidate(role="box", rule="bracketed-label", kind=kind, n=n)
    return None


def _run_in_label(text: str, profile: Profile) -> Candidate | None:
    """Return the box of a label with a colon that its only paragraph follows: 编者按：…"""
    openings = _openings(profile.boxes)
    if text[:2] not in openings and text[1:3] not in openings:
        return None
    match = _RUN_IN.match(text)
    if match and match[1] in profile.boxes and (len(match[1]) > 2 or text[0] in "【[〖［"):
        return Candidate(role="box", rule="run-in-label", kind=match[1], label=match.end())
    return None


def glossary(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """The head of a glossary: 名词解释, alone or after a title in 《》 or a label with a colon."""
    text = lines[i].text.strip("【】[]〖〗「」［］:： 　()（）")
    if text[:1] == "《":
        text = _BOOK.sub("", text, count=1)
    if (":" in text or "：" in text) and text.endswith(tuple(profile.glossary)):
        text = _ANNEX.sub("", text, count=1)
    if text in profile.glossary:
        return Candidate(role="glossary", rule="glossary-head")
    return None


def annex(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """An annex's label: 附件1, with or without its title."""
    text = lines[i].text
    if len(text) > 60 or not text.startswith(profile.annex):
        return None
    label = next(word for word in profile.annex if text.startswith(word))
    match = re.match(
        r"\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*([:：.．、\s　]*)", text[len(label) :]
    )
    if match is None or not (match[1] or match[2] or len(text) == len(label)):
        return None
    start = len(label) + match.end()
    if start < len(text) and (is_closed(text) or not (match[1] or match[2])):
        return None
    title = Span(start, len(text)) if start < len(text) else None
    return Candidate(
        role="annex", rule="annex-label", n=number(match[1]) if match[1] else None, title=title
    )


def numbered(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """An order number at the beginning: 一、 （一） 1. (1) ①."""
    text = lines[i].text
    found = read_number(text)
    if not found:
        return None
    return Candidate(
        role="numbered",
        rule="order-number",
        kind=found.style,
        n=found.n,
        title=Span(found.end, len(text)),
    )


def salutation(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """各位代表: alone on its line."""
    text = lines[i].text
    bare = text.rstrip(":：!！,，")
    if bare == text:
        return None
    if bare in profile.salutation:
        return Candidate(role="salutation", rule="salutation")
    if (
        len(bare) <= 12
        and (bare.startswith(profile.salutation_starts) or bare.endswith(profile.salutation_ends))
        and not holds(bare, "，。：")
    ):
        return Candidate(role="salutation", rule="salutation")
    return None


def speaker(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """Who speaks: a label with a colon, alone on the line or before the words."""
    text = lines[i].text
    if not holds(text[: _SPEAKER + 1], ":："):
        return None
    match = _COLON.match(text)
    if not match or not match[1].strip():
        return None
    label = match[1].strip("【】[]〖〗 　")
    alone = match.end() == len(text)
    if alone:
        known = label in profile.speaker or holds(label, profile.office) or is_name(label, profile)
        if known and 1 <= len(label) <= 24:
            return Candidate(role="speaker", rule="speaker-line", label=len(text), kind=label)
    elif not _is_headline(lines, i, profile) and (
        label in profile.speaker
        or is_name(label, profile)
        or (len(label) <= 12 and label.endswith(profile.office))
    ):
        return Candidate(role="speaker", rule="speaker-label", label=match.end(), kind=label)
    elif 2 <= len(label) <= 8 and is_han(label.replace("·", "")):
        return Candidate(role="speaker", rule="label-with-colon?", label=match.end(), kind=label)
    return None


def _is_headline(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether an unclosed line has a heading's mark or stands over a dateline."""
    line = lines[i]
    if is_closed(line.text):
        return False
    below = lines[i + 1].text if i + 1 < len(lines) else ""
    return line.hashes > 0 or opens_with_dateline(below, profile)
