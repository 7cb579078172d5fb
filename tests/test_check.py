"""Warnings: every kind on the smallest page that shows it, and none on pages that are sound."""

from __future__ import annotations

import hashlib
from typing import get_args

import pytest

from layoutkit.check import check
from layoutkit.model import Notice, Source, WarningKind
from layoutkit.notices import SENTENCES, sentence
from layoutkit.profile import load_profile

from . import support

PROFILE = load_profile("default")
# made by decode and by mark_duplicates, not by check
ELSEWHERE = {"guessed-encoding", "loop", "printed-twice"}

# title: notation below the page, text, what is warned of
CASES: dict[str, tuple[str, str, list[str]]] = {
    "lost heading of a box": (
        "article\n  headline @1\n  p @2\n  box kind=链接\n    p @3",
        "驿站开张\n昨天，驿站开张。\n驿站共有两层。",
        ["missing-heading 3"],
    ),
    "article without headline": ("article\n  p @1", "昨天，驿站开张。", ["missing-heading 1"]),
    "heading after its text": (
        "article\n  headline @1\n  section kind=theme @3\n    p @2\n"
        "  section kind=theme @4\n    p @5",
        "驿站开张\n昨天，驿站开张。\n新鲜事\n老话题\n菜价稳了。",
        ["misplaced-heading 3"],
    ),
    "two headings above two texts": (
        "article\n  headline @1\n  section kind=theme @2\n    p @4\n"
        "  section kind=theme @3\n    p @5\n    section kind=theme @6\n      p @7",
        "两年\n去年\n今年\n去年很好。\n今年更好。\n老话题\n菜价稳了。",
        ["misplaced-heading 3"],
    ),
    "kicker inside an article": (
        "kicker @3\narticle\n  headline @1\n  p @2\n  p @4",
        "驿站开张\n昨天，驿站开张。\n两会报道\n今天，渡口开张。",
        ["misplaced-heading 3"],
    ),
    "kicker between two articles": (
        "kicker @3\narticle\n  headline @1\n  p @2\narticle\n  headline @4\n  p @5",
        "驿站开张\n昨天，驿站开张。\n民生\n渡口开张\n今天，渡口开张。",
        [],
    ),
    "number left out": (
        "article\n  headline @1\n  section kind=numbered n=1 @2\n    p @3\n"
        "  section kind=numbered n=3 @4\n    p @5",
        "驿站开张\n一、去年\n很好。\n三、今年\n更好。",
        ["number-gap 4 1 3"],
    ),
    "glossary that begins with the second term": (
        "article\n  headline @1\n  glossary @2\n    entry n=2 term=@3:2-4 @3:5-",
        "驿站开张\n名词解释\n2.五控：控煤、控气。",
        ["number-gap 3 0 2"],
    ),
    "heading over nothing": (
        "article\n  headline @1\n  section kind=theme @2\n  section kind=theme @3\n    p @4",
        "驿站开张\n去年\n今年\n更好。",
        ["empty-section 2"],
    ),
    "four things promised, two given": (
        "article\n  headline @1\n  section kind=theme @2\n    list\n      item @3\n      item @4",
        "驿站开张\n抓好四件实事：\n建渡口\n修鱼塘",
        ["count-mismatch 2 4 2"],
    ),
    "a name with a number promises nothing": (
        "article\n  headline @1\n  section kind=theme @2\n    list\n      item @3\n      item @4",
        "驿站开张\n五大战役\n建渡口\n修鱼塘",
        [],
    ),
    "decimal point lost": (
        "article\n  headline @1\n  p @2\n  section kind=theme @3\n    stats\n      stat @4",
        "驿站开张\n全市新增登记经营主体41万家，增长快。\n经营主体\n全市新增登记经营主体4.1万家",
        ["conflicting-figures 2 41万家 4.1万家"],
    ),
    "one sentence with two figures": (
        "article\n  headline @1\n  p @2\n  p @3",
        "驿站开张\n县里在3个镇修了25座驿站，居民出门就能歇脚。\n县里在3个镇修了27座驿站，居民出门就能歇脚。",
        ["conflicting-figures 2 25 27"],
    ),
    "figures of two years, of a plan, and parallels": (
        "article\n  headline @1\n  section kind=theme @2\n    stats\n      stat @3\n"
        "  section kind=theme @4\n    stats\n      stat @5\n  p @6\n  p @7\n  p @8",
        "驿站开张\n2024年成绩\n社会消费品零售总额增长5%\n2025年目标\n社会消费品零售总额增长50%\n"
        "城镇居民人均可支配收入增长8%。\n农村居民人均可支配收入增长80%。\n"
        "力争城镇居民人均可支配收入增长80%。",
        [],
    ),
    "formula code": (
        "article\n  headline @1\n  p @2",
        "驿站开张\n面积比去年多了$5\\%_{a}$左右。",
        [r"garbled 2 $5\%_{a}$"],
    ),
    "from a thing to itself": (
        "article\n  headline @1\n  p @2",
        "驿站开张\n由“学有所教”向“学有所教”转变，从“有没有”向“好不好”转变。",
        ["garbled 2 “学有所教”向“学有所教”"],
    ),
    "a clause read twice, misread once": (
        "article\n  headline @1\n  p @2\n  p @3",
        "驿站开张\n新建环卫工人休息驿站，新建环卫工人体息驿站，居民都说好。\n"
        "一户都不能少，一人都不能少，增长百分之八，增长百分之九，加油，加油。",
        ["garbled 2 新建环卫工人体息驿站"],
    ),
    "stray mark": (
        "article\n  headline @1\n  p @2",
        "驿站开张\n为居民#提供帮助，修了渡口、?水灌区，叫B e i j i n g，好吗？",
        ["garbled 2 #", "garbled 2 ?", "garbled 2 B e i j i n g"],
    ),
    "a word after a figure here, after a letter there": (
        "article\n  headline @1\n  p @2\n  p @3\n  p @4",
        "驿站开张\n3保中心升到前列。\n力争B保中心再进位。\n3个中心、5个中心，5G中心。",
        ["garbled 2 3保中心", "garbled 3 B保中心"],
    ),
    "quotation mark without partner": (
        "article\n  headline @1\n  p @2\n  p @3",
        "驿站开张\n居民说：“很好。\n“很好”，（一）他说（两次）1）是的。",
        [],
    ),
    "quotation mark never closed": (
        "article\n  headline @1\n  p @2\n  p @3",
        "驿站开张\n居民说：“很好。\n他又说很好”。",
        ["unpaired-quotes 2 “", "unpaired-quotes 3 ”"],
    ),
    "no such day": (
        "article\n  headline @1\n  p @2",
        "驿站开张\n2月29日、2023年2月29日、四月三十一日、12月31日。",
        ["impossible-date 2 2023年2月29日", "impossible-date 2 四月三十一日"],
    ),
    "the end printed before the beginning": (
        "article\n  headline @1\n  p @3+2",
        "驿站开张\n得很顺利。\n昨天，驿站开张",
        ["page-order 3"],
    ),
    "label of this paper alone": (
        "article\n  headline @1\n  p @2\n  box kind=渡口夜话 @3\n    p @4",
        "驿站开张\n昨天，驿站开张。\n渡口夜话\n灯亮了。",
        ["unknown-label 3 渡口夜话"],
    ),
    "characters that could not be read": (
        "article\n  headline @1\n  p @2",
        "驿站开张\n昨\ufffd，驿\ufffd开张。",
        ["replaced-characters 2 2"],
    ),
    "nothing but a footer": ("furniture @1", "第2版", ["empty-page 1"]),
}


