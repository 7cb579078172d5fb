"""In: pages of rows.  Out: reportlab's bytes, with marked content, links and bookmarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfdoc  # type: ignore[import-untyped]  # reportlab has no types
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]  # nor here

from .design import ACCENT, EDGE, HAIR, SOFT, TINT, Design
from .fonts import Codes, tag_of
from .masthead import Masthead
from .rows import Column, Frame, Mark, Region, Row
from .setting import Fonts, Look, Piece, Run, SetLine, set_lines
from .tagging import Annotation, Element, Tags

_DEEPEST = 60  # levels of bookmarks: reportlab recurses over them, and nobody opens more
_OPEN = 4.0  # by which a box's tint runs on where it goes over a page break
_DECORATION = Element("Artifact", None)


class _Canvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that names no font of its own: reportlab's would not be embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""


@dataclass
class Painter:
    """Draws pages one after the other."""

    design: Design
    fonts: Fonts
    masthead: Masthead
    canvas: Canvas
    tags: Tags = field(default_factory=Tags)
    code: list[str] = field(default_factory=list)
    link_count: int = 0

    # ------------------------------------------------------------------ a page
    def page(
        self, rows: Sequence[Row], regions: Sequence[Region], offset: float, total: int
    ) -> None:
        """Draw one page; offset is the room its masthead takes."""
        columns = list(self._columns(regions, offset))
        self.furniture(total)
        decoration: list[str] = []
        for column, x, y, width in columns:
            self._frames(decoration, rows, column, x, y, width)
            self._shapes(decoration, rows, column, x, y)
        self._column_rules(decoration, regions, offset)
        self.artifact(decoration)
        for column, x, y, _ in columns:
            for row, top in _tops(rows, column, y):
                self._row(row, x, top)
        self.code.append(self.tags.end())
        self.finish()

    def finish(self) -> None:
        """End the page."""
        self.canvas._code.append("".join(self.code))
        self.canvas.showPage()
        self.code.clear()
        self.tags.turn()
        self.link_count = 0

    def _columns(
        self, regions: Sequence[Region], offset: float
    ) -> list[tuple[Column, float, float, float]]:
        design, found = self.design, []
        top = design.paper[1] - design.top - offset
        for region in regions:
            width = design.width if region.is_wide else design.measure
            for at, column in enumerate(region.columns):
                x = design.left + at * (design.measure + design.gutter)
                found.append((column, x, top - region.top, width))
        return found

    def _column_rules(self, code: list[str], regions: Sequence[Region], offset: float) -> None:
        """Paint a hair line between columns."""
        design = self.design
        for region in regions:
            deep = max(column.height for column in region.columns)
            top = design.paper[1] - design.top - offset - region.top
            for at in range(1, len(region.columns)):
                x = design.left + at * (design.measure + design.gutter) - design.gutter / 2
                code.append(HAIR + _box(x, top, 0.4, deep))

    def artifact(self, code: list[str], kind: str = "/Type /Layout") -> None:
        """Paint decoration, which no reading aloud says."""
        if code:
            self.code += [f"/Artifact <<{kind}>> BDC\n", *code, "EMC\n"]

    def _frames(
        self, code: list[str], rows: Sequence[Row], column: Column, x: float, y: float, width: float
    ) -> None:
        """Paint the boxes of a column, as far as they run in it."""
        spans: dict[Frame, tuple[float, float]] = {}
        first: dict[Frame, bool] = {}
        for at, (row, top) in enumerate(_tops(rows, column, y), column.start):
            for frame in row.frames:
                if frame not in spans:
                    spans[frame] = (top, top)
                    first[frame] = at == 0 or frame not in rows[at - 1].frames
                spans[frame] = (spans[frame][0], top - row.height)
        after = rows[column.end].frames if column.end < len(rows) else ()
        for frame, (top, bottom) in spans.items():
            left, wide = x + frame.inset, width - 2 * frame.inset
            top += 0.0 if first[frame] else _OPEN
            bottom -= _OPEN if frame in after else 0.0
            code.append(TINT + _box(left, top, wide, top - bottom))
            code.append(ACCENT + _box(left, top, 2, top - bottom))
            if first[frame]:
                code.append(EDGE + _box(left, top, wide, 0.5))
            if frame not in after:
                code.append(EDGE + _box(left, bottom + 0.5, wide, 0.5))

    def _shapes(
        self, code: list[str], rows: Sequence[Row], column: Column, x: float, y: float
    ) -> None:
        for row, top in _tops(rows, column, y):
            for shape in row.shapes:
                code.append(
                    shape.colour + _box(x + shape.x, top - shape.y, shape.width, shape.height)
                )

    # ------------------------------------------------------------------ text
    def _row(self, row: Row, x: float, top: float) -> None:
        for mark in row.marks:
            self.canvas.bookmarkHorizontalAbsolute(mark.name, round(top + 4, 2))
        for placed in row.lines:
            for piece in placed.line.pieces:
                self._piece(piece, x + placed.x, top - placed.baseline, placed.line.size)

    def _piece(self, piece: Piece, x: float, y: float, size: float) -> None:
        self.code.append(self.tags.begin(piece.element))
        self.code.append(f"BT 0 g 1 0 0 1 {x + piece.x:.2f} {y:.2f} Tm {piece.code}ET\n")
        if piece.place:
            self.canvas.bookmarkHorizontalAbsolute(piece.place, round(y + 2 * size, 2))
        if piece.link:
            left = x + piece.x
            box = (left, y - size * 0.2, left + piece.width, y + size * 0.9)
            self.link(piece.element, piece.link, box)

    def link(self, element: Element, target: str, box: tuple[float, float, float, float]) -> None:
        """Lay a link to a named place over a part of the page."""
        rounded = tuple(round(edge, 2) for edge in box)
        self.canvas.linkRect(element.alt, target, rounded, relative=0, thickness=0)
        element.kids.append(Annotation(self.tags.page, self.link_count))
        self.link_count += 1

    def furniture(self, total: int) -> None:
        """Paint the running head and the page's number."""
        design, number = self.design, self.tags.page + 1
        code = self.masthead.paint(self, number)
        line = self.typeset(f"{number} / {total}", Look(0, 8.5, SOFT), design.width)
        code.append(self.at(line, (design.paper[0] - line.width) / 2, design.bottom * 0.5))
        self.artifact(code, "/Type /Pagination")

    def typeset(self, text: str, look: Look, room: float) -> SetLine:
        """Return a text as one line of decoration; what does not fit is cut."""
        text = " ".join(text.split())
        lines = self._lines(text, look, room)
        if len(lines) > 1:
            fitting = lines[0].length - 1
            lines = self._lines(text[:fitting] + "…", look, room * 2)
        return lines[0] if lines else SetLine(look.size, 0.0, 0, ())

    def _lines(self, text: str, look: Look, room: float) -> list[SetLine]:
        runs = [Run(0, len(text), look, _DECORATION)]
        return set_lines(self.fonts, text, runs, room, align="left")

    def at(self, line: SetLine, x: float, y: float) -> str:
        """Return the operators that put a line of decoration at a place."""
        return "".join(f"BT 0 g 1 0 0 1 {x + p.x:.2f} {y:.2f} Tm {p.code}ET\n" for p in line.pieces)


