"""Order numbers and dates: printed form in, value out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.numerals import chinese, iso_date, number

DIGITS = "零一二三四五六七八九"


def written(value: int) -> str:
    """Return a number below 10,000 as Chinese writes it, 10 to 19 with the leading 一."""
    parts: list[str] = []
    gap = False
    for power, ten in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            parts.append(("零" if gap and parts else "") + DIGITS[digit] + ten)
        gap = digit == 0
    return "".join(parts) or "零"


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_chinese_numerals(low: int, high: int) -> None:
    assert chinese(written(low)) == low
    assert chinese("".join(DIGITS[int(digit)] for digit in str(low))) == low
    if high:
        rest = ("零" if low < 1000 and low else "") + (written(low) if low else "")
        assert chinese(f"{written(high)}万{rest}") == high * 10_000 + low


@pytest.mark.parametrize(
    ("printed", "value"),
    [("3", 3), ("３", 3), ("十", 10), ("十二", 12), ("二十", 20), ("二〇一八", 2018), ("贰拾", 20),
     ("两", 2), ("③", 3), ("⑳", 20), ("❶", 1), ("一百零三", 103), ("一亿", 100_000_000), ("0", 0),
     ("", None), ("a", None), ("3a", None), ("1234567890", None), ("十a", None), ("-1", None),
     ("½", None)],
)  # fmt: skip
def test_numbers(printed: str, value: int | None) -> None:
    assert number(printed) == value


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_none(text: str) -> None:
    value = number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("2021年12月31日", "2021-12-31"), ("２０２１年１月５日　星期二", "2021-01-05"),
     ("二〇二二年十月二十日", "2022-10-20"), ("二○一九年九月三十一日", None),
     ("2021-9-8", "2021-09-08"),
     ("2020.02.29", "2020-02-29"), ("2021/02/29", None), ("2021 年 3 月 4 日", "2021-03-04"),
     ("3月4日", None), ("2021年13月1日", None), ("", None), ("2021年", None)],
)  # fmt: skip
def test_dates(printed: str, iso: str | None) -> None:
    assert iso_date(printed) == iso
