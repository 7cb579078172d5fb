"""Line-breaking: where lines may end, what is squeezed, and that every line fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.pdf.linebreak import Line, Paragraph
from layoutkit.pdf.setting import shown

SIZE = 10.0


def paragraph(text: str) -> Paragraph:
    """Return a text ready for breaking: Han characters a size wide, Latin ones half of it."""
    text = shown(text)
    widths = [SIZE if ord(c) > 0x2000 and not 0xDC00 <= ord(c) < 0xDD00 else SIZE / 2 for c in text]
    return Paragraph(text, widths, SIZE)


def lines(text: str, measure: float) -> list[str]:
    return [text[line.start : line.end] for line in paragraph(text).lines(measure)]


def allowed(text: str) -> str:
    """Return a text with a bar wherever a line may end."""
    marks = paragraph(text).is_allowed
    return "".join(("|" if at and marks[at] else "") + c for at, c in enumerate(text))


@pytest.mark.parametrize(
    "wanted",
    [
        "天|气|好。|很|好",
        "他|说：|“好！”|她|笑",
        "《人|民|日|报》|《光|明|日|报》",
        "增|长|7.8%，|居|全|省|第|一",
        "投|资|4.1万|家、|3,000亿|元",
        "破|折|号|——|不|拆",
        "省|略|号……|不|拆",
        "从|2020-2025|年|完|成",
        "零|下|-5℃|的|天|气",
        "中|文|English |words |混|排",
        "约|翰·|史|密|斯",
        "在|7·27|洪|灾",
        "well-|behaved |dogs",
        "价|格|￥500|元|整",
        "（见|附|件）|后",
        "don’t |break",
    ],
)
def test_where_a_line_may_end(wanted: str) -> None:
    assert allowed(wanted.replace("|", "")) == wanted


def test_a_closing_mark_takes_half_a_character_at_the_end_of_a_line() -> None:
    assert lines("一二三四。五六七八", 45) == ["一二三四。", "五六七八"]


def test_commas_give_way_for_one_more_character() -> None:
    assert lines("一，二，三，四五，六七八九十", 85)[0] == "一，二，三，四五，"


def test_neighbouring_marks_share_a_character() -> None:
    made = paragraph("好。”“坏")
    assert made.before[-1] == 4 * SIZE


def test_an_opening_mark_at_the_start_of_a_line_is_flush() -> None:
    made = paragraph("一二三“四五六”七八").lines(30)
    assert made[1].x == -SIZE / 2


def test_a_quarter_between_han_and_latin() -> None:
    assert paragraph("第3章").before[-1] == 2.5 * SIZE + 2 * SIZE / 4
    assert paragraph("第 3 章").before[-1] == 3.5 * SIZE


def test_full_lines_are_justified_and_the_last_is_not() -> None:
    made = paragraph("一二三四五六七八九十一二三四").lines(65)
    full = made[0]
    assert full.every * (full.end - full.start - 1) == pytest.approx(5)
    assert made[-1].every == 0


def test_a_last_line_of_one_character_gets_one_more() -> None:
    assert [len(line) for line in lines("一" * 21, 100)] == [10, 9, 2]


@given(
    st.text(alphabet="一二三万，。“”（）——……·%1a. -/“《》\u3000字", max_size=200),
    st.floats(min_value=12, max_value=200),
)
def test_every_line_fits_and_none_is_lost(text: str, measure: float) -> None:
    made = paragraph(text)
    found = made.lines(measure)
    assert [line.start for line in found] == [0, *(line.end for line in found)][: len(found)]
    assert (found[-1].end if found else 0) == len(text)
    for line in found:
        assert _printed_width(made, line) <= measure + 0.1 or line.end - line.start == 1


def _printed_width(made: Paragraph, line: Line) -> float:
    """Return how far a line's ink reaches: a blank, or the blank half of a mark, may hang."""
    last = line.end - 1
    while last > line.start and made.classes[last] == "S":
        last -= 1
    width = line.x + sum(made.widths[line.start : last + 1])
    width += sum(kern for at, kern in line.kerns.items() if at < last)
    words = sum(end - start - 1 for start, end in made.words(line.start, last + 1))
    width += line.every * (last - line.start - words)
    return width - (SIZE / 2 if made.classes[last] == "C" else 0.0)
