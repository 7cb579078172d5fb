"""In: a document.  Out: a tagged, archivable PDF (PDF/A-2a, PDF/UA-1) set the Chinese way."""

from __future__ import annotations

from itertools import chain, repeat

from ..model import Document
from ..pdf.archival import Facts, archive
from ..pdf.design import design
from ..pdf.galley import Galley, build
from ..pdf.links import Links
from ..pdf.masthead import masthead
from ..pdf.paint import Painter, finish, new_canvas
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
    """Return the file; paper is A3, A4, B5, letter …, columns the number side by side."""
    look, fonts, head = design(paper, columns), Fonts(), masthead(document)
    blocks = list(reading_order(document, duplicates=duplicates))
    galley = Galley(look, fonts, Links(blocks), Element("Document", None))
    build(galley, blocks)
    height = look.paper[1] - look.top - look.bottom
    heights = chain((height - head.room,), repeat(height))
    pages = fill_pages(galley.rows, heights, columns) or [[]]
    painter = Painter(look, fonts, head, new_canvas(look))
    for number, regions in enumerate(pages):
        painter.page(galley.rows, regions, 0.0 if number else head.room, len(pages))
    data = finish(painter.canvas, fonts, galley.bookmarks)
    return archive(data, galley.root, _facts(document, blocks))


def _facts(document: Document, blocks: list[Block]) -> Facts:
    """Return title, author and date: the headline, the byline, the day of the page."""

    def first(*roles: str) -> str:
        found = (block.text for block in blocks if getattr(block.node, "role", "") in roles)
        return next((text for text in found if text.strip()), "")

    named = first("headline") or next((block.text for block in blocks if block.text.strip()), "")
    date, newspaper = document.meta("date"), document.meta("newspaper")
    return Facts(
        title=_clean(named)[:200] or document.source.name or "无题",
        author=_clean(first("byline") or (newspaper.text if newspaper else "")),
        date=(date.iso if date else None) or _NO_DATE,
    )


def _clean(text: str) -> str:
    """Return a text without what an XML file cannot hold."""
    return "".join(c for c in text if c.isprintable() or c == " ").strip()
