"""What a paper prints in words of its own is found by its profile, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import layoutkit
from layoutkit.model import Dup, Group, Text, role_of, walk

from .support import SAMPLES

HEAD = "# 舊橋重開\n\n"
STORY = "昨日,修了三年的舊橋重新開放,兩岸的居民一早便提著燈籠上橋,橋頭的茶攤也重新支起了布棚。"
TORN = "昨日,修了三年的舊橋重新開放。兩岸的居民一早便提著燈籠上橋,橋頭的茶攤也"
REST = "街坊在橋上走了三個來回,說是比從前穩當,孩子們數著新換的欄杆,一根一根地往對岸去。"
SPEECH = "\n" + STORY + "\n" + REST

# title: words of the paper, its page, what is found by these words alone
CASES: dict[str, tuple[str, str, str]] = {
    "photographer behind a text": (
        '[people]\nphotographer = ["鏡頭"]', f"{HEAD}{STORY}許望舒 鏡頭", "credit 許望舒 鏡頭",
    ),
    "photographer on a line": (
        '[people]\nphotographer = ["鏡頭"]', f"{HEAD}{STORY}\n\n記者許望舒鏡頭",
        "credit 記者許望舒鏡頭",
    ),
    "photographer before a sign": (
        '[people]\nphotographer = ["鏡頭"]', f"{HEAD}{STORY}\n\n鏡頭/許望舒", "credit 鏡頭/許望舒",
    ),
    "picture behind a text": (
        '[leads]\npicture = ["影"]', f"{HEAD}{STORY}影/許望舒", "credit 影/許望舒",
    ),
    "caption that closes with its photographer": (
        '[people]\nphotographer = ["鏡頭"]', f"{HEAD}{TORN}\n\n橋頭的燈籠。許望舒鏡頭\n\n{REST}",
        f"p {TORN}",
    ),
    "credit of the whole page": (
        '[people]\nwhole_page = ["全版"]', f"{HEAD}{STORY}\n\n全版繪圖/葉知秋",
        "credit 全版繪圖/葉知秋",
    ),
    "credit with the paper's name for itself": (
        '[people]\nhouse = ["敝報"]', f"{HEAD}{STORY}\n\n敝報繪圖/葉知秋", "credit 敝報繪圖/葉知秋",
    ),
    "byline's end": (
        '[people]\nbyline_end = ["筆錄"]', f"{HEAD}記者許望舒 葉知秋 筆錄\n\n{STORY}",
        "byline 記者許望舒 葉知秋 筆錄",
    ),
    "who wrote and photographed": (
        '[people]\ntext_and_picture = ["圖與字"]', f"{HEAD}記者許望舒 圖與字\n\n{STORY}",
        "byline 記者許望舒 圖與字",
    ),
    "paper's name for itself in a byline": (
        '[people]\nhouse = ["敝報同仁"]', f"{HEAD}記者許望舒、敝報同仁葉知秋 報道\n\n{STORY}",
        "byline 記者許望舒、敝報同仁葉知秋 報道",
    ),
    "who signs without a name": (
        '[people]\ndesk = ["敝報筆政"]', f"{HEAD}敝報筆政\n\n{STORY}", "byline 敝報筆政",
    ),
    "offices that publish": (
        '[people]\npublisher = ["行會"]', f"舊橋重開\n茶葉行會 布匹行會\n\n{STORY}",
        "byline 茶葉行會 布匹行會",
    ),
    "beginning of a salutation": (
        '[people]\nsalutation_starts = ["列位"]', f"{HEAD}列位街坊:\n{SPEECH}",
        "salutation 列位街坊:",
    ),
    "end of a salutation": (
        '[people]\nsalutation_ends = ["看官"]', f"{HEAD}諸位看官:\n{SPEECH}",
        "salutation 諸位看官:",
    ),
    "dispatch of the paper": (
        '[people]\nhouse = ["敝報"]', f"{HEAD}敝報澗南5月4日電 {STORY}",
        "dateline 敝報澗南5月4日電",
    ),
    "end of the paper's datelines": (
        '[leads]\nreport = ["快信"]', f"{HEAD}【澗南快信】{STORY}", "dateline 【澗南快信】",
    ),
    "end of an agency's datelines": (
        '[leads]\ndateline = ["澗南社"]\nwire = ["飛遞"]', f"{HEAD}澗南社北門5月4日飛遞 {STORY}",
        "dateline 澗南社北門5月4日飛遞",
    ),
    "beginning of a line that goes on from none": (
        '[leads]\nopens = ["且說"]', f"{HEAD}{TORN}\n且說{REST}", f"p {TORN}",
    ),
    "paper that speaks of itself": (
        '[people]\nhouse = ["敝報"]', f"{HEAD}{TORN}\n敝報{REST}", f"p {TORN}",
    ),
    "label in a file's head": (
        '[masthead.fields]\neditor = ["執編"]',
        f"---\ntitle: 舊橋重開\n執編: 梁慕雲\n---\n\n{STORY}",
        "headline 舊橋重開",
    ),
}  # fmt: skip
# one word for each list: what a page of most papers prints
LABELLED = f"""\
# 旧桥重开

