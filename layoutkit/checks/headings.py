"""In: the final tree.  Out: notices of headings lost, late, out of number, empty or untrue."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, assert_never

from ..han import is_han
from ..model import (
    Dup,
    Entry,
    Fragment,
    Group,
    Meta,
    Node,
    Notice,
    Place,
    Stat,
    Text,
    own_fragments,
    walk,
)
from ..numbering import read_number
from ..numerals import number
from ..pattern import pattern

# 十大民生实事, 五项任务, 抓好八件实事: a number that counts what stands below.  Inside quotation
# marks it is part of a name, and 一 counts nothing.
_PROMISE = pattern(
    r"(?<![“‘「『\d第])(?P<n>[二两兩三四五六七八九十]{1,3}|\d{1,2})(?P<word>[大项項件条條个個点點种種类類])"
)
# Without a colon the heading may only name a thing (三大攻坚战), so the count must nearly fit.
_NEARLY = 2


class Body(NamedTuple):
    """A leaf of running text: where it begins and ends in print, and the groups around it."""

    at: tuple[int, int]
    end: tuple[int, int]
    around: frozenset[int]


def heading_notices(root: Group) -> Iterator[Notice]:
    """Yield the notices about headings."""
    bodies = _bodies(root)
    firsts: dict[int, tuple[int, int]] = {}
    for body in bodies:
        for group in body.around:
            firsts.setdefault(group, body.at)
    for node in walk(root):
        if isinstance(node, Group) and node.role != "page":
            yield from _missing(node)
            yield from _misplaced(node, bodies, firsts.get(id(node)))
            yield from _empty(node)
            yield from _miscounted(node)
        if isinstance(node, Group):
            yield from _item_gaps(node) if node.role == "list" else _gaps(node)
    yield from _stray_kickers(root, bodies)


def _missing(group: Group) -> Iterator[Notice]:
    """A section, box or glossary without its heading, an article without its headline."""
    if group.role == "article":
        is_headed = any(isinstance(c, Text) and c.role == "headline" for c in group.children)
    elif group.role in ("section", "box", "glossary"):
        is_headed = bool(group.heading)
    else:
        return
    first = _first(group)
    if not is_headed and first is not None:
        yield Notice(kind="missing-heading", at=(Place(first.line),))


def _first(group: Group) -> Fragment | None:
    """Return the first fragment of a group in reading order, repeats aside."""
    for node in walk(group):
        if not isinstance(node, Dup) and own_fragments(node):
            return own_fragments(node)[0]
    return None


def _bodies(root: Group) -> tuple[Body, ...]:
    """Return the leaves of running text in print order."""
    found = []
    stack: list[tuple[Node, frozenset[int]]] = [(root, frozenset())]
    while stack:
        node, around = stack.pop()
        if isinstance(node, Group):
            around |= {id(node)}
            stack.extend((child, around) for child in node.children)
        elif _is_body(node):
            own = own_fragments(node)
            found.append(Body(min(own)[:2], max(own)[:2], around))
    return tuple(sorted(found, key=lambda body: body.at))


def _is_body(node: Node) -> bool:
    match node:
        case Stat() | Entry():
            return True
        case Text():
            return node.role in ("p", "item", "row")
        case Group() | Meta() | Dup():
            return False
        case _:
            assert_never(node)


def _misplaced(
    group: Group, bodies: Sequence[Body], first: tuple[int, int] | None
) -> Iterator[Notice]:
    """A heading that is not printed just before the text it heads, which begins at first."""
    heading = group.heading
    if group.role == "article":
        lines = [c for c in group.children if isinstance(c, Text) and c.role == "headline"]
        heading = lines[0].fragments if lines else ()
    if first is None or not heading:
        return
    at = heading[0][:2]
    after = bisect_right(bodies, at, key=lambda body: body.at)
    follows = after < len(bodies) and id(group) in bodies[after].around
    # a headline between the halves of another article's paragraph is told by the page's order, and
    # a box that has its text there too is where it belongs
    cuts = group.role != "article" and after > 0 and at < bodies[after - 1].end < first
    if first < at or cuts or not follows:
        yield Notice(kind="misplaced-heading", at=(Place(heading[0].line),))


def _stray_kickers(root: Group, bodies: Sequence[Body]) -> Iterator[Notice]:
    """A kicker of the page that is printed inside an article."""
    articles = {id(child) for child in root.children if isinstance(child, Group)}
    for child in root.children:
        if not isinstance(child, Text) or child.role != "kicker":
            continue
        after = bisect_right(bodies, child.fragments[0][:2], key=lambda body: body.at)
        if 0 < after < len(bodies) and bodies[after - 1].around & bodies[after].around & articles:
            yield Notice(kind="misplaced-heading", at=(Place(child.fragments[0].line),))


def _empty(group: Group) -> Iterator[Notice]:
    """A heading with nothing under it."""
    if group.heading and not any(not isinstance(child, Dup) for child in group.children):
        yield Notice(kind="empty-section", at=(Place(group.heading[0].line),))


def _gaps(group: Group) -> Iterator[Notice]:
    """Numbered siblings that do not run on."""
    last: dict[str, int] = {}
    for child in group.children:
        if isinstance(child, Group) and child.role == "section":
            series = child.kind
        elif isinstance(child, Entry):
            series = "entry"
        else:
            continue
        first = _first(child) if isinstance(child, Group) else own_fragments(child)[0]
        if child.n is None or first is None:
            continue
        before = last.get(series, 0)
        if child.n != before + 1 and not (child.n == 1 and before):
            yield Notice(
                kind="number-gap", at=(Place(first.line),), said=(str(before), str(child.n))
            )
        last[series] = child.n


def _item_gaps(group: Group) -> Iterator[Notice]:
    """Items with printed numbers of one style that do not run on."""
    items = [child for child in group.children if isinstance(child, Text) and child.role == "item"]
    numbers = [read_number(item.text) for item in items]
    if len({found.style if found else "" for found in numbers}) != 1:
        return
    for (before, found), item in zip(pairwise(numbers), items[1:], strict=True):
        if before and found and found.n not in (before.n + 1, 1):
            said = str(before.n), str(found.n)
            yield Notice(kind="number-gap", at=(Place(item.fragments[0].line),), said=said)


def _miscounted(group: Group) -> Iterator[Notice]:
    """A heading that promises a number of things, over another number of them."""
    counted = _count(group)
    if counted is None:
        return
    text = group.text
    matches = (m for m in _PROMISE.finditer(text) if is_han(text[m.end() : m.end() + 1]))
    match = next(matches, None)
    promised = number(match["n"].replace("两", "二").replace("兩", "二")) if match else None
    if promised is None or promised < 2 or counted == promised:
        return
    is_list = text.rstrip()[-1] in ":："
    if is_list or (promised > 2 * _NEARLY and abs(counted - promised) <= _NEARLY):
        yield Notice(
            kind="count-mismatch",
            at=(Place(group.heading[0].line),),
            said=(str(promised), str(counted)),
        )


def _count(group: Group) -> int | None:
    """Return how many things a group lists, None where it lists none."""
    children = [child for child in group.children if not isinstance(child, Dup)]
    if len(children) == 1 and isinstance(children[0], Group):
        inner = children[0]
        if inner.role in ("list", "stats"):
            return sum(not isinstance(child, Dup) for child in inner.children)
    # one that is lost between is a gap in the numbers
    numbers = [c.n for c in children if isinstance(c, Group) and c.kind == "numbered" and c.n]
    return max(numbers) if len(numbers) > 1 else None
