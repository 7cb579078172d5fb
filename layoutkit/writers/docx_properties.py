"""In: a document.  Out: its header line and its core properties, as XML text."""

from __future__ import annotations

from ..model import Document, Meta, Node, Text, walk
from .docx_runs import escape, runs

_HEADER = (("newspaper",), ("date", "weekday"), ("page", "column"))
_LONGEST = 255
_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def header(document: Document, style: str) -> str:
    """Return the header's paragraph: paper, date and page; nothing where none is known."""
    metas = [node for node in document.root.children if isinstance(node, Meta)]
    zones = [
        " ".join(meta.text for name in names for meta in metas if meta.field == name)
        for names in _HEADER
    ]
    if not any(zones):
        return ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs(chr(9).join(zones))}</w:p>'


def properties(document: Document) -> str:
    """Return the core properties: what the page says of itself, and no time of making."""
    nodes = list(walk(document.root))
    date = next((meta.iso for meta in nodes if isinstance(meta, Meta) and meta.iso), None)
    stamp = "" if date is None else f"{date}T00:00:00Z"
    paper = " ".join(_field(nodes, "newspaper"))
    rows = [
        ("dc:title", _title(document, nodes)),
        ("dc:subject", _of_role(nodes, "kicker")),
        ("dc:creator", _of_role(nodes, "byline") or paper),
        ("dc:description", _rest(nodes)),
        ("dc:language", "zh-CN"),
        ("cp:category", paper),
    ]
    inner = "".join(f"<{tag}>{escape(value[:_LONGEST])}</{tag}>" for tag, value in rows if value)
    for tag in ("created", "modified"):
        if stamp:
            inner += f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{tag}>'
    return f"<cp:coreProperties {_NAMESPACES}>{inner}</cp:coreProperties>"


def _of_role(nodes: list[Node], role: str) -> str:
    texts = (node.text for node in nodes if isinstance(node, Text) and node.role == role)
    return "; ".join(dict.fromkeys(texts))


def _field(nodes: list[Node], name: str) -> list[str]:
    return [node.text for node in nodes if isinstance(node, Meta) and node.field == name]


def _title(document: Document, nodes: list[Node]) -> str:
    """Return the first headline; where all are lost, the next best name of the page."""
    headlines = (node.text for node in nodes if isinstance(node, Text) and node.role == "headline")
    headings = (node.text for node in nodes if node.text)
    return next(headlines, "") or document.source.name or next(headings, "")


def _rest(nodes: list[Node]) -> str:
    """Return the masthead fields that the header does not show, each with its printed label."""
    shown = {name for names in _HEADER for name in names}
    return "; ".join(
        "".join(fragment.text for fragment in (*node.label, *node.fragments))
        for node in nodes
        if isinstance(node, Meta) and node.field not in shown
    )
