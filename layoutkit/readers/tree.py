"""In: the tree notation and the source lines it points at.  Out: the document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast, get_args
from urllib.parse import unquote

from ..errors import LayoutError
from ..figures import figures
from ..model import (
    Document,
    Dup,
    DupKind,
    Entry,
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
    cut,
    joined,
)
from ..pattern import pattern

_TOKEN = pattern(r'\s*(?:#\s*(?P<comment>.*)|(?P<word>(?:[^\s"]|"[^"]*")+))')
_PLACE = pattern(r"(\d+)(?::(\d*)-(\d*))?")


@dataclass
class _Open:
    """A node while its children are being read."""

    depth: int
    node: Node
    children: list[Node] = field(default_factory=list)


def read(notation: str, source: Source) -> Document:
    """Return the document of a tree notation; source.lines must be there.

    Raises LayoutError naming the line that cannot be read.
    """
    if source.lines is None:
        raise LayoutError("a tree is read with its source: no source lines", source.name)
    warnings: list[Notice] = []
    done: list[_Open] = []
    stack: list[_Open] = []
    for number, line in enumerate(notation.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        depth = (len(line) - len(line.lstrip(" "))) // 2
        words = _words(line, number)
        try:
            if words[0] == "warning":
                warnings.append(_notice(_attributes(words[1:])))
                continue
            node = _node(words, source.lines)
        except (KeyError, ValueError, IndexError) as error:
            raise LayoutError(
                f"cannot read the node {line.strip()!r}: {error}", None, number
            ) from None
        while stack and stack[-1].depth >= depth:
            _close(stack, done)
        stack.append(_Open(depth, node))
    while stack:
        _close(stack, done)
    if len(done) != 1 or not isinstance(done[0].node, Group) or done[0].node.role != "page":
        raise LayoutError("a tree has one page at its root", source.name)
    return Document(root=done[0].node, source=source, warnings=tuple(warnings))


def _close(stack: list[_Open], done: list[_Open]) -> None:
    top = stack.pop()
    if isinstance(top.node, Group):
        top.node = replace(top.node, children=tuple(top.children))
    if stack:
        stack[-1].children.append(top.node)
    else:
        done.append(top)


def _words(line: str, number: int) -> list[str]:
    words, at = [], 0
    text = line.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise LayoutError(f"cannot read {text[at:]!r}", None, number)
        at = match.end()
        if match["word"] is None:
            break
        words.append(match["word"])
    return words


def _attributes(words: list[str]) -> dict[str, str]:
    pairs = (word.partition("=") for word in words if not word.startswith("@"))
    return {key: value.strip('"') for key, _, value in pairs}


def _place(text: str) -> Place:
    match = _PLACE.fullmatch(text.removeprefix("@"))
    if not match:
        raise ValueError(f"bad reference {text!r}")
    line, start, end = match.groups()
    return Place(int(line), int(start or 0), int(end) if end else None)


def _places(value: str) -> tuple[Place, ...]:
    return tuple(_place(part) for one in value.split(";") for part in one.split("+"))


def _fragments(value: str, lines: tuple[str, ...]) -> tuple[Fragment, ...]:
    found: list[Fragment] = []
    for place in _places(value):
        raw = lines[place.line - 1]
        pieces = cut(raw, place.line, place.start, place.end)
        if not pieces:  # a stray mark is all there is
            part = raw[place.start : place.end]
            start = place.start + len(part) - len(part.lstrip())
            pieces = (Fragment(place.line, start, part.strip()),) if part.strip() else ()
        found += pieces
    return tuple(found)


def _span(own: tuple[Fragment, ...], part: tuple[Fragment, ...]) -> Span:
    """Return where a part's fragments stand in the text of the fragments that own them."""
    first, last, offset = part[0], part[-1], 0
    start = end = -1
    for fragment in own:
        if fragment.line == first.line and fragment.start <= first.start < fragment.end:
            start = offset + first.start - fragment.start
        if fragment.line == last.line and fragment.start < last.end <= fragment.end:
            end = offset + last.end - fragment.start
        offset += len(fragment.text)
    if start < 0 or end < start:
        raise ValueError("a view points outside its node")
    return Span(start, end)


def _node(words: list[str], lines: tuple[str, ...]) -> Node:
    role = words[0]
    attributes = _attributes(words[1:])
    refs = next((word for word in words[1:] if word.startswith("@")), "")
    own = _fragments(refs, lines) if refs else ()

    def view(key: str, of: tuple[Fragment, ...]) -> Span | None:
        return _span(of, _fragments(attributes[key], lines)) if key in attributes else None

    n = int(attributes["n"]) if "n" in attributes else None
    if role in get_args(GroupRole):
        return Group(
            role=cast(GroupRole, role),
            kind=unquote(attributes.get("kind", "")),
            n=n,
            heading=own,
            title=view("title", own),
        )
    if role in get_args(TextRole):
        inner = [_fragments(one, lines) for one in attributes.get("inner", "").split(";") if one]
        return Text(
            role=cast(TextRole, role),
            fragments=own,
            dateline=view("dateline", own),
            lead=view("lead", own),
            inner=tuple(_span(own, part) for part in inner),
        )
    match role:
        case "stat":
            return Stat(fragments=own, figures=figures(joined(own)))
        case "entry":
            return _entry(attributes, own, n, lines)
        case "meta":
            label = _fragments(attributes["label"], lines) if "label" in attributes else ()
            return Meta(field=unquote(attributes["field"]), fragments=own, label=label)
        case "dup":
            kind = cast(DupKind, attributes["kind"])
            return Dup(kind=kind, of=_places(attributes["of"]), fragments=own)
        case _:
            raise ValueError(f"unknown role {role!r}")


def _entry(
    attributes: dict[str, str], own: tuple[Fragment, ...], n: int | None, lines: tuple[str, ...]
) -> Entry:
    term = _fragments(attributes["term"], lines)
    head: tuple[Fragment, ...] = ()
    for line in dict.fromkeys(fragment.line for fragment in term):
        end = own[0].start if own and own[0].line == line else None
        head += cut(lines[line - 1], line, 0, end)
    span = _span(head, term)
    pages = None
    if "pages" in attributes:
        printed = unquote(attributes["pages"])
        at = joined(head).index(printed, span.end)
        pages = Span(at, at + len(printed))
    return Entry(head=head, fragments=own, term=span, n=n, pages=pages)


def _notice(attributes: dict[str, str]) -> Notice:
    def places(key: str) -> tuple[Place, ...]:
        return _places(attributes[key]) if key in attributes else ()

    said = attributes.get("said")
    return Notice(
        kind=cast(WarningKind, attributes["kind"]),
        at=places("at"),
        a=places("a"),
        b=places("b"),
        said=() if said is None else tuple(unquote(part) for part in said.split("|")),
    )
