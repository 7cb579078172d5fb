"""In: blocks.  Out: the masthead's fields and the furniture as nodes, and the blocks that stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .line import Block
from .model import Fragment, Meta, Node, Span, Text, slice_fragments
from .profile import Profile

_DATE = re.compile(r"[0-9〇○零一二三四五六七八九]{4}\s*[年./-]\s*[0-9一二三四五六七八九十]{1,3}\s*[月./-]\s*[0-9一二三四五六七八九十]{1,3}\s*日?")
_WEEKDAY = re.compile(r"(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]")
_PAGE = re.compile(r"(?:第?\s*[A-Z]?\s*[0-9]{1,3}\s*版|[A-Z][0-9]{1,2}|第[一二三四五六七八九十]{1,3}版|0[0-9])")
_COMMENT = re.compile(r"(<[!！]--)\s*(.*?)\s*(-->)")
_KEY = re.compile(r"[A-Za-z_]{2,20}\s*[:：]|(?:标题|来源|日期|作者)\s*[:：]")
_NEAR = 40


def peel(blocks: Sequence[Block], profile: Profile) -> tuple[list[Node], list[Node], list[Block]]:
    """Return masthead fields, furniture, and the blocks of the page itself.

    A field without a label is one only beside another field; a title field of a file's head is
    the headline where the page prints none.
    """
    fields: list[Node] = []
    furniture: list[Node] = []
    rest: list[Block] = []
    frame = _file_heads(blocks)
    accepted = _accepted(blocks, frame)
    for i, block in enumerate(blocks):
        candidate = block.line.candidates[0] if block.line.candidates else None
        role = candidate.role if candidate else "p"
        if i in frame and role == "meta" and candidate and candidate.kind == "title":
            rest.append(_title_line(block, candidate.label, furniture))
        elif role == "furniture" and candidate:
            furniture.append(Text(role="furniture", fragments=block.fragments, rule=candidate.rule))
        elif (comment := _COMMENT.fullmatch(block.text)) and comment[2]:
            rest.append(_comment(block, furniture))
        elif i in accepted:
            fields += _fields(block, profile)
        else:
            rest.append(block)
    return fields, furniture, rest


def _file_heads(blocks: Sequence[Block]) -> set[int]:
    """Return the lines between the two `---` that open a file, and of the files joined to it."""
    rules = [i for i, block in enumerate(blocks) if set(block.line.raw.strip()) == {"-"}]
    found: set[int] = set()
    for one, two in pairwise(rules):
        inside = range(one + 1, two)
        if 0 < len(inside) <= 8 and all(_KEY.match(blocks[i].text) for i in inside):
            found |= {one, *inside, two}
    return found


def _title_line(block: Block, label: int, furniture: list[Node]) -> Block:
    """Return the title of a file's head as a headline's block; its label becomes furniture."""
    length = len(block.text)
    mark = slice_fragments(block.fragments, Span(0, len(block.text[:label].rstrip())))
    furniture.append(Text(role="furniture", fragments=mark, rule="file-head"))
    return replace(block, fragments=slice_fragments(block.fragments, Span(label, length)), rule="file-title")


def _comment(block: Block, furniture: list[Node]) -> Block:
    """Return the text of an HTML comment as a caption's block; the comment signs are furniture."""
    match = _COMMENT.fullmatch(block.text)
    if match is None:
        return block
    signs = slice_fragments(block.fragments, Span(*match.span(1))) + slice_fragments(block.fragments, Span(*match.span(3)))
    furniture.append(Text(role="furniture", fragments=signs, rule="comment"))
    return replace(block, fragments=slice_fragments(block.fragments, Span(*match.span(2))), rule="comment")


def _accepted(blocks: Sequence[Block], frame: set[int]) -> set[int]:
    """Return the blocks that are fields: labelled ones at the page's head or foot, and clusters."""
    found = set()
    first_long = next((i for i, b in enumerate(blocks) if len(b.text) > _NEAR * 2), len(blocks))
    for i, block in enumerate(blocks):
        candidate = block.line.may_be("meta")
        if candidate is None or block.line.candidates[0].role not in ("meta", "folio"):
            continue
        if candidate.rule == "masthead-label":
            at_edge = i <= first_long + 1 or i >= len(blocks) - 6 or i in frame
            if at_edge or candidate.kind in ("editor", "art-editor", "proofreader"):
                found.add(i)
    for i, block in enumerate(blocks):
        candidate = block.line.may_be("meta")
        if i in found or candidate is None or block.line.candidates[0].role != "meta":
            continue
        if candidate.rule == "masthead-shape" and _has_neighbour(blocks, i, candidate.kind):
            found.add(i)
    return found


def _has_neighbour(blocks: Sequence[Block], i: int, kind: str) -> bool:
    """Return whether another field of another kind stands within two lines."""
    for k in range(max(0, i - 2), min(len(blocks), i + 3)):
        other = blocks[k].line.may_be("meta")
        if k != i and other and other.kind != kind and blocks[k].line.candidates[0].role == "meta":
            return True
    text = blocks[i].text
    return kind == "date" and (bool(_WEEKDAY.search(text)) or bool(_PAGE.search(text)))


def _fields(block: Block, profile: Profile) -> list[Node]:
    """Return the fields of one line: label and value, or date, weekday, page side by side."""
    candidate = block.line.candidates[0]
    own = block.fragments
    if candidate.rule != "masthead-label":
        return _split_fields(block, own)
    text = block.text
    starts = [(0, candidate.kind, candidate.label), *_more_labels(text, candidate.label, profile)]
    found: list[Node] = []
    for (at, name, value_at), following in zip(starts, [*(s[0] for s in starts[1:]), len(text)], strict=True):
        value = Span(value_at, value_at + len(text[value_at:following].rstrip()))
        label = Span(at, at + len(text[at:value_at].rstrip()))
        found.append(
            Meta(
                field=name,
                label=slice_fragments(own, label),
                fragments=slice_fragments(own, value),
                rule=candidate.rule,
            )
        )
    return found


def _more_labels(text: str, start: int, profile: Profile) -> list[tuple[int, str, int]]:
    """Return the further fields of a line: where each begins, its name, where its value begins."""
    found = []
    for match in re.finditer(r"(?<=[\s　])([㐀-鿿A-Za-z]{2,6})\s*[:：/／]\s*(?=\S)", text[start:]):
        name = dict(profile.fields).get(match[1])
        if name is not None:
            found.append((start + match.start(), name, start + match.end()))
    return found


def _split_fields(block: Block, own: tuple[Fragment, ...]) -> list[Node]:
    text, at, found = block.text, 0, []
    patterns = (("date", _DATE), ("weekday", _WEEKDAY), ("page", _PAGE))
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        for name, pattern in patterns:
            match = pattern.match(text, at)
            if match:
                break
        else:
            stop = next((k for k in range(at, len(text)) if text[k].isspace()), len(text))
            name = block.line.candidates[0].kind if at == 0 else "column"
            match = re.compile(r".+", re.S).match(text, at, stop)
        if match is None:
            break
        span = Span(match.start(), match.start() + len(match[0].rstrip()))
        found.append(Meta(field=name, fragments=slice_fragments(own, span), rule="masthead-shape"))
        at = match.end()
    return list(found)
