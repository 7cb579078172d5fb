"""In: a text with the width of each character.  Out: its lines, broken and spaced the Chinese way.

The rules are those of GB/T 15834 and W3C's clreq: no closing mark at a line's beginning, no opening
mark at its end, dashes, ellipses, numbers with their units and words unbroken; marks next to each
other, at a line's edge, and where it brings one more character in, lose half their width; a quarter
of a character between Han and Latin.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..pattern import pattern

# A letter for what a character does in a line.
#   H Han and its like   L letter   N digit   O C opening, closing mark of full width
#   o c the same of Latin width   G other marks that begin no line   D dash   E ellipsis
#   P per cent and its like   B hyphen, slash   M myriad (part of the number before it)   S blank
_CLASSES = {
    "O": "（《〈「『【〔［｛“‘〖﹁﹃",
    "C": "，。、；：！？）》〉」』】〕］｝”’〗﹂﹄",
    "o": "([{¥$€£￥\udc00\udc02",
    "c": ",.;:!?)]}'\udc01\udc03",
    "P": "%‰°",
    "G": "％℃·・～々ー‧﹒︰﹐﹑",
    "D": "—―",
    "E": "…⋯\udc04",
    "B": "-/\\‐–_~&=?+@\udc05",
    "M": "万亿萬億",
}


class _Class(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character.isspace():
            found = "H" if character == "\u3000" else "S"
        elif unicodedata.east_asian_width(character) in "WF" or "\u2460" <= character <= "\u27bf":
            found = "H"
        elif category[0] == "N":
            found = "N"
        elif category[0] in "LM" or category == "Cf":
            found = "L"
        else:
            found = "H"
        self[code] = found
        return found


_CLASS = _Class({ord(c): name for name, characters in _CLASSES.items() for c in characters})
# What is not broken: opening marks, one word, number or character, closing marks, blanks.
_WORD = r"[LN](?:[LNP]|[co](?=[LN])|(?<=N)[BG](?=N))*(?:(?<=N)M{1,2})?"
_AFTER = r"(?:[CcGEP]|B(?!N))"
_CLUSTER = pattern(
    rf"[Oo]+(?:{_WORD}|D+|[HM])?{_AFTER}*S*"
    rf"|(?:B(?=N))?{_WORD}{_AFTER}*S*"
    rf"|D+{_AFTER}*S*"
    rf"|[HM]?(?:{_AFTER}+S*|S+)"
)
# What loses half a character before the next, and what gains a quarter: between Han and Latin, and
# round Latin marks in Han text.
_SQUEEZED = pattern(
    r"C(?=[COc])|O(?=O)|[HM](?=[LNo])|[LNP](?=[HM])|(?<=[HMC])c(?=[HMLNO])|(?<=[LNP])c(?=[HMO])"
)
_LATIN = pattern(r"[LNPcoB]+")
_MIXED = pattern(r"[LNPS]")
_TOLERANCE = 0.01
_LOOSEST = 0.5  # of a character: a line that would need more is left short


class Line(NamedTuple):
    """A line: text[start:end], where it begins, and what is added after each character.

    every is added after each character outside words; kerns are what is added besides.
    """

    start: int
    end: int
    x: float
    width: float
    every: float
    kerns: dict[int, float]
    is_plain: bool


class Paragraph:
    """A text made ready for breaking: its spacing and where it may not break."""

    def __init__(self, text: str, widths: Sequence[float], sizes: Sequence[float] | float) -> None:
        self.classes = text.translate(_CLASS)
        self.widths = widths
        self.sizes = sizes
        self.kerns: dict[int, float] = {}
        for match in _SQUEEZED.finditer(self.classes):
            at = match.start()
            size = self.size(at)
            self.kerns[at] = -size / 2 if match[0] in "CO" else size / 4
        advances = list(widths)
        for at, kern in self.kerns.items():
            advances[at] += kern
        self.before = list(accumulate(advances, initial=0.0))
        self.is_allowed = bytearray(b"\1") * (len(text) + 1)
        for match in _CLUSTER.finditer(self.classes):
            start, end = match.span()
            self.is_allowed[start + 1 : end] = bytes(max(end - start - 1, 0))
        self.kerned = sorted(self.kerns)

    def size(self, at: int) -> float:
        """Return the size of the character at a place."""
        return self.sizes if isinstance(self.sizes, int | float) else self.sizes[at]

    def lines(
        self, measure: float, *, indent: float = 0.0, hang: float = 0.0, justify: bool = True
    ) -> list[Line]:
        """Return the lines for a measure; the first is indented, the others hang."""
        found: list[Line] = []
        for start, end in pairwise(self._ends(measure, indent, hang)):
            x = indent if start == 0 else hang
            is_full = justify and end < len(self.classes)
            found.append(self._line(start, end, x, measure - x, is_full))
        return found

    def _ends(self, measure: float, indent: float, hang: float) -> list[int]:
        """Return where lines begin and end."""
        ends, length = [0], len(self.classes)
        while ends[-1] < length:
            x = indent if ends[-1] == 0 else hang
            ends.append(self._end(ends[-1], measure - x))
        if len(ends) > 2:
            ends[-2] = self._earlier(ends[-3], ends[-2], measure - hang)
        return ends

    def _earlier(self, start: int, end: int, room: float) -> int:
        """Return where the last but one line ends, so that the last has more than one character."""
        before = self.before
        if before[-1] - before[end] > 2.1 * self.size(end):
            return end
        earlier = end - 1
        while earlier > start + 1 and not self.is_allowed[earlier]:
            earlier -= 1
        moved = before[end] - before[earlier]
        fits = before[-1] - before[earlier] <= room
        return earlier if fits and moved < 3 * self.size(end) and earlier > start else end

    def head(self, start: int) -> float:
        """Return what an opening mark loses at the beginning of a line."""
        return self.size(start) / 2 if self.classes[start] == "O" else 0.0

    def tail(self, end: int) -> float:
        """Return what is lost at the end of a line: half of a closing mark, blanks, Latin space."""
        lost, last = 0.0, end - 1
        while last > 0 and self.classes[last] == "S":
            lost += self.widths[last]
            last -= 1
        kern = self.kerns.get(last, 0.0)
        if kern:
            return lost + max(kern, 0.0) if last == end - 1 else lost
        return lost + self.size(last) / 2 if self.classes[last] == "C" else lost

    def _end(self, start: int, room: float) -> int:
        """Return where the line that starts here ends: the last allowed break that fits."""
        before, length = self.before, len(self.classes)
        base = before[start] + self.head(start)
        if before[length] - self.tail(length) - base <= room + _TOLERANCE:
            return length
        size = self.size(start)
        top = min(bisect_right(before, base + room + 1.5 * size) - 1, length)
        for end in range(top, start, -1):
            if not self.is_allowed[end]:
                continue
            over = before[end] - self.tail(end) - base - room
            if over <= _TOLERANCE or (over <= size and over <= self._slack(start, end)):
                return end
        return max(bisect_right(before, base + room) - 1, start + 1)

    def _soft(self, start: int, end: int) -> list[int]:
        """Return the closing marks inside a line that may still lose a quarter."""
        return [
            at for at in range(start, end - 1) if self.classes[at] == "C" and at not in self.kerns
        ]

    def _slack(self, start: int, end: int) -> float:
        return sum(self.size(at) for at in self._soft(start, end)) / 4

    def _line(self, start: int, end: int, x: float, room: float, justify: bool) -> Line:
        head, tail = self.head(start), self.tail(end)
        width = self.before[end] - self.before[start] - head - tail
        first, last = bisect_left(self.kerned, start), bisect_left(self.kerned, end - 1)
        kerns = {at: self.kerns[at] for at in self.kerned[first:last]}
        is_plain = _MIXED.search(self.classes, start, end) is None
        extra, every = room - width, 0.0
        if extra < -_TOLERANCE:
            soft = self._soft(start, end)
            total = sum(self.size(at) for at in soft)
            for at in soft if total else ():
                kerns[at] = extra * self.size(at) / total
            width = room if total else width
        elif justify and extra > _TOLERANCE:
            every = self._stretch(start, end, extra, is_plain, kerns)
        return Line(start, end, x - head, width, every, kerns, is_plain)

    def _stretch(
        self, start: int, end: int, extra: float, is_plain: bool, kerns: dict[int, float]
    ) -> float:
        """Return what each gap between characters takes; in Latin lines the blanks take it."""
        while self.classes[end - 1] == "S" and end - start > 1:
            end -= 1
        gaps, limit = end - start - 1, self.size(start) * _LOOSEST
        if not is_plain:
            words = [m.end() - m.start() - 1 for m in _LATIN.finditer(self.classes, start, end)]
            gaps -= sum(words)
            blanks = [at for at in range(start, end) if self.classes[at] == "S"]
            if sum(words) + len(words) + len(blanks) > 0.8 * (end - start):
                if not blanks or extra / len(blanks) > 2.5 * limit:
                    return 0.0
                for at in blanks:
                    kerns[at] = kerns.get(at, 0.0) + extra / len(blanks)
                return 0.0
        return extra / gaps if gaps > 0 and extra / gaps <= limit else 0.0

    def words(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the words of a line, inside which nothing is added."""
        return [match.span() for match in _LATIN.finditer(self.classes, start, end)]
