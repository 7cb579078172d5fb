"""In: the case files of this folder.  Out: their cases; the format is in README.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_TITLE = re.compile(r"^==== (.+)\n", re.MULTILINE)
_ARROW = "~~~~\n"
_OPEN = "(open) "


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A text and the tree wanted for it; is_open says that the parser is not yet there."""

    stage: str
    title: str
    text: str
    tree: str
    is_open: bool

    def __str__(self) -> str:
        return f"{self.stage}: {self.title}"


def cases(*, of: str = "*", but: tuple[str, ...] = ()) -> list[Case]:
    """Return the cases of one file or of all, in order."""
    files = sorted(Path(__file__).parent.glob(f"{of}.txt"))
    return [case for path in files if path.stem not in but for case in _cases(path)]


def _cases(path: Path) -> list[Case]:
    _, *parts = _TITLE.split(path.read_text(encoding="utf-8"))
    found = []
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        text, arrow, tree = body.partition(_ARROW)
        if not arrow:
            raise ValueError(f"{path.name}: no ~~~~ in the case {title!r}")
        case = Case(
            stage=path.stem,
            title=title.removeprefix(_OPEN),
            text=text.removesuffix("\n"),
            tree=tree.rstrip() + "\n",
            is_open=title.startswith(_OPEN),
        )
        found.append(case)
    return found
