"""In: raw lines and a profile.  Out: the lines that hold something, with the roles each may have."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from .fields import DATE, PAGE, PHONE, WEEKDAY, known, read_fields
from .line import Candidate, Line, is_closed
from .model import Fragment, Span, cut
from .numbering import read_number
from .numerals import CIRCLED, number
from .people import are_names, is_name, squeezed
from .profile import Profile

Rule = Callable[[Sequence[Line], int, Profile], Candidate | None]

_MARKS = re.compile(r"\s*(?:(#+)\s*|((?:[-*+•●○■□◆◇▲△▼▽★☆▪·‧▓◎✓✔➤►☑⊙]\s*)+))?")
_BOLD = re.compile(r"\s*[#\s]*\*\*([^*]+)\*\*\s*")
_BRACKETED = re.compile(
    r"[【\[〖「［〔『<＜《]\s*([^】\]〗」］〕』>＞》]{1,14}?)\s*[】\]〗」］〕』>＞》]\s*[:：]?"
)
_RING = re.compile(f"^(.*?)\\s*([{''.join(CIRCLED)}]|[0-9]{{1,2}}|[一二三四五六七八九十]{{1,2}})$")
_IMAGE = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|</?(?:img|div|br|hr|table|figure)[^>]*>|\\(?:begin|end|hline|centering|toprule|midrule|bottomrule)\b.*",
    re.I,
)
_LONG = 160
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_FOLIO = re.compile(
    r"[-—–·\s]*第?\s*[0-9一二三四五六七八九十]{1,3}\s*[页頁]?(?:\s*/?\s*共?\s*\d+\s*[页頁])?[-—–·\s]*"
)
_HAN_NAME = re.compile(r"[㐀-鿿·]{2,4}")
_COLON = re.compile(r"([^，。！？；:：,“”]{1,24})[:：]")
_DIGITS = re.compile(r"\d+|[〇一二三四五六七八九十]+")
_JUMP_END = re.compile(
    r"[（(]?\s*(?:上接|下[转轉]|紧接|緊接|[转轉]|接)\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版?\S{0,12}?[）)]?$"
)
_JUMP_START = re.compile(
    r"[（(]?\s*(?:上接|紧接|緊接)\s*第?\s*[A-Z]?[0-9一二三四五六七八九十]{1,3}\s*版[^）)。]{0,16}[）)]?"
)


def classify(lines: Sequence[str], profile: Profile) -> tuple[Line, ...]:
    """Return the non-blank lines, each with every role its own shape and neighbours allow."""
    shaped = _shapes(lines)
    running = _running_lines(shaped, profile)
    found = []
    for i, line in enumerate(shaped):
        rules = RULES if len(line.text) <= _LONG else LONG_LINE_RULES
        candidates = [c for rule in rules if (c := rule(shaped, i, profile))]
        if i in running:
            candidates.insert(0, Candidate(role="furniture", rule="running-line"))
        found.append(replace(line, candidates=tuple(candidates)))
    return tuple(found)


def _shapes(lines: Sequence[str]) -> list[Line]:
    """Return the lines that are not blank: text, marks, blanks before."""
    shaped, blanks = [], 0
    for number_, raw in enumerate(lines, 1):
        if not raw.strip():
            blanks += 1
            continue
        fragments = cut(raw, number_)
        marks = _MARKS.match(raw)
        hashes, bullet = (marks[1] or "", marks[2] or "") if marks else ("", "")
        if not fragments:
            start = len(raw) - len(raw.lstrip())
            fragments = (Fragment(number_, start, raw.strip()),)
        text = "".join(fragment.text for fragment in fragments)
        if bullet and not _is_bullet(bullet, text):
            bullet = ""
        bold = _BOLD.fullmatch(raw)
        shaped.append(
            Line(
                number=number_,
                raw=raw,
                fragments=fragments,
                text=text,
                hashes=len(hashes),
                bullet="".join(bullet.split()),
                is_bold=bool(bold),
                blanks=blanks,
            )
        )
        blanks = 0
    return shaped


def _is_bullet(mark: str, text: str) -> bool:
    """Return whether a mark is a bullet: `*` and `+` want a blank, `**` is emphasis."""
    return not (mark.strip().startswith(("*", "+", "·")) and (mark[-1:] != " " or "**" in mark))


def _masked(text: str) -> str:
    return _DIGITS.sub("0", unicodedata.normalize("NFKC", text)).replace(" ", "")


def _running_lines(lines: Sequence[Line], profile: Profile) -> set[int]:
    """Return the lines that stand as running head or foot: a paper's name or folio, three times.

    Any other short line that returns three times is one only where it cuts a torn paragraph.
    """
    counted = Counter(_masked(line.text) for line in lines if len(line.text) <= 30)
    found: set[int] = set()
    paper = _paper_name(lines, profile)
    for i, line in enumerate(lines):
        if paper and i > paper[0] and _names_paper(line, paper[1], profile):
            found.add(i)
        mask = _masked(line.text)
        if counted.get(mask, 0) < 3 or line.bullet:
            continue
        bare = line.text.strip("【】[]〖〗「」［］ 　—-–·")
        is_folio = bool(_FOLIO.fullmatch(line.text)) and bool(
            re.search(r"\d|[一二三四五六七八九十]", line.text)
        )
        if (
            is_folio
            or _is_paper_head(bare, profile)
            or (DATE.search(line.text) and not is_closed(line.text))
        ):
            found.add(i)
    return found


def _paper_name(lines: Sequence[Line], profile: Profile) -> tuple[int, str] | None:
    """Return where the masthead names the paper, and the name: a short line beside a date, or a
    word of a running head.
    """
    for i, line in enumerate(lines[:12]):
        text = squeezed(line.text).strip("《》")
        if len(text) <= 10 and (
            line.text.startswith("《") or text.endswith((*profile.newspaper, "报", "報"))
        ):
            near = [other.text for other in lines[max(0, i - 2) : i + 3] if other is not line]
            if any(DATE.match(other) for other in near if len(other) <= 40):
                return i, text
        if len(line.text) <= 50 and i < 3 and not is_closed(line.text):
            fields = read_fields(line.text, profile)
            if known(fields) >= 2 and fields[0].name in ("newspaper", "column"):
                name = next((f for f in fields if f.name == "newspaper"), fields[0])
                return i, line.text[name.value.start : name.value.end]
    return None


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


def _is_paper_head(text: str, profile: Profile) -> bool:
    """Return whether a short line is a paper's name, alone or with date, page, column."""
    if len(text) > 30 or is_closed(text) or any(c in text for c in "，,。/／:："):
        return False
    head = re.split(r"[\s　·•|—-]", text)[0]
    return head.endswith(profile.newspaper) and 3 <= len(head) <= 10


