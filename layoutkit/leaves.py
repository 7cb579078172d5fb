"""In: the blocks of one container.  Out: its leaves: stats, lists, tables, speech, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from .datelines import read_dateline
from .figures import figures
from .han import is_han
from .line import Block, is_closed
from .model import Fragment, Group, Node, Span, Stat, Text, joined, slice_fragments
from .part import Part
from .pattern import pattern
from .photographers import photographer_at
from .profile import Profile
from .rules.shapes import POINTED, jump_at_end

_IN_PICTURE = pattern(r"[（(][左右中前后後]\S{0,3}[）)]")
_SHORT = 45
# what has a leaf of its own, whatever stands beside it
_OWN_KIND = frozenset(("salutation", "credit", "caption", "jump", "speaker", "byline"))


def make_leaves(
    blocks: Sequence[Block],
    part: Part,
    profile: Profile,
    speakers: frozenset[str],
    heads: tuple[str, ...],
) -> list[Node]:
    """Return the nodes of blocks that stand in a row; heads are the headings above them."""
    made: list[Node] = []
    runs = groupby(blocks, lambda block: _run_role(block, part, heads, profile))
    for position, (role, alike) in enumerate(runs):
        run = list(alike)
        if role == "row":
            made.append(_table(run, made))
        elif role == "bullet" and not _is_lone_paragraph(run, blocks):
            made.append(_bulleted(run))
        elif role == "numbered" or (role == "dash" and len(blocks) > 1):
            items = tuple(_item(block) for block in run)
            made.append(Group(role="list", children=items, rule=f"{role}-items"))
        elif role == "stat":
            made += _figures_or_text(run, heads, profile, speakers)
        else:
            made += _running(run, position == 0, part, profile, speakers)
    return made


def _is_lone_paragraph(run: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Return whether a bullet stands before one long sentence among others: it is no list."""
    text = run[0].text
    return len(run) == 1 and len(blocks) > 1 and len(text) > _SHORT and is_closed(text)


def _running(
    run: Sequence[Block],
    is_first: bool,
    part: Part,
    profile: Profile,
    speakers: frozenset[str],
) -> list[Node]:
    """Return the leaves of running text; is_first: it opens its container."""
    made: list[Node] = []
    names_speak = is_first and part.kind == "keyword" and _names_office(run[0])
    for position, block in enumerate(run):
        opens = is_first and position == 0
        if opens and _is_boxed_speaker(run, part):
            made.append(Text(role="speaker", fragments=block.fragments, rule="name-at-head-of-box"))
        elif opens and _is_pictures_story(part) and _is_story_with_credit(block, profile):
            at = photographer_at(block.text, profile)
            made += _parted(block.fragments, at, "p", "credit", "photographer")
        elif names_speak and position + 1 < len(run) and _names_office(block):
            made.append(Text(role="speaker", fragments=block.fragments, rule="name-under-keyword"))
        else:
            made += _leaf(block, profile, speakers)
    return made


def _is_pictures_story(part: Part) -> bool:
    """Return whether an article is so short that it may be a picture with a text of its own."""
    return part.role == "article" and len(part.children) <= 3 and not part.parts()


def _is_story_with_credit(block: Block, profile: Profile) -> bool:
    """Return whether the only text of a picture's story ends in the photographer's name."""
    at = photographer_at(block.text, profile)
    return not block.line.may_be("caption") and at < len(block.text)


def _names_office(block: Block) -> bool:
    """Return whether a line is an office and a name; under a keyword it says who speaks."""
    byline = block.line.may_be("byline")
    return byline is not None and byline.rule == "office-and-name"


def _is_boxed_speaker(blocks: Sequence[Block], part: Part) -> bool:
    """Return whether a box opens with who speaks in it: an office and a name, no colon."""
    if part.role != "box" or len(blocks) < 2 or part.children[:1] != [blocks[0]]:
        return False
    text = blocks[0].text
    if len(text) > 24 or not is_closed(blocks[1].text):
        return False
    if text[-1] in ":：":
        return True
    words = text.split()
    name = words[-1]
    return (
        len(words) > 1
        and 2 <= len(name) <= 4
        and not is_closed(name)
        and is_han(name.replace("·", ""))
    )


def _run_role(block: Block, part: Part, heads: tuple[str, ...], profile: Profile) -> str:
    """Return which kind of run a block belongs to."""
    if block.rule in ("comment", "after-run-in-heading"):
        return "p"
    roles = {c.role for c in block.line.candidates}
    if "row" in roles:
        return "row"
    if block.line.bullet:
        caption = block.line.may_be("caption")
        return "p" if caption and caption.rule == POINTED else "bullet"
    if "dash" in roles:
        return "dash"
    if "numbered" in roles and "speaker" not in roles:
        return "numbered"
    if roles & _OWN_KIND:
        return "p"
    text = block.text
    if len(text) <= _SHORT and not is_closed(text):
        return (
            "p"
            if part.role == "box" and part.children[:1] == [block] and not figures(text)
            else "stat"
        )
    if (
        part.role == "section"
        and len(text) <= 80
        and _says_figures(heads, profile)
        and not part.parts()
    ):
        return "stat"
    return "p"


def _says_figures(heads: tuple[str, ...], profile: Profile) -> bool:
    return any(head.startswith(profile.stats) for head in heads)


