"""The table of output formats; a format's module is loaded when it is used."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, cast

from ..model import Document


class Write(Protocol):
    """What every writer's module offers as `write`."""

    def __call__(
        self, document: Document, *, duplicates: bool = False, comments: bool = False
    ) -> bytes:
        """Return the whole file; equal documents give equal bytes."""


class Format(NamedTuple):
    """A row of the table: the module under layoutkit.writers and the suffix of its files."""

    module: str
    suffix: str


WRITERS = {
    "docx": Format("docx", ".docx"),
    "pdf": Format("pdf", ".pdf"),
    "tei": Format("tei", ".xml"),
    "json": Format("json", ".json"),
    "md": Format("markdown", ".md"),
    "txt": Format("text", ".txt"),
    "html": Format("html", ".html"),
    "tree": Format("tree", ".tree"),
}


def writer(name: str) -> Write:
    """Return the write function of a format's name, a key of WRITERS."""
    module = import_module(f"{__name__}.{WRITERS[name].module}")
    return cast(Write, module.write)
