"""In: the tree of an article.  Out: the same, with a report's closing words at its own level."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .line import Block
from .part import Child, Part
from .pattern import pattern
from .profile import Profile

_PERORATION = 320
_POINT = pattern(r"(?<=[。！？])[^，,、。！？\d]{4,15}。")


def hoist_peroration(article: Part, profile: Profile) -> None:
    """Move the words that address the assembly at a report's end to the article, and what a theme
    heads behind them.
    """
    _part_what_follows(article, profile)
    _hoist(article, profile)


def _part_what_follows(article: Part, profile: Profile) -> None:
    """Move what a theme heads behind a report's closing words out of the report's last section."""
    sections = article.parts("section")
    if not sections:
        return
    last = sections[-1]
    parts = last.parts()
    numbered = [k for k, part in enumerate(parts) if part.kind == "numbered"]
    for before, after in pairwise(parts[max(numbered, default=0) :]):
        words = before.children[-1] if before.children else before
        is_theme = after.role == "section" and after.kind == "theme"
        if is_theme and isinstance(words, Block) and _addresses(words, profile):
            at = last.children.index(after)
            moved, last.children = last.children[at:], last.children[:at]
            position = article.children.index(last) + 1
            article.children[position:position] = moved
            after.style = "annex"
            return


def _hoist(article: Part, profile: Profile) -> None:
    """Move the closing words out of the last section, whatever its depth."""
    chain = _last_sections(article)
    last = chain[-1]
    end = len(last.children)
    while end and _is_box(last.children[end - 1]):
        end -= 1
    if last is article or not end or not isinstance(last.children[end - 1], Block):
        return
    at = _peroration_at(last.children[:end], profile)
    if at in (0, end):
        return
    moved, last.children = last.children[at:], last.children[:at]
    position = article.children.index(chain[1]) + 1
    article.children[position:position] = moved


def _is_box(child: Child) -> bool:
    return isinstance(child, Part) and child.role == "box"


def _last_sections(article: Part) -> list[Part]:
    """Return the article, its last section, that one's last section and so on, annexes aside."""
    chain = [article]
    while True:
        children = chain[-1].children
        named = [s for s in chain[-1].parts("section") if s.style != "annex"]
        if not named:
            return chain
        after = children[children.index(named[-1]) + 1 :]
        if any(not _is_appended(child) for child in after):
            return chain
        chain.append(named[-1])


def _is_appended(child: Child) -> bool:
    """Return whether a child is an annex or a glossary: they stand behind the last words."""
    return isinstance(child, Part) and (child.role == "glossary" or child.style == "annex")


def _peroration_at(children: Sequence[Child], profile: Profile) -> int:
    """Return from which child on a section's end addresses the assembly, its length if none does.

    Only the last paragraph may be long; a line that is the address alone heads the one after it.
    """
    at = len(children)
    if at > 1 and _addresses(children[at - 2], profile) and len(children[at - 2].text) <= 12:
        at -= 2
    elif at and _addresses(children[at - 1], profile):
        at -= 1
    else:
        return at
    while at and _addresses(children[at - 1], profile) and not _is_programme(children[at - 1].text):
        at -= 1
    return at


def _is_programme(text: str) -> bool:
    """Return whether a paragraph is long or of several points: a government's own conduct."""
    return len(text) > _PERORATION or len(_POINT.findall(text)) > 2


def _addresses(child: Child, profile: Profile) -> bool:
    """Return whether a paragraph opens with 各位代表！ or its like."""
    text = child.text
    return isinstance(child, Block) and any(
        text.startswith(word) and text[len(word) : len(word) + 1] in "!！:：，,"
        for word in profile.salutation
    )
