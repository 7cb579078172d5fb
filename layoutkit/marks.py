"""In: raw lines.  Out: the lines that hold something: text, marks, bullets, blanks before."""

from __future__ import annotations

from collections.abc import Sequence

from .line import Line
from .model import Fragment, cut, joined
from .pattern import pattern

_BULLETS = "-*+•●○■□◆◇▲△▼▽★☆▪·‧▓◎✓✔➤►☑⊙"
_BULLET = pattern(rf"\s*((?:[{_BULLETS}]\s*)+)")
_BOLD = pattern(r"\s*[#\s]*\*\*([^*]+)\*\*\s*")


def read_marks(lines: Sequence[str]) -> list[Line]:
    """Return the lines that are not blank: text, marks, blanks before."""
    shaped, blanks = [], 0
    for number, raw in enumerate(lines, 1):
        bare = raw.strip()
        if not bare:
            blanks += 1
            continue
        fragments = cut(raw, number)
        if not fragments:
            fragments = (Fragment(number, len(raw) - len(raw.lstrip()), bare),)
        is_bold = "**" in raw and _BOLD.fullmatch(raw) is not None
        shaped.append(
            Line(
                number=number,
                raw=raw,
                fragments=fragments,
                text=joined(fragments),
                hashes=len(bare) - len(bare.lstrip("#")),
                bullet=_bullet(raw) if bare[0] in _BULLETS else "",
                is_bold=is_bold,
                blanks=blanks,
            )
        )
        blanks = 0
    return shaped


def _bullet(raw: str) -> str:
    """Return the bullet that opens a line: `*`, `+` and `·` want a blank, `**` is emphasis."""
    match = _BULLET.match(raw)
    mark = match[1] if match else ""
    if mark.startswith(("*", "+", "·")) and (mark[-1] != " " or "**" in mark):
        return ""
    return "".join(mark.split())
