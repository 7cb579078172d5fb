"""In: documents.  Out: their trees as lines that can be compared with trees written by hand."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, unified_diff

from layoutkit.model import Document
from layoutkit.writers import tree

_COMMENT = re.compile(r'((?:[^"#]|"[^"]*")*?)\s+#.*')
_SAID = re.compile(r' said="[^"]*"')


def notation(document: Document) -> list[str]:
    """Return the tree without comments, warnings in order of the words that say them.

    What a warning quotes is left out: a tree made by hand does not say it.
    """
    lines = tree.write(document).decode().split("\n")
    bare = [_bare(line) for line in lines if line and not line.startswith("#")]
    warnings = sorted(_SAID.sub("", line) for line in bare if line.startswith("  warning "))
    return [line for line in bare if not line.startswith("  warning ")] + warnings


def differing(wanted: list[str], got: list[str]) -> int:
    """Return how many lines one would have to write or strike out to make the trees equal."""
    steps = SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for step, i1, i2, j1, j2 in steps if step != "equal")


def shown(wanted: list[str], got: list[str]) -> str:
    """Return the difference for people."""
    return "\n".join(unified_diff(wanted, got, "wanted", "got", lineterm="", n=1))


def _bare(line: str) -> str:
    match = _COMMENT.fullmatch(line)
    return match[1] if match else line
