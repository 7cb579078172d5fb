"""The review page, read back by an HTML parser: nothing lost, nothing twice, nothing that acts."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from layoutkit.model import (
    Document,
    Dup,
    Entry,
    Figure,
    Fragment,
    Group,
    GroupRole,
    Meta,
    Notice,
    Place,
    Source,
    Span,
    Stat,
    Text,
    own_fragments,
    walk,
)
from layoutkit.writers.html import write
from layoutkit.writers.review.charts import comparable
from layoutkit.writers.review.findings import find

from .support import NAMES, SAMPLES, from_notation, gold

Element = Any  # an lxml element; its stubs make every find optional

_ADDED = {"a", "on-to", "warn", "j", "note", "figures"}
_CODE = re.compile(r"U\+([0-9A-F]{4,6})")

HOSTILE = (
    "<script>alert(1)</script>",
    "]]><img src=x onerror=alert(2)>",
    '<a href="javascript:alert(3)">javascript:alert(3)</a>',
    "正文\u202etxet\u2066隐\u200b藏\x00\x07\x85终",
    "${policy} $title {{x}} --><!-- </style></li></ol>",
)


def page_of(document: Document) -> Element:
    """Return the parsed review page."""
    return html.document_fromstring(write(document).decode("utf-8"))


def text_of(element: Element) -> str:
    """Return the source text in an element, less what the page adds, codes turned back."""
    classes = set(element.get("class", "").split())
    if classes & _ADDED:
        return ""
    inner = element.text or ""
    if "c" in classes:
        match = _CODE.fullmatch(inner)
        assert match
        return chr(int(match[1], 16))
    return inner + "".join(text_of(child) + (child.tail or "") for child in element)


def line_texts(page: Element) -> list[str]:
    """Return the lines of the source pane."""
    rows = page.get_element_by_id("source").findall("ol/li")
    return [text_of(row) for row in rows]


def numbers(page: Element, side: str) -> set[int]:
    """Return the nodes that have a place on a side."""
    return {
        int(one.get("data-n")) for one in page.get_element_by_id(side).iter() if one.get("data-n")
    }


def one_line(text: str) -> Document:
    """Return a page of one paragraph."""
    lines = tuple(text.split("\n"))
    fragments = tuple(Fragment(n, 0, line) for n, line in enumerate(lines, 1) if line)
    body = Group(role="article", children=(Text(role="p", fragments=fragments),))
    source = Source(
        name=text, sha256="0" * 64, encoding="utf-8", line_count=len(lines), lines=lines
    )
    return Document(root=Group(role="page", children=(body,)), source=source)


@pytest.mark.parametrize("name", NAMES)
def test_each_source_line_is_on_the_left_once(name: str) -> None:
    document = gold(name)
    assert document.source.lines is not None
    assert line_texts(page_of(document)) == list(document.source.lines)


@pytest.mark.parametrize("name", NAMES)
def test_each_node_has_its_place_on_both_sides_and_in_the_tree(name: str) -> None:
    document = gold(name)
    page = page_of(document)
    every = set(range(sum(1 for _ in walk(document))))
    assert numbers(page, "source") == numbers(page, "page") == numbers(page, "tree") == every
    identifiers = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("name", NAMES)
def test_each_block_shows_the_text_of_its_node(name: str) -> None:
    document = gold(name)
    page = page_of(document)
    for number, node in enumerate(walk(document)):
        block = page.get_element_by_id(f"n{number}")
        wanted = "".join(fragment.text for fragment in own_fragments(node))
        if isinstance(node, Group):
            heads = [one for one in block if one.tag in ("h3", "h4", "h5", "h6")]
            assert "".join(map(text_of, heads)) == wanted
        else:
            assert text_of(block).strip("\n") == wanted
        left = page.get_element_by_id("source").cssselect(f'[data-n="{number}"]:not(.a):not(ol)')
        if not wanted:
            continue
        assert "".join(sorted("".join(map(text_of, left)))) == "".join(sorted(wanted))


def test_every_link_within_the_page_has_its_target() -> None:
    page = page_of(gold("government-report-2019"))
    links = [one.get("href") for one in page.iter("a")]
    assert len(links) > 20
    for link in links:
        assert link.startswith("#")
        page.get_element_by_id(link[1:])


def test_same_bytes_and_small() -> None:
    first, second = write(gold("government-report-2019")), write(gold("government-report-2019"))
    assert first == second
    assert (SAMPLES / "government-report-2019.txt").stat().st_size > 50_000
    assert len(first) <= 600_000


def test_warnings_are_said_in_both_languages_at_their_node() -> None:
    text = "一、开头\n甲乙丙。\n三、结尾\n丁戊己。"
    notation = (
        "page\n  article\n    section kind=numbered n=1 @1\n      p @2\n"
        "    section kind=numbered n=3 @3\n      p @4\n"
        '  warning kind=number-gap at=@3:0-2 a=@1 said="1|3"\n'
    )
    page = page_of(from_notation(notation, text))
    note = page.get_element_by_id("n4").find("div[@class='note warning']")
    assert note.find("span[@lang='zh']").text == "编号由1跳至3"
    assert note.find("span[@lang='en']").text == "number 3 follows 1"
    assert [link.get("href") for link in note.iter("a")] == ["#L1"]
    assert page.get_element_by_id("w0").find("a").get("href") == "#n4"
    underlined = page.get_element_by_id("L3").cssselect(".w")
    assert "".join(map(text_of, underlined)) == "三、"


def test_joins_moves_and_duplicates_are_marked_and_linked() -> None:
    text = "移来的标题\n甲乙丙,\n丁戊己。\n第二段在此处,话很长很长。\n甲乙丙,\n页脚"
    notation = (
        "page\n  article\n    p @2+3\n    section @1\n      p @4\n"
        "    dup of=@2 kind=exact @5\n  furniture @6\n"
    )
    page = page_of(from_notation(notation, text))
    kinds = {number: page.get_element_by_id(f"n{number}").get("data-k") for number in range(7)}
    assert kinds == {0: "", 1: None, 2: "join", 3: "moved", 4: None, 5: "dup", 6: "furniture"}
    join = page.get_element_by_id("n2").cssselect(".j")
    assert len(join) == 1 and "第2行接第3行" in join[0].get("aria-label")
    assert page.get_element_by_id("n5").cssselect(".note a")[0].get("href") == "#n2"
    assert page.get_element_by_id("n2").cssselect(".note.kept a")[0].get("href") == "#n5"
    onward = page.get_element_by_id("L2").cssselect("a.on-to")
    assert [one.get("href") for one in onward] == ["#L3"]


def test_a_loop_is_not_linked_a_thousand_times() -> None:
    text = "\n".join(["同一句话。"] * 1001)
    notation = "page\n  article\n    p @1\n"
    notation += "".join(f"    dup of=@1 kind=exact @{n}\n" for n in range(2, 1002))
    page = page_of(from_notation(notation, text))
    kept = page.get_element_by_id("n2").cssselect(".note.kept")[0]
    assert len(kept.cssselect("a")) == 5
    assert "等1000处" in kept.text_content()


def test_a_near_copy_shows_what_differs() -> None:
    text = "完成重点项目攻坚年活动\n完成重点项目建设年活动"
    notation = "page\n  article\n    p @1\n    dup of=@1 kind=near @2\n"
    page = page_of(from_notation(notation, text))
    assert [one.text for one in page.get_element_by_id("n3").cssselect(".differs")] == ["建设"]


def test_the_least_text_counts_as_moved() -> None:
    text = "\n".join(f"第{n}段的文字" for n in range(1, 8))
    order = (1, 2, 6, 3, 4, 5, 7)
    notation = "page\n  article\n" + "".join(f"    p @{n}\n" for n in order)
    findings = find(from_notation(notation, text))
    moved = [number for number, kinds in enumerate(findings.kinds) if "moved" in kinds]
    assert [order[number - 2] for number in moved] == [6]


def test_the_rule_behind_a_node_is_there() -> None:
    document = one_line("文字")
    article = document.root.children[0]
    assert isinstance(article, Group)
    ruled = replace(article, rule="heads <all> that follows")
    page = page_of(replace(document, root=replace(document.root, children=(ruled,))))
    assert page.get_element_by_id("t1").find("code").text == "heads <all> that follows"


def test_without_source_the_known_lines_are_shown_and_it_says_so() -> None:
    document = gold("report-highlights-2020")
    kept = replace(document, source=replace(document.source, lines=None))
    page = page_of(kept)
    assert page.cssselect(".unknown")
    assert numbers(page, "source") == numbers(page, "page")
    shown = dict(
        zip(
            (int(row.get("data-l")) for row in page.get_element_by_id("source").findall("ol/li")),
            line_texts(page),
            strict=True,
        )
    )
    fragments = [one for node in walk(document) for one in own_fragments(node)]
    assert set(shown) == {fragment.line for fragment in fragments}
    for line, start, text in fragments:
        assert shown[line][start : start + len(text)] == text


def test_a_page_without_text_and_source_still_has_every_node() -> None:
    root = Group(role="page", children=(Group(role="article"),))
    source = Source(name="", sha256="", encoding="utf-8", line_count=0)
    notice = Notice(kind="empty-page", at=())
    page = page_of(Document(root=root, source=source, warnings=(notice,)))
    assert numbers(page, "source") == numbers(page, "page") == {0, 1}
    assert "本页没有正文" in page.get_element_by_id("n0").text_content()


def test_hostile_text_is_text() -> None:
    page = page_of(one_line("\n".join(HOSTILE)))
    assert line_texts(page) == list(HOSTILE)
    assert len(page.cssselect("script")) == 1
    assert not page.cssselect("img")
    assert all(link.get("href").startswith(("#", "data:,")) for link in page.cssselect("[href]"))
    assert "\u202e" not in write(one_line("\n".join(HOSTILE))).decode("utf-8")


def test_the_policy_names_the_only_script_and_style() -> None:
    page = page_of(one_line("文字"))
    policy = page.cssselect("meta[http-equiv]")[0].get("content")
    assert policy.startswith("default-src 'none';")
    for tag in ("script", "style"):
        content = page.cssselect(tag)[0].text
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not page.xpath("//@style | //@onclick | //@src")


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(), max_size=40))
def test_any_text_is_shown(text: str) -> None:
    document = one_line(text.replace("\r", ""))
    assert document.source.lines is not None
    assert line_texts(page_of(document)) == list(document.source.lines)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 5)).map(
            lambda one: Place(one[0], min(one[1], one[1] + one[2]), one[1] + one[2])
        ),
        max_size=6,
    )
)
def test_warnings_at_any_place(places: list[Place]) -> None:
    document = one_line("甲乙丙\n丁戊\n\n己")
    notices = tuple(Notice(kind="garbled", at=(place,), a=(place,)) for place in places)
    page = page_of(replace(document, warnings=notices))
    assert line_texts(page) == ["甲乙丙", "丁戊", "", "己"]
    assert len(page.cssselect(".warnings li")) == len(places)


def test_a_deep_tree_and_fragments_far_out_do_no_harm() -> None:
    node: Group = Group(role="section", heading=(Fragment(1, 10**9, "远"),))
    for _ in range(3000):
        node = Group(role="section", children=(node,))
    root = Group(role="page", children=(node,))
    source = Source(name="x", sha256="", encoding="utf-8", line_count=10**12)
    assert len(write(Document(root=root, source=source))) < 2_000_000


def _stat(text: str, printed: str, value: str, unit: str) -> Stat:
    figure = Figure(start=text.index(printed), printed=printed, value=Decimal(value), unit=unit)
    return Stat(fragments=(Fragment(1, 0, text),), figures=(figure,))


def test_figures_of_one_unit_are_drawn_three_at_least() -> None:
    growth = [
        _stat("地区生产总值增长5.7%", "5.7%", "5.7", "%"),
        _stat("投资增长10%左右", "10%", "10", "%"),
        _stat("新增4.1万家", "4.1万家", "41000", "家"),
    ]
    assert comparable(growth) == ()
    bars = comparable([*growth, _stat("3%:税收", "3%", "3", "%")])
    assert [(bar.label, bar.figure.printed) for bar in bars] == [
        ("地区生产总值增长", "5.7%"),
        ("投资增长", "10%"),
        ("税收", "3%"),
    ]


def test_chart_and_table_of_a_group_say_the_figures() -> None:
    stats = (
        _stat("产值增长5%", "5%", "5", "%"),
        _stat("投资增长10%", "10%", "10", "%"),
        _stat("出口增长20%", "20%", "20", "%"),
    )
    article = Group(role="article", children=(Group(role="stats", children=stats),))
    source = Source(name="x", sha256="", encoding="utf-8", line_count=1)
    page = page_of(Document(root=Group(role="page", children=(article,)), source=source))
    widths = [float(bar.get("width")) for bar in page.cssselect("svg rect")]
    assert widths == [37.5, 75.0, 150.0]
    cells = [
        [cell.text_content() for cell in row][:3] for row in page.cssselect(".figures tbody tr")
    ]
    assert cells == [["5%", "5", "%"], ["10%", "10", "%"], ["20%", "20", "%"]]


def test_terms_of_the_glossary_are_linked_elsewhere_but_not_in_their_own_entry() -> None:
    text = "建设四好农村路,再建四好农村路。\n1.四好农村路:四好农村路指建好、管好的路。"
    notation = "page\n  article\n    p @1\n    glossary\n      entry n=1 term=@2:2-7 @2:8-\n"
    page = page_of(from_notation(notation, text))
    links = page.get_element_by_id("page").cssselect("a.term")
    assert [(link.text, link.get("href")) for link in links] == [("四好农村路", "#n4")]
    assert page.get_element_by_id("n4").cssselect("dfn")[0].text == "四好农村路"


def test_all_shapes_in_lists_and_tables_stay_in_their_place() -> None:
    row = Text(role="row", fragments=(Fragment(1, 0, "甲"), Fragment(1, 2, "乙")))
    dup = Dup(kind="exact", of=(Place(1),), fragments=(Fragment(2, 0, "甲"),))
    meta = Meta(field="date", fragments=(Fragment(3, 0, "1月"),))
    entry = Entry(head=(Fragment(4, 0, "词:"),), fragments=(Fragment(5, 0, "义"),), term=Span(0, 1))
    roles: tuple[GroupRole, ...] = ("table", "list", "stats", "glossary")
    for role in roles:
        inner = Group(role=role, children=(row, dup, meta, entry))
        root = Group(role="page", children=(Group(role="article", children=(inner, inner)),))
        source = Source(name="x", sha256="", encoding="utf-8", line_count=5)
        page = page_of(Document(root=root, source=source))
        for number in (3, 4, 5, 6, 8, 9, 10, 11):
            block = page.get_element_by_id(f"n{number}")
            above = block.xpath("ancestor::*[contains(@class, 'group')][1]")[0]
            assert above.get("data-n") == ("2" if number < 7 else "7")
