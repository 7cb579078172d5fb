"""In: bookmarks and the pages they stand on.  Out: the contents of a long report, with links.

The words of the contents are said already by the headings, so they are painted as decoration; the
tags have an entry for each, whose link says where it leads.
"""

from __future__ import annotations

from collections.abc import Sequence

from .design import ACCENT, HAIR, INK, SOFT, Design
from .paint import Painter
from .rows import Mark, Region, Row
from .setting import Look
from .tagging import Element

_LONG = 10  # pages from which a reader wants contents
_FEW = 5  # headings below which they are not worth a page
_LEVELS = 2
_HEAD = "目录"


def wants_contents(rows: Sequence[Row], bookmarks: Sequence[Mark], room: float) -> bool:
    """Return whether a document is long enough for contents; room is that of one page."""
    return len(bookmarks) >= _FEW and sum(row.gap + row.height for row in rows) > _LONG * room


class Contents:
    """The pages of contents of one document."""

    def __init__(self, design: Design, bookmarks: Sequence[Mark], title: str) -> None:
        self.entries = [mark for mark in bookmarks if mark.level < _LEVELS and mark.title.strip()]
        self.title = title
        self.leading = design.leading * 1.15
        height = design.paper[1] - design.top - design.bottom
        self.a_page = max(int((height - 5 * self.leading) / self.leading), 1)
        self.page_count = -(-len(self.entries) // self.a_page)

    def paint(self, painter: Painter, pages: dict[str, int], root: Element, total: int) -> None:
        """Draw the pages; pages says on which a place stands, from 1 as they are numbered."""
        owner = Element("TOC", root, late=True)
        root.kids.insert(0, owner)
        for start in range(0, len(self.entries), self.a_page):
            painter.furniture(total)
            y = self._title(painter, with_title=start == 0)
            for mark in self.entries[start : start + self.a_page]:
                self._entry(painter, mark, pages.get(mark.name, 1), y, owner)
                y -= self.leading
            painter.finish()

    def _title(self, painter: Painter, *, with_title: bool) -> float:
        """Paint what stands above the entries; return the first entry's baseline."""
        design = painter.design
        y = design.paper[1] - design.top - 2 * self.leading
        if with_title:
            line = painter.typeset(self.title, Look(1, design.size * 1.2, INK), design.width)
            painter.artifact([painter.at(line, design.left, y + 1.7 * self.leading)])
        line = painter.typeset(_HEAD, Look(1, design.size * 1.6, ACCENT), design.width)
        rule = f"{HAIR} {design.left:.2f} {y - 8:.2f} {design.width:.2f} 0.5 re f\n"
        painter.artifact([painter.at(line, design.left, y), rule])
        return y - 2.2 * self.leading

    def _entry(self, painter: Painter, mark: Mark, page: int, y: float, owner: Element) -> None:
        design = painter.design
        look = Look(
            1 if mark.level == 0 else 0, design.size * 0.98, "" if mark.level == 0 else SOFT
        )
        left, right = design.left + 2 * design.size * mark.level, design.left + design.width
        number = painter.typeset(str(page), Look(0, design.size * 0.98, SOFT), design.width)
        room = right - left - number.width - 3 * design.size
        line = painter.typeset(mark.title, look, room)
        start, end = left + line.width + design.size, right - number.width - 0.6 * design.size
        dots = "".join(
            f"{HAIR} {end - step * 5:.2f} {y + 2:.2f} 1 1 re f\n"
            for step in range(int((end - start) / 5))
        )
        painter.artifact(
            [painter.at(line, left, y), dots, painter.at(number, right - number.width, y)]
        )
        link = Element("Link", Element("TOCI", owner))
        link.alt = f"{mark.title}，第{page}页"
        painter.link(link, mark.name, (left, y - 4, right, y + design.size))


def pages_of(rows: Sequence[Row], pages: Sequence[Sequence[Region]], before: int) -> dict[str, int]:
    """Return the number of the page on which each named place stands."""
    found: dict[str, int] = {}
    for number, regions in enumerate(pages, before + 1):
        for region in regions:
            for column in region.columns:
                for row in rows[column.start : column.end]:
                    found.update((mark.name, number) for mark in row.marks)
    return found
