"""In: blocks.  Out: the masthead's fields and the furniture as nodes, and the blocks that stay."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .fields import PAGE, WEEKDAY, read_fields
from .line import Block
from .model import Meta, Node, Span, Text, slice_fragments
from .pattern import pattern
from .profile import Profile
from .rules.nameplate import IN_TWO

_COMMENT = pattern(r"(<[!！]--)\s*(.*?)\s*(-->)")
_KEY = pattern(r"[A-Za-z_]{2,20}\s*[:：]")
_NEAR = 40


def peel(
    blocks: Sequence[Block], profile: Profile
) -> tuple[list[Node], list[Node], list[Node], list[Block]]:
    """Return masthead fields, furniture, bylines of a head line, and the blocks of the page itself.

    A field without a label is one only beside another field; a title field of a file's head is
    the headline where the page prints none.
    """
    fields: list[Node] = []
    furniture: list[Node] = []
    bylines: list[Node] = []
    rest: list[Block] = []
    frame = _file_heads(blocks, profile)
    has_headline = _prints_headline(blocks, frame)
    accepted = _accepted(blocks, frame)
    for i, block in enumerate(blocks):
        candidate = block.line.candidates[0] if block.line.candidates else None
        role = candidate.role if candidate else "p"
        is_title = i in frame and role == "meta" and candidate and candidate.kind == "title"
        if is_title and candidate and not has_headline:
            rest.append(_title_line(block, candidate.label, furniture))
        elif role == "furniture" and candidate:
            furniture.append(Text(role="furniture", fragments=block.fragments, rule=candidate.rule))
        elif comment := _comment(block, furniture):
            rest.append(comment)
        elif i in accepted:
            found = _fields(block, profile)
            fields += [node for node in found if node.field not in ("author", "lunar")]
            furniture += [
                Text(role="furniture", fragments=node.fragments, rule="lunar-date")
                for node in found
                if node.field == "lunar"
            ]
            bylines += [
                Text(role="byline", fragments=node.label + node.fragments, rule="author-field")
                for node in found
                if node.field == "author"
            ]
        else:
            rest.append(block)
    return fields, furniture, bylines, rest


def _file_heads(blocks: Sequence[Block], profile: Profile) -> set[int]:
    """Return the lines between the two `---` that open a file, and of the files joined to it."""
    rules = [i for i, block in enumerate(blocks) if not block.line.raw.strip().strip("-")]
    found: set[int] = set()
    for one, two in pairwise(rules):
        inside = [i for i in range(one + 1, two) if not _is_furniture(blocks[i])]
        if 0 < len(inside) <= 8 and all(_is_key(blocks[i].text, profile) for i in inside):
            found |= {one, *inside, two}
    return found


def _prints_headline(blocks: Sequence[Block], frame: set[int]) -> bool:
    """Return whether a heading of the first level stands under a file's head, before its text."""
    for block in blocks[max(frame, default=-1) + 1 :]:
        if block.line.may_be("salutation") or len(block.text) > 80:
            return False
        if block.line.hashes == 1 and {c.role for c in block.line.candidates} == {"theme"}:
            return True
    return False


def _is_key(text: str, profile: Profile) -> bool:
    """Return whether a line of a file's head begins with a key, or a field's label, and a colon."""
    return bool(_KEY.match(text)) or any(
        text.startswith(label) and text[len(label) :].lstrip().startswith((":", "："))
        for label, _ in profile.fields
    )


def _is_furniture(block: Block) -> bool:
    return bool(block.line.candidates) and block.line.candidates[0].role == "furniture"


def _title_line(block: Block, label: int, furniture: list[Node]) -> Block:
    """Return the title of a file's head as a headline's block; its label becomes furniture."""
    length = len(block.text)
    mark = slice_fragments(block.fragments, Span(0, len(block.text[:label].rstrip())))
    furniture.append(Text(role="furniture", fragments=mark, rule="file-head"))
    return block._replace(
        fragments=slice_fragments(block.fragments, Span(label, length)), rule="file-title"
    )


def _comment(block: Block, furniture: list[Node]) -> Block | None:
    """Return the text of an HTML comment as a caption's block; the comment signs are furniture."""
    text = block.text
    match = _COMMENT.fullmatch(text) if text.startswith("<") else None
    if match is None or not match[2]:
        return None
    signs = slice_fragments(block.fragments, Span(*match.span(1))) + slice_fragments(
        block.fragments, Span(*match.span(3))
    )
    furniture.append(Text(role="furniture", fragments=signs, rule="comment"))
    return block._replace(
        fragments=slice_fragments(block.fragments, Span(*match.span(2))), rule="comment"
    )


def _accepted(blocks: Sequence[Block], frame: set[int]) -> set[int]:
    """Return the blocks that are fields: labelled ones at the page's head or foot, and clusters."""
    found = set()
    first_long = next((i for i, b in enumerate(blocks) if len(b.text) > _NEAR * 2), len(blocks))
    fields = [
        (i, block.line.candidates[0])
        for i, block in enumerate(blocks)
        if block.line.candidates and block.line.candidates[0].role == "meta"
    ]
    for i, candidate in fields:
        if candidate.rule in ("masthead-line", IN_TWO):
            found.add(i)
        if candidate.rule == "masthead-label":
            at_edge = i <= first_long + 1 or i >= len(blocks) - 6 or i in frame
            if at_edge or candidate.kind in ("editor", "art-editor", "proofreader"):
                found.add(i)
    for i, candidate in fields:
        if candidate.rule != "masthead-shape" or i in found:
            continue
        is_date = candidate.kind == "date" and candidate.label == len(blocks[i].text)
        if (is_date and i <= 6) or _has_neighbour(blocks, i, candidate.kind):
            found.add(i)
    return found


def _has_neighbour(blocks: Sequence[Block], i: int, kind: str) -> bool:
    """Return whether another field of another kind stands within two lines."""
    for k in range(max(0, i - 2), min(len(blocks), i + 3)):
        other = blocks[k].line.may_be("meta")
        if k != i and other and other.kind != kind and blocks[k].line.candidates[0].role == "meta":
            return True
    text = blocks[i].text
    return kind == "date" and (bool(WEEKDAY.search(text)) or bool(PAGE.search(text)))


def _fields(block: Block, profile: Profile) -> list[Meta]:
    """Return the fields of one line, side by side."""
    own, rule = block.fragments, block.line.candidates[0].rule
    candidate = block.line.candidates[0]
    if rule == IN_TWO or (rule == "masthead-shape" and candidate.label in (0, len(block.text))):
        return [Meta(field=candidate.kind, fragments=own, rule=rule)]
    return [
        Meta(
            field=field.name
            if not (
                rule == "masthead-line"
                and position == 0
                and field.name == "column"
                and _is_paper(block, profile)
            )
            else "newspaper",
            label=slice_fragments(own, field.label),
            fragments=slice_fragments(own, field.value),
            rule=rule,
        )
        for position, field in enumerate(read_fields(block.text, profile))
    ]


def _is_paper(block: Block, profile: Profile) -> bool:
    """Return whether a running head names a magazine: an issue follows, and no paper is named."""
    fields = read_fields(block.text, profile)
    issue = any("期" in block.text[f.value.start : f.value.end] for f in fields if f.name == "date")
    return issue and all(f.name != "newspaper" for f in fields)
