"""In: the printed blocks.  Out: where running text uses a term that the glossary explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
        self._anchors = anchors
        self._opening: dict[str, list[str]] = {}
        for term in sorted(anchors, key=len, reverse=True):
            self._opening.setdefault(term[:_SHORTEST], []).append(term)

    def uses(self, text: str) -> list[Mark]:
        """Return the first use of each term in a text; of terms that begin alike the longest."""
        return list(self._uses(text)) if self._opening else []

    def _uses(self, text: str) -> Iterator[Mark]:
        seen, at = set(), 0
        while at < len(text) - 1:
            term = self._longest(text, at)
            if term and term not in seen:
                seen.add(term)
                yield Mark(at, at + len(term), self._style, self._anchors[term])
            at += len(term) or 1

    def _longest(self, text: str, at: int) -> str:
        for term in self._opening.get(text[at : at + _SHORTEST], ()):
            if text.startswith(term, at) and _stands_alone(text, at, at + len(term)):
                return term
        return ""


def bookmark(index: int) -> str:
    """Return the name of the bookmark on the entry that is the block of this number."""
    return f"term_{index}"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether no Latin word or number is cut: PPP is not used in PPPs."""

    def is_cut(edge: int) -> bool:
        pair = text[edge - 1 : edge + 1] if edge else ""
        return len(pair) == 2 and pair.isascii() and pair.isalnum()

    return not is_cut(start) and not is_cut(end)
