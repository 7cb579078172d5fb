"""In: a PDF.  Out: what a reader gets from it, and what is wrong with it.

Written for tests of the PDF writer and on nothing of it: pikepdf's parser, poppler's lines.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

NO_START = set("”’）》〉」』】〕］｝，。、；：！？)]},.;:!?%％‰℃°…·～々")
NO_END = set("“‘（《〈「『【〔［｛([{")
HAS_POPPLER = shutil.which("pdftotext") is not None
_MAP_ROW = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")
_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>'
)


class Piece(NamedTuple):
    """A shown string: where it is marked (tag, artifact, bare), its number there, its text."""

    where: str
    mcid: int
    text: str


class Link(NamedTuple):
    """A link: the page it is on, what it says of itself, and where it leads."""

    page: int
    says: str
    target_page: int
    target_top: float


def squash(text: str) -> str:
    """Return a text without white space and what has no width."""
    return re.sub(r"[\s\u200b\ufeff\u00ad]+", "", text)


class Reading:
    """A PDF read back."""

    def __init__(self, data: bytes) -> None:
        self.pdf = Pdf.open(BytesIO(data))
        self.page_numbers = {page.obj.objgen: at for at, page in enumerate(self.pdf.pages)}
        self.pages = [list(_pieces(page)) for page in self.pdf.pages]
        self.marked: dict[tuple[int, int], str] = {}
        for at, pieces in enumerate(self.pages):
            for piece in pieces:
                if piece.where == "tag":
                    key = (at, piece.mcid)
                    self.marked[key] = self.marked.get(key, "") + piece.text
        self.order: list[tuple[int, int]] = []
        self.headings: list[tuple[int, str]] = []
        self.roles: list[str] = []
        root = self.pdf.Root.get("/StructTreeRoot")
        if root is not None:
            self._walk(root.K, None)

    def close(self) -> None:
        """Close the file."""
        self.pdf.close()

    def _walk(self, node: Any, page: Any) -> None:
        if isinstance(node, Array):
            for kid in node:
                self._walk(kid, page)
        elif isinstance(node, Dictionary):
            if node.get("/Type") == "/OBJR":
                return
            page = node.get("/Pg", page)
            if "/MCID" in node:
                self.order.append((self.page_numbers[page.objgen], int(node.MCID)))
                return
            role, at = str(node.S)[1:], len(self.order)
            self.roles.append(role)
            self._walk(node.get("/K"), page)
            if re.fullmatch("H[1-6]", role):
                self.headings.append((int(role[1]), self._text(self.order[at:])))
        elif node is not None:
            self.order.append((self.page_numbers[page.objgen], int(node)))

    def _text(self, order: list[tuple[int, int]]) -> str:
        return "".join(self.marked.get(key, "") for key in order)

    def content_text(self) -> str:
        """Return the text in the order of the pages' content, without decoration."""
        return "".join(p.text for pieces in self.pages for p in pieces if p.where != "artifact")

    def structure_text(self) -> str:
        """Return the text in the order of the tags."""
        return self._text(self.order)

    def bookmarks(self) -> list[tuple[int, str]]:
        """Return the bookmarks: level from 0, title; one that leads nowhere is a ValueError."""
        found: list[tuple[int, str]] = []

        def read(node: Any, level: int) -> None:
            while node is not None:
                self._target(node.get("/Dest"))
                found.append((level, str(node.Title)))
                if "/First" in node:
                    read(node.First, level + 1)
                node = node.get("/Next")

        outline = self.pdf.Root.get("/Outlines")
        if outline is not None and "/First" in outline:
            read(outline.First, 0)
        return found

    def links(self) -> list[Link]:
        """Return the links; one that leads nowhere is a ValueError."""
        return [
            Link(at, str(note.get("/Contents", "")), *self._target(note.get("/Dest")))
            for at, page in enumerate(self.pdf.pages)
            for note in page.obj.get("/Annots", [])
        ]

    def _target(self, place: Any) -> tuple[int, float]:
        names = self.pdf.Root.get("/Dests")
        if isinstance(place, Name) and names is not None:
            place = names.get(str(place))
        elif isinstance(place, pikepdf.String) and names is not None:
            place = names.get("/" + str(place))
        if isinstance(place, Dictionary):
            place = place.D
        if not isinstance(place, Array) or place[0].objgen not in self.page_numbers:
            raise ValueError("a link or bookmark leads nowhere")
        return self.page_numbers[place[0].objgen], float(place[3])

    def fonts(self) -> dict[str, Any]:
        """Return the fonts by their names."""
        return {
            str(font.BaseFont): font
            for page in self.pdf.pages
            for font in page.resources.get("/Font", Dictionary()).as_dict().values()
        }

    def findings(self) -> list[str]:
        """Return what is wrong with the file, without a validator."""
        return [*self._wrong_fonts(), *self._wrong_tags(), *self._wrong_facts()]

    def _wrong_fonts(self) -> Iterator[str]:
        for name, font in self.fonts().items():
            whole = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            if "/FontFile2" not in whole.get("/FontDescriptor", Dictionary()):
                yield f"font {name} is not embedded"
            if "/ToUnicode" not in font:
                yield f"font {name} does not say its text"
            elif any(int(text, 16) == 0 for _, text in _MAP_ROW.findall(_map_of(font))):
                yield f"font {name} maps to U+0000"
        if any("\ufffd" in piece.text for pieces in self.pages for piece in pieces):
            yield "a character says nothing"

    def _wrong_tags(self) -> Iterator[str]:
        for at, pieces in enumerate(self.pages):
            if any(piece.where == "bare" for piece in pieces):
                yield f"page {at + 1} has content that is neither tagged nor decoration"
            if {(at, p.mcid) for p in pieces if p.where == "tag"} - set(self.order):
                yield f"page {at + 1} has tagged content that no element owns"
        level = 0
        for number, text in self.headings:
            if number > level + 1:
                yield f"heading {text!r} skips a level"
            if not text.strip():
                yield "an empty heading"
            level = number
        if len(self.order) != len(set(self.order)):
            yield "an element owns content twice"

    def _wrong_facts(self) -> Iterator[str]:
        catalog = self.pdf.Root
        if str(catalog.get("/Lang", "")) != "zh-CN":
            yield "no language"
        if not str(self.pdf.docinfo.get("/Title", "")).strip():
            yield "no title"
        if not catalog.get("/MarkInfo", Dictionary()).get("/Marked", False):
            yield "not marked as tagged"


