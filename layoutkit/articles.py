"""In: a page's blocks.  Out: where its articles begin, and what stands at their heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .fields import DATE
from .line import Block, is_closed
from .people import squeezed
from .profile import Profile

_STRONG = frozenset(
    (
        "keyword",
        "box",
        "glossary",
        "annex",
        "salutation",
        "credit",
        "caption",
        "row",
        "lost",
        "numbered",
        "bullet",
        "jump",
    )
)
_PHOTOGRAPHED = re.compile(
    r"(?:记者|通讯员|記者|[。！]\s*[（(]?\s*[㐀-鿿]{1,3}\s*[㐀-鿿]{0,3})[^。！？，]{0,20}(?:摄|摄影|攝|攝影|摄影报道)\s*[）)]?$"
)
_BRACKETED_DATELINE = re.compile(r"[【（(]\s*[㐀-鿿]{1,6}[讯訊电電]\s*[】）)]")
_OFFICES = re.compile(
    r"[㐀-鿿]{2,14}(?:局|队|厅|委员会|室|研究院|协会|中心)(?:[ 　]+[㐀-鿿]{2,14}(?:局|队|厅|委员会|室|研究院|协会|中心))+"
)
_BANNER = (
    "特别报道",
    "特別報道",
    "特刊",
    "专版",
    "專版",
    "解读",
    "解讀",
    "专题报道",
    "系列报道",
    "专栏",
    "專欄",
)


@dataclass(eq=False)
class Head:
    """A run of headings at the head of an article: indices of blocks by role."""

    start: int
    end: int
    kickers: list[int] = field(default_factory=list)
    headline: list[int] = field(default_factory=list)
    decks: list[int] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    has_evidence: bool = False
    rule: str = ""


@dataclass(eq=False)
class Layout:
    """The page's articles as (head, body blocks), and the headings above all of them."""

    heads: list[Head]
    kickers: list[int]
    headlines: list[int]
    decks: list[int] = field(default_factory=list)


def lay_out(blocks: Sequence[Block], profile: Profile) -> Layout:
    """Return where articles begin: at a headline with a byline, deck, dateline or salutation, and,
    on a page of several, after a name at a text's end or at a heading of the headlines' own rank.
    """
    trailing = {i for i in range(len(blocks)) if ends_with_name(blocks, i, profile)}
    stacks = _stacks(blocks, profile, trailing)
    _complete_bylines(blocks, stacks, profile)
    marked = [stack for stack in stacks if stack.has_evidence]
    if not stacks:
        return Layout(_with_continued(blocks, [Head(0, 0)], profile), [], [])
    first = stacks[0]
    opens_page = not any(_is_running_text(block) for block in blocks[: first.start])
    several = (
        len(marked) > 1
        or len(trailing) > 1
        or (bool(marked) and marked[0] is not first and opens_page)
        or _has_second_headline(blocks, stacks)
    )
    if several:
        heads = _heads_of_several(blocks, stacks, trailing)
    elif not marked and _is_flat(blocks, stacks):
        heads = stacks
        for head in heads:
            head.rule = "headings-of-one-rank"
    elif opens_page or first.has_evidence:
        heads = [marked[0] if marked else first]
    else:
        heads = []
    if not heads or (
        heads[0].start > 0 and any(_is_running_text(b) for b in blocks[: heads[0].start])
    ):
        heads.insert(0, Head(0, 0))
    return _with_page_heads(blocks, stacks, _with_continued(blocks, heads, profile))


def opens_with_dateline(text: str, profile: Profile) -> bool:
    """Return whether a text opens with 本报讯, 新华社…电 or 【…讯】."""
    return text.startswith(profile.dateline) or bool(_BRACKETED_DATELINE.match(text))


def _opens_article(block: Block, profile: Profile) -> bool:
    """Return whether a block is one that articles begin with: dateline, byline, salutation."""
    return (
        opens_with_dateline(block.text, profile)
        or _strong_byline(block)
        or (block.line.may_be("salutation") is not None and len(block.text) <= 8)
    )


def _continues(block: Block) -> bool:
    """Return whether a block goes on from another page: 上接第一版."""
    jump = block.line.may_be("jump")
    return jump is not None and jump.kind == "from"


