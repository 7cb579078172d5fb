"""In: a document's blocks.  Out: the rows to fill pages with, and the structure tree of tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..model import Dup, Entry, Group, Span, Stat, Text
from ..reading import Block
from .design import ACCENT, EDGE, HAIR, LINK, SOFT, Design
from .links import Links
from .rows import Frame, Mark, Placed, Row, Shape
from .setting import Fonts, Look, Run, SetLine, set_lines
from .tagging import Element

_OWN_MARK = re.compile(r"——|[①-⓿❶-➓]|[(（]?\d{1,3}[)）.．、]|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、")
_RUN_IN = 12  # characters of a speaker's name that may open the paragraph


@dataclass
class Galley:
    """Rows and tags as they grow, block by block."""

    design: Design
    fonts: Fonts
    links: Links
    root: Element
    rows: list[Row] = field(default_factory=list)
    bookmarks: list[Mark] = field(default_factory=list)
    path: tuple[Group, ...] = ()
    elements: list[Element] = field(default_factory=list)
    frames: tuple[Frame, ...] = ()
    frame_count: int = 0
    level: int = 0
    base: int = 0
    above: float = 0.0  # room wanted before the next row
    speaker: tuple[Block, int] | None = None

    # ------------------------------------------------------------------ containers
    def enter(self, path: tuple[Group, ...]) -> None:
        """Close the containers that end and open those that begin."""
        common = 0
        while common < min(len(path), len(self.path)) and path[common] is self.path[common]:
            common += 1
        for group in reversed(self.path[common:]):
            self._close(group)
        for group in path[common:]:
            self._open(group)
        self.path = path

    def _open(self, group: Group) -> None:
        parent = self.elements[-1] if self.elements else self.root
        match group.role:
            case "page":
                self.elements.append(self.root)
            case "article":
                self.elements.append(Element("Art", parent))
                self._part_articles()
            case "box":
                self.elements.append(Element("Div", parent))
                self._open_frame()
            case _ if group.heading or group.role == "section":
                self.elements.append(Element("Sect", parent))
            case _:
                self.elements.append(parent)

    def _close(self, group: Group) -> None:
        self.elements.pop()
        if group.role == "box":
            self._close_frame()
        if group.role in ("stats", "list", "glossary", "table"):
            self.above = max(self.above, self.design.size * 0.5)

    def _open_frame(self) -> None:
        size = self.design.size
        self.frame_count += 1
        self.frames = (*self.frames, Frame(self.frame_count, self.inset))
        self.above = max(self.above, size * 1.1)
        self._add(Row(height=size * 0.8, stick=True))

    def _close_frame(self) -> None:
        if self.rows:
            self.rows[-1].stick = True
        self.above = 0.0
        self._add(Row(height=self.design.size * 0.6))
        self.frames = self.frames[:-1]
        self.above = self.design.size * 1.1

    def _part_articles(self) -> None:
        """Set the next article off from the one before by a rule."""
        size = self.design.size
        if any(row.lines for row in self.rows) and self.path[1:]:
            self.above = size * 1.6
            rule = Shape(0, 0, self.design.width, 0.8, "0.25 0.25 0.25 rg")
            self._add(Row(height=size * 1.2, stick=True, wide=True, shapes=(rule,)))

    @property
    def inset(self) -> float:
        """Return how far boxes push the text in, on each side."""
        return len(self.frames) * self.design.size

    def _add(self, row: Row) -> None:
        row.gap = max(row.gap, self.above)
        row.frames = self.frames
        self.above = 0.0
        self.rows.append(row)

    # ------------------------------------------------------------------ running text
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
        marks: tuple[Mark, ...] = (),
        shapes: tuple[Shape, ...] = (),
        balance: bool = False,
    ) -> None:
        """Add a text as rows; its first and last two lines hold together."""
        design, left = self.design, self.inset
        measure = (design.width if wide else design.measure) - 2 * left
        lines = set_lines(self.fonts, text, runs, measure, indent=indent, hang=hang, align=align)
        if balance and len(lines) > 1:
            lines = self._balanced(text, runs, measure, align, len(lines))
        height = design.leading * leading
        for at, line in enumerate(lines):
            baseline = height / 2 + line.size * 0.36
            self._add(
                Row(
                    height=height,
                    stick=stick or (at == 0 and len(lines) > 1) or at == len(lines) - 2,
                    wide=wide,
                    lines=(Placed(left, baseline, line),),
                    marks=marks if at == 0 else (),
                    shapes=shapes if at == 0 else (),
                )
            )

    def _balanced(
        self, text: str, runs: list[Run], measure: float, align: str, count: int
    ) -> list[SetLine]:
        """Return the lines of a headline, about as long as each other."""
        low, high = measure / 2, measure
        for _ in range(7):
            middle = (low + high) / 2
            if len(set_lines(self.fonts, text, runs, middle, align="left")) > count:
                low = middle
            else:
                high = middle
        lines = set_lines(self.fonts, text, runs, high, align=align)
        shift = (measure - high) / 2 if align == "centre" else 0.0
        return [
            line._replace(pieces=tuple(piece._replace(x=piece.x + shift) for piece in line.pieces))
            for line in lines
        ]

    def runs(
        self, block: Block, number: int, element: Element, look: Look,
        emphasis: Sequence[tuple[int, int, Look]] = (), offset: int = 0,
    ) -> list[Run]:  # fmt: skip
        """Return a block's runs: its look, parts set off by another, and links to the glossary."""
        marked = sorted((start, end, other) for start, end, other in emphasis if start < end)
        linked = self.links.of(number)
        edges = {0, len(block.text)}
        edges.update(edge for start, end, _ in marked for edge in (start, end))
        edges.update(edge for link in linked for edge in (link.start, link.end))
        cuts = sorted(edge for edge in edges if edge <= len(block.text))
        found: list[Run] = []
        for start, end in zip(cuts, cuts[1:], strict=False):
            here = next((other for a, b, other in marked if a <= start < b), look)
            link = next((one for one in linked if one.start <= start < one.end), None)
            if link is None:
                found.append(Run(start + offset, end + offset, here, element))
                continue
            if start == link.start or not found or found[-1].element.role != "Link":
                inner = Element("Link", element, late=True)
                inner.alt = link.title
            else:
                inner = found[-1].element
            coloured = here._replace(colour=LINK)
            place = link.place if start == link.start else ""
            found.append(Run(start + offset, end + offset, coloured, inner, link.target, place))
        return found

    # ------------------------------------------------------------------ blocks
    def block(self, block: Block, number: int) -> None:
        """Add one block of running text."""
        element = self.elements[-1]
        match block.node:
            case Group():
                self._heading(block, number)
            case Text(role="headline" | "kicker" | "deck" | "byline" | "salutation" as role):
                self._opening(block, number, role)
            case Text(role="speaker"):
                self._speaker(block, number)
            case Text(role="caption" | "credit" | "jump" as role):
                look = self.design.look(0.88, colour=SOFT)
                align = "left" if role == "caption" else "right"
                runs = self.runs(block, number, Element("P", element), look)
                self.above = max(self.above, self.design.size * 0.3)
                self._aligned(block.text, runs, align)
            case Dup():
                look = self.design.look(0.88, colour=SOFT)
                runs = self.runs(block, number, Element("P", element), look)
                self.put(block.text, runs, indent=2 * look.size)
            case _:
                self._paragraph(block, number)

    def _aligned(self, text: str, runs: list[Run], align: str) -> None:
        if align == "left":
            self.put(text, runs, align="left", leading=0.9)
            return
        size = runs[0].look.size if runs else self.design.size
        lines = set_lines(self.fonts, text, runs, 1e6, align="left")
        width = lines[0].width if lines else 0.0
        measure = self.design.measure - 2 * self.inset
        self.put(text, runs, align="left", leading=0.9, indent=max(measure - width - size / 100, 0.0))

    def _heading(self, block: Block, number: int) -> None:
        group, design = block.node, self.design
        assert isinstance(group, Group)
        in_box = any(one.role == "box" for one in (*block.groups, group))
        depth = block.depth - (1 if in_box else 0)
        level = self._level(block.depth + self.base)
        look, above, colour = {
            1: (design.look(1.4, bold=True, colour=ACCENT), 1.5, ACCENT),
            2: (design.look(1.18, bold=True), 1.1, ""),
        }.get(depth, (design.look(1.04, bold=True), 0.7, ""))
        if group.role == "box":
            look, above = design.look(1.04, bold=True, colour=ACCENT), 0.0
        elif in_box:
            look, above = design.look(1.0, bold=True), 0.5
        runs = self.runs(block, number, Element(f"H{level}", self.elements[-1]), look)
        self.above = max(self.above, design.size * above)
        mark = Mark(f"h{number}", block.text, block.depth - 1)
        self.bookmarks.append(mark)
        bar = ()
        if depth == 1 and not in_box:
            bar = (Shape(0, design.leading * 0.22, 3.0, design.leading * 0.86, ACCENT),)
            self.put(block.text, runs, leading=1.3, indent=design.size, hang=design.size, align="left", stick=True, marks=(mark,), shapes=bar)
        else:
            self.put(block.text, runs, leading=1.08, align="left", stick=True, marks=(mark,))
        self.above = max(self.above, design.size * (0.25 if depth == 1 else 0.1))

    def _level(self, wanted: int) -> int:
        """Return a heading's level: at most six, and at most one below the one before."""
        self.level = max(1, min(wanted, self.level + 1, 6))
        return self.level

    def _opening(self, block: Block, number: int, role: str) -> None:
        design, element = self.design, self.elements[-1]
        wide = not self.frames and len(block.groups) <= 2 and role != "salutation"
        if role == "headline":
            level = self._level(1 if len(block.groups) < 2 else self.base)
            scale = 2.3 if len(block.text) < 34 else 1.9
            look = design.look(scale if wide else 1.5, bold=True, colour=INK_HEAD)
            runs = self.runs(block, number, Element(f"H{level}", element), look)
            self.above = max(self.above, design.size * 0.6)
            mark = Mark(f"h{number}", block.text, 0)
            self.put(block.text, runs, leading=look.size / design.size * 0.8, align="centre", stick=True, wide=wide, marks=(mark,), balance=True)
            self.above = design.size * 0.5
            return
        look, align, above, below = {
            "kicker": (design.look(1.15, bold=True, colour=ACCENT), "centre", 0.3, 0.0),
            "deck": (design.look(1.3), "centre", 0.2, 0.3),
            "byline": (design.look(0.95, colour=SOFT), "centre", 0.4, 0.9),
        }.get(role, (design.look(1.0, bold=True), "justify", 0.3, 0.0))
        runs = self.runs(block, number, Element("P", element), look)
        self.above = max(self.above, design.size * above)
        if role == "byline" and not self._is_opening():
            self._aligned(block.text, runs, "right")
        else:
            self.put(block.text, runs, leading=max(look.size / design.size * 0.92, 1.0), align=align, stick=True, wide=wide, balance=align == "centre")
        self.above = design.size * below

    def _is_opening(self) -> bool:
        """Return whether nothing but the opening of an article stands before."""
        return not self.rows or self.rows[-1].stick

    def _speaker(self, block: Block, number: int) -> None:
        self.above = max(self.above, self.design.size * 0.35)
        if block.text.endswith(("：", ":")) and len(block.text) <= _RUN_IN:
            self.speaker = (block, number)
            return
        look = self.design.look(bold=True, colour=ACCENT)
        runs = self.runs(block, number, Element("P", self.elements[-1]), look)
        self.put(block.text, runs, stick=True)

    def flush(self) -> None:
        """Set a speaker whom no paragraph follows."""
        if self.speaker:
            (block, number), self.speaker = self.speaker, None
            look = self.design.look(bold=True, colour=ACCENT)
            self.put(block.text, self.runs(block, number, Element("P", self.elements[-1]), look))

    def _paragraph(self, block: Block, number: int) -> None:
        text, runs = "", []
        if self.speaker:
            (spoken, at), self.speaker = self.speaker, None
            name = self.design.look(bold=True, colour=ACCENT)
            runs = self.runs(spoken, at, Element("P", self.elements[-1]), name)
            text = spoken.text
        look, bold = self.design.look(), self.design.look(0.98, bold=True)
        emphasis = [(*span, bold) for span in _heads(block)]
        element = Element("P", self.elements[-1])
        runs += self.runs(block, number, element, look, emphasis, len(text))
        self.put(text + block.text, runs, indent=2 * self.design.size)

    # ------------------------------------------------------------------ lists
    def listed(self, blocks: Sequence[tuple[int, Block]]) -> None:
        """Add items, stats or entries that follow each other as one list."""
        owner = Element("L", self.elements[-1])
        node = blocks[0][1].node
        self.above = max(self.above, self.design.size * 0.3)
        if isinstance(node, Stat):
            self._stats(blocks, owner)
        for number, block in blocks:
            match block.node:
                case Entry():
                    owner.owner = "Decimal" if block.node.n is not None else "None"
                    self._entry(block, number, block.node, owner)
                case Text():
                    self._item(block, number, owner)
                case _:
                    pass
        self.above = max(self.above, self.design.size * 0.3)

    def _item(self, block: Block, number: int, owner: Element) -> None:
        size = self.design.size
        item = Element("LI", owner)
        mark = _OWN_MARK.match(block.text)
        bold = self.design.look(0.98, bold=True)
        emphasis = [(*span, bold) for span in _heads(block)]
        look = self.design.look()
        if mark:
            cut = mark.end()
            label = Run(0, cut, look, Element("Lbl", item))
            body = self.runs(block, number, Element("LBody", item), look, emphasis)
            runs = [label, *(run._replace(start=max(run.start, cut)) for run in body if run.end > cut)]
            self.put(block.text, runs, indent=2 * size)
            return
        runs = self.runs(block, number, Element("LBody", item), look, emphasis)
        dot = Shape(self.inset + 0.75 * size, self.design.leading / 2 - 1.8, 3.6, 3.6, ACCENT)
        self.put(block.text, runs, indent=2 * size, hang=2 * size, shapes=(dot,))

    def _entry(self, block: Block, number: int, entry: Entry, owner: Element) -> None:
        size = self.design.size
        item = Element("LI", owner)
        cut = entry.term.start
        bold, look = self.design.look(0.98, bold=True), self.design.look(0.95)
        body = self.runs(block, number, Element("LBody", item), look, [(cut, entry.term.end, bold)])
        runs = [run._replace(start=max(run.start, cut)) for run in body if run.end > cut]
        if cut:
            label = Element("Lbl", item, late=True)
            item.kids.insert(0, label)
            runs = [Run(0, cut, self.design.look(0.95, colour=ACCENT), label), *runs]
        mark = Mark(f"e{number}")
        self.above = max(self.above, size * 0.25)
        self.put(block.text, runs, leading=0.95, hang=2 * size, marks=(mark,))

    def _stats(self, blocks: Sequence[tuple[int, Block]], owner: Element) -> None:
        """Add lines of figures: side by side where all are short, else under each other."""
        design, gap = self.design, self.design.size * 1.5
        owner.owner = "None"
        measure = design.measure - 2 * self.inset
        cell = (measure - gap) / 2
        made = [self._stat(block, number, owner) for number, block in blocks]
        set_one = [set_lines(self.fonts, text, runs, cell, align="left") for text, runs in made]
        count = 2 if len(made) > 1 and all(len(lines) <= 2 for lines in set_one) else 1
        if count == 1:
            set_one = [set_lines(self.fonts, text, runs, measure, align="left") for text, runs in made]
        height = design.leading * 1.12
        for at in range(0, len(made), count):
            self._cells(set_one[at : at + count], cell + gap, height, measure if count == 1 else cell)

    def _cells(self, cells: Sequence[list[SetLine]], step: float, height: float, width: float) -> None:
        """Add one row of stats with a hair line below each."""
        deep = max(len(lines) for lines in cells)
        placed, shapes = [], []
        for column, lines in enumerate(cells):
            x = self.inset + column * step
            placed += [
                Placed(x, (at + 0.5) * height + line.size * 0.36, line) for at, line in enumerate(lines)
            ]
            shapes.append(Shape(x, deep * height + 2, width, 0.5, EDGE if self.frames else HAIR))
        if deep > 8:  # too much for one row
            for lines in cells:
                for line in lines:
                    self._add(Row(height=height, lines=(Placed(self.inset, height * 0.5 + line.size * 0.36, line),)))
            return
        self._add(Row(height=deep * height + 4, lines=tuple(placed), shapes=tuple(shapes)))

    def _stat(self, block: Block, number: int, owner: Element) -> tuple[str, list[Run]]:
        stat = block.node
        assert isinstance(stat, Stat)
        big = self.design.look(1.22, bold=True, colour=ACCENT)
        emphasis = [(f.start, f.start + len(f.printed), big) for f in stat.figures]
        body = Element("LBody", Element("LI", owner))
        return block.text, self.runs(block, number, body, self.design.look(), emphasis)

    # ------------------------------------------------------------------ tables
    def table(self, blocks: Sequence[tuple[int, Block]]) -> None:
        """Add rows of cells that follow each other as one table."""
        from .tables import add_table

        add_table(self, [block for _, block in blocks])


