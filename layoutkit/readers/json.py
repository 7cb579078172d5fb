"""In: the JSON of a document, and its source where it is at hand.  Out: the same document."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, cast, get_args

from ..errors import LayoutError
from ..model import (
    Bound,
    Change,
    Document,
    Dup,
    DupKind,
    Entry,
    Figure,
    Fragment,
    Group,
    GroupRole,
    Meta,
    Node,
    Notice,
    Place,
    Source,
    Span,
    Stat,
    Text,
    TextRole,
    WarningKind,
)
from ..pattern import pattern
from .proof import Lookup, proved

_FORMAT, _VERSION = "layoutkit", 1
_LARGEST = 2**53  # what every reader of JSON holds exactly
_DEEPEST = 256
_DECIMAL = pattern(r"-?\d{1,60}(?:\.\d{1,60})?", re.ASCII)
_SHA256 = pattern("[0-9a-f]{64}")
_KEYS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(get_args(GroupRole), ("kind", "n", "text", "fragments", "title", "children")),
    **dict.fromkeys(get_args(TextRole), ("text", "fragments", "dateline", "lead", "inner")),
    "stat": ("text", "fragments", "figures"),
    "entry": ("n", "head", "text", "fragments"),
    "meta": ("field", "iso", "label", "text", "fragments"),
    "dup": ("kind", "of", "text", "fragments"),
}
_FIGURE = ("span", "value", "upper", "unit", "ordinal", "bound", "change")


def read(data: bytes, name: str, lookup: Lookup | None = None) -> Document:
    """Return the document of our JSON; lookup gives the bytes of a source file by its name.

    Raises LayoutError for what is not our JSON, is broken, or is not what its source says.
    """
    try:
        document = _document(json.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise LayoutError("this is not JSON: it is not UTF-8 text", name) from None
    except json.JSONDecodeError as error:
        raise LayoutError(f"this is not JSON: {error.msg}", name, error.lineno) from None
    except RecursionError:
        raise LayoutError("cannot read this JSON: it is nested too deeply", name) from None
    except ValueError as error:
        raise LayoutError(f"cannot read this JSON: {error}", name) from None
    return proved(document, lookup)


def _document(value: Any) -> Document:
    if not isinstance(value, dict) or value.get("format") != _FORMAT:
        raise ValueError('it is no document of layoutkit: no "format": "layoutkit"')
    if value.get("version") != _VERSION or isinstance(value["version"], bool):
        raise ValueError(f"version {value.get('version')!r:.20} is not {_VERSION}")
    _check_keys(value, ("format", "version", "source", "page", "warnings"))
    return Document(
        source=_source(_object(value.get("source"))),
        root=_tree(_object(value.get("page"))),
        warnings=tuple(_notice(_object(one)) for one in _list(value.get("warnings"))),
    )


def _source(value: dict[str, Any]) -> Source:
    _check_keys(value, ("name", "sha256", "encoding", "line_count"))
    digest = _string(value.get("sha256"))
    if not _SHA256.fullmatch(digest):
        raise ValueError(f"{digest[:20]!r} is no sha256")
    return Source(
        name=_string(value.get("name")),
        sha256=digest,
        encoding=_string(value.get("encoding")),
        line_count=_count(value.get("line_count")),
    )


def _tree(page: dict[str, Any]) -> Group:
    """Return the nodes, children before their parents; no recursion, whatever the depth."""
    order = [(page, 0)]
    for value, depth in order:
        if depth > _DEEPEST:
            raise ValueError(f"it is nested deeper than {_DEEPEST} groups")
        order += [(_object(child), depth + 1) for child in _list(value.get("children", []))]
    built: dict[int, Node] = {}
    for value, _ in reversed(order):
        children = tuple(built[id(child)] for child in value.get("children", []))
        try:
            built[id(value)] = _node(value, children)
        except ValueError as error:
            raise ValueError(f"in a node {str(value.get('role'))[:20]!r}: {error}") from None
    root = built[id(page)]
    if not isinstance(root, Group) or root.role != "page":
        raise ValueError("its root is no page")
    return root


def _node(value: dict[str, Any], children: tuple[Node, ...]) -> Node:
    role = value.get("role")
    if not isinstance(role, str) or role not in _KEYS:
        raise ValueError("there is no such role")
    _check_keys(value, ("role", "rule", *_KEYS[role]))
    is_headless = role in get_args(GroupRole) and "text" not in value and "fragments" not in value
    own = () if is_headless else _fragments(value)
    rule = _string(value.get("rule", ""))
    match role:
        case "stat":
            figures = tuple(_figure(_object(f), own) for f in _list(value.get("figures", [])))
            return Stat(fragments=own, figures=figures, rule=rule)
        case "entry":
            return _entry(value, own, rule)
        case "meta":
            label = _fragments(_object(value["label"])) if "label" in value else ()
            field = _string(value.get("field"))
            return Meta(field=field, fragments=own, label=label, rule=rule)
        case "dup":
            kind = _word(value.get("kind"), get_args(DupKind))
            return Dup(kind=cast(DupKind, kind), of=_places(value, "of"), fragments=own, rule=rule)
        case _ if role in get_args(TextRole):
            return _text(value, cast(TextRole, role), own, rule)
        case _:
            return Group(
                role=cast(GroupRole, role),
                kind=_string(value.get("kind", "")),
                n=_optional_count(value, "n"),
                heading=own,
                title=_view(value, "title", own),
                children=children,
                rule=rule,
            )


def _text(value: dict[str, Any], role: TextRole, own: tuple[Fragment, ...], rule: str) -> Text:
    inner = tuple(_span(one, own) for one in _list(value.get("inner", [])))
    dateline, lead = _view(value, "dateline", own), _view(value, "lead", own)
    return Text(role=role, fragments=own, dateline=dateline, lead=lead, inner=inner, rule=rule)


def _entry(value: dict[str, Any], own: tuple[Fragment, ...], rule: str) -> Entry:
    head = _object(value.get("head"))
    _check_keys(head, ("text", "fragments", "term", "pages"))
    fragments = _fragments(head)
    return Entry(
        head=fragments,
        fragments=own,
        term=_span(head.get("term"), fragments),
        n=_optional_count(value, "n"),
        pages=_view(head, "pages", fragments),
        rule=rule,
    )


def _figure(value: dict[str, Any], own: tuple[Fragment, ...]) -> Figure:
    _check_keys(value, _FIGURE)
    start, end = _span(value.get("span"), own)
    ordinal = value.get("ordinal", False)
    if not isinstance(ordinal, bool):
        raise ValueError('"ordinal" is true or false')
    change = _word(value["change"], get_args(Change)) if "change" in value else None
    return Figure(
        start=start,
        printed="".join(fragment.text for fragment in own)[start:end],
        value=_decimal(value, "value"),
        upper=_decimal(value, "upper"),
        unit=_string(value.get("unit", "")),
        ordinal=ordinal,
        bound=cast(Bound, _word(value.get("bound", "exact"), get_args(Bound))),
        change=cast("Change | None", change),
    )


def _notice(value: dict[str, Any]) -> Notice:
    _check_keys(value, ("kind", "at", "a", "b", "said", "en", "zh"))
    return Notice(
        kind=cast(WarningKind, _word(value.get("kind"), get_args(WarningKind))),
        at=_places(value, "at"),
        a=_places(value, "a"),
        b=_places(value, "b"),
        said=tuple(_string(one) for one in _list(value.get("said", []))),
    )


def _fragments(value: dict[str, Any]) -> tuple[Fragment, ...]:
    """Return a text cut at its fragments' lengths, which must say all of it."""
    text, at = _string(value.get("text")), 0
    found = []
    for one in _list(value.get("fragments")):
        line, start, end = (_count(number) for number in _list(one, 3))
        if end < start or not line:
            raise ValueError(f"{one!r:.60} is no place of a text")
        found.append(Fragment(line, start, text[at : at + end - start]))
        at += end - start
    if at != len(text):
        raise ValueError(f"its fragments have {at} characters, its text has {len(text)}")
    return tuple(found)


