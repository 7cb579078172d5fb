"""In: a document.  Out: its review page, the source beside the page as it will print."""

from __future__ import annotations

from ..model import Document, own_fragments, walk
from .review.findings import Findings, find
from .review.markup import escape, file_of, plain, two
from .review.outline import outline, warnings
from .review.page_pane import page_pane
from .review.source_pane import source_pane
from .review.words import KINDS

_BIG = 3000  # nodes and lines; from here on the browser lays out only what is in view


def write(document: Document, *, duplicates: bool = False, comments: bool = False) -> bytes:
    """Return one HTML file that needs nothing else; duplicates and warnings are always in it."""
    findings = find(document)
    source = document.source
    name = source.name or "layoutkit"
    return file_of(
        "review.html",
        ("review.js",),
        {
            "title": plain(name),
            "size": "big" if len(findings.items) + source.line_count > _BIG else "small",
            "name": escape(name),
            "facts": _facts(findings),
            "filters": _filters(findings),
            "legend": _legend(),
            "warnings": warnings(findings),
            "warning_count": str(len(document.warnings)),
            "outline": outline(findings),
            "source_note": _source_note(findings),
            "source": source_pane(findings),
            "page_kinds": " ".join(findings.kinds[0]),
            "page": page_pane(findings),
        },
    )


def _facts(findings: Findings) -> str:
    """Return the facts about the source in a line."""
    document = findings.document
    source = document.source
    count = sum(len(fragment.text) for node in walk(document) for fragment in own_fragments(node))
    facts = [
        two(f"{source.line_count}行", f"{source.line_count} lines"),
        two(f"{count}字", f"{count} characters"),
        two(f"{len(findings.items)}个节点", f"{len(findings.items)} nodes"),
        escape(source.encoding),
        f'<abbr title="SHA-256 {plain(source.sha256)}">{escape(source.sha256[:8])}</abbr>',
    ]
    return "".join(f"<span>{fact}</span>" for fact in facts)


def _filters(findings: Findings) -> str:
    """Return a button for each kind of finding, with its count."""
    every = ("all", ("全部", "All"), len(findings.items) - 1)
    kinds = [
        (kind, name, sum(kind in own for own in findings.kinds))
        for kind, (name, _) in KINDS.items()
    ]
    return "".join(
        f'<button type="button" data-f="{kind}" aria-pressed="{str(kind == "all").lower()}">'
        f'{two(*name)} <span class="count">{count}</span></button>'
        for kind, name, count in [every, *kinds]
    )


def _legend() -> str:
    return "".join(
        f'<div data-legend="{kind}"><dt><span class="kind" data-kind="{kind}">{two(*name)}</span>'
        f"</dt><dd>{two(*meaning)}</dd></div>"
        for kind, (name, meaning) in KINDS.items()
    )


def _source_note(findings: Findings) -> str:
    if findings.document.source.lines is not None:
        return ""
    words = two(
        "原文未随文件保存：以下只有树中所存的文字，标记与空行未知。",
        "Read back without its source: only the text that the tree holds is shown.",
    )
    return f'<p class="unknown">{words}</p>'
