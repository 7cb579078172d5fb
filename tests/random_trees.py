"""In: a seed.  Out: a random document over an invented source text.

For round trips: `random_document(seed)` is always the same document for the same seed, and every
fragment of it is the exact slice of its source, which is in `document.source.lines` (as text:
`source_text(document)`).  The trees hold what a careless parser could make: every role anywhere,
up to four levels deep and now and then far deeper, containers without heading, without children,
lists without items, heads on two lines, paragraphs torn over lines, `**` inside a line, duplicates
at seams, inside a line, in lists and tables, glossary terms used in the text, lines shared by two
nodes, reading order unlike the source's, views that begin or end at a seam, and characters that
are hard on some format: quotation marks, `&<>`, control characters, characters outside the BMP.

`plain=True` leaves out what only some formats can say: control characters and odd names, figures
other than those that `figures` finds, views that begin or end with a blank or a mark.  What is
left, the notation of trees can say.
"""

from __future__ import annotations

import hashlib
import random
from decimal import Decimal
from typing import get_args

from layoutkit.figures import figures
from layoutkit.model import (
    Bound,
    Change,
    Document,
    Dup,
    DupKind,
    Entry,
    Figure,
    Fragment,
    Group,
    GroupRole,
    Meta,
    Node,
    Notice,
    Place,
    Source,
    Span,
    Stat,
    Text,
    TextRole,
    WarningKind,
    cut,
    joined,
    walk,
)

_HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水"
_PUNCTUATION = "，。、；：？！“”（）《》—…·"
_LATIN = "0123456789.%abcXYZ+-&<>\"' /_#*"
_HARD = "\t\x00\x0b\x1f\x7f\x85\u200b\u2028\u3000\ud800\ufffe\uffff\U00020000\U0001f600"
_STRIPPED = " #-◆*"
_LEADING = ("", "", "", "", "## ", "- ", "◆", "  ", "**", "# **")
_GROUPS = tuple(role for role in get_args(GroupRole) if role != "page")
_TEXTS = get_args(TextRole)
_LABELS = ("关键词", "新闻回放", "连线 场外", "100%", "%41", "链接&“<", "box")
_FIELDS = ("newspaper", "date", "page", "editor", "source", "column", "a b", "页 眉")
_FIGURES = ("4.1万家", "600家", "5.5%", "第70位", "3", "近2万", "从7%降到1.05%", "5%至6%")
_UNITS = ("", "家", "%", "亿 元", "个百分点")
_DEPTH = 4


def random_document(seed: int, *, plain: bool = False) -> Document:
    """Return the document of a seed."""
    maker = _Maker(random.Random(seed), plain)
    children = maker.children("page", 1)
    while maker.choice.random() < 0.1:
        children.append(maker.deep_chain())
    lines = tuple(maker.lines)
    root = Group(role="page", heading=maker.page_heading, children=tuple(children))
    text = "\n".join(lines)
    source = Source(
        name=maker.choice.choice(("page.txt", "", "头版.txt", "a b&<\"'>$1#.txt")),
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        encoding=maker.choice.choice(("utf-8", "gb18030")),
        line_count=len(lines),
        lines=lines,
    )
    return Document(root=root, source=source, warnings=maker.warnings(root))


def source_text(document: Document) -> str:
    """Return the text that a random document stands on."""
    return "\n".join(document.source.lines or ())


