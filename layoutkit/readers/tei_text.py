"""In: a TEI element with text.  Out: its text, its fragments and the views on it, all checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, cast, get_args
from urllib.parse import unquote

from lxml import etree

from ..errors import LayoutError
from ..model import Bound, Change, Figure, Fragment, Place, Span
from ..pattern import pattern

NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
_POINTER = pattern("src:([0-9]{1,9})(?::([0-9]{0,9})-([0-9]{0,9}))?")
_NUMBER = pattern(r"-?[0-9]{1,999}(\.[0-9]{1,999})?")
_CONTROL = pattern("[0-9A-F]{4}")
_APART = ("note", "fw", "figure")  # in a text, not of it
_CHANGES = {"change": ("rise", "fall"), "level": ("rise-to", "fall-to")}
_RANK_CHANGES = {"rise-by": "rise", "fall-by": "fall", "rise": "rise-to", "fall": "fall-to"}

Element = etree._Element


class Origin(NamedTuple):
    """What the file says of its source; lines only where the source itself is at hand."""

    path: str
    line_count: int
    lines: tuple[str, ...] | None


class Inner(NamedTuple):
    """An element inside a text: where it stands in the text."""

    element: Element
    span: Span


@dataclass(slots=True)
class Run:
    """The text of an element without duplicates, notes and figures, and what stands in it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tears: list[int] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    surplus: list[Element] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """Add characters."""
        if text:
            self.pieces.append(text)
            self.length += len(text)

    @property
    def text(self) -> str:
        """Return the characters."""
        return "".join(self.pieces)

    def views(self, tag: str, kind: str | None = None) -> list[Span]:
        """Return where the elements of a name and type stand, in order."""
        return [
            span
            for element, span in sorted(self.inner, key=lambda inner: inner.span.start)
            if name_of(element) == tag and (kind is None or element.get("type") == kind)
        ]


def name_of(element: Element) -> str:
    """Return an element's name; empty for what is not TEI."""
    tag = element.tag
    if isinstance(tag, str) and tag.startswith(NAMESPACE):
        return tag[len(NAMESPACE) :]
    return ""


def wrong(element: Element, message: str, path: str) -> LayoutError:
    """Return the error that names an element by its identifier, or the one around it."""
    owner: Element | None = element
    while owner is not None and owner.get(ID) is None:
        owner = owner.getparent()
    name = name_of(element) or str(element.tag)
    where = f"{name!r} {owner.get(ID)!r}" if owner is element else f"{name!r}"
    if owner is not None and owner is not element:
        where += f" in {owner.get(ID)!r}"
    return LayoutError(f"{where}: {message}", path, element.sourceline)


def run_of(element: Element, leave_out: Element | None = None) -> Run:
    """Return the text of an element; leave_out is a child that is no part of it."""
    run = Run()
    _gather(run, element, leave_out)
    return run


def _gather(run: Run, element: Element, leave_out: Element | None) -> None:
    run.add(element.text)
    for child in element:
        name = name_of(child)
        if name == "surplus":
            run.surplus.append(child)
        elif name == "lb":
            if child.get("type") == "tear":
                run.tears.append(run.length)
        elif name == "g" and child.get("type") == "control":
            run.add(_control(child))
        elif child is not leave_out and name not in _APART:
            start = run.length
            _gather(run, child, leave_out)
            run.inner.append(Inner(child, Span(start, run.length)))
        run.add(child.tail)


def _control(element: Element) -> str:
    """Return the character that XML cannot hold; of an unreadable number U+FFFD."""
    number = element.get("n") or ""
    return chr(int(number, 16)) if _CONTROL.fullmatch(number) else "\ufffd"


def places(element: Element, attribute: str, path: str) -> tuple[Place, ...]:
    """Return the source pointers of an attribute."""
    found = []
    for word in (element.get(attribute) or "").split():
        if word.startswith("#"):
            continue
        match = _POINTER.fullmatch(word)
        if not match:
            raise wrong(element, f"cannot read the source pointer {word!r}", path)
        line, start, end = match.groups()
        found.append(Place(int(line), int(start or 0), int(end) if end else None))
    return tuple(found)


