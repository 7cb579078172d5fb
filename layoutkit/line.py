"""The types between the first stages: a line with the roles it may have, and a block of lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from .model import Fragment, Span, joined

Role = Literal[
    "furniture", "meta", "credit", "byline", "jump", "caption", "keyword", "box", "glossary",
    "annex", "numbered", "salutation", "speaker", "dash", "bullet", "row", "theme", "lost",
]  # fmt: skip

CLOSING = "。！？!?…；;：:"
_CLOSING = tuple(CLOSING)
QUOTES = '”』」》〉）)】］]’"'


class Candidate(NamedTuple):
    """A role that a line may have, with the rule that says so.

    kind: a label, a numbering style or a masthead field; n: the number; title: where the heading's
    title stands in the text; label: how many characters of the text are the label.
    """

    role: Role
    rule: str
    kind: str = ""
    n: int | None = None
    title: Span | None = None
    label: int = 0


class Line(NamedTuple):
    """A line that holds text: what it says, what surrounds it, what it may be.

    hashes is the level of its Markdown mark (0: none), bullet its printed or Markdown bullet,
    blanks the number of blank lines before it.  Where articles were printed into each other, strand
    is the number of its article, and goes_on says that the line after it is of the same paragraph.
    """

    number: int
    raw: str
    fragments: tuple[Fragment, ...]
    text: str
    hashes: int
    bullet: str
    is_bold: bool
    blanks: int
    candidates: tuple[Candidate, ...] = ()
    strand: int = 0
    goes_on: bool = False

    def may_be(self, role: Role) -> Candidate | None:
        """Return the candidate of a role, None where the line cannot have it."""
        for candidate in self.candidates:
            if candidate.role == role:
                return candidate
        return None


class Block(NamedTuple):
    """What one node is made of: a line, or the lines of a torn paragraph.

    line is the first of them; rule says why the block is not just that line, empty where it is.
    """

    line: Line
    fragments: tuple[Fragment, ...]
    rule: str = ""

    @property
    def text(self) -> str:
        """Return the fragments joined with nothing between."""
        return joined(self.fragments)


def is_closed(text: str) -> bool:
    """Return whether a text ends as a sentence, a clause with a stop, or a quotation does."""
    return text.rstrip(QUOTES).endswith(_CLOSING)


def holds(text: str, words: Iterable[str]) -> bool:
    """Return whether a text holds one of some words or signs."""
    for word in words:  # noqa: SIM110 any() takes twice as long
        if word in text:
            return True
    return False


def is_indented(line: Line) -> bool:
    """Return whether a line opens a paragraph by its indent, in blanks of either width."""
    return line.raw.startswith(("　", "    "))
