"""In: a page's tree.  Out: the lines of a TEI body, as the content models of TEI want them.

TEI wants heads first, then blocks, then divisions, then closing lines; running heads, notes and
figures may stand anywhere.  What the tree has in another order is written as `ab` (in lists and
tables as `note`), blocks after a division in `div type="flow"`, so the order of the tree stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ..model import Dup, Entry, Fragment, Group, Meta, Node, Stat, Text, joined, walk
from . import tei_figures
from .tei_page import Page
from .tei_text import Insert, Mark, escape, sources, token

_HEADS = {"kicker": "kicker", "headline": "main", "deck": "sub"}
_TOP = (*_HEADS, "byline", "salutation")
_FORME = ("furniture", "jump")
_NUMBER = re.compile(r"\d+")
_OWN: dict[str, tuple[type, ...]] = {"stats": (Stat,), "glossary": (Entry,)}
# XML readers give up at 256 levels.  A group deeper than this is written after all others.
_DEEPEST = 100

_State = Literal["top", "block", "div", "flow", "foot"]


def body(page: Page, root: Group) -> None:
    """Write the page's children; see Page.out."""
    _heading(page, root, 3)
    _division(page, root.children, 3, needs_block=True, is_root=True)


def _division(
    page: Page,
    children: tuple[Node, ...],
    depth: int,
    *,
    needs_block: bool,
    is_root: bool = False,
) -> None:
    """Write what stands in a body or div, in the states top, block, div (flow), foot."""
    state: _State = "top"
    closing = _closing(children)
    at = 0
    while at < len(children):
        node = children[at]
        before = state
        state = _next_state(state, node, at >= closing)
        if before == "flow" and state != "flow":
            page.line(depth, "</div>")
        if before != "flow" and state == "flow":
            page.line(depth, '<div type="flow">')
        if before != "foot" and state == "foot":
            _before_foot(page, depth, needs_block and before == "top", is_root)
        at = _placed(page, children, at, depth + (state == "flow"), state)
    if state == "flow":
        page.line(depth, "</div>")
    if state != "foot":
        _before_foot(page, depth, needs_block and state == "top", is_root)


def _before_foot(page: Page, depth: int, is_empty: bool, is_root: bool) -> None:
    """Write what must stand before the closing lines: a block in any body, deep groups last."""
    if is_empty:
        page.line(depth, '<ab type="empty"/>')
    while is_root and page.deep:
        group, number = page.deep.pop(0)
        page.number, number = number, page.number
        page.line(depth, '<div type="deep">')
        _placed(page, (group,), 0, depth + 1, "top")
        page.line(depth, "</div>")
        page.number = number


def _closing(children: tuple[Node, ...]) -> int:
    """Return where the bylines, credits and the like begin after which nothing else comes."""
    at = len(children)
    while at and (
        isinstance(children[at - 1], Meta | Dup)
        or _role(children[at - 1]) in ("byline", "credit", "caption", *_FORME)
    ):
        at -= 1
    return at


def _next_state(state: _State, node: Node, is_closing: bool) -> _State:
    """Return the state in which a node is written."""
    role = _role(node)
    if _is_global(node) or (state == "top" and role in _TOP):
        return state
    if state == "foot":
        return state
    if role in ("article", "section"):
        return "div"
    after_div = state in ("div", "flow")
    if is_closing and (role == "byline" or (role == "credit" and after_div)):
        return "foot"
    return "flow" if after_div else "block"


def _placed(page: Page, children: tuple[Node, ...], at: int, depth: int, state: _State) -> int:
    """Write the node at a place among its siblings, with those it draws in; return the next."""
    node = children[at]
    if _is_global(node):
        return _global(page, children, at, depth)
    match node:
        case Text(role="kicker" | "headline" | "deck") if state == "top":
            return _leaf(page, children, at, depth, "head", f' type="{_HEADS[node.role]}"')
        case Text(role="byline") if state in ("top", "foot"):
            return _leaf(page, children, at, depth, "byline")
        case Text(role="credit") if state == "foot":
            return _leaf(page, children, at, depth, "trailer", ' type="credit"')
        case Text(role="salutation") if state == "top":
            page.line(depth, "<opener>")
            at = _leaf(page, children, at, depth + 1, "salute")
            page.line(depth, "</opener>")
            return at
        case Dup() if state == "foot":
            return _duplicate(page, node, at, depth, "note")
        case Group(role="article" | "section"):
            _div(page, node, depth)
            return at + 1
        case _:
            return _block(page, children, at, depth)


