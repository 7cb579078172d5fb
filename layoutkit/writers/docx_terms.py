"""In: the printed blocks.  Out: where running text uses a term that the glossary explains."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Entry
from ..reading import Block
from .docx_runs import Mark

_QUOTES = "“”‘’「」『』《》〈〉\"'()（） \u3000"
_SHORTEST = 2


class Terms:
    """The terms of all glossaries, each with the bookmark of the entry that first explains it."""

    def __init__(self, blocks: Iterable[tuple[int, Block]], style: str) -> None:
        anchors: dict[str, str] = {}
        for index, block in blocks:
            if isinstance(block.node, Entry):
                term = block.text[slice(*block.node.term)].strip(_QUOTES)
                if len(term) >= _SHORTEST:
                    anchors.setdefault(term, bookmark(index))
        self._style = style
        self._anchors = sorted(anchors.items(), key=lambda item: -len(item[0]))

    def uses(self, text: str) -> list[Mark]:
        """Return the first use of each term in a text; a longer term hides those inside it."""
        marks: list[Mark] = []
        hidden = bytearray()
        for term, anchor in self._anchors:
            linked, at = False, text.find(term)
            while at >= 0:
                end = at + len(term)
                hidden = hidden or bytearray(len(text))
                if hidden.find(1, at, end) < 0 and _stands_alone(text, at, end):
                    hidden[at:end] = b"\1" * len(term)
                    if not linked:
                        marks.append(Mark(at, end, self._style, anchor))
                    linked = True
                at = text.find(term, end)
        return marks


def bookmark(index: int) -> str:
    """Return the name of the bookmark on the entry that is the block of this number."""
    return f"term_{index}"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether no Latin word or number is cut: PPP is not used in PPPs."""

    def is_cut(edge: int) -> bool:
        pair = text[edge - 1 : edge + 1] if edge else ""
        return len(pair) == 2 and pair.isascii() and pair.isalnum()

    return not is_cut(start) and not is_cut(end)
