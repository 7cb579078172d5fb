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
    title: str  # the running head of a page without masthead

    @property
    def room(self) -> float:
        """Return what the first page's head takes of the page."""
        return 34.0 if self.newspaper else 0.0

    def paint(self, painter: Painter, number: int) -> list[str]:
        """Return the head of a page: large on the first, a line on the others."""
        design, facts = painter.design, "　".join(self.facts)
        is_large = number == 1 and bool(self.newspaper)
        y = design.paper[1] - design.top + 12 - (self.room if is_large else 0.0)
        right = painter.typeset(facts, Look(0, 8.5, SOFT), design.width * 0.6)
        room = design.width - right.width - 12
        if is_large:
            code = [
                painter.at(
                    painter.typeset(self.newspaper, Look(1, 20, ACCENT), room), design.left, y + 9
                )
            ]
            code += [_rule(painter, ACCENT, y, 1.6), _rule(painter, HAIR, y - 3, 0.5)]
        elif number > 1 or facts:
            name = self.newspaper or (self.title if number > 1 else "")
            line = painter.typeset(name, Look(1, 8.5, SOFT), room)
            code = [painter.at(line, design.left, y + 5), _rule(painter, HAIR, y, 0.5)]
        else:
            return []
        return [*code, painter.at(right, design.left + design.width - right.width, y + 5)]


def _rule(painter: Painter, colour: str, y: float, weight: float) -> str:
    design = painter.design
    return f"{colour} {design.left:.2f} {y:.2f} {design.width:.2f} {weight} re f\n"


def masthead(document: Document, title: str) -> Masthead:
    """Return the masthead of a document."""
    found: dict[str, str] = {}
    for node in document.root.children:
        if isinstance(node, Meta) and node.text:
            found.setdefault(node.field, node.text)
    facts = tuple(found[name] for name in ("date", "weekday", "column", "page") if name in found)
    return Masthead(found.get("newspaper", found.get("source", "")), facts, title)
