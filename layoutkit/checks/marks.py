"""In: the final tree.  Out: notices of quotation marks without partner and dates that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from ..model import (
    Entry,
    Group,
    Meta,
    Node,
    Notice,
    Place,
    Span,
    Stat,
    Text,
    joined,
    own_fragments,
    slice_fragments,
    walk,
)
from ..numerals import number
from ..pattern import pattern

_PAIRS = {
    "”": "“",
    "’": "‘",
    "」": "「",
    "』": "『",
    "）": "（",
    ")": "(",
    "》": "《",
    "】": "【",
    "〉": "〈",
}
# the halves of these are often read as each other's width: （a)
_SAME = {"（": "("}
_OPEN = frozenset(_PAIRS.values())
_MARK = pattern(f"[{re.escape(''.join(sorted({*_OPEN, *_PAIRS})))}]")
_N = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = pattern(
    rf"(?:([0-9０-９]{{4}}|[〇○零一二三四五六七八九]{{4}})年)?(?<![0-9０-９一二三四五六七八九十])({_N})月({_N})[日号]"
)


def mark_notices(root: Group) -> Iterator[Notice]:
    """Yield the notices about marks and dates."""
    leaves = [node for node in walk(root) if isinstance(node, Text | Stat | Entry | Meta)]
    for at, node in enumerate(leaves):
        if isinstance(node, Text) and node.role == "furniture":
            continue
        following = leaves[at + 1] if at + 1 < len(leaves) else None
        text = joined(own_fragments(node))
        yield from _unpaired(node, text, following)
        if "月" in text:
            yield from _impossible(node, text)


def _unpaired(node: Node, text: str, following: Node | None) -> Iterator[Notice]:
    """The first mark of a text that has no partner in it."""
    at = _first_unpaired(text)
    if at is None:
        return
    # a speech of several paragraphs opens each of them and closes the last
    if following is not None and text[at] in "“「" and following.text[:1] == text[at]:
        return
    if text[at] == "’" and text[at - 1 : at].isascii():
        return
    yield _notice("unpaired-quotes", node, at, at + 1)


def _first_unpaired(text: str) -> int | None:
    opened: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark in _OPEN:
            opened.append((_SAME.get(mark, mark), at))
        else:
            partner = _SAME.get(_PAIRS[mark], _PAIRS[mark])
            if opened and opened[-1][0] == partner:
                opened.pop()
            elif partner != "(" or not _is_number_mark(text, at):
                return at
    return opened[0][1] if opened else None


def _is_number_mark(text: str, at: int) -> bool:
    """Return whether a closing bracket belongs to a number such as 1) or 一）."""
    return (
        number(text[max(at - 2, 0) : at].strip()) is not None
        or number(text[at - 1 : at]) is not None
    )


def _impossible(node: Node, text: str) -> Iterator[Notice]:
    """Days that no calendar has."""
    for match in _DATE.finditer(text):
        year, month, day = (number(part) if part else None for part in match.groups())
        if month is None or day is None:
            continue
        if not _is_day(year, month, day):
            yield _notice("impossible-date", node, match.start(), match.end())


def _is_day(year: int | None, month: int, day: int) -> bool:
    # without a year the day may be 29 February
    try:
        date(year if year and 1 <= year <= 9999 else 2000, month, day)
    except ValueError:
        return False
    return True


def _notice(
    kind: Literal["unpaired-quotes", "impossible-date"], node: Node, start: int, end: int
) -> Notice:
    fragments = slice_fragments(own_fragments(node), Span(start, end))
    places = tuple(Place(f.line, f.start, f.end) for f in fragments)
    return Notice(kind=kind, at=places, said=(joined(fragments),))
