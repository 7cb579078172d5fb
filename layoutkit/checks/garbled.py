"""In: the final tree.  Out: notices of characters that recognition misread."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from ..han import is_han
from ..model import (
    Group,
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
from ..pattern import pattern
from ..repeats.compare import is_near, normal

# These are rare on a page: re compiles them when a text first holds a sign of one.
# $5\%_{a}$, \mathrm{CO}: formula code where the print has a figure or a mark
_FORMULA = (
    r"\$[^$\u3400-\u9fff]{0,40}[\\_^{}][^$]{0,40}\$"
    r"|\\[a-zA-Z]{2,12}\b(?:\{[^{}]{0,20}\})?|[_^]\{[^{}]{0,20}\}"
)
# 由“学有所教”向“学有所教”: a change from a thing to itself
_SAME = (
    r"“([^“”]{2,16})”[\u3400-\u9fff]{1,2}“\1”"
    r"(?:[、,，和及]?“([^“”]{2,16})”[\u3400-\u9fff]{1,2}“\2”)*"
)
# a # or | inside a sentence, a question mark where a sentence cannot end
_STRAY = (
    r"(?<=[\u3400-\u9fff，。；：”])[ ]?[#|\\~^<>{}_=][ ]?(?=[\u3400-\u9fff“])"
    r"|(?<=[、，；：])\?(?=[\u3400-\u9fff])"
)
_SPACED = r"(?<![A-Za-z])(?:[A-Za-z] ){3,}[A-Za-z](?![A-Za-z])"
_SIGNS = (
    (pattern(r"[$\\_^]"), _FORMULA),
    (pattern(r"“([^“”]{2,16})”[^“”]{1,2}“\1”"), _SAME),
    (pattern(r"[#|\\~^<>{}_=?]"), _STRAY),
    (pattern("[A-Za-z] [A-Za-z] [A-Za-z] [A-Za-z]"), _SPACED),
)
_STOP = pattern("[，。、；：！？,;:!?“”]")
_EQUAL = 6
_LIKE = 10
_SHARE = 85
_WORD = 3
# A word that stands on the page after a figure here and after a letter there: one is misread.
_HEAD = pattern(r"[0-9A-Z](?=[^\x00-\x7f]{3})")
_STOPS = "，。、；"


def garbled_notices(root: Group) -> Iterator[Notice]:
    """Yield a notice for each stretch of a text that cannot have been printed so."""
    leaves = [node for node in walk(root) if _is_text(node)]
    for node in leaves:
        text = node.text
        found = [
            match.span()
            for sign, pattern in _SIGNS
            if sign.search(text)
            for match in re.finditer(pattern, text)
        ]
        found += _read_twice(text)
        for start, end in _merged(found):
            yield _notice(node, start, end)
    for node, start, end in _glued(leaves):
        yield _notice(node, start, end)


def _is_text(node: Node) -> bool:
    if isinstance(node, Text):
        return node.role not in ("furniture", "row", "credit")
    return isinstance(node, Stat)


def _read_twice(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a clause follows itself, as it is or misread; in print they vary more."""
    before, start = "", 0
    for clause in _STOP.split(text):
        end = start + len(clause)
        is_same = clause == before and len(clause) >= _EQUAL
        is_long = len(clause) >= _LIKE
        is_like = is_long and (clause[:2] == before[:2] or clause[-2:] == before[-2:])
        if is_same or (is_like and _is_misread(before, clause)):
            yield start, end
        before, start = clause or before, end + 1


def _is_misread(one: str, two: str) -> bool:
    """Return whether a clause that begins or ends like another is that one, misread."""
    if min(len(one), len(two)) < _LIKE:
        return False
    one, two = normal(one), normal(two)
    return one != two and is_near(one, two, _SHARE)


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield spans in order, those that touch as one."""
    start = end = -1
    for first, last in sorted(spans):
        if first > end + 1:
            if end >= 0:
                yield start, end
            start = first
        end = max(end, last)
    if end >= 0:
        yield start, end


def _glued(leaves: Iterable[Node]) -> Iterator[tuple[Node, int, int]]:
    """Yield the places where one word hangs on a figure here and on a letter there."""
    found: dict[str, list[tuple[Node, int, int]]] = defaultdict(list)
    heads: dict[str, set[bool]] = defaultdict(set)
    for node in leaves:
        for start, end, word in _after_heads(node.text):
            found[word].append((node, start, end))
            heads[word].add(node.text[start].isdigit())
    for word, places in found.items():
        if len(heads[word]) == 2:
            yield from places


def _after_heads(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a figure or letter leads a word (start, end, word), at a border of words."""
    for match in _HEAD.finditer(text):
        start, end = match.start(), match.end() + _WORD
        word, before = text[match.end() : end], text[start - 1 : start]
        if is_han(word) and (not before or before in _STOPS or is_han(before)):
            yield start, end, word


def _notice(node: Node, start: int, end: int) -> Notice:
    fragments = slice_fragments(own_fragments(node), Span(start, end))
    places = tuple(Place(f.line, f.start, f.end) for f in fragments)
    return Notice(kind="garbled", at=places, said=(joined(fragments),))
