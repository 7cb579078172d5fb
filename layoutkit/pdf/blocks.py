"""In: blocks of running text.  Out: their rows in the galley: openings, headings, paragraphs."""

from __future__ import annotations

from ..model import Dup, Group, Text
from ..reading import Block
from .design import ACCENT, INK, SOFT
from .fonts import encodable
from .galley import Galley
from .links import Link
from .rows import Mark, Shape
from .runs import heads, runs_of, shifted
from .setting import Look, set_lines
from .tagging import Element

_RUN_IN = 12  # characters of a speaker's name that may open the paragraph
_LONG = 34  # characters of a headline that take a smaller size


def put_block(galley: Galley, block: Block, number: int, links: list[Link], base: int) -> None:
    """Add one block; base is the level of the headings above the block's own depth."""
    design = galley.design
    element = galley.element
    match block.node:
        case Group():
            _put_heading(galley, block, number, base)
        case Text(role="headline"):
            _put_headline(galley, block, number, base)
        case Text(role="kicker" | "deck" | "byline" | "salutation" as role):
            _put_opening(galley, block, role)
        case Text(role="caption"):
            galley.space(0.3)
            look = design.look(0.88, colour=SOFT)
            galley.put(block.text, runs_of(block, Element("P", element), look), align="left")
        case Text(role="credit" | "jump"):
            galley.space(0.3)
            _put_right(galley, block, design.look(0.88, colour=SOFT))
        case Text(role="speaker"):
            galley.space(0.4)
            look = design.look(bold=True, colour=ACCENT)
            galley.put(block.text, runs_of(block, Element("P", element), look), stick=True)
        case Dup():
            look = design.look(0.88, colour=SOFT)
            runs = runs_of(block, Element("P", element), look)
            galley.put(block.text, runs, indent=2 * design.size)
        case _:
            look, bold = design.look(), design.look(0.98, bold=True)
            runs = runs_of(block, Element("P", element), look, heads(block, bold), links)
            galley.put(block.text, runs, indent=2 * design.size)


def runs_in(speaker: Block, spoken: Block) -> bool:
    """Return whether a speaker's name opens the paragraph that follows."""
    is_name = isinstance(speaker.node, Text) and speaker.node.role == "speaker"
    is_text = isinstance(spoken.node, Text) and spoken.node.role == "p"
    return (
        is_name
        and is_text
        and speaker.text.endswith(("：", ":"))
        and len(speaker.text) <= _RUN_IN
        and len(speaker.groups) == len(spoken.groups)
        and speaker.groups[-1] is spoken.groups[-1]
    )


def put_spoken(galley: Galley, speaker: Block, spoken: Block, links: list[Link]) -> None:
    """Add a speaker and the paragraph that the name opens, each with its own tag."""
    design = galley.design
    name = runs_of(speaker, Element("P", galley.element), design.look(bold=True, colour=ACCENT))
    bold = design.look(0.98, bold=True)
    body = Element("P", galley.element)
    runs = runs_of(spoken, body, design.look(), heads(spoken, bold), links)
    galley.space(0.4)
    text = speaker.text + spoken.text
    galley.put(text, [*name, *shifted(runs, len(speaker.text))], indent=2 * design.size)


def _put_headline(galley: Galley, block: Block, number: int, base: int) -> None:
    design = galley.design
    is_first = len(block.groups) <= 2 and not galley.is_boxed
    is_page = len(block.groups) < 2
    scale = 2.3 if is_page or base < 2 else 1.8
    scale *= 1.0 if len(block.text) < _LONG else 0.83
    look = design.look(scale if is_first else 1.4, bold=True, colour=INK)
    level = galley.level(1 if is_page else max(base, 1))
    runs = runs_of(block, Element(f"H{level}", galley.element), look)
    leading = look.size * 1.36 / design.leading
    galley.space(0.5)
    mark = Mark(f"h{number}", block.text)
    galley.put(
        block.text, runs, leading=leading, align="centre", stick=True, wide=is_first, mark=mark
    )
    galley.space(0.9)


def _put_opening(galley: Galley, block: Block, role: str) -> None:
    """Add a kicker, deck, byline or salutation."""
    design = galley.design
    look, above, below = {
        "kicker": (design.look(1.12, bold=True, colour=ACCENT), 0.2, 0.1),
        "deck": (design.look(1.28), 0.0, 0.4),
        "byline": (design.look(0.95, colour=SOFT), 0.4, 1.2),
    }.get(role, (design.look(bold=True), 0.9, 0.1))
    galley.space(above)
    is_opening = not galley.rows or galley.rows[-1].stick
    if role == "byline" and not is_opening:
        _put_right(galley, block, look)
        return
    wide = not galley.is_boxed and len(block.groups) <= 2 and role != "salutation" and is_opening
    runs = runs_of(block, Element("P", galley.element), look)
    leading = max(look.size * 1.58 / design.leading, 1.0)
    align = "justify" if role == "salutation" else "centre"
    galley.put(block.text, runs, leading=leading, align=align, stick=True, wide=wide)
    galley.space(below)


def _put_right(galley: Galley, block: Block, look: Look) -> None:
    """Add a text at the right edge, where it takes less than a line, held to what it belongs to."""
    is_opening = bool(galley.rows) and galley.rows[-1].stick
    if galley.rows:
        galley.rows[-1].stick = True
    runs = runs_of(block, Element("P", galley.element), look)
    lines = set_lines(galley.fonts, block.text, runs, 1e6, align="left")
    width = lines[0].width if lines else 0.0
    indent = max(galley.measure - width - 0.1, 0.0)
    galley.put(block.text, runs, align="left", leading=0.95, indent=indent, stick=is_opening)


def _put_heading(galley: Galley, block: Block, number: int, base: int) -> None:
    group, design = block.node, galley.design
    is_box = isinstance(group, Group) and group.role == "box"
    depth = block.depth
    level = galley.level(block.depth + base)
    shape, indent = None, 0.0
    if is_box:
        look, above, below = design.look(1.04, bold=True, colour=ACCENT), 0.0, 0.15
    elif galley.is_boxed:
        look, above, below = design.look(bold=True), 0.5, 0.1
    elif depth == 1:
        look, above, below = design.look(1.4, bold=True, colour=ACCENT), 1.6, 0.4
        height = design.leading * 1.35
        shape = Shape(0, (height - look.size) / 2, 3.0, look.size, ACCENT)
        indent = design.size
    else:
        look = design.look(1.18 if depth == 2 else 1.04, bold=True)
        above, below = (1.1, 0.2) if depth == 2 else (0.7, 0.1)
    runs = runs_of(block, Element(f"H{level}", galley.element), look)
    mark = Mark(f"h{number}", encodable(block.text), block.depth - 1)
    galley.bookmarks.append(mark)
    galley.space(above)
    galley.put(
        block.text, runs, leading=1.35 if shape else 1.1, indent=indent, hang=indent,
        align="left", stick=True, mark=mark, shape=shape,
    )  # fmt: skip
    galley.space(below)
