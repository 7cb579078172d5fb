"""The sentences of warnings, in English and Chinese; {0}, {1} are what the notice said."""

from __future__ import annotations

from typing import Literal

from .model import Notice, WarningKind

Language = Literal["en", "zh"]

SENTENCES: dict[WarningKind, tuple[str, str]] = {
    "missing-heading": ("a heading is lost before this", "此处原有标题缺失"),
    "misplaced-heading": ("a heading is printed away from its text", "标题未排在其正文之前"),
    "number-gap": ("number {1} follows {0}", "编号由{0}跳至{1}"),
    "empty-section": ("nothing stands under this heading", "标题之下无正文"),
    "count-mismatch": ("the heading says {0}, the group has {1}", "标题称{0}项,实有{1}项"),
    "conflicting-figures": ("{0} here, {1} there", "前后数字不一:{0}与{1}"),
    "garbled": ("these characters look misread: {0}", "文字疑有误读:{0}"),
    "loop": ("the same words {0} times in a row", "同一文字连续出现{0}次"),
    "printed-twice": ("a whole part is printed twice", "整段内容重复刊出"),
    "unpaired-quotes": ("a quotation mark or bracket has no partner: {0}", "引号或括号不成对:{0}"),
    "impossible-date": ("there is no such date: {0}", "日期不存在:{0}"),
    "page-order": ("the page's parts seem out of order", "版面次序似有颠倒"),
    "unknown-label": ("a label that the profile does not know: {0}", "未登记的栏目标签:{0}"),
    "guessed-encoding": ("the encoding was guessed: {0}", "编码系推断:{0}"),
    "replaced-characters": ("{0} characters could not be read", "有{0}个字符无法识读"),
    "empty-page": ("the page has no running text", "本页没有正文"),
}


def sentence(notice: Notice, language: Language = "en") -> str:
    """Return the sentence of a warning; values that were not said show as a question mark."""
    template = SENTENCES[notice.kind][0 if language == "en" else 1]
    values = (*notice.said, "?", "?")
    return template.format(*values)
