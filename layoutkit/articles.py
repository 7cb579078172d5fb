"""In: a page's blocks.  Out: where its articles begin, and what stands at their heads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .datelines import opens_with_dateline
from .heads import Head, read_heads
from .line import Block
from .profile import Profile
from .signatures import ends_with_name
from .titles import continues, is_running_text, is_strong_byline, is_title

# so many paragraphs are an article; what opens with a dateline behind them is another
_ARTICLE = 2


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
    stacks = read_heads(blocks, profile, trailing)
    _complete_bylines(blocks, stacks, profile)
    marked = [stack for stack in stacks if stack.has_evidence]
    if not stacks:
        return Layout(_with_continued(blocks, [Head(0, 0)], profile), [], [])
    first = stacks[0]
    opens_page = not any(is_running_text(block) for block in blocks[: first.start])
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
        heads[0].start > 0 and any(is_running_text(b) for b in blocks[: heads[0].start])
    ):
        heads.insert(0, Head(0, 0))
    heads = _with_continued(blocks, heads, profile)
    if len(heads) > 1:
        heads = _with_dispatches(blocks, heads, stacks, profile)
    return _with_page_heads(blocks, stacks, heads)


def _with_continued(blocks: Sequence[Block], heads: list[Head], profile: Profile) -> list[Head]:
    """Return the heads and those without headline: 上接 …, or a dateline under a lone mark."""
    tops, starts = {head.end for head in heads}, {head.start for head in heads}
    found = list(heads)
    for i, block in enumerate(blocks):
        if not block.line.candidates:
            continue
        if continues(block) and i not in tops and i > 0:
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


def _with_dispatches(
    blocks: Sequence[Block], heads: list[Head], stacks: Sequence[Head], profile: Profile
) -> list[Head]:
    """Return the heads, and those of dispatches in the middle of another article.

    Their headlines are lost, or printed late: where dispatches and titles stand in turns and the
    last title is over text that opens with no dateline, each title is that of the text before it.
    """
    opens = [opens_with_dateline(block.text, profile) and not block.line.bullet for block in blocks]
    titles = {s.start: s for s in stacks if s.headline == [s.start] and s.end == s.start + 1}
    ends = {head.end for head in heads}
    found = {id(head): head for head in heads}
    i, before = 0, 0  # before: the paragraphs of this article so far, a dispatch for as many as do
    while i < len(blocks):
        if i in ends:
            before = 0
        if not opens[i] or before < _ARTICLE:
            is_text = is_running_text(blocks[i]) and not blocks[i].line.may_be("caption")
            before += _ARTICLE if opens[i] else is_text
            i += 1
            continue
        late, k = [], i
        while k + 1 < len(blocks) and opens[k] and k + 1 in titles:
            late.append(titles[k + 1])
            k += 2
        if late and k < len(blocks) and not opens[k] and is_running_text(blocks[k]):
            for head in late:
                ends.discard(head.end)
                head.start, head.end, head.rule = head.start - 1, head.start - 1, "late-headline"
                found[id(head)] = head
        else:
            head = Head(i, i, rule="dispatch-without-headline")
            found[id(head)] = head
        i, before = max(k, i + 1), _ARTICLE
    return sorted(found.values(), key=lambda head: (head.start, head.end))


def _opens_article(block: Block, profile: Profile) -> bool:
    """Return whether a block is one that articles begin with: dateline, byline, salutation."""
    return (
        opens_with_dateline(block.text, profile)
        or is_strong_byline(block)
        or (block.line.may_be("salutation") is not None and len(block.text) <= 8)
    )


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
    common = _common_headline(blocks, heads)
    if _heads_page(heads):
        over = heads.pop(0)
        kickers, headlines, decks = kickers + over.kickers, over.headline, over.decks
    elif common is not None:
        kickers += [i for i in heads[0].kickers if i < common]
        headlines = [common]
        heads[0].kickers = [i for i in heads[0].kickers if i > common]
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


def _heads_page(heads: Sequence[Head]) -> bool:
    """Return whether the first head, of a headline and a deck, stands over that of an article."""
    if len(heads) < 3 or heads[0].end != heads[1].start:
        return False
    over, first = heads[:2]
    return bool(over.headline and over.decks and first.bylines) and not over.bylines


def _common_headline(blocks: Sequence[Block], heads: Sequence[Head]) -> int | None:
    """Return the title over the first headline that is marked above all headlines of the page."""
    marks = {blocks[head.headline[0]].line.hashes for head in heads if head.headline}
    if len(heads) < 2 or len(marks) > 1:
        return None
    over = (i for i in heads[0].kickers if 0 < blocks[i].line.hashes < min(marks))
    return next(over, None)


def _covers_several(blocks: Sequence[Block], heads: list[Head], position: int) -> bool:
    """Return whether a kicker is a column's name over several articles, until the next kicker."""
    head = heads[position]
    if not head.kickers or not all(
        len(blocks[i].text) <= 8 and not blocks[i].text.count(" ") for i in head.kickers
    ):
        return False
    following = heads[position + 1] if position + 1 < len(heads) else None
    return following is not None and not following.kickers


def _heads_of_several(
    blocks: Sequence[Block], stacks: list[Head], trailing: set[int]
) -> list[Head]:
    """Return the heads of a page of several articles, in order; see lay_out."""
    heads: list[Head] = []
    sections: list[int] = []
    followers = [*stacks[1:], None]
    for stack, follower in zip(stacks, followers, strict=True):
        current = heads[-1] if heads else None
        if current is None or stack.has_evidence or (stack.start - 1) in trailing:
            is_head = True
        elif stack.kickers:
            is_head = len(stack.kickers) == 1 and _heads_text(blocks, stack)
        elif current.bylines:
            outgrown = bool(sections) and _outgrows(blocks, stack, sections)
            is_head = _is_signed(blocks, stack, follower, trailing) or (
                outgrown and _heads_text(blocks, stack)
            )
        else:
            is_head = _same_rank(blocks, current, stack)
        if is_head:
            heads.append(stack)
            sections = []
        else:
            sections.append(len(blocks[stack.headline[0]].text) if stack.headline else 0)
    return heads


def _is_signed(
    blocks: Sequence[Block], stack: Head, follower: Head | None, trailing: set[int]
) -> bool:
    """Return whether what a heading heads ends in a name of its own."""
    end = follower.start if follower else len(blocks)
    return _heads_text(blocks, stack) and end - 1 in trailing and end - 1 > stack.end


def _heads_text(blocks: Sequence[Block], stack: Head) -> bool:
    """Return whether running text stands right under a stack of headings."""
    if stack.end >= len(blocks):
        return False
    under = blocks[stack.end]
    return is_running_text(under) and not under.line.bullet and not under.line.may_be("numbered")


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
        gaps = [two.start - one.end for one, two in pairwise(stacks)]
        if min(lengths) < 7 or sum(lengths) < 9 * len(lengths) or max(gaps) > 4:
            return False
    others = any(
        b.line.may_be("numbered") or b.line.may_be("keyword") or b.line.may_be("box")
        for b in blocks
    )
    texted = all(stack.end < len(blocks) and is_running_text(blocks[stack.end]) for stack in stacks)
    return texted and not others and min(len(line.text) for line in lines) >= 6