本报记者 林禾

本报讯（记者 林禾）昨日,旧桥重新开放。

{STORY}（记者 周原 摄）

【江州讯】{STORY}

本报江州5月4日电 {STORY}

各位代表：

本版制图/左骏

图为居民上桥。周原摄

本报编辑部

{STORY}图/周原
"""


def facts(page: str, profile: str) -> set[str]:
    """Return what a page's nodes are, each with its text."""
    found = set()
    for node in walk(layoutkit.parse(page, profile=profile)):
        found.add(f"{role_of(node)} {node.text}")
        if isinstance(node, Text) and node.dateline:
            found.add(f"dateline {node.text[slice(*node.dateline)].strip()}")
    return found


def paper(folder: Path, words: str, extends: str = "default") -> str:
    path = folder / "paper.toml"
    path.write_text(f'extends = "{extends}"\n{words}' if extends else words, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("words, page, found", CASES.values(), ids=CASES)
def test_a_papers_own_words(tmp_path: Path, words: str, page: str, found: str) -> None:
    assert found not in facts(page, "default")
    assert found in facts(page, paper(tmp_path, words))


def test_a_box_that_repeats_the_text_on_purpose(tmp_path: Path) -> None:
    page = f"{HEAD}【看點】\n\n{STORY}\n\n## 橋上\n\n{STORY}\n\n{REST}"
    labels = '[boxes]\nlabels = ["看點"]\n'
    for words, dups in (("", 1), ('summaries = ["看點"]', 0)):
        document = layoutkit.parse(page, profile=paper(tmp_path, labels + words))
        assert sum(isinstance(node, Dup) for node in walk(document)) == dups


def test_a_numbered_picture_stays_in_its_section(tmp_path: Path) -> None:
    page = f"{HEAD}一、去年\n\n{STORY}\n\n影1 橋的長度\n\n二、今年\n\n{REST}"
    caption = '[leads]\ncaption = ["影1"]\n'
    for words, inside in (("", False), ('picture = ["影"]', True)):
        document = layoutkit.parse(page, profile=paper(tmp_path, caption + words))
        sections = [n for n in walk(document) if isinstance(n, Group) and n.role == "section"]
        roles = [role_of(child) for section in sections for child in section.children]
        assert ("caption" in roles) == inside


def test_without_words_no_label_means_anything(tmp_path: Path) -> None:
    profile = paper(tmp_path, 'name = "none"', extends="")
    labels = ("byline", "credit", "caption", "salutation", "dateline")
    assert {fact.split()[0] for fact in facts(LABELLED, "default")} >= set(labels)
    assert not [fact for fact in facts(LABELLED, profile) if fact.startswith(labels)]


def test_the_invented_paper_with_a_word_for_its_photographers(tmp_path: Path) -> None:
    own = SAMPLES / "traditional-report.toml"
    page = (SAMPLES / "traditional-report.txt").read_text(encoding="utf-8")
    page = page.replace("繪圖/葉知秋", "街坊在新修的騎樓下。葉知秋鏡頭")
    words = own.read_text(encoding="utf-8") + '\n[people]\nphotographer = ["鏡頭"]\n'
    assert "credit 葉知秋鏡頭" not in facts(page, str(own))
    assert "credit 葉知秋鏡頭" in facts(page, paper(tmp_path, words, extends=""))


@pytest.mark.parametrize("headline", ["本书作者历时三年拍摄", "评论员眼中的航拍摄影"])
def test_a_headline_about_photographs_is_no_credit(headline: str) -> None:
    text = f"{headline}\n\n这是一段很长的正文，说的是别的事情，有好几句话。这里还有一句话。\n"
    roles = [node.role for node in walk(layoutkit.parse(text)) if isinstance(node, Text)]
    assert roles == ["headline", "p"]
