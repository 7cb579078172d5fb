"""In: two texts.  Out: whether one says what the other says; figures and turns of sense decide."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from ..numerals import CIRCLED, chinese
from ..pattern import pattern

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("。"): ord(".")}
_WIDE = pattern("[\uff01-\uff5e。]")
_WORDS = pattern(r"[^\W_]+|[%‰％]+")
# a decimal point belongs to its figure; any other mark keeps two figures apart (3、5 is not 35)
_WORDS_AND_FIGURES = pattern(r"[^\W\d_]+|\d+(?:[.．。]\d+)*|[%‰％]+")
_DIGIT = pattern(r"\d")
# 陆 and 伍 are words more often than figures (陆续, 队伍)
_NUMERALS = "零〇一二三四五六七八九十百千万亿两萬億兩"
_FIGURE = pattern(rf"\d+(?:\.\d+)?|(?:[A-Za-z]|[Ⅰ-Ⅻ])+|[{_NUMERALS}]+|[{''.join(CIRCLED)}]")
# Texts that differ in these say different things: one has a negation, or one word of these for
# another (上半年 / 下半年, 城镇 / 农村).
_NEGATION = frozenset("不未无非没勿無沒")
_SENSE = frozenset(
    "增减升降涨跌上下前后东西南北男女进出内外正负左右有否城镇乡村农大小多少高低減漲後東進內負鎮鄉農"
)
# A misreading is some characters long; a longer stretch is text that the other copy lacks.
_STRETCH = 6
# of a percentage that is computed in two ways
_ROUNDING = 1e-6


def normal(text: str) -> str:
    """Return what two prints of the same words share: no blanks, no marks but decimal points.

    A blank stays between two figures with only marks between them.
    """
    if text.isalnum():
        return narrow(text)
    if _DIGIT.search(text):
        words = _WORDS_AND_FIGURES.findall(text)
        apart = [
            f" {word}" if word[0].isdecimal() and before[0].isdecimal() else word
            for before, word in pairwise(words)
        ]
        text = "".join([*words[:1], *apart])
    else:
        text = "".join(_WORDS.findall(text))
    return narrow(text)


def narrow(text: str) -> str:
    """Return a text with what has a full width in ASCII, and the point of a figure as such."""
    return text.translate(_WIDTH) if _WIDE.search(text) else text


def figures_of(text: str) -> tuple[str, ...]:
    """Return the numbers and Latin words of a normal text in order, 五 as 5."""
    return tuple(_value(match[0]) for match in _FIGURE.finditer(text))


def is_near(one: str, two: str, least: float) -> bool:
    """Return whether two normal texts differ in a few characters and say the same.

    least is the share of equal characters asked for, 0 to 100.
    """
    longer = max(len(one), len(two))
    if not longer or abs(len(one) - len(two)) * 5 > longer:
        return False
    if figures_of(one) != figures_of(two):
        return False
    return has_same_words(one, two, least)


def has_same_words(one: str, two: str, least: float) -> bool:
    """Return whether two normal texts are alike, and none of the changes turns the sense."""
    # texts in which too few characters are the same are not alike, in whatever order they stand
    common = (Counter(one) & Counter(two)).total()
    if 200 * common < (least - _ROUNDING) * (len(one) + len(two)):
        return False
    # loaded on use: most pages have no pair that comes so far
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    if fuzz.ratio(one, two, score_cutoff=least) < least:
        return False
    return not any(
        _turns_sense(
            one[change.src_start : change.src_end], two[change.dest_start : change.dest_end]
        )
        for change in Levenshtein.opcodes(one, two)
        if change.tag != "equal"
    )


def _turns_sense(one: str, two: str) -> bool:
    """Return whether reading one for the other is more than a misread character."""
    if max(len(one), len(two)) > _STRETCH or _NEGATION & {*one, *two}:
        return True
    return bool(_SENSE & {*one} and _SENSE & {*two})


def _value(printed: str) -> str:
    if printed.isascii():
        return printed.lower()
    if printed in CIRCLED:
        return str(CIRCLED[printed])
    value = chinese(printed)
    return printed.lower() if value is None else str(value)
