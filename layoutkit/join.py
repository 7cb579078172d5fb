"""In: classified lines.  Out: blocks, the lines of each torn paragraph joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from .line import Block, Line, is_closed, is_indented
from .model import Fragment, joined
from .openings import opens_sentence
from .pattern import pattern
from .photographers import ends_as_caption
from .profile import Profile
from .rules.shapes import jump_at_end
from .signatures import split_name

# what a line begins with that does not go on from the line before; labels stand in the profile
_COUNTED = pattern(r"\d+[.、．)） 　年](?!\d)")
# roles that neither tear nor go on
_WHOLE = frozenset(
    (
        "keyword",
        "box",
        "glossary",
        "annex",
        "salutation",
        "row",
        "lost",
        "furniture",
        "meta",
        "credit",
        "byline",
    )
)
_INTRUDERS = frozenset(("furniture", "caption", "credit", "lost"))
_STOPS = "。！？；;"
_ASCII_STOP = pattern(r"[!?](?!\w)")
_LONG = 30
# an item with a comma in it is torn from this length on
_ITEM = 16
# no paragraph is torn into so many lines: what goes on without a stop is a loop of recognition
_MOST = 200


def join(lines: Sequence[Line], profile: Profile) -> tuple[Block, ...]:
    """Return the blocks in the order of their first lines.

    A paragraph goes on in the next line that is no heading, item or label where it ends inside a
    sentence; running lines and captions between the two halves are passed over.
    """
    width = _column_width(lines)
    indented = width is not None and sum(is_indented(line) for line in lines) >= 3
    closed_bullets = _bullets_are_closed(lines)
    taken: set[int] = set()
    resumed: Callable[[int], int | None] | None = None
    blocks = []
    for i, line in enumerate(lines):
        if i in taken:
            continue
        fragments, last = list(line.fragments), line
        rule = ""
        position = i
        while last.goes_on:
            position += 1
            taken.add(position)
            last = lines[position]
            fragments += last.fragments
            rule = "torn-paragraph"
        for _ in range(0 if line.strand else _MOST):
            if not (
                _is_torn(last, fragments, closed_bullets, width, profile)
                or (indented and is_indented(line))
            ):
                break
            follower = _follower(
                lines,
                position,
                taken,
                fragments,
                width if not indented else len(last.text),
                profile,
            )
            if follower is None and _is_cut(lines, position, fragments, profile):
                resumed = resumed or _resumptions(lines)
                follower = resumed(position)
            if follower is None or follower in taken:
                break
            taken.add(follower)
            last, position = lines[follower], follower
            fragments += last.fragments
            rule = "torn-paragraph"
        blocks.append(Block(line=line, fragments=tuple(fragments), rule=rule))
    return tuple(blocks)


def _is_torn(
    line: Line,
    fragments: Sequence[Fragment],
    closed_bullets: bool,
    width: int | None,
    profile: Profile,
) -> bool:
    """Return whether a text ends inside a sentence and is running text at all."""
    text = joined(fragments)
    first = line.candidates[0].role if line.candidates else "p"
    if first in _WHOLE and line.candidates[0].rule == "run-in-label":
        return not is_closed(text)
    if first in _WHOLE or (first in ("caption", "jump") and len(text) < _LONG):
        return False
    if first == "caption" and ends_as_caption(line.text, profile):
        return False
    if width and len(line.text) >= width - 1 and not line.hashes:
        return not is_closed(line.text) or line.text[-1] in "：:；;"
    if is_closed(text) or jump_at_end(text, profile) < len(text):
        return False
    has_sentence = _has_sentence(text)
    if line.hashes or line.is_bold or line.may_be("numbered"):
        return has_sentence or len(text) > 60
    if line.bullet:
        return (len(text) >= _LONG and (closed_bullets or has_sentence)) or (
            closed_bullets and len(text) >= _ITEM and "，" in text
        )
    has_comma = "，" in text or "," in text
    return (
        has_sentence
        or text[-1] in "，,、"
        or len(text) >= (24 if has_comma else _LONG)
        or _is_quoting(text)
    )


def _is_cut(lines: Sequence[Line], i: int, fragments: Sequence[Fragment], profile: Profile) -> bool:
    """Return whether a paragraph breaks off before a heading, a label or a list."""
    text = joined(fragments)
    line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
    return (
        below is not None
        and not (line.hashes or line.bullet or line.is_bold)
        and text[-1].isalnum()
        and _has_sentence(text)
        and not any(c.role in ("caption", "credit") for c in line.candidates)
        and (len(text) >= _LONG or line.may_be("dash") is None)
        and split_name(text, profile) is None
        and not ends_as_caption(text, profile)
        and bool(below.bullet or below.hashes or below.may_be("box") or below.may_be("theme"))
    )


def _has_sentence(text: str) -> bool:
    """Return whether a sentence ends in a text; a mark inside a word ends none."""
    return any(stop in text for stop in _STOPS) or bool(_ASCII_STOP.search(text))


def _resumptions(lines: Sequence[Line]) -> Callable[[int], int | None]:
    # loaded on use: on most pages no paragraph is cut so
    from .interleaved.resumed import resumptions

    return resumptions(lines)


def _is_quoting(text: str) -> bool:
    return len(text) >= 20 and text.count("“") > text.count("”")


def _follower(
    lines: Sequence[Line],
    i: int,
    taken: set[int],
    fragments: Sequence[Fragment],
    width: int | None,
    profile: Profile,
) -> int | None:
    """Return the line in which a torn text goes on; None where none can be."""
    for k in range(i + 1, min(i + 6, len(lines))):
        if k in taken or lines[k].strand:
            return None
        line = lines[k]
        first = line.candidates[0].role if line.candidates else "p"
        following = lines[k + 1] if k + 1 < len(lines) else None
        if _goes_on(line, fragments, width, profile) or _is_scrap(line, following, fragments):
            return k
        if first not in _INTRUDERS:
            return None
    return None


def _opens(text: str, profile: Profile) -> bool:
    """Return whether a line begins with what opens a text of its own."""
    if text.startswith(("各位", *profile.house, *profile.dateline, *profile.opens)):
        return True
    return opens_sentence(text) or (text[0].isdecimal() and bool(_COUNTED.match(text)))


def _goes_on(
    line: Line, fragments: Sequence[Fragment], width: int | None, profile: Profile
) -> bool:
    """Return whether a line can be the rest of a torn text."""
    first = line.candidates[0].role if line.candidates else "p"
    if first in _WHOLE or first in ("caption", "jump", "numbered", "dash", "bullet"):
        return False
    if line.hashes or line.is_bold or line.bullet or _opens(line.text, profile):
        return False
    if width and len(fragments[-1].text) >= width - 1:
        return not line.raw.startswith(("　", "  "))
    speaker = line.may_be("speaker")
    if speaker and first == "speaker" and speaker.rule[-1] != "?":
        return False
    if ends_as_caption(line.text, profile):
        return False
    if is_closed(line.text) or len(line.text) > 40:
        return True
    text = joined(fragments)
    if _has_sentence(line.text):
        return True
    return text[-1] in "，,、" or text.count("“") > text.count("”")


def _is_scrap(line: Line, following: Line | None, fragments: Sequence[Fragment]) -> bool:
    """Return whether a short line goes on and is itself torn just before its end: 市第5 / 位。"""
    if following is None or line.hashes or line.bullet or line.is_bold or len(line.text) > 20:
        return False
    roles = {candidate.role for candidate in line.candidates}
    ends_soon = (
        is_closed(following.text) and len(following.text) <= 6 and not following.candidates[:1]
    )
    return (
        ends_soon
        and not roles & (_WHOLE | {"caption", "jump", "numbered", "dash"})
        and len(fragments[-1].text) >= _LONG
    )


def _bullets_are_closed(lines: Sequence[Line]) -> bool:
    """Return whether the page's longer bulleted lines are sentences: most end in a stop."""
    bulleted = [line for line in lines if line.bullet and len(line.text) >= _ITEM]
    return bool(bulleted) and sum(is_closed(line.text) for line in bulleted) * 2 > len(bulleted)


def _column_width(lines: Sequence[Line]) -> int | None:
    """Return the width of a page set line by line in narrow columns; None for other pages."""
    lengths = Counter(len(line.text) for line in lines if 8 <= len(line.text) <= 60)
    if len(lines) < 20 or not lengths:
        return None
    near = {n: lengths[n - 1] + lengths[n] + lengths[n + 1] for n in lengths}
    width = max(near, key=lambda n: (near[n], n))
    longer = sum(1 for line in lines if len(line.text) > width + 2)
    return width if near[width] * 2 > len(lines) and longer * 20 < len(lines) else None
