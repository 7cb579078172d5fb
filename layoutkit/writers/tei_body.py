"""In: a page's tree.  Out: the lines of a TEI body, as the content models of TEI want them.

TEI wants heads first, then blocks, then divisions, then closing lines; running heads, notes and
figures may stand anywhere.  What the tree has in another order is written as `ab` (in lists and
tables as `note`), blocks after a division in `div type="flow"`, so the order of the tree stays.
"""

from __future__ import annotations

from typing import Literal

from ..model import Dup, Entry, Group, Meta, Node, Stat, Text, role_of, walk
from .tei_leaves import duplicate, entry, heading, leaf, meta, row
from .tei_page import Page
from .tei_text import token

_HEADS = {"kicker": "kicker", "headline": "main", "deck": "sub"}
_TOP = (*_HEADS, "byline", "salutation")
_FORME = ("furniture", "jump")
_OWN: dict[str, tuple[type, ...]] = {"stats": (Stat,), "glossary": (Entry,)}
# XML readers give up at 256 levels.  A group deeper than this is written after all others.
_DEEPEST = 100

_State = Literal["top", "block", "div", "flow", "foot"]


def body(page: Page, root: Group) -> None:
    """Write the page's children; see Page.out."""
    heading(page, root, 3)
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
        or role_of(children[at - 1]) in ("byline", "credit", "caption", *_FORME)
    ):
        at -= 1
    return at


def _next_state(state: _State, node: Node, is_closing: bool) -> _State:
    """Return the state in which a node is written."""
    role = role_of(node)
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
            return leaf(page, children, at, depth, "head", f' type="{_HEADS[node.role]}"')
        case Text(role="byline") if state in ("top", "foot"):
            return leaf(page, children, at, depth, "byline")
        case Text(role="credit") if state == "foot":
            return leaf(page, children, at, depth, "trailer", ' type="credit"')
        case Text(role="salutation") if state == "top":
            page.line(depth, "<opener>")
            at = leaf(page, children, at, depth + 1, "salute")
            page.line(depth, "</opener>")
            return at
        case Dup() if state == "foot":
            return duplicate(page, node, at, depth, "note")
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
            return duplicate(page, node, at, depth, "ab")
        case Entry():
            page.line(depth, '<list type="gloss" rend="flow">')
            at = entry(page, children, at, depth + 1)
            page.line(depth, "</list>")
            return at
        case Text(role="p"):
            return leaf(page, children, at, depth, "p")
        case Text(role="speaker"):
            return _speech(page, children, at, depth)
        case _:
            return leaf(page, children, at, depth, "ab", f' type="{role_of(node)}"')


def _speech(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write a speaker with the paragraphs and lists that follow."""
    end = at + 1
    for i in range(at + 1, len(children)):
        if role_of(children[i]) in ("p", "list", "stats"):
            end = i + 1
        elif not (isinstance(children[i], Dup) or _is_global(children[i])):
            break
    if end == at + 1:
        return leaf(page, children, at, depth, "ab", ' type="speaker"')
    page.line(depth, "<sp>")
    at = leaf(page, children, at, depth + 1, "speaker")
    while at < end:
        at = _placed(page, children, at, depth + 1, "block")
    page.line(depth, "</sp>")
    return at


def _global(page: Page, children: tuple[Node, ...], at: int, depth: int) -> int:
    """Write what may stand anywhere: fw, and figure with its caption and credit."""
    node = children[at]
    if isinstance(node, Meta):
        page.line(depth, meta(page, node))
        return at + 1
    if role_of(node) != "caption":
        return leaf(page, children, at, depth, "fw", f' type="{role_of(node)}"')
    page.line(depth, "<figure>")
    at = leaf(page, children, at, depth + 1, "head", ' type="caption"')
    if at < len(children) and role_of(children[at]) == "credit":
        at = leaf(page, children, at, depth + 1, "ab", ' type="credit"')
    page.line(depth, "</figure>")
    return at


def _div(page: Page, group: Group, depth: int) -> None:
    if _is_deferred(page, group, depth, "div"):
        return
    page.line(depth, f'<div{page.new_id()} type="{group.role}"{_kind(group)}>')
    heading(page, group, depth + 1)
    _division(page, group.children, depth + 1, needs_block=False)
    page.line(depth, "</div>")


def _group(page: Page, group: Group, depth: int) -> None:
    """Write a group as a block: a list, a table, or a floating text that holds anything."""
    if _is_deferred(page, group, depth, "ab"):
        return
    if group.role == "table" and any(role_of(node) == "row" for node in group.children):
        _table(page, group, depth)
    elif group.role in ("stats", "list", "glossary") and _has_items(group):
        _list(page, group, depth)
    else:
        page.line(depth, f'<floatingText{page.new_id()} type="{group.role}"{_kind(group)}>')
        page.line(depth + 1, "<body>")
        heading(page, group, depth + 2)
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
    return any(role_of(node) == "item" for node in group.children)


def _list(page: Page, group: Group, depth: int) -> None:
    kind = {"stats": ' type="stats"', "glossary": ' type="gloss"'}.get(group.role, "")
    if not kind and group.kind:  # subtype needs a type
        kind = ' type="list"'
    rend = ' rend="bulleted"' if _is_bulleted(page, group) else ""
    page.line(depth, f"<list{page.new_id()}{kind}{_kind(group)}{rend}>")
    heading(page, group, depth + 1)
    at = 0
    while at < len(group.children):
        node = group.children[at]
        if isinstance(node, Entry) and group.role == "glossary":
            at = entry(page, group.children, at, depth + 1)
        elif (group.role, role_of(node)) in (("stats", "stat"), ("list", "item")):
            at = leaf(page, group.children, at, depth + 1, "item")
        else:
            at = _between(page, group, at, depth + 1)
    page.line(depth, "</list>")


def _table(page: Page, group: Group, depth: int) -> None:
    page.line(depth, f"<table{page.new_id()}{_kind(group)}>")
    heading(page, group, depth + 1)
    at, has_row = 0, False
    while at < len(group.children):
        node = group.children[at]
        if isinstance(node, Text) and node.role == "row":
            row(page, node, depth + 1)
            at, has_row = at + 1, True
        elif role_of(node) == "caption" and not has_row:
            at = leaf(page, group.children, at, depth + 1, "head", ' type="caption"')
        else:
            at = _between(page, group, at, depth + 1)
    page.line(depth, "</table>")


def _between(page: Page, group: Group, at: int, depth: int) -> int:
    """Write a node that is no item or row of its list or table."""
    node = group.children[at]
    if _is_global(node):
        return _global(page, group.children, at, depth)
    match node:
        case Dup():
            return duplicate(page, node, at, depth, "note")
        case Group() | Entry():
            is_plain = group.role in ("list", "stats")
            tag, kind = ("item", "") if is_plain else ("note", ' type="flow"')
            page.line(depth, f"<{tag}{kind}>")
            at = _block(page, group.children, at, depth + 1)
            page.line(depth, f"</{tag}>")
            return at
        case _:
            return leaf(page, group.children, at, depth, "note", f' type="{role_of(node)}"')


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


def _is_global(node: Node) -> bool:
    return isinstance(node, Meta) or (isinstance(node, Text) and node.role in ("caption", *_FORME))