class _Maker:
    """Grows the source text and the nodes that stand on it, side by side."""

    def __init__(self, choice: random.Random, plain: bool):
        self.choice = choice
        self.plain = plain
        self.lines: list[str] = []
        self.owned: list[Fragment] = []
        self.terms: list[str] = []  # of glossary entries, for words that use them
        self.page_heading: tuple[Fragment, ...] = ()

    def chance(self, share: float) -> bool:
        return self.choice.random() < share

    # Text

    def words(self, longest: int = 24) -> str:
        """Return invented characters that neither begin nor end blank."""
        count = self.choice.randint(1, longest)
        found = []
        for _ in range(count):
            roll = self.choice.random()
            if roll < 0.75:
                found.append(self.choice.choice(_HAN))
            elif roll < 0.88:
                found.append(self.choice.choice(_PUNCTUATION))
            elif roll < 0.97 or self.plain:
                found.append(self.choice.choice(_LATIN))
            else:
                found.append(self.choice.choice(_HARD))
        if self.terms and self.chance(0.1):
            found.append(self.choice.choice(self.terms))
        return self.choice.choice(_HAN) + "".join(found) + self.choice.choice(_HAN)

    def line(self, content: str) -> int:
        """Add a line of the source, after some blank or stray ones; return its number."""
        while self.chance(0.3):
            self.lines.append(self.choice.choice(("", " ", "#", "---", "\u3000")))
        self.lines.append(content)
        return len(self.lines)

    def cut(self, line: int, start: int = 0, end: int | None = None) -> tuple[Fragment, ...]:
        found = cut(self.lines[line - 1], line, start, end)
        self.owned += found
        return found

    def whole_line(self) -> tuple[Fragment, ...]:
        text = self.words()
        if self.chance(0.15):
            text = f"{text}**{self.words(8)}**{self.words(8)}"
        before, after = self.choice.choice(_LEADING), self.choice.choice(("", "", "", " ", "**"))
        return self.cut(self.line(before + text + after))

    def text(self) -> tuple[tuple[Fragment, ...], list[Dup]]:
        """Return the fragments of a text on one line or torn over some, and dups inside it."""
        own: list[Fragment] = list(self.whole_line())
        dups: list[Dup] = []
        while self.chance(0.25):
            kind = self.choice.randrange(4)
            if kind == 0:
                own += self.whole_line()
            elif kind == 1:  # words printed twice at the beginning of the next line
                again = own[-1].text[-4:]
                line = self.line(again + self.words())
                dups.append(self.dup(self.cut(line, 0, len(again))))
                own += self.cut(line, len(again))
            elif kind == 2:  # at the end of the earlier one
                first, again = self.words(), self.words(3)
                line = self.line(first + again)
                own += self.cut(line, 0, len(first))
                repeated = self.cut(line, len(first))
                if self.chance(0.8):
                    dups.append(self.dup(repeated))
                own += self.whole_line()
            else:  # within a line
                first, again = self.words(), self.words(3)
                line = self.line(first + again + self.words())
                own += self.cut(line, 0, len(first))
                dups.append(self.dup(self.cut(line, len(first), len(first + again))))
                own += self.cut(line, len(first + again))
        if self.chance(0.1):
            self.choice.shuffle(dups)
        return tuple(own), dups

    def view(self, fragments: tuple[Fragment, ...], after: int = 0) -> Span | None:
        """Return a part of a text, often from or to a seam."""
        length = len(joined(fragments))
        seams, offset = [after, length], 0
        for fragment in fragments:
            offset += len(fragment.text)
            seams.append(offset)
        places = [p for p in seams if p >= after]
        for _ in range(3):
            places.append(self.choice.randint(after, length))
        start, end = sorted(self.choice.sample(places, 2))
        if self.plain:  # the notation strips blanks and marks from what it points at
            text = joined(fragments)
            while start < end and text[start] in _STRIPPED:
                start += 1
            while start < end and text[end - 1] in _STRIPPED:
                end -= 1
        return Span(start, end) if start < end else None

    # Nodes

    def children(self, role: str, depth: int) -> list[Node]:
        found: list[Node] = []
        for _ in range(self.choice.choice((0, 1, 2, 3, 4, 6))):
            found += self.nodes(role, depth)
        if self.chance(0.1):
            self.choice.shuffle(found)
        return found

    def nodes(self, role: str, depth: int) -> list[Node]:
        """Return one node, likely one that belongs there, with the duplicates inside it."""
        own = {"stats": "stat", "list": "item", "glossary": "entry", "table": "row"}.get(role)
        if own and self.chance(0.7):
            return self.leaf(own)
        if depth <= _DEPTH and self.chance(0.35 if not own else 0.1):
            return [self.group(self.choice.choice(_GROUPS), depth)]
        return self.leaf(
            self.choice.choice((*_TEXTS, "p", "p", "p", "stat", "entry", "meta", "dup"))
        )

    def group(self, role: str, depth: int) -> Group:
        heading, title = self.heading()
        kind = self.choice.choice(_LABELS) if self.chance(0.4) else ""
        return Group(
            role=role,  # type: ignore[arg-type]  # one of GroupRole, by its making
            kind="box" if self.plain and kind else kind,
            n=self.choice.randint(0, 40) if self.chance(0.4) else None,
            heading=heading,
            title=title,
            children=tuple(self.children(role, depth + 1)),
        )

    def heading(self) -> tuple[tuple[Fragment, ...], Span | None]:
        if self.chance(0.3):
            return (), None
        found = self.whole_line()
        if self.chance(0.2):
            found += self.whole_line()
        return found, self.view(found) if self.chance(0.6) else None

    def deep_chain(self) -> Group:
        """Return groups in groups, far deeper than any page, and then a leaf."""
        depth = 4 if self.plain else self.choice.choice((9, 60, 120))
        node: list[Node] = self.leaf("p")
        for _ in range(depth):
            role = self.choice.choice(("section", "box", "list", "article", "table"))
            inner = [*node, *(self.leaf("p") if self.chance(0.2) else ())]
            node = [Group(role=role, children=tuple(inner))]  # type: ignore[arg-type]  # as above
        group = node[0]
        assert isinstance(group, Group)
        return group

    def leaf(self, role: str) -> list[Node]:
        if role == "entry":
            return self.entry()
        if role == "meta":
            return [self.meta()]
        if role == "dup":
            return [self.dup(self.text()[0])]
        if role == "stat":
            return self.stat()
        if role == "row":
            return [self.row()]
        fragments, dups = self.text()
        if role not in ("p", "item"):
            return [Text(role=role, fragments=fragments), *dups]  # type: ignore[arg-type]  # as above
        return [self.with_views(role, fragments), *dups]

    def with_views(self, role: str, fragments: tuple[Fragment, ...]) -> Text:
        """Return a paragraph or item; its views stand one after the other."""
        found: list[Span | None] = []
        at = 0
        for _ in range(4):
            span = self.view(fragments, at) if self.chance(0.3) else None
            if span and at < span.start and self.chance(0.5):
                span = Span(at, span.end)
            found.append(span)
            at = span.end if span else at
        return Text(
            role=role,  # type: ignore[arg-type]  # as above
            fragments=fragments,
            dateline=found[0],
            lead=found[1],
            inner=tuple(span for span in found[2:] if span),
        )

    def row(self) -> Text:
        cells: list[Fragment] = []
        for _ in range(self.choice.choice((1, 1, 1, 2))):
            texts = [self.choice.choice(_HAN) * self.choice.randint(1, 4) for _ in range(3)]
            raw = self.choice.choice((" & ", "|", "\t")).join(texts)
            number, at = self.line(raw), 0
            for text in texts:
                start = raw.index(text, at)
                cells += self.cut(number, start, start + len(text))
                at = start + len(text)
        return Text(role="row", fragments=tuple(cells))

    def stat(self) -> list[Node]:
        parts = [self.words(6), self.choice.choice(_FIGURES), self.words(4)]
        if self.chance(0.4):
            parts += [self.choice.choice(_FIGURES), self.words(3)]
        fragments = self.cut(self.line(self.choice.choice(_LEADING) + "".join(parts)))
        text = joined(fragments)
        if self.plain or self.chance(0.3):
            return [Stat(fragments=fragments, figures=figures(text))]
        at, found = 0, []
        while self.chance(0.6) and at < len(text):
            start = self.choice.randrange(at, len(text))
            end = self.choice.randint(start + 1, min(len(text), start + 5))
            found.append(self.figure(start, text[start:end]))
            at = end
        return [Stat(fragments=fragments, figures=tuple(found))]

    def figure(self, start: int, printed: str) -> Figure:
        numbers = (
            None,
            Decimal("41000"),
            Decimal("5.50"),
            Decimal(0),
            Decimal("-3"),
            Decimal("2E+9"),
        )
        return Figure(
            start=start,
            printed=printed,
            value=self.choice.choice(numbers),
            upper=self.choice.choice(numbers) if self.chance(0.2) else None,
            unit=self.choice.choice(_UNITS),
            ordinal=self.chance(0.2),
            bound=self.choice.choice(get_args(Bound)),
            change=self.choice.choice(get_args(Change)) if self.chance(0.4) else None,
        )

    def entry(self) -> list[Node]:
        """Return an entry: its head opens its line, the definition follows there or below."""
        number = self.choice.choice(("", "1. ", "［12］", "3．"))
        term = self.words(5)
        self.terms.append(term)
        pages = self.choice.choice(("", "", "P2", "第4版"))
        head = f"{number}{term}" + (f"({pages})" if pages else "") + self.choice.choice(("", "："))
        dups: list[Dup] = []
        if self.chance(0.3):
            line = self.line(head)
            own_head = self.cut(line)
            definition, dups = self.text()
        else:
            line = self.line(head + self.words())
            own_head, definition = self.cut(line, 0, len(head)), self.cut(line, len(head))
            if self.chance(0.3):
                definition += self.whole_line()
        text = joined(own_head)
        term_at = text.index(term) if term in text else 0
        span = Span(term_at, term_at + len(term) if term in text else len(text))
        at = text.find(pages, span.end) if pages else -1
        entry = Entry(
            head=own_head,
            fragments=definition,
            term=span,
            n=int("".join(c for c in number if c.isdecimal())) if number else None,
            pages=Span(at, at + len(pages)) if at >= 0 else None,
        )
        return [entry, *dups]

    def meta(self) -> Meta:
        name = self.choice.choice(_FIELDS[:6] if self.plain else _FIELDS)
        if name == "date" and self.chance(0.7):
            value = self.choice.choice(("2021年12月31日", "2021年2月31日", "二〇二〇年一月二日"))
            return Meta(field=name, fragments=self.cut(self.line(value)))
        if self.chance(0.5):
            return Meta(field=name, fragments=self.whole_line())
        line = self.line("责任编辑：" + self.words(4))
        return Meta(field=name, fragments=self.cut(line, 5), label=self.cut(line, 0, 5))

    def dup(self, fragments: tuple[Fragment, ...]) -> Dup:
        places = [self.place() for _ in range(self.choice.choice((1, 1, 1, 2)))]
        kind = self.choice.choice(get_args(DupKind))
        return Dup(kind=kind, of=tuple(places), fragments=fragments)

    def place(self) -> Place:
        if self.owned and self.chance(0.8):
            line, start, text = self.choice.choice(self.owned)
            whole, rest = Place(line), Place(line, start)
            return self.choice.choice((whole, rest, Place(line, start, start + len(text))))
        return Place(self.choice.randint(1, max(len(self.lines), 1)))

    def warnings(self, root: Group) -> tuple[Notice, ...]:
        found = []
        count = sum(1 for _ in walk(root))
        for _ in range(self.choice.randint(0, min(count, 4))):
            a_and_b = [(self.place(),) for _ in range(2)] if self.chance(0.4) else [(), ()]
            said = tuple(self.words(4) for _ in range(self.choice.choice((0, 1, 2, 3))))
            found.append(
                Notice(
                    kind=self.choice.choice(get_args(WarningKind)),
                    at=(self.place(),) if self.chance(0.9) else (),
                    a=a_and_b[0],
                    b=a_and_b[1],
                    said=said,
                )
            )
        return tuple(found)