# ---- rules: (lines, i, profile) -> candidate or None


def _lost(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line of `#` alone is what is left of a heading."""
    if set(lines[i].raw.strip()) == {"#"}:
        return Candidate(role="lost", rule="empty-heading-mark")
    return None


def _decoration(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A stray rule, a picture link, an HTML comment or tag, a LaTeX frame."""
    raw = lines[i].raw.strip()
    if set(raw) == {"#"}:
        return None
    if not any(c.isalnum() for c in raw) and len(raw) <= 30 and not raw.startswith("……"):
        return Candidate(role="furniture", rule="stray-rule")
    if (
        len(raw) <= 30
        and not any(c.isalpha() for c in raw)
        and sum(c in "|_¥^~<>\\" for c in raw) >= 2
        and not lines[i].bullet
    ):
        if not re.fullmatch(r"[|\s\d.,%+-]+", raw) or raw.count("|") < 3:
            return Candidate(role="furniture", rule="garbage")
    if _TABLE_RULE.fullmatch(raw):
        return Candidate(role="furniture", rule="table-rule")
    if _IMAGE.fullmatch(raw) or raw.startswith(("![", "```", ":::")):
        return Candidate(role="furniture", rule="markup")
    return None


def _imprint(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line of Latin capitals, or of addresses and prices: what a paper prints about itself."""
    text = lines[i].text
    if re.fullmatch(r"[A-Z][A-Z &.'-]{3,50}", text) and not lines[i].hashes:
        return Candidate(role="furniture", rule="latin-capitals")
    said = sum(1 for word in profile.imprint if word in text)
    if (
        len(text) <= 120
        and not re.search(r"[，。；！？]", text)
        and (said >= 2 or (said and "@" in text))
    ):
        return Candidate(role="furniture", rule="imprint")
    return None


def _between_items(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A year or a number set large between the items of one list."""
    if (
        0 < i < len(lines) - 1
        and lines[i - 1].bullet
        and lines[i + 1].bullet == lines[i - 1].bullet
    ):
        line = lines[i]
        if not line.bullet and re.fullmatch(r"[0-9〇零一二三四五六七八九十]{1,4}\s*年?", line.text):
            return Candidate(role="furniture", rule="figure-between-items")
    return None


def _web_furniture(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A button or closing line that web pages add."""
    text = lines[i].text
    if i and i == len(lines) - 1 and text[-1] in ":：" and len(text) <= 8:
        return Candidate(role="furniture", rule="label-over-nothing")
    if text in profile.furniture or (len(text) < 60 and text.startswith(profile.furniture_starts)):
        return Candidate(role="furniture", rule="web-page")
    return None


def _button(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """One of several very short lines over a page's title: the buttons of a web page."""
    if i >= 15 or len(lines[i].text) > 5:
        return None
    run = next((k for k, line in enumerate(lines[:20]) if len(line.text) > 5 or line.hashes), 0)
    return Candidate(role="furniture", rule="buttons") if i < run and run >= 4 else None


def _folio(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A page number between dashes or with 页."""
    text = lines[i].text
    if re.fullmatch(r"\s*[-—–·]+\s*\d{1,3}\s*[-—–·]+\s*", lines[i].raw):
        return Candidate(role="furniture", rule="folio")
    if _FOLIO.fullmatch(text) and (text[-1:] in "页頁" or text[0] in "—–-·"):
        return Candidate(role="furniture", rule="folio")
    return None


def _field(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A masthead field with its label: 责任编辑:…, 来源：…"""
    text = lines[i].text
    if (
        len(text) > 120
        or is_closed(text)
        or not text.startswith(tuple(label for label, _ in profile.fields))
    ):
        return None
    first = read_fields(text, profile)[0]
    if first.label.end == 0 or (
        text[first.label.end - 1] not in ":：/／｜|" and not _is_at_edge(lines, i)
    ):
        return None
    return Candidate(role="meta", rule="masthead-label", kind=first.name, label=first.value.start)


def _is_at_edge(lines: Sequence[Line], i: int) -> bool:
    return i < 8 or i >= len(lines) - 6


def _bare_field(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A masthead field without a label: the paper's name, a date, a page, a telephone number.

    A line of several fields is a running head wherever the page begins or ends.
    """
    text = lines[i].text
    if len(text) > 50 or lines[i].bullet or is_closed(text):
        return None
    if _is_at_edge(lines, i):
        fields = read_fields(text, profile)
        others = [f for f in fields if f.name == "column"]
        if (
            known(fields) >= 2
            and len(others) <= 2
            and all(f.value.end - f.value.start <= 8 for f in others)
        ):
            return Candidate(role="meta", rule="masthead-line", kind=fields[0].name)
    if len(text) > 30:
        return None
    for name, pattern in (("date", DATE), ("weekday", WEEKDAY), ("hotline", PHONE), ("page", PAGE)):
        match = pattern.match(text)
        if match and (
            match.end() == len(text)
            or (
                name in ("date", "page")
                and len(text) - match.end() <= 16
                and text[match.end()] in " 　"
            )
        ):
            return Candidate(role="meta", rule="masthead-shape", kind=name, label=match.end())
    paper = _paper_name(lines, profile) if i < 12 else None
    whole = squeezed(text)
    if (paper and paper[0] == i) or (
        whole.endswith(profile.newspaper) and 3 <= len(whole) <= 10 and "/" not in text
    ):
        return Candidate(role="meta", rule="masthead-shape", kind="newspaper")
    if (
        0 < i < min(len(lines) - 1, 10)
        and len(text) <= 6
        and PAGE.fullmatch(lines[i - 1].text)
        and re.fullmatch(r"[㐀-鿿·]+", text)
    ):
        after = lines[i + 1].text
        if (
            DATE.match(after)
            or WEEKDAY.match(after)
            or after.startswith(tuple(label for label, _ in profile.fields))
        ):
            return Candidate(role="meta", rule="masthead-shape", kind="column")
    if (
        i
        and len(text) <= 6
        and not lines[i].blanks
        and PAGE.fullmatch(lines[i - 1].text)
        and re.fullmatch(r"[㐀-鿿·]+", text)
    ):
        return Candidate(role="meta", rule="masthead-shape", kind="column")
    return None


def _keyword(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A keyword label with its number: 关键词 1. …"""
    text = lines[i].text
    label = next((word for word in profile.keyword if text.startswith(word)), None)
    if label is None or len(text) > 60:
        return None
    match = re.match(
        rf"\s*([0-9０-９]{{1,2}}|[{''.join(CIRCLED)}]|[一二三四五六七八九十]{{1,3}})\s*[.．、:：\s　]*",
        text[len(label) :],
    )
    if not match:
        rest = re.match(r"\s*[:：]\s*", text[len(label) :])
        if rest and not is_closed(text):
            return Candidate(
                role="keyword",
                rule="keyword-label",
                kind=label,
                title=Span(len(label) + rest.end(), len(text)),
            )
        return None
    start = len(label) + match.end()
    title = Span(start, len(text)) if start < len(text) else None
    return Candidate(
        role="keyword", rule="keyword-label", kind=label, n=number(match[1]), title=title
    )


def _box(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A box label, in brackets or known to the profile, with or without a number."""
    text = squeezed(lines[i].text)
    if len(text) > 24:
        return _run_in_label(text, profile) if text == lines[i].text else None
    bracketed = _BRACKETED.fullmatch(text)
    inner = (bracketed[1] if bracketed else text.rstrip(":：")).strip(" 　◆●■▲★|丨")
    if not bracketed and _BRACKETED.match(text):
        return None
    ring = _RING.match(inner)
    kind, n = (ring[1], number(ring[2])) if ring and ring[1] in profile.boxes else (inner, None)
    numbered = re.match(
        r"([㐀-鿿]{2,5})\s*([0-9]{1,2}|[一二三四五六七八九十]{1,2})[\s　:：]+\S", text
    )
    if numbered and numbered[1] in profile.boxes and not is_closed(text):
        return Candidate(
            role="box", rule="box-label-with-title", kind=numbered[1], n=number(numbered[2])
        )
    subject = re.split(r"\s*[／/｜|:：]\s*", inner, maxsplit=1)
    if (
        kind not in profile.boxes
        and len(subject) == 2
        and subject[0] in profile.boxes
        and not is_closed(text)
    ):
        return Candidate(role="box", rule="box-label-and-subject", kind=subject[0])
    if kind in profile.boxes:
        return Candidate(role="box", rule="box-label", kind=kind, n=n)
    if (
        bracketed
        and text[0] in "【〖［["
        and not _is_paper_head(inner, profile)
        and i + 1 < len(lines)
    ):
        if ring and ring[1]:
            kind, n = ring[1], number(ring[2])
        return Candidate(role="box", rule="bracketed-label", kind=kind, n=n)
    return None


def _run_in_label(text: str, profile: Profile) -> Candidate | None:
    """Return the box of a label with a colon that its only paragraph follows: 编者按：…"""
    match = re.match(r"[【\[〖［]?([^，。：:】\]〗］]{2,8})(?:[】\]〗］]\s*[:：]?|[:：])\s*", text)
    if match and match[1] in profile.boxes and (len(match[1]) > 2 or text[0] in "【[〖［"):
        return Candidate(role="box", rule="run-in-label", kind=match[1], label=match.end())
    return None


def _glossary(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """The head of a glossary: 名词解释, alone or after a title in 《》."""
    text = lines[i].text.strip("【】[]〖〗「」［］:： 　()（）")
    text = re.sub(r"^《[^》]{1,30}》\s*", "", text)
    text = re.sub(r"^附(?:件|录)?\s*[0-9一二三四五六七八九十]*\s*[:：]\s*", "", text)
    if text in profile.glossary:
        return Candidate(role="glossary", rule="glossary-head")
    return None


def _annex(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """An annex's label: 附件1, with or without its title."""
    text = lines[i].text
    label = next((word for word in profile.annex if text.startswith(word)), None)
    if label is None or len(text) > 60:
        return None
    match = re.match(
        r"\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})?\s*([:：.．、\s　]*)", text[len(label) :]
    )
    if match is None or not (match[1] or match[2] or len(text) == len(label)):
        return None
    start = len(label) + match.end()
    if start < len(text) and (is_closed(text) or not (match[1] or match[2])):
        return None
    title = Span(start, len(text)) if start < len(text) else None
    return Candidate(
        role="annex", rule="annex-label", n=number(match[1]) if match[1] else None, title=title
    )


def _numbered(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """An order number at the beginning: 一、 （一） 1. (1) ①."""
    text = lines[i].text
    found = read_number(text)
    if not found:
        return None
    return Candidate(
        role="numbered",
        rule="order-number",
        kind=found.style,
        n=found.n,
        title=Span(found.end, len(text)),
    )


def _salutation(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """各位代表: alone on its line."""
    text = lines[i].text
    bare = text.rstrip(":：!！,，")
    if bare != text and bare in profile.salutation:
        return Candidate(role="salutation", rule="salutation")
    if (
        bare != text
        and len(bare) <= 12
        and re.match(
            r"(?:各位|尊敬的|亲爱的|敬爱的|编辑|尊敬|親愛的|各位)|.*(?:同志|同志们|朋友)$", bare
        )
        and not re.search(r"[，。：]", bare)
    ):
        return Candidate(role="salutation", rule="salutation")
    return None


def _byline(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that names its writers: 本报记者 …, 记者/…, 作者：…"""
    text = squeezed(lines[i].text)
    if len(text) > 50 or is_closed(text) or any(c in text for c in "。；“”！？"):
        return None
    for word in profile.byline:
        at = text.find(word)
        if at < 0:
            continue
        after = text[at + len(word) :].lstrip(" 　/／:：｜|")
        glued = text[at + len(word) :]
        first = re.split(r"[ 　/／]", after)[0]
        for other in profile.byline:
            first = first.replace(other, "")
        name = are_names(re.sub("实习|實習|特约|特約|本报|本報", "", first))
        if (
            name
            and (
                glued[:1] in " 　/／:：｜|"
                or re.search(r"(?:报道|報導|報道|摄影报道|文/图)$", text)
                or len(text) <= at + len(word) + 4
            )
            and at <= 20
        ):
            return Candidate(role="byline", rule="byline-word")
    return None


def _person(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A person's name alone on its line, or an office and a name."""
    text = squeezed(lines[i].text.lstrip("□■▲◆●○△ 　")).strip("（）()")
    if (
        re.fullmatch(r"[㐀-鿿]{2,3}[（(][㐀-鿿、·“”]{3,40}[）)]?", text)
        and text[0] in profile.surnames
    ):
        return Candidate(role="byline", rule="name-and-office")
    if len(text) > 40 or is_closed(text) or re.search(r"[0-9%，。；！？《》：:]", text):
        return None
    words = text.split()
    if re.search(r"[“”]", text):
        return (
            Candidate(role="byline", rule="word-and-name?")
            if len(words) > 1 and is_name(words[-1], profile)
            else None
        )
    if len(words) <= 5 and words and is_name(words[-1], profile):
        if len(words) == 1 or all(is_name(word, profile) for word in words):
            return Candidate(role="byline", rule="name-alone")
        if any(office in text for office in profile.office):
            return Candidate(role="byline", rule="office-and-name")
        if len(words) == 2:
            return Candidate(role="byline", rule="word-and-name?")
    tail = re.search(r"(?<=[㐀-鿿])[㐀-鿿]{2,3}$", text)
    if (
        tail
        and len(words) == 1
        and len(text) >= 7
        and any(office in text[:-2] for office in profile.office)
    ):
        for length in (3, 2):
            if is_name(text[-length:], profile) and any(
                text[:-length].endswith(o) for o in profile.office
            ):
                return Candidate(role="byline", rule="office-and-name")
        if any(is_name(text[-length:], profile) for length in (3, 2)):
            return Candidate(role="byline", rule="office-and-name?")
    return None


def _credit(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """Who drew or photographed: 本版制图/…, 摄影：…, 某某 摄."""
    text = squeezed(lines[i].text).strip("（）()")
    if text != lines[i].text and text.startswith("本版") and not is_closed(text):
        return Candidate(role="credit", rule="credit-of-page")
    if (
        re.search(
            r"(?:记者|通讯员|記者|通訊員|摄影师)[^。，]{1,20}(?:摄影报道|摄影|摄|攝|攝影)$", text
        )
        and len(text) <= 60
        and "。" not in text
    ):
        return Candidate(role="credit", rule="photographer-line")
    if len(text) > 40 or "。" in text or re.search(r"文\s*[/／、并及]?\s*[图圖摄攝]", text):
        return None
    bare = text.removeprefix("本版").removeprefix("本报")
    for word in profile.credit:
        if bare.startswith(word) and re.match(r"\s*[/／:：]|\s*由", bare[len(word) :]):
            return Candidate(role="credit", rule="credit-word")
        if bare.endswith(word) and len(bare) <= 24:
            head = bare[: -len(word)].rstrip(" 　/／")
            if head != bare[: -len(word)] and len(head) >= 2 and not read_number(head):
                return Candidate(role="credit", rule="credit-word")
            if is_name(head, profile):
                return Candidate(role="credit", rule="credit-word")
    return None


def _jump(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that sends the reader to another page, or comes from one."""
    text = unicodedata.normalize("NFKC", lines[i].text)
    if len(text) != len(lines[i].text):
        text = lines[i].text
    start = _JUMP_START.match(text)
    if start and (start.end() == len(text) or text[start.end() - 1] in "）)"):
        return Candidate(role="jump", rule="jump-line", kind="from", label=start.end())
    if len(text) <= 30 and _JUMP_END.fullmatch(text):
        kind = "from" if "接" in text else "to"
        return Candidate(role="jump", rule="jump-line", kind=kind, label=len(text))
    return None


def _caption(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """What a picture shows: 图为…, 图片说明：…; what a table shows: 表1 …"""
    text = lines[i].text
    if text.startswith(profile.caption) and len(text) <= 160 and text[:2] not in ("这是",):
        return Candidate(role="caption", rule="caption-word")
    if len(text) <= 40 and any(
        re.match(rf"{word}\s*[0-9一二三四五六七八九十]{{1,3}}[\s　:：、.]", text)
        for word in profile.table
    ):
        return Candidate(role="caption", rule="table-title")
    return None


def _is_spaced_row(lines: Sequence[Line], i: int, profile: Profile) -> bool:
    """Return whether a line is one of the rows under a table's title: cells parted by blanks."""
    if not _may_be_cells(lines[i]):
        return False
    first = i
    while first and i - first < 40 and _may_be_cells(lines[first - 1]):
        first -= 1
    last = i + 1 if i + 1 < len(lines) and _may_be_cells(lines[i + 1]) else i
    titled = (
        first > 0
        and lines[first - 1].text.startswith(profile.table)
        and _caption(lines, first - 1, profile)
    )
    return bool(titled) and last > first


def _may_be_cells(line: Line) -> bool:
    words = line.text.split()
    return (
        3 <= len(words) <= 12
        and len(line.text) <= 80
        and not is_closed(line.text)
        and not line.text.startswith("表")
    )


def _row(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A table's row: cells between `|`, `&` or tabs."""
    raw = lines[i].raw.strip()
    if _is_spaced_row(lines, i, profile):
        return Candidate(role="row", rule="row-set-by-blanks", kind=" ")
    beside = [lines[k].raw for k in (i - 1, i + 1) if 0 <= k < len(lines)]
    if raw.endswith("\\\\") and "&" in raw:
        return Candidate(role="row", rule="table-row", kind="&")
    for sign, least in (("|", 2), ("&", 1), ("\t", 2)):
        if not any(sign in other for other in beside):
            continue
        if (
            raw.count(sign) >= least
            and (sign != "&" or raw.endswith("\\\\"))
            and not re.search(r"[。！？]$", raw)
        ):
            if sign == "|" and not (raw.startswith("|") or raw.count("|") >= 2):
                continue
            return Candidate(role="row", rule="table-row", kind=sign)
    return None


def _speaker(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """Who speaks: a label with a colon, alone on the line or before the words."""
    text = lines[i].text
    match = _COLON.match(text)
    if not match or not match[1].strip():
        return None
    label = match[1].strip("【】[]〖〗 　")
    alone = match.end() == len(text)
    if alone:
        known = (
            label in profile.speaker
            or any(o in label for o in profile.office)
            or is_name(label, profile)
        )
        if known and 1 <= len(label) <= 24:
            return Candidate(role="speaker", rule="speaker-line", label=len(text), kind=label)
    elif (
        label in profile.speaker
        or is_name(label, profile)
        or (len(label) <= 12 and any(label.endswith(o) for o in profile.office))
    ):
        return Candidate(role="speaker", rule="speaker-label", label=match.end(), kind=label)
    elif re.fullmatch(r"[㐀-鿿·]{2,8}", label):
        return Candidate(role="speaker", rule="label-with-colon?", label=match.end(), kind=label)
    return None


def _dash(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A line that opens with a dash: a deck or an item."""
    text = lines[i].text
    if text.startswith(("——", "一一", "——", "──", "--")) and len(text) > 4:
        return Candidate(role="dash", rule="dash")
    return None


def _is_signed(lines: Sequence[Line], i: int) -> bool:
    """Return whether a sign stands before a heading: ▲, □ once, over running text."""
    line = lines[i]
    if (
        set(line.bullet) <= set("-*+")
        or len(line.text) > 30
        or is_closed(line.text)
        or i + 1 >= len(lines)
    ):
        return False
    before = lines[i - 1].bullet if i else ""
    after = lines[i + 1]
    if after.bullet:
        return after.bullet != line.bullet and before != line.bullet
    return not before and len(after.text) > 30


def _bullet(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    if lines[i].bullet and not _is_signed(lines, i):
        return Candidate(role="bullet", rule="bullet")
    return None


def _theme(lines: Sequence[Line], i: int, profile: Profile) -> Candidate | None:
    """A heading by its shape: short, no closing mark, no bullet; marks say so too."""
    line = lines[i]
    text = line.text
    if not text or len(text) > 60:
        return None
    if line.bullet:
        return Candidate(role="theme", rule="sign-before-line") if _is_signed(lines, i) else None
    if line.hashes and len(text) <= 60 and not re.search(r"[。；]", text[:-1]):
        return Candidate(role="theme", rule="heading-mark")
    if line.is_bold and len(text) <= 40 and not re.search(r"[。；]", text):
        return Candidate(role="theme", rule="bold-line")
    if re.search(r"\S[ 　]+\S", text) and text.endswith(profile.office):
        return None
    if (
        len(text) <= 30
        and not re.search(r"[。；;]", text)
        and text[-1] not in "，,、；;。…！!？?）)%％"
        and text.count("，") + text.count(",") <= 1
    ):
        return Candidate(role="theme", rule="short-line")
    if len(text) <= 30 and text[-1] in "！!？?）)" and not re.search(r"[。；;]", text):
        return Candidate(role="theme", rule="short-line?")
    return None


RULES: tuple[Rule, ...] = (
    _lost, _decoration, _between_items, _imprint, _web_furniture, _button, _folio, _row, _keyword, _glossary, _annex, _box, _salutation, _jump, _field,
    _bare_field, _credit, _byline, _person, _caption, _speaker, _dash, _numbered, _bullet, _theme,
)  # fmt: skip

# what a line of running text can be: the other rules ask for short lines
LONG_LINE_RULES: tuple[Rule, ...] = (
    _decoration, _row, _box, _jump, _speaker, _dash, _numbered, _bullet,
)  # fmt: skip
