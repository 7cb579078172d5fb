"""In: texts with their runs, box after box.  Out: the rows to fill pages with, and the tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import Group
from .design import INK, Design
from .rows import Frame, Mark, Placed, Row, Shape
from .setting import Fonts, Run, SetLine, set_lines
from .tagging import Element

_LISTS = ("stats", "list", "glossary", "table")
_ROLES = {"article": "Art", "box": "Div", "section": "Sect"}
_DEEPEST = 60  # containers in each other that have tags of their own: readers give up on more
_DEEPEST_BOX = 8  # boxes in each other that are painted
_MIDDLE = 0.36  # of the size: from a line's middle down to the baseline, for Han characters


@dataclass
class Galley:
    """Rows, bookmarks and tags as they grow, block by block."""

    design: Design
    fonts: Fonts
    root: Element
    rows: list[Row] = field(default_factory=list)
    bookmarks: list[Mark] = field(default_factory=list)
    above: float = 0.0  # room wanted before the next row
    _path: tuple[Group, ...] = ()
    _elements: list[Element] = field(default_factory=list)
    _frames: tuple[Frame, ...] = ()
    _frame_count: int = 0
    _box_depth: int = 0
    _level: int = 0

    @property
    def element(self) -> Element:
        """Return the element of the innermost container."""
        return self._elements[-1]

    @property
    def inset(self) -> float:
        """Return how far boxes push the text in, on each side."""
        return min(len(self._frames) * self.design.size, self.design.measure / 5)

    @property
    def measure(self) -> float:
        """Return the width of running text where we are."""
        return self.design.measure - 2 * self.inset

    @property
    def is_boxed(self) -> bool:
        """Return whether we are in a box."""
        return bool(self._frames)

    def enter(self, path: tuple[Group, ...]) -> None:
        """Close the containers that end and open those that begin."""
        common = 0
        while common < min(len(path), len(self._path)) and path[common] is self._path[common]:
            common += 1
        for group in reversed(self._path[common:]):
            self._close(group)
        for group in path[common:]:
            self._open(group)
        self._path = path

    def _open(self, group: Group) -> None:
        parent = self._elements[-1] if self._elements else self.root
        match group.role:
            case "article":
                self._part_articles()
            case "box":
                self._open_frame()
            case _:
                pass
        role = _ROLES.get(group.role, "Sect" if group.heading else "")
        is_own = bool(role) and len(self._elements) < _DEEPEST
        self._elements.append(Element(role, parent) if is_own else parent)

    def _close(self, group: Group) -> None:
        self._elements.pop()
        if group.role == "box":
            self._close_frame()
        if group.role in _LISTS:
            self.space(0.5)

    def _open_frame(self) -> None:
        self._box_depth += 1
        if self._box_depth > _DEEPEST_BOX:
            return
        frame = Frame(self._frame_count, self.inset)
        self._frame_count += 1
        self.space(1.1)
        self._frames = (*self._frames, frame)
        self.add(Row(height=self.design.size * 0.8, stick=True))

    def _close_frame(self) -> None:
        self._box_depth -= 1
        if self._box_depth >= _DEEPEST_BOX:
            return
        self.rows[-1].stick = True
        self.above = 0.0
        self.add(Row(height=self.design.size * 0.7))
        self._frames = self._frames[:-1]
        self.space(1.1)

    def _part_articles(self) -> None:
        """Set the next article off from the one before by a rule."""
        if any(element.role == "Art" for element in self.root.kids if isinstance(element, Element)):
            self.space(1.6)
            rule = Shape(0, 0, self.design.width, 0.8, INK)
            row = Row(height=self.design.size * 0.7, stick=True, wide=True, shapes=(rule,))
            self.add(row)

    def space(self, sizes: float) -> None:
        """Ask for at least so much room, in characters, before the next row."""
        self.above = max(self.above, self.design.size * sizes)

    def add(self, row: Row) -> None:
        """Add a row with the room asked for above it, in the boxes that are open."""
        row.gap = max(row.gap, self.above)
        row.frames = self._frames
        self.above = 0.0
        self.rows.append(row)

    def level(self, wanted: int) -> int:
        """Return a heading's level: at most six, and at most one below the one before."""
        self._level = max(1, min(wanted, self._level + 1, 6))
        return self._level

    def put(
        self,
        text: str,
        runs: list[Run],
        *,
        leading: float = 1.0,
        indent: float = 0.0,
        hang: float = 0.0,
        align: str = "justify",
        stick: bool = False,
        wide: bool = False,
        mark: Mark | None = None,
        shape: Shape | None = None,
    ) -> None:
        """Add a text as rows; its first and its last two lines hold together."""
        measure = (self.design.width if wide else self.design.measure) - 2 * self.inset
        if align == "centre":
            lines = self._centred(text, runs, measure)
        else:
            lines = set_lines(
                self.fonts, text, runs, measure, indent=indent, hang=hang, align=align
            )
        height = self.design.leading * leading
        for at, line in enumerate(lines):
            is_held = stick or (at == 0 and len(lines) > 1) or at == len(lines) - 2
            row = Row(height=height, stick=is_held, wide=wide)
            row.lines = (Placed(self.inset, middle(height, line), line),)
            if at == 0:
                row.marks = (mark,) if mark else ()
                row.shapes = (shape,) if shape else ()
            self.add(row)

    def put_lines(self, lines: Sequence[SetLine], height: float) -> None:
        """Add lines that were set before, under each other."""
        for line in lines:
            placed = Placed(self.inset, middle(height, line), line)
            self.add(Row(height=height, lines=(placed,)))

    def _centred(self, text: str, runs: list[Run], measure: float) -> list[SetLine]:
        """Return the lines of a headline, centred and about as long as each other."""
        lines = set_lines(self.fonts, text, runs, measure, align="centre")
        if not 1 < len(lines) < 8:
            return lines
        count, low, high = len(lines), measure / 2, measure
        for _ in range(7):
            half = (low + high) / 2
            if len(set_lines(self.fonts, text, runs, half, align="centre")) > count:
                low = half
            else:
                high = half
        lines = set_lines(self.fonts, text, runs, high, align="centre")
        return [line.moved((measure - high) / 2) for line in lines]


def middle(height: float, line: SetLine) -> float:
    """Return the baseline at which a line stands in the middle of a row."""
    return height / 2 + line.size * _MIDDLE