INK_HEAD = "0.1 0.1 0.12 rg"


def _heads(block: Block) -> Iterator[Span]:
    """Yield the spans of a paragraph that are set bold: dateline and topic sentences."""
    node = block.node
    if isinstance(node, Text):
        for span in (node.dateline, node.lead, *node.inner):
            if span:
                yield span


def build(galley: Galley, blocks: Sequence[Block]) -> None:
    """Fill a galley with the blocks of a document."""
    for (kind, _), group in groupby(enumerate(blocks), key=_kind):
        run = list(group)
        for number, block in run if kind == "text" else run[:1]:
            own = (block.node,) if isinstance(block.node, Group) else ()
            if own or not (isinstance(block.node, Text) and block.node.role == "p"):
                galley.flush()
            galley.enter((*block.groups, *own))
            if kind == "text":
                galley.block(block, number)
        if kind == "list":
            galley.listed(run)
        elif kind == "table":
            galley.table(run)
    galley.flush()
    galley.enter(())


def _kind(numbered: tuple[int, Block]) -> tuple[str, tuple[str, int]]:
    """Return how a block is set, and a key that neighbours set together share."""
    block = numbered[1]
    inner = id(block.groups[-1])
    match block.node:
        case Text(role="row"):
            return "table", ("row", inner)
        case Text(role="item"):
            return "list", ("item", inner)
        case Stat():
            return "list", ("stat", inner)
        case Entry():
            return "list", ("entry", inner)
        case _:
            return "text", ("", 0)
