"""In: documents.  Out: their trees as lines that can be compared with trees written by hand."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, unified_diff

from layoutkit.model import Document
from layoutkit.writers import tree

_COMMENT = re.compile(r'((?:[^"#]|"[^"]*")*?)\s+#.*')
_SAID = re.compile(r' said="[^"]*"')
_PLACE = re.compile(r"@(\d+):(\d*)-(\d*)")


def notation(document: Document) -> list[str]:
    """Return the tree without comments, warnings in order of the words that say them.

    What a warning quotes is left out: a tree made by hand does not say it.  A place that ends with
    its line is written without an end, however the tree has it.
    """
    raw = document.source.lines or ()
    lines = tree.write(document).decode().split("\n")
    bare = [
        _PLACE.sub(lambda place: _shortest(place, raw), _bare(line))
        for line in lines
        if line and not line.startswith("#")
    ]
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


def _shortest(place: re.Match[str], raw: tuple[str, ...]) -> str:
    line, start, end = place.groups()
    end = "" if end and int(end) >= len(raw[int(line) - 1].rstrip()) else end
    start = "" if start == "0" else start
    return f"@{line}:{start}-{end}" if start or end else f"@{line}"
