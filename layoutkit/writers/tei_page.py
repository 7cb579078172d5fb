"""In: a document.  Out: what the parts of its TEI share: identifiers, links, the lines written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from ..model import Document, Dup, Entry, Fragment, Group, Place, joined, own_fragments, walk
from .tei_owners import Owners
from .tei_text import Insert, Mark, mixed, pointer


class Page:
    """One TEI element while it is written; out are its lines.

    Nodes are numbered in reading order, and written in reading order, so a number is known
    before its node is written.  deep are the groups to be written at the end.
    """

    def __init__(self, document: Document, identifier: str):
        self.identifier = identifier
        self.lines = document.source.lines
        self.number = 0
        self.out: list[str] = []
        self.deep: list[tuple[Group, int]] = []
        self._seam = f' edRef="#{identifier}-src"'
        self._owners = Owners()
        self._ids: dict[str, list[str]] = {}
        self._index(document)
        self._terms = _by_start(self._ids)
        self._starts = _any_start(self._terms)

    def _index(self, document: Document) -> None:
        for number, node in enumerate(walk(document.root)):
            name = self._name(number) if number else self.identifier
            for fragment in own_fragments(node):
                self._owners.add(fragment, name, isinstance(node, Dup))
            if isinstance(node, Entry):
                term = joined(node.head)[slice(*node.term)]
                self._ids.setdefault(term, []).append(f"#{name}")

    def _name(self, number: int) -> str:
        return f"{self.identifier}-{number:03d}"

    def line(self, depth: int, markup: str) -> None:
        """Write one line."""
        self.out.append(" " * depth + markup)

    def new_id(self) -> str:
        """Return the identifier attribute of the next node."""
        self.number += 1
        return f' xml:id="{self._name(self.number)}"'

    def next_id(self) -> str:
        """Return the identifier that the next node will have."""
        return self._name(self.number + 1)

    def mixed(
        self,
        fragments: Sequence[Fragment],
        marks: Iterable[Mark] = (),
        inserts: Iterable[Insert] = (),
    ) -> str:
        """Return fragments as mixed content of this page."""
        return mixed(fragments, self._seam, marks, inserts)

    def targets(self, places: tuple[Place, ...], *, kept: bool = False) -> str:
        """Return places as pointers, the node that stands there first; kept asks for no dup."""
        found = (owner for place in places[:1] for owner in self._owners.at(place))
        names = (f"#{owner.name}" for owner in found if not (kept and owner.is_dup))
        return " ".join([*islice(names, 1), *map(pointer, places)])

    def quoted(self, places: tuple[Place, ...]) -> str:
        """Return the text of the tree at places."""
        return "".join(
            owner.fragment.text[_start(place, owner.fragment) : _end(place, owner.fragment)]
            for place in places
            for owner in self._owners.at(place)
        )

    def uses(self, text: str, views: Sequence[Mark]) -> Iterator[Mark]:
        """Yield the glossary terms that a text uses, but none across the border of a view."""
        end = 0
        for match in self._starts.finditer(text) if self._starts else ():
            start = match.start()
            same_start = self._terms.get(text[start : start + 2], ()) if start >= end else ()
            term = next((term for term in same_start if text.startswith(term, start)), None)
            if term is None:
                continue
            end = start + len(term)
            if all(end <= v.start or v.end <= start or _is_in(start, end, v) for v in views):
                target = " ".join(self._ids[term])
                yield Mark(start, end, "ref", f' type="gloss" target="{target}"')


def _is_in(start: int, end: int, view: Mark) -> bool:
    return view.start <= start and end <= view.end


def _start(place: Place, fragment: Fragment) -> int:
    return max(place.start - fragment.start, 0)


def _end(place: Place, fragment: Fragment) -> int | None:
    return None if place.end is None else max(place.end - fragment.start, 0)


def _by_start(words: Iterable[str]) -> dict[str, list[str]]:
    """Return words of two characters or more by their first two, the longest first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if len(word) > 1:
            found.setdefault(word[:2], []).append(word)
    return found


def _any_start(starts: Collection[str]) -> re.Pattern[str] | None:
    """Return a pattern of the places where a start may be: one look for any number of words."""
    first, second = (sorted({re.escape(start[i]) for start in starts}) for i in range(2))
    return re.compile(f"(?=[{''.join(first)}][{''.join(second)}])") if first else None
