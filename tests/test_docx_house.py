"""A Word file of one's own is the template: its styles, page setup, header and footer."""

from __future__ import annotations

import io

import docx as python_docx
import pytest
from docx.shared import Mm

from layoutkit.errors import LayoutError
from layoutkit.writers import docx

from .docx_check import Package, W, findings
from .support import NAMES, gold

NAME = "report-outlook-2021"


def house(*, header: str = "", renamed: bool = False) -> bytes:
    """Return a Word file as an office might have it, with a text of its own."""
    word = python_docx.Document()
    word.styles["Heading 1"].font.name = "Georgia"
    if renamed:  # as a Word of another language numbers its styles
        word.styles["Heading 1"].element.set(f"{W}styleId", "a3")
        for based in word.styles.element.iter(f"{W}basedOn", f"{W}link", f"{W}next"):
            if based.get(f"{W}val") == "Heading1":
                based.set(f"{W}val", "a3")
    word.sections[0].page_width = Mm(200)
    if header:
        word.sections[0].header.paragraphs[0].text = header
    word.add_paragraph("old text")
    word.core_properties.title = "OLD"
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def test_text_and_findings() -> None:
    for name in NAMES:
        document = gold(name)
        data = docx.write(document, template=house(), comments=True, duplicates=False)
        text = Package(data).text()
        assert "".join(text.split()) == "".join(document.text().split())
        # Word's own sheet has such styles; what is of ours has none.
        assert [fault for fault in findings(data) if "Latin font alone" not in fault] == []


def test_styles_are_taken_over() -> None:
    package = Package(docx.write(gold(NAME), template=house(renamed=True)))
    used = {
        style.get(f"{W}val")
        for paragraph in package.document.iter(f"{W}p")
        for style in paragraph.iter(f"{W}pStyle")
    }
    assert "a3" in used
    assert "Heading1" not in package.styles
    fonts = package.styles["a3"].find(f"{W}rPr/{W}rFonts")
    assert fonts is not None
    assert fonts.get(f"{W}ascii") == "Georgia"
    assert "BoxHeading1" in package.styles  # ours, which it lacked
    based = package.styles["BoxHeading1"].find(f"{W}basedOn")
    assert based is not None
    assert based.get(f"{W}val") == "a3"


def test_page_setup_and_header_are_taken_over() -> None:
    section = docx.build(gold(NAME), template=house(header="HOUSE")).sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 200
    assert section.header.paragraphs[0].text == "HOUSE"
    ours = docx.build(gold(NAME), template=house()).sections[0]
    assert "株洲日报" in ours.header.paragraphs[0].text


def test_nothing_of_its_text_stays() -> None:
    data = docx.write(gold(NAME), template=house())
    assert b"old text" not in Package(data).parts["word/document.xml"]
    assert docx.build(gold(NAME), template=house()).core_properties.title != "OLD"
    assert not any("stylesWithEffects" in name for name in Package(data).names)


def test_our_own_file_is_a_template() -> None:
    document = gold(NAME)
    plain = Package(docx.write(document))
    again = Package(docx.write(document, template=docx.write(document, comments=True)))
    assert again.text() == plain.text()
    assert again.styles.keys() == plain.styles.keys()
    assert "word/comments.xml" not in again.names
    assert findings(docx.write(document, template=docx.write(document), comments=True)) == []


def test_same_bytes() -> None:
    template = house()
    assert docx.write(gold(NAME), template=template) == docx.write(gold(NAME), template=template)


@pytest.mark.parametrize("data", [b"", b"no file", b"PK\x05\x06" + bytes(18)])
def test_no_word_file(data: bytes) -> None:
    with pytest.raises(LayoutError, match="not a Word file"):
        docx.write(gold(NAME), template=data)
