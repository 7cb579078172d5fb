"""In: the children of a group.  Out: the same, topic sentences on lines of their own joined on."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from ..model import Node, Span, Text
from .leads import topic
from .paragraph import paragraph

_LONGEST = 60  # a topic sentence with whatever dash or blank is before it is shorter
_LONGER = 1.5  # the text is at least so many times as long as the sentence that opens it


def joined_openings(children: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return children where `完善制度。` and the paragraph on the next line are one paragraph.

    A short sentence alone on its line may be a paragraph; where most paragraphs have one before
    them it opens each.
    """
    alone = {i for i, pair in enumerate(pairwise(children)) if _opens(*pair)}
    alone -= {i for i in alone if i - 1 in alone}
    if len(alone) < 2:
        return children
    paragraphs = sum(isinstance(child, Text) and child.role == "p" for child in children)
    if 3 * len(alone) < paragraphs:
        return children
    kept = []
    for i, child in enumerate(children):
        if i in alone:
            continue
        before = children[i - 1] if i - 1 in alone else None
        if isinstance(before, Text) and isinstance(child, Text):
            opening = before.text
            child = replace(
                child, fragments=before.fragments + child.fragments, lead=Span(0, len(opening))
            )
        kept.append(child)
    return tuple(kept)


def _opens(first: Node, then: Node) -> bool:
    match first, then:
        case (Text(role="p", dateline=None), Text(role="p", dateline=None)):
            if len(first.text) > _LONGEST or len(then.text) <= _LONGER * len(first.text):
                return False
            one = paragraph(first)
            return len(one.sentences) == 1 and topic(one) is not None
        case _:
            return False
