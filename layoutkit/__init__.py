"""layoutkit gives the structure of a newspaper page back to a text that has lost it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import LayoutError
    from .model import Document, walk
    from .pipeline import convert, parse, read, render
    from .profile import load_profile

__version__ = "0.1.0"
__all__ = ["Document", "LayoutError", "convert", "load_profile", "parse", "read", "render", "walk"]

# Loaded on use: `layoutkit --help` needs none of it.
_HOMES = {
    "Document": "model",
    "LayoutError": "errors",
    "convert": "pipeline",
    "load_profile": "profile",
    "parse": "pipeline",
    "read": "pipeline",
    "render": "pipeline",
    "walk": "model",
}


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name in _HOMES:
            return getattr(import_module(f".{_HOMES[name]}", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted([*globals(), *_HOMES])
