"""In: blocks and headings in a row.  Out: the tree they make; one function for each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .figures import figures
from .line import Block
from .part import Child, Part
from .pattern import pattern
from .profile import Words

_YEAR = pattern(r"(.{0,6}?)\d{4}")
_PROMISE = pattern(r"(?:[是为為]|如下|[:：])$")
_DEEPEST = 40
_DEEP_MARK = 4
_NEAR = 60


def nest(row: Sequence[Child], article: Part, speakers: frozenset[str], summaries: Words) -> None:
    """Hang blocks and headings below an article: a heading closes all of its own level.

    Numbering styles rank by first use; annexes and glossaries stand at the article's own
    level, keyword sections there or below a theme over others that holds no themes; a box closes at
    the next heading.
    """
    parts = [child for child in row if isinstance(child, Part)]
    _find_levels_of_themes(row, parts)
    _name_lost_headings(parts)
    starts = _starts_under_themes(parts)
    stack: list[Part] = [article]
    torn: Block | None = None  # the last torn paragraph before a box
    for child in row:
        if isinstance(child, Part):
            _close_for(child, stack, starts)
            stack[-1].children.append(child)
            stack.append(child)
        else:
            top = stack[-1]
            if isinstance(child, Block) and top.role == "box":
                # 核心提示 at an article's head says it in one paragraph
                is_said = len(stack) == 2 and top.kind in summaries and bool(top.children)
                if (
                    (is_said and not child.line.bullet)
                    or _has_ended(child, top, speakers)
                    or (torn is not None and _goes_on_between(torn, top, child))
                ):
                    stack.pop()
            stack[-1].children.append(child)
            if isinstance(child, Block) and child.rule == "torn-paragraph" and top.role != "box":
                torn = child


def _goes_on_between(torn: Block, box: Part, block: Block) -> bool:
    """Return whether a paragraph that a box cuts goes on before a block: the box ended there."""
    first, last = torn.fragments[0].line, torn.fragments[-1].line
    if not box.heading or not first < box.heading[0].line < last < block.fragments[0].line:
        return False
    inside = box.children[0] if box.children else None
    return isinstance(inside, Block) and inside.fragments[0].line < last


def _has_ended(block: Block, box: Part, speakers: frozenset[str]) -> bool:
    """Return whether a box ends before a block: a label run into one paragraph governs only that,
    and a speaker's label ends a box that holds no speech.
    """
    if box.rule == "run-in-label" and box.children:
        return True
    speaker = block.line.may_be("speaker")
    if (
        speaker is None
        or speaker.kind not in speakers
        or speaker.rule == "speaker-line"
        or not box.children
    ):
        return False
    return not any(inside.line.may_be("speaker") for inside in box.blocks())


def _close_for(part: Part, stack: list[Part], starts: Counter[tuple[str, str]]) -> None:
    """Close the parts that a new heading ends."""
    styles = [open_.style for open_ in stack]
    if part.role == "glossary" and stack[-1].style == "annex" and not stack[-1].children:
        return
    if part.role == "glossary" or part.style in ("annex", "theme-top") or len(stack) > _DEEPEST:
        del stack[1:]
    elif part.style == "keyword" and "keyword" not in styles:
        is_below = "theme-top" in styles[:2] and not stack[1].parts("section")
        del stack[2 if is_below else 1 :]
    elif part.style != "box" and part.style in styles:
        _close_to(stack, part.style)
    else:
        while stack[-1].role in ("box", "glossary"):
            stack.pop()
        if _is_beside_theme(part, stack[-1], starts):
            _close_to(stack, stack[-1].style)


def _is_beside_theme(part: Part, top: Part, starts: Counter[tuple[str, str]]) -> bool:
    """Return whether a numbering that begins stands beside a theme, not below it."""
    return (
        part.kind == "numbered"
        and top.style.startswith("theme")
        and not _opens_with(starts, top, part)
    )


def _close_to(stack: list[Part], style: str) -> None:
    """Close parts up to the topmost of a style, itself included."""
    first = next(k for k, part in enumerate(stack) if part.style == style)
    del stack[first:]


def _opens_with(starts: Counter[tuple[str, str]], theme: Part, part: Part) -> bool:
    """Return whether a numbering belongs inside a theme: it starts anew under several of them."""
    if any(
        isinstance(c, Block) and (c.line.bullet or figures(c.text)) and len(c.text) <= 60
        for c in theme.children[:20]
    ):
        return False
    count = starts[theme.style, part.style]
    return count > 1 or (theme.style == "theme-top" and count > 0)


def _starts_under_themes(parts: Sequence[Part]) -> Counter[tuple[str, str]]:
    """Return how often a numbering begins with 1 after a theme, by the styles of both."""
    starts: Counter[tuple[str, str]] = Counter()
    seen: set[str] = set()
    for part in parts:
        if part.style.startswith("theme"):
            seen.add(part.style)
        elif part.n == 1:
            starts.update((style, part.style) for style in seen)
    return starts


def _find_levels_of_themes(row: Sequence[Child], parts: Sequence[Part]) -> None:
    """Tell themes that stand over other themes from those below them.

    Markdown marks are believed only where they make an outline that never skips a level; else a
    theme directly over another heading is of the upper level, and so is every theme of its shape.
    """
    themes = [part for part in parts if part.style == "theme"]
    if len(themes) < 2:
        return
    if _is_outline(parts):
        for theme in themes:
            if theme.hashes == themes[0].hashes:
                theme.style = "theme-top"
                theme.rule += ", by its mark"
        return
    tops = _stacked(row, _common_mark(themes))
    marks = {theme.hashes for theme in themes if id(theme) in tops} - {0}
    numbered = [part.hashes for part in parts if part.kind == "numbered"]
    if marks and max(marks) < min(numbered, default=0):
        tops |= {id(theme) for theme in themes if theme.hashes in marks}
    shapes = {_shape(theme) for theme in themes if id(theme) in tops}
    tops |= {
        id(theme) for theme in themes if _shape(theme) in shapes and not _PROMISE.search(theme.text)
    }
    chosen = [theme for theme in themes if id(theme) in tops]
    if 0 < len(chosen) < len(themes):
        for theme in chosen:
            theme.style = "theme-top"
            theme.rule += ", over others"


def _is_outline(parts: Sequence[Part]) -> bool:
    """Return whether all headings are themes and numbers whose marks make an outline.

    It begins at its highest level, comes back to it, and never skips one on the way down.
    """
    sections = [part for part in parts if part.role == "section"]
    marks = [section.hashes for section in sections]
    return (
        not any(section.kind not in ("theme", "numbered") for section in sections)
        and 0 < marks[0] == min(marks)
        and sections[0].kind == "theme"
        and 1 < marks.count(marks[0]) < len(marks) - 1
        and all(two <= one + 1 for one, two in pairwise(marks))
    )


def _stacked(row: Sequence[Child], mark: int) -> set[int]:
    """Return the themes directly followed by a theme or a numbering of their own.

    Of two themes in a row with the mark that most have the first is empty, not above the second.
    """
    found = set()
    late = _late(row)
    for one, two in pairwise(row):
        if not isinstance(one, Part) or not isinstance(two, Part) or one.style != "theme":
            continue
        if (mark and one.hashes == two.hashes == mark) or id(one) in late:
            continue
        if _PROMISE.search(one.text):
            continue
        is_above = 0 < one.hashes < two.hashes or _YEAR.match(one.text)
        if two.style == "theme" or (two.kind == "numbered" and two.n == 1 and is_above):
            found.add(id(one))
    return found


def _common_mark(themes: Sequence[Part]) -> int:
    """Return the deep Markdown mark that most themes have, 0 where none is."""
    marks = Counter([theme.hashes for theme in themes])
    mark, count = max(marks.items(), key=lambda item: item[1], default=(0, 0))
    return mark if mark >= _DEEP_MARK and count * 5 >= 4 * marks.total() else 0


def _late(row: Sequence[Child]) -> set[int]:
    """Return the empty themes whose paragraph seems to stand before them.

    Most themes hold one paragraph, the one before this holds two.
    """
    themes: list[tuple[Part, int]] = []
    for child in row:
        if isinstance(child, Part):
            themes.append((child, 0))
        elif themes:
            themes[-1] = (themes[-1][0], themes[-1][1] + 1)
    single = sum(1 for part, size in themes if part.style == "theme" and size == 1)
    if single * 2 < len(themes):
        return set()
    return {
        id(part)
        for (before, extra), (part, size) in pairwise(themes)
        if size == 0 and extra >= 2 and before.style == part.style == "theme"
    }


def _shape(theme: Part) -> str:
    """Return what headings of one rank share: a year at the beginning, or the first words."""
    match = _YEAR.match(theme.text)
    if match and (not match[1] or match[1][-1] in " 　:："):
        return "year after a word" if match[1] else "year"
    return theme.text[:2]


def _name_lost_headings(parts: Sequence[Part]) -> None:
    """Give a section whose heading is lost the kind and, where the numbers show it, the number."""
    sections = [part for part in parts if part.role == "section"]
    for position, part in enumerate(sections):
        if part.style == "lost":
            before = [c for c in sections[max(0, position - _NEAR) : position] if c.style != "lost"]
            _name(part, before, sections[position + 1 : position + 1 + _NEAR])


def _name(part: Part, before: list[Part], after: list[Part]) -> None:
    part.kind, part.style = "theme", "theme"
    seen: set[str] = set()
    for candidate in reversed(before):
        if candidate.style in seen or candidate.n is None:
            if candidate.style in ("theme", "theme-top") and candidate.style not in seen:
                seen.add(candidate.style)
                if not seen - {"theme", "theme-top"}:
                    return
            continue
        seen.add(candidate.style)
        nearest = next((c for c in after if c.style == candidate.style), None)
        if nearest is not None and nearest.n == candidate.n + 2:
            part.kind, part.style, part.n = candidate.kind, candidate.style, candidate.n + 1
            return
    first = after[0] if after else None
    if first is not None and first.n == 2 and first.style not in seen:
        part.kind, part.style, part.n = first.kind, first.style, 1
        return
    if before and before[-1].n is not None:
        last = before[-1]
        follower = next((c for c in after if c.style == last.style), None)
        if follower is None or (follower.n or 0) <= 1:
            part.kind, part.style, part.n = last.kind, last.style, (last.n or 0) + 1
