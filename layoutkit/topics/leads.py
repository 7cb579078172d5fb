"""In: a row of paragraphs.  Out: the sentences and run-in heads that open most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..han import is_han
from ..model import Span
from ..pattern import pattern
from .paragraph import FIGURE, Paragraph, is_statement

_PAUSES = frozenset(",，。、；;！!？?")
# Who or what is spoken of (我, 这) or defined (是) is told about; a topic has neither.
_TELLS = tuple("我他她它你这那這但而可")
_REFRAIN = pattern(r"[^,，。]{2,7}[,，]")
_BLANK_HEAD = pattern(r"([^ \u3000]{3,14})[ \u3000]+(?=([^ \u3000]))")
_QUOTES = str.maketrans("“”‘’「」", "一一一一一一")

_LONGEST = 24
_LONGEST_REFRAIN = 40
_LONGEST_HEAD = 20
_CLOSING = 0.4  # a last paragraph this much shorter than the others closes the section


def leads(row: list[Paragraph], points: set[int]) -> list[tuple[int, Span]]:
    """Return the openings of a row where more than half of its paragraphs have one.

    points are the paragraphs known to open with a point of a count; beside them only a refrain is
    parallel.  An introduction and a short closing are not counted.
    """
    if len(row) < 2:  # one paragraph is parallel to none
        return []
    closing = _closing(row)
    for way in _ways(row, points):
        found = {
            i: span for i, span in way.items() if span and i != closing and _has_more(row[i], span)
        }
        have = points | found.keys()
        counted = len(row) - (0 not in have) - (closing is not None)
        if found and len(have) > 1 and 2 * len(have) > counted:
            return list(found.items())
    return []


def _ways(row: list[Paragraph], points: set[int]) -> Iterator[dict[int, Span | None]]:
    """Yield the openings of a row, of each kind that it may have."""
    if not points:
        yield _heads(row)
    refrain = _refrain(row) - points
    yield {i: _short(row[i], _LONGEST_REFRAIN, commas=3) for i in sorted(refrain)}
    if not points:
        yield {i: topic(one) for i, one in enumerate(row)}


def topic(paragraph: Paragraph) -> Span | None:
    """Return the first sentence if it has the shape of a topic sentence."""
    span = _short(paragraph, _LONGEST, commas=1)
    if span is None:
        return None
    words = paragraph.words(span)
    return None if words.startswith(_TELLS) or "是" in words else span


def _short(paragraph: Paragraph, longest: int, *, commas: int) -> Span | None:
    """Return the first sentence if it is short, and tells no figure."""
    if not paragraph.sentences:
        return None
    first = paragraph.sentences[0]
    words = paragraph.words(first)
    if not 5 <= len(words) <= longest or not is_statement(words):
        return None
    if "：" in words or ":" in words or words.count("，") + words.count(",") > commas:
        return None
    return first if FIGURE.isdisjoint(words) else None


def _has_more(paragraph: Paragraph, span: Span) -> bool:
    """Return whether an opening opens anything."""
    return bool(paragraph.text[span.end :].strip())


def _refrain(row: list[Paragraph]) -> set[int]:
    """Return the paragraphs that open with the same few words before a comma, three or more."""
    if len(row) < 3:
        return set()
    openings: dict[int, str] = {}
    for i, one in enumerate(row):
        match = _REFRAIN.match(one.text, one.sentences[0].start) if one.sentences else None
        if match:
            openings[i] = match[0]
    count = Counter(openings.values())
    return {i for i, words in openings.items() if count[words] > 2}


def _heads(row: list[Paragraph]) -> dict[int, Span | None]:
    """Return the run-in heads of a row; heads that recur are labels, such as who speaks."""
    found = {i: _run_in_head(one) for i, one in enumerate(row)}
    words = [row[i].words(span) for i, span in found.items() if span]
    return found if len(set(words)) == len(words) else {}


def _run_in_head(paragraph: Paragraph) -> Span | None:
    """Return a head without full stop, set off by type (a `**` cut out behind it) or a blank."""
    start = paragraph.sentences[0].start if paragraph.sentences else 0
    own = paragraph.node.fragments
    if start == 0 and len(own) > 1 and own[1].line == own[0].line and own[1].start > own[0].end:
        head = own[0].text.rstrip()
        if not 3 <= len(head) <= _LONGEST_HEAD or not (_PAUSES | FIGURE).isdisjoint(head):
            return None
        return None if own[1].text.lstrip()[:1] in FIGURE else Span(0, len(head))
    match = _BLANK_HEAD.match(paragraph.text, start)
    # a name behind an office is no text behind a head
    if match and is_han((match[1] + match[2]).translate(_QUOTES)) and match[2] not in "”’」":
        has_pause = not _PAUSES.isdisjoint(paragraph.text[match.end() :])
        return Span(*match.span(1)) if has_pause else None
    return None


def _closing(row: list[Paragraph]) -> int | None:
    """Return the place of a last paragraph that closes a row, being far shorter than the rest."""
    if len(row) < 4:
        return None
    others = sorted(len(paragraph.text) for paragraph in row[:-1])
    median = (others[(len(others) - 1) // 2] + others[len(others) // 2]) / 2
    return len(row) - 1 if len(row[-1].text) < _CLOSING * median else None
