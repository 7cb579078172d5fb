"""In: a document.  Out: its nodes with numbers, and what is to be seen at each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from ...model import Document, Dup, Fragment, Group, Meta, Node, Place, Text, own_fragments

Kind = Literal["warning", "join", "moved", "dup", "furniture", "masthead"]

_FIRST = ("kicker", "headline", "deck")
_LAST = ("caption", "credit")


class Item(NamedTuple):
    """A node with its number in tree order, its level from 1, and the headings above it."""

    number: int
    node: Node
    parent: int
    level: int
    headings: int
    children: tuple[int, ...]


class Order(NamedTuple):
    """The page's children as the page prints them: masthead, first, middle, last, not printed."""

    masthead: tuple[int, ...]
    first: tuple[int, ...]
    middle: tuple[int, ...]
    last: tuple[int, ...]
    unprinted: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the panes of a review page show.

    kinds and notices are by node number, notices as places in document.warnings; stays maps a
    duplicate to the node that keeps its text, repeats is the way back; anchors are the places of
    the nodes that own no text.
    """

    document: Document
    items: tuple[Item, ...]
    order: Order
    kinds: tuple[tuple[Kind, ...], ...]
    notices: dict[int, tuple[int, ...]]
    notice_nodes: tuple[int, ...]
    stays: dict[int, int]
    repeats: dict[int, tuple[int, ...]]
    anchors: dict[int, Place]


def find(document: Document) -> Findings:
    """Return what is to be seen in a document."""
    items = _items(document.root)
    order = _order(items)
    kept = _Owners(item for item in items if not isinstance(item.node, Dup))
    owners = _Owners(items)
    stays = {
        item.number: kept.at(item.node.of[0])
        for item in items
        if isinstance(item.node, Dup) and item.node.of
    }
    notice_nodes = tuple(
        owners.at(notice.at[0]) if notice.at else 0 for notice in document.warnings
    )
    notices = _inverse(enumerate(notice_nodes))
    moved = _moved(items, order)
    return Findings(
        document=document,
        items=items,
        order=order,
        kinds=tuple(_kinds(item, item.number in notices, moved) for item in items),
        notices=notices,
        notice_nodes=notice_nodes,
        stays=stays,
        repeats=_inverse(stays.items()),
        anchors=_anchors(items),
    )


def joins(fragments: Sequence[Fragment]) -> list[tuple[int, Fragment, Fragment]]:
    """Return where a text goes on in another line: its column, the piece before and after."""
    found, at = [], 0
    for before, after in pairwise(fragments):
        at += len(before.text)
        if before.line != after.line:
            found.append((at, before, after))
    return found


def _items(root: Group) -> tuple[Item, ...]:
    nodes: list[tuple[Node, int, int, int]] = []
    children: dict[int, list[int]] = {}
    stack: list[tuple[Node, int, int, int]] = [(root, -1, 1, 0)]
    while stack:
        top = stack.pop()
        node, parent, level, headings = top
        number = len(nodes)
        nodes.append(top)
        children.setdefault(parent, []).append(number)
        if isinstance(node, Group):
            headings += bool(node.heading)
            stack.extend((child, number, level + 1, headings) for child in reversed(node.children))
    return tuple(
        Item(number, node, parent, level, headings, tuple(children.get(number, ())))
        for number, (node, parent, level, headings) in enumerate(nodes)
    )


def _order(items: tuple[Item, ...]) -> Order:
    """Return the page's children in the order of reading.reading_order, the rest beside it."""
    parts: tuple[list[int], ...] = ([], [], [], [], [])
    for number in items[0].children:
        match items[number].node:
            case Meta():
                part = 0
            case Text(role=role) if role in _FIRST:
                part = 1
            case Group() | Dup():
                part = 2
            case Text(role=role) if role in _LAST:
                part = 3
            case _:
                part = 4
        parts[part].append(number)
    return Order(*(tuple(part) for part in parts))


