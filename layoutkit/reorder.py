"""In: the growing tree of an article.  Out: the same, with headings over the text they head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .line import Block
from .part import Child, Part
from .pattern import pattern
from .peroration import hoist_peroration
from .profile import Profile

_FIGURE = pattern(r"\d")
_TOPIC = pattern(r"[^。！？]{2,30}[。！]")


def reorder(article: Part, profile: Profile) -> None:
    """Put late headings before their text, and text that outgrew a section a level up."""
    for part in list(article.walk()):
        families = _families(part)
        _part_halves(part, families.get("theme-top", []))
        for family in families.values():
            _end_boxes(family)
            _end_at_boxes(part, family)
            _head_boxes(part, family)
            _head_last_paragraph(family)
            _head_last_list(family)
            _hoist_themes(part, family)
    for part in _bottom_up(article):
        for family in _families(part).values():
            _hoist_paragraphs(part, family)
    hoist_peroration(article, profile)


def _bottom_up(article: Part) -> list[Part]:
    return list(article.walk())[::-1]


def _families(part: Part) -> dict[str, list[Part]]:
    """Return the sections among a part's children by their styles."""
    families: dict[str, list[Part]] = {}
    for child in part.parts("section"):
        families.setdefault(child.style, []).append(child)
    return families


def _head_boxes(part: Part, family: list[Part]) -> None:
    """Part a section that holds two boxes of the template's first kind.

    The second box belongs to the next heading where that is printed right behind it and the
    numbers run on, else to a heading that is lost.
    """
    if family[0].style not in ("keyword", "theme", "theme-top") and family[0].n is None:
        return
    kinds = Counter([boxes[0].kind for section in family if (boxes := section.parts("box"))])
    if not kinds:
        return
    kind, count = kinds.most_common(1)[0]
    doubled = any(sum(box.kind == kind for box in s.parts("box")) > 1 for s in family)
    if not doubled or (count < 2 and len(family) > 1):
        return
    position = 0
    while position < len(family):
        section = family[position]
        boxes = [box for box in section.parts("box") if box.kind == kind]
        if len(boxes) > 1 and not any(box.n for box in boxes):
            cut_at = section.children.index(boxes[1])
            moved, section.children = section.children[cut_at:], section.children[:cut_at]
            following = family[position + 1] if position + 1 < len(family) else None
            if following is not None and _is_next(section, following):
                following.children = moved + following.children
                following.rule += ", printed after its text"
            else:
                lost = _lost_after(section, following)
                lost.children = moved
                part.children.insert(part.children.index(section) + 1, lost)
                family.insert(position + 1, lost)
        position += 1


def _end_boxes(family: list[Part]) -> None:
    """End the boxes of a kind after one paragraph where all that a heading bounds hold just one."""
    sizes: dict[str, list[int]] = {}
    for section in family:
        if section.children and isinstance(section.children[-1], Part):
            box = section.children[-1]
            sizes.setdefault(box.kind, []).append(len(box.children))
    for section in family:
        for box in section.parts("box"):
            bounded = sizes.get(box.kind, [])
            if (
                bounded.count(1) < 2
                or len(box.children) < 2
                or bounded.count(1) * 2 <= len(bounded)
            ):
                continue
            if not all(isinstance(child, Block) for child in box.children):
                continue
            at = section.children.index(box) + 1
            section.children[at:at] = box.children[1:]
            del box.children[1:]


def _end_at_boxes(part: Part, family: list[Part]) -> None:
    """Part numbered sections after their box, where most of them end in one.

    What follows the box belongs to the next heading where that is printed too late, or to one
    that is lost, if the numbers leave room for it.
    """
    ends = [s.children[-1] for s in family if s.children]
    boxed = sum(isinstance(child, Part) and child.role == "box" for child in ends)
    if boxed < 2 or family[0].style != "keyword":
        return
    position = 0
    while position < len(family):
        section, following = (
            family[position],
            family[position + 1] if position + 1 < len(family) else None,
        )
        boxes = section.parts("box")
        rest = section.children[section.children.index(boxes[0]) + 1 :] if boxes else []
        if rest and boxes[0].n is not None and section.n is not None and following is not None:
            if following.n == section.n + 1:
                del section.children[-len(rest) :]
                following.children = rest + following.children
                following.rule += ", printed after its text"
            elif following.n == section.n + 2 and len(boxes) > 1:
                del section.children[-len(rest) :]
                lost = _lost_after(section, following)
                lost.children = rest
                part.children.insert(part.children.index(section) + 1, lost)
                family.insert(position + 1, lost)
        position += 1


def _is_next(section: Part, following: Part) -> bool:
    """Return whether the following heading's number runs on from a section's."""
    return section.n is not None and following.n == section.n + 1


def _lost_after(section: Part, following: Part | None) -> Part:
    """Return a section without heading; its number follows from those around it."""
    n = None
    if section.n is not None and (
        following is None or following.n is None or following.n > section.n + 1
    ):
        n = section.n + 1
    return Part("section", section.kind, n, style=section.style, rule="lost-heading-by-template")


def _head_last_paragraph(family: list[Part]) -> None:
    """Give an empty section the last paragraph before it, where all its siblings have just one."""
    if len(family) < 3:
        return
    sizes = [len(section.children) for section in family]
    usual = Counter(size for size in sizes if size).most_common(1)
    if not usual or usual[0][0] != 1:
        return
    for before, section in pairwise(family):
        if (
            not section.children
            and len(before.children) > 1
            and isinstance(before.children[-1], Block)
        ):
            section.children.append(before.children.pop())
            section.rule += ", printed after its text"


