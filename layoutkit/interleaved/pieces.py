"""In: classified lines.  Out: the runs of heads and running text among them, as pieces to order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..datelines import opens_with_dateline
from ..line import Line, is_closed, is_indented
from ..pattern import pattern
from ..profile import Profile
from ..signatures import split_name
from .torn import INNER, PLAIN, is_torn

Kind = Literal["title", "deck", "byline", "dateline", "text"]

# lines between two pieces that are of neither
_ASIDE = frozenset(("furniture", "meta", "credit", "caption"))
_BYLINES = frozenset(("byline-word", "office-and-name", "name-alone"))
_COMMA = pattern("[，,]")
# a headline without a mark is no longer, with a comma in it shorter
_TITLE, _TITLE_WITH_COMMA = 26, 16
# a narrow column is no wider
_WIDE = 60
# more heads in a row are a table of figures
_HEADS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A line as a piece of an article: line is its index, width its length as printed.

    is_torn: it ends inside a sentence.
    """

    line: int
    kind: Kind
    text: str
    width: int
    is_torn: bool
    is_indented: bool


def read_pieces(lines: Sequence[Line], profile: Profile) -> Iterator[list[Piece]]:
    """Yield the runs of heads and running text; lists, boxes, tables and speech part them."""
    widths = _column_widths(lines)
    run: list[Piece] = []
    for i, line in enumerate(lines):
        roles = [c.role for c in line.candidates if c.rule[-1] != "?" or c.role == "theme"]
        if roles and roles[0] in _ASIDE and "theme" not in roles:
            continue
        piece = _piece(i, line, roles, widths, profile)
        if piece is not None:
            run.append(piece)
        if piece is None or _is_table(run):
            yield run
            run = []
    yield run


def _is_table(run: Sequence[Piece]) -> bool:
    """Return whether a run ends in too many heads in a row."""
    if len(run) <= _HEADS or run[-1].kind != "title":
        return False
    return all(piece.kind == "title" for piece in run[-_HEADS - 1 :])


def _column_widths(lines: Sequence[Line]) -> frozenset[int]:
    """Return the widths that several torn lines of running text have: those of narrow columns."""
    torn = Counter(
        len(line.raw.rstrip())
        for line in lines
        if len(line.text) <= _WIDE and not line.hashes
        if is_torn(line) and INNER.search(line.text)
    )
    return frozenset(n for n in torn if sum(torn[n + d] for d in (-1, 0, 1)) >= 4)


def _piece(
    i: int, line: Line, roles: Sequence[str], widths: frozenset[int], profile: Profile
) -> Piece | None:
    """Return a line as a piece; None where it is neither a head nor running text."""
    if line.bullet or not PLAIN.issuperset(roles):
        return None
    text, width = line.text, len(line.raw.rstrip())
    is_full = width in widths and not line.hashes
    kind = _kind(line, is_full, profile)
    breaks_off = kind in ("text", "dateline") and not is_closed(text)
    if breaks_off and not (is_full or is_torn(line)):
        return None
    return Piece(
        line=i,
        kind=kind,
        text=text,
        width=width,
        is_torn=breaks_off and split_name(text, profile) is None,
        is_indented=is_indented(line),
    )


def _kind(line: Line, is_full: bool, profile: Profile) -> Kind:
    text = line.text
    byline = line.may_be("byline")
    if byline and byline.rule in _BYLINES and not _COMMA.search(text):
        return "byline"
    if line.may_be("dash") and len(text) <= 2 * _TITLE and not is_closed(text):
        return "deck"
    if opens_with_dateline(text, profile):
        return "dateline"
    theme = line.may_be("theme")
    if theme is None or theme.rule[-1] == "?":
        return "text"
    is_short = len(text) <= (_TITLE_WITH_COMMA if _COMMA.search(text) else _TITLE) and not is_full
    return "title" if line.hashes or line.is_bold or is_short else "text"
