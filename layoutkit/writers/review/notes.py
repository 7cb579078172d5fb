"""In: a node's warnings and repeats.  Out: the notes that stand beside it."""

from __future__ import annotations

from ...model import Dup, Notice, Place, own_fragments
from ...notices import sentence
from .findings import Findings
from .markup import two
from .words import DUPLICATES

_SHOWN = 5  # repeats that a note links to: a loop may have thousands


def notes(findings: Findings, number: int) -> str:
    """Return the notes of a node: its warnings, and what repeats it."""
    warnings = "".join(
        f'<div class="note warning">⚠ {notice_words(findings.document.warnings[index])}</div>'
        for index in findings.notices.get(number, ())
    )
    repeats = findings.repeats.get(number, ())
    if not repeats:
        return warnings
    links = "、".join(_link(findings, repeat) for repeat in repeats[:_SHOWN])
    if len(repeats) > _SHOWN:
        links += two(f" 等{len(repeats)}处", f" and {len(repeats) - _SHOWN} more")
    return (
        f'{warnings}<div class="note kept">{two("重复之文另见", "printed again at")} {links}</div>'
    )


def duplicate_note(findings: Findings, number: int, node: Dup) -> str:
    """Return the note of a duplicate, with the way to the copy that stays."""
    kind = two(*DUPLICATES[node.kind])
    if number not in findings.stays:
        return f'<div class="note dup">{kind}</div>'
    where = two("，保留的一份在", "; the copy that stays:")
    link = _link(findings, findings.stays[number])
    return f'<div class="note dup">{kind}{where} {link}</div>'


def notice_words(notice: Notice) -> str:
    """Return the sentence of a warning in both languages, with links to the other places."""
    words = two(sentence(notice, "zh"), sentence(notice, "en"))
    others = dict.fromkeys(place.line for place in (*notice.a, *notice.b))
    return words + "".join(f" {_line(line)}" for line in others)


def _link(findings: Findings, number: int) -> str:
    line = line_of(findings, number)
    words = two(f"第{line}行", f"line {line}") if line else two("版面", "the page")
    return f'<a href="#n{number}">{words}</a>'


def _line(line: int) -> str:
    return f'<a href="#L{line}">{two(f"第{line}行", f"line {line}")}</a>'


def line_of(findings: Findings, number: int) -> int:
    """Return the line where a node begins; 0 for the page."""
    own = own_fragments(findings.items[number].node)
    if own:
        return own[0].line
    return findings.anchors.get(number, Place(0)).line
