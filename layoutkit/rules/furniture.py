"""Rules for what is no text: rests of headings, decoration, imprints, buttons, folios."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..fields import FOLIO
from ..han import HAN
from ..line import Candidate, Line, holds
from ..pattern import pattern
from ..profile import Profile

_IMAGE = pattern(
    r"!\[[^\]]*\]\([^)]*\)|</?(?:img|div|br|hr|table|figure)[^>]*>|\\(?:begin|end|hline|centering|toprule|midrule|bottomrule)\b.*",
    re.I,
)
# links and what stands between them, perhaps the name of the page they lead to: [首页](/) > 正文
_LINKS = pattern(r"(?:[\s>|·•*-]*\[[^\]]*\]\([^)\s]*\))+[\s>|·•*-]*\S{0,4}")
# what a picture, a tag, a table's rule or a LaTeX frame opens with
_MARKUP = frozenset("!<\\`:|-[")
_ALNUM = pattern(r"[^\W_]")
_SIGN = pattern(r"[|_¥^~<>\\]")
_ROW = pattern(r"[|\s\d.,%+-]+")
_CAPITALS = pattern(r"[A-Z][A-Z &.'-]{3,50}")
_ADDRESS = pattern(r"[\d:：@]|[四对]开")
# 某某新闻网 www.example.com
_WEB = pattern(rf"{HAN}{{2,12}}\s*(?:https?://|www\.)[\w./-]+")
_FIGURE = pattern(r"[0-9〇零一二三四五六七八九十]{1,4}\s*年?")
_DASHES = "-—–·"
_FOLIO_ENDS = _DASHES + "0123456789一二三四五六七八九十"
_FOLIO = pattern(r"[-—–·]+\s*\d{1,3}\s*[-—–·]+")
_TABLE_RULE = pattern(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")


def lost(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line of `#` alone is what is left of a heading."""
    if lines[i].hashes and not lines[i].raw.strip().strip("#"):
        return Candidate(role="lost", rule="empty-heading-mark")
    return None


def decoration(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A stray rule, a picture, links alone, an HTML comment or tag, a LaTeX frame."""
    raw = lines[i].raw.strip()
    if raw[0].isalpha():
        return None
    is_short = len(raw) <= 30
    if not is_short and raw[0] not in _MARKUP:
        return None
    if not raw.strip("#"):
        return None
    if is_short and not _ALNUM.search(raw) and not raw.startswith("……"):
        return Candidate(role="furniture", rule="stray-rule")
    if is_short and not lines[i].bullet and _is_garbage(raw):
        return Candidate(role="furniture", rule="garbage")
    if "--" in raw and _TABLE_RULE.fullmatch(raw):
        return Candidate(role="furniture", rule="table-rule")
    if "](" in raw and not lines[i].hashes and _LINKS.fullmatch(raw):
        return Candidate(role="furniture", rule="links")
    if raw.startswith(("![", "```", ":::")) or (raw[0] in "!<\\" and _IMAGE.fullmatch(raw)):
        return Candidate(role="furniture", rule="markup")
    return None


def _is_garbage(raw: str) -> bool:
    """Return whether a short line is signs and figures that no table's row holds."""
    if len(_SIGN.findall(raw)) < 2 or any(c.isalpha() for c in raw):
        return False
    return not (_ROW.fullmatch(raw) and raw.count("|") >= 3)


def imprint(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line of Latin capitals, or of addresses and prices: what a paper prints about itself."""
    text = lines[i].text
    if "A" <= text[0] <= "Z" and _CAPITALS.fullmatch(text) and not lines[i].hashes:
        return Candidate(role="furniture", rule="latin-capitals")
    if len(text) > 120 or holds(text, "，。；！？"):
        return None
    if text.startswith(profile.imprint_starts) or ("." in text and _WEB.fullmatch(text)):
        return Candidate(role="furniture", rule="imprint")
    if not _ADDRESS.search(text):
        return None
    said = len([word for word in profile.imprint if word in text])
    if said >= 2 or (said and "@" in text):
        return Candidate(role="furniture", rule="imprint")
    return None


def between_items(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A year or a number set large between the items of one list."""
    if (
        0 < i < len(lines) - 1
        and lines[i - 1].bullet
        and lines[i + 1].bullet == lines[i - 1].bullet
    ):
        line = lines[i]
        if not line.bullet and _FIGURE.fullmatch(line.text):
            return Candidate(role="furniture", rule="figure-between-items")
    return None


def web_furniture(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A button or closing line that web pages add."""
    text = lines[i].text
    if i and i == len(lines) - 1 and text[-1] in ":：" and len(text) <= 8:
        return Candidate(role="furniture", rule="label-over-nothing")
    if text in profile.furniture or (len(text) < 60 and text.startswith(profile.furniture_starts)):
        return Candidate(role="furniture", rule="web-page")
    return None


def button(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """One of several very short lines over a page's title: the buttons of a web page."""
    if i >= 15 or len(lines[i].text) > 5:
        return None
    run = next((k for k, line in enumerate(lines[:20]) if len(line.text) > 5 or line.hashes), 0)
    return Candidate(role="furniture", rule="buttons") if i < run and run >= 4 else None


def folio(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A page number between dashes or with 页."""
    text, raw = lines[i].text, lines[i].raw.strip()
    if len(raw) < 2:
        return None
    if raw[0] in _DASHES and raw[-1] in _DASHES and _FOLIO.fullmatch(raw):
        return Candidate(role="furniture", rule="folio")
    if text[-1] in "页頁" or (text[0] in _DASHES and text[-1] in _FOLIO_ENDS):
        return Candidate(role="furniture", rule="folio") if FOLIO.fullmatch(text) else None
    return None
