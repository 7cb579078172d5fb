"""In: the bytes of our TEI.  Out: the document, proved against its own source pointers."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..errors import LayoutError
from ..model import Document, Group, Source
from .proof import Lookup, proved
from .tei_text import NAMESPACE, Element, Origin, name_of, run_of
from .tei_tree import Tree


def read(data: bytes, name: str, lookup: Lookup | None = None) -> Document:
    """Return the document of one page; name is what errors call the file.

    lookup gives the bytes of a source file by its name, or None: where they are those the page
    was made from, every fragment is proved again and the document has its source lines.
    Raises LayoutError for what is not our TEI, and for a text that does not fit its source.
    """
    root = _parse(data, name)
    if name_of(root) == "teiCorpus":
        raise LayoutError("a teiCorpus holds several pages: give its TEI elements one by one", name)
    return _page(root, name, lookup)


def read_corpus(data: bytes, name: str, lookup: Lookup | None = None) -> Iterator[Document]:
    """Yield the documents of a teiCorpus, or the one of a single TEI; see read."""
    root = _parse(data, name)
    for page in root.iter(f"{NAMESPACE}TEI"):
        yield _page(page, name, lookup)


def _parse(data: bytes, name: str) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or None
        raise LayoutError(f"not well-formed XML: {_one_line(error)}", name, line) from None
    if root.getroottree().docinfo.doctype:
        raise LayoutError("XML with a DOCTYPE is not read: remove it", name)
    if name_of(root) not in ("TEI", "teiCorpus"):
        raise LayoutError(f"the root is {root.tag!r}, not TEI in the namespace of TEI P5", name)
    return root


def _one_line(error: Exception) -> str:
    return " ".join(str(getattr(error, "msg", None) or error).split())


def _page(root: Element, name: str, lookup: Lookup | None) -> Document:
    source = _source(root, name, lookup)
    body = root.find(f"{NAMESPACE}text/{NAMESPACE}body")
    if body is None:
        raise LayoutError("TEI without a body", name, root.sourceline)
    tree = Tree(body, Origin(name, source.line_count, source.lines))
    page = tree.root()
    return Document(root=page, source=source, warnings=tuple(tree.warnings))


def _source(root: Element, name: str, lookup: Lookup | None) -> Source:
    """Return the facts of the header's bibl of the transcript."""
    header = f"{NAMESPACE}teiHeader//{NAMESPACE}"
    program = root.find(f"{header}application[@ident='layoutkit']")
    bibl = root.find(f"{header}bibl[@type='transcript']")
    if program is None or bibl is None:
        message = "TEI that layoutkit did not write: its header names no application and transcript"
        raise LayoutError(message, name, root.sourceline)
    count = bibl.find(f".//{NAMESPACE}measure[@unit='line']")
    try:
        line_count = int(count.get("quantity", "") if count is not None else "")
    except ValueError:
        raise LayoutError("the header does not say how many lines the source has", name) from None
    source = Source(
        name=_text(bibl, "title"),
        sha256=_text(bibl, "idno"),
        encoding=_text(bibl, "note"),
        line_count=line_count,
    )
    # The tree is not there yet: what is proved here is the source alone, fragments as they come.
    return proved(Document(root=Group(role="page"), source=source), lookup).source


def _text(bibl: Element, tag: str) -> str:
    """Return the text of a child; empty where it is missing."""
    child = bibl.find(NAMESPACE + tag)
    return "" if child is None else run_of(child).text
