"""In: blocks.  Out: the runs of headings, each parted into kickers, headline, decks and bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from .datelines import opens_with_dateline
from .fields import DATE
from .han import HAN
from .line import Block, is_closed
from .pattern import pattern
from .profile import Profile, Words, one_of
from .titles import (
    continues,
    is_running_text,
    is_strong_byline,
    is_title,
)

_DOCUMENTS = (
    "报告", "公报", "公告", "意见", "办法", "方案", "通知", "规划", "纲要", "条例", "决定",
    "报告（摘要）", "報告", "公報",
)  # fmt: skip
_KIND = 10  # characters at most of a document's kind: 统计公报[1]
_NOTE = pattern(r"[\[［(（]\d+[\])）］]$")


@cache
def _offices(publisher: Words) -> re.Pattern[str]:
    office = rf"{HAN}{{2,14}}{one_of(publisher)}"
    return re.compile(rf"{office}(?:[ 　]+{office})+")


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


def read_heads(blocks: Sequence[Block], profile: Profile, trailing: set[int]) -> list[Head]:
    """Return the runs of headings, each parted into kickers, headline, decks and bylines."""
    found, i = [], 0
    while i < len(blocks):
        labelled = _labelled(blocks, i, profile)
        if labelled is not None:
            found.append(labelled)
            i = labelled.end
            continue
        if i in trailing or not (
            is_title(blocks[i]) or _is_deck(blocks[i]) or is_strong_byline(blocks[i])
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
            i = head.end if _is_over_headline(blocks, head, end) else max(end, i + 1)
        else:
            i = end + (end == i)
    return _with_speakers(blocks, found)


def _is_over_headline(blocks: Sequence[Block], head: Head, end: int) -> bool:
    """Return whether a head with a deck but no byline ends over a title with a byline of its own,
    and two such titles are marked as its inferiors: the first is the headline of a page.
    """
    if not head.decks or head.bylines or not head.headline or head.end + 1 >= end:
        return False
    mark = blocks[head.end].line.hashes
    if not mark > blocks[head.headline[-1]].line.hashes > 0:
        return False
    signed = (
        one.line.hashes == mark and is_strong_byline(two)
        for one, two in pairwise(blocks[head.end :])
    )
    return next(signed, False) and any(signed)


def _labelled(blocks: Sequence[Block], i: int, profile: Profile) -> Head | None:
    """Return the head that a speaker's or a comment's label opens, or a notice's."""
    if _is_speakers_headline(blocks, i):
        return Head(i, i + 2, [i], [i + 1], has_evidence=True, rule="speaker-over-headline")
    if _is_comment(blocks, i, profile):
        bylines = [i + 2] if blocks[i + 2].line.may_be("byline") else []
        end = i + 2 + len(bylines)
        rule = "comment-with-headline"
        return Head(i, end, [i], [i + 1], bylines=bylines, has_evidence=True, rule=rule)
    if _is_notice(blocks, i, profile):
        return Head(i, i + 1, [], [i], has_evidence=True, rule="notice")
    return None


def _part_stack(blocks: Sequence[Block], start: int, end: int, profile: Profile) -> Head | None:
    """Return a run's parts; the headline is the last title before a deck or byline."""
    head, titles = _sorted(blocks, Head(start, end), profile)
    if titles and len(head.bylines) > 1 and head.bylines[0] < titles[0]:
        # the first is the byline of the article before
        head.start = titles[0]
        head.bylines = [i for i in head.bylines if i > titles[0]]
    if not titles and not head.decks and not _opens_alone(blocks, start):
        return None
    head.has_evidence = bool(head.decks or head.bylines) or _has_evidence(
        blocks, head, titles, profile
    )
    head.rule = "headline-with-head" if head.has_evidence else "heading-alone"
    if titles and _opens_strand(blocks, titles[0]):
        head.rule += ", interleaved"
    _name_titles(blocks, head, titles, profile)
    for indices in (head.decks, head.bylines, head.others):
        indices[:] = [i for i in indices if head.start <= i < head.end]
    return head if titles or head.has_evidence else None


