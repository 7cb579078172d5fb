"""What is refused as TEI, each with one line that says what and where."""

from __future__ import annotations

import random
import re

import pytest
from lxml import etree

from layoutkit.errors import LayoutError
from layoutkit.readers.tei import read
from layoutkit.writers import tei
from tests.random_trees import random_document, source_text
from tests.test_tei import changed
from tests.test_tei_xpaths import page

DATA = tei.write(page())
HEAD = DATA[: DATA.index(b"<text>")]


def change(old: str, new: str) -> bytes:
    assert DATA.count(old.encode()) >= 1, old
    return DATA.replace(old.encode(), new.encode(), 1)


def refused(data: bytes, *words: str, with_source: bool = False) -> str:
    """Return the one line with which data is refused, which has these words."""
    text = source_text(page()).encode()
    with pytest.raises(LayoutError) as error:
        read(data, "page.xml", (lambda name: text) if with_source else None)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith("page.xml")
    for word in words:
        assert word in message, message
    return message


def identifier(text: str) -> str:
    """Return the xml:id of the element that holds a text."""
    found = re.search(rf'xml:id="([^"]+)"[^>]*>{text}', DATA.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", ["not well-formed XML"]),
        (b"<TEI", ["not well-formed XML"]),
        (b"\xff\xfe\x00", ["not well-formed XML"]),
        (b"<a/>", ["the root is 'a'"]),
        (b"<TEI/>", ["the root is 'TEI'", "namespace"]),
        (b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>', ["layoutkit did not write"]),
        (HEAD + b"</TEI>", ["without a body"]),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + DATA[DATA.index(b"<TEI") :], ["DOCTYPE"]),
    ],
)
def test_what_is_not_our_tei(data: bytes, words: list[str]) -> None:
    refused(data, *words)


def test_a_bomb_of_entities_does_not_go_off() -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    for bomb in ("<TEI n='&a11;'/>", "<TEI>&a11;</TEI>"):
        refused(f"<!DOCTYPE TEI [{entities}]>{bomb}".encode())


def test_an_outer_entity_is_not_read() -> None:
    refused(b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/hostname">]><TEI>&x;</TEI>', "DOCTYPE")


def test_a_text_that_lost_characters_names_its_element() -> None:
    name = identifier("各位读者：")
    refused(change("各位读者：", "各位："), "src:11", name, with_source=True)
    name = identifier("<seg[^>]*>找准需求")
    refused(change("src:7:7-", "src:7:7-9"), identifier("记者近日"), "does not fit")


def test_closed_pointers_are_proved_without_the_source() -> None:
    refused(change("（上接第一版）", "（上接一版）"), identifier("（上接第一版）"), "6 characters")
    refused(change('source="src:3"', 'source="src:3:-1"'), "does not fit its source 'src:3:-1'")
    refused(change('<lb n="13"', '<pb n="13"'), "does not fit")
    refused(change('source="src:3"', 'source="src:99"'), "line 99 of a source with 44 lines")
    refused(change('source="src:3"', 'source="line 3"'), "cannot read the source pointer 'line'")


def test_a_slice_that_differs_names_its_element() -> None:
    name = identifier("记者近日")
    refused(change("记者近日走访", "记者近期走访"), name, "differs", with_source=True)
    assert read(change("记者近日走访", "记者近期走访"), "page.xml")  # nothing to compare with


def test_a_cell_or_a_heading_that_does_not_fit() -> None:
    refused(change(">120个<", ">12个<"), "row", "'12个'")
    refused(change("关键词 1</label>", "关键词</label>"), "'head' in", "differs", with_source=True)


def test_another_source_is_not_compared() -> None:
    document = read(DATA, "page.xml", lambda name: b"another text")
    assert document == page()
    assert document.source.lines is None


def test_the_source_gives_its_lines_back() -> None:
    document = read(DATA, "page.xml", lambda name: source_text(page()).encode())
    assert document.source.lines == page().source.lines
    assert document.ledger() == page().ledger()
    assert tei.write(document) == DATA


@pytest.mark.parametrize(
    "old, new, words",
    [
        ('type="section" subtype="annex"', 'type="chapter"', ["'chapter'"]),
        ('<div xml:id="', '<div xml:id="x" n="one" ', ["not well-formed"]),
        ('subtype="annex" n="1"', 'subtype="annex" n="one"', ["n is no number: 'one'"]),
        ('quantity="41000"', 'quantity="many"', ["quantity is no number: 'many'"]),
        ('subtype="missing-heading"', 'subtype="missing"', ["unknown warning 'missing'"]),
        ('reason="repeated exact"', 'reason="repeated"', ["no kind of duplicate"]),
        ("<term ", "<name ", ["not well-formed"]),
        ("<opener>", "<opener>!", ["text where none may stand: '!'"]),
        ("<body>", "<body><q/>", ["'q' in"]),
        ('type="credit"', 'type="photo"', ["unknown type 'photo'"]),
        ('unit="line"', 'unit="page"', ["how many lines"]),
    ],
)
def test_what_no_tree_can_mean(old: str, new: str, words: list[str]) -> None:
    refused(change(old, new), *words)


def test_what_editors_add_changes_nothing() -> None:
    added = change("<byline ", '<note type="editorial">看不清</note><!-- x --><byline ')
    added = added.replace("这里离".encode(), "<hi rend='bold'>这里</hi>离".encode(), 1)
    added = added.replace(b"</opener>", b"</opener><milestone unit='x'/>", 1)
    assert read(added, "page.xml") == page()


def test_no_change_raises_anything_else() -> None:
    choice = random.Random(1)
    values = ("", "x", "-1", "9" * 5000, "src:1:5-2", "src:0", "#", "\u0663", "1E99", "NaN")
    data = [tei.write(random_document(seed)) for seed in range(40)] + [DATA] * 10
    refused = 0
    for _ in range(1500):
        root = etree.fromstring(choice.choice(data))
        changed(root, choice)
        element = choice.choice([e for e in root.iter() if e.attrib])
        if choice.random() < 0.5:
            element.set(choice.choice(sorted(element.attrib)), choice.choice(values))
        try:
            document = read(etree.tostring(root), "page.xml")
        except LayoutError as error:
            assert "\n" not in str(error)
            refused += 1
        else:
            tei.write(document)
    assert 300 < refused < 1400
