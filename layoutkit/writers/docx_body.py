"""In: a document.  Out: the paragraphs and tables of its Word body, as XML text.

All looks are in styles; a style is called by its English name, and the caller says under which
identifier the package knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from ..model import Document, Dup, Entry, Fragment, Group, Notice, Span, Stat, Text
from ..pattern import pattern
from ..reading import Block, reading_order
from .docx_comments import notes_by_block
from .docx_contents import bookmark, contents, level_of
from .docx_runs import Mark, runs
from .docx_terms import Terms
from .docx_terms import bookmark as term_bookmark

_ROLES = {
    "headline": "Title",
    "deck": "Subtitle",
    "kicker": "Kicker",
    "byline": "Byline",
    "salutation": "Salutation",
    "speaker": "Speaker",
    "p": "Body Text",
    "item": "List Bullet",
    "caption": "caption",
    "credit": "Credit",
    "jump": "Jump",
    "row": "Table Cell",
}
_IN_BOX = {
    "p": "Box",
    "item": "Box List",
    "byline": "Box",
    "speaker": "Box Speaker",
    "salutation": "Box",
}
_OPENING = ("kicker", "headline", "deck", "byline")
# An item that is printed with a number or dash of its own gets no bullet beside it.
_MARKED = pattern(
    r"[-–—•·●■◆▪①-⓿㈠-㉃]|[0-9０-９]{1,3}[.．、)）]|[(（\[［][0-9０-９一二三四五六七八九十]{1,3}[)）\]］]"
    r"|[一二三四五六七八九十]{1,3}、"
)

Numbered = tuple[int, Block]


class _Context(NamedTuple):
    """What every paragraph may need: identifiers of styles, terms, comments by block.

    placed are the styles of the blocks whose place among the others gives the style.
    """

    style: Callable[[str], str]
    placed: Mapping[int, str]
    terms: Terms
    notes: Mapping[int, Sequence[int]]


def body(
    document: Document,
    styles: Mapping[str, str],
    *,
    duplicates: bool = False,
    notices: Sequence[Notice] = (),
) -> str:
    """Return what stands in w:body before the properties of its section."""
    blocks = list(enumerate(reading_order(document, duplicates=duplicates)))
    context = _Context(
        style=styles.__getitem__,
        placed=_placed(blocks),
        terms=Terms(blocks, styles["Glossary Link"]),
        notes=notes_by_block([block for _, block in blocks], notices),
    )
    if not blocks:
        return _paragraph("Body Text", 0, "", context)
    titles = [index for index, style in context.placed.items() if style == "Article Title"]
    opening = next((i for i, block in blocks if _role(block) not in _OPENING), len(blocks))
    return "".join(
        (
            *_parts(blocks[:opening], context),
            contents(blocks, titles, context.style),
            *_parts(blocks[opening:], context),
        )
    )


def _role(block: Block) -> str:
    return block.node.role if isinstance(block.node, Text) else ""


def _is_boxed(block: Block) -> bool:
    return any(group.role == "box" for group in block.groups)


def _placed(blocks: Sequence[Numbered]) -> dict[int, str]:
    """Return the styles of headlines after the first, and of the names below what they signed."""
    headlines = [index for index, block in blocks if _role(block) == "headline"]
    placed = dict.fromkeys(headlines[1:], "Article Title")
    for (_, before), (index, block) in pairwise(blocks):
        below = _role(before) not in _OPENING and not _is_boxed(block)
        if _role(block) == "byline" and below:
            placed[index] = "Byline Below"
    return placed


def _table_of(numbered: Numbered) -> int:
    """Return which table a block is a row of, by identity; 0 where it is none."""
    block = numbered[1]
    return id(block.groups[-1]) if _role(block) == "row" else 0


def _parts(blocks: Sequence[Numbered], context: _Context) -> Iterator[str]:
    for table, group in groupby(blocks, key=_table_of):
        if table:
            yield _table(list(group), context)
        else:
            for index, block in group:
                yield _block(index, block, context)


def _block(index: int, block: Block, context: _Context) -> str:
    """Return the paragraph of a block, with its bookmark if it can be led to."""
    inner = runs(block.text, _marks(block, context))
    name = ""
    if block.is_heading or context.placed.get(index) == "Article Title":
        name = bookmark(index)
    elif isinstance(block.node, Entry):
        name = term_bookmark(index)
    if name:
        inner = (
            f'<w:bookmarkStart w:id="{index}" w:name="{name}"/>{inner}'
            f'<w:bookmarkEnd w:id="{index}"/>'
        )
    return _paragraph(context.placed.get(index) or _style(block), index, inner, context)


def _paragraph(style: str, index: int, inner: str, context: _Context) -> str:
    if index in context.notes:
        inner = _commented(inner, context.notes[index], context.style("annotation reference"))
    return f'<w:p><w:pPr><w:pStyle w:val="{context.style(style)}"/></w:pPr>{inner}</w:p>'


def _commented(inner: str, notes: Sequence[int], style: str) -> str:
    starts = "".join(f'<w:commentRangeStart w:id="{note}"/>' for note in notes)
    ends = "".join(
        f'<w:commentRangeEnd w:id="{note}"/><w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
        f'<w:commentReference w:id="{note}"/></w:r>'
        for note in notes
    )
    return starts + inner + ends


def _style(block: Block) -> str:
    """Return the name of the style of a block's paragraph."""
    boxed = _is_boxed(block)
    match block.node:
        case Group():
            return _heading_style(block.node, boxed, level_of(block))
        case Text():
            name = _ROLES.get(block.node.role, "Body Text")
            if boxed:
                return _IN_BOX.get(block.node.role, name)
            return "List" if name == "List Bullet" and _MARKED.match(block.text) else name
        case Stat():
            return "Box List" if boxed else "Stat"
        case Entry():
            return "Box List" if boxed else "Glossary Entry"
        case Dup():
            return "Duplicate"
        case _:
            return "Body Text"


