"""In: a text with its marked spans.  Out: the runs of a Word paragraph, as XML text."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from ..pattern import pattern

# Word sets these in the Latin font, half an em wide, unless their run says that they are Chinese.
_WIDE = pattern(
    "([\u00a7\u00a8\u00b0\u00b1\u00b4\u00b7\u00d7\u00f7\u2014-\u2027\u2030-\u205e\u2100-\u2bff]+)"
)
# From here on most is East Asian.
_CHINESE = "\u2e80"
_UNHOLDABLE = pattern("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
_BLANK = pattern("[\x0b\x0c\r\x1c-\x1f]")
_SPECIAL = pattern("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]")


class Mark(NamedTuple):
    """A span of a text that is set in a character style, or leads to a bookmark, or both."""

    start: int
    end: int
    style: str = ""
    anchor: str = ""


def escape(text: str) -> str:
    """Return XML text: U+FFFD stands for what XML cannot hold, a space for its odd blanks."""
    if not _SPECIAL.search(text):
        return text
    text = _BLANK.sub(" ", _UNHOLDABLE.sub("\ufffd", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def runs(text: str, marks: list[Mark] | None = None) -> str:
    """Return the runs of a text; where marks overlap, the earlier one gives the style."""
    chinese = any(char >= _CHINESE for char in text)
    if not marks:
        return _plain(text, "", chinese)
    styles, anchors = [""] * len(text), [""] * len(text)
    for mark in reversed(marks):
        length = len(text[mark.start : mark.end])
        if mark.style:
            styles[mark.start : mark.end] = [mark.style] * length
        if mark.anchor:
            anchors[mark.start : mark.end] = [mark.anchor] * length
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end))})
    out = []
    for start, end in pairwise(edges):
        piece = _plain(text[start:end], styles[start], chinese)
        if anchors[start]:
            piece = f'<w:hyperlink w:anchor="{anchors[start]}" w:history="1">{piece}</w:hyperlink>'
        out.append(piece)
    return "".join(out)


def _plain(text: str, style: str, chinese: bool) -> str:
    """Return runs of one character style; in Chinese text the wide marks get runs of their own."""
    name = f'<w:rStyle w:val="{style}"/>' if style else ""
    narrow = f"<w:r><w:rPr>{name}</w:rPr>" if name else "<w:r>"
    wide = f'<w:r><w:rPr>{name}<w:rFonts w:hint="eastAsia"/></w:rPr>'
    text = escape(text)
    # what reads the file drops the blanks at the ends of a text that does not ask for them
    start = "<w:t>" if text.split() == [text] else '<w:t xml:space="preserve">'
    end = "</w:t>"
    if "\t" in text:
        text = text.replace("\t", f"{end}<w:tab/>{start}")
    pieces = _WIDE.split(text) if chinese else [text]
    pieces[1::2] = [
        f"{end}</w:r>{wide}{start}{marks}{end}</w:r>{narrow}{start}" for marks in pieces[1::2]
    ]
    found = f"{narrow}{start}{''.join(pieces)}{end}</w:r>"
    return found.replace(f"{start}{end}", "").replace(f"{narrow}</w:r>", "")
