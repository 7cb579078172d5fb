"""In: what is found in a document.  Out: the page as it will print, each block with its node."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from ...model import (
    Dup,
    Entry,
    Fragment,
    Group,
    Meta,
    Node,
    Span,
    Stat,
    Text,
    joined,
    own_fragments,
)
from .charts import figures
from .findings import Findings, joins
from .markup import Mark, escape, marked, plain
from .notes import duplicate_note, notes
from .terms import Terms

_BODIES = {
    "stats": ("<ul>", "</ul>"),
    "list": ("<ul>", "</ul>"),
    "table": ('<div class="scroll" tabindex="0"><table><tbody>', "</tbody></table></div>"),
}


def page_pane(findings: Findings) -> str:
    """Return the page: masthead, kickers, articles, credits, and what is not printed."""
    order = findings.order
    terms = Terms(findings)
    stack: list[int | str] = [
        '<div class="masthead">', *order.masthead, "</div>",
        *order.first, *order.middle, *order.last,
        '<div class="unprinted">', *order.unprinted, "</div>",
    ]  # fmt: skip
    stack.reverse()
    parts = [notes(findings, 0)]
    while stack:
        top = stack.pop()
        if isinstance(top, str):
            parts.append(top)
            continue
        item = findings.items[top]
        if isinstance(item.node, Group):
            opening, closing = _group(findings, top, item.node)
            parts.append(opening)
            stack.append(closing)
            stack.extend(reversed(item.children))
        else:
            parts.append(_leaf(findings, top, item.node, terms))
    return "".join(parts)


def _block(findings: Findings, number: int, role: str) -> tuple[str, str]:
    """Return the tags around a node, as its parent's list or table needs them."""
    kinds = " ".join(findings.kinds[number])
    marks = f' id="n{number}" data-n="{number}" tabindex="-1"'
    marks += f' data-k="{kinds}"' if kinds else ""
    parent = findings.items[findings.items[number].parent].node
    within = parent.role if isinstance(parent, Group) else ""
    if within in ("stats", "list"):
        return f'<li class="b {role}"{marks}>', "</li>\n"
    if within == "table":
        if role == "row":
            return f'<tr class="b row"{marks}>', "</tr>\n"
        return f'<tr class="b {role}"{marks}><td colspan="99">', "</td></tr>\n"
    return f'<div class="b {role}"{marks}>', "</div>\n"


def _group(findings: Findings, number: int, node: Group) -> tuple[str, str]:
    opening, closing = _block(findings, number, f"{node.role} group")
    heading = ""
    if node.heading:
        level = min(findings.items[number].headings + 3, 6)
        heading = f"<h{level}>{_text(node.heading, _spans(('title', node.title)))}</h{level}>"
    first, last = _BODIES.get(node.role, ("", ""))
    chart = ""
    if node.role == "stats":
        chart = figures([child for child in node.children if isinstance(child, Stat)])
    return opening + heading + notes(findings, number) + first, last + chart + closing


def _leaf(findings: Findings, number: int, node: Node, terms: Terms) -> str:
    match node:
        case Text(role="row"):
            cells = "".join(f"<td>{escape(cell.text)}</td>" for cell in node.fragments)
            said = notes(findings, number)
            role, html = "row", cells + (f"<td>{said}</td>" if said else "")
        case Text():
            spans = _spans(
                ("dateline", node.dateline),
                ("lead", node.lead),
                *(("lead", span) for span in node.inner),
            )
            text = _text(node.fragments, [*spans, *terms.marks(node.text)])
            tag = "h2" if node.role == "headline" else "p"
            role, html = node.role, f"<{tag}>{text}</{tag}>" + notes(findings, number)
        case Stat():
            spans = _spans(
                *(
                    ("figure", Span(figure.start, figure.start + len(figure.printed)))
                    for figure in node.figures
                )
            )
            role = "stat"
            html = f"<p>{_text(node.fragments, spans)}</p>" + notes(findings, number)
        case Entry():
            role, html = "entry", _entry(node, number, terms) + notes(findings, number)
        case Meta():
            label = f'<span class="label">{_text(node.label)}</span>' if node.label else ""
            text = f'<p title="{plain(node.field)}">{label}{_text(node.fragments)}</p>'
            role, html = "meta", text + notes(findings, number)
        case Dup():
            said = duplicate_note(findings, number, node) + notes(findings, number)
            text = _text(node.fragments, _differences(findings, number, node))
            role, html = "dup", f"<p>{text}</p>" + said
        case Group():
            raise TypeError("a group is no leaf")
    opening, closing = _block(findings, number, role)
    return opening + html + closing


def _differences(findings: Findings, number: int, node: Dup) -> list[Mark]:
    """Return the characters of a near copy that the copy that stays does not have there."""
    if node.kind != "near" or number not in findings.stays:
        return []
    kept = joined(own_fragments(findings.items[findings.stays[number]].node))
    return [
        Mark(step.src_start, step.src_end, '<span class="differs">', "</span>")
        for step in Levenshtein.opcodes(node.text, kept)
        if step.tag != "equal"
    ]


def _entry(node: Entry, number: int, terms: Terms) -> str:
    head = _text(node.head, [Mark(*node.term, "<dfn>", "</dfn>")])
    text = _text(node.fragments, terms.marks(node.text, beside=number))
    point = ""
    if node.head and node.fragments and node.head[-1].line != node.fragments[0].line:
        point = _join(node.head[-1], node.fragments[0])
    return f'<p>{head}{point}<span class="definition">{text}</span></p>'


def _spans(*named: tuple[str, Span | None]) -> list[Mark]:
    return [Mark(*span, f'<span class="{name}">', "</span>") for name, span in named if span]


def _text(fragments: tuple[Fragment, ...], marks: list[Mark] | None = None) -> str:
    points = [(at, _join(before, after)) for at, before, after in joins(fragments)]
    return marked(joined(fragments), marks or [], points)


def _join(before: Fragment, after: Fragment) -> str:
    label = plain(f"第{before.line}行接第{after.line}行 line {before.line} joins {after.line}")
    return f'<span class="j" role="img" aria-label="{label}" title="{label}"></span>'
