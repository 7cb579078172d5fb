"""In: a row of paragraphs.  Out: the sentences that count points: 一是…。 第二…。 首先…。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model import Span
from ..numerals import chinese
from ..pattern import pattern
from .paragraph import FIGURE, Paragraph, is_statement

# 一是, 二要, 第三, 首先, 其次, 最后; it may hang on a 这 (这首先在于)
POINT = pattern(
    r"[这那這]?(?:(?P<n>[一二三四五六七八九十]{1,2})[是要]|第(?P<m>[一二三四五六七八九十]{1,2})"
    r"|(?P<word>首先|其次|再次|最后|最後))"
)
_FIRST = frozenset("这那這一二三四五六七八九十第首其再最")
# where the first point follows a colon, and others a semicolon
_WITHIN = pattern(r"[：:；;]\s*(?=[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|首先)")
_PAUSE = pattern("[：:；;]")
_RANKS = {"首先": 1, "其次": 2, "再次": 3}
_LAST = 99
_LONGEST = 45


class _Point(NamedTuple):
    """A sentence that counts a point; has_body says that more about it follows."""

    paragraph: int
    span: Span
    rank: int
    has_body: bool


def points(row: list[Paragraph]) -> list[tuple[int, Span]]:
    """Return the sentences that count points: first those that open paragraphs, then the rest.

    The two are counted apart, since a paragraph that is a point may count points of its own.
    """
    found = [point for i, paragraph in enumerate(row) for point in _points_of(i, paragraph)]
    chosen = set(_chains([one for one in found if row[one.paragraph].opens_with(one.span)]))
    chosen |= set(_chains([point for point in found if point not in chosen]))
    return [(point.paragraph, point.span) for point in found if point in chosen]


def _points_of(i: int, paragraph: Paragraph) -> Iterator[_Point]:
    for k, sentence in enumerate(paragraph.sentences):
        words = paragraph.words(sentence)
        start = sentence.end - len(words.lstrip())
        if _PAUSE.search(words):
            for within in _WITHIN.finditer(paragraph.text, *sentence):
                start = within.end()
        if paragraph.text[start : start + 1] not in _FIRST:
            continue
        match = POINT.match(paragraph.text, start, sentence.end)
        if not match:
            continue
        words = paragraph.text[start : sentence.end]
        if len(words) > _LONGEST or not is_statement(words) or not FIGURE.isdisjoint(words):
            continue
        after = paragraph.sentences[k + 1 : k + 2]
        has_body = bool(after) and not POINT.match(paragraph.words(after[0]).lstrip())
        yield _Point(i, Span(start, sentence.end), _rank(match), has_body)


def _rank(match: re.Match[str]) -> int:
    if match["word"]:
        return _RANKS.get(match["word"], _LAST)
    return chinese(match["n"] or match["m"]) or 0


def _chains(found: list[_Point]) -> Iterator[_Point]:
    """Yield the points of counts that run on from one and of which most have a body."""
    chain: list[_Point] = []
    for point in [*found, None]:
        last = chain[-1].rank if chain else 0
        if point and chain and (point.rank in (last + 1, last + 2) or point.rank == _LAST > last):
            chain.append(point)
            continue
        if len(chain) > 1 and 2 * sum(one.has_body for one in chain) > len(chain):
            yield from chain
        chain = [point] if point and point.rank == 1 else []
