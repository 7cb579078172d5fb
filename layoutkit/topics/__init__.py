"""In: the finished tree.  Out: the same tree with the topic sentences of its paragraphs marked.

What a topic sentence says is never looked at.  It is known by its shape (short, no figure, one
clause or two), by what it opens, and by its neighbours: the paragraphs beside it open alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..model import Group, Node, Span, Text
from .alone import joined_openings
from .leads import leads
from .paragraph import Paragraph, opening, paragraph
from .parts import parts
from .points import points


def mark_topic_sentences(root: Group) -> Group:
    """Return the tree with lead and inner set on the paragraphs and items that have them."""
    root = _with_openings(root)
    marks: dict[int, list[Span]] = {}
    for nodes, is_talk in _rows(root):
        row = [paragraph(node) for node in nodes]
        for i, span in _topics(row, is_talk):
            marks.setdefault(id(nodes[i]), []).append(span)
    return _marked(root, marks)


def _topics(row: list[Paragraph], is_talk: bool) -> list[tuple[int, Span]]:
    """Return the topic sentences of a row, each with the place of its paragraph."""
    found = points(row)
    if is_talk:  # who answers a question often begins with a short sentence
        return found
    found += leads(row, {i for i, span in found if row[i].opens_with(span)})
    return found + parts(row, found)


def _rows(root: Group) -> Iterator[tuple[list[Text], bool]]:
    """Yield the paragraphs that stand parallel: neighbours, or the only ones of sister sections.

    The flag says that they are the turns of a talk.
    """
    stack = [root]
    while stack:
        group = stack.pop()
        below = [child for child in group.children if isinstance(child, Group)]
        stack += reversed(below)
        alone = [only for only in map(_only_paragraph, below) if only]
        if alone:
            yield alone, False
        if _only_paragraph(group) and group is not root:
            continue
        rows: list[list[Text]] = [[]]
        turns = 0
        for child in group.children:
            if isinstance(child, Group):
                rows.append([])
            elif isinstance(child, Text):
                turns += child.role == "speaker"
                if child.role in ("p", "item"):
                    rows[-1].append(child)
        for row in rows:
            if row:
                yield row, turns > 1


def _only_paragraph(group: Group) -> Text | None:
    """Return the paragraph of a headed part that has just one; None for all else."""
    if group.role not in ("section", "box"):
        return None
    own = []
    for child in group.children:
        if isinstance(child, Group):
            return None
        if isinstance(child, Text) and child.role == "p":
            own.append(child)
    return own[0] if len(own) == 1 else None


def _with_openings(group: Group) -> Group:
    """Return the tree with openings that have a line of their own joined to their paragraphs."""
    children = tuple(
        _with_openings(child) if isinstance(child, Group) else child for child in group.children
    )
    joined = joined_openings(children)
    return group if joined == group.children else replace(group, children=joined)


def _marked(group: Group, marks: dict[int, list[Span]]) -> Group:
    children: list[Node] = []
    for child in group.children:
        match child:
            case Group():
                children.append(_marked(child, marks))
            case Text() if id(child) in marks:
                children.append(_with_marks(child, marks[id(child)]))
            case _:
                children.append(child)
    marked = tuple(children)
    return group if marked == group.children else replace(group, children=marked)


def _with_marks(node: Text, spans: Iterable[Span]) -> Text:
    ordered = sorted(set(spans))
    opens = ordered[0].start == opening(node)
    return replace(
        node,
        lead=ordered[0] if opens else node.lead,
        inner=tuple(ordered[1:] if opens else ordered),
    )
