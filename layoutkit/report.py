"""In: a document's warnings.  Out: lines for a reader at a terminal, or rows for a program."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from .model import Document, Notice, Place
from .notices import sentence

Row: TypeAlias = dict[str, object]

_SHOWN = 36  # characters of a source line around a place: 72 columns of Chinese


def one_line(text: str) -> str:
    """Return a text with what a terminal would obey or hide written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def summary(document: Document) -> str:
    """Return how many warnings of which kinds there are, in one line; empty where there is none."""
    if not document.warnings:
        return ""
    counts = Counter(notice.kind for notice in document.warnings)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    total = len(document.warnings)
    return f"{total} warning{'s' if total > 1 else ''}: {kinds}"


def lines(document: Document, name: str) -> Iterator[str]:
    """Yield each warning as `name:line: kind: sentence` and the places it is about."""
    for notice in document.warnings:
        places = (*notice.at, *notice.a, *notice.b)
        where = f"{name}:{places[0].line}" if places else name
        yield one_line(f"{where}: {notice.kind}: {sentence(notice)}")
        for place in dict.fromkeys(places):
            yield from _shown(document, place)


def _shown(document: Document, place: Place) -> Iterator[str]:
    """Yield a source line, shortened around the place, and a mark under the place."""
    raw = document.source.lines
    if raw is None or not 0 < place.line <= len(raw) or not raw[place.line - 1].strip():
        return
    line = raw[place.line - 1]
    end = len(line.rstrip()) if place.end is None else min(place.end, len(line))
    start = min(place.start, end)
    if start == 0:  # a whole line is marked from its first character
        start = len(line) - len(line.lstrip())
    first = max(0, start - _SHOWN // 3)
    last = min(len(line), first + _SHOWN)
    head, tail = "…" if first else "", "…" if last < len(line.rstrip()) else ""
    margin = f"{place.line:>6} | "
    before = head + one_line(line[first:start])
    marked = one_line(line[start : min(end, last)])
    yield margin + before + marked + one_line(line[min(end, last) : last]) + tail
    yield " " * (len(margin) + _columns(before)) + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a wide character."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def rows(document: Document, name: str) -> list[Row]:
    """Return the warnings for a program, their sentences in both languages."""
    return [_row(notice, name) for notice in document.warnings]


def _row(notice: Notice, name: str) -> Row:
    def places(found: tuple[Place, ...]) -> list[Row]:
        return [place._asdict() for place in found]

    return {
        "file": name,
        "kind": notice.kind,
        "at": places(notice.at),
        "a": places(notice.a),
        "b": places(notice.b),
        "said": list(notice.said),
        "sentence": {"en": sentence(notice), "zh": sentence(notice, "zh")},
    }
