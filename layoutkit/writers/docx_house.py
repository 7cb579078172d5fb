"""In: the bytes of a Word file.  Out: it as a template, with the styles of ours that it lacks."""

from __future__ import annotations

import copy
import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from ..errors import LayoutError
from .docx_template import DOCUMENT, NUMBERING, RELATIONS, STYLES, TYPES, Template, own

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KIND, _ID, _VAL = f"{_W}type", f"{_W}styleId", f"{_W}val"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# What says something of the file's own text, which is not taken over.
_LEFT_OUT = (
    "/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people",
    "/core-properties", "/extended-properties", "/custom-properties", "/thumbnail", "/vbaProject",
    "/stylesWithEffects",
)  # fmt: skip
_LINKS = ("basedOn", "next", "link")


def house(data: bytes) -> Template:
    """Return the template; raises LayoutError where the bytes are no Word file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        main, sheet = _parsed(parts, DOCUMENT), _parsed(parts, STYLES)
    except (zipfile.BadZipFile, zlib.error, KeyError, etree.XMLSyntaxError, RuntimeError) as error:
        raise LayoutError("the template is not a Word file (.docx)") from error
    if main.tag != f"{_W}document" or sheet.tag != f"{_W}styles":
        raise LayoutError(
            "the template is a Word file of a kind that is not read: save it as .docx"
        )
    ours = own()
    del parts[DOCUMENT]
    _drop(parts)
    styles = _merged(parts, sheet, ours)
    _set_language(sheet)
    parts[STYLES] = _serialized(sheet)
    section = _section(main)
    if not any(child.tag == f"{_W}footerReference" for child in section):
        section = [_add_footer(parts, ours, styles["footer"]), *section]
    return Template(
        parts=parts,
        styles=styles,
        section="".join(etree.tostring(child, encoding="unicode") for child in section),
        has_header=any(child.tag == f"{_W}headerReference" for child in section),
    )


def _parsed(parts: Mapping[str, bytes], name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(parts[name], parser)


def _serialized(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _section(main: etree._Element) -> list[etree._Element]:
    """Return the page setup of the file's last section; Word's own where it has none."""
    found = main.findall(f"{_W}body/{_W}sectPr")
    return [child for child in found[-1] if child.tag != f"{_W}sectPrChange"] if found else []


def _drop(parts: dict[str, bytes]) -> None:
    """Leave out the parts that are about the file's own text, and say that the file is a .docx."""
    for path in [name for name in parts if name.endswith(".rels")]:
        root = _parsed(parts, path)
        folder = path.replace("_rels/", "").rpartition("/")[0]
        for row in list(root):
            if row.get("Type", "").endswith(_LEFT_OUT):
                target = row.get("Target", "")
                parts.pop(
                    target.lstrip("/") if target[:1] == "/" else f"{folder}/{target}".lstrip("/"),
                    b"",
                )
                root.remove(row)
        parts[path] = _serialized(root)
    types = _parsed(parts, TYPES)
    for row in list(types):
        name = row.get("PartName", "").lstrip("/")
        if name == DOCUMENT:
            row.set("ContentType", f"{_MIME}.document.main+xml")
        elif name and name not in parts:
            types.remove(row)
    parts[TYPES] = _serialized(types)


def _names(sheet: etree._Element) -> dict[tuple[str, str], str]:
    """Return the identifier of each style by kind and name; Word takes no heed of case."""
    return {
        (style.get(_KIND, ""), name.get(_VAL, "").casefold()): style.get(_ID, "")
        for style in sheet.findall(f"{_W}style")
        for name in style.findall(f"{_W}name")
    }


def _merged(parts: dict[str, bytes], sheet: etree._Element, ours: Template) -> dict[str, str]:
    """Add our styles that the sheet lacks; return the identifier of each of our names."""
    theirs, taken = _names(sheet), {style.get(_ID) for style in sheet.findall(f"{_W}style")}
    own_sheet = _parsed(ours.parts, STYLES)
    identifiers: dict[str, str] = {}
    added = []
    for (kind, name), own_id in _names(own_sheet).items():
        known = theirs.get((kind, name))
        if known is None:
            added.append(own_id)
            known = own_id if own_id not in taken else f"Layoutkit{own_id}"
        identifiers[own_id] = known
    for style in own_sheet.findall(f"{_W}style"):
        if style.get(_ID) in added:
            sheet.append(_adapted(copy.deepcopy(style), identifiers))
    if "ListBullet" in added:
        _add_numbering(parts, sheet, ours, identifiers["ListBullet"])
    return {name: identifiers[own_id] for name, own_id in ours.styles.items()}


