"""In: a document.  Out: its tree as JSON, one node a line; docs/json.md says what the keys mean."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..model import (
    Document,
    Dup,
    Entry,
    Figure,
    Fragment,
    Group,
    Meta,
    Node,
    Notice,
    Place,
    Stat,
    Text,
    joined,
    role_of,
)
from ..notices import sentence
from ..pattern import pattern

FORMAT, VERSION = "layoutkit", 1

# JSON reads \ud83d\ude00 as one character: where a source has it as two, the string is parted.
_SURROGATES = pattern("(?<=[\ud800-\udbff])(?=[\udc00-\udfff])")


def write(document: Document, *, duplicates: bool = False, comments: bool = False) -> bytes:
    """Return the whole tree; duplicates and warnings are always there, comments adds the rules."""
    source = document.source
    facts = {
        "name": _string(source.name),
        "sha256": source.sha256,
        "encoding": source.encoding,
        "line_count": source.line_count,
    }
    lines = [
        f'{{"format": "{FORMAT}", "version": {VERSION},',
        f'"source": {_dumps(facts)},',
        '"page": ' + "\n".join(_tree(document.root, comments)) + ",",
        '"warnings": [' + ",".join("\n " + _dumps(_warning(n)) for n in document.warnings) + "]}",
    ]
    # A lone surrogate becomes the escape \udXXX, which is what JSON has for it.
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")


def _tree(root: Group, rules: bool) -> Iterator[str]:
    """Yield a line for each node; the stack is our own, so a tree may be as deep as it likes."""
    stack: list[tuple[Node, int, str]] = [(root, 0, "")]
    while stack:
        node, depth, closing = stack.pop()
        own = {"role": role_of(node), **_filled(_attributes(node))}
        if rules and node.rule:
            own["rule"] = _string(node.rule)
        line = " " * depth + _dumps(own)
        if not isinstance(node, Group):
            yield line + closing
            continue
        line = line[:-1] + ', "children": ['
        if not node.children:
            yield line + "]}" + closing
            continue
        yield line
        last = len(node.children) - 1
        stack += [
            (child, depth + 1, "," if at < last else "]}" + closing)
            for at, child in reversed(tuple(enumerate(node.children)))
        ]


def _attributes(node: Node) -> dict[str, Any]:
    """Return what a node says, in the words of the tree notation; empty values go."""
    match node:
        case Group():
            heading = _owned(node.heading) if node.heading else {}
            return {"kind": _string(node.kind), "n": node.n, **heading, "title": node.title}
        case Text():
            views = {"dateline": node.dateline, "lead": node.lead}
            return {**_owned(node.fragments), **views, "inner": node.inner}
        case Stat():
            return {**_owned(node.fragments), "figures": [_figure(f) for f in node.figures]}
        case Entry():
            head = {**_owned(node.head), **_filled({"term": node.term, "pages": node.pages})}
            return {"n": node.n, "head": head, **_owned(node.fragments)}
        case Meta():
            label = _owned(node.label) if node.label else None
            facts = {"field": _string(node.field), "iso": node.iso}
            return {**facts, "label": label, **_owned(node.fragments)}
        case Dup():
            return {"kind": node.kind, "of": _places(node.of), **_owned(node.fragments)}


def _owned(fragments: tuple[Fragment, ...]) -> dict[str, Any]:
    """Return a text, which stands once, and the places that its parts come from."""
    places = [(fragment.line, fragment.start, fragment.end) for fragment in fragments]
    return {"text": _string(joined(fragments)), "fragments": places}


def _figure(figure: Figure) -> dict[str, Any]:
    return _filled(
        {
            "span": (figure.start, figure.start + len(figure.printed)),
            "value": None if figure.value is None else f"{figure.value:f}",
            "upper": None if figure.upper is None else f"{figure.upper:f}",
            "unit": _string(figure.unit),
            "ordinal": figure.ordinal or None,
            "bound": figure.bound if figure.bound != "exact" else None,
            "change": figure.change,
        }
    )


def _warning(notice: Notice) -> dict[str, Any]:
    places = {key: _places(getattr(notice, key)) for key in ("at", "a", "b")}
    said = [_string(value) for value in notice.said]
    sentences = {
        "en": _string(sentence(notice, "en")),
        "zh": _string(sentence(notice, "zh")),
    }
    return {"kind": notice.kind, **_filled({**places, "said": said}), **sentences}


def _places(places: Iterable[Place]) -> list[tuple[int, int, int | None]]:
    return [(place.line, place.start, place.end) for place in places]


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values that say something; a text and its fragments always do."""
    kept = ("text", "fragments")
    return {key: value for key, value in values.items() if key in kept or value not in _EMPTY}


_EMPTY: tuple[Any, ...] = (None, "", (), [])


def _string(value: str) -> str | list[str]:
    """Return a string as JSON can hold it: as it is, or in parts that are to be joined."""
    parts = _SURROGATES.split(value)
    return parts if len(parts) > 1 else value


def _dumps(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
