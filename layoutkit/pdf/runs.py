"""In: a block.  Out: its runs of type: what is set off in it, and what is linked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..model import Span, Text
from ..reading import Block
from .design import LINK
from .links import Link
from .setting import Look, Run
from .tagging import Element


class Part(NamedTuple):
    """A part of a block set in a look of its own."""

    start: int
    end: int
    look: Look


def runs_of(
    block: Block,
    element: Element,
    look: Look,
    parts: Sequence[Part] = (),
    links: Sequence[Link] = (),
) -> list[Run]:
    """Return the runs of a block, one after the other."""
    length = len(block.text)
    edges = {0, length}
    for part in parts:
        edges |= {min(part.start, length), min(part.end, length)}
    for link in links:
        edges |= {min(link.start, length), min(link.end, length)}
    cuts = sorted(edges)
    found: list[Run] = []
    queue, open_parts = list(links), list(parts)
    inner = element
    for start, end in pairwise(cuts):
        while open_parts and open_parts[0].end <= start:
            open_parts.pop(0)
        while queue and queue[0].end <= start:
            queue.pop(0)
        is_part = open_parts and open_parts[0].start <= start
        here = open_parts[0].look if is_part else look
        if not queue or queue[0].start > start:
            found.append(Run(start, end, here, element))
            continue
        link, place = queue[0], ""
        if start == link.start:
            inner, place = Element("Link", element, late=True), link.place
            inner.alt = link.title
        found.append(Run(start, end, here._replace(colour=LINK), inner, link.target, place))
    return found


def shifted(runs: Sequence[Run], by: int) -> list[Run]:
    """Return runs that begin later in a text."""
    return [run._replace(start=run.start + by, end=run.end + by) for run in runs]


def rest(runs: Sequence[Run], start: int) -> list[Run]:
    """Return runs without what stands before a place."""
    return [run._replace(start=max(run.start, start)) for run in runs if run.end > start]


def heads(block: Block, look: Look) -> list[Part]:
    """Return the dateline and the topic sentences of a paragraph, in a look of their own."""
    node = block.node
    if not isinstance(node, Text):
        return []
    spans: list[Span] = [span for span in (node.dateline, node.lead, *node.inner) if span]
    found: list[Part] = []
    for span in sorted(spans):
        start = max(span.start, found[-1].end if found else 0)
        if start < span.end:
            found.append(Part(start, span.end, look))
    return found
