"""In: a document with its source.  Out: what became of every non-blank source character."""

from __future__ import annotations

from .model import Document, Dup, Meta, Place, Text, own_fragments, walk


def ledger(document: Document) -> tuple[tuple[Place, str], ...]:
    """Return (place, account) rows in source order; see Document.ledger."""
    if document.source.lines is None:
        raise ValueError("the document was read back without its source: no ledger")
    accounts: dict[int, list[tuple[int, int, str]]] = {}
    for node in walk(document.root):
        match node:
            case Dup():
                account = "duplicate"
            case Meta():
                account = "masthead"
            case Text(role="furniture"):
                account = "furniture"
            case _:
                account = "text"
        for fragment in own_fragments(node):
            accounts.setdefault(fragment.line, []).append((fragment.start, fragment.end, account))
    rows = []
    for number, raw in enumerate(document.source.lines, 1):
        at = 0
        for start, end, account in sorted(accounts.get(number, ())):
            rows += _markers(raw, number, at, start)
            rows.append((Place(number, start, end), account))
            at = max(at, end)
        rows += _markers(raw, number, at, len(raw))
    return tuple(rows)


def _markers(raw: str, line: int, start: int, end: int) -> list[tuple[Place, str]]:
    """Return the non-blank runs between two owned parts of a line: layout marks, not text."""
    piece = raw[start:end]
    if not piece.strip():
        return []
    first = start + len(piece) - len(piece.lstrip())
    return [(Place(line, first, start + len(piece.rstrip())), "marker")]