def _with_continued(blocks: Sequence[Block], heads: list[Head], profile: Profile) -> list[Head]:
    """Return the heads and those without headline: 上接 …, or a dateline under what is left of one."""
    tops, starts = {head.end for head in heads}, {head.start for head in heads}
    found = list(heads)
    for i, block in enumerate(blocks):
        if _continues(block) and i not in tops and i > 0:
            found.append(Head(i, i, rule="continued-article"))
        elif (
            block.line.may_be("lost")
            and i + 1 < len(blocks)
            and _opens_article(blocks[i + 1], profile)
        ):
            if i + 1 in starts:
                continue
            found.append(Head(i, i + 1, rule="lost-headline"))
    return sorted(found, key=lambda head: (head.start, head.end))


def _complete_bylines(blocks: Sequence[Block], stacks: list[Head], profile: Profile) -> None:
    """Read the second of two stacked titles as a byline where that is the page's pattern.

    Other headlines have their writer below, and the line ends as a name does.
    """
    pattern = sum(1 for s in stacks if len(s.bylines) == 1 and len(s.headline) == 1 and not s.decks)
    if pattern < 2:
        return
    for stack in stacks:
        titles = sorted(stack.kickers + stack.headline)
        if len(titles) == 1 and not stack.bylines and stack.end == titles[0] + 1 < len(blocks):
            titles.append(stack.end) if is_title(blocks[stack.end]) else None
        if stack.bylines or len(titles) != 2:
            continue
        text = blocks[titles[1]].text
        if len(text) >= 6 and any(text[-k] in profile.surnames for k in (2, 3)):
            stack.kickers, stack.headline, stack.bylines = [], titles[:1], titles[1:]
            stack.has_evidence, stack.rule = True, "headline-with-head"
            stack.end = titles[1] + 1


def _with_page_heads(blocks: Sequence[Block], stacks: list[Head], heads: list[Head]) -> Layout:
    """Move the headings that stand over several articles, or over the only one, to the page."""
    kickers, headlines, decks = [], [], []
    for position, head in enumerate(heads):
        if len(heads) == 1 or _covers_several(blocks, heads, position):
            kickers += head.kickers
            head.kickers = []
    top = next((stack for stack in stacks if stack.end <= heads[0].start), None)
    if len(heads) > 1 and heads[0].headline and not heads[0].bylines:
        after = heads[0].end
        if after < len(blocks) and blocks[after].line.may_be("box"):
            headlines, heads[0].headline = heads[0].headline, []
            decks, heads[0].decks = heads[0].decks, []
            kickers, heads[0].kickers = kickers + heads[0].kickers, []
    elif top is not None and len(heads) == 1:
        kickers = top.kickers + top.headline + top.others + kickers
    return Layout(heads, kickers, headlines, decks)


def _covers_several(blocks: Sequence[Block], heads: list[Head], position: int) -> bool:
    """Return whether a kicker is a column's name over several articles, until the next kicker."""
    head = heads[position]
    if not head.kickers or not all(
        len(blocks[i].text) <= 8 and not blocks[i].text.count(" ") for i in head.kickers
    ):
        return False
    following = heads[position + 1] if position + 1 < len(heads) else None
    return following is not None and not following.kickers


def _is_running_text(block: Block) -> bool:
    return len(block.text) > 40 or (is_closed(block.text) and len(block.text) > 12)


def is_title(block: Block) -> bool:
    """Return whether a block may be a heading of an article: short, unnumbered, no label."""
    line = block.line
    if block.rule == "file-title":
        return True
    if not line.candidates or line.may_be("theme") is None or block.rule:
        return False
    roles = {candidate.role for candidate in line.candidates}
    speaker = line.may_be("speaker")
    if speaker is not None and speaker.rule == "speaker-label":
        return False
    return (
        not (roles & _STRONG)
        and not _strong_byline(block)
        and not line.may_be("dash")
        and line.text[-1] not in ":："
    )


def _strong_byline(block: Block) -> bool:
    candidate = block.line.may_be("byline")
    if candidate is None or block.line.candidates[0].role in _STRONG:
        return False
    return candidate.rule in ("byline-word", "office-and-name")


def _is_deck(block: Block) -> bool:
    text = block.text
    if text[0] in "（(" and text[-1] in "）)" and DATE.search(text) and len(text) <= 60:
        return True
    return bool(block.line.may_be("dash")) and len(text) <= 60 and not is_closed(text)


