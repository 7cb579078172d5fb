"""In: the bytes of a file, or a text.  Out: the text, its encoding, and what to warn of."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import NamedTuple

from .errors import LayoutError
from .lines import split
from .model import Notice, Place
from .pattern import pattern

# The longer mark first: the UTF-32 mark begins as the UTF-16 mark does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TRIED = ("gb18030", "big5", "utf-16-le", "utf-16-be")
_BINARY = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"Rar!", "a RAR file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"AT&TFORM", "a DjVu file"),
)

# About the 300 commonest characters of Chinese newspapers, and the other script's forms of them.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过"
    "子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体"
    "制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内"
    "数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情最何通代表五位市场"
    "省县区城乡镇村农投资企业目项增长改革创新服务管理委员党书组记织者报讯会议代表政府工作群众干部"
    "亿万元百千名更已被将并让据近元总今强活动展保障教育文化技术科研安全环境治理质效城市国际贸易"
    "，。、；：？！“”‘’（）《》【】—…·％"
    "這個為時來們對會發動說產種後學經進著電裡現實兩體機當點從業應開還關樣與義間數質氣變條沒結"
    "無問係軍場縣區鄉鎮農企資項長創務員黨組書織記報訊議幹眾億萬員將讓據總強動環際貿術國過標題穩"
    "於並線內說門車馬東見語話讀寫選舉單運輸陸兒處處應該麼樂觀歡難離風飛龍灣"
)
# Never in a newspaper, often in a wrong reading: controls, private use, bopomofo, Greek, Cyrillic,
# Hebrew, Arabic, box drawing, half-width kana, Hangul, surrogates.
# A range so wide takes milliseconds to compile: re does it when a text is first guessed at.
_WRONG = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0370-\u06ff\u2500-\u25a0\u3040-\u312f\uac00-\uf8ff\uff61-\uffdf]"
)
_ASCII = pattern("[\x09-\x7e]+")
_UNREADABLE = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd\ufffe\uffff\ud800-\udfff]+")

# A byte order mark at the beginning of a line is left from files that were joined.
_MARK = pattern("(?<![^\r\n])\ufeff+")

_SCORED = 1 << 16  # a longer sample tells no more
_PLACES = 20  # of unreadable characters, named in one warning
_TAIL = 3  # bytes that a file cut in its last character may have over


class Decoded(NamedTuple):
    """A text without its byte order mark, the sha256 of its bytes, and what to warn of."""

    text: str
    encoding: str
    sha256: str
    notices: tuple[Notice, ...] = ()


def decode(data: str | bytes, encoding: str | None, name: str) -> Decoded:
    """Return the text of a file's bytes; a str is taken as it is.

    Raises LayoutError for what is no text, or no text in any encoding that can be told.
    """
    notices: tuple[Notice, ...] = ()
    if isinstance(data, str):
        text, found = data, "utf-8"
        digest = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
    else:
        digest = hashlib.sha256(data).hexdigest()
        _refuse_binary(data, name)
        text, found, notices = _read(data, encoding, name)
    if "\ufeff" in text:
        text = _MARK.sub("", text)
    return Decoded(text=text, encoding=found, sha256=digest, notices=(*notices, *_unreadable(text)))


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise LayoutError(f"this is {what}, not a text", name)


def _read(data: bytes, encoding: str | None, name: str) -> tuple[str, str, tuple[Notice, ...]]:
    """Return text, encoding and warnings, by the name given, the mark, UTF-8, or the best trial."""
    if encoding is not None:
        return _named(data, encoding, name), codecs.lookup(encoding).name, ()
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], marked, name)
    if data.count(0) * 4 < len(data) or not data:  # UTF-16 of Latin text is UTF-8 with NULs
        try:
            return _strict(data, "utf-8", name)
        except LayoutError as error:
            refused = error
    else:
        refused = LayoutError("this is not a text: it is full of NUL bytes", name)
    return _best(data) or _refuse(refused)


def _refuse(error: LayoutError) -> tuple[str, str, tuple[Notice, ...]]:
    raise error from None


def _named(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise LayoutError(f"unknown encoding {encoding!r}", name) from None
    except UnicodeDecodeError as error:
        raise LayoutError(_where(error, data, encoding), name) from None
    except UnicodeError as error:
        raise LayoutError(f"cannot be read as {encoding}: {error}", name) from None


def _where(error: UnicodeDecodeError, data: bytes, encoding: str) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return f"not {encoding} text: byte {error.start} (line {line}) cannot be read"


def _strict(data: bytes, encoding: str, name: str) -> tuple[str, str, tuple[Notice, ...]]:
    """Return the text of bytes in a known encoding; a torn last character is left out and told."""
    try:
        return data.decode(encoding), encoding, ()
    except UnicodeDecodeError as error:
        text = _without_tail(data, encoding)
        if text is None:
            hint = "; name the right one with --encoding" if encoding == "utf-8" else ""
            raise LayoutError(_where(error, data, encoding) + hint, name) from None
        return text, encoding, (_torn(text),)


def _without_tail(data: bytes, encoding: str) -> str | None:
    for cut in range(1, min(_TAIL, len(data) - 1) + 1):
        try:
            return data[:-cut].decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _torn(text: str) -> Notice:
    lines = split(text)
    place = Place(len(lines), len(lines[-1]))
    return Notice(kind="replaced-characters", at=(place,), said=("1",))


def _best(data: bytes) -> tuple[str, str, tuple[Notice, ...]] | None:
    """Return the reading that looks most like Chinese news, or None where none does."""
    found: list[tuple[float, int, str, str]] = []
    for rank, encoding in enumerate(_TRIED):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            text = _without_tail(data, encoding) or ""
        found.append((_score(text), -rank, encoding, text))
    score, _, encoding, text = max(found)
    if score < (0.35 if len(text) >= 50 else 0.1):
        return None
    notices = [Notice(kind="guessed-encoding", at=(Place(1),), said=(encoding,))]
    if text.encode(encoding) != data:
        notices.append(_torn(text))
    return text, encoding, tuple(notices)


def _score(text: str) -> float:
    """Return the share of common characters less three times that of impossible ones."""
    sample = text[:_SCORED]
    other = _ASCII.sub("", sample)
    wrong = len(re.findall(_WRONG, sample))
    if not other or not sample:
        return -1.0
    common = sum(character in _COMMON for character in other)
    return (common - 3 * wrong) / len(other)


def _unreadable(text: str) -> tuple[Notice, ...]:
    """Return a warning of control characters, replacement marks and non-characters, if any."""
    # apart from U+FFFD none of them is printable
    bare = text.replace("\n", "").replace("\r", "").replace("\u3000", "")
    if "\ufffd" not in text and bare.isprintable():
        return ()
    if not _UNREADABLE.search(text):
        return ()
    count = 0
    places: list[Place] = []
    for number, line in enumerate(split(text), 1):
        for match in _UNREADABLE.finditer(line):
            count += len(match[0])
            if len(places) < _PLACES:
                places.append(Place(number, match.start(), match.end()))
    return (Notice(kind="replaced-characters", at=tuple(places), said=(str(count),)),)
