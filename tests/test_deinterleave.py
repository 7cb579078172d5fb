"""Articles printed into each other: parted where it is sure whose a line is, else left alone."""

from __future__ import annotations

import re
from itertools import zip_longest

import pytest

import layoutkit
from layoutkit.classify import classify
from layoutkit.deinterleave import deinterleave
from layoutkit.lines import split
from layoutkit.model import Group, Text, walk
from layoutkit.profile import load_profile

from .cases import Case, cases
from .support import NAMES, SAMPLES
from .test_laws import check_slices, unowned

PROFILE = load_profile("default")
BRIDGE = (
    "村口的石桥修好了",
    "本报讯（记者 林禾）昨日，村口的石桥通车了，桥面铺了石板，两边加了栏杆，孩子们过桥上学"
    "不用再绕远路。石桥建于三十年前，桥墩被洪水冲歪过两次，去年冬天才动工重修。",
    "老人说，这座石桥等了三十年，今天终于等到了，夜里也有灯照着路，过桥赶集的人一天比一天多。",
)
# of thirty pages; it may rise and not fall
FLOOR = 27
TEA = (
    "茶厂收鲜叶到深夜",
    "本报讯（记者 周原）清明刚过，镇上的茶厂灯火通明，茶农背着鲜叶排起长队，等着过秤。"
    "厂长说，今年鲜叶比去年早收一个星期，茶厂每天收鲜叶六千斤，要炒到后半夜才能收工。",
    "为了让茶农少等，茶厂添了三台炒茶机，又请来二十名帮工，鲜叶当天收当天炒，茶农当天就能拿到钱。",
)


def lines_of(article: tuple[str, ...], width: int) -> list[str]:
    """Return an article as a column sets it, its headline first; no line begins with a stop."""
    headline, *paragraphs = article
    column = re.compile(f".{{1,{width}}}[，。、；：！？”）]*")
    return [headline, *(line for text in paragraphs for line in column.findall(text))]


def read_across(width: int, other: int) -> str:
    """Return two articles side by side, as recognition reads them straight across."""
    rows = zip_longest(lines_of(BRIDGE, width), lines_of(TEA, other), fillvalue="")
    return "\n".join(line for row in rows for line in row if line)


def articles(text: str) -> list[tuple[str, ...]]:
    """Return the texts of each article of a page."""
    return [
        tuple(node.text for node in walk(article) if isinstance(node, Text))
        for article in layoutkit.parse(text).find("article")
        if isinstance(article, Group)
    ]


@pytest.mark.parametrize("other", [0, 6])
@pytest.mark.parametrize("width", range(16, 31))
def test_two_columns_are_parted_or_left(width: int, other: int) -> None:
    text = read_across(width, width + other)
    kinds = [notice.kind for notice in layoutkit.parse(text).warnings]
    assert "page-order" in kinds
    in_order, _ = deinterleave(classify(split(text), PROFILE), PROFILE)
    numbers = [line.number for line in in_order]
    if numbers != sorted(numbers):
        one, two = ["".join(article) for article in articles(text)]
        assert (one, two) == ("".join(BRIDGE), "".join(TEA))


def test_most_columns_are_parted() -> None:
    pages = [read_across(width, width + other) for width in range(16, 31) for other in (0, 6)]
    assert sum(articles(page) == [BRIDGE, TEA] for page in pages) >= FLOOR


@pytest.mark.parametrize("width", [18, 24, 30, 80])
def test_columns_in_order_stay(width: int) -> None:
    text = "\n".join([*lines_of(BRIDGE, width), *lines_of(TEA, width)])
    lines = classify(split(text), PROFILE)
    assert deinterleave(lines, PROFILE) == (lines, ())


@pytest.mark.parametrize("name", NAMES)
def test_samples_stay(name: str) -> None:
    lines = classify(split((SAMPLES / f"{name}.txt").read_text("utf-8")), PROFILE)
    assert deinterleave(lines, PROFILE) == (lines, ())


@pytest.mark.parametrize("case", cases(of="interleaved"), ids=str)
def test_nothing_is_lost(case: Case) -> None:
    document = layoutkit.parse(case.text)
    check_slices(document)
    assert unowned(document) == []