def _stacks(blocks: Sequence[Block], profile: Profile, trailing: set[int]) -> list[Head]:
    """Return the runs of headings, each parted into kickers, headline, decks and bylines."""
    found, i = [], 0
    while i < len(blocks):
        if _is_speakers_headline(blocks, i):
            found.append(
                Head(i, i + 2, [i], [i + 1], has_evidence=True, rule="speaker-over-headline")
            )
            i += 2
            continue
        if _is_comment(blocks, i, profile):
            found.append(
                Head(i, i + 2, [i], [i + 1], has_evidence=True, rule="comment-with-headline")
            )
            i += 2
            continue
        if i in trailing or not (
            is_title(blocks[i]) or _is_deck(blocks[i]) or _strong_byline(blocks[i])
        ):
            i += 1
            continue
        end = i
        while end < len(blocks) and (
            is_title(blocks[end])
            or _is_deck(blocks[end])
            or blocks[end].line.may_be("byline")
            or _is_lead_in(blocks, end)
        ):
            end += 1
        head = _part_stack(blocks, i, end, profile)
        if head is not None:
            found.append(head)
            i = max(end, i + 1)
        else:
            i = end + (end == i)
    return _with_speakers(blocks, found)


def _with_speakers(blocks: Sequence[Block], stacks: list[Head]) -> list[Head]:
    """Return the stacks and, where the page is of pieces headed by who speaks, those without headline."""
    if sum(stack.rule == "speaker-over-headline" for stack in stacks) < 2:
        return stacks
    taken = {i for stack in stacks for i in range(stack.start, stack.end)}
    found = list(stacks)
    for i, block in enumerate(blocks[:-1]):
        speaker = block.line.may_be("speaker")
        if (
            speaker
            and speaker.rule == "speaker-line"
            and i not in taken
            and _is_running_text(blocks[i + 1])
        ):
            found.append(Head(i, i + 1, [i], has_evidence=True, rule="speaker-over-text"))
    return sorted(found, key=lambda head: head.start)


def _is_speakers_headline(blocks: Sequence[Block], i: int) -> bool:
    """Return whether a line with a colon says who speaks in the piece under the next headline."""
    speaker = blocks[i].line.may_be("speaker")
    if speaker is None or speaker.rule != "speaker-line" or i + 2 >= len(blocks):
        return False
    return (
        bool(blocks[i + 1].line.hashes)
        and is_title(blocks[i + 1])
        and _is_running_text(blocks[i + 2])
    )


def _is_comment(blocks: Sequence[Block], i: int, profile: Profile) -> bool:
    """Return whether a label stands over a headline of its own: 短评, 社论."""
    box = blocks[i].line.may_be("box")
    if box is None or box.kind not in profile.comments or i + 2 >= len(blocks):
        return False
    return is_title(blocks[i + 1]) and _is_running_text(blocks[i + 2])


def _is_lead_in(blocks: Sequence[Block], i: int) -> bool:
    """Return whether a block is the caption of a file's comment between headline and byline."""
    return blocks[i].rule == "comment"


def _part_stack(blocks: Sequence[Block], start: int, end: int, profile: Profile) -> Head | None:
    """Return a run's parts; the headline is the last title before a deck or byline."""
    head = Head(start, end)
    titles = []
    for i in range(start, end):
        block = blocks[i]
        weak = block.line.may_be("byline") and not _strong_byline(block)
        if _is_deck(block) and (titles or i == 0 or i == start):
            head.decks.append(i)
        elif _strong_byline(block) or (weak and _is_weak_byline(blocks, i, end, titles)):
            head.bylines.append(i)
        elif head.bylines == [i - 1] and _names_office(blocks, i, profile):
            head.bylines.append(i)
        elif block.rule == "comment":
            head.others.append(i)
        elif (titles or _is_stacked(blocks, i)) and (head.decks or head.bylines):
            head.end = i
            break
        elif (
            titles and _names_offices(block.text) and i + 1 < len(blocks) and not block.line.hashes
        ):
            head.bylines.append(i)
        else:
            titles.append(i)
    if titles and len(head.bylines) > 1 and head.bylines[0] < titles[0]:
        # the first is the byline of the article before
        head.start = titles[0]
        head.bylines = [i for i in head.bylines if i > titles[0]]
    after = blocks[head.end] if head.end < len(blocks) else None
    follows = after is not None and (
        after.line.may_be("salutation") is not None
        or opens_with_dateline(after.text, profile)
        or _continues(after)
    )
    has_file_title = any(blocks[i].rule == "file-title" for i in titles)
    head.has_evidence = bool(head.decks or head.bylines or has_file_title or (follows and titles))
    if len(titles) > 1 and not head.decks and head.has_evidence and _is_plain_deck(blocks, titles):
        head.decks.append(titles.pop())
    if titles:
        lines = 2 if len(titles) > 1 and _is_headline_in_two(blocks, titles) else 1
        head.headline = titles[-lines:]
        head.kickers = titles[:-lines]
        if not head.has_evidence and len(titles) > 1 and not _is_kicker(blocks, titles):
            head.headline, head.kickers = titles[:1], []
            head.end = titles[0] + 1
    head.rule = "headline-with-head" if head.has_evidence else "heading-alone"
    if not titles and not head.decks and not _opens_alone(blocks, start):
        return None
    return head if titles or head.has_evidence else None


