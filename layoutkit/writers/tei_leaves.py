"""In: a leaf of the tree, or a heading.  Out: its TEI element, with views and duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..model import (
    Dup,
    Entry,
    Fragment,
    Group,
    Meta,
    Node,
    Span,
    Stat,
    Text,
    joined,
    slice_fragments,
)
from ..pattern import pattern
from . import tei_figures
from .tei_page import Page
from .tei_text import Insert, Mark, escape, sources, token

_NUMBER = pattern(r"\d+")


def heading(page: Page, group: Group, depth: int) -> None:
    """Write a group's printed heading: label, title, and what stands around them."""
    if not group.heading:
        return
    marks = []
    if group.title:
        label = len(group.text[: group.title.start].rstrip())
        if label:
            marks.append(Mark(0, label, "label"))
        source = _view(page, group.heading, group.title)
        marks.append(Mark(*group.title, "seg", f' type="title"{source}'))
    content = page.mixed(group.heading, marks)
    page.line(depth, f"<head{sources(group.heading, page.lines)}>{content}</head>")


def leaf(
    page: Page, children: tuple[Node, ...], at: int, depth: int, tag: str, kind: str = ""
) -> int:
    """Write a leaf with the duplicates printed inside it; return the next sibling's place."""
    node = children[at]
    assert isinstance(node, Text | Stat)
    identifier = page.new_id()
    inserts, at = _inside(page, node, children, at)
    marks = _marks(page, node)
    content = page.mixed(node.fragments, marks, inserts)
    source = sources(node.fragments, page.lines)
    page.line(depth, f"<{tag}{identifier}{kind}{source}>{content}</{tag}>")
    return at


def entry(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write label and item; the identifier is the term's."""
    node = children[at]
    assert isinstance(node, Entry)
    target = page.next_id()
    view = _view(page, node.head, node.term)
    marks = [Mark(*node.term, "term", page.new_id() + view)]
    if node.pages:
        numbers = _NUMBER.findall(joined(node.head)[slice(*node.pages)])
        number = f' n="{numbers[0]}"' if len(numbers) == 1 else ""
        marks.append(Mark(*node.pages, "ref", f' type="page"{number}'))
    n = "" if node.n is None else f' n="{node.n}"'
    source = sources(node.head, page.lines)
    page.line(depth, f"<label{n}{source}>{page.mixed(node.head, marks)}</label>")
    inserts, at = _inside(page, node, children, at)
    source = f' corresp="#{target}"{sources(node.fragments, page.lines)}'
    page.line(depth, f"<item{source}>{page.mixed(node.fragments, (), inserts)}</item>")
    return at


def row(page: Page, node: Text, depth: int) -> None:
    """Write a row, each fragment a cell."""
    page.line(depth, f"<row{page.new_id()}{sources(node.fragments, page.lines)}>")
    for cell in node.fragments:
        source = sources((cell,), page.lines)
        page.line(depth + 1, f"<cell{source}>{escape(cell.text)}</cell>")
    if not node.fragments:
        page.line(depth + 1, "<cell/>")
    page.line(depth, "</row>")


def meta(page: Page, node: Meta) -> str:
    """Return a masthead field; its own source is the value's."""
    kind = "pageNum" if node.field == "page" else "header"
    when = node.iso
    marks = [Mark(0, len(node.text), "date", f' when="{when}"')] if when else []
    label = ""
    if node.label:
        source = sources(node.label, page.lines)
        label = f'<seg type="label"{source}>{page.mixed(node.label)}</seg>'
    attributes = (
        f' type="{kind}" subtype="{token(node.field)}"{sources(node.fragments, page.lines)}'
    )
    return f"<fw{page.new_id()}{attributes}>{label}{page.mixed(node.fragments, marks)}</fw>"


def duplicate(page: Page, node: Dup, at: int, depth: int, tag: str) -> int:
    """Write a duplicate that stands for itself; return the next sibling's place."""
    page.line(depth, f'<{tag} type="dup">{_surplus(page, node)}</{tag}>')
    return at + 1


def _surplus(page: Page, node: Dup) -> str:
    identifier = page.new_id()
    copy = page.targets(node.of, kept=True)
    corresp = f' corresp="{copy}"' if copy else ""
    source = sources(node.fragments, page.lines)
    content = page.mixed(node.fragments)
    return (
        f'<surplus{identifier} reason="repeated {node.kind}"{corresp}{source}>{content}</surplus>'
    )


def _marks(page: Page, node: Text | Stat) -> list[Mark]:
    if isinstance(node, Stat):
        return [tei_figures.mark(figure) for figure in node.figures]
    spans = [("dateline", node.dateline), ("lead", node.lead)]
    spans += (("inner", span) for span in node.inner)
    marks = [
        Mark(*span, "seg", f' type="{kind}"{_view(page, node.fragments, span)}')
        for kind, span in spans
        if span
    ]
    if node.role in ("p", "item"):
        marks += page.uses(node.text, marks)
    return marks


def _view(page: Page, fragments: tuple[Fragment, ...], span: Span) -> str:
    """Return the source attribute of a part of a text."""
    return sources(slice_fragments(fragments, span), page.lines)


def _inside(
    page: Page, node: Text | Stat | Entry, children: Sequence[Node], at: int
) -> tuple[list[Insert], int]:
    """Return the duplicates after a node that are printed inside it, and the next place."""
    inserts: list[Insert] = []
    last = (0, 0)
    at += 1
    while at < len(children):
        other = children[at]
        spot = _spot(other, node.fragments) if isinstance(other, Dup) else None
        if spot is None or spot < last:
            break
        offset, side = last = spot
        assert isinstance(other, Dup)
        inserts.append(Insert(offset, side == 0, _surplus(page, other)))
        at += 1
    return inserts, at


def _spot(dup: Dup, fragments: tuple[Fragment, ...]) -> tuple[int, int] | None:
    """Return the offset of the seam where a duplicate is printed, and its side of the line break.

    It stands between two fragments, on the line of either (0: the earlier line, else 1).
    """
    if not dup.fragments:
        return None
    first, last = dup.fragments[0], dup.fragments[-1]
    offset = 0
    for before, after in pairwise(fragments):
        offset += len(before.text)
        if (before.line, before.end) <= (first.line, first.start) and (
            (last.line, last.end) <= (after.line, after.start)
        ):
            if first.line == before.line != after.line:
                return offset, 0
            return (offset, 1) if first.line == after.line else None
    return None
