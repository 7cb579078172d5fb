"""In: a document.  Out: CommonMark that readers give back with the same structure and text.

Boxes are block quotations with their headings inside; tables are GitHub's, as CommonMark has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby

from ..model import Document, Dup, Entry, Group, Notice, Span, Stat, Text
from ..notices import sentence
from ..reading import Block, reading_order
from .docx_comments import notes_by_block
from .markdown_inline import heading_text, inline, plain

_LEVELS = 6
# Readers stop at some depth of quotation, and leave out what is deeper.
_DEEPEST_BOX = 6
_WHOLE = {"kicker": "*", "deck": "*", "jump": "*", "caption": "*", "speaker": "**"}
_LISTS = ("list", "stats", "glossary")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Lines that stand together, and the boxes around them, outermost first, by identity."""

    lines: Sequence[str]
    boxes: tuple[int, ...]
    is_list: bool = False


def write(document: Document, *, duplicates: bool = False, comments: bool = False) -> bytes:
    """Return the file; duplicates are struck out, comments sets warnings as HTML comments."""
    blocks = list(enumerate(reading_order(document, duplicates=duplicates)))
    notices = document.warnings if comments else ()
    notes = notes_by_block([block for _, block in blocks], notices)
    lines = _spaced(_parts(blocks, notices, notes))
    return "".join(f"{line}\n" for line in lines).encode()


def _spaced(parts: Iterator[_Part]) -> Iterator[str]:
    """Yield all lines, with quotation marks, and a line between parts that keeps boxes apart."""
    before: tuple[int, ...] | None = None
    for part in parts:
        if before is not None:
            pairs = zip(before, part.boxes, strict=False)
            shared = next((i for i, (a, b) in enumerate(pairs) if a != b), None)
            depth = min(len(before), len(part.boxes)) if shared is None else shared
            yield " ".join(">" * depth)
        yield from ("> " * len(part.boxes) + line for line in part.lines)
        before = part.boxes


def _parts(
    blocks: Sequence[tuple[int, Block]],
    notices: Sequence[Notice],
    notes: Mapping[int, Sequence[int]],
) -> Iterator[_Part]:
    bullet = "-"
    previous: _Part | None = None
    for run, group in groupby(blocks, key=lambda numbered: _run(numbered[1])):
        members = list(group)
        first = members[0][1]
        boxes = _boxes(first)
        for number in chain.from_iterable(notes.get(index, ()) for index, _ in members):
            previous = _Part(lines=[_comment(notices[number])], boxes=boxes)
            yield previous
        role = run[0]
        if role == "list":
            # Lists that follow each other would run together if their marks were the same.
            follows = previous is not None and previous.is_list
            bullet = "*" if follows and bullet == "-" else "-"
            lines = [f"{bullet} {_leaf(block)}" for _, block in members]
        elif role == "table":
            lines = _table([block for _, block in members])
        else:
            lines = [_heading(first) if first.is_heading else _leaf(first)]
        previous = _Part(lines=lines, boxes=boxes, is_list=role == "list")
        yield previous


def _run(block: Block) -> tuple[str, int]:
    """Return what the block is a line of, and which: blocks with equal answers stand together."""
    group = block.groups[-1]
    match block.node:
        case Stat() | Entry() | Text(role="item") | Dup() if group.role in _LISTS:
            return "list", id(group)
        case Text(role="row"):
            return "table", id(group)
        case _:
            return "", id(block)


def _boxes(block: Block) -> tuple[int, ...]:
    own = (block.node,) if block.is_heading else ()
    around = (*block.groups, *own)
    boxes = [id(group) for group in around if isinstance(group, Group) and group.role == "box"]
    return tuple(boxes[:_DEEPEST_BOX])


def _comment(notice: Notice) -> str:
    words = plain(sentence(notice, "zh")).replace("--", "- -").replace(">", "＞")
    return f"<!-- {words} -->"


def _heading(block: Block) -> str:
    level = min(block.depth + 1, _LEVELS)
    return "#" * level + " " + heading_text(block.text)


def _leaf(block: Block) -> str:
    """Return a block's line, with its topic sentences, figures or term in bold."""
    text = block.text
    match block.node:
        case Text(role="headline"):
            return "# " + heading_text(text)
        case Text(role="p" | "item") as node:
            spans = [*([node.lead] if node.lead else []), *node.inner]
            return inline(text, spans)
        case Stat() as node:
            figures = [Span(f.start, f.start + len(f.printed)) for f in node.figures]
            return inline(text, figures, whole=True)
        case Entry() as node:
            return inline(text, [node.term])
        case Dup():
            return f"<del>{inline(text)}</del>"
        case Text() as node:
            mark = _WHOLE.get(node.role, "")
            return f"{mark}{inline(text)}{mark}"
        case _:
            return inline(text)


def _table(blocks: Sequence[Block]) -> list[str]:
    """Return a table whose first row is its head, as wide as its widest row."""
    rows = [
        [inline(cell.text) for cell in block.node.fragments]
        for block in blocks
        if isinstance(block.node, Text)
    ]
    columns = max(len(row) for row in rows)
    lines = ["| " + " | ".join(row + [""] * (columns - len(row))) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * columns, *lines[1:]]