def _view(value: dict[str, Any], key: str, own: tuple[Fragment, ...]) -> Span | None:
    return _span(value[key], own) if key in value else None


def _span(value: Any, own: tuple[Fragment, ...]) -> Span:
    start, end = (_count(number) for number in _list(value, 2))
    if not start <= end <= sum(len(fragment.text) for fragment in own):
        raise ValueError(f"{value!r:.60} is no part of its text")
    return Span(start, end)


def _places(value: dict[str, Any], key: str) -> tuple[Place, ...]:
    places = []
    for one in _list(value.get(key, [])):
        line, start, end = _list(one, 3)
        places.append(Place(_count(line), _count(start), None if end is None else _count(end)))
    return tuple(places)


def _decimal(value: dict[str, Any], key: str) -> Decimal | None:
    if key not in value:
        return None
    printed = _string(value[key])
    if not _DECIMAL.fullmatch(printed):
        raise ValueError(f"{printed[:20]!r} is no decimal number")
    return Decimal(printed)


def _word(value: Any, words: tuple[str, ...]) -> str:
    if value not in words:
        raise ValueError(f"{value!r:.40} is none of {', '.join(words)}")
    return str(value)


def _optional_count(value: dict[str, Any], key: str) -> int | None:
    return _count(value[key]) if key in value else None


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST:
        raise ValueError(f"{value!r:.40} is no whole number from 0")
    return value


def _string(value: Any) -> str:
    """Return a string; one in parts is joined (see the writer)."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "".join(value)
    if not isinstance(value, str):
        raise ValueError(f"{value!r:.40} is no string")
    return value


def _list(value: Any, length: int | None = None) -> list[Any]:
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise ValueError(f"{value!r:.40} is no list" + (f" of {length}" if length else ""))
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r:.40} is no object")
    return value


def _check_keys(value: dict[str, Any], allowed: tuple[str, ...]) -> None:
    for key in value:
        if key not in allowed:
            raise ValueError(f"unknown key {key[:40]!r}; allowed are {', '.join(allowed)}")
