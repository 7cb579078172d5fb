"""Rules for running heads: the paper's name and folio, and masthead fields by label or shape."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ..fields import DATE, FOLIO, PAGE, PHONE, WEEKDAY, known, read_fields
from ..han import is_han
from ..line import Candidate, Line, is_closed
from ..people import squeezed
from ..profile import Profile

# the paper's name stands in one of so many lines
_HEAD = 12
_GAPS = re.compile(r"[\s　·•｜|]+")
_LONE = re.compile(r"[A-Z]?\d{1,3}")
_DIGITS = re.compile(r"\d+|[〇一二三四五六七八九十]+")


def running_lines(lines: Sequence[Line], profile: Profile) -> set[int]:
    """Return the lines that stand as running head or foot: a paper's name or folio, three times.

    Any other short line that returns three times is one only where it cuts a torn paragraph.
    """
    masks = [_masked(line.text) if len(line.text) <= 30 else "" for line in lines]
    counted = Counter(masks)
    found: set[int] = set()
    paper = _paper_name(lines, profile)
    for i, line in enumerate(lines):
        if paper and i == paper[0]:
            continue
        if paper and i > paper[0] and _names_paper(line, paper[1], profile):
            found.add(i)
        if not masks[i] or counted[masks[i]] < 3 or line.bullet:
            continue
        bare = line.text.strip("【】[]〖〗「」［］ 　—-–·")
        is_folio = bool(FOLIO.fullmatch(line.text)) and bool(
            re.search(r"\d|[一二三四五六七八九十]", line.text)
        )
        if (
            is_folio
            or is_paper_head(bare, profile)
            or (DATE.search(line.text) and not is_closed(line.text))
        ):
            found.add(i)
    return found | _repeated_masthead(lines, paper) | _series_lines(lines, profile)


def _repeated_masthead(lines: Sequence[Line], paper: tuple[int, str] | None) -> set[int]:
    """Return the lines below the masthead that say again what it says: paper, date, page.

    A page's number alone is one beside such a line, or where it cuts a torn paragraph.
    """
    start = next((i for i, line in enumerate(lines) if _is_body(line.text)), len(lines))
    said = {paper[1]} if paper else set()
    numbers: set[str] = set()
    for line in lines[:start]:
        words = _words(line.text)
        said.update(date[0].replace(" ", "") for date in DATE.finditer(line.text))
        numbers.update(_number(word) for word in words if _is_page(word))
    columns = {
        two.text for one, two in pairwise(lines[:start]) if _is_page(one.text) and not two.hashes
    }
    found = {i for i in range(start, len(lines)) if lines[i].text in columns}
    for i in range(start, len(lines)):
        words = _words(lines[i].text) if len(lines[i].text) <= 40 else []
        others = [word for word in words if not (word in said or _is_shape(word))]
        if (
            len(words) > 1
            and not said.isdisjoint(words)
            and len(others) <= 1
            and all(len(word) <= 4 for word in others)
            and not lines[i].bullet
        ):
            found.add(i)
    for i in range(start, len(lines)):
        text = lines[i].text
        if _is_page(text) and _number(text) in numbers and not lines[i].bullet:
            beside = {i - 1, i + 1} & found or any(
                said.intersection(_words(line.text)) for line in lines[i - 1 : i + 2 : 2]
            )
            if beside or _cuts(lines, i):
                found.add(i)
    return found


def _series_lines(lines: Sequence[Line], profile: Profile) -> set[int]:
    """Return short lines that return, head no text, and cut a paragraph or stand in brackets."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= 16 and not line.bullet and not is_closed(line.text):
            places.setdefault(line.text, []).append(i)
    found = set()
    for text, some in places.items():
        cuts = [i for i in some if _cuts(lines, i)]
        is_label = (
            len(some) > 2 and text[0] in "【[〖" and text.strip("【】[]〖〗") not in profile.boxes
        )
        heads = any(
            _is_body(lines[i + 1].text) for i in some if i not in cuts and i + 1 < len(lines)
        )
        if len(some) > 1 and (cuts or is_label) and not heads:
            found.update(some)
    return found


def _words(text: str) -> list[str]:
    """Return the words of a running head, without the signs around it."""
    return _GAPS.split(text.strip("【】[]〖〗「」［］《》 　—-–·|"))


def _is_body(text: str) -> bool:
    has_comma = "，" in text or "," in text
    return (len(text) > 30 and has_comma) or (len(text) > 12 and is_closed(text))


def _is_page(word: str) -> bool:
    return bool(PAGE.fullmatch(word) or _LONE.fullmatch(word))


def _is_shape(word: str) -> bool:
    return bool(_is_page(word) or DATE.fullmatch(word) or WEEKDAY.fullmatch(word))


def _number(page: str) -> str:
    """Return what tells a page: 04, 第4版 and 4 are one, A4 is another."""
    return page.strip("第版 ").lstrip("0")


def _cuts(lines: Sequence[Line], i: int) -> bool:
    """Return whether a line stands between the halves of a torn paragraph."""
    if not 0 < i < len(lines) - 1:
        return False
    before, after = lines[i - 1].text, lines[i + 1].text
    return len(before) > 30 and not is_closed(before) and is_closed(after)


def _paper_name(lines: Sequence[Line], profile: Profile) -> tuple[int, str] | None:
    """Return where the masthead names the paper, and the name: a short line beside a date, or a
    word of a running head.
    """
    for i in range(min(_HEAD, len(lines))):
        name = _name_in(lines, i, profile)
        if name:
            return i, name
    return None