def warned(notation: str, text: str) -> list[str]:
    """Return the warnings of a tree as `kind line values`."""
    whole = "page\n" + "".join(f"  {line}\n" for line in notation.split("\n"))
    document = support.from_notation(whole.replace("stat @", 'stat values="" @'), text)
    return [shown(notice) for notice in check(document.root, document.source, PROFILE)]


def shown(notice: Notice) -> str:
    return " ".join([notice.kind, str(notice.at[0].line), *notice.said])


@pytest.mark.parametrize("title", CASES)
def test_case(title: str) -> None:
    notation, text, wanted = CASES[title]
    assert warned(notation, text) == wanted


def test_every_kind_has_a_case() -> None:
    kinds = {line.split()[0] for _, _, wanted in CASES.values() for line in wanted}
    assert kinds | ELSEWHERE == set(get_args(WarningKind)) == set(SENTENCES)


@pytest.mark.parametrize("name", support.NAMES)
def test_right_trees_have_their_warnings_and_no_others(name: str) -> None:
    document = support.gold(name)
    found = check(document.root, document.source, PROFILE)

    def places(notices: tuple[Notice, ...]) -> set[tuple[str, int]]:
        return {(n.kind, n.at[0].line) for n in notices if n.kind not in open_kinds}

    # a careful editor may see more of these than the right trees tell
    open_kinds = ("garbled", "unknown-label")
    assert places(found) == places(document.warnings)
    wanted = {n.at[0].line for n in document.warnings if n.kind == "garbled"}
    assert {n.at[0].line for n in found if n.kind == "garbled"} <= wanted


def test_a_conflict_names_both_figures() -> None:
    document = support.gold("report-highlights-2020")
    found = check(document.root, document.source, PROFILE)
    (notice,) = (n for n in found if n.kind == "conflicting-figures")
    lines = document.source.lines
    assert lines
    for place, printed in zip((*notice.a, *notice.b), ("41万家", "4.1万家"), strict=True):
        assert lines[place.line - 1][place.start : place.end] == printed
    assert sentence(notice) == "41万家 here, 4.1万家 there"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_asks_for_more_than_is_said(language: str) -> None:
    for notation, text, _ in CASES.values():
        whole = "page\n" + "".join(f"  {line}\n" for line in notation.split("\n"))
        document = support.from_notation(whole.replace("stat @", 'stat values="" @'), text)
        for notice in check(document.root, document.source, PROFILE):
            said = sum(value.count("?") for value in notice.said)
            assert sentence(notice, language).count("?") == said  # type: ignore[arg-type]


def test_warnings_stand_in_the_order_of_the_page() -> None:
    text = "\n".join(f"居民说“很好{at}。" for at in range(30))
    notation = "article\n" + "\n".join(f"  p @{at}" for at in range(30, 0, -1))
    places = [line.split()[1] for line in warned(notation, text)]
    assert places == sorted(places, key=int)


def test_a_tree_read_back_without_its_source_is_checked() -> None:
    source = Source(name="", sha256=hashlib.sha256(b"").hexdigest(), encoding="", line_count=1)
    root = support.from_notation("page\n  article\n    p @1\n", "昨天。").root
    assert [n.kind for n in check(root, source, PROFILE)] == ["missing-heading"]
