"""Word files are read back by lxml, python-docx, pandoc, openxml-audit and LibreOffice."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pypandoc  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import (  # type: ignore[import-untyped]  # it has no types
    FileFormat,
    OpenXmlValidator,
)

from layoutkit.model import Document, Group, Source, Text, cut, walk
from layoutkit.notices import sentence
from layoutkit.reading import reading_order
from layoutkit.writers import docx
from layoutkit.writers.docx_runs import Mark, runs

from .docx_check import Package, W, findings, text_of
from .random_trees import random_document
from .support import NAMES, ROOT, from_notation, gold

CHECKER = ROOT.parent / "shared" / "measure" / "check_docx.py"
SAMPLES_2019 = "government-report-2019"


def squashed(text: str) -> str:
    """Return a text without blanks."""
    return re.sub(r"\s+", "", text)


def holdable(text: str) -> str:
    """Return a text as XML can hold it."""
    return re.sub("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def headings(document: Document) -> list[tuple[int, str]]:
    """Return the headings a document should be read back with."""
    return [
        (min(block.depth, 6), squashed(block.text))
        for block in reading_order(document)
        if block.is_heading
    ]


@pytest.mark.parametrize("name", NAMES)
def test_text_of_samples(name: str) -> None:
    document = gold(name)
    assert squashed(Package(docx.write(document)).text()) == squashed(document.text())


def test_audit_finds_a_planted_fault(tmp_path: Path) -> None:
    path = tmp_path / "page.docx"
    path.write_bytes(
        faulty(docx.write(gold(NAMES[0])), lambda text: text.replace("<w:t ", "<w:u "))
    )
    assert audit(path)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_no_findings_in_samples(name: str, whole: bool) -> None:
    assert findings(docx.write(gold(name), duplicates=whole, comments=whole)) == []


@pytest.mark.parametrize("name", NAMES)
def test_schema_of_samples(name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.docx"
    path.write_bytes(docx.write(gold(name), duplicates=True, comments=True))
    assert audit(path) == []


def audit(path: Path) -> list[str]:
    """Return the errors that openxml-audit finds."""
    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365)
    return [str(error) for error in validator.validate(path).errors]


@pytest.mark.skipif(not CHECKER.exists(), reason="the shared measuring folder is not there")
@pytest.mark.parametrize("name", [NAMES[0], SAMPLES_2019])
def test_outside_checker(name: str, tmp_path: Path) -> None:
    document = gold(name)
    (tmp_path / "page.docx").write_bytes(docx.write(document, comments=True))
    (tmp_path / "page.txt").write_text(document.text(), encoding="utf-8")
    command = [sys.executable, str(CHECKER), "page.docx", "--text", "page.txt", "--strict-quotes"]
    command += ["--max-direct", "0", "--need", "page-numbers"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_python_docx_reads_levels(name: str) -> None:
    document = gold(name)
    found = []
    for paragraph in docx.build(document).paragraphs:
        name_of = paragraph.style.name if paragraph.style is not None else ""
        level = re.fullmatch(r"(?:(?:Box|Glossary) )?(?:Heading|Subheading) (\d)", name_of or "")
        if level:
            found.append((int(level[1]), squashed(paragraph.text)))
    assert found == headings(document)


@pytest.mark.parametrize("name", NAMES)
def test_pandoc_reads_levels(name: str, tmp_path: Path) -> None:
    document = gold(name)
    path = tmp_path / "page.docx"
    path.write_bytes(docx.write(document))
    command = [pypandoc.get_pandoc_path(), path, "-t", "json"]
    done = subprocess.run(command, capture_output=True, check=True)
    found = [
        (block["c"][0], squashed(words(block["c"][2])))
        for block in json.loads(done.stdout)["blocks"]
        if block["t"] == "Header"
    ]
    assert found == headings(document)


def words(node: Any) -> str:
    """Return the text of a part of pandoc's tree."""
    if isinstance(node, list):
        return "".join(map(words, node))
    if not isinstance(node, dict):
        return ""
    if node.get("t") in ("Str", "Space"):
        return str(node.get("c", " "))
    content: Any = node.get("c")
    return words(content[-1] if node.get("t") == "Span" else content)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_keeps_all_text(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / f"{name}.docx").write_bytes(docx.write(gold(name)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    command += ["--outdir", str(tmp_path), *(str(tmp_path / f"{name}.docx") for name in NAMES)]
    subprocess.run(command, capture_output=True, check=True, timeout=240)
    for name in NAMES:
        read = squashed((tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig"))
        contents = squashed(contents_of(docx.write(gold(name))))
        # LibreOffice writes the marks of real lists, which are no text of the page.
        assert without_bullets(read.replace(contents, "", 1) if contents else read) == (
            without_bullets(squashed(gold(name).text()))
        )


def without_bullets(text: str) -> str:
    """Return a text without the mark of our bullet lists."""
    return text.replace("■", "").replace("•", "")


def contents_of(data: bytes) -> str:
    """Return the text of the contents list."""
    return "".join(text_of(part) for part in Package(data).document.iter(f"{W}sdtContent"))


def test_long_report_has_contents_and_page_has_none() -> None:
    long, short = Package(docx.write(gold(SAMPLES_2019))), Package(docx.write(gold(NAMES[0])))
    assert "TOC" in "".join(field.text or "" for field in long.document.iter(f"{W}instrText"))
    listed = contents_of(docx.write(gold(SAMPLES_2019)))
    for level, text in long.headings():
        if level == 1:
            assert squashed(text) in squashed(listed)
    assert not list(short.document.iter(f"{W}instrText"))


TREE = """
page
  meta field=newspaper @1
  meta field=date @2
  meta field=editor label=@16:0-3 @16:3-
  kicker @3
  article
    headline @4
    deck @5
    byline @6
    p dateline=@7:0-4 lead=@7:4-8 @7
    section kind=numbered n=1 title=@8:2- @8
      speaker @9
      list
        item @10
        item @11
      stats
        stat values="8%" @12
      box kind=链接 @13
        p @14
      table
        caption @15
        row @17:0-1+17:2-3
        row @18:0-1+18:2-3+18:4-5
    glossary @19
      entry n=1 term=@20:2-4 @20:5-
      entry n=2 term=@21:2-4 @21:5-
    jump @22
    credit @23
    dup of=@14 kind=exact @24
  warning kind=number-gap at=@8 said="1|3"
  warning kind=garbled at=@21 said="乱"
"""
SOURCE = (
    "日报\n2020年1月7日\n引题\n主题\n副题\n记者 甲\n本报讯。总起句。用“术语”说明术语与另词。\n"
    "一、节\n问:\n条目\n1.条目\n增长8%\n链接\n框\n表题\n责编:乙\na|b\n1|2|3\n"
    "名词解释\n1.术语:义\n2.另词:解\n下转\n丙 摄\n框\n"
)


def test_styles_of_roles() -> None:
    package = Package(docx.write(from_notation(TREE, SOURCE), duplicates=True))
    found = [(package.style(p), text_of(p)) for p in package.paragraphs()]
    assert found == [
        ("Kicker", "引题"),
        ("Title", "主题"),
        ("Subtitle", "副题"),
        ("Byline", "记者 甲"),
        ("Body Text", "本报讯。总起句。用“术语”说明术语与另词。"),
        ("heading 1", "一、节"),
        ("Speaker", "问:"),
        ("List Bullet", "条目"),
        ("List", "1.条目"),
        ("Stat", "增长8%"),
        ("Box Heading 2", "链接"),
        ("Box", "框"),
        ("caption", "表题"),
        ("Table Cell", ""),
        ("Table Cell", "a"),
        ("Table Cell", "b"),
        ("Table Cell", "1"),
        ("Table Cell", "2"),
        ("Table Cell", "3"),
        ("Table Gap", ""),
        ("Glossary Heading 1", "名词解释"),
        ("Glossary Entry", "1.术语:义"),
        ("Glossary Entry", "2.另词:解"),
        ("Jump", "下转"),
        ("Credit", "丙 摄"),
        ("Duplicate", "框"),
    ]


def test_articles_of_one_page() -> None:
    tree = """
page
  headline @1
  article
    headline @2
    p @3
    byline @4
  article
    headline @5
    byline @6
    box kind=链接 @7
      p @8
      byline @9
"""
    data = docx.write(from_notation(tree, "通栏\n甲题\n文\n张三\n乙题\n李四\n链接\n框\n王五\n"))
    package = Package(data)
    assert [package.style(paragraph) for paragraph in package.paragraphs()] == [
        "Title",
        "Article Title",
        "Body Text",
        "Byline Below",
        "Article Title",
        "Byline",
        "Box Heading 1",
        "Box",
        "Box",
    ]
    assert package.headings() == [(1, "甲题"), (1, "乙题"), (1, "链接")]
    assert findings(data) == []


def test_longest_term_is_linked_once_and_no_word_is_cut() -> None:
    tree = """
page
  article
    p @1
    glossary @2
      entry term=@3:0-2 @3:3-
      entry term=@4:0-4 @4:5-
      entry term=@5:0-3 @5:4-
      entry term=@6:0-2 @6:3-
"""
    source = "四好农村路、农村路、农村路,PPPs与PPP。\n名词\n农村:义\n四好农村:义\nPPP:义\n农村:二\n"
    package = Package(docx.write(from_notation(tree, source)))
    links = [
        (link.get(f"{W}anchor"), text_of(link)) for link in package.document.iter(f"{W}hyperlink")
    ]
    assert links == [("term_3", "四好农村"), ("term_2", "农村"), ("term_4", "PPP")]
    paragraph = next(package.paragraphs())
    assert "PPPs" not in "".join(text_of(link) for link in paragraph.iter(f"{W}hyperlink"))


def test_character_styles() -> None:
    package = Package(docx.write(from_notation(TREE, SOURCE)))
    found: dict[str, str] = {}
    for run in package.document.iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        if style is not None:
            key = style.get(f"{W}val", "")
            found[key] = found.get(key, "") + text_of(run)
    assert found == {
        "Dateline": "本报讯。",
        "Lead": "总起句。",
        "Figure": "8%",
        "GlossaryTerm": "术语另词",
        "GlossaryLink": "术语另词",
    }


def test_terms_lead_to_their_entries() -> None:
    package = Package(docx.write(from_notation(TREE, SOURCE)))
    links = [
        (link.get(f"{W}anchor"), text_of(link)) for link in package.document.iter(f"{W}hyperlink")
    ]
    marks = {
        mark.get(f"{W}name"): text_of(mark.getparent())  # type: ignore[arg-type]  # it has one
        for mark in package.document.iter(f"{W}bookmarkStart")
    }
    assert [(marks[anchor], text) for anchor, text in links] == [
        ("1.术语:义", "术语"),
        ("2.另词:解", "另词"),
    ]


def test_table_is_a_table() -> None:
    (table,) = docx.build(from_notation(TREE, SOURCE)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "a", "b"],
        ["1", "2", "3"],
    ]
    assert table.style is not None
    assert table.style.name == "Newspaper Table"


def test_comments_stand_at_their_text() -> None:
    document = from_notation(TREE, SOURCE)
    package = Package(docx.write(document, comments=True))
    comments = package.xml("word/comments.xml")
    said = {comment.get(f"{W}id"): text_of(comment) for comment in comments}
    assert list(said.values()) == [sentence(notice, "zh") for notice in document.warnings]
    places = {
        reference.get(f"{W}id"): text_of(next(reference.iterancestors(f"{W}p")))
        for reference in package.document.iter(f"{W}commentReference")
    }
    assert places == {"0": "一、节", "1": "2.另词:解"}
    assert "word/comments.xml" not in Package(docx.write(document)).names


def test_header_and_properties() -> None:
    word = docx.build(from_notation(TREE, SOURCE))
    assert word.sections[0].header.paragraphs[0].text == "日报\t2020年1月7日\t"
    properties = word.core_properties
    assert (properties.title, properties.author, properties.subject) == ("主题", "记者 甲", "引题")
    assert (properties.language, properties.category) == ("zh-CN", "日报")
    assert properties.comments == "责编:乙"
    assert str(properties.created)[:10] == "2020-01-07"


def test_box_follows_box_as_two_frames() -> None:
    """A heading has no lower edge and the text no upper one: they join, two boxes do not."""
    styles = Package(docx.write(from_notation(TREE, SOURCE))).styles

    def sides(key: str) -> set[str]:
        border = styles[key].find(f"{W}pPr/{W}pBdr")
        assert border is not None
        return {str(side.tag).removeprefix(W) for side in border}

    assert sides("BoxHeading1") == {"top", "left", "right"}
    assert sides("Box") == sides("BoxSubheading1") == {"bottom", "left", "right"}


def test_same_bytes_and_no_clock() -> None:
    data = docx.write(gold(NAMES[0]), comments=True)
    assert data == docx.write(gold(NAMES[0]), comments=True)
    assert {info.date_time for info in Package(data).infos} == {(1980, 1, 1, 0, 0, 0)}


def test_heavy_libraries_are_not_loaded() -> None:
    code = (
        "import sys; from layoutkit.writers import docx; from tests.support import gold;"
        f"docx.write(gold({NAMES[0]!r})); print({{'docx', 'lxml'}} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "set()", done.stderr


def test_template_is_what_its_script_makes() -> None:
    from layoutkit.data.make_template import template

    path = ROOT / "layoutkit" / "data" / "template.docx"
    assert path.read_bytes() == template()


def test_random_trees() -> None:
    for seed in range(40):
        document = random_document(seed)
        data = docx.write(document, comments=True)
        assert squashed(Package(data).text()) == squashed(holdable(document.text())), seed
        assert findings(data) == [], seed
        assert findings(docx.write(document, duplicates=True)) == [], seed


def test_schema_of_random_trees(tmp_path: Path) -> None:
    for seed in range(3):
        path = tmp_path / f"{seed}.docx"
        path.write_bytes(docx.write(random_document(seed), duplicates=True, comments=True))
        assert audit(path) == [], seed


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_any_text_in_runs(text: str, start: int, end: int) -> None:
    low, high = sorted((min(start, len(text)), min(end, len(text))))
    namespace = f'xmlns:w="{W[1:-1]}"'
    from lxml import etree

    xml = f"<w:p {namespace}>{runs(text, [Mark(low, high, 'Lead', 'a')])}</w:p>"
    assert squashed(text_of(etree.fromstring(xml))) == squashed(holdable(text))


def test_empty_page() -> None:
    source = Source(name="", sha256="", encoding="utf-8", line_count=0)
    document = Document(root=Group(role="page"), source=source)
    assert Package(docx.write(document, comments=True)).text() == ""


def faulty(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return the file with a change in its main part."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            changed = change(text) if name == "word/document.xml" else text
            assert changed != text or name != "word/document.xml"
            new.writestr(name, changed)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("fault", "old", "new"),
    [
        ("direct formatting", '"Box"/>', '"Box"/><w:jc w:val="left"/>'),
        ("no hint", '<w:rFonts w:hint="eastAsia"/>', ""),
        ("level 3 after 1", "BoxHeading2", "BoxHeading3"),
        ("is not defined", 'w:val="Kicker"', 'w:val="Kick"'),
        ("which is not there", 'w:anchor="term_', 'w:anchor="lost_'),
        ("bookmarks are not one each", '<w:bookmarkEnd w:id="5"/>', ""),
    ],
)  # fmt: skip
def test_planted_faults_are_found(fault: str, old: str, new: str) -> None:
    data = faulty(docx.write(from_notation(TREE, SOURCE)), lambda text: text.replace(old, new, 1))
    assert any(fault in found for found in findings(data)), findings(data)


def test_build_goes_on_editing(tmp_path: Path) -> None:
    word = docx.build(gold(NAMES[0]))
    word.add_paragraph("完", style="Body Text")
    word.save(str(tmp_path / "page.docx"))
    assert python_docx.Document(str(tmp_path / "page.docx")).paragraphs[-1].text == "完"


def test_page_of_samples_has_links() -> None:
    package = Package(docx.write(gold(SAMPLES_2019)))
    assert len(list(package.document.iter(f"{W}hyperlink"))) > 20
    entries = list(gold(SAMPLES_2019).find("entry"))
    marks = [m.get(f"{W}name", "") for m in package.document.iter(f"{W}bookmarkStart")]
    assert sum(mark.startswith("term_") for mark in marks) == len(entries)


def test_roles_of_the_case_are_all() -> None:
    roles = {node.role for node in walk(from_notation(TREE, SOURCE)) if isinstance(node, Text)}
    assert {"kicker", "headline", "deck", "byline", "speaker", "p", "item", "row"} <= roles
    assert cut("甲", 1)