def _name_in(lines: Sequence[Line], i: int, profile: Profile) -> str:
    """Return the paper's name where a line of the masthead names it, else nothing."""
    line = lines[i]
    text = squeezed(line.text).strip("《》") if len(line.text) <= 50 else line.text
    # beside a date the last character of a paper's name is enough: 渡口报
    if len(text) <= 10 and (
        line.text.startswith("《") or text.endswith(tuple(w[-1] for w in profile.newspaper))
    ):
        near = [other.text for other in lines[max(0, i - 2) : i + 4] if other is not line]
        if any(DATE.match(other) for other in near if len(other) <= 40):
            return text
    if i < 3 and len(line.text) <= 50 and not is_closed(line.text):
        fields = read_fields(line.text, profile)
        if known(fields) >= 2 and fields[0].name in ("newspaper", "column"):
            name = next((f for f in fields if f.name == "newspaper"), fields[0])
            return line.text[name.value.start : name.value.end]
    return ""


def _names_paper(line: Line, name: str, profile: Profile) -> bool:
    """Return whether a later short line is a running head with the paper's name."""
    text = line.text.strip("【】[]〖〗「」［］《》 　—-–·")
    if (
        len(text) > 30
        or is_closed(text)
        or any(word in text for word in profile.byline)
        or line.bullet
    ):
        return False
    return (
        text.startswith(name)
        and text[len(name) : len(name) + 1] in ("", " ", "　", "·", "|", "》", "1", "2", "社")
    ) or (text.endswith(name) and text[: -len(name)].endswith((" ", "　", "·", "|", "《")))


def is_paper_head(text: str, profile: Profile) -> bool:
    """Return whether a short line is a paper's name, alone or with date, page, column."""
    if len(text) > 30 or is_closed(text) or any(c in text for c in "，,。/／:："):
        return False
    head = re.split(r"[\s　·•|—-]", text)[0]
    return head.endswith(profile.newspaper) and 3 <= len(head) <= 10


def _masked(text: str) -> str:
    return _DIGITS.sub("0", unicodedata.normalize("NFKC", text)).replace(" ", "")


def field(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A masthead field with its label: 责任编辑:…, 来源：…"""
    text = lines[i].text
    if len(text) > 120 or not text.startswith(profile.field_labels) or is_closed(text):
        return None
    first = read_fields(text, profile)[0]
    if first.label.end == 0 or (
        text[first.label.end - 1] not in ":：/／｜|" and not _is_at_edge(lines, i)
    ):
        return None
    return Candidate(role="meta", rule="masthead-label", kind=first.name, label=first.value.start)


def _is_at_edge(lines: Sequence[Line], i: int) -> bool:
    return i < 8 or i >= len(lines) - 6


def bare_field(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A masthead field without a label: the paper's name, a date, a page, a telephone number.

    A line of several fields is a running head wherever the page begins or ends.
    """
    text = lines[i].text
    if len(text) > 50 or lines[i].bullet or is_closed(text):
        return None
    if _is_at_edge(lines, i) and _holds_fields(text, profile):
        kind = read_fields(text, profile)[0].name
        return Candidate(role="meta", rule="masthead-line", kind=kind)
    if len(text) > 30:
        return None
    for name, pattern in (("date", DATE), ("weekday", WEEKDAY), ("hotline", PHONE), ("page", PAGE)):
        match = pattern.match(text)
        if match and (match.end() == len(text) or _has_room(text, name, match.end())):
            return Candidate(role="meta", rule="masthead-shape", kind=name, label=match.end())
    if _is_paper(lines, i, profile):
        return Candidate(role="meta", rule="masthead-shape", kind="newspaper")
    if _is_page_beside_paper(lines, i, profile):
        return Candidate(role="meta", rule="masthead-shape", kind="page")
    if _is_column(lines, i, profile):
        return Candidate(role="meta", rule="masthead-shape", kind="column")
    return None


def _holds_fields(text: str, profile: Profile) -> bool:
    """Return whether a line is fields side by side, with two short words between them at most."""
    fields = read_fields(text, profile)
    others = [f for f in fields if f.name == "column"]
    short = all(f.value.end - f.value.start <= 8 for f in others)
    return known(fields) >= 2 and len(others) <= 2 and short


def _has_room(text: str, name: str, end: int) -> bool:
    """Return whether other fields stand behind a date or a page."""
    return name in ("date", "page") and len(text) - end <= 16 and text[end] in " 　"


def _is_paper(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a line is the paper's name, by its ending or by its place over a date."""
    if i < _HEAD and _name_in(lines, i, profile):
        paper = _paper_name(lines, profile)
        if paper is not None and paper[0] == i:
            return True
    whole = squeezed(lines[i].text)
    return whole.endswith(profile.newspaper) and 3 <= len(whole) <= 10 and "/" not in whole


def _is_page_beside_paper(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a number alone stands next to the paper's name in the masthead."""
    if i >= _HEAD or not _LONE.fullmatch(lines[i].text):
        return False
    paper = _paper_name(lines, profile)
    return paper is not None and abs(paper[0] - i) == 1


def _is_column(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a short word stands right under the page's number or between two fields."""
    text = lines[i].text
    if not i or len(text) > 10:
        return False
    paper = _paper_name(lines, profile) if i < _HEAD else None
    is_page = PAGE.fullmatch(lines[i - 1].text) or _is_page_beside_paper(lines, i - 1, profile)
    if not is_page and not (paper and paper[0] == i - 1):
        return False
    if not is_han(text.replace("·", "")):
        return False
    if is_page and not lines[i].blanks and len(text) <= 6:
        return True
    after = lines[i + 1].text if i + 1 < min(len(lines), 11) else ""
    return bool(DATE.match(after) or WEEKDAY.match(after)) or after.startswith(profile.field_labels)
