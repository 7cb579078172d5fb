"""In: a document.  Out: TEI P5, one TEI element a page, as docs/tei.md describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model import Document
from . import tei_body, tei_header, tei_warnings
from .tei_page import Page

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NAMESPACE = ' xmlns="http://www.tei-c.org/ns/1.0"'
_PREFIX = "p"


def write(document: Document, *, duplicates: bool = False, comments: bool = False) -> bytes:
    """Return the page as TEI; duplicates and warnings are always there, marked as such."""
    lines = [_DECLARATION, *_page(document, _identifier(document), _NAMESPACE)]
    return _encoded(lines)


def corpus(documents: Iterable[Document]) -> bytes:
    """Return several pages as one teiCorpus."""
    lines = [_DECLARATION, f"<teiCorpus{_NAMESPACE}>", *tei_header.corpus_header()]
    seen: dict[str, int] = {}
    for document in documents:
        identifier = _identifier(document)
        seen[identifier] = count = seen.get(identifier, 0) + 1
        lines += _page(document, identifier if count == 1 else f"{identifier}.{count}", "")
    return _encoded([*lines, "</teiCorpus>"])


def _identifier(document: Document) -> str:
    """Return the name that all identifiers of a page begin with, so that files can be merged."""
    digest = re.sub("[^0-9A-Za-z]", "", document.source.sha256)
    return _PREFIX + digest[:10]


def _page(document: Document, identifier: str, namespace: str) -> list[str]:
    from .. import __version__

    language = tei_header.language(document)
    page = Page(document, identifier)
    number = document.meta("page")
    if number and number.text.strip():
        page.line(3, f"<pb{tei_header.attributes({'n': number.text})}/>")
    tei_body.body(page, document.root)
    for notice in document.warnings:
        page.line(3, tei_warnings.note(page, notice))
    return [
        f'<TEI{namespace} xml:id="{identifier}" xml:lang="{language}">',
        *tei_header.header(document, identifier, language, __version__),
        " <text>",
        "  <body>",
        *page.out,
        "  </body>",
        " </text>",
        "</TEI>",
    ]


def _encoded(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
