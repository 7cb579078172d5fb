"""In: a row of paragraphs.  Out: the short sentences that part them into several topics."""

from __future__ import annotations

from itertools import pairwise

from ..model import Span
from .paragraph import FIGURE, Paragraph, is_statement
from .points import POINT

_LENGTHS = range(7, 14)
_UNFIT = FIGURE | frozenset(",，、：:；;")
_BODY = 13  # the sentence after a topic sentence tells something: it is at least so long
_APART = 45  # from one topic sentence to the next


def parts(row: list[Paragraph], found: list[tuple[int, Span]]) -> list[tuple[int, Span]]:
    """Return the inner topic sentences, in paragraphs where found has none inside."""
    taken = {i for i, span in found if not row[i].opens_with(span)}
    led = {i for i, span in found if row[i].opens_with(span)}
    best = {i: _best(one) for i, one in enumerate(row) if i not in taken}
    sure = {i for i, spans in best.items() if len(spans) > 1 and _is_sure(row[i], spans)}
    is_habit = len(sure) > 1 and 2 * len(sure) >= len(row)
    return [
        (i, span)
        for i, spans in best.items()
        if i in sure or (is_habit and (len(spans) > 1 or i in led))
        for span in spans
    ]


def _is_sure(paragraph: Paragraph, spans: list[Span]) -> bool:
    """Return whether the parts are plain by themselves: they begin early, or are equally long."""
    lengths = [_length(span) for span in spans]
    spread = max(lengths) - min(lengths)
    at = paragraph.sentences.index(spans[0])
    if at == 1 or (at == 2 and len(spans) > 2):
        return spread < 5
    first = _length(paragraph.sentences[0])
    return spread < 2 and (len(spans) > 2 or abs(first - lengths[0]) < 2)


def _best(paragraph: Paragraph) -> list[Span]:
    """Return the sentences that part a paragraph best: alike in length and well apart."""
    candidates = [
        span
        for span, after in pairwise(paragraph.sentences[1:])
        if _is_topic(paragraph.words(span)) and _length(after) >= _BODY
    ]
    if len(candidates) < 2:
        return candidates
    choices = [(*_apart(candidates, length), length) for length in _LENGTHS]
    _, spans, length = max(choices, key=lambda choice: choice[0])
    away = [abs(_length(span) - length) for span in spans]
    # The more of them are equally long, the less another length is one of them.
    allowed = {3: 2}.get(away.count(0), 1 if away.count(0) > 3 else 3)
    return [span for span, off in zip(spans, away, strict=True) if off <= allowed]


def _is_topic(words: str) -> bool:
    if len(words) not in _LENGTHS or not is_statement(words) or not _UNFIT.isdisjoint(words):
        return False
    return not POINT.match(words)


def _apart(candidates: list[Span], length: int) -> tuple[float, list[Span]]:
    """Return the sentences about as long as length that stand well apart, after their worth."""
    near = [span for span in candidates if abs(_length(span) - length) < 4]
    best: list[tuple[float, int]] = []  # up to here: the worth, the last sentence chosen
    before: list[int] = []  # for each: the last one that stands well before it, or -1
    j = 0
    for i, span in enumerate(near):
        while near[j].start <= span.start - _APART:
            j += 1
        before.append(j - 1)
        worth = 1 - 0.25 * abs(_length(span) - length) + (best[j - 1][0] if j else 0)
        best.append(max((worth, i), best[-1] if best else (0.0, -1), key=lambda one: one[0]))
    chosen: list[Span] = []
    i = best[-1][1] if best else -1
    while i >= 0:
        chosen.append(near[i])
        i = best[before[i]][1] if before[i] >= 0 else -1
    return (best[-1][0] if best else 0.0), chosen[::-1]


def _length(span: Span) -> int:
    return span.end - span.start
