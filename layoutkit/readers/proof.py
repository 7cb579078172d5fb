"""In: a document that was read back, and its source file.  Out: the document, proved against it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from ..decode import Decoded, decode
from ..errors import LayoutError
from ..lines import split
from ..model import Document, own_fragments, walk

Lookup = Callable[[str], bytes | None]


def proved(document: Document, lookup: Lookup | None) -> Document:
    """Return the document with its source lines, where lookup gives the very file by its name.

    Raises LayoutError where a fragment is not what stands in the source.
    """
    source = document.source
    data = lookup(source.name) if lookup and source.name else None
    if data is None or hashlib.sha256(data).hexdigest() != source.sha256:
        return document
    lines = split(_decoded(data, source.encoding, source.name).text)
    if len(lines) != source.line_count:
        raise LayoutError(
            f"the source has {len(lines)} lines, not {source.line_count}", source.name
        )
    for node in walk(document):
        for fragment in own_fragments(node):
            raw = lines[fragment.line - 1] if fragment.line <= len(lines) else ""
            if raw[fragment.start : fragment.end] != fragment.text:
                message = f"{fragment.text[:20]!r} is not what the source says here"
                raise LayoutError(message, source.name, fragment.line)
    return replace(document, source=replace(source, lines=lines))


def _decoded(data: bytes, encoding: str, name: str) -> Decoded:
    """Return the text as it was read first: in the encoding found then."""
    try:
        found = decode(data, None, name)
    except LayoutError:
        found = None
    if found and found.encoding == encoding:
        return found
    try:
        return decode(data, encoding, name)
    except ValueError as error:  # a name that no encoding can have
        raise LayoutError(f"unknown encoding {encoding!r}: {error}", name) from None
