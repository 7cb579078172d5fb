"""In: the masthead's fields.  Out: the head of each page, painted as decoration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Document, Meta
from .design import ACCENT, HAIR, SOFT
from .setting import Look

if TYPE_CHECKING:
    from .paint import Painter


@dataclass(frozen=True, slots=True)
class Masthead:
    """The newspaper's name, and date, weekday, page and column as printed."""

    newspaper: str
    facts: tuple[str, ...]

    @property
    def room(self) -> float:
        """Return what the first page's head takes of the page."""
        return 34.0 if self.newspaper else 0.0

    def paint(self, painter: Painter, number: int) -> list[str]:
        """Return the head of a page: large on the first, a line on the others."""
        design = painter.design
        width, height = design.width, design.paper[1]
        y = height - design.top + 12
        facts = "　".join(self.facts)
        code: list[str] = []
        if number == 1 and self.newspaper:
            y -= self.room
            name = painter.typeset(self.newspaper, Look(1, 20, ACCENT))
            code.append(painter.at(name, design.left, y + 9))
            code.append(f"{ACCENT} {design.left:.2f} {y:.2f} {width:.2f} 1.6 re f\n")
            code.append(f"{HAIR} {design.left:.2f} {y - 3:.2f} {width:.2f} 0.5 re f\n")
        elif self.newspaper or facts:
            name = painter.typeset(self.newspaper or " ", Look(1, 8.5, SOFT))
            code.append(painter.at(name, design.left, y + 5))
            code.append(f"{HAIR} {design.left:.2f} {y:.2f} {width:.2f} 0.5 re f\n")
        if facts:
            line = painter.typeset(facts, Look(0, 8.5, SOFT))
            code.append(painter.at(line, design.left + width - line.width, y + 5))
        return code


def masthead(document: Document) -> Masthead:
    """Return the masthead of a document."""
    found: dict[str, str] = {}
    for node in document.root.children:
        if isinstance(node, Meta) and node.text:
            found.setdefault(node.field, node.text)
    facts = tuple(found[name] for name in ("date", "weekday", "column", "page") if name in found)
    return Masthead(found.get("newspaper", found.get("source", "")), facts)