def _kinds(item: Item, warned: bool, moved: frozenset[int]) -> tuple[Kind, ...]:
    kinds: list[Kind] = ["warning"] if warned else []
    match item.node:
        case Dup():
            kinds.append("dup")
        case Meta():
            kinds.append("masthead")
        case Text(role="furniture"):
            kinds.append("furniture")
        case Text(role="row"):
            return tuple(kinds)
        case _:
            pass
    if joins(own_fragments(item.node)):
        kinds.append("join")
    if item.number in moved:
        kinds.append("moved")
    return tuple(kinds)


def _moved(items: tuple[Item, ...], order: Order) -> frozenset[int]:
    """Return the nodes that are out of source order: the least text that explains the order.

    The heaviest run of nodes whose places rise, by a tree of prefix maxima, stays; the rest moved.
    """
    numbers = [*order.first, *_below(items, order.middle)]
    owned = [
        (number, fragments[0][:2], sum(len(fragment.text) for fragment in fragments))
        for number in numbers
        if (fragments := _in_order(items[number].node))
    ]
    places = sorted({place for _, place, _ in owned})
    best: list[tuple[int, int]] = [(0, -1)] * (len(places) + 1)
    before: list[int] = []
    top = (0, -1)
    for index, (_, place, weight) in enumerate(owned):
        rank = bisect_left(places, place) + 1
        at, most = rank, (0, -1)
        while at:
            most = max(most, best[at])
            at -= at & -at
        before.append(most[1])
        reached = (most[0] + weight, index)
        top = max(top, reached)
        at = rank
        while at < len(best):
            best[at] = max(best[at], reached)
            at += at & -at
    moved = {number for number, _, _ in owned}
    at = top[1]
    while at >= 0:
        moved.discard(owned[at][0])
        at = before[at]
    return frozenset(moved)


def _in_order(node: Node) -> tuple[Fragment, ...]:
    """Return the fragments that must stand in source order; what is not printed has none."""
    match node:
        case Dup() | Meta() | Text(role="furniture"):
            return ()
        case _:
            return own_fragments(node)


def _below(items: tuple[Item, ...], numbers: Iterable[int]) -> list[int]:
    """Return nodes and all below them, in tree order."""
    found, stack = [], list(numbers)[::-1]
    while stack:
        number = stack.pop()
        found.append(number)
        stack.extend(reversed(items[number].children))
    return found


class _Owners:
    """Which node owns the text at a place."""

    def __init__(self, items: Iterable[Item]):
        self._rows = sorted(
            (fragment.line, fragment.start, fragment.end, item.number)
            for item in items
            for fragment in own_fragments(item.node)
        )

    def at(self, place: Place) -> int:
        """Return the owner of a place's first owned character; else the nearest before, else 0."""
        rows = self._rows
        index = bisect_right(rows, (place.line, place.start, 1 << 62, 0)) - 1
        if index >= 0 and rows[index][0] == place.line and rows[index][2] > place.start:
            return rows[index][3]
        if index + 1 < len(rows) and rows[index + 1][0] == place.line:
            return rows[index + 1][3]
        return rows[index][3] if index >= 0 else 0


def _anchors(items: tuple[Item, ...]) -> dict[int, Place]:
    """Return the places of nodes without own text: the first text below them, else before them."""
    first: dict[int, Place] = {}
    for item in reversed(items):
        own = own_fragments(item.node)
        place = Place(own[0].line, own[0].start) if own else first.get(item.number)
        if place is not None:
            first[item.number] = place
            first[item.parent] = place
    anchors, last = {}, Place(1)
    for item in items[1:]:
        last = first.get(item.number, last)
        if not own_fragments(item.node):
            anchors[item.number] = last
    return anchors


def _inverse(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for key, value in pairs:
        found.setdefault(value, []).append(key)
    return {key: tuple(values) for key, values in found.items()}
