"""In: a paragraph of the tree.  Out: the paragraph cut into sentences."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Span, Text
from ..pattern import pattern

FIGURE = frozenset("0123456789０１２３４５６７８９%％")
_CLOSING = "”’」』）)》"

_SENTENCE = pattern(rf"[^。！？!?｡]*[。！？!?｡]+[{_CLOSING}]*|[^。！？!?｡]+$")
_DASH = pattern(r"[\s—―─–]*")


class Paragraph(NamedTuple):
    """A paragraph and its sentences; the first begins after its dateline or dash."""

    node: Text
    text: str
    sentences: tuple[Span, ...]

    def words(self, span: Span) -> str:
        """Return what a span of the text says."""
        return self.text[span.start : span.end]

    def opens_with(self, span: Span) -> bool:
        """Return whether a span opens the text."""
        return bool(self.sentences) and span.start == self.sentences[0].start


def is_statement(words: str) -> bool:
    """Return whether a sentence ends in a full stop."""
    return words.rstrip(_CLOSING).endswith(("。", "｡"))


def opening(node: Text) -> int:
    """Return where a lead would begin: after the dateline, after a dash."""
    match = _DASH.match(node.text, node.dateline.end if node.dateline else 0)
    return match.end() if match else 0


def paragraph(node: Text) -> Paragraph:
    """Return the paragraph cut into sentences."""
    text = node.text
    start = opening(node)
    sentences = []
    for words in _SENTENCE.findall(text, start):
        sentences.append(Span(start, start + len(words)))
        start += len(words)
    return Paragraph(node, text, tuple(sentences))
