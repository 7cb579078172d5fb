"""Every type that passes between stages: fragments of the source, nodes, the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from .pattern import pattern

GroupRole = Literal["page", "article", "section", "box", "stats", "list", "glossary", "table"]
TextRole = Literal[
    "kicker", "headline", "deck", "byline", "salutation", "speaker", "p", "item",
    "caption", "credit", "jump", "furniture", "row",
]  # fmt: skip
DupKind = Literal["exact", "near", "overlap"]
Bound = Literal["exact", "about", "at-least", "at-most"]
Change = Literal["rise", "fall", "rise-to", "fall-to"]
WarningKind = Literal[
    "missing-heading", "misplaced-heading", "number-gap", "empty-section", "count-mismatch",
    "conflicting-figures", "garbled", "loop", "printed-twice", "unpaired-quotes",
    "impossible-date", "page-order", "unknown-label", "guessed-encoding",
    "replaced-characters", "empty-page",
]  # fmt: skip

# The markers of loose Markdown that stand for layout and are not text: FORMAT.md's `#`, `-`, `◆`
# at the beginning of a line and `**` anywhere.  A minus sign before a figure is text.
_LEADING = pattern(r"(?:\s|#|-(?!\d)|◆|\*\*)*")
_EMPHASIS = pattern(r"\*\*")


class Fragment(NamedTuple):
    """An exact slice of one raw line: lines[line - 1][start : start + len(text)] == text."""

    line: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """Return the column after the last character, as in the raw line."""
        return self.start + len(self.text)


class Span(NamedTuple):
    """A part of a node's text: text[start:end]."""

    start: int
    end: int


class Place(NamedTuple):
    """A place in the source: columns of the raw line from 0; end None is the end of the line."""

    line: int
    start: int = 0
    end: int | None = None

    def __str__(self) -> str:
        if self.start == 0 and self.end is None:
            return str(self.line)
        return f"{self.line}:{self.start or ''}-{'' if self.end is None else self.end}"


def cut(raw: str, line: int, start: int = 0, end: int | None = None) -> tuple[Fragment, ...]:
    """Return the text of raw[start:end] less outer blanks, leading markers and `**`, as fragments.

    Every fragment of a tree is made here, so the notation `LINE:START-END` says all of it.
    """
    end = len(raw) if end is None else min(end, len(raw))
    markers = _LEADING.match(raw)
    if markers and start < markers.end():
        start = min(markers.end(), end)
    if "**" not in raw:
        piece = raw[start:end]
        text = piece.strip()
        start += len(piece) - len(piece.lstrip())
        return (Fragment(line, start, text),) if text else ()
    fragments: list[Fragment] = []
    for stop in [*(m.start() for m in _EMPHASIS.finditer(raw, start, end)), end]:
        piece = raw[start:stop]
        if not fragments:
            start += len(piece) - len(piece.lstrip())
            piece = piece.lstrip()
        if piece:
            fragments.append(Fragment(line, start, piece))
        start = stop + 2
    while fragments:
        last = fragments[-1]
        text = last.text.rstrip()
        if text:
            fragments[-1] = Fragment(line, last.start, text)
            break
        fragments.pop()
    return tuple(fragments)