def fragments(element: Element, run: Run, origin: Origin) -> tuple[Fragment, ...]:
    """Return the fragments of a text, cut as the source pointers say.

    Raises LayoutError where they do not add up to the text or differ from the source.
    """
    text, tears = run.text, [*run.tears, run.length]
    found: list[Fragment] = []
    at = seam = 0
    for place in places(element, "source", origin.path):
        if found and place.line != found[-1].line:
            if at != tears[seam] or seam + 1 == len(tears):
                raise _misfit(element, run, origin)
            seam += 1
        end = tears[seam] if place.end is None else at + place.end - place.start
        if not at <= end <= tears[seam]:
            raise _misfit(element, run, origin)
        found.append(Fragment(place.line, place.start, text[at:end]))
        _check(element, found[-1], place, origin)
        at = end
    if at != len(text) or seam != len(tears) - 1:
        raise _misfit(element, run, origin)
    return tuple(found)


def cells(element: Element, texts: Sequence[str], origin: Origin) -> tuple[Fragment, ...]:
    """Return the cells of a row as fragments, one for each source pointer."""
    pointers = places(element, "source", origin.path)
    if len(pointers) != len(texts):
        message = f"{len(texts)} cells with text, but {len(pointers)} source pointers"
        raise wrong(element, message, origin.path)
    found = []
    for place, text in zip(pointers, texts, strict=True):
        found.append(Fragment(place.line, place.start, text))
        if place.end not in (None, found[-1].end):
            raise wrong(element, f"the cell {text!r} does not fit its source {place}", origin.path)
        _check(element, found[-1], place, origin)
    return tuple(found)


def _misfit(element: Element, run: Run, origin: Origin) -> LayoutError:
    source = element.get("source") or ""
    message = f"the text of {run.length} characters does not fit its source {source!r}"
    return wrong(element, message, origin.path)


def _check(element: Element, fragment: Fragment, place: Place, origin: Origin) -> None:
    """Raise LayoutError where a fragment is not the slice of the source that it claims to be."""
    line, start, text = fragment
    if not 1 <= line <= origin.line_count:
        message = f"line {line} of a source with {origin.line_count} lines"
        raise wrong(element, message, origin.path)
    if origin.lines is None:
        return
    raw = origin.lines[line - 1]
    if raw[start : fragment.end] != text or (place.end is None and fragment.end != len(raw)):
        raise wrong(element, f"differs from its source at 'src:{place}'", origin.path)


def figures(run: Run, path: str) -> tuple[Figure, ...]:
    """Return the outermost measure and num elements as figures."""
    found: list[Figure] = []
    text, end = run.text, 0
    for element, span in sorted(run.inner, key=lambda inner: (inner.span.start, -inner.span.end)):
        if name_of(element) in ("measure", "num") and span.start >= end:
            found.append(_figure(element, span, text, path))
            end = span.end
    return tuple(found)


def _figure(element: Element, span: Span, text: str, path: str) -> Figure:
    is_ordinal = element.get("type") == "ordinal"
    unit = element.get("n" if is_ordinal else "unit") or ""
    value = _decimal(element, "quantity" if name_of(element) == "measure" else "value", path)
    least, most = _decimal(element, "atLeast", path), _decimal(element, "atMost", path)
    is_range = value is None and most is not None
    bound = element.get("rend") or "exact"
    if bound not in get_args(Bound):
        raise wrong(element, f"unknown bound {bound!r}", path)
    if element.find(f"{NAMESPACE}precision") is not None:
        bound = "about"
    elif value is not None and not element.get("rend"):
        bound = "at-least" if least is not None else "at-most" if most is not None else "exact"
    return Figure(
        start=span.start,
        printed=text[slice(*span)],
        value=least if is_range else value,
        upper=most if is_range else None,
        unit=unquote(unit, errors="surrogatepass"),
        ordinal=is_ordinal,
        bound=cast(Bound, bound),
        change=_change(element, is_ordinal),
    )


def _change(element: Element, is_ordinal: bool) -> Change | None:
    subtype = element.get("subtype") or ""
    if is_ordinal:
        return cast("Change | None", _RANK_CHANGES.get(subtype))
    rise_fall = _CHANGES.get(element.get("type") or "")
    if rise_fall and subtype in ("rise", "fall"):
        return cast(Change, rise_fall[subtype == "fall"])
    return None


def _decimal(element: Element, attribute: str, path: str) -> Decimal | None:
    value = element.get(attribute)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value):
        raise wrong(element, f"{attribute} is no number: {value!r}", path)
    return Decimal(value)
