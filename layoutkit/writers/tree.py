"""In: a document.  Out: its tree in the notation of docs/tree.md, one node a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ..model import (
    Document,
    Dup,
    Entry,
    Fragment,
    Group,
    Meta,
    Node,
    Notice,
    Place,
    Span,
    Stat,
    Text,
    cut,
    role_of,
    slice_fragments,
)
from ..pattern import pattern

_SHOWN = 30
_ESCAPED = pattern(r'["%\x00-\x08\x0b-\x1f]|^@')


def write(document: Document, *, duplicates: bool = False, comments: bool = False) -> bytes:
    """Return the notation, each line with its text's first characters; comments adds the rule.

    Duplicates are always there: the notation is the whole tree.
    """
    lines = [f"# source={_value(document.source.name)} sha256={document.source.sha256}"]
    refs = References(document.source.lines)
    stack: list[tuple[Node, int]] = [(document.root, 0)]
    while stack:
        node, depth = stack.pop()
        lines.append("  " * depth + _line(node, refs, comments))
        if isinstance(node, Group):
            stack.extend((child, depth + 1) for child in reversed(node.children))
    lines += ["  " + _warning(notice) for notice in document.warnings]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


class References:
    """Fragments as `LINE:START-END`, as short as the source lines allow."""

    def __init__(self, lines: tuple[str, ...] | None):
        self._lines = lines

    def __call__(self, fragments: tuple[Fragment, ...], *, apart: bool = False) -> str:
        """Return fragments joined by `+`; apart keeps each its own reference (cells)."""
        return "+".join(str(place) for place in self.places(fragments, apart=apart))

    def places(self, fragments: tuple[Fragment, ...], *, apart: bool = False) -> Iterator[Place]:
        """Yield the shortest places that say exactly these fragments."""
        for line, group in groupby(fragments, key=lambda fragment: fragment.line):
            rest = tuple(group)
            while rest:
                place, used = self._longest(line, rest[:1] if apart else rest)
                yield place
                rest = rest[used:]

    def _longest(self, line: int, run: tuple[Fragment, ...]) -> tuple[Place, int]:
        """Return one place for the longest head of a run of fragments of one line."""
        first = run[0]
        if self._lines is None or line > len(self._lines):
            return Place(line, first.start, first.end), 1
        raw = self._lines[line - 1]
        whole = cut(raw, line)
        if run == whole:
            return Place(line), len(run)
        for count in (len(run), 1) if len(run) > 1 else (1,):
            part = run[:count]
            start, end = first.start, part[-1].end
            if cut(raw, line, start, end) != part:
                continue
            at_start = whole[0] == first or (whole[0].start == start)
            at_end = whole[-1].end == end
            return Place(line, 0 if at_start else start, None if at_end else end), count
        return Place(line, first.start, first.end), 1


def _line(node: Node, refs: References, explain: bool) -> str:
    attributes = {key: value for key, value in _attributes(node, refs).items() if value is not None}
    words = [role_of(node), *(f"{key}={value}" for key, value in attributes.items())]
    own = node.heading if isinstance(node, Group) else node.fragments
    if own:
        words.append("@" + refs(own, apart=isinstance(node, Text) and node.role == "row"))
    shown = " ".join(node.text.split())
    comment = shown[:_SHOWN] + ("…" if len(shown) > _SHOWN else "")
    if explain and node.rule:
        comment = f"{comment} ← {node.rule}" if comment else f"← {node.rule}"
    return " ".join(words) + (f"  # {comment}" if comment else "")


def _attributes(node: Node, refs: References) -> dict[str, str | None]:
    """Return a node's attributes in the notation's order; None is left out."""

    def pointer(fragments: tuple[Fragment, ...], *spans: Span | None) -> str | None:
        places = [refs(slice_fragments(fragments, span)) for span in spans if span]
        return ";".join("@" + place for place in places) or None

    match node:
        case Group():
            return {
                "kind": _value(node.kind) if node.kind else None,
                "n": None if node.n is None else str(node.n),
                "title": pointer(node.heading, node.title),
            }
        case Text():
            own = node.fragments
            return {
                "dateline": pointer(own, node.dateline),
                "lead": pointer(own, node.lead),
                "inner": pointer(own, *node.inner),
            }
        case Stat():
            return {"values": '"' + ",".join(figure.printed for figure in node.figures) + '"'}
        case Entry():
            head = "".join(fragment.text for fragment in node.head)
            pages = head[slice(*node.pages)] if node.pages else None
            return {
                "n": None if node.n is None else str(node.n),
                "term": pointer(node.head, node.term),
                "pages": None if pages is None else f'"{_escape(pages)}"',
            }
        case Meta():
            return {
                "field": _value(node.field),
                "label": pointer(node.label, Span(0, 10**9)) if node.label else None,
            }
        case Dup():
            return {"of": ";".join(f"@{place}" for place in node.of), "kind": node.kind}


def _warning(notice: Notice) -> str:
    words = ["warning", f"kind={notice.kind}"]
    for key, places in (("at", notice.at), ("a", notice.a), ("b", notice.b)):
        if places:
            words.append(f"{key}=" + ";".join(f"@{place}" for place in places))
    if notice.said:
        words.append('said="' + "|".join(_escape(value) for value in notice.said) + '"')
    return " ".join(words)


def _escape(value: str) -> str:
    return _ESCAPED.sub(lambda match: f"%{ord(match[0]):02X}", value).replace("|", "%7C")


def _value(value: str) -> str:
    """Return an attribute's value, quoted where the notation needs it."""
    escaped = _escape(value)
    return escaped if re.fullmatch(r"[^\s#=]+", escaped) else f'"{escaped}"'
