"""In: a text and spans of it.  Out: Markdown that reads as this text, the spans in bold."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence

from ..model import Span
from ..pattern import pattern

# What is markup wherever it stands; $, ~ and :smile: are of GitHub and pandoc.  A low line inside
# a word is none, and escaping it would spoil a printed address.
_MARKUP = pattern(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|:(?=[\w+-]+:)", re.ASCII)
# What is markup at the beginning of a block: headings, quotations, lists, rules.
_OPENING = pattern(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=](?=[-=\s]*$)")
_NUMBER = pattern(r"[0-9]{1,9}(?=[.)](?:\s|$))")
_CLOSING = pattern(r"(?<=\s)#+$")
_STOPS = "。．，、；：！？.,;:!? "
_UNHOLDABLE = pattern("[\x00\ud800-\udfff]")
_BREAKS = pattern("[\t-\r\x1c-\x1f\x85\u2028\u2029]")


def plain(text: str) -> str:
    """Return a text in one line, with U+FFFD for what a Markdown file cannot hold."""
    return _BREAKS.sub(" ", _UNHOLDABLE.sub("\ufffd", text))


def heading_text(text: str) -> str:
    """Return a heading's text; number signs at its end would be taken for its closing marks."""
    marked = inline(text)
    return _CLOSING.sub(lambda match: "\\" + match[0], marked)


def inline(text: str, bold: Sequence[Span] = (), *, whole: bool = False) -> str:
    """Return a text escaped for the beginning of a block, with spans in bold.

    Bold gives up the marks at its ends where readers would not see it end beside Chinese text;
    whole says that such a span is better left plain.
    """
    cells = list(plain(text))
    for match in _MARKUP.finditer(text):
        cells[match.start()] = "\\" + match[0]
    at = _opening(text)
    if at is not None:
        cells[at] = "\\" + text[at]
    used = -1
    for span in sorted(bold):
        start, end = _flanked(text, span)
        if start >= end or start <= used or (whole and (start, end) != span):
            continue
        cells[start] = "**" + cells[start]
        cells[end - 1] += "**"
        used = end
    return "".join(cells).strip()


def _opening(text: str) -> int | None:
    """Return the place of the character that would make a block of its own of a text."""
    blank = len(text) - len(text.lstrip())
    number = _NUMBER.match(text, blank)
    if number:
        return number.end()
    return blank if _OPENING.match(text, blank) else None


def _flanked(text: str, span: Span) -> tuple[int, int]:
    """Return the part of a span that every reader sees begin and end, less its full stop."""
    start, end = span.start, min(span.end, len(text))
    while start < end and text[end - 1] in _STOPS:
        end -= 1
    while start < end and not _begins(text, start):
        start += 1
    while start < end and not _ends(text, end):
        end -= 1
    return start, end


def _begins(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    return _is_word(text[at]) or (_is_mark(text[at]) and _parts(before))


def _ends(text: str, at: int) -> bool:
    after = text[at] if at < len(text) else " "
    return _is_word(text[at - 1]) or (_is_mark(text[at - 1]) and _parts(after))


def _parts(neighbour: str) -> bool:
    return neighbour.isspace() or _is_mark(neighbour)


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN"


def _is_mark(character: str) -> bool:
    """Return whether all readers take it for punctuation; they differ over symbols such as ℃."""
    return unicodedata.category(character)[0] == "P" or character in string.punctuation
