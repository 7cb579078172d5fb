"""In: raw lines.  Out: the lines that hold something: text, marks, bullets, blanks before."""

from __future__ import annotations

from collections.abc import Sequence

from .line import Line
from .model import Fragment, cut, joined
from .pattern import pattern

_MARKS = pattern(r"\s*(?:(#+)\s*|((?:[-*+•●○■□◆◇▲△▼▽★☆▪·‧▓◎✓✔➤►☑⊙]\s*)+))?")
_BOLD = pattern(r"\s*[#\s]*\*\*([^*]+)\*\*\s*")


def read_marks(lines: Sequence[str]) -> list[Line]:
    """Return the lines that are not blank: text, marks, blanks before."""
    shaped, blanks = [], 0
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            blanks += 1
            continue
        fragments = cut(raw, number)
        marks = _MARKS.match(raw)
        hashes, bullet = (marks[1] or "", marks[2] or "") if marks else ("", "")
        if not fragments:
            start = len(raw) - len(raw.lstrip())
            fragments = (Fragment(number, start, raw.strip()),)
        text = joined(fragments)
        if bullet and not _is_bullet(bullet, text):
            bullet = ""
        is_bold = "**" in raw and _BOLD.fullmatch(raw) is not None
        shaped.append(
            Line(
                number=number,
                raw=raw,
                fragments=fragments,
                text=text,
                hashes=len(hashes),
                bullet="".join(bullet.split()) if bullet else "",
                is_bold=is_bold,
                blanks=blanks,
            )
        )
        blanks = 0
    return shaped


def _is_bullet(mark: str, text: str) -> bool:
    """Return whether a mark is a bullet: `*` and `+` want a blank, `**` is emphasis."""
    return not (mark.strip().startswith(("*", "+", "·")) and (mark[-1:] != " " or "**" in mark))
