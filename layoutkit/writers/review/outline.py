"""In: what is found in a document.  Out: its tree as rows that fold, and its warnings."""

from __future__ import annotations

from ...model import Dup, Group, Meta, Node, joined, own_fragments
from .findings import Findings, Item
from .markup import escape, two
from .notes import line_of, notice_words
from .words import DETAILS, role_words

_SHOWN = 30


def outline(findings: Findings) -> str:
    """Return the tree items, a row a node, in tree order."""
    return "".join(_row(item) for item in findings.items)


def warnings(findings: Findings) -> str:
    """Return the list of warnings, each a link to its node."""
    rows = []
    for index, notice in enumerate(findings.document.warnings):
        number = findings.notice_nodes[index]
        line = notice.at[0].line if notice.at else line_of(findings, number)
        where = two(f"第{line}行", f"line {line}") if line else two("全页", "page")
        rows.append(
            f'<li id="w{index}"><a href="#n{number}">{where}</a> {notice_words(notice)}</li>\n'
        )
    return "".join(rows)


def _row(item: Item) -> str:
    number, node = item.number, item.node
    expanded = ' aria-expanded="true"' if item.children else ""
    tab = "0" if number == 0 else "-1"
    text = node.text if isinstance(node, Group) else joined(own_fragments(node))
    text = " ".join(text.split())
    words = escape(text[:_SHOWN] + ("…" if len(text) > _SHOWN else ""))
    rule = f' <code class="rule">{escape(node.rule)}</code>' if node.rule else ""
    return (
        f'<li role="treeitem" id="t{number}" data-n="{number}" aria-level="{item.level}"{expanded}'
        f' class="d{min(item.level, 9)}" aria-selected="false" tabindex="{tab}">'
        f'<span class="fold" aria-hidden="true"></span><b>{two(*role_words(node))}</b>'
        f'{_detail(node)} <span class="words">{words}</span>{_lines(node)}{rule}</li>\n'
    )


def _detail(node: Node) -> str:
    """Return what the role alone does not say: kind, number, field."""
    match node:
        case Group():
            said, n = node.kind, "" if node.n is None else f" {node.n}"
        case Meta():
            said, n = node.field, ""
        case Dup():
            said, n = node.kind, ""
        case _:
            return ""
    if not said + n:
        return ""
    return f" <i>{two(DETAILS.get(said, said), said)}{n}</i>"


def _lines(node: Node) -> str:
    """Return the lines that a node's own text stands on, such as 58+60."""
    lines = list(dict.fromkeys(fragment.line for fragment in own_fragments(node)))
    return f" <small>@{'+'.join(map(str, lines))}</small>" if lines else ""
