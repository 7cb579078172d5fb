"""In: a document's blocks.  Out: links between a glossary's entries and their terms' uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Entry, Group
from ..reading import Block
from .fonts import encodable

_QUOTES = '“”‘’"「」『』《》'


class Link(NamedTuple):
    """A part of a block's text that leads to a named place; it may be a named place itself."""

    start: int
    end: int
    target: str
    title: str
    place: str = ""


class Links:
    """The links of a document, block by block."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._found: dict[int, list[Link]] = defaultdict(list)
        entries = {
            number: encodable(block.text[slice(*block.node.term)])
            for number, block in enumerate(blocks)
            if isinstance(block.node, Entry)
        }
        if entries:
            self._link(blocks, entries)

    def of(self, number: int) -> list[Link]:
        """Return the links of a block in order."""
        return self._found.get(number, [])

    def _link(self, blocks: Sequence[Block], entries: dict[int, str]) -> None:
        """Link each use of a term outside the glossary, and the term back to its first use."""
        numbers: dict[str, int] = {}
        for number, term in entries.items():
            for form in (term, term.strip(_QUOTES)):
                if len(form) > 1:
                    numbers.setdefault(form, number)
        if not numbers:
            return
        forms = sorted(numbers, key=lambda form: (-len(form), form))
        uses = re.compile("|".join(map(re.escape, forms)))
        used: set[int] = set()
        for number, block in enumerate(blocks):
            if isinstance(block.node, Entry | Group):
                continue
            for match in uses.finditer(block.text):
                entry = numbers[match[0]]
                place = "" if entry in used else f"u{entry}"
                used.add(entry)
                title = f"名词解释：{entries[entry]}"
                self._found[number].append(Link(*match.span(), f"e{entry}", title, place))
        for entry in used:
            block = blocks[entry]
            if isinstance(block.node, Entry):
                title = f"正文：{entries[entry]}"
                self._found[entry].append(Link(*block.node.term, f"u{entry}", title))
