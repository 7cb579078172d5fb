"""The whole program: a text in, a document out; a document in, a file out."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from .assemble import assemble
from .check import check
from .classify import classify
from .decode import decode
from .duplicates import mark_duplicates
from .errors import LayoutError
from .lines import split
from .model import Document, Source
from .profile import Profile, load_profile
from .topics import mark_topic_sentences
from .writers import WRITERS, writer


def parse(
    text: str | bytes,
    *,
    profile: str | Profile = "default",
    encoding: str | None = None,
    name: str = "",
) -> Document:
    """Return the document of one page's text; name is what the outputs call its source.

    Any text parses.  Raises LayoutError for bytes that no encoding reads and for a bad profile.
    """
    labels = load_profile(profile) if isinstance(profile, str) else profile
    decoded = decode(text, encoding, name)
    lines = split(decoded.text)
    source = Source(
        name=name,
        sha256=decoded.sha256,
        encoding=decoded.encoding,
        line_count=len(lines),
        lines=lines,
    )
    candidates = classify(lines, labels)
    root = assemble(lines, candidates, labels)
    root, repeats = mark_duplicates(root)
    root = mark_topic_sentences(root)
    warnings = check(root, source, labels)
    return Document(root=root, source=source, warnings=(*decoded.notices, *repeats, *warnings))
