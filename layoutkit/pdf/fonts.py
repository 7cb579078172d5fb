"""In: the two TrueType fonts of the package.  Out: widths, and the part of them a document uses.

One font object a face (Identity-H), every character under a code of its own, so that the text
comes back exactly, also above U+FFFF, and also where two characters share one shape.
"""

from __future__ import annotations

import mmap
import struct
import sys
import unicodedata
import zlib
from array import array
from functools import cache
from pathlib import Path

from ..pattern import pattern

FONTS = Path(__file__).parents[1] / "data" / "fonts"
FACES = ("NotoSerifSC-Regular", "NotoSansSC-Bold")
SERIF, SANS = 0, 1
# Marks as wide as a Han character, and the codes their Latin forms have in the fonts and (as lone
# surrogates, which no text set here holds) in strings to be set.
LATIN_FORMS = {
    "“": "\udc00",
    "”": "\udc01",
    "‘": "\udc02",
    "’": "\udc03",
    "…": "\udc04",
    "—": "\udc05",
}
_PRINTED = {form: mark for mark, form in LATIN_FORMS.items()}
_PRIVATE = {form: 0xE000 + i for i, form in enumerate(LATIN_FORMS.values())}
_SURROGATE = pattern("[\ud800-\udfff]")
_MISSING = "〓"
# What a map back to text may not hold, and what stands for it.
_UNMAPPABLE = {"\x00": "\ufffd", "\ufeff": "\u200b", "\ufffe": "\ufffd", "\uffff": "\ufffd"}


