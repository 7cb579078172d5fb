"""In: a line of text.  Out: its numbers with their units and its ranks, figures or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import NamedTuple

from .measures import PARTS, SCALE, SCALES, unit_end
from .model import Bound
from .numerals import CHINESE, number
from .pattern import pattern

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3}(?!\d))++|\d++)(?:[.．·]\d++)*+"
_MORE = "[多余餘几幾来來]|[+＋](?![0-9A-Za-z])"
# Possessive quantifiers: no text makes the search go back over what it has read.
_TOKEN = pattern(
    rf"第\s?(?:(?P<rank>\d{{1,6}}+|[{CHINESE}]{{1,9}}+)(?P<place>\s?[位名])?)"
    r"|(?P<sign>[-+−－＋])?(?P<money>[¥￥$＄€£])?(?P<part>[百千万萬]分之)?"
    r"(?:(?P<high>\d++)(?P<high_scale>[亿億万萬])(?=\d{1,8}(?:\.\d{1,8})?[百千万萬]))?"
    rf"(?P<number>{_NUMBER})(?:(?:[/／]|(?P<parts>分之))(?P<other>\d{{1,4}}+)(?![/／\d]))?"
    rf"(?P<more>{_MORE})?(?:\s?(?:个(?=[万萬亿億]))?(?P<scale>{SCALE}++))?(?P<more_after>{_MORE})?"
)
SIGN = pattern(r"\d|第")  # no number and no rank is without
_BEFORE = len("+¥百分之")
_RANGE = pattern(r"\s?(?:至|到|一|—{1,2}|–|-|~|～|－|−|─{1,2})\s?")
_PLAIN = pattern(r"\d+(?:\.\d+)?")
_CLAUSE_END = "，,。；;！!？?：:()（）"
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_SIGNED = {"%", "‰", "℃", "度", "个百分点", "個百分點"}
_DIGITS = 18
_EXACT = Context(prec=60)


class Amount(NamedTuple):
    """A number with its unit as it stands in the line, before it is known to be a figure.

    scale is its 万 or 亿; plain says that it is a whole number in digits alone.
    """

    start: int
    end: int
    value: Decimal | None
    upper: Decimal | None = None
    unit: str = ""
    scale: str = ""
    plain: bool = False
    ordinal: bool = False
    more: Bound = "exact"


def amounts(text: str) -> Iterator[Amount]:
    """Yield the numbers and ranks of a text, two that make a range (5%至6%) as one."""
    waiting: Amount | None = None
    for amount in _single(text):
        joined = _joined(waiting, amount, text) if waiting else None
        if joined:
            yield joined
        elif waiting:
            yield waiting
        waiting = None if joined else amount
    if waiting:
        yield waiting


def _single(text: str) -> Iterator[Amount]:
    last = -1
    match = _token(text, 0)
    while match:
        if match["rank"]:
            end = match.end()
            amount = _rank(match, text)
        else:
            end = _end(text, match.end())
            amount = _amount(match, text, end, last)
        if amount:
            yield amount
        match, last = _token(text, end), end


def _token(text: str, at: int) -> re.Match[str] | None:
    """Return the next number or rank; its sign, mark of money and 百分之 stand before it."""
    first = SIGN.search(text, at)
    return _TOKEN.search(text, max(first.start() - _BEFORE, at)) if first else None


def _end(text: str, at: int) -> int:
    """Return where the unit (吨, 元/月) ends that begins at a place, or the place."""
    end = unit_end(text, at + 1 if text[at : at + 1].isspace() else at)
    if end is None:
        return at
    if text[end : end + 1] not in ("/", "／"):
        return end
    is_time = text[end + 1 : end + 2] in tuple("月日时時")
    return unit_end(text, end + 1) or (end + 2 if is_time else end)


def _rank(match: re.Match[str], text: str) -> Amount | None:
    """Return 第70位 or 第一; None for 第一季度, and for 第一 where it enumerates."""
    value = number(match["rank"])
    if value is None or (not match["place"] and not _is_bare_rank(match, text)):
        return None
    unit = (match["place"] or "").strip()
    return Amount(
        start=match.start(), end=match.end(), value=Decimal(value), unit=unit, ordinal=True
    )


def _is_bare_rank(match: re.Match[str], text: str) -> bool:
    start, after = match.start(), text[match.end() : match.end() + 1]
    opens = start == 0 or text[start - 1] in _CLAUSE_END
    return not after or (not opens and (after == "的" or not after.isalnum()))


def _amount(match: re.Match[str], text: str, end: int, last: int) -> Amount:
    unit = text[match.end() : end].strip().translate(_NARROW)
    start, value = match.start(), _value(match)
    if match["sign"] and not _is_sign(text, start, unit, last):
        start += 1
    elif value is not None and match["sign"] in tuple("-−－"):
        value = value.copy_negate()
    more = (match["more"] or "") + (match["more_after"] or "")
    return Amount(
        start=start,
        end=end,
        value=value,
        unit=unit or match["money"] or PARTS.get((match["part"] or "")[:1], ""),
        scale=match["scale"] or "",
        plain=match["number"].isdecimal() and not (match["other"] or match["part"]),
        more="exact" if not more else "about" if more in "来來" else "at-least",
    )


def _is_sign(text: str, start: int, unit: str, last: int) -> bool:
    """Return whether the mark before a number is its sign, not a joint or a dash."""
    if start == 0:
        return True
    before = text[start - 1]
    if start == last or (before.isascii() and before.isalnum()) or before in ")）%％":
        return False
    return not before.isalnum() or unit in _SIGNED


def _value(match: re.Match[str]) -> Decimal | None:
    """Return the exact value; None where the digits make no number or a fraction has no end."""
    digits = match["number"].replace(",", "").replace("，", "").replace("．", ".")
    if len(digits) > _DIGITS or not _PLAIN.fullmatch(digits):
        return None
    if match["other"]:
        return _fraction(match, Decimal(digits))
    value = _scaled(Decimal(digits), match["scale"] or "")
    if match["high"]:
        high = _scaled(Decimal(match["high"][: _DIGITS + 1]), match["high_scale"])
        is_number = value is not None and high is not None and len(match["high"]) <= _DIGITS
        return _EXACT.add(high, value) if is_number and value and high else None
    return value


def _fraction(match: re.Match[str], first: Decimal) -> Decimal | None:
    """Return 3/4 or 4分之3 as 0.75; None for 1/3, which no decimal says."""
    top, bottom = first, Decimal(match["other"])
    if match["parts"]:
        top, bottom = bottom, top
    if not bottom or match["scale"] or match["high"]:
        return None
    value = _EXACT.divide(top, bottom)
    return value if len(value.as_tuple().digits) <= _DIGITS else None


def _scaled(value: Decimal, scale: str) -> Decimal | None:
    """Return 1.5 as 15000 for 万, without the zeros of 1.50万."""
    exponent = sum(SCALES[c] for c in scale)
    if not scale or exponent > 16:
        return None if scale else value
    value = _EXACT.multiply(value, Decimal(10**exponent))
    return Decimal(int(value)) if value == int(value) else _EXACT.normalize(value)


def _joined(low: Amount, high: Amount, text: str) -> Amount | None:
    """Return the range of two amounts, or None; 从5%到6% says two figures."""
    if not _RANGE.fullmatch(text, low.end, high.start) or low.ordinal or high.ordinal:
        return None
    if low.unit not in ("", high.unit) or text[max(low.start - 1, 0) : low.start] in tuple(
        "从從由"
    ):
        return None
    if low.value is None or high.value is None:
        return None
    value = low.value
    if not low.scale and not low.unit:  # 3—5万人 begins at 30,000, 5000—1万人 at 5000
        shared = _scaled(value, high.scale)
        value = shared if shared is not None and shared < high.value else value
    if value >= high.value:
        return None
    plain = low.plain and high.plain
    return high._replace(start=low.start, value=value, upper=high.value, plain=plain)
