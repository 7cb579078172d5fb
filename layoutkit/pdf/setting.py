"""In: a text and its runs of type.  Out: lines of PDF text operators, ready to be placed."""

from __future__ import annotations

from typing import NamedTuple

from ..pattern import pattern
from .fonts import LATIN_FORMS, Codes, Face, encodable
from .linebreak import Line, Paragraph
from .tagging import Element

_HAN = pattern("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
_APOSTROPHE = pattern("(?<=[A-Za-zÀ-ɏ])’(?=[A-Za-zÀ-ɏ])")
_LATIN_FORMS = str.maketrans(LATIN_FORMS)


class Look(NamedTuple):
    """How characters are set: face (0 serif, 1 sans bold), size, and colour as operators."""

    face: int
    size: float
    colour: str = ""


class Run(NamedTuple):
    """A part of a text in one look and one element; a link leads to a named place."""

    start: int
    end: int
    look: Look
    element: Element
    link: str = ""
    place: str = ""


class Piece(NamedTuple):
    """What stands in one line and belongs to one element."""

    x: float
    width: float
    code: str
    element: Element
    link: str
    place: str


class SetLine(NamedTuple):
    """A line of type: its largest size, its width, how many characters and its pieces."""

    size: float
    width: float
    length: int
    pieces: tuple[Piece, ...]

    def moved(self, by: float) -> SetLine:
        """Return the line further to the right."""
        return self._replace(pieces=tuple(p._replace(x=p.x + by) for p in self.pieces))


class Fonts:
    """The codes of a document's characters in the two faces."""

    def __init__(self) -> None:
        self.codes = (Codes(0), Codes(1))
        self.known: tuple[set[str], set[str]] = (set(), set())

    def face(self, index: int) -> Face:
        """Return a face."""
        return self.codes[index].face

    def aliens(self, index: int, text: str) -> set[str]:
        """Return the characters of a text that a face does not show."""
        known = self.known[index]
        unknown = set(text) - known
        aliens = {character for character in unknown if not self.face(index).has(character)}
        known |= unknown - aliens
        return aliens


def shown(text: str) -> str:
    """Return a text with marks between Latin letters in their Latin form, each in its place."""
    text = encodable(text)
    if not _HAN.search(text):
        return text.translate(_LATIN_FORMS)
    return _APOSTROPHE.sub(LATIN_FORMS["’"], text) if "’" in text else text


def set_lines(
    fonts: Fonts,
    text: str,
    runs: list[Run],
    measure: float,
    *,
    indent: float = 0.0,
    hang: float = 0.0,
    align: str = "justify",
) -> list[SetLine]:
    """Return the lines of a text; its runs follow each other without gaps."""
    text = shown(text)
    aliens = frozenset[str]().union(
        *(fonts.aliens(face, text) for face in {run.look.face for run in runs})
    )
    if aliens:
        runs = [part for run in runs for part in _faced(fonts, text, run, aliens)]
    if len(runs) == 1:
        look = runs[0].look
        table, size = fonts.face(look.face).widths, look.size
        paragraph = Paragraph(text, [table[c] * size / 1000 for c in text], size)
    else:
        widths: list[float] = []
        sizes: list[float] = []
        for run in runs:
            table, size = fonts.face(run.look.face).widths, run.look.size
            widths += [table[c] * size / 1000 for c in text[run.start : run.end]]
            sizes += [size] * (run.end - run.start)
        paragraph = Paragraph(text, widths, sizes)
    missing = frozenset(c for c in aliens if not any(fonts.face(i).has(c) for i in (0, 1)))
    setter = _Setter(fonts, text, runs, paragraph, missing)
    lines = paragraph.lines(measure, indent=indent, hang=hang, justify=align == "justify")
    set_ones = [setter.set(line) for line in lines]
    if align == "centre":
        return [one.moved((measure - one.width) / 2) for one in set_ones]
    return set_ones


def _faced(fonts: Fonts, text: str, run: Run, aliens: frozenset[str]) -> list[Run]:
    """Return a run cut where the other face has a character that this one lacks."""
    own, other = run.look.face, 1 - run.look.face
    parts: list[Run] = []
    for at in range(run.start, run.end):
        c = text[at]
        is_other = c in aliens and not fonts.face(own).has(c) and fonts.face(other).has(c)
        look = run.look._replace(face=other if is_other else own)
        if parts and parts[-1].look == look:
            parts[-1] = parts[-1]._replace(end=at + 1)
        else:
            parts.append(run._replace(start=at, end=at + 1, look=look))
    return parts


class _Setter:
    """Turns the lines of one paragraph into operators."""

    def __init__(
        self, fonts: Fonts, text: str, runs: list[Run], paragraph: Paragraph,
        missing: frozenset[str],
    ) -> None:  # fmt: skip
        self.fonts = fonts
        self.text = text
        self.runs = runs
        self.paragraph = paragraph
        self.missing = missing

    def set(self, line: Line) -> SetLine:
        """Return one line set."""
        pieces: list[Piece] = []
        x, size = line.x, 0.0
        for run in self.runs:
            start, end = max(run.start, line.start), min(run.end, line.end)
            if start >= end:
                continue
            code, width = self._code(run.look, line, start, end)
            last = pieces[-1] if pieces else None
            if last and last.element is run.element and last.link == run.link and not run.place:
                pieces[-1] = last._replace(width=last.width + width, code=last.code + code)
            else:
                place = run.place if start == run.start else ""
                pieces.append(Piece(x, width, code, run.element, run.link, place))
            x += width
            size = max(size, run.look.size)
        return SetLine(size, line.width, line.end - line.start, tuple(pieces))

    def _code(self, look: Look, line: Line, start: int, end: int) -> tuple[str, float]:
        """Return the operators of one run in one line, and its width."""
        parts = [f"/F{look.face + 1} {look.size:g} Tf"]
        if look.colour:
            parts.append(look.colour)
        total = sum(self.paragraph.widths[start:end])
        for a, b, every in self._stretches(line, start, end):
            parts.append(f"{every:.3f} Tc")
            total += every * (b - a)
            total += self._show(parts, look, line, a, b)
        if look.colour:
            parts.append("0 g")
        return " ".join(parts) + "\n", total

    def _stretches(self, line: Line, start: int, end: int) -> list[tuple[int, int, float]]:
        """Return the parts of a run that are spaced alike: words, and what is between them."""
        if line.is_plain or not line.every:
            return [(start, end, line.every)]
        found: list[tuple[int, int, float]] = []
        at = start
        for first, last in self.paragraph.words(line.start, line.end):
            first, last = max(first, start), min(last - 1, end)
            if last <= first:
                continue
            if at < first:
                found.append((at, first, line.every))
            found.append((first, last, 0.0))
            at = last
        if at < end:
            found.append((at, end, line.every))
        return found

    def _show(self, parts: list[str], look: Look, line: Line, start: int, end: int) -> float:
        """Add the operators that show characters; return what their kerns add."""
        text, scale, added = self.text, -1000 / look.size, 0.0
        array: list[str] = []
        at = start
        cuts = sorted(at for at in line.kerns if start <= at < end) if line.kerns else []
        for cut in cuts:
            kern = line.kerns[cut]
            array.append(f"{self._string(look, text[at : cut + 1])}{kern * scale:.0f}")
            added += kern
            at = cut + 1
        if at < end:
            array.append(self._string(look, text[at:end]))
        parts.append(f"[{''.join(array)}] TJ")
        return added

    def _string(self, look: Look, text: str) -> str:
        """Return characters as codes; one that no face has is shown as 〓 and says what it is."""
        codes = self.fonts.codes[look.face]
        if not self.missing or self.missing.isdisjoint(text):
            return f"<{''.join(map(codes.__getitem__, text))}>"
        shown: list[str] = []
        for c in text:
            if c in self.missing:
                actual = c.encode("utf-16-be").hex()
                shown.append(f"] TJ /Span <</ActualText <FEFF{actual}>>> BDC <{codes[c]}> Tj EMC [")
            else:
                shown.append(f"<{codes[c]}>")
        return "".join(shown)
