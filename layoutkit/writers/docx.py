"""In: a document.  Out: a Word file (DOCX) whose looks are all in styles."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from ..model import Document
from .docx_body import body
from .docx_comments import comments as comments_of
from .docx_properties import header, properties
from .docx_template import DOCUMENT, RELATIONS, TYPES, Template, own

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_NAMESPACES = (
    f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
)
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE_MIME = "application/vnd.openxmlformats-package.core-properties+xml"
# The oldest time a ZIP file can hold: equal documents make equal bytes.
_TIME = (1980, 1, 1, 0, 0, 0)


def write(
    document: Document,
    *,
    duplicates: bool = False,
    comments: bool = False,
    template: bytes | None = None,
) -> bytes:
    """Return the file; comments sets the warnings as Word comments at the text they query.

    template is another Word file: its styles, page setup, headers and footers are taken over; a
    style of ours that it lacks is added.  Raises LayoutError where it is no Word file.
    """
    base = own() if template is None else _house(template)
    notices = document.warnings if comments else ()
    content = body(document, base.styles, duplicates=duplicates, notices=notices)
    parts, section = dict(base.parts), base.section
    head = "" if base.has_header else header(document, base.styles["header"])
    if head:
        _add(parts, "header", head)
        section = f'<w:headerReference w:type="default" r:id="rIdheader"/>{section}'
    if notices:
        styles = base.styles["annotation text"], base.styles["annotation reference"]
        _add(parts, "comments", comments_of(notices, *styles))
    _add_properties(parts, properties(document))
    parts[DOCUMENT] = _xml(
        f"<w:document {_NAMESPACES}><w:body>{content}<w:sectPr>{section}</w:sectPr></w:body>"
        "</w:document>"
    )
    return _zipped(parts)


def build(
    document: Document,
    *,
    duplicates: bool = False,
    comments: bool = False,
    template: bytes | None = None,
) -> WordDocument:
    """Return the file as python-docx's Document, for those who go on editing."""
    from docx import Document as open_document

    data = write(document, duplicates=duplicates, comments=comments, template=template)
    return open_document(io.BytesIO(data))


def _house(template: bytes) -> Template:
    # Reading a foreign file needs lxml; a document in our own looks does not pay for it.
    from .docx_house import house

    return house(template)


def _xml(text: str) -> bytes:
    return (_DECLARATION + text).encode()


# The root element and the file of the parts that are made for a document.
_PARTS = {"header": ("hdr", "header-of-page.xml"), "comments": ("comments", "comments.xml")}


def _add(parts: dict[str, bytes], name: str, content: str) -> None:
    """Add a part beside the main one, with its relationship and its content type."""
    root, file = _PARTS[name]
    parts[f"word/{file}"] = _xml(f"<w:{root} {_NAMESPACES}>{content}</w:{root}>")
    _append(parts, TYPES, _override(f"word/{file}", f"{_MIME}.{name}+xml"))
    _append(parts, RELATIONS, _relation(f"rId{name}", f"{_OFFICE}/{name}", file))


def _add_properties(parts: dict[str, bytes], content: str) -> None:
    path = "docProps/core.xml"
    parts[path] = _xml(content)
    _append(parts, TYPES, _override(path, _CORE_MIME))
    _append(parts, "_rels/.rels", _relation("rIdcore", f"{_PACKAGE}/core-properties", path))


def _override(path: str, kind: str) -> str:
    return f'<Override PartName="/{path}" ContentType="{kind}"/>'


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'


def _append(parts: dict[str, bytes], path: str, row: str) -> None:
    """Put a row at the end of a part that is one flat list."""
    head, closing, _ = parts[path].rpartition(b"</")
    parts[path] = head + row.encode() + closing + parts[path][len(head) + 2 :]


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Return the package; its list of content types stands first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda name: (name != TYPES, not name.startswith("_rels"))):
            archive.writestr(zipfile.ZipInfo(name, _TIME), parts[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
