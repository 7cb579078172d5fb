"""In: the finished tree.  Out: the same tree with the topic sentences of its paragraphs marked.

What a topic sentence says is never looked at.  It is known by its shape (short, no figure, one
clause or two), by what it opens, and by its neighbours: the paragraphs beside it open alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from .model import Group, Node, Span, Text
from .numerals import chinese

_SENTENCE = re.compile(r"[^。！？!?｡]*[。！？!?｡]+[”’」』）)》]*|[^。！？!?｡]+$")
_DASH = re.compile(r"[\s—―─–]*")
_DIGIT = re.compile(r"[0-9０-９%％]")
_CLAUSE = re.compile(r"[,，]")
_STOP = re.compile(r"[。｡][”’」』）)》]*$")
# A point of a count: 一是, 二要, 第三, 首先, 其次, 最后.  The point may hang on a 这 or 那.
_POINT = re.compile(
    r"[这那這]?(?:(?P<n>[一二三四五六七八九十]{1,2})[是要]|第(?P<m>[一二三四五六七八九十]{1,2})"
    r"|(?P<word>首先|其次|再次|最后|最後))"
)
_POINT_AT = re.compile(
    r"[：:；;]\s*(?=[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十]|首先)"
)
_RANKS = {"首先": 1, "其次": 2, "再次": 3}
_LAST = 99
# Who or what is spoken of (我, 这) or defined (是) is told about; a topic has neither.
_TELLS = re.compile(r"^[我他她它你这那這但而可]|是")
_OPENING = re.compile(r"[^,，。]{2,7}[,，]")
_BLANK_HEAD = re.compile(r"([\u3400-\u9fff“”‘’「」]{3,14})[ \u3000]+(?=[\u3400-\u9fff“‘「])")
_PUNCTUATION = re.compile(r"[,，。、；;！!？?]")

_PLAIN_MAX = 24
_REFRAIN_MAX = 40
_POINT_MAX = 45
_INNER_LENGTHS = range(7, 14)
_BODY_MIN = 13  # the sentence after an inner topic sentence tells something: it is longer
_GAP_MIN = 55  # between two inner topic sentences
_CLOSING = 0.4  # a last paragraph this much shorter than the others closes the section


class _Paragraph(NamedTuple):
    """A paragraph cut into sentences; the first begins after its dateline or dash."""

    node: Text
    text: str
    sentences: tuple[Span, ...]

    def words(self, span: Span) -> str:
        return self.text[span.start : span.end]


class _Point(NamedTuple):
    """A sentence that counts a point; has_body says that more about it follows."""

    paragraph: int
    span: Span
    rank: int
    has_body: bool


_Marks = dict[int, list[Span]]


def mark_topic_sentences(root: Group) -> Group:
    """Return the tree with lead and inner set on the paragraphs and items that have them."""
    marks: _Marks = {}
    for nodes in _rows(root):
        row = [_paragraph(node) for node in nodes]
        found = _points(row)
        found += _leads(row, {i for i, span in found if _is_lead(row[i], span)})
        found += _inner(row, found)
        for i, span in found:
            marks.setdefault(id(row[i].node), []).append(span)
    return _marked(root, marks)


def _marked(group: Group, marks: _Marks) -> Group:
    children: list[Node] = []
    for child in group.children:
        match child:
            case Group():
                children.append(_marked(child, marks))
            case Text() if id(child) in marks:
                children.append(_with_marks(child, marks[id(child)]))
            case _:
                children.append(child)
    return replace(group, children=tuple(children))


def _with_marks(node: Text, spans: Iterable[Span]) -> Text:
    ordered = sorted(set(spans))
    opens = ordered[0].start == _start(node)
    return replace(
        node, lead=ordered[0] if opens else None, inner=tuple(ordered[1:] if opens else ordered)
    )


def _rows(root: Group) -> Iterator[list[Text]]:
    """Yield the paragraphs that stand parallel: neighbours, or the only ones of sister sections."""
    stack = [root]
    while stack:
        group = stack.pop()
        below = [child for child in group.children if isinstance(child, Group)]
        stack += reversed(below)
        alone = [only for only in map(_only_paragraph, below) if only]
        if alone:
            yield alone
        if _only_paragraph(group) and group is not root:
            continue
        for is_group, run in groupby(group.children, lambda child: isinstance(child, Group)):
            row = [node for node in run if isinstance(node, Text) and node.role in ("p", "item")]
            if row and not is_group:
                yield row


def _only_paragraph(group: Group) -> Text | None:
    """Return the paragraph of a headed part that has just one; None for all else."""
    own = [child for child in group.children if isinstance(child, Text) and child.role == "p"]
    has_parts = any(isinstance(child, Group) for child in group.children)
    if group.role in ("section", "box") and len(own) == 1 and not has_parts:
        return own[0]
    return None


def _start(node: Text) -> int:
    """Return where the text begins that a lead would open: after the dateline, after a dash."""
    match = _DASH.match(node.text, node.dateline.end if node.dateline else 0)
    return match.end() if match else 0


def _paragraph(node: Text) -> _Paragraph:
    text = node.text
    found = (Span(*match.span()) for match in _SENTENCE.finditer(text, _start(node)))
    return _Paragraph(node, text, tuple(found))


def _is_lead(paragraph: _Paragraph, span: Span) -> bool:
    return bool(paragraph.sentences) and span.start == paragraph.sentences[0].start


# Points that are counted


def _points(row: list[_Paragraph]) -> list[tuple[int, Span]]:
    """Return the sentences that count points: first those that open paragraphs, then the rest."""
    points = [point for i, paragraph in enumerate(row) for point in _points_of(i, paragraph)]
    opening = [point for point in points if _is_lead(row[point.paragraph], point.span)]
    chosen = list(_chains(opening))
    chosen += _chains([point for point in points if point not in chosen])
    return [(point.paragraph, point.span) for point in chosen]


def _points_of(i: int, paragraph: _Paragraph) -> Iterator[_Point]:
    for k, sentence in enumerate(paragraph.sentences):
        words = paragraph.words(sentence)
        start = sentence.start + len(words) - len(words.lstrip())
        for match in _POINT_AT.finditer(paragraph.text, *sentence):
            start = match.end()
        match = _POINT.match(paragraph.text, start, sentence.end)
        words = paragraph.text[start : sentence.end]
        if not match or len(words) > _POINT_MAX or _DIGIT.search(words) or not _STOP.search(words):
            continue
        rest = paragraph.sentences[k + 1 : k + 2]
        body = bool(rest) and not _POINT.match(paragraph.words(rest[0]).lstrip())
        yield _Point(i, Span(start, sentence.end), _rank(match), body)


def _rank(match: re.Match[str]) -> int:
    if match["word"]:
        return _RANKS.get(match["word"], _LAST)
    return chinese(match["n"] or match["m"]) or 0


def _chains(points: list[_Point]) -> Iterator[_Point]:
    """Yield the points of counts that run on from one and of which most have a body."""
    chain: list[_Point] = []
    for point in [*points, None]:
        last = chain[-1].rank if chain else 0
        if point and chain and (point.rank in (last + 1, last + 2) or point.rank == _LAST > last):
            chain.append(point)
            continue
        if len(chain) > 1 and 2 * sum(one.has_body for one in chain) > len(chain):
            yield from chain
        chain = [point] if point and point.rank == 1 else []


# Sentences that open paragraphs


def _leads(row: list[_Paragraph], points: set[int]) -> list[tuple[int, Span]]:
    """Return the opening sentences of a row where more than half of its paragraphs have one.

    points are the paragraphs known to open with a point of a count: beside them only a refrain
    is parallel.
    """
    refrain = _refrain(row) - points
    closing = _closing(row)
    kinds = [{i: span for i in sorted(refrain) if (span := _plain(row[i], _REFRAIN_MAX))}]
    if not points:
        kinds.insert(0, {i: span for i, one in enumerate(row) if (span := _run_in_head(one))})
        kinds.append({i: span for i, one in enumerate(row) if (span := _plain(one, _PLAIN_MAX))})
    for candidates in kinds:
        if closing is not None:
            candidates.pop(closing, None)
        have = points | candidates.keys()
        counted = len(row) - (0 not in have) - (closing is not None)
        if candidates and len(have) > 1 and 2 * len(have) > counted:
            return list(candidates.items())
    return []


def _plain(paragraph: _Paragraph, longest: int) -> Span | None:
    """Return a short first sentence that tells no fact and opens more text."""
    if len(paragraph.sentences) < 2:
        return None
    first = paragraph.sentences[0]
    words = paragraph.words(first)
    if not 5 <= len(words) <= longest or not _STOP.search(words) or _DIGIT.search(words):
        return None
    if "：" in words or ":" in words or (longest == _PLAIN_MAX and _TELLS.search(words)):
        return None
    if len(_CLAUSE.findall(words)) > (1 if longest == _PLAIN_MAX else 3):
        return None
    return first


def _refrain(row: list[_Paragraph]) -> set[int]:
    """Return the paragraphs that open with the same few words before a comma, three or more."""
    openings = {}
    for i, paragraph in enumerate(row):
        if paragraph.sentences and (
            match := _OPENING.match(paragraph.words(paragraph.sentences[0]))
        ):
            openings[i] = match[0]
    count = Counter(openings.values())
    return {i for i, words in openings.items() if count[words] > 2}


def _run_in_head(paragraph: _Paragraph) -> Span | None:
    """Return a head without full stop, set off by type (a `**` cut out behind it) or a blank."""
    start = paragraph.sentences[0].start if paragraph.sentences else 0
    own = paragraph.node.fragments
    if start == 0 and len(own) > 1 and own[1].line == own[0].line and own[1].start > own[0].end:
        head = own[0].text.rstrip()
        if 3 <= len(head) <= 20 and not _PUNCTUATION.search(head) and not _DIGIT.search(head):
            return None if _DIGIT.match(own[1].text.lstrip()) else Span(0, len(head))
    match = _BLANK_HEAD.match(paragraph.text, start)
    return Span(*match.span(1)) if match else None


def _closing(row: list[_Paragraph]) -> int | None:
    """Return the place of a last paragraph that closes a row, being far shorter than the rest."""
    if len(row) < 4:
        return None
    others = median(len(paragraph.text) for paragraph in row[:-1])
    return len(row) - 1 if len(row[-1].text) < _CLOSING * others else None


# Sentences that part a paragraph


def _inner(row: list[_Paragraph], found: list[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """Return the short sentences that part the paragraphs of a row into several topics."""
    taken = {i: span for i, span in found if not _is_lead(row[i], span)}
    leads = {i for i, span in found if _is_lead(row[i], span)}
    parts = {i: _parts(one) for i, one in enumerate(row) if i not in taken}
    sure = {i for i, spans in parts.items() if len(spans) > 1 and _is_sure(row[i], spans)}
    is_habit = len(sure) > 1 and 2 * len(sure) >= len(row)
    return [
        (i, span)
        for i, spans in parts.items()
        if i in sure or (is_habit and (len(spans) > 1 or i in leads))
        for span in spans
    ]


def _is_sure(paragraph: _Paragraph, spans: list[Span]) -> bool:
    """Return whether the parts are plain by themselves: they begin early, or are equally long."""
    lengths = [span.end - span.start for span in spans]
    spread = max(lengths) - min(lengths)
    at = paragraph.sentences.index(spans[0])
    if at == 1 or (at == 2 and len(spans) > 2):
        return spread < 5
    first = paragraph.sentences[0]
    lead = first.end - first.start
    return spread < 2 and (len(spans) > 2 or abs(lead - lengths[0]) < 2)


def _parts(paragraph: _Paragraph) -> list[Span]:
    """Return the sentences that part a paragraph best: alike in length and well apart."""
    candidates = [
        span
        for span, after in pairwise(paragraph.sentences[1:])
        if _parts_here(paragraph.words(span)) and after.end - after.start >= _BODY_MIN
    ]
    best: tuple[float, list[Span], int] = (0.0, [], 0)
    for length in _INNER_LENGTHS:
        worth, spans = _best_apart(candidates, length)
        best = max(best, (worth, spans, length), key=lambda choice: choice[0])
    _, spans, length = best
    away = [abs(span.end - span.start - length) for span in spans]
    # The more of them are equally long, the less another length is one of them.
    allowed = {3: 2}.get(away.count(0), 1 if away.count(0) > 3 else 3)
    return [span for span, off in zip(spans, away, strict=True) if off <= allowed]


def _parts_here(words: str) -> bool:
    return (
        len(words) in _INNER_LENGTHS
        and not _DIGIT.search(words)
        and not re.search(r"[,，、：:；;]", words)
        and bool(_STOP.search(words))
        and not _POINT.match(words)
    )


def _best_apart(candidates: list[Span], length: int) -> tuple[float, list[Span]]:
    """Return the worth of, and the sentences about as long as length that stand well apart."""
    near = [span for span in candidates if abs(span.end - span.start - length) < 4]
    best: list[tuple[float, int]] = []  # worth up to here, the last sentence chosen (-1: none)
    before: list[int] = []
    j = 0
    for i, span in enumerate(near):
        while near[j].start <= span.start - _GAP_MIN:
            j += 1
        before.append(j - 1)
        worth = 1 - 0.25 * abs(span.end - span.start - length)
        worth += best[j - 1][0] if j else 0
        best.append(max((worth, i), best[-1] if best else (0.0, -1), key=lambda one: one[0]))
    chosen: list[Span] = []
    i = best[-1][1] if best else -1
    while i >= 0:
        chosen.append(near[i])
        i = best[before[i]][1] if before[i] >= 0 else -1
    return (best[-1][0] if best else 0.0), chosen[::-1]
