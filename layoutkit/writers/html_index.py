"""In: a row for each review page of a folder.  Out: the page that lists them, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ..model import Document, Dup, Text, own_fragments, walk
from .review.markup import escape, file_of, two


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """What the index says of one review page.

    href is its path relative to the index, with slashes, not yet quoted; furniture is the share
    of the characters that are running headers, footers and ornament, from 0 to 1.
    """

    name: str
    href: str
    warnings: int
    duplicates: int
    furniture: float
    characters: int


def row_of(document: Document, href: str) -> IndexRow:
    """Return the row of a document whose review page is at href."""
    characters = furniture = duplicates = 0
    for node in walk(document):
        count = sum(len(fragment.text) for fragment in own_fragments(node))
        characters += count
        match node:
            case Dup():
                duplicates += 1
            case Text(role="furniture"):
                furniture += count
            case _:
                pass
    return IndexRow(
        name=document.source.name or href,
        href=href,
        warnings=len(document.warnings),
        duplicates=duplicates,
        furniture=furniture / characters if characters else 0.0,
        characters=characters,
    )


_COLUMNS = (
    (("疑点", "Warnings"), "descending"),
    (("重复", "Duplicates"), "none"),
    (("杂项占比", "Furniture"), "none"),
    (("字数", "Characters"), "none"),
    (("页面", "Page"), "none"),
)


def index(rows: Sequence[IndexRow]) -> bytes:
    """Return index.html: a table that sorts by each column, most warnings first."""
    worst = sorted(
        rows,
        key=lambda row: (-row.warnings, -row.duplicates, -row.furniture, row.name, row.href),
    )
    total = sum(row.warnings for row in rows)
    parts = {
        "facts": two(f"{len(rows)}页，{total}处疑点", f"{len(rows)} pages, {total} warnings"),
        "heads": "".join(_head(words, order) for words, order in _COLUMNS),
        "rows": "".join(_row(row) for row in worst),
    }
    return file_of("index.html", ("index.js",), parts)


def _head(words: tuple[str, str], order: str) -> str:
    number = "" if words[1] == "Page" else ' class="number"'
    return (
        f'<th scope="col"{number} aria-sort="{order}">'
        f'<button type="button">{two(*words)}</button></th>'
    )


def _row(row: IndexRow) -> str:
    cells = (
        (str(row.warnings), row.warnings),
        (str(row.duplicates), row.duplicates),
        (f"{row.furniture:.1%}", row.furniture),
        (f"{row.characters:,}", row.characters),
    )
    numbers = "".join(
        f'<td class="number{" some" if at < 2 and value else ""}" data-v="{value:.9g}">{words}</td>'
        for at, (words, value) in enumerate(cells)
    )
    # A path, whatever it looks like: no scheme and no host can begin behind the dot.
    href = "./" + quote(row.href, safe="/", errors="surrogateescape")
    return f'<tr>{numbers}<td><a href="{href}">{escape(row.name)}</a></td></tr>\n'
