"""In: a document.  Out: a tagged, archivable PDF (PDF/A-2a, PDF/UA-1) set the Chinese way."""

from __future__ import annotations

from itertools import chain, repeat

from ..model import Document
from ..pdf.archival import Facts, archive
from ..pdf.build import build
from ..pdf.contents import Contents, pages_of, wants_contents
from ..pdf.design import design
from ..pdf.galley import Galley
from ..pdf.masthead import masthead
from ..pdf.paint import Painter, finish, new_canvas
from ..pdf.queries import put_queries
from ..pdf.rows import fill_pages
from ..pdf.setting import Fonts
from ..pdf.tagging import Element
from ..reading import Block, reading_order

_NO_DATE = "2000-01-01"


def write(
    document: Document,
    *,
    duplicates: bool = False,
    comments: bool = False,
    paper: str = "A4",
    columns: int = 1,
) -> bytes:
    """Return the file; paper is A3, A4, B5, letter …, columns the number side by side.

    comments prints the warnings after the text.  Raises LayoutError for an unknown paper and for
    columns that do not fit on it.
    """
    look, fonts = design(paper, columns), Fonts()
    blocks = list(reading_order(document, duplicates=duplicates))
    facts = _facts(document, blocks)
    galley = Galley(look, fonts, Element("Document", None))
    build(galley, blocks)
    if comments:
        put_queries(galley, document.warnings)
    data = _draw(galley, document, facts)
    return archive(data, galley.root, facts)


def _draw(galley: Galley, document: Document, facts: Facts) -> bytes:
    """Return the drawn pages: contents where the document is long, then the text."""
    look, head = galley.design, masthead(document, facts.title)
    height = look.paper[1] - look.top - look.bottom
    painter = Painter(look, galley.fonts, head, new_canvas(look))
    contents = Contents(look, galley.bookmarks, facts.title)
    before = 0
    if wants_contents(galley.rows, galley.bookmarks, height * look.columns):
        before = contents.page_count
    offset = 0.0 if before else head.room
    pages = fill_pages(galley.rows, chain((height - offset,), repeat(height)), look.columns)
    total = before + len(pages)
    if before:
        contents.paint(painter, pages_of(galley.rows, pages, before), galley.root, total)
    for regions in pages:
        painter.page(galley.rows, regions, offset, total)
        offset = 0.0
    return finish(painter.canvas, galley.fonts, galley.bookmarks)


def _facts(document: Document, blocks: list[Block]) -> Facts:
    """Return title, author and date: the headline, the byline, the day of the page."""

    def first(role: str) -> str:
        found = (block.text for block in blocks if getattr(block.node, "role", "") == role)
        return next((text for text in found if text.strip()), "")

    title = first("headline") or next((block.text for block in blocks if block.is_heading), "")
    date, newspaper = document.meta("date"), document.meta("newspaper")
    return Facts(
        title=_clean(title)[:200] or _clean(document.source.name) or "无题",
        author=_clean(first("byline") or (newspaper.text if newspaper else "")),
        date=(date.iso if date else None) or _NO_DATE,
    )


def _clean(text: str) -> str:
    """Return a text without what an XML file cannot hold."""
    return "".join(c if c.isprintable() else " " for c in text).strip()