def joined(fragments: Sequence[Fragment]) -> str:
    """Return the text that fragments make, with nothing between them."""
    if len(fragments) == 1:
        return fragments[0].text
    return "".join([fragment.text for fragment in fragments])


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return the span of text[start:end] without outer blanks; None where nothing is left."""
    part = text[start:end]
    span = Span(end - len(part.lstrip()), start + len(part.rstrip()))
    return span if span.start < span.end else None


def slice_fragments(fragments: tuple[Fragment, ...], span: Span) -> tuple[Fragment, ...]:
    """Return the fragments of a part of a text, given the span of the part."""
    found, offset = [], 0
    for fragment in fragments:
        start = max(span.start - offset, 0)
        end = min(span.end - offset, len(fragment.text))
        if start < end:
            found.append(Fragment(fragment.line, fragment.start + start, fragment.text[start:end]))
        offset += len(fragment.text)
    return tuple(found)


class Figure(NamedTuple):
    """A figure of a stat as printed, and what it says.

    start is its place in the stat's text; value has 万 and 亿 multiplied out, is None where the
    digits make no number; upper is the end of a printed range; a rank (第70位) is ordinal.
    change says that the value is a rise or fall by so much, or ("-to") to so much.
    """

    start: int
    printed: str
    value: Decimal | None
    upper: Decimal | None = None
    unit: str = ""
    ordinal: bool = False
    bound: Bound = "exact"
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A container: page, article, section, box, stats, list, glossary or table.

    heading is the whole printed heading, empty where there is none or it is lost; title is its
    span without label and number.  kind of a section: keyword, numbered, theme, annex; of a box:
    its printed label.  rule names the rule that made the node, for people.
    """

    role: GroupRole
    kind: str = ""
    n: int | None = None
    heading: tuple[Fragment, ...] = ()
    title: Span | None = None
    children: tuple[Node, ...] = ()
    rule: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Return the heading as printed."""
        return joined(self.heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A leaf of running text; of a row each fragment is a cell.

    dateline, lead and inner are the spans of 本报讯（…） and of topic sentences in the text.
    """

    role: TextRole
    fragments: tuple[Fragment, ...]
    dateline: Span | None = None
    lead: Span | None = None
    inner: tuple[Span, ...] = ()
    rule: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Return the fragments joined with nothing between."""
        return joined(self.fragments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """One line of an infographic, with its figures in order."""

    fragments: tuple[Fragment, ...]
    figures: tuple[Figure, ...] = ()
    rule: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Return the line as printed, without markers."""
        return joined(self.fragments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A glossary entry: the printed head (number, term, pages, colon) and the definition.

    term and pages are spans of the head's text.
    """

    head: tuple[Fragment, ...]
    fragments: tuple[Fragment, ...]
    term: Span
    n: int | None = None
    pages: Span | None = None
    rule: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Return the definition alone."""
        return joined(self.fragments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """A field of the masthead or of a file's head: newspaper, date, page, editor, source ..."""

    fragments: tuple[Fragment, ...]
    label: tuple[Fragment, ...] = ()
    rule: str = field(default="", compare=False)
    field: str

    @property
    def text(self) -> str:
        """Return the value as printed, without its label."""
        return joined(self.fragments)

    @property
    def iso(self) -> str | None:
        """Return a date field as YYYY-MM-DD; None for other fields and impossible dates."""
        from .numerals import iso_date

        return iso_date(self.text) if self.field == "date" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dup:
    """Text that repeats what stays elsewhere in the tree; of names the copy that stays."""

    kind: DupKind
    of: tuple[Place, ...]
    fragments: tuple[Fragment, ...]
    rule: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """Return the repeated text as printed."""
        return joined(self.fragments)


Node: TypeAlias = Group | Text | Stat | Entry | Meta | Dup


class Notice(NamedTuple):
    """What a careful editor would query: kind, place, and what the sentence quotes.

    a and b are the two places where two things disagree; said holds the values the sentence of
    this kind needs, in the order of its template (see notices.py).
    """

    kind: WarningKind
    at: tuple[Place, ...]
    a: tuple[Place, ...] = ()
    b: tuple[Place, ...] = ()
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The facts about the text that was parsed.

    lines are the raw lines; None where a tree was read back without its source file.
    """

    name: str
    sha256: str
    encoding: str
    line_count: int
    lines: tuple[str, ...] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page's tree, its warnings and the facts about its source."""

    root: Group
    source: Source
    warnings: tuple[Notice, ...] = ()

    def find(self, role: str, *, kind: str | None = None, n: int | None = None) -> Iterator[Node]:
        """Yield the nodes of a role in reading order, such as find("box", kind="新闻回放")."""
        for node in walk(self.root):
            if role_of(node) != role:
                continue
            if kind is not None and getattr(node, "kind", None) != kind:
                continue
            if n is not None and getattr(node, "n", None) != n:
                continue
            yield node

    def meta(self, name: str) -> Meta | None:
        """Return the first masthead field of a name, such as "date" (its iso beside its text)."""
        for node in walk(self.root):
            if isinstance(node, Meta) and node.field == name:
                return node
        return None

    def text(self) -> str:
        """Return what a clean output prints, one block a line."""
        from .reading import reading_order

        return "".join(block.text + "\n" for block in reading_order(self))

    def ledger(self) -> tuple[tuple[Place, str], ...]:
        """Return what became of every non-blank source character, in source order.

        Each row is a place and its account: text, masthead, furniture, duplicate or marker.
        Raises ValueError where the document was read back without its source.
        """
        from .ledger import ledger

        return ledger(self)

    def __str__(self) -> str:
        from .writers.tree import write

        return write(self).decode()


def walk(node: Node | Document) -> Iterator[Node]:
    """Yield a node (of a document: its page) and all nodes below it, in reading order."""
    stack: list[Node] = [node.root if isinstance(node, Document) else node]
    while stack:
        top = stack.pop()
        yield top
        if isinstance(top, Group):
            stack.extend(reversed(top.children))


def role_of(node: Node) -> str:
    """Return the role of a node in the words of the tree notation."""
    match node:
        case Group() | Text():
            return node.role
        case Stat():
            return "stat"
        case Entry():
            return "entry"
        case Meta():
            return "meta"
        case Dup():
            return "dup"


def own_fragments(node: Node) -> tuple[Fragment, ...]:
    """Return all source text that a node itself owns, heads and labels included."""
    match node:
        case Group():
            return node.heading
        case Entry():
            return node.head + node.fragments
        case Meta():
            return node.label + node.fragments
        case _:
            return node.fragments