def _bulleted(blocks: Sequence[Block]) -> Group:
    """Return a list, or stats where most lines are short and turn on a figure."""
    short = sum(len(text := b.text) <= _SHORT and not is_closed(text) for b in blocks)
    if short * 2 > len(blocks) and _with_figures(blocks) * 2 > len(blocks):
        return Group(
            role="stats", children=tuple(_stat(b) for b in blocks), rule="bulleted-figures"
        )
    return Group(role="list", children=tuple(_item(b) for b in blocks), rule="bulleted-items")


def _with_figures(blocks: Sequence[Block]) -> int:
    return sum(bool(figures(block.text)) for block in blocks)


def _figures_or_text(
    blocks: Sequence[Block], heads: tuple[str, ...], profile: Profile, speakers: frozenset[str]
) -> list[Node]:
    """Return short unbulleted lines as stats where most have figures or their head says so."""
    if _says_figures(heads, profile) or (
        (len(blocks) > 1 or heads) and _with_figures(blocks) * 2 >= len(blocks)
    ):
        return [
            Group(role="stats", children=tuple(_stat(b) for b in blocks), rule="lines-of-figures")
        ]
    if len(blocks) >= 3 and heads and all(b.line.may_be("byline") is None for b in blocks):
        return [Group(role="list", children=tuple(_item(b) for b in blocks), rule="short-lines")]
    return [node for block in blocks for node in _leaf(block, profile, speakers)]


def _stat(block: Block) -> Stat:
    return Stat(
        fragments=block.fragments, figures=figures(block.text), rule=block.rule or "figure-line"
    )


def _item(block: Block) -> Text:
    return Text(role="item", fragments=block.fragments, rule=block.rule or "item")


def _leaf(block: Block, profile: Profile, speakers: frozenset[str]) -> Sequence[Node]:
    """Return the nodes of a block that is in no run; a label or a name is parted from its text."""
    line, own, text = block.line, block.fragments, block.text
    speaker, jump = line.may_be("speaker"), line.may_be("jump")
    if line.may_be("salutation"):
        return [Text(role="salutation", fragments=own, rule="salutation")]
    if jump:
        return _parted(own, jump.label, "jump", "p", jump.rule)
    if speaker and (speaker.rule == "speaker-line" or speaker.kind in speakers):
        return _parted(own, speaker.label, "speaker", "p", speaker.rule)
    if line.may_be("credit"):
        return [Text(role="credit", fragments=own, rule="credit-word")]
    caption = line.may_be("caption")
    if caption or block.rule == "comment" or _is_caption(text, profile):
        at = photographer_at(text, profile)
        return _parted(own, at, "caption", "credit", caption.rule if caption else "photographer")
    byline = line.may_be("byline")
    if (
        byline
        and byline.rule in ("byline-word", "name-alone", "office-and-name")
        and len(text) <= 40
    ):
        return [Text(role="byline", fragments=own, rule=byline.rule)]
    dateline = read_dateline(text, profile)
    if (at := jump_at_end(text, profile)) < len(text):
        first, *rest = _parted(own, at, "p", "jump", "jump-at-end")
        return [replace(first, dateline=dateline), *rest]
    rule = block.rule or "running-text"
    if line.goes_on:
        rule += ", interleaved"
    return [Text(role="p", fragments=own, dateline=dateline, rule=rule)]


def _parted(own: tuple[Fragment, ...], at: int, first: str, second: str, rule: str) -> list[Text]:
    """Return a block as two leaves parted at a character; one where nothing follows it."""
    text = joined(own)
    rest = text[at:]
    after = at + len(rest) - len(rest.lstrip())
    head = slice_fragments(own, Span(0, len(text[:at].rstrip())))
    tail = slice_fragments(own, Span(after, len(text)))
    return [
        Text(role=role, fragments=fragments, rule=rule)  # type: ignore[arg-type]  # two of TextRole
        for role, fragments in ((first, head), (second, tail))
        if fragments
    ]


def _is_caption(text: str, profile: Profile) -> bool:
    """Return whether a photographer signs a short text, or it is unclosed and says who stands
    where in a picture.
    """
    if len(text) > 160:
        return False
    if photographer_at(text, profile) < len(text):
        return True
    return 15 <= len(text) <= 80 and not is_closed(text) and bool(_IN_PICTURE.search(text))


def _table(blocks: Sequence[Block], made: list[Node]) -> Group:
    """Return rows whose fragments are their cells; a caption right before becomes the table's."""
    children: list[Node] = []
    if made and isinstance(made[-1], Text) and made[-1].role == "caption":
        children.append(made.pop())
    for block in blocks:
        cells = _cells(block)
        if cells:
            children.append(Text(role="row", fragments=cells, rule="table-row"))
        else:
            children.append(Text(role="row", fragments=block.fragments, rule="table-rule"))
    return Group(role="table", children=tuple(children), rule="table-rows")


def _cells(block: Block) -> tuple[Fragment, ...]:
    """Return a row's cells without blanks, bold marks and the signs between them."""
    candidate = block.line.may_be("row")
    sign = candidate.kind if candidate else "|"
    if sign == " ":
        return tuple(
            Fragment(f.line, f.start + m.start(), m[0])
            for f in block.fragments
            for m in re.finditer(r"\S+", f.text)
        )
    cells: list[Fragment] = []
    for fragment in block.fragments:
        at = 0
        for piece in re.split(re.escape(sign) + r"|\\\\", fragment.text):
            bare = piece.strip()
            if bare and not re.fullmatch(r":?-+:?", bare):
                start = fragment.text.index(piece, at) + len(piece) - len(piece.lstrip())
                cells.append(Fragment(fragment.line, fragment.start + start, bare))
            at += len(piece) + 1
    return tuple(cells)