def operations(page: Any) -> list[tuple[Any, Any]]:
    """Return a page's content: operands and operators."""
    return [tuple(one) for one in pikepdf.parse_content_stream(page)]  # type: ignore[misc, arg-type]


def _map_of(font: Any) -> str:
    return font.ToUnicode.read_bytes().decode("latin-1") if "/ToUnicode" in font else ""


def _pieces(page: Any) -> Iterator[Piece]:
    maps = {
        name: {
            int(code, 16): bytes.fromhex(text).decode("utf-16-be", "replace")
            for code, text in _MAP_ROW.findall(_map_of(font))
        }
        for name, font in page.resources.get("/Font", Dictionary()).as_dict().items()
    }
    stack: list[tuple[str, int, str | None]] = []
    table: dict[int, str] = {}
    for operands, operator in operations(page):
        match str(operator):
            case "BDC" | "BMC":
                facts = operands[1] if len(operands) > 1 else Dictionary()
                actual = str(facts.ActualText) if "/ActualText" in facts else None
                stack.append((str(operands[0]), int(facts.get("/MCID", -1)), actual))
                if actual is not None:
                    yield _piece(stack, actual)
            case "EMC":
                stack.pop()
            case "Tf":
                table = maps[str(operands[0])]
            case "Tj" | "TJ" if not any(actual is not None for *_, actual in stack):
                shown = operands[0] if isinstance(operands[0], Array) else [operands[0]]
                text = "".join(_decode(one, table) for one in shown if not _is_number(one))
                yield _piece(stack, text)
            case "f" | "S" | "B" | "Do":
                yield _piece(stack, "")


def _is_number(thing: Any) -> bool:
    return not isinstance(thing, pikepdf.String | bytes | str)


def _decode(shown: Any, table: dict[int, str]) -> str:
    codes = bytes(shown)
    pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
    return "".join(table.get(code, "\ufffd") for code in pairs)


def _piece(stack: list[tuple[str, int, str | None]], text: str) -> Piece:
    if any(tag == "/Artifact" for tag, *_ in stack):
        return Piece("artifact", -1, text)
    marked = [mcid for _, mcid, _ in stack if mcid >= 0]
    return Piece("tag", marked[-1], text) if marked else Piece("bare", -1, text)


def conformance(data: bytes, profile: str) -> list[str]:
    """Return what a validator of PDF/A ("2a") or PDF/UA ("ua1") finds."""
    from page import validate_pdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        report = validate_pdf(str(path), profile=profile)
        return [] if report.is_compliant else [str(one.rule_id) for one in report.failures] or ["?"]


def printed_lines(data: bytes) -> list[str]:
    """Return the lines as printed, column by column, as poppler sees them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(data)
        command = ["pdftotext", "-bbox-layout", str(path), "-"]
        text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    lines: list[str] = []
    for block in text.split("<block ")[1:]:
        rows: list[tuple[float, list[tuple[float, str]]]] = []
        for line in block.split("<line ")[1:]:
            words = _WORD.findall(line)
            if not words:
                continue
            middle = sum((float(w[1]) + float(w[3])) / 2 for w in words) / len(words)
            found = [(float(w[0]), html.unescape(w[4])) for w in words]
            if rows and abs(rows[-1][0] - middle) < 4:
                rows[-1][1].extend(found)
            else:
                rows.append((middle, found))
        lines += ["".join(word for _, word in sorted(row)) for _, row in rows]
    return lines


def bad_line_ends(lines: list[str]) -> list[str]:
    """Return the lines that begin or end with a mark that may not stand there."""
    return [line for line in lines if line[0] in NO_START or (len(line) > 1 and line[-1] in NO_END)]


def streams(pdf: Pdf) -> Iterator[Stream]:
    """Yield the streams of a file."""
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            yield thing
