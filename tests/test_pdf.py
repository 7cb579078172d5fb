"""The PDF writer: its files read back, held to the standards, and damaged on purpose."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, TypeAlias

import pikepdf
import pytest
from pikepdf import Name, Pdf

from layoutkit.errors import LayoutError
from layoutkit.model import Document, Entry, Fragment, Group, GroupRole, Source, Text, TextRole
from layoutkit.pdf.linebreak import Paragraph
from layoutkit.reading import reading_order
from layoutkit.writers.pdf import write

from .pdf_reading import (
    HAS_POPPLER,
    Reading,
    bad_line_ends,
    conformance,
    operations,
    printed_lines,
    squash,
    streams,
)
from .support import NAMES, gold

Reader: TypeAlias = Callable[[bytes], Reading]

needs_poppler = pytest.mark.skipif(not HAS_POPPLER, reason="pdftotext (poppler) is not installed")
REPORT = "government-report-2019"
_FILES: dict[str, bytes] = {}


def written(name: str) -> bytes:
    """Return the file of a sample's right tree, written once."""
    if name not in _FILES:
        _FILES[name] = write(gold(name))
    return _FILES[name]


@pytest.fixture
def reading() -> Iterator[Reader]:
    opened: list[Reading] = []

    def read(data: bytes) -> Reading:
        opened.append(Reading(data))
        return opened[-1]

    yield read
    for one in opened:
        one.close()


def text(role: TextRole, *parts: str) -> Text:
    fragments = tuple(Fragment(at, 0, part) for at, part in enumerate(parts, 1))
    return Text(role=role, fragments=fragments)


def section(
    heading: str, *children: Group | Text, role: GroupRole = "section", kind: str = "theme"
) -> Group:
    own = (Fragment(1, 0, heading),) if heading else ()
    made = Group(role="section", kind=kind, heading=own, children=children)
    return replace(made, role=role)


def page(*children: Group | Text) -> Document:
    source = Source(name="case.txt", sha256="", encoding="utf-8", line_count=1)
    article = Group(role="article", children=children)
    return Document(root=Group(role="page", children=(article,)), source=source)


def same_text(document: Document, read: Reading) -> None:
    wanted = squash(document.text())
    assert squash(read.content_text()) == wanted
    assert squash(read.structure_text()) == wanted


def headed_groups(document: Document) -> list[tuple[int, str]]:
    return [(b.depth - 1, b.text) for b in reading_order(document) if b.is_heading]


@pytest.mark.parametrize("name", NAMES)
def test_text_equals_the_clean_text_in_content_and_in_structure(name: str, reading: Reader) -> None:
    same_text(gold(name), reading(written(name)))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_wrong_with_the_file(name: str, reading: Reader) -> None:
    assert reading(written(name)).findings() == []


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize("name", NAMES)
def test_file_conforms(name: str, profile: str) -> None:
    assert conformance(written(name), profile) == []


def test_a_second_validator_finds_fault_with_the_claims_alone() -> None:
    """Ask pikepdf's rules of PDF/A-2b: they know neither level A nor PDF/UA, which we claim."""
    from pikepdf import pdfa

    with Pdf.open(BytesIO(written(REPORT))) as pdf:
        report = pdfa.check(pdf, "2b", deterministic_id=True)
    assert [str(one) for one in report.findings if "MetadataStream" not in str(one)] == []


@needs_poppler
@pytest.mark.parametrize("name", NAMES)
def test_no_line_begins_or_ends_with_a_forbidden_mark(name: str) -> None:
    lines = printed_lines(written(name))
    assert len(lines) > 20
    assert bad_line_ends(lines) == []


@pytest.mark.parametrize("name", NAMES)
def test_bookmarks_are_the_headed_groups(name: str, reading: Reader) -> None:
    document = gold(name)
    headlines = sum(True for _ in document.find("headline"))
    found = reading(written(name)).bookmarks()
    if headlines > 1:  # the articles' headlines stand above their headings
        found = [
            (level - 1, title) for level, title in found if (level, title) not in _titles(document)
        ]
    assert found == headed_groups(document)