def _head_last_list(family: list[Part]) -> None:
    """Give an empty section the list before it that a blank line parts from another list."""
    for before, section in pairwise(family):
        if section.children or not _is_next(before, section):
            continue
        items = before.children
        start = len(items) - 1
        while start > 0 and _is_item(items[start]) and not _is_after_blank(items[start]):
            start -= 1
        if 2 <= start < len(items) - 1 and all(map(_is_item, items[start - 2 : start + 1])):
            section.children = items[start:]
            del items[start:]
            section.rule += ", printed after its text"


def _is_item(child: Child) -> bool:
    return isinstance(child, Block) and bool(child.line.bullet)


def _is_after_blank(child: Child) -> bool:
    return isinstance(child, Block) and child.line.blanks > 0


def _part_halves(part: Part, tops: list[Part]) -> None:
    """Part two halves whose headings are printed together: 2020 … and 2021 …, then the text.

    The introductions go by the year they open with; the sections of the second half begin where
    the headings change their template.
    """
    for one, two in pairwise(tops):
        if one.children or part.children.index(two) != part.children.index(one) + 1:
            continue
        intros = []
        for child in two.children:
            if not isinstance(child, Block):
                break
            intros.append(child)
        year = re.search(r"\d{4}", one.text)
        mine = [b for b in intros if year and b.text.startswith(year[0])]
        if not mine and len(intros) >= 2:
            mine = intros[:1]
        sections = two.parts("section")
        at = _change_of_template([section.text for section in sections])
        if not mine or at is None:
            continue
        first = [id(child) for child in (*mine, *sections[:at])]
        one.children = [child for child in two.children if id(child) in first]
        two.children = [child for child in two.children if id(child) not in first]
        two.rule += ", printed before its part"


def _change_of_template(titles: Sequence[str]) -> int | None:
    """Return from which title on the titles open with words they share, while none before does."""
    heads = [title[:2] for title in titles]
    counts = Counter(heads)
    shared = [counts[head] > 1 for head in heads]
    best, at = 0, None
    for k in range(1, len(titles)):
        before, after = shared[:k], shared[k:]
        score = sum(after) - sum(not s for s in after) + sum(not s for s in before) - sum(before)
        if score > best and after[0]:
            best, at = score, k
    return at


def _hoist_themes(part: Part, family: list[Part]) -> None:
    """Move themes out of the last of several sections where no section before it has any."""
    last = family[-1]
    themes = [child for child in last.parts("section") if child.kind == "theme"]
    if len(family) < 2 or not themes or last.children[0] is themes[0] or last.kind == "theme":
        return
    if any(child.kind == "theme" for section in family[:-1] for child in section.parts("section")):
        return
    cut_at = last.children.index(themes[0])
    moved, last.children = last.children[cut_at:], last.children[:cut_at]
    at = part.children.index(last) + 1
    part.children[at:at] = moved


def _hoist_paragraphs(part: Part, family: list[Part]) -> None:
    """Move up what stands behind the last of several sections and belongs to all of them.

    Sections that hold one paragraph each show it, and those whose paragraphs open with a topic
    sentence: what follows these and is not usual behind them is of the upper level.
    """
    last = family[-1]
    if len(family) < 2 or last.n is None or not all(isinstance(c, Block) for c in last.children):
        return
    keep = _kept(family)
    if keep is None or keep >= len(last.children):
        return
    moved, last.children = last.children[keep:], last.children[:keep]
    at = part.children.index(last) + 1
    part.children[at:at] = moved


def _kept(family: list[Part]) -> int | None:
    """Return how many children of the last section are its own; None for all."""
    last, others = family[-1], family[:-1]
    single = [len(s.children) == 1 and isinstance(s.children[0], Block) for s in others]
    if len(others) >= 2 and (
        all(single) or (sum(single) * 3 >= 2 * len(others) and len(last.children) >= 4)
    ):
        return 1
    if any(section.parts() for section in others):
        return None
    start, end = _topic_run(last)
    runs = [(section, _topic_run(section)) for section in others]
    trailing = [len(section.children) - stop for section, (begin, stop) in runs if stop > begin]
    if end == start or len(trailing) * 2 < len(others):
        return None
    usual = Counter(trailing).most_common(1)[0][0]
    moved = last.children[end + usual :]
    if len(moved) > 4 or sum(1 for child in moved if _topic_length(child)) > 1:
        return None
    return end + usual


def _topic_run(section: Part) -> tuple[int, int]:
    """Return the range of a section's paragraphs that open with topic sentences of like length."""
    lengths = [_topic_length(child) for child in section.children]
    start = next((k for k, length in enumerate(lengths) if length), len(lengths))
    end = start
    while end < len(lengths) and lengths[end]:
        run = sorted(lengths[start:end])
        if len(run) >= 2 and lengths[end] > 1.7 * run[len(run) // 2]:
            break
        end += 1
    return start, end


def _topic_length(child: Child) -> int:
    """Return the length of a paragraph's short opening sentence without figures; 0 for none."""
    if not isinstance(child, Block):
        return 0
    text = child.text
    match = _TOPIC.match(text)
    if not match or match.end() >= len(text) or _FIGURE.search(match[0]):
        return 0
    good = (
        match.end() <= 24
        and "，" not in match[0]
        and "," not in match[0]
        and not match[0].endswith("！")
    )
    return match.end() if good else 0
