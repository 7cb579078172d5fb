"""In: the glossaries of a page.  Out: where their terms stand in other texts."""

from __future__ import annotations

import re

from ...model import Entry, joined
from .findings import Findings
from .markup import Mark

_QUOTES = "“”\"‘’'「」『』《》 "
_SHORTEST = 2


class Terms:
    """The terms of all glossaries, longest first by their first character."""

    def __init__(self, findings: Findings):
        terms: dict[str, int] = {}
        for item in findings.items:
            if isinstance(item.node, Entry):
                term = joined(item.node.head)[slice(*item.node.term)].strip(_QUOTES)
                if len(term) >= _SHORTEST:
                    terms.setdefault(term, item.number)
        self._by_first: dict[str, list[tuple[str, int]]] = {}
        for term in sorted(terms, key=lambda one: (-len(one), one)):
            self._by_first.setdefault(term[0], []).append((term, terms[term]))
        firsts = "".join(re.escape(first) for first in sorted(self._by_first))
        self._first = re.compile(f"[{firsts}]") if firsts else None

    def marks(self, text: str, *, beside: int = -1) -> list[Mark]:
        """Return links to entries on the first place of each term in a text, none to `beside`."""
        found, at = [], 0
        seen = {beside}
        while self._first and (match := self._first.search(text, at)):
            at = match.start()
            for term, number in self._by_first[match[0]]:
                if text.startswith(term, at):
                    if number not in seen:
                        seen.add(number)
                        opening = f'<a class="term" href="#n{number}">'
                        found.append(Mark(at, at + len(term), opening, "</a>"))
                    at += len(term) - 1
                    break
            at += 1
        return found
