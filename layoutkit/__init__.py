"""layoutkit gives the structure of a newspaper page back to a text that has lost it."""

from .errors import LayoutError
from .model import Document, walk
from .pipeline import convert, parse, read, render
from .profile import load_profile

__version__ = "0.1.0"
__all__ = ["Document", "LayoutError", "convert", "load_profile", "parse", "read", "render", "walk"]
