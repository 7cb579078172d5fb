"""TEI: written, valid, and read back exactly."""

from __future__ import annotations

import dataclasses
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from layoutkit.errors import LayoutError
from layoutkit.model import Document, Group, Source, Text, cut, own_fragments, walk
from layoutkit.readers import tree
from layoutkit.readers.tei import read, read_corpus
from layoutkit.writers import tei
from tests.random_trees import random_document, source_text
from tests.support import GOLD, NAMES, ROOT, from_notation, gold, source_of
from tests.test_tei_xpaths import page

SHARED = ROOT.parent / "shared"
TEI_ALL = SHARED / "schemas" / "tei_all.rng"
SUBSET = SHARED / "measure" / "tei_subset.py"
T = "{http://www.tei-c.org/ns/1.0}"
SHORT = range(200)
needs_tei_all = pytest.mark.skipif(
    not (TEI_ALL.exists() and SUBSET.exists()),
    reason="tei_all.rng lies in the shared measuring folder, which is not here",
)


@cache
def own_schema() -> etree.RelaxNG:
    """Return the package's schema."""
    path = ROOT / "layoutkit" / "data" / "layoutkit-tei.rng"
    return etree.RelaxNG(etree.fromstring(path.read_bytes()))


@pytest.fixture(scope="module")
def tei_all(tmp_path_factory: pytest.TempPathFactory) -> etree.RelaxNG:
    """Return tei_all cut down to the elements of the package's schema, quick to load."""
    folder = tmp_path_factory.mktemp("schema")
    names = set(re.findall(r'<element name="(\w+)"', schema_text()))
    used = "".join(f"<{name}/>" for name in sorted(names))
    (folder / "used.xml").write_text(f'<x xmlns="{T[1:-1]}">{used}</x>', encoding="utf-8")
    subset = folder / "subset.rng"
    arguments = [sys.executable, *map(str, (SUBSET, TEI_ALL, subset, folder / "used.xml"))]
    subprocess.run(arguments, check=True, env={})
    return etree.RelaxNG(etree.fromstring(subset.read_bytes()))


def schema_text() -> str:
    return (ROOT / "layoutkit" / "data" / "layoutkit-tei.rng").read_text(encoding="utf-8")


def assert_valid(schema: etree.RelaxNG, data: bytes) -> None:
    is_valid = schema.validate(etree.fromstring(data))
    assert is_valid, [f"{e.line}: {e.message}" for e in schema.error_log][:3]


def lookup(document: Document) -> dict[str, bytes]:
    return {document.source.name: source_text(document).encode()}


def golds() -> Iterator[tuple[str, Document]]:
    """Yield the right trees of the samples, and of the measuring folder's pages where it is."""
    for name in NAMES:
        yield name, gold(name)
    for path in sorted((SHARED / "gold").glob("o*.gold")):
        source = next((SHARED / "open").glob(f"{path.stem}.*"))
        yield path.stem, tree.read(path.read_text(encoding="utf-8"), source_of(source))


RIGHT = dict(golds())


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_tree_reads_back_and_is_valid(name: str) -> None:
    document = RIGHT[name]
    data = tei.write(document)
    assert read(data, "page.xml") == document
    assert_valid(own_schema(), data)
    assert data == tei.write(document)


@needs_tei_all
@pytest.mark.parametrize("name", RIGHT)
def test_a_right_tree_is_valid_tei(name: str, tei_all: etree.RelaxNG) -> None:
    assert_valid(tei_all, tei.write(RIGHT[name]))


def test_the_samples_are_there() -> None:
    assert len(NAMES) >= 5 and GOLD.is_dir()


def assert_round_trip(document: Document) -> bytes:
    data = tei.write(document)
    again = read(data, "page.xml")
    assert again == document
    assert again.source.lines is None
    second = tei.write(again)  # without source lines every pointer is explicit
    assert read(second, "page.xml") == document
    assert tei.write(read(second, "page.xml")) == second
    return data


def test_random_trees_read_back_and_are_valid() -> None:
    for seed in SHORT:
        assert_valid(own_schema(), assert_round_trip(random_document(seed)))


@needs_tei_all
def test_random_trees_are_valid_tei(tei_all: etree.RelaxNG) -> None:
    for seed in SHORT:
        assert_valid(tei_all, tei.write(random_document(seed)))