def _box(left: float, top: float, width: float, height: float) -> str:
    """Return the operators that fill a rectangle, after its colour."""
    return f" {left:.2f} {top - height:.2f} {width:.2f} {height:.2f} re f\n"


def _tops(rows: Sequence[Row], column: Column, y: float) -> list[tuple[Row, float]]:
    """Return a column's rows with the height at which each begins."""
    found = []
    for at in range(column.start, column.end):
        row = rows[at]
        if at > column.start:
            y -= row.gap
        found.append((row, y))
        y -= row.height
    return found


def new_canvas(design: Design) -> Canvas:
    """Return a canvas whose bytes depend on nothing but what is drawn."""
    return _Canvas(
        None,
        pagesize=design.paper,
        pageCompression=0,
        invariant=1,
        initialFontName="F1",
        lang="zh-CN",
    )


def finish(canvas: Canvas, fonts: Fonts, bookmarks: Sequence[Mark]) -> bytes:
    """Return the file: fonts cut to what is used, and bookmarks."""
    document = canvas._doc
    table = document.idToObject["BasicFonts"].dict
    for number, codes in enumerate(fonts.codes, 1):
        if codes:
            table[f"F{number}"] = _font(document, codes)
    level = -1
    for mark in bookmarks:
        level = min(mark.level, level + 1, _DEEPEST)
        canvas.addOutlineEntry(mark.title, mark.name, level, closed=level > 0)
    if bookmarks:
        canvas.showOutline()
    data: bytes = canvas.getpdfdata()
    return data


def _font(document: pdfdoc.PDFDocument, codes: Codes) -> pdfdoc.PDFObjectReference:
    """Return a composite font in which a code is the number of a glyph."""
    face, program = codes.face, codes.program()
    name = f"{tag_of(program)}+{face.name}"
    file = pdfdoc.PDFStream(content=program)
    file.dictionary["Length1"] = len(program)
    box = [-1000, -400, 3000, 1300]
    descriptor = pdfdoc.PDFDictionary(
        {
            "Type": "/FontDescriptor", "FontName": f"/{name}", "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(box), "ItalicAngle": 0, "Ascent": 880, "Descent": -120,
            "CapHeight": 730, "StemV": 80 if face.name.endswith("Regular") else 140,
            "FontFile2": document.Reference(file),
        }
    )  # fmt: skip
    widths = pdfdoc.PDFArray([0, pdfdoc.PDFArray(codes.widths())])
    system = pdfdoc.PDFDictionary(
        {
            "Registry": pdfdoc.PDFString("Adobe"),
            "Ordering": pdfdoc.PDFString("Identity"),
            "Supplement": 0,
        }
    )
    descendant = pdfdoc.PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/CIDFontType2", "BaseFont": f"/{name}",
            "CIDSystemInfo": system, "CIDToGIDMap": "/Identity", "DW": 1000, "W": widths,
            "FontDescriptor": document.Reference(descriptor),
        }
    )  # fmt: skip
    to_unicode = pdfdoc.PDFStream(content=codes.to_unicode())
    font = pdfdoc.PDFDictionary(
        {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": f"/{name}", "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant)]),
            "ToUnicode": document.Reference(to_unicode),
        }
    )  # fmt: skip
    return document.Reference(font)