def _heading_style(group: Group, boxed: bool, level: int) -> str:
    if boxed:
        return f"Box Subheading {level}"
    if group.role == "box":
        return f"Box Heading {level}"
    return f"Glossary Heading {level}" if group.role == "glossary" else f"heading {level}"


def _marks(block: Block, context: _Context) -> list[Mark]:
    """Return the spans of a block that have a style of their own or lead to the glossary."""

    def mark(span: Span | None, style: str) -> list[Mark]:
        return [Mark(span.start, span.end, context.style(style))] if span else []

    match block.node:
        case Text(role="p" | "item") as node:
            marks = mark(node.dateline, "Dateline") + mark(node.lead, "Lead")
            for span in node.inner:
                marks += mark(span, "Lead")
            return marks + context.terms.uses(block.text)
        case Stat() as node:
            spans = (Span(f.start, f.start + len(f.printed)) for f in node.figures)
            marks = [part for span in spans for part in mark(span, "Figure")]
            return marks + context.terms.uses(block.text)
        case Entry() as node:
            return mark(node.term, "Glossary Term")
        case _:
            return []


def _table(rows: Sequence[Numbered], context: _Context) -> str:
    """Return a table of rows, and the small paragraph that keeps it from the next one."""
    columns = max(len(_cells(block)) for _, block in rows)
    grid = f'<w:gridCol w:w="{8400 // columns}"/>' * columns
    lines = "".join(
        _row(index, block, columns, context, head=position == 0 and len(rows) > 1)
        for position, (index, block) in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{context.style("Newspaper Table")}"/>'
        '<w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
        f'<w:p><w:pPr><w:pStyle w:val="{context.style("Table Gap")}"/></w:pPr></w:p>'
    )


def _cells(block: Block) -> tuple[Fragment, ...]:
    return block.node.fragments if isinstance(block.node, Text) else ()


def _row(index: int, block: Block, columns: int, context: _Context, *, head: bool) -> str:
    """Return a row; one cell alone spans the table, and a head short of one lacks its corner."""
    cells = [runs(cell.text) for cell in _cells(block)]
    if index in context.notes:
        reference = context.style("annotation reference")
        cells[0] = _commented(cells[0], context.notes[index], reference)
    span = f'<w:gridSpan w:val="{columns}"/>' if len(cells) == 1 and columns > 1 else ""
    if not span:
        missing = [""] * (columns - len(cells))
        cells = missing + cells if head and len(missing) == 1 else cells + missing
    width = 8400 if span else 8400 // columns
    style = context.style("Table Cell")
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{cell}</w:p></w:tc>'
        for cell in cells
    )
    header = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{inner}</w:tr>"