def _adapted(style: etree._Element, identifiers: dict[str, str]) -> etree._Element:
    """Return a style of ours under the identifiers of the sheet; it is no default there."""
    style.set(_ID, identifiers[style.get(_ID, "")])
    style.attrib.pop(f"{_W}default", None)
    for tag in _LINKS:
        for link in style.findall(f"{_W}{tag}"):
            link.set(_VAL, identifiers[link.get(_VAL, "")])
    return style


def _add_numbering(
    parts: dict[str, bytes], sheet: etree._Element, ours: Template, bullet: str
) -> None:
    """Add our bullet list under a number that is free."""
    own_list = _parsed(ours.parts, NUMBERING)
    if NUMBERING not in parts:
        parts[NUMBERING] = _serialized(etree.Element(f"{_W}numbering", nsmap=own_list.nsmap))
        kind, target = f"{_MIME}.numbering+xml", f"{_OFFICE}/numbering"
        _add_row(parts, TYPES, "Override", PartName=f"/{NUMBERING}", ContentType=kind)
        row = {"Id": "rIdnumbering", "Type": target, "Target": "numbering.xml"}
        _add_row(parts, RELATIONS, "Relationship", **row)
    lists = _parsed(parts, NUMBERING)
    abstract, number = own_list[0], own_list[1]
    free = str(_free(lists, "abstractNum", "abstractNumId"))
    free_number = str(_free(lists, "num", "numId"))
    abstract.set(f"{_W}abstractNumId", free)
    for link in abstract.iter(f"{_W}pStyle"):
        link.set(_VAL, bullet)
    number.set(f"{_W}numId", free_number)
    number[0].set(_VAL, free)
    lists.insert(len(lists.findall(f"{_W}abstractNum")), abstract)
    lists.insert(len(lists.findall(f"{_W}abstractNum")) + len(lists.findall(f"{_W}num")), number)
    parts[NUMBERING] = _serialized(lists)
    for style in sheet.findall(f"{_W}style"):
        if style.get(_ID) == bullet:
            for link in style.iter(f"{_W}numId"):
                link.set(_VAL, free_number)


def _add_footer(parts: dict[str, bytes], ours: Template, style: str) -> etree._Element:
    """Add our page number to a file that has no footer; return the reference to it."""
    footer = _parsed(ours.parts, "word/footer.xml")
    for name in footer.iter(f"{_W}pStyle"):
        name.set(_VAL, style)
    path, key = "word/footer-of-page.xml", "rIdfooter"
    parts[path] = _serialized(footer)
    _add_row(parts, TYPES, "Override", PartName=f"/{path}", ContentType=f"{_MIME}.footer+xml")
    kind, target = f"{_OFFICE}/footer", "footer-of-page.xml"
    _add_row(parts, RELATIONS, "Relationship", Id=key, Type=kind, Target=target)
    reference = etree.Element(f"{_W}footerReference", nsmap={"w": _W[1:-1], "r": _OFFICE})
    reference.set(f"{_W}type", "default")
    reference.set(f"{{{_OFFICE}}}id", key)
    return reference


def _free(lists: etree._Element, tag: str, key: str) -> int:
    used = (int(row.get(f"{_W}{key}", "0")) for row in lists.findall(f"{_W}{tag}"))
    return max(used, default=0) + 1


def _add_row(parts: dict[str, bytes], path: str, tag: str, **attributes: str) -> None:
    root = _parsed(parts, path)
    namespace = etree.QName(root).namespace
    etree.SubElement(root, f"{{{namespace}}}{tag}", attributes)
    parts[path] = _serialized(root)


def _set_language(sheet: etree._Element) -> None:
    """Say that East Asian text is Chinese where the file says nothing, or that it is English."""
    for lang in sheet.findall(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang"):
        if lang.get(f"{_W}eastAsia", "en")[:2] == "en":
            lang.set(f"{_W}eastAsia", "zh-CN")
