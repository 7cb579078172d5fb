"""In: an article's row of blocks and headings.  Out: which blocks print an earlier one again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .line import Block
from .part import Child, Part

_LEAST = 25
_END = 8


def set_aside(row: Sequence[Child]) -> tuple[list[Child], list[tuple[Child, Block]]]:
    """Return the row without blocks printed again, and these with what stands before each.

    A second print says nothing of the page's structure: counting it would break the templates
    that sections share.  Alike are blocks of like length that share a beginning or an end.
    """
    kept: list[Child] = []
    aside: list[tuple[Child, Block]] = []
    ends: dict[str, list[str]] = {}
    before: Child | None = None
    for child in row:
        if isinstance(child, Block) and before is not None and _is_again(child, ends):
            aside.append((before, child))
        else:
            kept.append(child)
        before = child
    return kept, aside


def put_back(article: Part, aside: Sequence[tuple[Child, Block]]) -> None:
    """Put each block behind what stood before it, wherever that stands now."""
    homes = {id(child): part for part in article.walk() for child in part.children}
    for before, block in aside:
        if isinstance(before, Part):
            before.children.insert(0, block)
            homes[id(block)] = before
        else:
            home = homes.get(id(before), article)
            at = next(
                (k for k, c in enumerate(home.children) if c is before), len(home.children) - 1
            )
            home.children.insert(at + 1, block)
            homes[id(block)] = home


def _is_again(block: Block, ends: dict[str, list[str]]) -> bool:
    text = "".join(block.text.split()).replace("*", "").replace("#", "")
    if len(text) < _LEAST:
        return False
    keys = ("^" + text[:_END], "$" + text[-_END:])
    for key in keys:
        for other in ends.get(key, ())[:4]:
            if _alike(text, other):
                return True
    for key in keys:
        ends.setdefault(key, []).append(text)
    return False


def _alike(one: str, two: str) -> bool:
    """Return whether two texts differ in a few characters at most, place by place."""
    if one == two:
        return True
    if abs(len(one) - len(two)) > 2:
        return False
    wrong = min(
        sum(a != b for a, b in zip(one, two, strict=False)),
        sum(a != b for a, b in zip(reversed(one), reversed(two), strict=False)),
    )
    figures = [re.findall(r"\d+", text) for text in (one, two)]
    return wrong <= max(1, len(one) // 20) and figures[0] == figures[1]
