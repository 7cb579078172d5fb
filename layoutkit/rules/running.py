"""Which lines are running heads and feet: what the masthead says again, and what returns."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from ..fields import DATE, FOLIO, WEEKDAY, dates_in, is_page
from ..line import Line, holds, is_closed
from ..pattern import pattern
from ..profile import Profile
from .masthead import LONE, is_column, is_paper_head, paper_name

_GAPS = pattern(r"[\s　·•｜|]+")
# a shorter text has no foot
_FOOT = 12
_DIGITS = pattern(r"\d+|[〇一二三四五六七八九十]+")


def running_lines(lines: Sequence[Line], profile: Profile) -> set[int]:
    """Return the lines that stand as running head or foot.

    These are a paper's name or folio that returns three times, what the masthead says again, and
    other short lines that return as a series' name does.
    """
    masks = [_masked(line.text) if len(line.text) <= 30 else "" for line in lines]
    counted = Counter(masks)
    found: set[int] = set()
    paper = paper_name(lines, profile)
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
    found |= _paper_at_foot(lines, profile)
    return found | _repeated_masthead(lines, paper, profile) | _series_lines(lines, profile)


def _paper_at_foot(lines: Sequence[Line], profile: Profile) -> set[int]:
    """Return the last line where it is the paper's name alone, which other lines name too, and no
    field stands beside it.
    """
    last = len(lines) - 1
    name = lines[last].text if lines else ""
    if last < _FOOT or lines[last].hashes or not is_paper_head(name, profile):
        return set()
    is_named = any(name in line.text for line in lines[:last])
    return {last} if is_named and not DATE.search(lines[last - 1].text) else set()


def _repeated_masthead(
    lines: Sequence[Line], paper: tuple[int, str] | None, profile: Profile
) -> set[int]:
    """Return the lines below the masthead that say again what it says: paper, date, page.

    A page's number alone is one beside such a line, or where it cuts a torn paragraph.
    """
    start = next((i for i, line in enumerate(lines) if _is_body(line.text)), len(lines))
    said = {paper[1]} if paper else set()
    numbers: set[str] = set()
    for line in lines[:start]:
        words = _words(line.text)
        said.update(date.replace(" ", "") for date in dates_in(line.text))
        numbers.update(_number(word) for word in words if _is_page(word))
    columns = {lines[i].text for i in range(start) if is_column(lines, i, profile)}
    found = {i for i in range(start, len(lines)) if lines[i].text in columns}
    found |= {i for i in range(start, len(lines)) if _says_again(lines[i], said, profile)}
    if not numbers:
        return found
    for i in range(start, len(lines)):
        text = lines[i].text
        if _is_page(text) and _number(text) in numbers and not lines[i].bullet:
            beside = {i - 1, i + 1} & found or any(
                said.intersection(_words(line.text)) for line in lines[i - 1 : i + 2 : 2]
            )
            if beside or _cuts(lines, i):
                found.add(i)
    return found


def _says_again(line: Line, said: set[str], profile: Profile) -> bool:
    """Return whether a line is words of the masthead, or a paper and a page.

    Beside a paper or a page one other word may stand; beside a date it would be who signs.
    """
    # letters and digits alone are one word
    if len(line.text) > 40 or line.bullet or line.text.isalnum():
        return False
    words = _words(line.text)
    if len(words) < 2:
        return False
    papers = {word for word in words if len(word) <= 8 and word.endswith(profile.newspaper)}
    has_page = any(map(_is_page, words))
    known = said | papers if has_page else said
    if known.isdisjoint(words):
        return False
    others = [word for word in words if not (word in known or _is_shape(word))]
    if others and not (has_page or papers):
        return False
    return len(others) <= 1 and all(len(word) <= 4 for word in others)


def _series_lines(lines: Sequence[Line], profile: Profile) -> set[int]:
    """Return short lines that return, head no text, and cut a paragraph or stand in brackets.

    Labels of boxes and names of writers return too, and are none.
    """
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= 16 and not line.bullet and not is_closed(line.text):
            places.setdefault(line.text, []).append(i)
    found = set()
    for text, some in places.items():
        if (
            len(some) < 2
            or text.strip("【】[]〖〗") in profile.boxes
            or _names_someone(text, profile)
        ):
            continue
        cuts = [i for i in some if _cuts(lines, i)]
        is_label = len(some) > 2 and text[0] in "【[〖"
        heads = any(
            _is_body(lines[i + 1].text) for i in some if i not in cuts and i + 1 < len(lines)
        )
        if (cuts or is_label) and not heads:
            found.update(some)
    return found


def _names_someone(text: str, profile: Profile) -> bool:
    """Return whether a short line is a byline or a credit: 本报记者 …, 摄影/…, … 摄."""
    return (
        "/" in text
        or "／" in text
        or text.rstrip("）)").endswith(profile.photographer)
        or holds(text, profile.byline)
    )


def _names_paper(line: Line, name: str, profile: Profile) -> bool:
    """Return whether a later short line is a running head with the paper's name."""
    text = line.text.strip("【】[]〖〗「」［］《》 　—-–·")
    if len(text) > 30 or is_closed(text) or holds(text, profile.byline) or line.bullet:
        return False
    return (
        text.startswith(name)
        and text[len(name) : len(name) + 1] in ("", " ", "　", "·", "|", "》", "1", "2", "社")
    ) or (text.endswith(name) and text[: -len(name)].endswith((" ", "　", "·", "|", "《")))


def _cuts(lines: Sequence[Line], i: int) -> bool:
    """Return whether a line stands between the halves of a torn paragraph."""
    if not 0 < i < len(lines) - 1:
        return False
    before, after = lines[i - 1].text, lines[i + 1].text
    return len(before) > 30 and not is_closed(before) and is_closed(after)


def _words(text: str) -> list[str]:
    """Return the words of a running head, without the signs around it."""
    return _GAPS.split(text.strip("【】[]〖〗「」［］《》 　—-–·|"))


def _is_body(text: str) -> bool:
    has_comma = "，" in text or "," in text
    return (len(text) > 30 and has_comma) or (len(text) > 12 and is_closed(text))


def _is_page(word: str) -> bool:
    return is_page(word) or LONE.fullmatch(word) is not None


def _is_shape(word: str) -> bool:
    return bool(_is_page(word) or DATE.fullmatch(word) or WEEKDAY.fullmatch(word))


def _number(page: str) -> str:
    """Return what tells a page: 04, 第4版 and 4 are one, A4 is another."""
    return page.strip("第版 ").lstrip("0")


def _masked(text: str) -> str:
    return _DIGITS.sub("0", unicodedata.normalize("NFKC", text)).replace(" ", "")
