"""In: the bytes of a Word file.  Out: what an archive would find fault with, one line each.

A checker of its own, which knows nothing of our writer: it asks the package and the XML.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WIDE = re.compile("[“”‘’…—·①-⓿]")
HAN = re.compile("[\u3400-\u9fff]")
DIRECT = {
    "pPr": {"ind", "jc", "spacing", "pBdr", "shd", "tabs", "numPr"},
    "rPr": {"sz", "color", "b", "i", "u", "highlight"},
}


class Package:
    """The parts of a Word file, parsed where they are XML."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.infos = archive.infolist()
            self.parts = {name: archive.read(name) for name in self.names}
        self.document = self.xml("word/document.xml")
        self.styles = {
            style.get(f"{W}styleId", ""): style
            for style in self.xml("word/styles.xml").iter(f"{W}style")
        }

    def xml(self, name: str) -> etree._Element:
        """Return a part as a tree."""
        return etree.fromstring(self.parts[name])

    def paragraphs(self) -> Iterator[etree._Element]:
        """Yield the paragraphs of the body, without those of the contents list."""
        for paragraph in self.document.iter(f"{W}p"):
            if next(paragraph.iterancestors(f"{W}sdt"), None) is None:
                yield paragraph

    def style(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style."""
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        key = "Normal" if found is None else found.get(f"{W}val", "")
        name = self.styles[key].find(f"{W}name") if key in self.styles else None
        return "" if name is None else name.get(f"{W}val", "")

    def level(self, paragraph: etree._Element) -> int:
        """Return the outline level that the paragraph's style gives it; 0 for running text."""
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        key = "" if found is None else found.get(f"{W}val", "")
        while key in self.styles:
            outline = self.styles[key].find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                return int(outline.get(f"{W}val", "")) + 1
            based = self.styles[key].find(f"{W}basedOn")
            key = "" if based is None else based.get(f"{W}val", "")
        return 0

    def text(self) -> str:
        """Return all text of the body but the contents list's, one paragraph a line."""
        return "\n".join(text_of(paragraph) for paragraph in self.paragraphs())

    def headings(self) -> list[tuple[int, str]]:
        """Return level and text of each heading."""
        rows = ((self.level(p), text_of(p)) for p in self.paragraphs())
        return [(level, text) for level, text in rows if level]


def text_of(element: etree._Element) -> str:
    """Return the text below an element; a tab in a run is text, a tab stop of a style is none."""
    parts = (part for run in element.iter(f"{W}r") for part in run)
    return "".join(
        "\t" if part.tag == f"{W}tab" else part.text or ""
        for part in parts
        if part.tag in (f"{W}t", f"{W}tab")
    )


def findings(data: bytes) -> list[str]:
    """Return the faults of a file, an empty list where there are none."""
    package = Package(data)
    checks = (_styles, _direct, _hints, _levels, _bookmarks, _relations, _language)
    return [fault for check in checks for fault in check(package)]


def _styles(package: Package) -> Iterator[str]:
    for element in package.document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
        if element.get(f"{W}val") not in package.styles:
            yield f"style {element.get(f'{W}val')} is not defined"
    for key, style in package.styles.items():
        for link in style.iter(f"{W}basedOn", f"{W}next", f"{W}link"):
            if link.get(f"{W}val") not in package.styles:
                yield f"style {key} leads to {link.get(f'{W}val')}, which is not defined"
        fonts = style.find(f"{W}rPr/{W}rFonts")
        if fonts is not None and fonts.get(f"{W}ascii") and not fonts.get(f"{W}eastAsia"):
            yield f"style {key} has a Latin font alone"


def _direct(package: Package) -> Iterator[str]:
    for kind, tags in DIRECT.items():
        for element in package.document.iter(f"{W}{kind}"):
            for child in element:
                if etree.QName(child).localname in tags:
                    yield f"direct formatting: {etree.QName(child).localname}"


def _hints(package: Package) -> Iterator[str]:
    for paragraph in package.document.iter(f"{W}p"):
        if not HAN.search(text_of(paragraph)):
            continue
        for run in paragraph.iter(f"{W}r"):
            fonts = run.find(f"{W}rPr/{W}rFonts")
            hint = None if fonts is None else fonts.get(f"{W}hint")
            if WIDE.search(text_of(run)) and hint != "eastAsia":
                yield f"no hint for {text_of(run)[:10]!r}"


def _levels(package: Package) -> Iterator[str]:
    before = 0
    for level, text in package.headings():
        if level > before + 1:
            yield f"level {level} after {before} at {text[:10]!r}"
        before = level


def _bookmarks(package: Package) -> Iterator[str]:
    names = [mark.get(f"{W}name", "") for mark in package.document.iter(f"{W}bookmarkStart")]
    keys = [mark.get(f"{W}id", "") for mark in package.document.iter(f"{W}bookmarkStart")]
    ends = [mark.get(f"{W}id", "") for mark in package.document.iter(f"{W}bookmarkEnd")]
    if len(set(names)) < len(names) or len(set(keys)) < len(keys) or sorted(keys) != sorted(ends):
        yield "bookmarks are not one each"
    fields = " ".join(field.text or "" for field in package.document.iter(f"{W}instrText"))
    targets = [link.get(f"{W}anchor", "") for link in package.document.iter(f"{W}hyperlink")]
    for target in targets + re.findall(r'HYPERLINK \\l "([^"]+)"', fields):
        if target not in names:
            yield f"link to {target}, which is not there"
    for name in names:
        if len(name) > 40 or not re.match(r"[^\W\d]|_", name):
            yield f"bad name of a bookmark: {name}"
    kinds = [field.get(f"{W}fldCharType") for field in package.document.iter(f"{W}fldChar")]
    if kinds.count("begin") != kinds.count("end"):
        yield "a field is not closed"


def _relations(package: Package) -> Iterator[str]:
    if len(set(package.names)) < len(package.names):
        yield "a part is there twice"
    types = package.xml("[Content_Types].xml")
    for row in types:
        name = row.get("PartName", "/").lstrip("/")
        if name and name not in package.names:
            yield f"content type for {name}, which is not there"
    rows = package.xml("word/_rels/document.xml.rels")
    keys = {row.get("Id") for row in rows}
    for row in rows:
        path = posixpath.normpath(f"word/{row.get('Target')}")
        if row.get("TargetMode") != "External" and path not in package.names:
            yield f"relationship to {row.get('Target')}, which is not there"
    for element in package.document.iter():
        key = element.get(f"{R}id")
        if key is not None and key not in keys:
            yield f"relationship {key} is not there"


def _language(package: Package) -> Iterator[str]:
    sheet = package.xml("word/styles.xml")
    lang = sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if lang is None or lang.get(f"{W}eastAsia") != "zh-CN":
        yield "the default East Asian language is not zh-CN"