def _titles(document: Document) -> set[tuple[int, str]]:
    return {(0, node.text) for node in document.find("headline") if isinstance(node, Text)}


@pytest.mark.parametrize("name", NAMES)
def test_same_document_same_bytes(name: str) -> None:
    assert write(gold(name)) == written(name)


@pytest.mark.parametrize("name", NAMES)
def test_fonts_are_cut_and_embedded(name: str, reading: Reader) -> None:
    read = reading(written(name))
    assert {font.split("+")[1] for font in read.fonts()} == {
        "NotoSerifSC-Regular",
        "NotoSansSC-Bold",
    }
    for font in read.fonts().values():
        program = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
        assert len(program) < 1_000_000


def test_uses_of_a_term_lead_to_its_entry_and_the_entry_back(reading: Reader) -> None:
    document, read = gold(REPORT), reading(written(REPORT))
    entries = {
        "".join(f.text for f in node.head)[slice(*node.term)]
        for node in document.find("entry")
        if isinstance(node, Entry)
    }
    links = read.links()
    there = {
        link.says.removeprefix("名词解释：") for link in links if link.says.startswith("名词解释：")
    }
    back = {link.says.removeprefix("正文：") for link in links if link.says.startswith("正文：")}
    assert there == back
    assert there <= entries
    assert len(there) > 20
    for link in links:
        if "：" in link.says:
            term = squash(link.says.partition("：")[2])
            target = "".join(piece.text for piece in read.pages[link.target_page])
            assert term.strip("“”") in squash(target)


def test_contents_of_a_long_report_lead_to_its_headings(reading: Reader) -> None:
    read = reading(written(REPORT))
    wanted = [title for level, title in headed_groups(gold(REPORT)) if level < 2]
    entries = [link for link in read.links() if link.page == 0]
    assert [link.says.rpartition("，")[0] for link in entries] == wanted
    assert read.roles.count("TOCI") == len(wanted)
    for link in entries:
        assert link.says.endswith(f"第{link.target_page + 1}页")


def test_short_text_has_no_contents(reading: Reader) -> None:
    assert "TOC" not in reading(written("report-outlook-2021")).roles


def test_rare_characters_come_back_and_missing_ones_say_what_they_are(reading: Reader) -> None:
    document = page(
        text("headline", "生僻字"), text("p", "人名𠂇𠂉、㐀䶵、𪚥、한글、😀，①②③◆㎡℃·〓")
    )
    data = write(document)
    read = reading(data)
    same_text(document, read)
    assert read.findings() == []
    assert conformance(data, "2a") == conformance(data, "ua1") == []
    codes = b"".join(stream.read_bytes() for stream in streams(read.pdf))
    assert codes.count(b"/ActualText") == 4  # 𪚥, two of Hangul, the face; 𠂇 is in the font


@pytest.mark.parametrize(
    "mark", ["\x00", "\x07", "\ufeff", "\ufffe", "\ud800", "\u200d", "\ue000", "\u00a0"]
)
def test_no_character_stops_the_writer_or_breaks_the_file(mark: str) -> None:
    data = write(page(text("headline", f"前{mark}后"), text("p", f"前{mark}后{mark}")))
    assert conformance(data, "2a") == conformance(data, "ua1") == []


@needs_poppler
def test_english_is_broken_between_words(reading: Reader) -> None:
    words = "The extraordinarily well-behaved fox wasn’t “lazy”, said 3,000 people (12.5% of all). "
    document = page(text("p", words * 12))
    data = write(document)
    same_text(document, reading(data))
    known = set((words * 2).split()) | {"well-", "behaved"}
    printed = [line for line in _spaced_lines(data) if "/" not in line]
    assert len(printed) > 8
    assert all(set(line.split()) <= known for line in printed)


