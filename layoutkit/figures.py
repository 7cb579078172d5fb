"""In: a line of an infographic.  Out: its figures, with value, unit, bound and change."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from .amounts import SIGN, Amount, amounts
from .measures import (
    AFTER,
    BEFORE,
    CHANGES,
    LABEL_BEFORE,
    NAME_AFTER,
    NOUNS,
    STILL,
    TIMES,
)
from .model import Bound, Change, Figure
from .pattern import pattern

# A short quoted text or a title is a name: “3+5+2”, “99条”, 《…20条》. A quoted sentence is not.
_QUOTES = {
    "“": ("”", 16), "‘": ("’", 16), "「": ("」", 16), "『": ("』", 16), '"': ('"', 16),
    "＂": ("＂", 16), "《": ("》", 60), "〈": ("〉", 60),
}  # fmt: skip
# Words with digits, times of day and the number of the line itself are no figures.
_NAMED = pattern(
    r"PM\s?2[.．]5|PM\s?10(?!\d)|(?<!\d)\d{1,2}[:：]\d{2}(?!\d)"
    r"|(?<!\d)\d{1,2}[时時点點](?:\d{1,2}分|半)?(?![代候间間段建])|^[(（]?\d{1,2}[)）.．、](?!\d)"
)
_NAMED_SIGN = pattern(r"\d[:：时時点點]|PM|^[(（]?\d")  # each of those has one
_VERSION = pattern(r"\d[.．][0０]")  # 工业4.0
_MASK = "\ufffc"
_SUM = (pattern(r"\w[+＋]$"), pattern("[+＋][0-9A-Za-z]"))
_JOINT = (pattern(r"[0-9A-Za-z][×*:：∶/／·–—－-]$"), pattern("[×*:：∶/／·–—－-][0-9A-Za-z]"))
_LETTERS = (pattern(r"[A-Za-z][-.·]?$"), pattern("[A-Za-z]"))

_CHANGE = pattern(
    f"({'|'.join(sorted((word for word in CHANGES if len(word) > 1), key=len, reverse=True))})"
    "([到至为為])?"
)
_TO = pattern("[至到](?:每.{1,6})?$")
_FIRST = frozenset(word[0] for word in CHANGES)
_CLAUSE_END = "，,。；;！!？?、()（）"
_AND = pattern(r"[\s、和及与與，,]{1,3}")
_LINE = 100  # what is longer is asked for once, and would fill the memory of a worker
_REACH = 40  # how far before a figure its word of change may stand


def figures(text: str) -> tuple[Figure, ...]:
    """Return the figures of a stat in order."""
    if not SIGN.search(text):
        return ()
    return _figures_of_line(text) if len(text) <= _LINE else _read(text)


@lru_cache(maxsize=1 << 10)
def _figures_of_line(text: str) -> tuple[Figure, ...]:
    """Return the figures of a short line, for which several rules ask."""
    return _read(text)


def _read(text: str) -> tuple[Figure, ...]:
    masked = text
    if marks := "".join([mark for mark in _QUOTES if mark in text]):
        masked = _quoted(marks).sub(lambda match: _MASK * len(match[0]), masked)
    if _NAMED_SIGN.search(masked):
        masked = _NAMED.sub(lambda match: _MASK * len(match[0]), masked)
    found: list[Figure] = []
    at = 0
    for amount in amounts(masked):
        if _is_figure(amount, masked):
            before = masked[max(at, amount.start - _REACH) : amount.start]
            bound, change = _bound(amount, masked, before), _change(amount, before)
            if not change and found and found[-1].change and _AND.fullmatch(before):
                change = found[-1].change
            found.append(_figure(amount, text, bound, change))
            at = amount.end
    return tuple(found)


@cache
def _quoted(marks: str) -> re.Pattern[str]:
    """Return the pattern of short texts between some quotation marks; a page has few kinds."""
    return re.compile(
        "|".join(
            f"{mark}[^{mark}{closing}。，；！？]{{0,{length}}}{closing}"
            for mark, (closing, length) in _QUOTES.items()
            if mark in marks
        )
    )


def _figure(amount: Amount, text: str, bound: Bound, change: Change | None) -> Figure:
    return Figure(
        start=amount.start,
        printed=text[amount.start : amount.end],
        value=amount.value,
        upper=amount.upper,
        unit=amount.unit,
        ordinal=amount.ordinal,
        bound=bound,
        change=change,
    )


def _is_figure(amount: Amount, text: str) -> bool:
    """Return whether an amount is a figure and not a date, a number of order or part of a name."""
    before = text[max(amount.start - 4, 0) : amount.start]
    after = text[amount.end : amount.end + 4]
    if amount.ordinal:
        return True
    if _stands(_SUM, before, after):
        return False
    if amount.unit:
        return amount.unit != "年" or not _is_year(amount, 1000, 3000)
    if NAME_AFTER.match(after) or LABEL_BEFORE.search(before) or _is_code(amount, text):
        return False
    if _stands(_JOINT, before, after) or (not amount.scale and _stands(_LETTERS, before, after)):
        return False
    return _counts(amount, before, after)


def _stands(sign: tuple[re.Pattern[str], re.Pattern[str]], before: str, after: str) -> bool:
    """Return whether a sign ties a number to what is before or after it: 3+5+2, 2:1, G20."""
    return bool(sign[0].search(before) or sign[1].match(after))


def _is_year(amount: Amount, first: int, end: int) -> bool:
    value = amount.upper or amount.value
    return amount.plain and not amount.scale and value is not None and first <= value < end


def _is_code(amount: Amount, text: str) -> bool:
    """Return whether digits without a unit are a year, a telephone number or no number at all."""
    printed = text[amount.start : amount.end]
    if not amount.plain or amount.scale:
        return bool(_VERSION.fullmatch(printed)) or (
            amount.value is None and not re.search("[/／分]", printed)
        )
    if amount.value is None or (amount.upper is not None and re.search("[-－]", printed)):
        return True
    return (printed[0] in "0０" and len(printed) > 1) or _is_year(amount, 1900, 2100)


def _counts(amount: Amount, before: str, after: str) -> bool:
    """Return whether a number without a unit counts: 近2万市民, 3000农户; 135工程 does not."""
    if not amount.plain or amount.scale or not after[:1].isalnum() or after[:1] in NOUNS:
        return True
    if amount.value is not None and amount.value >= 1000 and int(amount.value) % 100 == 0:
        return True
    return _word_before(before)[1] != "exact"


def _bound(amount: Amount, text: str, before: str) -> Bound:
    """Return how exact a figure says it is; what stands behind it says it last."""
    if after := _word_after(text[amount.end : amount.end + 4]):
        return after
    if amount.more != "exact":
        return amount.more
    word, bound = _word_before(before)
    return "exact" if word == "近" and amount.unit in TIMES else bound


def _word_after(after: str) -> Bound | None:
    """Return what the word of bound right behind a figure says."""
    after = after[1:] if after[:1].isspace() else after
    for size in (3, 2, 1):
        if (word := after[:size]) in AFTER:
            return AFTER[word]
    return None


def _word_before(before: str) -> tuple[str, Bound]:
    """Return the word of bound right before a figure, and what it says."""
    before = before.rstrip().removesuffix("在")  # 控制在4%
    for size in (4, 3, 2, 1):
        if (word := before[-size:]) in BEFORE:
            return word, BEFORE[word]
    return "", "exact"


def _change(amount: Amount, before: str) -> Change | None:
    """Return the change that the clause before a figure says; the nearest word says it."""
    before = before.rstrip().removesuffix(_word_before(before)[0])
    clause = before
    for stop in _CLAUSE_END:
        clause = clause.rpartition(stop)[2]
    if _FIRST.isdisjoint(clause):
        return None
    clause = STILL.sub(lambda match: _MASK * len(match[0]), clause).rstrip()
    words = _CHANGE.findall(clause)
    word, to = (clause[-1], "") if clause[-1:] in CHANGES else words[-1] if words else ("", "")
    change = CHANGES.get(word)
    if change in ("rise", "fall") and (to or _TO.search(clause)):
        change = "rise-to" if change == "rise" else "fall-to"
    if change in ("rise", "fall") and (amount.ordinal or (amount.value or 0) < 0):
        return None  # no rank is risen by; of a rise by -5% the sign says enough
    return change
