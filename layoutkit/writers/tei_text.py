"""In: fragments and the views on them.  Out: TEI text, attributes and source pointers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..model import Fragment, Place, joined
from ..pattern import pattern

_MARKUP = pattern("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_PERCENT = pattern("%(?=[0-9A-Fa-f]{2})")


class Mark(NamedTuple):
    """An element around text[start:end]; marks nest or stand apart, they never cross."""

    start: int
    end: int
    tag: str
    attributes: str = ""
    last: str = ""  # an empty element at the end of its content


class Insert(NamedTuple):
    """An element between two characters; at a seam it stands before or after the line break."""

    offset: int
    before_seam: bool
    markup: str


def escape(text: str) -> str:
    """Return text as XML content; what XML cannot hold becomes <g type="control" n="000B"/>."""
    return _MARKUP.sub(_escaped, text) if _MARKUP.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    return _ENTITIES.get(found) or f'<g type="control" n="{ord(found):04X}"/>'


def token(value: str) -> str:
    """Return a value as an attribute that allows neither blanks nor control characters.

    They are percent-encoded, and so is a percent sign that would read as such a code.
    """
    encoded = _PERCENT.sub("%25", value)
    if not encoded.isascii() or not encoded.isprintable() or " " in encoded:
        encoded = "".join(map(_encoded, encoded))
    return escape(encoded).replace('"', "&quot;")


def _encoded(character: str) -> str:
    is_allowed = unicodedata.category(character)[0] not in "CZ"
    return character if is_allowed else _percent(character)


def percent_encoded(match: re.Match[str]) -> str:
    """Return what a pattern found as percent-encoded UTF-8."""
    return _percent(match[0])


def _percent(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def pointer(place: Place) -> str:
    """Return a place as a source pointer."""
    return f"src:{place}"


def sources(fragments: Sequence[Fragment], lines: tuple[str, ...] | None) -> str:
    """Return the source attribute: one pointer a fragment, open where it ends with its line."""
    found = []
    for i, fragment in enumerate(fragments):
        line, start, end = fragment.line, fragment.start, fragment.end
        is_last = i + 1 == len(fragments) or fragments[i + 1].line != line
        if is_last and fragment.text and _line_length(lines, line) == end:
            found.append(pointer(Place(line, start)))
        else:
            found.append(pointer(Place(line, start, end)))
    return f' source="{" ".join(found)}"' if found else ""


def _line_length(lines: tuple[str, ...] | None, line: int) -> int | None:
    return len(lines[line - 1]) if lines is not None and 0 < line <= len(lines) else None


def mixed(
    fragments: Sequence[Fragment],
    seam: str,
    marks: Iterable[Mark] = (),
    inserts: Iterable[Insert] = (),
) -> str:
    """Return the fragments as mixed content with its marks, inserts and line breaks.

    seam are the attributes of a line break besides its number.
    """
    events = [*_mark_events(marks), *_seam_events(fragments, seam)]
    events += ((o, 1 if before else 3, k, 0, m) for k, (o, before, m) in enumerate(inserts))
    text = joined(fragments)
    if not events:
        return escape(text)
    events.sort()
    out: list[str] = []
    at = 0
    for offset, _, _, _, markup in events:
        out += escape(text[at:offset]), markup
        at = offset
    out.append(escape(text[at:]))
    return "".join(out)


# An event is its offset, its rank there (marks that end, what stands before the seam, the seam,
# what stands after it, marks that begin, empty marks), two keys for order within, its markup.
_Event = tuple[int, int, int, int, str]


def _mark_events(marks: Iterable[Mark]) -> Iterable[_Event]:
    for i, (start, end, tag, attributes, last) in enumerate(marks):
        opening, closing = f"<{tag}{attributes}>", f"{last}</{tag}>"
        if start == end:
            yield start, 5, i, 0, opening + closing
        else:
            yield start, 4, -end, i, opening
            yield end, 0, -start, -i, closing


def _seam_events(fragments: Sequence[Fragment], seam: str) -> Iterable[_Event]:
    offset = 0
    for i in range(1, len(fragments)):
        offset += len(fragments[i - 1].text)
        line = fragments[i].line
        if line != fragments[i - 1].line:
            yield offset, 2, i, 0, f'<lb n="{line}" type="tear" break="no"{seam}/>'