def _sorted(blocks: Sequence[Block], head: Head, profile: Profile) -> tuple[Head, list[int]]:
    """Return a head with its decks, bylines and captions, and its titles; it may end earlier."""
    titles: list[int] = []
    for i in range(head.start, head.end):
        block = blocks[i]
        if _is_deck(block) and (titles or i == head.start):
            head.decks.append(i)
        elif _is_byline_here(blocks, i, head, titles, profile):
            head.bylines.append(i)
        elif block.rule == "comment":
            head.others.append(i)
        elif (titles or _is_stacked(blocks, i)) and (head.decks or head.bylines):
            head.end = i
            break
        else:
            titles.append(i)
    return head, titles


def _is_byline_here(
    blocks: Sequence[Block], i: int, head: Head, titles: list[int], profile: Profile
) -> bool:
    """Return whether a line of a head names writers: by its words, its place, or their offices."""
    block = blocks[i]
    if is_strong_byline(block):
        return True
    if block.line.may_be("byline") and _is_weak_byline(blocks, i, titles):
        return True
    if head.bylines == [i - 1] and _names_office(blocks, i):
        return True
    is_last = head.decks or head.bylines or not titles or block.line.hashes or i + 1 >= len(blocks)
    return not is_last and _names_offices(block.text, profile)


def _has_evidence(blocks: Sequence[Block], head: Head, titles: list[int], profile: Profile) -> bool:
    """Return whether a file's title, or what follows the titles, shows that an article begins."""
    if any(blocks[i].rule == "file-title" for i in titles):
        return True
    if not titles or head.end >= len(blocks):
        return False
    if _opens_strand(blocks, titles[0]):
        return True
    after = blocks[head.end]
    return (
        after.line.may_be("salutation") is not None
        or opens_with_dateline(after.text, profile)
        or continues(after)
    )


def _opens_strand(blocks: Sequence[Block], i: int) -> bool:
    """Return whether an article begins here that was printed into another."""
    strand = blocks[i].line.strand
    return strand > 0 and (i == 0 or blocks[i - 1].line.strand != strand)


def _name_titles(blocks: Sequence[Block], head: Head, titles: list[int], profile: Profile) -> None:
    """Say which of a head's titles are kickers, headline and deck."""
    marked = [i for i in titles if blocks[i].line.hashes]
    if marked and head.has_evidence:
        # what stands without a mark below the marked title explains it
        head.decks[:0] = [i for i in titles if i > marked[-1]]
        titles = [i for i in titles if i <= marked[-1]]
    if (
        len(titles) > 1
        and not head.decks
        and head.has_evidence
        and _is_plain_deck(blocks, titles, profile)
    ):
        head.decks.append(titles.pop())
    if not titles:
        return
    lines = 2 if len(titles) > 1 and _is_headline_in_two(blocks, titles) else 1
    head.headline, head.kickers = titles[-lines:], titles[:-lines]
    if not head.has_evidence and len(titles) > 1 and not _is_kicker(blocks, titles, profile):
        head.headline, head.kickers = titles[:1], []
        head.end = titles[0] + 1


def _is_deck(block: Block) -> bool:
    """Return whether a block opens with a dash, or names the day of a speech in brackets."""
    text = block.text
    if len(text) > 60:
        return False
    if text[0] in "（(" and text[-1] in "）)" and DATE.search(text):
        return True
    return bool(block.line.may_be("dash")) and not is_closed(text)


def _is_lead_in(blocks: Sequence[Block], i: int) -> bool:
    """Return whether a block is the caption of a file's comment between headline and byline."""
    return blocks[i].rule == "comment"


def _with_speakers(blocks: Sequence[Block], stacks: list[Head]) -> list[Head]:
    """Return the stacks and, on a page of pieces headed by who speaks, those without headline."""
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
            and is_running_text(blocks[i + 1])
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
        and is_running_text(blocks[i + 2])
    )


def _is_comment(blocks: Sequence[Block], i: int, profile: Profile) -> bool:
    """Return whether a label stands over a headline of its own: 短评, 社论."""
    box = blocks[i].line.may_be("box")
    if box is None or i + 2 >= len(blocks):
        return False
    marks = blocks[i].line.hashes, blocks[i + 1].line.hashes
    if box.kind not in profile.comments and not (marks[0] and marks[0] == marks[1]):
        return False
    text = i + 3 if blocks[i + 2].line.may_be("byline") and i + 3 < len(blocks) else i + 2
    return is_title(blocks[i + 1]) and is_running_text(blocks[text])


