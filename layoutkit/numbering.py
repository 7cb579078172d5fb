"""In: a line's text.  Out: the order number it opens with: style, value, where the title begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from .numerals import CIRCLED, number
from .pattern import pattern

_CN = "一二三四五六七八九十百零〇"
_AR = "0-9０-９"


class Number(NamedTuple):
    """An order number: style names its printed form, end is where what follows begins."""

    style: str
    n: int
    end: int


_DIGITS = "0123456789０１２３４５６７８９"

# In order of trial, each with the characters it may begin with.  A bare Arabic numeral wants a
# blank behind it; 1.5 and 2024年 are no numbers.
_STYLES = [
    ("第一章", "第", pattern(rf"第([{_CN}{_AR}]{{1,4}})[章编篇部](?:分)?[\s　:：、]*")),
    ("第一节", "第", pattern(rf"第([{_CN}{_AR}]{{1,4}})[節节][\s　:：、]*")),
    ("之一", "之", pattern(rf"之([{_CN}]{{1,3}})[\s　:：、]+")),
    ("一、", _CN, pattern(rf"([{_CN}]{{1,4}})\s*[、.．]\s*")),
    ("（一）", "（(", pattern(rf"[（(]\s*([{_CN}]{{1,4}})\s*[）)]\s*[、.．]?\s*")),
    ("（1）", "（(", pattern(rf"[（(]\s*([{_AR}]{{1,3}})\s*[）)]\s*[、.．]?\s*")),
    ("［1］", "［[", pattern(rf"[［\[]\s*([{_AR}]{{1,3}})\s*[］\]]\s*")),
    ("1.", _DIGITS, pattern(rf"([{_AR}]{{1,3}})\s*(?:[．、]|\.(?![{_AR}]))\s*")),
    ("1)", _DIGITS, pattern(rf"([{_AR}]{{1,3}})[)）]\s*")),
    ("1 ", _DIGITS, pattern(r"([0-9]{1,2})[ 　]+(?=[^\d\s年月日时點点:：%％/／.])")),
    ("①", CIRCLED, pattern(f"([{''.join(CIRCLED)}])\\s*")),
]
_BY_FIRST: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _style, _signs, _printed in _STYLES:
    for _sign in _signs:
        _BY_FIRST.setdefault(_sign, []).append((_style, _printed))


def read_number(text: str) -> Number | None:
    """Return the order number at the beginning of a text; None if there is none."""
    for style, printed in _BY_FIRST.get(text[:1], ()):
        match = printed.match(text)
        if match and match.end() < len(text):
            value = number(match[1])
            if value is not None:
                return Number(style, value, match.end())
    return None