@needs_tei_all
@pytest.mark.long
def test_a_thousand_random_trees(tei_all: etree.RelaxNG, request: pytest.FixtureRequest) -> None:
    if "long" not in request.config.getoption("markexpr"):
        pytest.skip("takes half a minute: run with -m long")
    for seed in range(1000):
        data = assert_round_trip(random_document(seed))
        assert_valid(own_schema(), data)
        assert_valid(tei_all, data)


def changed(root: etree._Element, choice: random.Random) -> str:
    """Change an element at random; return what was done."""
    elements = [e for e in root.iter() if e.getparent() is not None]
    element, other = choice.choice(elements), choice.choice(elements)
    parent = element.getparent()
    assert parent is not None
    kind = choice.randrange(6)
    if kind == 0:
        parent.remove(element)
    elif kind == 1:
        element.tag = other.tag
    elif kind == 2 and element.attrib:
        del element.attrib[choice.choice(sorted(element.attrib))]
    elif kind == 3 and other.attrib and element is not other:
        name = choice.choice(sorted(other.attrib))
        element.set(name, str(other.attrib[name]))
    elif kind == 4:
        parent.insert(choice.randrange(len(parent) + 1), element)
    else:
        element.text = (element.text or "") + "x"
    return f"{kind} {element.tag!r}"


@needs_tei_all
def test_what_the_own_schema_allows_tei_allows(tei_all: etree.RelaxNG) -> None:
    choice = random.Random(0)
    data = [tei.write(random_document(seed)) for seed in range(0, 200, 10)] + [tei.write(page())]
    allowed = 0
    for _ in range(1500):
        root = etree.fromstring(choice.choice(data))
        done = changed(root, choice)
        if own_schema().validate(root):
            allowed += 1
            assert tei_all.validate(root), (done, [e.message for e in tei_all.error_log][:2])
    assert 0 < allowed < 1200


@pytest.mark.parametrize("name", NAMES)
def test_the_source_can_be_restored(name: str) -> None:
    """Every character of the source that is neither blank nor marker is in the TEI, once."""
    document = gold(name)
    lines = document.source.lines
    assert lines is not None
    found: dict[int, list[tuple[int, str]]] = {}
    for node in walk(read(tei.write(document), "page.xml")):
        for fragment in own_fragments(node):
            found.setdefault(fragment.line, []).append((fragment.start, fragment.text))
    for number, raw in enumerate(lines, 1):
        wanted = "".join(fragment.text for fragment in cut(raw, number))
        restored = "".join(text for _, text in sorted(found.get(number, ())))
        if set(wanted) - set("#-*◆ ") and found.get(number):
            assert "".join(restored.split()) == "".join(wanted.split()), number
        assert not found.get(number) or restored.strip()
    owned = sum(len("".join(t.split())) for texts in found.values() for _, t in texts)
    whole = sum(len("".join(f.text for f in cut(raw, 1)).split()) for raw in lines)
    assert owned >= whole


def test_pointers_are_as_short_as_the_source_allows() -> None:
    text = "- 整行\n整行\n前半后半\n**中**间"
    notation = "page\n  p @1\n  p @2\n  p @3:-2\n  p @3:2-\n  p @4\n"
    data = tei.write(from_notation(notation, text))
    sources = [p.get("source") for p in etree.fromstring(data).iter(f"{T}p") if p.get("source")]
    assert sources == ["src:1:2-", "src:2", "src:3:-2", "src:3:2-", "src:4:2-3 src:4:5-"]


def test_a_corpus_reads_back_page_by_page() -> None:
    documents = [random_document(seed) for seed in range(5)]
    data = tei.corpus([*documents, documents[0]])
    assert list(read_corpus(data, "all.xml")) == [*documents, documents[0]]
    assert_valid(own_schema(), data)
    identifiers = re.findall(rb'xml:id="([^"]+)"', data)
    assert len(set(identifiers)) == len(identifiers)
    with pytest.raises(LayoutError, match=r"^all\.xml: a teiCorpus holds several pages"):
        read(data, "all.xml")


def test_characters_that_xml_cannot_hold_come_back() -> None:
    text = "甲\x00乙\x0b丙\x1f丁\ud800戊\ufffe己\uffff\U00020000&<>\"']]>"
    document = from_notation_raw(text)
    data = tei.write(document)
    assert b'<g type="control" n="000B"/>' in data
    assert read(data, "page.xml").root == document.root


