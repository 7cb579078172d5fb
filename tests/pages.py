"""In: a sample's name.  Out: its page, parsed with the profile that stands beside it."""

from __future__ import annotations

import layoutkit

from .support import SAMPLES


def parsed(name: str) -> layoutkit.Document:
    """Return the sample as the parser sees it."""
    path = SAMPLES / f"{name}.txt"
    own = path.with_suffix(".toml")
    return layoutkit.parse(
        path.read_bytes(), profile=str(own) if own.exists() else "default", name=path.name
    )