def _spaced_lines(data: bytes) -> list[str]:
    import subprocess

    command = ["pdftotext", "-layout", "-", "-"]
    shown = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return [line.strip() for line in shown.splitlines() if line.strip()]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(
    "long",
    ["https://example.org/" + "abc123/" * 300, "x" * 3000, "。" * 300, "“" * 300, "字" * 9000],
)
def test_long_strings_stay_on_the_page(long: str, columns: int, reading: Reader) -> None:
    document = page(text("headline", "长"), text("p", f"前{long}后"))
    data = write(document, columns=columns)
    same_text(document, reading(data))
    if HAS_POPPLER:
        assert max(map(len, printed_lines(data))) < 140


def test_boxes_in_boxes_over_pages_tables_and_deep_headings(reading: Reader) -> None:
    inner = section("盒中盒", text("p", "内" * 900), text("item", "一项"), role="box", kind="盒")
    table = Group(
        role="table",
        children=(text("caption", "单位：万元"), text("row", "县", "人口"), text("row", "攸县")),
    )
    deep: Group | Text = text("p", "深")
    for level in range(12):
        deep = section(f"第{level}层", deep)
    document = page(
        text("headline", "题"),
        section("新闻回放", text("p", "盒" * 2500), inner, role="box", kind="新闻回放"),
        table,
        deep,
        section("", text("p", "无题")),
        section("空盒", role="box", kind="空盒"),
    )
    choices: tuple[dict[str, Any], ...] = ({}, {"columns": 3, "paper": "A3"}, {"paper": "a5"})
    for options in choices:
        data = write(document, **options)
        read = reading(data)
        same_text(document, read)
        assert read.findings() == []
        assert conformance(data, "2a") == conformance(data, "ua1") == []
        assert read.bookmarks() == headed_groups(document)
        assert read.roles.count("TD") == 2  # the empty cell has its tag too


def test_an_empty_page_is_a_file(reading: Reader) -> None:
    data = write(page())
    assert len(reading(data).pdf.pages) == 1
    assert conformance(data, "2a") == conformance(data, "ua1") == []


@pytest.mark.parametrize("role", ["section", "box"])
def test_containers_a_thousand_deep(role: GroupRole, reading: Reader) -> None:
    node: Group | Text = text("p", "深")
    for _ in range(1000):
        node = section("层", node, role=role)
    document = page(text("headline", "深"), node)
    read = reading(write(document))
    same_text(document, read)
    assert len(read.bookmarks()) == 1000


