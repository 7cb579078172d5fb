"""In: elements of the structure and what is drawn for them.  Out: which marked content is whose."""

from __future__ import annotations

from typing import NamedTuple


class Content(NamedTuple):
    """A marked piece of a page's content; pages count from 0."""

    page: int
    mcid: int


class Annotation(NamedTuple):
    """A link of a page, by its number there."""

    page: int
    number: int


class Element:
    """An element of the structure tree; kids are in the order in which they are drawn."""

    __slots__ = ("alt", "kids", "owner", "parent", "role")

    def __init__(self, role: str, parent: Element | None, *, late: bool = False) -> None:
        self.role = role
        self.parent = parent
        self.alt = ""
        self.owner = ""
        self.kids: list[Element | Content | Annotation] = []
        if parent is not None and not late:
            parent.kids.append(self)


class Tags:
    """The marked content of the page in hand: opened and closed as the drawing goes."""

    def __init__(self) -> None:
        self.page = 0
        self.count = 0
        self.current: Element | None = None

    def begin(self, element: Element) -> str:
        """Return the operators that go before content of an element."""
        if element is self.current:
            return ""
        closing = self.end()
        parent = element.parent
        if parent is not None and element.role in INLINE and element not in parent.kids[-1:]:
            parent.kids.append(element)
        self.current = element
        element.kids.append(Content(self.page, self.count))
        self.count += 1
        return f"{closing}/{element.role} <</MCID {self.count - 1}>> BDC\n"

    def end(self) -> str:
        """Return the operators that go after the content of the current element."""
        if self.current is None:
            return ""
        self.current = None
        return "EMC\n"

    def turn(self) -> None:
        """Go to the next page."""
        self.page += 1
        self.count = 0


# Elements inside a line take their place in the tree when they are first drawn.
INLINE = frozenset({"Link"})