def _block(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write a node where blocks may stand."""
    node = children[at]
    match node:
        case Group():
            _group(page, node, depth)
            return at + 1
        case Dup():
            return _duplicate(page, node, at, depth, "ab")
        case Entry():
            page.line(depth, '<list type="gloss" rend="flow">')
            at = _entry(page, children, at, depth + 1)
            page.line(depth, "</list>")
            return at
        case Text(role="p"):
            return _leaf(page, children, at, depth, "p")
        case Text(role="speaker"):
            return _speech(page, children, at, depth)
        case _:
            return _leaf(page, children, at, depth, "ab", f' type="{_role(node)}"')


def _speech(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write a speaker with the paragraphs and lists that follow."""
    end = at + 1
    for i in range(at + 1, len(children)):
        if _role(children[i]) in ("p", "list", "stats"):
            end = i + 1
        elif not (isinstance(children[i], Dup) or _is_global(children[i])):
            break
    if end == at + 1:
        return _leaf(page, children, at, depth, "ab", ' type="speaker"')
    page.line(depth, "<sp>")
    at = _leaf(page, children, at, depth + 1, "speaker")
    while at < end:
        at = _placed(page, children, at, depth + 1, "block")
    page.line(depth, "</sp>")
    return at


def _global(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write what may stand anywhere: fw, and figure with its caption and credit."""
    node = children[at]
    if isinstance(node, Meta):
        page.line(depth, _meta(page, node))
        return at + 1
    if _role(node) != "caption":
        return _leaf(page, children, at, depth, "fw", f' type="{_role(node)}"')
    page.line(depth, "<figure>")
    at = _leaf(page, children, at, depth + 1, "head", ' type="caption"')
    if at < len(children) and _role(children[at]) == "credit":
        at = _leaf(page, children, at, depth + 1, "ab", ' type="credit"')
    page.line(depth, "</figure>")
    return at


def _div(page: Page, group: Group, depth: int) -> None:
    if _is_deferred(page, group, depth, "div"):
        return
    page.line(depth, f'<div{page.new_id()} type="{group.role}"{_kind(group)}>')
    _heading(page, group, depth + 1)
    _division(page, group.children, depth + 1, needs_block=False)
    page.line(depth, "</div>")


def _group(page: Page, group: Group, depth: int) -> None:
    """Write a group as a block: a list, a table, or a floating text that holds anything."""
    if _is_deferred(page, group, depth, "ab"):
        return
    if group.role == "table" and any(_role(node) == "row" for node in group.children):
        _table(page, group, depth)
    elif group.role in ("stats", "list", "glossary") and _has_items(group):
        _list(page, group, depth)
    else:
        page.line(depth, f'<floatingText{page.new_id()} type="{group.role}"{_kind(group)}>')
        page.line(depth + 1, "<body>")
        _heading(page, group, depth + 2)
        _division(page, group.children, depth + 2, needs_block=True)
        page.line(depth + 1, "</body>")
        page.line(depth, "</floatingText>")


def _is_deferred(page: Page, group: Group, depth: int, tag: str) -> bool:
    """Write a pointer instead of a group that lies too deep, and keep the group for the end."""
    if depth <= _DEEPEST:
        return False
    page.deep.append((group, page.number))
    page.line(depth, f'<{tag} type="deep" corresp="#{page.next_id()}"/>')
    page.number += sum(1 for _ in walk(group))
    return True


def _has_items(group: Group) -> bool:
    own = _OWN.get(group.role)
    if own:
        return any(isinstance(node, own) for node in group.children)
    return any(_role(node) == "item" for node in group.children)


def _list(page: Page, group: Group, depth: int) -> None:
    kind = {"stats": ' type="stats"', "glossary": ' type="gloss"'}.get(group.role, "")
    if not kind and group.kind:  # subtype needs a type
        kind = ' type="list"'
    rend = ' rend="bulleted"' if _is_bulleted(page, group) else ""
    page.line(depth, f"<list{page.new_id()}{kind}{_kind(group)}{rend}>")
    _heading(page, group, depth + 1)
    at = 0
    while at < len(group.children):
        node = group.children[at]
        if isinstance(node, Entry) and group.role == "glossary":
            at = _entry(page, group.children, at, depth + 1)
        elif (group.role, _role(node)) in (("stats", "stat"), ("list", "item")):
            at = _leaf(page, group.children, at, depth + 1, "item")
        else:
            at = _between(page, group, at, depth + 1)
    page.line(depth, "</list>")


def _table(page: Page, group: Group, depth: int) -> None:
    page.line(depth, f'<table{page.new_id()}{_kind(group)}>')
    _heading(page, group, depth + 1)
    at, has_row = 0, False
    while at < len(group.children):
        node = group.children[at]
        if isinstance(node, Text) and node.role == "row":
            _row(page, node, depth + 1)
            at, has_row = at + 1, True
        elif _role(node) == "caption" and not has_row:
            at = _leaf(page, group.children, at, depth + 1, "head", ' type="caption"')
        else:
            at = _between(page, group, at, depth + 1)
    page.line(depth, "</table>")


def _row(page: Page, node: Text, depth: int) -> None:
    page.line(depth, f"<row{page.new_id()}{sources(node.fragments, page.lines)}>")
    for cell in node.fragments:
        source = sources((cell,), page.lines)
        page.line(depth + 1, f"<cell{source}>{escape(cell.text)}</cell>")
    if not node.fragments:
        page.line(depth + 1, "<cell/>")
    page.line(depth, "</row>")


def _between(page: Page, group: Group, at: int, depth: int) -> int:
    """Write a node that is no item or row of its list or table."""
    node = group.children[at]
    if _is_global(node):
        return _global(page, group.children, at, depth)
    match node:
        case Dup():
            return _duplicate(page, node, at, depth, "note")
        case Group() | Entry():
            is_plain = group.role in ("list", "stats")
            tag, kind = ("item", "") if is_plain else ("note", ' type="flow"')
            page.line(depth, f"<{tag}{kind}>")
            at = _block(page, group.children, at, depth + 1)
            page.line(depth, f"</{tag}>")
            return at
        case _:
            return _leaf(page, group.children, at, depth, "note", f' type="{_role(node)}"')


def _entry(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write label and item; the identifier is the term's."""
    node = children[at]
    assert isinstance(node, Entry)
    target = page.next_id()
    view = _view(page, node.head, *node.term)
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


def _leaf(
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


def _marks(page: Page, node: Text | Stat) -> list[Mark]:
    if isinstance(node, Stat):
        return [tei_figures.mark(figure) for figure in node.figures]
    spans = [("dateline", node.dateline), ("lead", node.lead)]
    spans += (("inner", span) for span in node.inner)
    marks = [
        Mark(*span, "seg", f' type="{kind}"{_view(page, node.fragments, *span)}')
        for kind, span in spans
        if span
    ]
    if node.role in ("p", "item") and page.terms:
        marks += page.uses(node.text, marks)
    return marks


def _view(page: Page, fragments: tuple[Fragment, ...], start: int, end: int) -> str:
    """Return the source attribute of a part of a text."""
    found, offset = [], 0
    for line, column, text in fragments:
        part = text[max(start - offset, 0) : max(end - offset, 0)]
        if part:
            found.append(Fragment(line, column + max(start - offset, 0), part))
        offset += len(text)
    return sources(found, page.lines)


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
    for before, after in zip(fragments, fragments[1:], strict=False):
        offset += len(before.text)
        if (before.line, before.end) <= (first.line, first.start) and (
            (last.line, last.end) <= (after.line, after.start)
        ):
            if first.line == before.line != after.line:
                return offset, 0
            return (offset, 1) if first.line == after.line else None
    return None


def _duplicate(page: Page, node: Dup, at: int, depth: int, tag: str) -> int:
    page.line(depth, f'<{tag} type="dup">{_surplus(page, node)}</{tag}>')
    return at + 1


def _surplus(page: Page, node: Dup) -> str:
    identifier = page.new_id()
    copy = page.targets(node.of, kept=True)
    corresp = f' corresp="{copy}"' if copy else ""
    source = sources(node.fragments, page.lines)
    content = page.mixed(node.fragments)
    return f'<surplus{identifier} reason="repeated {node.kind}"{corresp}{source}>{content}</surplus>'


def _meta(page: Page, node: Meta) -> str:
    """Return a masthead field; its own source is the value's."""
    kind = "pageNum" if node.field == "page" else "header"
    when = node.iso
    marks = [Mark(0, len(node.text), "date", f' when="{when}"')] if when else []
    label = ""
    if node.label:
        source = sources(node.label, page.lines)
        label = f'<seg type="label"{source}>{page.mixed(node.label)}</seg>'
    attributes = f' type="{kind}" subtype="{token(node.field)}"{sources(node.fragments, page.lines)}'
    return f"<fw{page.new_id()}{attributes}>{label}{page.mixed(node.fragments, marks)}</fw>"


def _heading(page: Page, group: Group, depth: int) -> None:
    """Write a group's printed heading: label, title, and what stands around them."""
    if not group.heading:
        return
    marks = []
    if group.title:
        label = len(group.text[: group.title.start].rstrip())
        if label:
            marks.append(Mark(0, label, "label"))
        source = _view(page, group.heading, *group.title)
        marks.append(Mark(*group.title, "seg", f' type="title"{source}'))
    content = page.mixed(group.heading, marks)
    page.line(depth, f"<head{sources(group.heading, page.lines)}>{content}</head>")


def _kind(group: Group) -> str:
    kind = f' subtype="{token(group.kind)}"' if group.kind else ""
    return kind if group.n is None else f'{kind} n="{group.n}"'


def _is_bulleted(page: Page, group: Group) -> bool:
    """Return whether the first item's line begins with a mark, as far as its source is known."""
    first = next((node for node in group.children if isinstance(node, Text | Stat)), None)
    if first is None or not first.fragments or page.lines is None:
        return False
    line, start, _ = first.fragments[0]
    return line <= len(page.lines) and any(mark in page.lines[line - 1][:start] for mark in "-◆")


def _role(node: Node) -> str:
    return node.role if isinstance(node, Group | Text) else type(node).__name__.lower()


def _is_global(node: Node) -> bool:
    return isinstance(node, Meta) or (
        isinstance(node, Text) and node.role in ("caption", *_FORME)
    )
