"""In: a paragraph of the tree.  Out: the paragraph cut into sentences."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Span, Text
from ..pattern import pattern

DIGIT = pattern(r"[0-9０-９%％]")
STOP = pattern(r"[。｡][”’」』）)》]*$")

_SENTENCE = pattern(r"[^。！？!?｡]*[。！？!?｡]+[”’」』）)》]*|[^。！？!?｡]+$")
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


def opening(node: Text) -> int:
    """Return where a lead would begin: after the dateline, after a dash."""
    match = _DASH.match(node.text, node.dateline.end if node.dateline else 0)
    return match.end() if match else 0


def paragraph(node: Text) -> Paragraph:
    """Return the paragraph cut into sentences."""
    text = node.text
    found = (Span(*match.span()) for match in _SENTENCE.finditer(text, opening(node)))
    return Paragraph(node, text, tuple(found))
