"""In: bytes in many encodings, whole and damaged.  Out: the right text, or one clear refusal."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layoutkit.decode import Decoded, decode
from layoutkit.errors import LayoutError

from .support import NAMES, SAMPLES

TEXTS = [(SAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES]
TRADITIONAL = (
    "這是一個關於國家發展的報導，與民眾生活關係密切。過去一年，全市經濟運行總體平穩，"
    "社會大局和諧穩定，市長向大會作政府工作報告。"
)
MARKED = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}


def kinds(decoded: Decoded) -> list[str]:
    return [notice.kind for notice in decoded.notices]


@pytest.mark.parametrize("encoding", MARKED)
def test_a_mark_says_the_encoding_and_is_not_text(encoding: str) -> None:
    data = MARKED[encoding] + "标题\n正文".encode(encoding)
    decoded = decode(data, None, "page.txt")
    assert (decoded.text, decoded.encoding, decoded.notices) == ("标题\n正文", encoding, ())
    assert decoded.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("length", [30, 200, 4000])
def test_an_encoding_without_a_mark_is_found_and_told(encoding: str, length: int) -> None:
    for text in TEXTS:
        piece = text[:length]
        decoded = decode(piece.encode(encoding), None, "page.txt")
        assert (decoded.text, decoded.encoding) == (piece, encoding)
        assert kinds(decoded) == ["guessed-encoding"]
        assert decoded.notices[0].said == (encoding,)


def test_big5_is_not_taken_for_gb18030_though_it_decodes_as_it() -> None:
    data = TRADITIONAL.encode("big5")
    data.decode("gb18030")
    assert decode(data, None, "page.txt").text == TRADITIONAL


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_torn_last_character_is_left_out_and_told(encoding: str) -> None:
    text = TEXTS[0].rstrip() + "开放"
    decoded = decode(text.encode(encoding)[:-1], None, "page.txt")
    assert decoded.text == text[:-1]
    assert "replaced-characters" in kinds(decoded)


def test_a_named_encoding_is_not_guessed() -> None:
    decoded = decode("增长8%".encode("gb18030"), "gb18030", "page.txt")
    assert (decoded.text, decoded.notices) == ("增长8%", ())


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", None, "this is a PNG picture, not a text"),
        (b"%PDF-1.4\n", None, "this is a PDF file, not a text"),
        (b"PK\x03\x04rest", None, "this is a ZIP or Office file, not a text"),
        (b"\0" * 1000, None, "this is not a text: it is full of NUL bytes"),
        ("正文".encode() * 40 + b"\xff\n" + "正文".encode() * 40, None, "byte 240 (line 1)"),
        (b"a\nb\xff", "utf-8", "not utf-8 text: byte 3 (line 2) cannot be read"),
        (b"abc", "utf-99", "unknown encoding 'utf-99'"),
        (b"abc", "hex", "unknown encoding 'hex'"),
        (TEXTS[0].encode() + TEXTS[0].encode("gb18030"), None, "name the right one"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(
    data: bytes, encoding: str | None, message: str
) -> None:
    with pytest.raises(LayoutError) as caught:
        decode(data, encoding, "page.txt")
    assert message in str(caught.value)
    assert str(caught.value).startswith("page.txt: ")
    assert "\n" not in str(caught.value)


def test_unreadable_characters_stay_and_are_told_with_their_places() -> None:
    decoded = decode("甲\0乙\n丙\x1b\x07丁\ufffd", None, "page.txt")
    assert decoded.text == "甲\0乙\n丙\x1b\x07丁\ufffd"
    (notice,) = decoded.notices
    assert (notice.kind, notice.said) == ("replaced-characters", ("4",))
    assert [tuple(place) for place in notice.at] == [(1, 1, 2), (2, 1, 3), (2, 4, 5)]


def test_marks_of_joined_files_are_not_text() -> None:
    assert decode("\ufeff甲\n\ufeff# 乙\r\ufeff丙\ufeff丁", None, "").text == "甲\n# 乙\r丙\ufeff丁"


@given(st.text(st.characters(codec=None)))
def test_a_str_is_taken_as_it_is(text: str) -> None:
    decoded = decode(text, None, "")
    if "\ufeff" not in text:
        assert decoded.text == text
    assert decoded.sha256 == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@given(st.text())
def test_utf8_comes_back(text: str) -> None:
    if text.count("\0") * 4 < len(text.encode()) and "\ufeff" not in text:
        try:
            assert decode(text.encode(), None, "").text == text
        except LayoutError as error:
            assert error.message.startswith("this is ")


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        decode(data, None, "page.txt")
    except LayoutError as error:
        assert "\n" not in str(error)