def _is_notice(blocks: Sequence[Block], i: int, profile: Profile) -> bool:
    """Return whether a line is what a paper's own notices are headed with: 更正, 启事."""
    text = blocks[i].text.strip("【】[]〖〗：: 　")
    return text in profile.notices and i + 1 < len(blocks) and is_running_text(blocks[i + 1])


def _is_stacked(blocks: Sequence[Block], i: int) -> bool:
    """Return whether another title stands right under a title."""
    return i + 1 < len(blocks) and is_title(blocks[i + 1])


def _names_offices(text: str, profile: Profile) -> bool:
    """Return whether a line names the offices that publish a report."""
    last = text.split()[-1]
    names = text[: -len(last)].rstrip() if DATE.fullmatch(last) else text
    return names.endswith(profile.publisher) and bool(_offices(profile.publisher).fullmatch(names))


def _opens_alone(blocks: Sequence[Block], start: int) -> bool:
    """Return whether a byline alone may open an article: nothing, or a lost heading, before."""
    if start and blocks[start - 1].line.may_be("lost"):
        return True
    return start <= 20 and not any(is_running_text(block) for block in blocks[:start])


def _is_headline_in_two(blocks: Sequence[Block], titles: list[int]) -> bool:
    """Return whether the last two titles are one: 关于 … / … 的报告, or a document's kind alone on
    the second line of the same mark.
    """
    one, two = blocks[titles[-2]], blocks[titles[-1]]
    if not _NOTE.sub("", two.text).endswith(_DOCUMENTS) or one.text.endswith(_DOCUMENTS):
        return False
    is_kind = len(two.text) <= _KIND and one.line.hashes == two.line.hashes > 0
    return is_kind or one.text.startswith(("关于", "關於"))


def _is_plain_deck(blocks: Sequence[Block], titles: list[int], profile: Profile) -> bool:
    """Return whether the last title is a deck without dash: longer, and in two parts."""
    one, two = blocks[titles[-2]].text, blocks[titles[-1]].text
    if blocks[titles[-1]].line.hashes < blocks[titles[-2]].line.hashes or one.endswith(
        profile.banner
    ):
        return False
    if len(one) < 8 or len(two) < 1.2 * len(one):
        return False
    in_clauses = len(two) >= 1.4 * len(one) and _has_comma(two) and not _has_comma(one)
    return in_clauses or bool(re.search(r"\S[ 　]+\S", two))


def _has_comma(text: str) -> bool:
    return "，" in text or "," in text


def _names_office(blocks: Sequence[Block], i: int) -> bool:
    """Return whether the line under a name alone is the name's office, over running text."""
    name = blocks[i - 1].line.may_be("byline")
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    return (
        name is not None
        and name.rule == "name-alone"
        and not blocks[i].line.hashes
        and following is not None
        and is_running_text(following)
    )


def _is_weak_byline(blocks: Sequence[Block], i: int, titles: list[int]) -> bool:
    """Return whether a name alone is a byline: under a title, with text or a salutation next."""
    if not titles and i != 0:
        return False
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if following is None:
        return False
    if (
        following.line.may_be("salutation")
        or is_running_text(following)
        or following.rule == "comment"
    ):
        return True
    # a name, its office on the next line, then the text
    return is_title(following) and i + 2 < len(blocks) and is_running_text(blocks[i + 2])


def _is_kicker(blocks: Sequence[Block], titles: list[int], profile: Profile) -> bool:
    """Return whether the first of two stacked titles is a column's name over a headline."""
    one, two = blocks[titles[0]], blocks[titles[1]]
    if one.line.hashes and two.line.hashes and one.line.hashes < two.line.hashes:
        return False
    if (two.line.hashes and not one.line.hashes) or (two.line.is_bold and not one.line.is_bold):
        return True
    return (len(one.text) <= 8 and len(one.text) < len(two.text)) or one.text.endswith(
        profile.banner
    )