class Face:
    """A TrueType font without composite glyphs, read where it lies."""

    def __init__(self, name: str) -> None:
        self.name = name
        with (FONTS / f"{name}.ttf").open("rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        count = struct.unpack_from(">H", self.data, 4)[0]
        rows = struct.iter_unpack(">4s4xII", self.data[12 : 12 + 16 * count])
        self.tables = {tag.decode(): (start, length) for tag, start, length in rows}
        self.glyphs = _character_map(self.table("cmap"))
        self.offsets = _numbers("I", self.table("loca"))
        metrics = _numbers("H", self.table("hmtx"))
        whole = struct.unpack(">H", self.table("hhea")[34:36])[0]
        rest = len(self.offsets) - 1 - whole
        last = metrics[2 * whole - 2]
        self.advances = [*metrics[0 : 2 * whole : 2], *[last] * rest]
        self.bearings = [*metrics[1 : 2 * whole : 2], *metrics[2 * whole :]]
        self.widths = _Widths(self)

    def table(self, tag: str) -> bytes:
        """Return the bytes of a table."""
        start, length = self.tables[tag]
        return self.data[start : start + length]

    def glyph(self, character: str) -> int | None:
        """Return the glyph of a character or Latin form; None where the face has none."""
        return self.glyphs.get(_PRIVATE.get(character) or _code(character))

    def has(self, character: str) -> bool:
        """Return whether the face shows a character, be it as nothing."""
        return self.glyph(character) is not None or is_invisible(character)


class _Widths(dict[str, int]):
    """Advance of each character in thousandths of the size."""

    def __init__(self, face: Face) -> None:
        self.face = face

    def __missing__(self, character: str) -> int:
        glyph = self.face.glyph(character)
        if glyph is None:
            width = 0 if is_invisible(character) else 1000
        else:
            width = self.face.advances[glyph]
        self[character] = width
        return width


@cache
def face(index: int) -> Face:
    """Return a face, read once in a process; nothing in it depends on a document."""
    return Face(FACES[index])


def is_invisible(character: str) -> bool:
    """Return whether a character has no shape of its own: joiners, marks of order, selectors."""
    return unicodedata.category(character) in ("Cf", "Mn", "Me") or character == "\ufeff"


def encodable(text: str) -> str:
    """Return a text in which lone surrogates, which no PDF string holds, are marked as lost."""
    return _SURROGATE.sub("\ufffd", text)


def _code(character: str) -> int:
    """Return the code to look a character up by; blanks of any width are the blank."""
    code = ord(character)
    if 0xE000 <= code <= 0xE005:
        return -1
    return 0x20 if character.isspace() and code != 0x3000 else code


def _numbers(kind: str, data: bytes) -> array[int]:
    numbers = array(kind)
    numbers.frombytes(data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _character_map(table: bytes) -> dict[int, int]:
    """Return code to glyph from the table's first subtable, of format 12."""
    start = struct.unpack_from(">I", table, 8)[0]
    count = struct.unpack_from(">I", table, start + 12)[0]
    found: dict[int, int] = {}
    for first, last, glyph in struct.iter_unpack(
        ">III", table[start + 16 : start + 16 + 12 * count]
    ):
        found.update(
            zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True)
        )
    return found


class Codes(dict[str, str]):
    """The codes a document gives to the characters of a face, as hexadecimal digits."""

    def __init__(self, index: int) -> None:
        self.face = face(index)

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code

    def program(self) -> bytes:
        """Return a TrueType font with the glyphs in use, in the order of their codes."""
        face = self.face
        chosen = [0, *(self._shown(character) for character in self)]
        glyphs, loca, metrics = [], [0], []
        for glyph, character in zip(chosen, ("", *self), strict=True):
            start, end = face.offsets[glyph : glyph + 2] if glyph >= 0 else (0, 0)
            base = face.tables["glyf"][0]
            outline = face.data[base + start : base + end]
            glyphs.append(outline + bytes(-len(outline) % 4))
            loca.append(loca[-1] + len(glyphs[-1]))
            width = face.widths[character] if character else face.advances[0]
            metrics += [width, face.bearings[glyph] if glyph >= 0 else 0]
        count = len(chosen)
        head = bytearray(face.table("head"))
        head[8:12] = bytes(4)
        head[50:52] = b"\0\1"
        tables = {
            "glyf": b"".join(glyphs),
            "head": bytes(head),
            "hhea": face.table("hhea")[:34] + struct.pack(">H", count),
            "hmtx": struct.pack(f">{len(metrics)}H", *metrics),
            "loca": struct.pack(f">{count + 1}I", *loca),
            "maxp": face.table("maxp")[:4] + struct.pack(">H", count) + face.table("maxp")[6:],
        }
        return _font_file(tables)

    def _shown(self, character: str) -> int:
        """Return the glyph that shows a character; -1 for nothing."""
        glyph = self.face.glyph(character)
        if glyph is None:
            return -1 if is_invisible(character) else self.face.glyphs[ord(_MISSING)]
        return glyph

    def widths(self) -> list[int]:
        """Return the advances in the order of the codes."""
        return [self.face.advances[0], *(self.face.widths[character] for character in self)]

    def to_unicode(self) -> bytes:
        """Return the map from codes back to text."""
        rows = [(code, _PRINTED.get(character, character)) for character, code in self.items()]
        lines = [
            "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
            "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange",
        ]  # fmt: skip
        for i in range(0, len(rows), 100):
            part = rows[i : i + 100]
            lines.append(f"{len(part)} beginbfchar")
            lines += [f"<{code}> <{_utf16(character)}>" for code, character in part]
            lines.append("endbfchar")
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
        return "\n".join(lines).encode("ascii")


def _utf16(character: str) -> str:
    """Return a character's UTF-16 in hexadecimal."""
    return _UNMAPPABLE.get(character, character).encode("utf-16-be").hex().upper()


def _font_file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << count.bit_length() - 1
    head = struct.pack(
        ">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    start, rows, body = 12 + 16 * count, [], []
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        checksum = sum(_numbers("I", padded)) & 0xFFFFFFFF
        rows.append(struct.pack(">4sIII", tag.encode(), checksum, start, len(data)))
        body.append(padded)
        start += len(padded)
    return b"".join([head, *rows, *body])


def tag_of(program: bytes) -> str:
    """Return the six letters that mark a font as cut, from what it holds."""
    number, letters = zlib.crc32(program), ""
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters += chr(65 + letter)
    return letters
