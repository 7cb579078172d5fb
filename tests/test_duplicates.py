"""Repeats: found, safe and reversible, on the smallest pages that show each case."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layoutkit.duplicates import mark_duplicates
from layoutkit.model import (
    Dup,
    Group,
    Node,
    Notice,
    Place,
    Text,
    cut,
    own_fragments,
    walk,
)
from layoutkit.repeats.compare import normal

from . import support

ONE = "市水务局会同街道对沿河的灌溉水渠逐段排查，茶农心里踏实。"
TWO = "退役军人把闲置的旧厂房改成了油茶加工车间，亩均收益提高了不少。"
THREE = "骑手隔着老远就能认出新修的驿站，投诉量比从前下降了许多。"
FOUR = "一条连接两个社区的道路正在分批改造，夜里也有灯亮着，居民赞不绝口。"

LABEL = "责任单位：市水务局、市林业局、市农业农村局各处室"


def page(*children: Node) -> Group:
    """Return a page of one article."""
    return Group(role="page", children=(Group(role="article", children=children),))


def leaf(line: int, text: str, role: str = "p") -> Text:
    """Return a leaf that is a whole line."""
    return Text(role=role, fragments=cut(text, line))  # type: ignore[arg-type]


def lines(*texts: str, role: str = "p") -> Group:
    """Return a page of whole lines."""
    return page(*(leaf(at, text, role) for at, text in enumerate(texts, 1)))


def section(
    line: int, heading: str, *children: Node, role: str = "section", kind: str = "theme"
) -> Group:
    """Return a group with a heading on a line."""
    return Group(role=role, kind=kind, heading=cut(heading, line), children=children)  # type: ignore[arg-type]


def dups(root: Group) -> list[tuple[str, str, list[str]]]:
    """Return the dups of a tree: kind, text, places of the copy that stays."""
    return [
        (node.kind, node.text, [str(place) for place in node.of])
        for node in walk(root)
        if isinstance(node, Dup)
    ]


def found(root: Group) -> list[tuple[str, str, list[str]]]:
    """Return the dups that are marked in a tree."""
    return dups(mark_duplicates(root)[0])


def characters(root: Group) -> Counter[tuple[int, int]]:
    """Return how often each non-blank source character is owned."""
    owned: Counter[tuple[int, int]] = Counter()
    for node in walk(root):
        for line, start, text in own_fragments(node):
            owned.update((line, start + at) for at, c in enumerate(text) if not c.isspace())
    return owned


# found


def test_second_print_of_a_paragraph_is_a_dup_of_the_first() -> None:
    assert found(lines(ONE, TWO, ONE)) == [("exact", ONE, ["1"])]


def test_misread_characters_make_a_near_dup() -> None:
    misread = (FOUR + THREE).replace("道路", "道跟").replace("老远", "老这")
    assert found(lines(FOUR + THREE, TWO, misread)) == [("near", misread, ["1"])]


def test_a_box_keeps_the_text_over_the_running_text() -> None:
    root = page(leaf(1, ONE), section(2, "新闻回放", leaf(3, ONE), role="box", kind="新闻回放"))
    assert found(root) == [("exact", ONE, ["3"])]


def test_what_stands_alone_under_a_heading_stays() -> None:
    root = page(
        section(1, "前面的事", leaf(2, TWO), leaf(3, ONE)), section(4, "后面的事", leaf(5, ONE))
    )
    assert found(root) == [("exact", ONE, ["5"])]


def test_a_sentence_inside_two_paragraphs_leaves_the_second() -> None:
    root, _ = mark_duplicates(lines(ONE + FOUR + TWO, THREE + FOUR + "夜市也开了。"))
    assert dups(root) == [("exact", FOUR, [f"1:{len(ONE)}-{len(ONE + FOUR)}"])]
    rest = [node for node in walk(root) if isinstance(node, Text)][1]
    assert [fragment.text for fragment in rest.fragments] == [THREE, "夜市也开了。"]


def test_two_short_sentences_in_a_row_are_a_repeat() -> None:
    row = "鱼塘边修了步道，游客多了。灯也亮了，夜里有人散步。"
    assert found(lines(ONE + row + TWO, THREE + row + FOUR)) == []
    row = "鱼塘边新修了一条健身步道，游客多了。路灯也亮了，夜里常有人来散步。"
    assert [kind for kind, *_ in found(lines(ONE + row + TWO, THREE + row + FOUR))] == ["exact"]


def test_characters_on_both_sides_of_a_tear() -> None:
    before, after = ONE[:-1] + "，他们守着的冷链仓库", "冷链仓库今年扩建完工，" + TWO
    torn = Text(role="p", fragments=(*cut(before, 1), *cut(after, 3)))
    root, _ = mark_duplicates(page(torn))
    assert dups(root) == [("overlap", "冷链仓库", [f"1:{len(before) - 4}-"])]
    assert next(n.text for n in walk(root) if isinstance(n, Text)) == before + after[4:]


def test_one_character_at_a_tear_is_none() -> None:
    torn = Text(role="p", fragments=(*cut(ONE[:-1] + "流经江水", 1), *cut("水质稳定向好。", 3)))
    assert found(page(torn)) == []


@pytest.mark.parametrize("word", ["健身步道", "记者在镇里看到新修的步道，居民一早就", "10%以上"])
def test_words_printed_twice_within_a_line(word: str) -> None:
    text = ONE + f"去年建成的{word}{word}如今人来人往。"
    start = text.index(word)
    expected = ("overlap", word, [f"1:{start}-{start + len(word)}"])
    assert found(lines(text)) == [expected]


def test_blanks_between_two_prints_of_a_word_do_not_count() -> None:
    assert [text for _, text, _ in found(lines("各家的零售价下降了10%以上 10%以上。"))] == [
        "10%以上"
    ]


@pytest.mark.parametrize("copies", [3, 10, 50, 500])
@pytest.mark.parametrize("unit", [ONE, "公开招标育苗大棚，", "挂图作战旧厂房"])
def test_loop_within_a_line(unit: str, copies: int) -> None:
    text = "记者了解到" + unit * copies + "茶农把自家的白茶送到市里代销。"
    root, notices = mark_duplicates(lines(TWO, text))
    assert sum(len(dup[1]) for dup in dups(root)) >= (copies - 2) * len(unit)
    assert [notice.kind for notice in notices] == ["loop"] or copies == 3
    assert root.children and characters(root) == characters(lines(TWO, text))


def test_loop_of_lines_keeps_the_first() -> None:
    root, notices = mark_duplicates(lines(TWO, *[ONE] * 10, THREE))
    assert dups(root) == [("exact", ONE, ["2"])] * 9
    assert notices == (Notice(kind="loop", at=(Place(2),), said=("10",)),)


def test_misread_copies_do_not_part_a_loop() -> None:
    units = [ONE, ONE.replace("水渠", "水果"), ONE, ONE.replace("茶农", "茶衣"), ONE, ONE]
    root, notices = mark_duplicates(lines("".join(units)))
    assert [kind for kind, *_ in dups(root)] == ["near", "exact", "near", "exact", "exact"]
    assert [notice.kind for notice in notices] == ["loop"]


def test_the_beginning_printed_again_at_the_end() -> None:
    root = page(
        leaf(1, "把驿站管起来", "headline"), leaf(2, "——一个社区的夏天", "deck"),
        leaf(3, ONE), leaf(4, TWO), section(5, "又一件事", leaf(6, THREE)),
        section(7, "把驿站管起来", leaf(8, ONE), leaf(9, TWO)),
    )  # fmt: skip
    marked, notices = mark_duplicates(root)
    assert [of for _, _, of in dups(marked)] == [["1"], ["3"], ["4"]]
    assert [(n.kind, n.at[0].line) for n in notices] == [("printed-twice", 7)]
    assert [n.text for n in walk(marked) if isinstance(n, Group) and n.heading] == ["又一件事"]


def test_a_half_printed_twice_dissolves_its_groups() -> None:
    def half(at: int) -> tuple[Group, Group]:
        stats = Group(
            role="list",
            children=(leaf(at + 4, "新增绿道", "item"), leaf(at + 5, "改造小区", "item")),
        )
        return (
            section(at, "擦亮渡口", leaf(at + 1, ONE), leaf(at + 2, TWO)),
            section(at + 3, "数说变化", stats),
        )

    root = page(*half(1), leaf(7, THREE), *half(8))
    marked, notices = mark_duplicates(root)
    assert [int(of[0]) for _, _, of in dups(marked)] == [1, 2, 3, 4, 5, 6]
    assert [notice.kind for notice in notices] == ["printed-twice"]
    assert sum(isinstance(node, Group) for node in walk(marked)) == 5
    assert characters(marked) == characters(root)


def test_an_article_printed_twice_goes_to_the_one_before() -> None:
    story = [leaf(1, "把驿站管起来", "headline"), leaf(2, ONE), leaf(3, TWO)]
    again = [leaf(5, "把驿站管起来", "headline"), leaf(6, ONE), leaf(7, TWO), leaf(8, FOUR)]
    root = Group(
        role="page",
        children=(
            Group(role="article", children=tuple(story)), leaf(9, "制图/左某", "credit"),
            Group(role="article", children=tuple(again)),
        ),
    )  # fmt: skip
    marked, _ = mark_duplicates(root)
    assert [type(node).__name__ for node in marked.children] == ["Group", "Text"]
    assert [of for _, _, of in dups(marked)] == [["1"], ["2"], ["3"]]
    assert characters(marked) == characters(root)


# safe


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "全市新增登记市场主体41万家，创下历年新高。",
            "全市新增登记市场主体4.1万家，创下历年新高。",
        ),
        (
            "第十五条　任何单位和个人不得擅自拆除便民窗口。",
            "第十六条　任何单位和个人不得擅自拆除便民窗口。",
        ),
        (
            "上半年限额以上批发业零售业销售额累计增长的幅度超过了预期水平，完成了全年的任务。",
            "下半年限额以上批发业零售业销售额累计增长的幅度超过了预期水平，完成了全年的任务。",
        ),
        (
            "城镇居民人均可支配收入中工资性收入的增长快于各项收入的平均增长，形势好于往年。",
            "农村居民人均可支配收入中工资性收入的增长快于各项收入的平均增长，形势好于往年。",
        ),
        (
            "必须坚持人民至上。把驿站作为检验的试金石。",
            "必须坚持系统观念。把驿站作为检验的试金石。",
        ),
    ],
)  # fmt: skip
def test_figures_sense_and_parallels_keep_apart(one: str, two: str) -> None:
    assert found(lines(one, TWO, two)) == []
    assert found(lines(THREE + one + TWO, FOUR + two + ONE)) == []


def test_heads_labels_and_stats_that_are_equal_stay() -> None:
    root = page(
        *(
            section(at, "报告点击", leaf(at + 1, text), leaf(at + 2, LABEL),
                    role="box", kind="报告点击")
            for at, text in ((1, ONE), (4, TWO), (7, THREE))
        )
    )  # fmt: skip
    assert found(root) == []


def test_a_pull_quote_and_a_core_box_stay() -> None:
    quote = page(leaf(1, ONE + FOUR), leaf(2, FOUR))
    assert found(quote) == []
    box = section(1, "核心提示", leaf(2, FOUR + ONE), role="box", kind="核心提示")
    assert found(page(box, leaf(3, TWO + FOUR + "完。"), leaf(4, THREE + ONE + "完。"))) == []
    assert (
        found(
            page(leaf(2, FOUR + ONE), leaf(3, TWO + FOUR + "完。"), leaf(4, THREE + ONE + "完。"))
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "居民一步一步摸索，把江水水质一点一点治好，大大小小的渡口一处一处建成。",
        "这件事情要一件事情一件事情地抓，一张图纸一张图纸地看。",
        "向前进，向前进！战士的责任重，妇女的冤仇深。",
        "一个都不能少，一户都不能少，一人都不能少，这是承诺。",
        "编号为100010001000的三处设施已经验收。",
    ],
)
def test_doubling_that_is_sound_stays(text: str) -> None:
    assert found(lines(text)) == []


def test_a_masthead_on_two_pages_is_none() -> None:
    text = "澄江日报\n2024年3月6日\n星期三\n第2版\n\n澄江日报\n2024年3月6日\n星期三\n第2版\n"
    fields = ("newspaper", "date", "weekday", "page")
    notation = "page\n" + "".join(
        f"  meta field={field} @{at + base}\n" for base in (1, 6) for at, field in enumerate(fields)
    )
    assert found(support.from_notation(notation, text).root) == []


# the right trees


def plain(document_root: Group, raw: tuple[str, ...]) -> Group:
    """Return a right tree with its dups turned back into the text they were read as."""

    def undone(group: Group) -> Group:
        children: list[Node] = []
        for child in group.children:
            match child:
                case Group():
                    children.append(undone(child))
                case Dup() if child.fragments == cut(
                    raw[(line := child.fragments[0].line) - 1], line
                ):
                    children.append(
                        Text(
                            role="item" if group.role == "list" else "p", fragments=child.fragments
                        )
                    )
                case Dup():
                    owner = children[-1]
                    assert isinstance(owner, Text)
                    everything = sorted((*owner.fragments, *child.fragments))
                    ends = {fragment.line: fragment for fragment in everything}
                    starts = {fragment.line: fragment for fragment in reversed(everything)}
                    whole = tuple(
                        one
                        for n in starts
                        for one in cut(raw[n - 1], n, starts[n].start, ends[n].end)
                    )
                    children[-1] = Text(role=owner.role, fragments=tuple(sorted(whole)))
                case _:
                    children.append(child)
        return Group(
            role=group.role, kind=group.kind, n=group.n, heading=group.heading, title=group.title,
            children=tuple(children),
        )  # fmt: skip

    return undone(document_root)


@pytest.mark.parametrize("name", support.NAMES)
def test_the_samples_have_the_dups_of_their_right_trees(name: str) -> None:
    document = support.gold(name)
    assert document.source.lines
    marked, notices = mark_duplicates(plain(document.root, document.source.lines))

    def marks(root: Group) -> list[Dup]:
        return [node for node in walk(root) if isinstance(node, Dup)]

    assert marks(marked) == marks(document.root)
    assert notices == ()
    assert characters(marked) == characters(document.root)


# laws

WORDS = st.sampled_from(
    [ONE, TWO, THREE, FOUR, "报告点击", "一、", "。", "12", "水水", " ", "“", ""]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=6).map("".join), min_size=1, max_size=12)
ROLES = st.sampled_from(["p", "item", "headline", "kicker", "caption"])


@st.composite
def trees(draw: st.DrawFn) -> Group:
    """Return small trees full of repeats."""
    texts = [text for text in draw(TEXTS) if text.strip()]
    children: list[Node] = []
    for at, text in enumerate(texts, 1):
        if not cut(text, at):
            continue
        if draw(st.integers(0, 4)) == 0 and children:
            inside = tuple(children[-2:])
            role = draw(st.sampled_from(["section", "box", "list"]))
            children[-2:] = [section(at, text, *inside, role=role, kind="theme")]
        else:
            children.append(leaf(at, text, draw(ROLES)))
    return page(*children)


@given(trees())
@settings(max_examples=150, deadline=None)
def test_every_character_stays_owned_once_and_a_copy_stays(root: Group) -> None:
    marked, _ = mark_duplicates(root)
    assert characters(marked) == characters(root)
    assert max(characters(marked).values(), default=1) == 1
    kept = {
        (line, start + at)
        for node in walk(marked)
        if not isinstance(node, Dup)
        for line, start, text in own_fragments(node)
        for at in range(len(text))
    }

    def is_kept(place: Place) -> bool:
        end = 10**6 if place.end is None else place.end
        return any(line == place.line and place.start <= at < end for line, at in kept)

    for node in walk(marked):
        if isinstance(node, Dup):
            assert node.of and node.fragments
            assert all(is_kept(place) for place in node.of)


@given(trees())
@settings(max_examples=100, deadline=None)
def test_an_exact_dup_says_what_stays_says(root: Group) -> None:
    raw = {line: text for node in walk(root) for line, _, text in own_fragments(node)}
    starts = {line: start for node in walk(root) for line, start, _ in own_fragments(node)}
    for node in walk(mark_duplicates(root)[0]):
        if isinstance(node, Dup) and node.kind == "exact":
            stays = "".join(
                raw[line][max(start - starts[line], 0) : end and end - starts[line]]
                for line, start, end in node.of
            )
            assert normal(stays) == normal(node.text)


def test_a_page_ten_times_as_long_takes_about_ten_times_as_long() -> None:
    def seconds(count: int) -> float:
        root = lines(*(f"{ONE}第{at}处{TWO}{at * at}天{chr(0x4E00 + at)}" for at in range(count)))
        start = time.process_time()
        mark_duplicates(root)
        return time.process_time() - start

    seconds(100)
    assert seconds(2000) < 40 * max(seconds(200), 0.01)
