"""In: nothing.  Out: the looks of a Word document: fonts, colours and the table of styles."""

from __future__ import annotations

from typing import NamedTuple

INK, ACCENT, GREY, RULE, PAPER = "1F1F1F", "8C1D18", "595959", "BFB5A6", "F7F3EC"
LEVELS = range(1, 7)


class Style(NamedTuple):
    """A row of the table: name, what it is based on, the style after it, and its looks as XML."""

    name: str
    based: str = "Normal"
    after: str = ""
    paragraph: str = ""
    run: str = ""
    level: int = 0
    hidden: bool = False


def fonts(latin: str, chinese: str) -> str:
    """Return the fonts of a style: all four slots, and no theme that could override them."""
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{chinese}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def size(points: float) -> str:
    """Return a font size, for Latin and for complex scripts."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def color(rgb: str) -> str:
    """Return a text colour."""
    return f'<w:color w:val="{rgb}"/>'


def spacing(before: float = 0, after: float = 0, line: float = 0) -> str:
    """Return space before and after a paragraph, and the least height of its lines, in points."""
    least = f' w:line="{round(line * 20)}" w:lineRule="atLeast"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{least}/>'


def border(*sides: tuple[str, int, str, int]) -> str:
    """Return borders: side, width in eighths of a point, colour, distance in points."""
    rows = (
        f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{rgb}"/>'
        for side, width, rgb, space in sides
    )
    return f"<w:pBdr>{''.join(rows)}</w:pBdr>"


def indent(left: int = 0, right: int = 0, *, first: int = 0, hanging: int = 0) -> str:
    """Return indents in twips; first and hanging are two characters wide, of the given twips.

    Word follows the count of characters where the size of type is changed, others the twips.
    """
    sides = f'w:left="{left}" w:right="{right}"'
    if hanging:
        return f'<w:ind {sides} w:hangingChars="200" w:hanging="{hanging}"/>'
    return f'<w:ind {sides} w:firstLineChars="{200 if first else 0}" w:firstLine="{first}"/>'


def tab(kind: str) -> str:
    """Return a tab stop in the middle or at the right edge of the text."""
    return f'<w:tab w:val="{kind}" w:pos="{4200 if kind == "center" else 8400}"/>'


SONG = fonts("Times New Roman", "宋体")
HEI = fonts("Arial", "黑体")
KAI = fonts("Times New Roman", "楷体")
BOLD = "<w:b/>"
CENTER, LEFT, RIGHT = (f'<w:jc w:val="{side}"/>' for side in ("center", "left", "right"))
KEEP = "<w:keepNext/><w:keepLines/>"
SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{PAPER}"/>'
SIDES = ("left", 4, RULE, 8), ("right", 4, RULE, 8)
# A frame opens with a heading that has no lower edge and goes on in paragraphs without an upper
# one: so two boxes that follow each other stay two frames.
FRAME_OPEN = border(("top", 12, ACCENT, 6), *SIDES)
FRAME = border(SIDES[0], ("bottom", 4, RULE, 6), SIDES[1])
SMALL = KAI + color(GREY) + size(9)

PARAGRAPHS = [
    Style("Body Text", paragraph=indent(first=420)),
    Style(
        "Title",
        after="Body Text",
        paragraph=KEEP + spacing(10, 8, 34) + CENTER,
        run=HEI + BOLD + color(INK) + size(24),
    ),
    Style(
        "Article Title",
        "Title",
        "Body Text",
        KEEP + spacing(22, 6, 26) + CENTER,
        size(18),
        level=1,
    ),
    Style(
        "Subtitle",
        after="Body Text",
        paragraph=KEEP + spacing(2, 6, 21) + CENTER,
        run=KAI + size(14),
    ),
    Style(
        "Kicker",
        after="Title",
        paragraph=KEEP + spacing(4, 2, 20) + CENTER,
        run=KAI + color(ACCENT) + size(13),
    ),
    Style("Byline", after="Body Text", paragraph=spacing(2, 8) + CENTER, run=KAI + color(GREY)),
    Style("Byline Below", "Byline", "Body Text", spacing(0, 4) + RIGHT),
    Style("Salutation", after="Body Text", paragraph=KEEP + spacing(10, 2), run=HEI + BOLD),
    Style(
        "Speaker", after="Body Text", paragraph=KEEP + spacing(6), run=HEI + BOLD + color(ACCENT)
    ),
    Style("List", paragraph=indent(420, hanging=420)),
    Style("List Bullet", paragraph='<w:numPr><w:numId w:val="1"/></w:numPr>'),
    Style(
        "Stat",
        paragraph=border(("left", 24, ACCENT, 8)) + spacing(line=20) + indent(420) + LEFT,
        run=KAI + size(11),
    ),
    Style(
        "Box",
        paragraph=FRAME + SHADE + spacing(line=17) + indent(210, 210, first=400),
        run=KAI + size(10),
    ),
    Style("Box List", "Box", paragraph=indent(210, 210)),
    Style("Box Speaker", "Box", "Box", KEEP + indent(210, 210), HEI + BOLD + color(INK)),
    Style("Glossary Entry", paragraph=spacing(0, 2, 15) + indent(360, hanging=360), run=size(9)),
    Style("caption", after="Body Text", paragraph=spacing(4, 4, 14) + CENTER, run=SMALL),
    Style("Table Cell", paragraph=spacing(1, 1, 14) + LEFT, run=size(9)),
    Style("Table Gap", after="Body Text", paragraph=spacing(0, 0, 6), run=size(4)),
    Style("Credit", paragraph=spacing(2, 2, 14) + RIGHT, run=SMALL),
    Style("Jump", paragraph=spacing(2, 2, 14) + RIGHT, run=SMALL),
    Style(
        "Duplicate",
        paragraph=border(("left", 6, RULE, 8)) + spacing(2, 2, 14) + indent(420, 420),
        run=color(GREY) + size(9),
    ),
    Style(
        "header",
        paragraph=border(("bottom", 4, RULE, 4))
        + f"<w:tabs>{tab('center')}{tab('right')}</w:tabs>"
        + spacing(line=12)
        + LEFT,
        run=SMALL,
    ),
    Style("footer", paragraph=spacing(line=12) + CENTER, run=color(GREY) + size(9)),
    Style("annotation text", paragraph=spacing(line=14) + LEFT, run=size(9), hidden=True),
]

CHARACTERS = [
    Style("Lead", run=HEI + BOLD),
    Style("Dateline", run=HEI + color(GREY)),
    Style("Figure", run=HEI + BOLD + color(ACCENT)),
    Style("Glossary Term", run=HEI + BOLD + color(ACCENT)),
    Style("Glossary Link", run=f'<w:u w:val="dotted" w:color="{ACCENT}"/>'),
    Style("annotation reference", run=size(8), hidden=True),
]

_SIZES = (15, 13, 12, 11, 10.5, 10.5)
_BOX_SIZES = (12, 11.5, 11, 10.5, 10.5, 10.5)


def of_level(n: int) -> list[Style]:
    """Return the styles of a level: headings in the text, of and in a box, of a glossary; toc."""
    name, rare = f"heading {n}", n > 3
    before = max(6, 16 - 2 * n)
    tone = color(ACCENT if n < 3 else INK)
    face = HEI + BOLD if n < 4 else KAI + BOLD
    frame = SHADE + spacing(14) + indent(210, 210)
    inside = SHADE + spacing(3) + indent(210, 210)
    return [
        Style(
            name,
            after="Body Text",
            paragraph=KEEP + spacing(before, before / 2) + LEFT,
            run=face + tone + size(_SIZES[n - 1]),
            level=n,
        ),
        Style(
            f"Box Heading {n}",
            name,
            "Box",
            KEEP + FRAME_OPEN + frame,
            HEI + BOLD + color(ACCENT) + size(_BOX_SIZES[n - 1]),
            n,
            rare,
        ),
        Style(
            f"Box Subheading {n}",
            name,
            "Box",
            KEEP + FRAME + inside,
            HEI + BOLD + color(INK) + size(10),
            n,
            rare,
        ),
        Style(
            f"Glossary Heading {n}",
            name,
            "Glossary Entry",
            border(("top", 8, ACCENT, 6)) + spacing(16, 6),
            level=n,
            hidden=rare,
        ),
        Style(
            f"toc {n}",
            paragraph=spacing(line=16) + indent((n - 1) * 420) + LEFT,
            run=(HEI if n == 1 else SONG) + size(9.5),
            hidden=True,
        ),
    ]