def long_report(count: int) -> Document:
    sentence = (
        "全市实现地区生产总值2631.5亿元，增长7.8%；“十三五”规划的各项任务——包括脱贫攻坚——全面完成。"
    )
    parts = [
        section(f"第{at}部分", *(text("p", sentence[at % 7 :] + sentence * 2) for _ in range(25)))
        for at in range(count // 25)
    ]
    return page(text("headline", "一份长报告"), *parts)


def test_a_report_of_three_hundred_pages(reading: Reader) -> None:
    document = long_report(3250)
    data = write(document)
    read = reading(data)
    assert len(read.pdf.pages) > 300
    same_text(document, read)
    assert read.findings() == []
    assert read.bookmarks() == headed_groups(document)
    assert conformance(data, "2a") == conformance(data, "ua1") == []


def test_time_grows_in_step_with_length() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        write(long_report(count))
        return time.process_time() - start

    seconds(25)
    assert seconds(1200) < 12 * seconds(200)


@pytest.mark.parametrize(
    ("paper", "size"),
    [("A4", (595, 842)), ("a3", (842, 1191)), ("B5", (499, 709)), ("letter", (612, 792))],
)
def test_paper(paper: str, size: tuple[int, int], reading: Reader) -> None:
    box = reading(write(gold("county-briefs"), paper=paper)).pdf.pages[0].mediabox
    assert (round(float(box[2])), round(float(box[3]))) == size


@pytest.mark.parametrize(
    "options", [{"paper": "A99"}, {"paper": "inch"}, {"columns": 0}, {"columns": 9}]
)
def test_paper_and_columns_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises(LayoutError):
        write(gold("county-briefs"), **options)


@pytest.mark.parametrize("name", NAMES)
def test_two_columns(name: str, reading: Reader) -> None:
    document = gold(name)
    data = write(document, columns=2)
    read = reading(data)
    same_text(document, read)
    assert read.findings() == []
    assert conformance(data, "ua1") == []


def test_duplicates_and_warnings_only_where_asked_for(reading: Reader) -> None:
    name = "plenum-graphics-2020"
    document = gold(name)
    clean = reading(written(name)).content_text()
    whole = reading(write(document, duplicates=True)).content_text()
    queried = reading(write(document, comments=True)).content_text()
    assert len(whole) > len(clean)
    assert squash(queried).startswith(squash(clean))
    assert len(queried) > len(clean) + 10 * len(document.warnings)


def damaged(change: Callable[[Pdf], None]) -> bytes:
    """Return a sample's file after a change that a check must find."""
    out = BytesIO()
    with Pdf.open(BytesIO(written("report-outlook-2021"))) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def lose_a_font(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing:
            del thing["/FontFile2"]


def leave_a_paragraph_untagged(pdf: Pdf) -> None:
    content = operations(pdf.pages[1])
    at = next(
        i for i, (operands, op) in enumerate(content) if str(op) == "BDC" and operands[0] == "/P"
    )
    end = next(i for i in range(at, len(content)) if str(content[i][1]) == "EMC")
    kept = [one for i, one in enumerate(content) if i not in (at, end)]
    pdf.pages[1].Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def skip_a_level(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/H2":
            thing.S = Name.H4


def orphan_content(pdf: Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/H2":
            thing.K = pikepdf.Array()


def forget_the_language(pdf: Pdf) -> None:
    del pdf.Root["/Lang"]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lose_a_font, "not embedded"),
        (leave_a_paragraph_untagged, "neither tagged nor decoration"),
        (skip_a_level, "skips a level"),
        (orphan_content, "no element owns"),
        (forget_the_language, "no language"),
    ],
)
def test_a_planted_fault_is_found(
    change: Callable[[Pdf], None], finding: str, reading: Reader
) -> None:
    data = damaged(change)
    assert any(finding in found for found in reading(data).findings())


@pytest.mark.parametrize("change", [lose_a_font, leave_a_paragraph_untagged, forget_the_language])
def test_the_validators_find_it_too(change: Callable[[Pdf], None]) -> None:
    data = damaged(change)
    assert conformance(data, "2a") or conformance(data, "ua1")


def test_a_lost_character_is_found(reading: Reader) -> None:
    def change(pdf: Pdf) -> None:
        content = operations(pdf.pages[1])
        paragraph = next(i for i, (words, _) in enumerate(content) if words and words[0] == "/P")
        at = next(i for i in range(paragraph, len(content)) if str(content[i][1]) == "TJ")
        del content[at]
        pdf.pages[1].Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))

    with pytest.raises(AssertionError):
        same_text(gold("report-outlook-2021"), reading(damaged(change)))


@needs_poppler
def test_a_full_stop_at_a_line_start_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Paragraph.__init__

    def without_rules(self: Paragraph, *arguments: Any) -> None:
        made(self, *arguments)
        self.is_allowed = bytearray(b"\1") * len(self.is_allowed)

    monkeypatch.setattr(Paragraph, "__init__", without_rules)
    assert bad_line_ends(printed_lines(write(gold(REPORT))))


def test_a_bookmark_that_leads_nowhere_is_found(reading: Reader) -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.Outlines.First.Dest = pikepdf.Array([pdf.Root, Name.Fit])

    with pytest.raises(ValueError, match="nowhere"):
        reading(damaged(change)).bookmarks()
