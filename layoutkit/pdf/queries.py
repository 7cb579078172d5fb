"""In: warnings.  Out: rows that print them after the text, for whoever edits the page."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Notice
from ..notices import sentence
from .design import HAIR, SOFT
from .galley import Galley
from .rows import Row, Shape
from .setting import Run
from .tagging import Element


def put_queries(galley: Galley, warnings: Sequence[Notice]) -> None:
    """Add each warning with the lines of the source that it queries."""
    if not warnings:
        return
    design, owner = galley.design, Element("L", galley.root)
    owner.owner = "None"
    galley.space(1.6)
    rule = Shape(0, 0, design.measure / 3, 0.6, HAIR)
    galley.add(Row(height=design.size * 0.5, stick=True, shapes=(rule,)))
    for notice in warnings:
        where = "、".join(str(place) for place in notice.at)
        text = f"［{where}］{sentence(notice, 'zh')}"
        body = Element("LBody", Element("LI", owner))
        look = design.look(0.88, colour=SOFT)
        galley.put(text, [Run(0, len(text), look, body)], hang=2 * look.size, leading=0.9)
