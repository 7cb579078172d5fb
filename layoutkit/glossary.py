"""In: the blocks after a glossary's head.  Out: its entries, and how many blocks they took."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .line import Block, is_closed
from .model import Entry, Fragment, Span, joined, slice_fragments
from .numbering import read_number
from .pattern import pattern

_HEAD = pattern(
    r"(?P<term>[^。！？；]{1,60}?)\s*(?:[（(]\s*(?P<pages>[Pp第]?\s*\d{1,3}(?:\s*[-—、,，]\s*[Pp]?\d{1,3})*\s*[页頁]?)\s*[）)])?\s*[:：]\s*"
)
_OPENER = pattern(r"(?:是指|指的是|系指|即|指|是|包括)")
_MAX_HEAD = 70


def read_entries(blocks: Sequence[Block], start: int) -> tuple[list[Entry], int]:
    """Return the entries from a position on, and the position after the last of them.

    The glossary ends at the first block that is neither an entry nor goes on from one.
    """
    entries: list[Entry] = []
    at = start
    numbered = start < len(blocks) and read_number(blocks[start].text) is not None
    while at < len(blocks):
        block = blocks[at]
        if _ends_glossary(block):
            break
        entry = _entry(block, numbered)
        if (
            entry is not None
            and numbered
            and entry.n is None
            and entries
            and not is_closed(entries[-1].text)
        ):
            entry = None
        if entry is not None and entry.fragments:
            entries.append(entry)
        elif entry is not None and at + 1 < len(blocks) and not _ends_glossary(blocks[at + 1]):
            at += 1
            entries.append(_with_definition(entry, blocks[at].fragments))
        elif entries and numbered and not is_closed(entries[-1].text):
            entries[-1] = _with_definition(entries[-1], block.fragments)
        else:
            break
        at += 1
    return entries, at


def _ends_glossary(block: Block) -> bool:
    roles = {candidate.role for candidate in block.line.candidates}
    return bool(roles & {"keyword", "annex", "glossary", "credit", "lost"}) or bool(
        block.line.hashes
    )


def _with_definition(entry: Entry, more: tuple[Fragment, ...]) -> Entry:
    return replace(entry, fragments=entry.fragments + more)


def _entry(block: Block, numbered: bool) -> Entry | None:
    """Return the entry of one block; its definition may be empty (on the next line)."""
    text = block.text
    number = read_number(text)
    if (
        numbered
        and number is None
        and (not is_closed(text) or not re.match(r"[“「『A-Za-z0-9]|[^，。]{2,10}[:：]", text))
    ):
        return None
    begin = number.end if number else 0
    head = _HEAD.match(text, begin)
    n = number.n if number else None
    if head and head.end() - begin <= _MAX_HEAD and _is_balanced(head["term"]):
        term = Span(*head.span("term"))
        pages = Span(*head.span("pages")) if head["pages"] else None
        return _make(block, term, pages, n, head.end(), "glossary-entry")
    if is_closed(text):
        opener = _opener(text, begin)
        if opener is not None:
            return _make(
                block, Span(begin, len(text[:opener].rstrip())), None, n, opener, "glossary-opener"
            )
        return None
    if len(text) <= 40:
        return _make(block, Span(begin, len(text)), None, n, len(text), "glossary-two-lines")
    return None


def _opener(text: str, begin: int) -> int | None:
    """Return where 指, 即, 是 opens the definition; None where no such word stands early."""
    for match in _OPENER.finditer(text, begin + 2, begin + 32):
        if _is_balanced(text[begin : match.start()]) and not re.search(
            r"[，。,；]", text[begin : match.start()]
        ):
            return match.start()
    return None


def _is_balanced(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count("《") == text.count("》")


def _make(
    block: Block, term: Span, pages: Span | None, n: int | None, definition: int, rule: str
) -> Entry:
    own = block.fragments
    head = slice_fragments(own, Span(0, len(block.text[:definition].rstrip())))
    while term.end > term.start and joined(head)[term.end - 1 : term.end].isspace():
        term = Span(term.start, term.end - 1)
    return Entry(
        head=head,
        fragments=slice_fragments(own, Span(definition, len(block.text))),
        term=term,
        pages=pages,
        n=n,
        rule=rule,
    )
