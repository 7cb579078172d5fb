"""In: npm's @expo-google-fonts/noto-serif-sc and noto-sans-sc.  Out: the fonts beside this.

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    for archive in *.tgz; do tar xzf $archive; done
    python make_fonts.py package

Run once, with fontTools, when the fonts are to change; the result is committed.  The serif, which
sets the text, keeps every Han character it has; the sans, which sets headings, those of GBK (the
serif stands in for the rest).  Both lose what this program does not use: layout tables, hints,
vertical metrics and names of glyphs.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # no types
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # no types

HERE = Path(__file__).parent
FONTS = {
    "NotoSerifSC-Regular.ttf": ("400Regular/NotoSerifSC_400Regular.ttf", True),
    "NotoSansSC-Bold.ttf": ("700Bold/NotoSansSC_700Bold.ttf", False),
}
# Forms for Latin text of marks that are as wide as a Han character in Chinese text; they stand at
# private codes in the same order (layoutkit/pdf/fonts.py knows them).
LATIN_FORMS = {0xE000: "“", 0xE001: "”", 0xE002: "‘", 0xE003: "’", 0xE004: "…", 0xE005: "—"}
SYMBOLS = (
    *range(0x20, 0x250), *range(0x2B0, 0x370), *range(0x370, 0x460), *range(0x1E00, 0x1F00),
    *range(0x2000, 0x2E80), *range(0x2E80, 0x3400), *range(0xFE10, 0xFE70), *range(0xFF00, 0xFFF0),
    *range(0x1F100, 0x1F250),
)  # fmt: skip
DROPPED = (
    "BASE", "GDEF", "GPOS", "GSUB", "GlyphOrder", "STAT", "gasp", "prep", "vhea", "vmtx",
)  # fmt: skip


def is_gbk(code: int) -> bool:
    """Return whether a character is in GBK."""
    try:
        chr(code).encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def substitute(font: TTFont, feature: str, glyph: str) -> str:
    """Return what a layout feature puts in a glyph's place; the glyph where it puts nothing."""
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != feature:
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                mapping = getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
                if glyph in mapping:
                    return str(mapping[glyph])
    return glyph


def add_dash(font: TTFont, like: str) -> None:
    """Make the full-width dash from edge to edge, so that two make one line of two characters."""
    box = font["glyf"][like]
    pen = TTGlyphPen(None)
    pen.moveTo((0, box.yMin))
    for point in ((0, box.yMax), (1000, box.yMax), (1000, box.yMin)):
        pen.lineTo(point)
    pen.closePath()
    font["glyf"][like] = pen.glyph()
    font["hmtx"][like] = (1000, 0)


def set_forms(font: TTFont) -> None:
    """Give the marks their Chinese form at their own code and their Latin form at a private one."""
    codes = font.getBestCmap()
    forms = {code: substitute(font, "pwid", codes[ord(mark)]) for code, mark in LATIN_FORMS.items()}
    dash = substitute(font, "fwid", codes[ord("—")])
    add_dash(font, dash)
    half_dot = codes[0xFF65]  # the dot between parts of a foreign name takes half a character
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format in (4, 12):
            table.cmap |= forms
            table.cmap |= {ord("—"): dash, ord("·"): half_dot}


def make(source: Path, target: Path, whole: bool) -> None:
    """Write the cut font."""
    font = TTFont(source, recalcTimestamp=False)
    set_forms(font)
    codes = font.getBestCmap()
    wanted = {code for code in codes if whole or is_gbk(code)}
    wanted |= {code for code in (*SYMBOLS, *LATIN_FORMS) if code in codes}
    options = Options(
        hinting=False, layout_features=[], drop_tables=list(DROPPED), glyph_names=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, recalc_timestamp=False,
    )  # fmt: skip
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 12][:1]
    font.save(target)


if __name__ == "__main__":
    for name, (path, whole) in FONTS.items():
        make(Path(sys.argv[1]) / path, HERE / name, whole)
