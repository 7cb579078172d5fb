"""In: decoded text.  Out: its raw lines, cut at line feeds only."""

from __future__ import annotations


def split(text: str) -> tuple[str, ...]:
    """Return the raw lines; CRLF and a lone CR end a line as LF does, nothing else does."""
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