def _is_stacked(blocks: Sequence[Block], i: int) -> bool:
    """Return whether another title stands right under a title."""
    return i + 1 < len(blocks) and is_title(blocks[i + 1])


def _names_offices(text: str) -> bool:
    """Return whether a line names the offices that publish a report."""
    return bool(_OFFICES.fullmatch(text)) and len(text) >= 6


def _opens_alone(blocks: Sequence[Block], start: int) -> bool:
    """Return whether a byline without headline may open an article: nothing, or a lost heading, before."""
    if start and blocks[start - 1].line.may_be("lost"):
        return True
    return start <= 20 and not any(_is_running_text(block) for block in blocks[:start])


def _is_headline_in_two(blocks: Sequence[Block], titles: list[int]) -> bool:
    """Return whether the last two titles are one: 关于 … / … 的报告."""
    one, two = blocks[titles[-2]].text, blocks[titles[-1]].text
    return one.startswith(("关于", "關於")) and two.endswith(
        ("报告", "意见", "办法", "方案", "通知", "规划", "决定", "报告（摘要）", "報告")
    )


def _is_plain_deck(blocks: Sequence[Block], titles: list[int]) -> bool:
    """Return whether the last title is a deck without a dash: longer than the headline, in two parts."""
    one, two = blocks[titles[-2]].text, blocks[titles[-1]].text
    if blocks[titles[-1]].line.hashes < blocks[titles[-2]].line.hashes or one.endswith(_BANNER):
        return False
    return len(one) >= 8 and len(two) >= 1.2 * len(one) and bool(re.search(r"\S[ 　]+\S", two))


def _names_office(blocks: Sequence[Block], i: int, profile: Profile) -> bool:
    """Return whether the line under a name alone is the name's office, over running text."""
    name = blocks[i - 1].line.may_be("byline")
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    return (
        name is not None
        and name.rule == "name-alone"
        and not blocks[i].line.hashes
        and following is not None
        and _is_running_text(following)
    )


def _is_weak_byline(blocks: Sequence[Block], i: int, end: int, titles: list[int]) -> bool:
    """Return whether a name alone is a byline: under a title, with text or a salutation next."""
    if not titles and i != 0:
        return False
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if following is None:
        return False
    if (
        following.line.may_be("salutation")
        or _is_running_text(following)
        or following.rule == "comment"
    ):
        return True
    # a name, its office on the next line, then the text
    return is_title(following) and i + 2 < len(blocks) and _is_running_text(blocks[i + 2])


def _is_kicker(blocks: Sequence[Block], titles: list[int]) -> bool:
    """Return whether the first of two stacked titles is a column's name over a headline."""
    one, two = blocks[titles[0]], blocks[titles[1]]
    if one.line.hashes and two.line.hashes and one.line.hashes < two.line.hashes:
        return False
    if (two.line.hashes and not one.line.hashes) or (two.line.is_bold and not one.line.is_bold):
        return True
    return len(one.text) <= 8 and len(one.text) < len(two.text) or one.text.endswith(_BANNER)


def ends_with_name(blocks: Sequence[Block], i: int, profile: Profile) -> bool:
    """Return whether an article's text ends here: in a name after its last stop, or a name alone."""
    block = blocks[i]
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if following is not None and not is_title(following):
        return False
    candidate = block.line.may_be("byline")
    in_brackets = (
        block.text[0] in "（(" and candidate is not None and candidate.rule == "byline-word"
    )
    if (
        candidate
        and (candidate.rule == "name-alone" or in_brackets)
        and i > 0
        and _is_running_text(blocks[i - 1])
    ):
        return True
    if block.line.may_be("credit") and i > 0 and _PHOTOGRAPHED.search(block.text):
        return True
    if _PHOTOGRAPHED.search(block.text) and len(block.text) <= 160:
        return True
    return split_name(block.text, profile) is not None


