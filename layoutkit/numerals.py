"""Chinese, Arabic and circled numerals, and dates: printed form in, value out."""

from __future__ import annotations

import unicodedata
from datetime import date

from .pattern import pattern

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
CHINESE = "".join(dict.fromkeys([*DIGITS, *TENS, *MYRIADS]))
CIRCLED = {
    chr(c): int(unicodedata.numeric(chr(c)))
    for c in (*range(0x2460, 0x2474), *range(0x2776, 0x2780))
}

_CN = "〇○零一二三四五六七八九"
_DATE = pattern(
    rf"([0-9{_CN}]{{4}})\s*[年./-]\s*([0-9{_CN}十]{{1,3}})\s*[月./-]\s*([0-9{_CN}十]{{1,3}})"
)


def number(printed: str) -> int | None:
    """Return the value of an order number: 3, ３, 十二, 二〇一八 or ③; None if it is none."""
    printed = unicodedata.normalize("NFKC", printed) if printed not in CIRCLED else printed
    if printed in CIRCLED:
        return CIRCLED[printed]
    if printed.isascii() and printed.isdigit() and len(printed) <= 9:
        return int(printed)
    return chinese(printed)


def chinese(printed: str) -> int | None:
    """Return the value of a Chinese numeral, digit by digit or with 十百千万亿; else None."""
    if not printed or len(printed) > 24 or any(c not in CHINESE for c in printed):
        return None
    if all(c in DIGITS for c in printed):
        return int("".join(str(DIGITS[c]) for c in printed))
    total = section = digit = 0
    for c in printed:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in TENS:
            section += (digit or 1) * TENS[c]
            digit = 0
        else:
            total = (
                (total + section + digit) * MYRIADS[c] if total + section + digit else MYRIADS[c]
            )
            section = digit = 0
    return total + section + digit


def iso_date(printed: str) -> str | None:
    """Return the first date of a text as YYYY-MM-DD; None where there is none or it cannot be."""
    match = _DATE.search(unicodedata.normalize("NFKC", printed))
    if not match:
        return None
    year, month, day = (number(part) for part in match.groups())
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
