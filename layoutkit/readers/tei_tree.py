"""In: the body of a TEI page.  Out: the page's tree and warnings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args
from urllib.parse import unquote

from ..model import (
    Dup,
    DupKind,
    Entry,
    Fragment,
    Group,
    GroupRole,
    Meta,
    Node,
    Notice,
    Span,
    Stat,
    Text,
    TextRole,
    WarningKind,
)
from .tei_text import (
    ID,
    NAMESPACE,
    Element,
    Origin,
    Run,
    cells,
    figures,
    fragments,
    name_of,
    places,
    run_of,
    wrong,
)

_HEADS = {"kicker": "kicker", "main": "headline", "sub": "deck", "caption": "caption"}
_LEAVES = {"p": "p", "byline": "byline", "salute": "salutation", "speaker": "speaker"}
_LISTS = {None: "list", "list": "list", "ordered": "list", "stats": "stats", "gloss": "glossary"}
_AROUND = ("sp", "opener", "figure")  # elements around nodes that are none themselves
_EMPTY = ("pb", "lb", "cb", "gb", "milestone", "anchor", "graphic", "figDesc")
_GROUPS: tuple[str, ...] = get_args(GroupRole)
_TEXTS: tuple[str, ...] = get_args(TextRole)


class Tree:
    """A page while it is read; warnings are gathered on the way."""

    def __init__(self, body: Element, origin: Origin):
        self.origin = origin
        self.warnings: list[Notice] = []
        self._body = body
        self._deep: dict[str | None, Node] = {}

    def root(self) -> Group:
        """Return the page; its deepest groups stand at its end, the inner after the outer."""
        for wrapper in reversed(self._body.findall(f"{NAMESPACE}div[@type='deep']")):
            for element in wrapper:
                self._deep[element.get(ID)] = next(self._node(element, name_of(element), "page"))
        return self._group(self._body, self._body, "page")

    def _group(self, element: Element, inner: Element, role: str) -> Group:
        """Return a group; inner is the element that holds its heading and children."""
        head = next((e for e in inner if name_of(e) == "head" and e.get("type") is None), None)
        heading: tuple[Fragment, ...] = ()
        titles: list[Span] = []
        if head is not None:
            run = run_of(head)
            heading, titles = fragments(head, run, self.origin), run.views("seg", "title")
        return Group(
            role=cast(GroupRole, role),
            kind=unquote(element.get("subtype") or "", errors="surrogatepass"),
            n=self._number(element),
            heading=heading,
            title=titles[0] if titles else None,
            children=tuple(self._children(inner, role, head)),
        )

    def _number(self, element: Element) -> int | None:
        value = element.get("n")
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            raise wrong(element, f"n is no number: {value!r}", self.origin.path) from None

    def _children(self, element: Element, role: str, head: Element | None = None) -> Iterator[Node]:
        """Yield the nodes in an element; role is the group's in which they stand."""
        label: Element | None = None
        self._refuse_text(element, element.text)
        for child in element:
            self._refuse_text(element, child.tail)
            name = name_of(child)
            if child is head or name in _EMPTY:
                continue
            if name == "label":
                label = child
            elif name == "item" and label is not None:
                yield from self._entry(label, child)
                label = None
            else:
                yield from self._node(child, name, role)

    def _refuse_text(self, element: Element, text: str | None) -> None:
        if text and not text.isspace():
            message = f"text where none may stand: {text.strip()[:20]!r}"
            raise wrong(element, message, self.origin.path)

    def _node(self, element: Element, name: str, role: str) -> Iterator[Node]:
        kind = element.get("type")
        if name in _LEAVES:
            yield from self._leaf(element, _LEAVES[name])
        elif name == "head" and kind in _HEADS:
            yield from self._leaf(element, _HEADS[kind])
        elif name in ("ab", "trailer", "note"):
            yield from self._typed(element, name, kind, role)
        elif name == "item":
            if element.get(ID) is None and element.get("source") is None:
                yield from self._children(element, role)
            else:
                yield from self._leaf(element, "stat" if role == "stats" else "item")
        elif name == "fw":
            yield from self._forme(element, kind)
        elif name == "row":
            yield self._row(element)
        elif name in _AROUND:
            yield from self._children(element, role)
        else:
            yield from self._container(element, name, kind, role)

    def _container(
        self, element: Element, name: str, kind: str | None, role: str
    ) -> Iterator[Node]:
        if name == "div" and kind == "flow":
            yield from self._children(element, role)
        elif name == "div" and kind == "deep":
            yield from self._elsewhere(element)
        elif name == "div" and kind in ("article", "section"):
            yield self._group(element, element, kind)
        elif name == "floatingText" and kind in _GROUPS:
            inner = element.find(f"{NAMESPACE}body")
            yield self._group(element, element if inner is None else inner, kind)
        elif name == "list" and element.get("rend") == "flow":
            yield from self._children(element, "glossary")
        elif name == "list" and kind in _LISTS:
            yield self._group(element, element, _LISTS[kind])
        elif name == "table":
            yield self._group(element, element, "table")
        else:
            message = f"no element of a page (type {kind!r})"
            raise wrong(element, message, self.origin.path)

    def _elsewhere(self, element: Element) -> Iterator[Node]:
        """Yield the deep group that a pointer stands for; nothing for the place where it is."""
        target = (element.get("corresp") or "").removeprefix("#")
        if not target:
            return
        deep = self._deep.pop(target, None)
        if deep is None:
            raise wrong(element, f"points at {target!r}, which is not there", self.origin.path)
        yield deep

    def _typed(self, element: Element, name: str, kind: str | None, role: str) -> Iterator[Node]:
        """Yield what an ab, trailer or note of a type holds."""
        if kind == "dup":
            yield from (self._duplicate(e) for e in element.iterchildren(f"{NAMESPACE}surplus"))
        elif kind == "flow":
            yield from self._children(element, role)
        elif kind == "deep":
            yield from self._elsewhere(element)
        elif kind == "warning":
            self.warnings.append(self._warning(element))
        elif kind == "stat" or kind in _TEXTS:
            yield from self._leaf(element, kind)
        elif kind != "empty" and name != "note":  # another's notes are no part of the tree
            raise wrong(element, f"unknown type {kind!r}", self.origin.path)

    def _leaf(self, element: Element, role: str) -> Iterator[Node]:
        """Yield a leaf, and after it the duplicates printed inside it."""
        run = run_of(element)
        own = fragments(element, run, self.origin)
        if role == "stat":
            yield Stat(fragments=own, figures=figures(run, self.origin.path))
        else:
            datelines, leads = run.views("seg", "dateline"), run.views("seg", "lead")
            yield Text(
                role=cast(TextRole, role),
                fragments=own,
                dateline=datelines[0] if datelines else None,
                lead=leads[0] if leads else None,
                inner=tuple(run.views("seg", "inner")),
            )
        yield from self._duplicates(run)

    def _duplicates(self, run: Run) -> Iterator[Dup]:
        return (self._duplicate(element) for element in run.surplus)

    def _duplicate(self, element: Element) -> Dup:
        kinds = [
            word for word in (element.get("reason") or "").split() if word in get_args(DupKind)
        ]
        if len(kinds) != 1:
            raise wrong(element, "reason names no kind of duplicate", self.origin.path)
        return Dup(
            kind=cast(DupKind, kinds[0]),
            of=places(element, "corresp", self.origin.path),
            fragments=fragments(element, run_of(element), self.origin),
        )

    def _row(self, element: Element) -> Text:
        texts = [run_of(cell).text for cell in element.iterchildren(f"{NAMESPACE}cell")]
        own = cells(element, [text for text in texts if text], self.origin)
        return Text(role="row", fragments=own)

    def _entry(self, label: Element, item: Element) -> Iterator[Node]:
        head, definition = run_of(label), run_of(item)
        terms, pages = head.views("term"), head.views("ref", "page")
        if not terms:
            raise wrong(label, "a glossary entry without a term", self.origin.path)
        yield Entry(
            head=fragments(label, head, self.origin),
            fragments=fragments(item, definition, self.origin),
            term=terms[0],
            n=self._number(label),
            pages=Span(pages[0].start, pages[-1].end) if pages else None,
        )
        yield from self._duplicates(definition)

    def _forme(self, element: Element, kind: str | None) -> Iterator[Node]:
        field = element.get("subtype")
        if not field:
            yield from self._leaf(element, "jump" if kind == "jump" else "furniture")
            return
        label = next((e for e in element if e.get("type") == "label"), None)
        run = run_of(element, leave_out=label)
        yield Meta(
            field=unquote(field, errors="surrogatepass"),
            fragments=fragments(element, run, self.origin),
            label=() if label is None else fragments(label, run_of(label), self.origin),
        )

    def _warning(self, element: Element) -> Notice:
        path, kind = self.origin.path, element.get("subtype")
        if kind not in get_args(WarningKind):
            raise wrong(element, f"unknown warning {kind!r}", path)
        refs = {e.get("n"): e for e in element.iter(f"{NAMESPACE}ref")}
        said = {self._number(e) or 0: run_of(e).text for e in element.iter(f"{NAMESPACE}mentioned")}
        return Notice(
            kind=cast(WarningKind, kind),
            at=places(element, "target", path),
            a=places(refs["a"], "target", path) if "a" in refs else (),
            b=places(refs["b"], "target", path) if "b" in refs else (),
            said=tuple(said[n] for n in sorted(said)),
        )
