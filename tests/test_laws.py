"""What holds for every text, however damaged: nothing lost, nothing doubled, any string parses."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from time import process_time
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import layoutkit
from layoutkit.model import Document, Group, Text, own_fragments, walk
from layoutkit.readers import tree as tree_reader
from layoutkit.writers import tree as tree_writer

from .pages import parsed
from .support import NAMES, SAMPLES

# What stands for layout and needs no owner; in a row also what parts its cells.
MARKERS = re.compile(r"(?:[#◆\s-]|\*\*)*")
ROW_MARKERS = re.compile(r"(?:[#◆\s|&\\:+=-]|\*\*)*")

PIECES = (
    "# ", "## ", "#### ", "- ", "◆", "**", "——", "---", "***", "|", "&", "\\\\", "$5\\%_{1}$",
    "<!--", "-->", "关键词1 ", "关键词", "【新闻回放①】", "报告点击", "连线场外", "编者按:",
    "核心提示", "名词解释:", "【", "】", "一、", "二、", "三、", "(一)", "（二）", "1.", "2、",
    "7 ", "①", "第三,", "一是", "附件1", "本报讯(记者 张三)", "新华社北京1月1日电",
    "本报记者 李四", "张三 摄", "图为", "制图/王五", "(下转第2版)", "(上接第一版)", "株洲日报",
    "2021年9月28日", "星期二", "A02版", "责任编辑:赵六", "问:", "答:", "各位代表!", "来源:",
    "数说", "增长8%", "4.1万家", "第70位", "近2万人", "扩大有效投资。",
    "统筹推进重点项目,加快建设进度。", "春天来了", "水", "。", ",", "“", "”", "「", "」", "《",
    "》", " ", "\u3000", "\t", "\u2028", "\x0b", "\x85", "\ufeff", "\u200b", "\x00", "e\u0301",
    "😀",
)  # fmt: skip

lines = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
pages = st.lists(lines, max_size=25).map("\n".join)
texts = st.one_of(pages, st.text(max_size=300))
# The same examples on every run: a failure here is the fault of the change, not of chance.
long_enough = settings(
    deadline=None,
    derandomize=True,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)


def unowned(document: Document) -> list[tuple[int, str]]:
    """Return what no node owns and no marker explains, line by line."""
    rows = {
        fragment.line
        for node in walk(document)
        if isinstance(node, Text) and node.role == "row"
        for fragment in node.fragments
    }
    owned: Counter[tuple[int, int]] = Counter()
    for node in walk(document):
        for line, start, text in own_fragments(node):
            owned.update((line, column) for column in range(start, start + len(text)))
    assert not [place for place, count in owned.items() if count > 1], "owned twice"
    found = []
    for number, raw in enumerate(document.source.lines or (), 1):
        left = "".join("\n" if (number, i) in owned else char for i, char in enumerate(raw))
        marker = ROW_MARKERS if number in rows else MARKERS
        found += [(number, run) for run in left.split("\n") if not marker.fullmatch(run)]
    return found


def check_slices(document: Document) -> None:
    """Prove that every fragment is the text that stands at its place."""
    raw = document.source.lines or ()
    for node in walk(document):
        for fragment in own_fragments(node):
            assert raw[fragment.line - 1][fragment.start : fragment.end] == fragment.text
        assert node.text.strip() or isinstance(node, Group), "a leaf without text"


@example("")
@example("\n\n#\n")
@example("一、\n一、\n一、")
@example("# 标题\r\n\r\n正文。\r正文。")
@example("——三 摄")  # a deck by its dash, a credit by its end
@example("第\n<!---->")  # comment signs with nothing between
@given(texts)
@long_enough
def test_nothing_lost_nothing_doubled(text: str) -> None:
    document = layoutkit.parse(text)
    check_slices(document)
    assert unowned(document) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_lost_on_samples(name: str) -> None:
    document = parsed(name)
    check_slices(document)
    assert unowned(document) == []


@given(texts)
@long_enough
def test_same_input_same_tree(text: str) -> None:
    once, twice = layoutkit.parse(text), layoutkit.parse(text)
    assert once == twice
    assert tree_writer.write(once, comments=True) == tree_writer.write(twice, comments=True)


@example("来源:-日")  # a mark after a label is text
@example("问:#《")
@example("附件1#一\n【新闻回放】")
@example("（二）。")  # a number with nothing behind it
@example("二、\u200b\u2028。")
@example("位\n名词解释\n!-\n!\u0301\n版")
@given(texts)
@long_enough
def test_the_notation_reads_back(text: str) -> None:
    document = layoutkit.parse(text)
    again = tree_reader.read(tree_writer.write(document).decode(), document.source)
    assert again.root == document.root
    assert again.warnings == document.warnings


@given(st.binary(max_size=200))
@long_enough
def test_bytes_parse_or_are_refused(data: bytes) -> None:
    try:
        document = layoutkit.parse(data)
    except layoutkit.LayoutError as error:
        assert "\n" not in str(error)
    else:
        assert unowned(document) == []


def test_the_tree_does_not_hang_on_the_hash_seed() -> None:
    """A set or dict of strings in the wrong place shows only between two processes."""
    program = (
        "import sys, layoutkit\n"
        "for path in sys.argv[1:]:\n"
        "    sys.stdout.write(str(layoutkit.read(path)))\n"
    )
    paths = [str(SAMPLES / f"{name}.txt") for name in NAMES]
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program, *paths],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0]


def calls_to_parse(text: str) -> tuple[int, float]:
    """Return how many calls a parse makes, and how long it takes without counting."""
    count = 0

    def counter(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counter)
    try:
        layoutkit.parse(text)
    finally:
        sys.setprofile(None)
    start = process_time()
    layoutkit.parse(text)
    return count, process_time() - start


def long_page(times: int) -> str:
    """Return a page of many different paragraphs, boxes, sections and lists."""
    blocks = []
    for i in range(times):
        words = "".join(chr(0x4E00 + (i * 7919 + k * 104729) % 20000) for k in range(60))
        blocks.append(
            f"## {words[:8]}\n\n{words[8:14]}。{words[14:40]},{words[3:30]}{i}年。\n\n"
            "【相关链接】\n\n"
            f"{words[30:55]}{i + 3}个。\n\n一、{words[50:58]}\n\n- {words[1:12]}\n- {words[5:17]}\n"
            f"- {words[9:21]}\n\n{words[20:45]},{words[11:37]}"
        )
    return "\n\n".join(blocks)


def columns(rows: int) -> str:
    """Return two articles side by side, as read straight across."""
    out = ["村口的石桥修好了", "茶厂收鲜叶到深夜"]
    for i in range(2 * rows):
        words = "".join(chr(0x4E00 + (i * 7919 + k * 104729) % 20000) for k in range(20))
        out.append(f"{words[:9]}，{words[9:]}" + "。" * (i >= 2 * rows - 2))
    return "\n".join(out)


@pytest.mark.parametrize(
    "make",
    [
        long_page,
        lambda times: "新增绿地。" * (20 * times),
        lambda times: "\n".join(f"一是{i}。" for i in range(20 * times)),
        lambda times: "\n".join("#" * (i % 7) + " 各位代表!" for i in range(20 * times)),
        lambda times: "“" * (60 * times),
        lambda times: "(一)" * (30 * times),
        lambda times: "上下深入贯彻落实各项决策部署并取得了新的成效,\n" * (20 * times),
        lambda times: "\n\n".join("【" + "水" * (i % 9 + 1) for i in range(20 * times)),
        lambda times: "王小明\n" * (20 * times),
        lambda times: "\n".join(columns(10) for _ in range(times)),
        lambda times: columns(10 * times),
    ],
    ids=[
        "page",
        "sentences",
        "points",
        "salutations",
        "quotes",
        "numbers",
        "torn",
        "brackets",
        "names",
        "columns",
        "long-columns",
    ],
)
def test_ten_times_the_text_takes_ten_times_the_work(make: Callable[[int], str]) -> None:
    small, large = calls_to_parse(make(10)), calls_to_parse(make(100))
    assert large[0] < 14 * small[0], f"{large[0]} calls for ten times the text of {small[0]}"
    # Time sees what one call does inside; a hundredth of a second is noise.
    assert large[1] < 40 * max(small[1], 0.01), f"{large[1]:.2f} s against {small[1]:.3f} s"
