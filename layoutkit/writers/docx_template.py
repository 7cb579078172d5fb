"""In: the Word file shipped with the package.  Out: its parts, styles and page setup."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..pattern import pattern

_FILE = Path(__file__).parents[1] / "data" / "template.docx"
_STYLE = pattern(r'w:styleId="([^"]+)"><w:name w:val="([^"]+)"')
_SECTION = pattern(r"<w:sectPr>(.*)</w:sectPr>", re.DOTALL)

DOCUMENT = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"
TYPES = "[Content_Types].xml"


class Template(NamedTuple):
    """What a document takes over: parts of the package, styles (name: identifier), page setup.

    section is the XML inside w:sectPr; has_header says that it brings a header of its own.
    """

    parts: Mapping[str, bytes]
    styles: Mapping[str, str]
    section: str
    has_header: bool = False


@cache
def own() -> Template:
    """Return the template of the package; it is one for all documents, so none may change it."""
    with zipfile.ZipFile(_FILE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    section = _SECTION.search(parts.pop(DOCUMENT).decode())
    styles = {name: key for key, name in _STYLE.findall(parts[STYLES].decode())}
    return Template(parts=parts, styles=styles, section=section[1] if section else "")