def split_name(text: str, profile: Profile, loose: bool = False) -> int | None:
    """Return where a name after a text's last stop begins; None where there is none.

    loose: the stop itself may be lost.
    """
    if len(text) < 40:
        return None
    match = re.search(r"(?<=[。！？”’」』)）])\s*([（(]?[㐀-鿿\s　、/]{2,24}[）)]?)$", text)
    if match and _is_signature(squeezed(match[1]).strip("（）() 　"), profile):
        return match.start(1)
    if loose:
        tail = re.search(r"[㐀-鿿]{2,3}$", text)
        for length in (3, 2):
            name = text[-length:]
            if (
                tail
                and len(name) <= len(tail[0])
                and name[0] in profile.surnames
                and not is_closed(text)
            ):
                return len(text) - length
    return None


def _is_signature(text: str, profile: Profile) -> bool:
    words = text.split()
    if not words:
        return False
    if any(word in text for word in profile.byline):
        return len(text) <= 14
    names = words if len(words) > 1 else [text]
    if all(2 <= len(name) <= 3 and name[0] in profile.surnames for name in names):
        return True
    return (
        any(office in text for office in profile.office)
        and text[-3:-2] + text[-2:-1] != ""
        and any(text[-k] in profile.surnames for k in (2, 3))
    )


def _heads_of_several(
    blocks: Sequence[Block], stacks: list[Head], trailing: set[int]
) -> list[Head]:
    """Return the heads of a page of several articles, in order; see lay_out."""
    heads: list[Head] = []
    sections: list[int] = []
    for stack in stacks:
        current = heads[-1] if heads else None
        if current is None or stack.has_evidence or (stack.start - 1) in trailing:
            is_head = True
        elif stack.kickers:
            is_head = len(stack.kickers) == 1 and _heads_text(blocks, stack)
        elif current.bylines:
            is_head = (
                bool(sections) and _outgrows(blocks, stack, sections) and _heads_text(blocks, stack)
            )
        else:
            is_head = _same_rank(blocks, current, stack)
        if is_head:
            heads.append(stack)
            sections = []
        else:
            sections.append(len(blocks[stack.headline[0]].text) if stack.headline else 0)
    return heads


def _heads_text(blocks: Sequence[Block], stack: Head) -> bool:
    """Return whether running text stands right under a stack of headings."""
    if stack.end >= len(blocks):
        return False
    under = blocks[stack.end]
    return _is_running_text(under) and not under.line.bullet and not under.line.may_be("numbered")


def _has_second_headline(blocks: Sequence[Block], stacks: list[Head]) -> bool:
    """Return whether a much longer heading comes after the sections of an article with a byline."""
    if not stacks[0].bylines:
        return False
    sections: list[int] = []
    for stack in stacks[1:]:
        if len(stack.headline) != 1 or stack.kickers or not _heads_text(blocks, stack):
            return False
        if len(sections) >= 2 and _outgrows(blocks, stack, sections):
            return True
        sections.append(len(blocks[stack.headline[0]].text))
    return False


def _outgrows(blocks: Sequence[Block], stack: Head, sections: list[int]) -> bool:
    """Return whether a heading is much longer than the section heads before it."""
    if not stack.headline:
        return False
    length = len(blocks[stack.headline[0]].text)
    return length >= 14 and length > 1.5 * max(sections)


def _same_rank(blocks: Sequence[Block], current: Head, stack: Head) -> bool:
    """Return whether two headings bear the same Markdown mark."""
    if not current.headline or not stack.headline:
        return False
    one, two = blocks[current.headline[0]].line, blocks[stack.headline[0]].line
    if one.hashes != two.hashes or not _heads_text(blocks, stack):
        return False
    return one.hashes > 0 or (len(two.text) >= 7 and len(one.text) <= 2 * len(two.text))


def _is_flat(blocks: Sequence[Block], stacks: list[Head]) -> bool:
    """Return whether all headings are of one rank, each over running text of its own."""
    if len(stacks) < 2 or any(not stack.headline for stack in stacks):
        return False
    lines = [blocks[stack.headline[0]].line for stack in stacks]
    lengths = [len(line.text) for line in lines]
    if len({line.hashes for line in lines}) > 1 or not lines[0].hashes:
        gaps = [two.start - one.end for one, two in zip(stacks, stacks[1:], strict=False)]
        if min(lengths) < 7 or sum(lengths) < 9 * len(lengths) or max(gaps) > 4:
            return False
    others = any(
        b.line.may_be("numbered") or b.line.may_be("keyword") or b.line.may_be("box")
        for b in blocks
    )
    texted = all(
        stack.end < len(blocks) and _is_running_text(blocks[stack.end]) for stack in stacks
    )
    return texted and not others and min(len(line.text) for line in lines) >= 6
