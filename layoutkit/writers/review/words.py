"""The words of the review page in Chinese and English."""

from __future__ import annotations

from ...model import Bound, Change, Node, role_of
from .findings import Kind

ROLES = {
    "page": ("版面", "page"),
    "article": ("文章", "article"),
    "section": ("章节", "section"),
    "box": ("栏目框", "box"),
    "stats": ("数据组", "stats"),
    "list": ("列表", "list"),
    "glossary": ("名词解释", "glossary"),
    "table": ("表格", "table"),
    "kicker": ("引题", "kicker"),
    "headline": ("主题", "headline"),
    "deck": ("副题", "deck"),
    "byline": ("署名", "byline"),
    "salutation": ("称呼", "salutation"),
    "speaker": ("发言人", "speaker"),
    "p": ("段落", "p"),
    "item": ("条目", "item"),
    "caption": ("图注", "caption"),
    "credit": ("作者", "credit"),
    "jump": ("转接", "jump"),
    "furniture": ("版面杂项", "furniture"),
    "row": ("表行", "row"),
    "stat": ("数据", "stat"),
    "entry": ("词条", "entry"),
    "meta": ("报头", "meta"),
    "dup": ("重复", "dup"),
}

# Each kind of finding: its name, and what it means.
KINDS: dict[Kind, tuple[tuple[str, str], tuple[str, str]]] = {
    "warning": (
        ("疑点", "Warnings"),
        ("细心的编辑会在此处查问。", "A careful editor would query this."),
    ),
    "join": (
        ("接合", "Joins"),
        (
            "原文在分栏或换页处断开，现已接成一段，未增一字。",
            "Torn in the source by a column or page break; joined here, with nothing added.",
        ),
    ),
    "moved": (
        ("移位", "Moved"),
        (
            "原文排在别处，现按阅读次序移到此处。",
            "It stands elsewhere in the source; moved here by reading order.",
        ),
    ),
    "dup": (
        ("重复", "Duplicates"),
        (
            "与别处文字重复：成品不印，另一份保留。",
            "It repeats text that stays elsewhere; clean outputs leave it out.",
        ),
    ),
    "furniture": (
        ("杂项", "Furniture"),
        (
            "页眉、页脚或装饰：保留于树中，成品不印。",
            "A running header, footer or ornament: kept in the tree, not printed.",
        ),
    ),
    "masthead": (
        ("报头", "Masthead"),
        (
            "报名、日期、版次等：印在页眉。",
            "Newspaper, date, page: in the page header.",
        ),
    ),
}

# What the tree calls the kinds of sections and the fields of a masthead; a box's kind is printed.
DETAILS = {
    "keyword": "关键词",
    "numbered": "编号",
    "theme": "小标题",
    "annex": "附件",
    "exact": "完全重复",
    "near": "近似重复",
    "overlap": "断处重印",
    "newspaper": "报名",
    "date": "日期",
    "weekday": "星期",
    "page": "版次",
    "column": "栏目",
    "hotline": "热线",
    "editor": "责任编辑",
    "art-editor": "美编",
    "proofreader": "校对",
    "source": "来源",
    "title": "标题",
}

DUPLICATES = {
    "exact": ("完全重复", "exact copy"),
    "near": ("近似重复", "near copy"),
    "overlap": ("断处重印", "printed on both sides of a break"),
}

BOUNDS: dict[Bound, tuple[str, str]] = {
    "exact": ("", ""),
    "about": ("约", "about"),
    "at-least": ("不低于", "at least"),
    "at-most": ("不超过", "at most"),
}

CHANGES: dict[Change, tuple[str, str]] = {
    "rise": ("增", "rise by"),
    "fall": ("减", "fall by"),
    "rise-to": ("增至", "rise to"),
    "fall-to": ("减至", "fall to"),
}


def role_words(node: Node) -> tuple[str, str]:
    """Return the name of a node's role."""
    return ROLES[role_of(node)]
