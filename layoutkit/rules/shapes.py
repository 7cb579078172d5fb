"""Rules for what a line's shape says: jumps, captions, rows, items, headings without label."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from ..line import Candidate, Line, holds, is_closed
from ..pattern import pattern
from ..photographers import has_photographer
from ..profile import Profile, Words

_TABLE_NUMBER = pattern(r"\s*(?:[0-9一二三四五六七八九十]{1,3}[\s　:：、.]|[:：])")
_FIGURE = pattern(r"\d")
# what a column's head says of its unit: （元/500克）
_UNIT = pattern("[（(][^（）()]*[）)]")
_GAP = pattern(r"\S[ 　]+\S")
# what stands behind 上接 and 下转: a page, perhaps a title, the closing bracket
_JUMP = pattern(
    r"\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版?[^）)。，,；;：:！？]{0,16}[）)]?"
)
_JUMP_AT_END = pattern(
    r"\s*[（(]\s*([^（）()，。]{0,12}[0-9一二三四五六七八九十]{1,3}版?)\s*[）)]$"
)
# they point from a caption to its picture
_POINTERS = frozenset("▲△▼▽")
POINTED = "pointed-caption"
# 一一 is how a dash is often read
_DASHES = ("——", "一一", "──", "--")


@cache
def _first_letters(jump_from: Words, jump_to: Words) -> frozenset[str]:
    return frozenset(word[0] for word in (*jump_from, *jump_to))


def jump(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that sends the reader to another page, or comes from one."""
    head = unicodedata.normalize("NFKC", lines[i].text.lstrip("（( 　")[:1])
    if head not in _first_letters(profile.jump_from, profile.jump_to):
        return None
    text = unicodedata.normalize("NFKC", lines[i].text)
    if len(text) != len(lines[i].text):
        text = lines[i].text
    opened = text.lstrip("（( 　")
    coming = next((word for word in profile.jump_from if opened.startswith(word)), None)
    going = next((word for word in profile.jump_to if opened.startswith(word)), None)
    word = coming or going
    if word is None:
        return None
    page = _JUMP.match(opened, len(word))
    if page is None:
        return None
    end = len(text) - len(opened) + page.end()
    if end == len(text) and len(text) <= 30:
        kind = "from" if coming else "to"
        return Candidate(role="jump", rule="jump-line", kind=kind, label=end)
    if coming and text[end - 1] in "）)":
        return Candidate(role="jump", rule="jump-line", kind="from", label=end)
    return None


def jump_at_end(text: str, profile: Profile) -> int:
    """Return where a jump in brackets begins that closes a text; the text's length for none."""
    match = _JUMP_AT_END.search(text) if text[-1:] in "）)" else None
    if match and match[1].startswith(profile.jump_to) and is_closed(text[: match.start()]):
        return match.start()
    return len(text)


def caption(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """What a picture shows: 图为…, 图片说明：…; what a table shows: 表1 …"""
    text = lines[i].text
    if text.startswith(profile.caption) and len(text) <= 160:
        return Candidate(role="caption", rule="caption-word")
    if lines[i].bullet[:1] in _POINTERS and has_photographer(text, profile):
        return Candidate(role="caption", rule=POINTED)
    if (
        len(text) <= 40
        and text.startswith(profile.table)
        and any(
            text.startswith(word) and _TABLE_NUMBER.match(text, len(word)) for word in profile.table
        )
    ):
        return Candidate(role="caption", rule="table-title")
    return None


def _is_spaced_row(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a line is a row of cells parted by blanks, under a table's title or columns'
    heads without figures.
    """
    if not _may_be_cells(lines[i], profile):
        return False
    first = i
    while first and i - first < 40 and _may_be_cells(lines[first - 1], profile):
        first -= 1
    last = i + 1 if i + 1 < len(lines) and _may_be_cells(lines[i + 1], profile) else i
    titled = (
        first > 0
        and lines[first - 1].text.startswith(profile.table)
        and caption(lines, first - 1, profile)
    )
    return last > first if titled else _has_heads(lines, first)


def _has_heads(lines: Sequence[Line], first: int) -> bool:
    """Return whether two rows of as many cells, with figures, stand under one without."""
    head, *rows = (line.text for line in lines[first : first + 3])
    return (
        len(rows) == 2
        and not _FIGURE.search(_UNIT.sub("", head))
        and all(_FIGURE.search(row) and len(row.split()) == len(head.split()) for row in rows)
    )


def _may_be_cells(line: Line, profile: Profile) -> bool:
    return (
        len(line.text) <= 80
        and 3 <= len(line.text.split()) <= 12
        and not is_closed(line.text)
        and not line.text.startswith(profile.table)
    )


def row(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A table's row: cells between `|`, `&` or tabs."""
    raw = lines[i].raw.strip()
    if _is_spaced_row(lines, i, profile):
        return Candidate(role="row", rule="row-set-by-blanks", kind=" ")
    if "|" not in raw and "&" not in raw and "\t" not in raw:
        return None
    beside = [lines[k].raw for k in (i - 1, i + 1) if 0 <= k < len(lines)]
    if raw.endswith("\\\\") and "&" in raw:
        return Candidate(role="row", rule="table-row", kind="&")
    for sign, least in (("|", 2), ("&", 1), ("\t", 2)):
        if not any(sign in other for other in beside):
            continue
        if (
            raw.count(sign) >= least
            and (sign != "&" or raw.endswith("\\\\"))
            and not raw.endswith(("。", "！", "？"))
        ):
            if sign == "|" and not (raw.startswith("|") or raw.count("|") >= 2):
                continue
            return Candidate(role="row", rule="table-row", kind=sign)
    return None


def dash(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that opens with a dash: a deck or an item."""
    text = lines[i].text
    if text.startswith(_DASHES) and len(text) > 4:
        return Candidate(role="dash", rule="dash")
    return None


def _is_signed(lines: Sequence[Line], i: int) -> bool:
    """Return whether a sign stands before a heading: ▲, □ once, over running text."""
    line = lines[i]
    if (
        line.bullet[0] in "-*+"
        or len(line.text) > 30
        or is_closed(line.text)
        or i + 1 >= len(lines)
    ):
        return False
    before = lines[i - 1].bullet if i else ""
    after = lines[i + 1]
    if after.bullet:
        return after.bullet != line.bullet and before != line.bullet
    return not before and len(after.text) > 30


def bullet(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    if lines[i].bullet and not _is_signed(lines, i):
        return Candidate(role="bullet", rule="bullet")
    return None


def theme(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A heading by its shape: short, no closing mark, no bullet; marks say so too."""
    line = lines[i]
    text = line.text
    if not text or len(text) > 60:
        return None
    if line.bullet:
        return Candidate(role="theme", rule="sign-before-line") if _is_signed(lines, i) else None
    if line.hashes and len(text) <= 60 and not holds(text[:-1], "。；"):
        return Candidate(role="theme", rule="heading-mark")
    if line.is_bold and len(text) <= 40 and not holds(text, "。；"):
        return Candidate(role="theme", rule="bold-line")
    if len(text) > 30 or (text.endswith(profile.office) and _GAP.search(text)):
        return None
    if (
        not holds(text, "。；;")
        and text[-1] not in "，,、；;。…！!？?）)%％"
        and text.count("，") + text.count(",") <= 1
    ):
        return Candidate(role="theme", rule="short-line")
    if text[-1] in "！!？?）)" and not holds(text, "。；;"):
        return Candidate(role="theme", rule="short-line?")
    return None
