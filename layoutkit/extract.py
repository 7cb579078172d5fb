"""In: a document.  Out: its figures, its glossary or its boxes as rows, and rows as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from .errors import LayoutError
from .model import Document, Entry, Figure, Fragment, Group, Stat
from .pattern import pattern
from .reading import Block, reading_order

Row = dict[str, str]

# OWASP, "CSV Injection": a cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = pattern(r"[-+]?\d+(?:[.,]\d+)*%?", re.ASCII)


def extract(document: Document, what: str) -> list[Row]:
    """Return the rows of "stats", "glossary" or "boxes" in reading order, one a figure or thing.

    A stat without figures has a row too, so that its line is not lost.
    """
    if what not in _TABLES:
        raise LayoutError(f"cannot extract {what!r}: there are {', '.join(_TABLES)}")
    return list(_TABLES[what](document))


def to_csv(rows: list[Row]) -> bytes:
    """Return rows as CSV that spreadsheets open intact: UTF-8 with its mark, CRLF, no formulas."""
    text = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({key: _harmless(cell) for key, cell in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def to_json(rows: list[Row]) -> bytes:
    """Return rows as a JSON list of objects, one a line."""
    lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[{lines}]\n".encode("utf-8", "backslashreplace")


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs; a number with its sign stays a number."""
    if cell.lstrip(" ").startswith(_FORMULA) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def _stats(document: Document) -> Iterator[Row]:
    for block in reading_order(document):
        if isinstance(block.node, Stat):
            for figure in block.node.figures or (None,):
                yield {
                    "source": document.source.name,
                    "section": _section(block.groups),
                    "text": block.text,
                    **_figure(figure),
                    "line": _line(block.fragments),
                }


def _figure(figure: Figure | None) -> Row:
    if figure is None:
        return dict.fromkeys(("figure", "value", "upper", "unit", "bound", "change", "ordinal"), "")
    return {
        "figure": figure.printed,
        "value": _plain(figure.value),
        "upper": _plain(figure.upper),
        "unit": figure.unit,
        "bound": figure.bound,
        "change": figure.change or "",
        "ordinal": "yes" if figure.ordinal else "",
    }


def _glossary(document: Document) -> Iterator[Row]:
    for block in reading_order(document):
        if isinstance(entry := block.node, Entry):
            head = "".join(fragment.text for fragment in entry.head)
            yield {
                "source": document.source.name,
                "n": _number(entry.n),
                "term": head[slice(*entry.term)],
                "pages": head[slice(*entry.pages)] if entry.pages else "",
                "definition": entry.text,
                "line": _line(block.fragments),
            }


def _boxes(document: Document) -> Iterator[Row]:
    """Yield the boxes; what stands in a box of a box belongs to both."""
    blocks = list(reading_order(document))
    for group, groups, inner in _boxed(blocks):
        yield {
            "source": document.source.name,
            "section": _section(groups),
            "kind": group.kind,
            "n": _number(group.n),
            "heading": group.text,
            "text": "\n".join(block.text for block in inner),
            "line": _line(group.heading or (inner[0].fragments if inner else ())),
        }


def _boxed(blocks: list[Block]) -> Iterator[tuple[Group, tuple[Group, ...], list[Block]]]:
    """Yield each box with the groups around it and the blocks in it."""
    found: dict[int, tuple[Group, tuple[Group, ...], list[Block]]] = {}
    for block in blocks:
        own = (block.node,) if isinstance(block.node, Group) else ()
        path = (*block.groups, *own)
        for depth, group in enumerate(path):
            if group.role == "box":
                box = found.setdefault(id(group), (group, path[:depth], []))
                if block.node is not group:
                    box[2].append(block)
    yield from found.values()


def _section(groups: tuple[Group, ...]) -> str:
    """Return the headings around a block, outermost first."""
    return " > ".join(group.text for group in groups if group.heading)


def _line(fragments: tuple[Fragment, ...]) -> str:
    return str(fragments[0].line) if fragments else ""


def _number(n: int | None) -> str:
    return "" if n is None else str(n)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


_TABLES: dict[str, Callable[[Document], Iterator[Row]]] = {
    "stats": _stats,
    "glossary": _glossary,
    "boxes": _boxes,
}
