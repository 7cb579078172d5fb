"""In: what is found in a document.  Out: the source lines, each character with its node."""

from __future__ import annotations

from collections.abc import Sequence

from ...model import Place, own_fragments
from .findings import Findings, joins
from .markup import Mark, marked, plain, two
from .words import role_words


def source_pane(findings: Findings) -> str:
    """Return the list items of the source pane: every line once."""
    lines = _lines(findings)
    marks: dict[int, list[Mark]] = {number: [] for number in lines}
    points: dict[int, list[tuple[int, str]]] = {number: [] for number in lines}
    _mark_nodes(findings, marks, points)
    _mark_notices(findings, lines, marks, points)
    rows = []
    for number, raw in sorted(lines.items()):
        unowned = [
            Mark(start, end, '<span class="x">', "</span>")
            for start, end in _unowned(len(raw), marks[number])
        ]
        html = marked(raw, [*marks[number], *unowned], points[number])
        known = "" if number else ' class="none"'
        rows.append(f'<li id="L{number}" data-l="{number}"{known}>{html}</li>\n')
    return "".join(rows)


def _lines(findings: Findings) -> dict[int, str]:
    """Return the raw lines by number; without a source what the fragments know of them."""
    source = findings.document.source
    known = dict(enumerate(source.lines, 1)) if source.lines is not None else _known(findings)
    if not known and findings.anchors:
        known[0] = ""
    return known


def _known(findings: Findings) -> dict[int, str]:
    """Return the lines that fragments stand on, blanks where nothing is known."""
    pieces: dict[int, list[tuple[int, str]]] = {}
    for item in findings.items:
        for line, start, text in own_fragments(item.node):
            pieces.setdefault(line, []).append((start, text))
    known = {}
    for line, found in pieces.items():
        text = ""
        for start, piece in sorted(found):
            # A hostile tree may put a fragment at any column; no line needs more blanks than this.
            text += " " * min(start - len(text), 10_000)
            text += piece[max(len(text) - start, 0) :]
        known[line] = text
    return known


def _mark_nodes(
    findings: Findings, marks: dict[int, list[Mark]], points: dict[int, list[tuple[int, str]]]
) -> None:
    for item in findings.items[1:]:
        number = item.number
        kinds = " ".join(findings.kinds[number])
        opening = f'<span data-n="{number}"' + (f' data-k="{kinds}">' if kinds else ">")
        own = own_fragments(item.node)
        for line, start, text in own:
            if line in marks:
                marks[line].append(Mark(start, start + len(text), opening, "</span>"))
        if "join" in findings.kinds[number]:
            for _, before, after in joins(own):
                if before.line in points:
                    points[before.line].append((before.end, _onward(after.line)))
                if after.line in points:
                    points[after.line].append((after.start, _back(before.line)))
        if number in findings.anchors:
            place = findings.anchors[number]
            line = place.line if place.line in points else min(points, default=0)
            zh, en = role_words(item.node)
            points[line].append(
                (
                    place.start if line == place.line else 0,
                    f'<span class="a" data-n="{number}">{two(zh, en)}</span>',
                )
            )


def _onward(line: int) -> str:
    label = plain(f"接第{line}行 goes on in line {line}")
    return f'<a class="on-to" href="#L{line}" aria-label="{label}">⤵{line}</a>'


def _back(line: int) -> str:
    label = plain(f"上接第{line}行 continues line {line}")
    return f'<a class="on-to" href="#L{line}" aria-label="{label}">{line}⤴</a>'


def _mark_notices(
    findings: Findings,
    lines: dict[int, str],
    marks: dict[int, list[Mark]],
    points: dict[int, list[tuple[int, str]]],
) -> None:
    for index, notice in enumerate(findings.document.warnings):
        for place in (*notice.at, *notice.a, *notice.b):
            if place.line in marks and (place.start or place.end is not None):
                start, end = _within(place, len(lines[place.line]))
                marks[place.line].append(Mark(start, end, '<span class="w">', "</span>"))
        for place in notice.at[:1]:
            if place.line in points:
                label = f"疑点{index + 1} warning {index + 1}"
                points[place.line].append(
                    (
                        _within(place, len(lines[place.line]))[1],
                        f'<a class="warn" href="#w{index}" aria-label="{label}">⚠</a>',
                    )
                )


def _within(place: Place, length: int) -> tuple[int, int]:
    end = length if place.end is None else min(place.end, length)
    return min(place.start, end), end


def _unowned(length: int, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return the parts of a line that no node owns: marks of layout, blanks."""
    found, at = [], 0
    for start, end, opening, _ in sorted(marks):
        if "data-n" not in opening:
            continue
        if start > at:
            found.append((at, start))
        at = max(at, end)
    if at < length:
        found.append((at, length))
    return found
