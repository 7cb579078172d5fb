"""In: a line of an infographic.  Out: its figures, with value, unit, bound and change."""

from __future__ import annotations

from .model import Figure


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a stat in order."""
    return ()