def from_notation_raw(text: str) -> Document:
    source = Source(name="x.txt", sha256="0", encoding="utf-8", line_count=1, lines=(text,))
    root = Group(role="page", children=(Text(role="p", fragments=cut(text, 1)),))
    return Document(root=root, source=source)


def test_a_page_nested_a_hundred_deep_can_be_read_by_any_parser() -> None:
    node = Group(role="box", children=(Text(role="p", fragments=cut("底", 1)),))
    for _ in range(120):
        node = Group(role="box", children=(node,))
    source = Source(name="x.txt", sha256="0", encoding="utf-8", line_count=1, lines=("底",))
    document = Document(root=Group(role="page", children=(node,)), source=source)
    data = tei.write(document)
    assert read(data, "page.xml") == document
    assert_valid(own_schema(), data)


def test_the_header_says_what_the_masthead_says() -> None:
    root = etree.fromstring(tei.write(page()))
    header = root.find(f"{T}teiHeader")
    assert header is not None

    def said(path: str) -> list[str]:
        return ["".join(e.itertext()) for e in header.iterfind(path.replace("t:", T))]

    assert said(".//t:titleStmt/t:title") == ["把实事办到群众心坎上", "——三地民生项目一线见闻"]
    assert said(".//t:titleStmt/t:author") == ["王小明"]
    assert said(".//t:analytic/t:title") == ["把实事办到群众心坎上", "新书屋开到家门口"]
    assert said(".//t:resp") == ["责任编辑", "摄", "制图"]
    assert said(".//t:respStmt/t:name") == ["叶新福", "赵二", "左骏"]
    assert said(".//t:biblScope") == ["B2"]
    assert [e.get("when") for e in header.iterfind(f".//{T}imprint/{T}date")] == ["2021-12-31"]


def test_the_header_says_names_and_credits_whatever_words_are_printed() -> None:
    text = "□特派員 許望舒\n全版繪圖/葉知秋\n許望舒 鏡\n許望舒與葉知秋的收藏"
    tree = "page\n  article\n    byline @1:0-\n    credit @2\n    credit @3\n    credit @4"
    header = tei.write(from_notation(tree, text)).decode().split("</teiHeader>")[0]
    assert re.findall("<author>(.*?)<", header) == ["許望舒"]
    assert re.findall("<resp>(.*?)<", header) == ["全版繪圖", "鏡"]
    assert re.findall("<name>(.*?)<", header) == ["葉知秋", "許望舒"]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("本报记者 林禾 欧阳娜娜", ["林禾", "欧阳娜娜"]),
        ("■林禾 周原", ["林禾", "周原"]),
        ("本报记者林禾 通讯员 诸葛孔明", ["林禾", "诸葛孔明"]),
        ("阿依古丽·买买提", ["阿依古丽·买买提"]),
    ],
)
def test_the_authors_are_the_names_of_the_byline(byline: str, names: list[str]) -> None:
    document = from_notation("page\n  article\n    byline @1", byline)
    header = tei.write(document).decode().split("</teiHeader>")[0]
    assert re.findall("<author>(.*?)<", header) == names


def test_the_language_is_told_by_the_script() -> None:
    for text, language in (("這個國家", "zh-Hant"), ("这个国家", "zh-Hans"), ("abc", "und")):
        assert f'xml:lang="{language}"'.encode() in tei.write(from_notation("page\n  p @1", text))


@needs_tei_all
@pytest.mark.parametrize("name", ["government-report-2019"])
def test_the_scorer_finds_the_tree(name: str, tmp_path: Path) -> None:
    """The measuring folder's own reader of our TEI sees as many blocks as there are texts."""
    reader = SHARED / "measure" / "tei_stream.py"
    document = gold(name)
    path = tmp_path / "page.xml"
    path.write_bytes(tei.write(document))
    done = subprocess.run(
        [sys.executable, reader, path], check=True, capture_output=True, env={"PYTHONUTF8": "1"}
    )
    blocks = len(re.findall(rb'"role": ', done.stdout))
    texts = sum(1 for node in walk(document) if own_fragments(node))
    assert blocks == texts + len(document.warnings)


def test_views_of_a_document_without_lines_are_the_same() -> None:
    document = page()
    bare = dataclasses.replace(document, source=dataclasses.replace(document.source, lines=None))
    assert read(tei.write(bare), "page.xml") == document
