"""In: a name of a paper and a number of columns.  Out: measures, looks and colours of the pages."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from ..errors import LayoutError
from .fonts import SANS, SERIF
from .setting import Look

ACCENT = "0.56 0.11 0.13 rg"
INK = "0.1 0.1 0.12 rg"
SOFT = "0.38 0.38 0.4 rg"
LINK = "0.1 0.25 0.45 rg"
TINT = "0.968 0.955 0.93 rg"
EDGE = "0.82 0.77 0.7 rg"
HAIR = "0.8 0.8 0.8 rg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The measures of a document's pages, in points."""

    paper: tuple[float, float]
    columns: int
    size: float
    leading: float
    measure: float  # of one column
    gutter: float
    left: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the width of all columns."""
        return self.columns * self.measure + (self.columns - 1) * self.gutter

    def look(self, scale: float = 1.0, *, bold: bool = False, colour: str = "") -> Look:
        """Return type in proportion to the running text."""
        return Look(SANS if bold else SERIF, round(self.size * scale * 4) / 4, colour)


def design(paper: str, columns: int) -> Design:
    """Return the design for a paper such as A4, B5 or letter.

    Raises LayoutError for a paper nobody knows and for columns too narrow for text.
    """
    width, height = _paper(paper)
    if columns < 1:
        raise LayoutError(f"{columns} columns cannot be: columns go from 1 to 4")
    if columns == 1:
        size = min(max(width * 0.72 / 40, 9.0), 13.0)
        size = round(size * 2) / 2
        gutter = 0.0
        margin = max((width - 42 * size) / 2, 36.0)
    else:
        size, gutter = 9.5 if width < 700 else 10.5, 22.0
        margin = max(width * 0.085, 36.0)
    room = (width - 2 * margin - (columns - 1) * gutter) / columns
    characters = floor(room / size + 0.01)
    if characters < 8:
        raise LayoutError(
            f"{columns} columns do not fit on paper {paper!r}: columns go from 1 to 4"
        )
    measure = characters * size
    left = (width - columns * measure - (columns - 1) * gutter) / 2
    return Design(
        paper=(width, height),
        columns=columns,
        size=size,
        leading=round(size * 1.72 * 2) / 2,
        measure=measure,
        gutter=gutter,
        left=left,
        top=height * 0.088,
        bottom=height * 0.085,
    )


def _paper(name: str) -> tuple[float, float]:
    from reportlab.lib import pagesizes  # type: ignore[import-untyped]  # reportlab has no types

    found = getattr(pagesizes, name.upper(), None)
    if not isinstance(found, tuple) or name.startswith("_"):
        raise LayoutError(
            f"unknown paper {name!r}: use A3, A4, A5, B4, B5, letter, legal or tabloid"
        )
    return float(found[0]), float(found[1])
