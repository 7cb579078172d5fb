"""In: an article's blocks.  Out: the same with its headings chosen, as parts without children."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from .figures import figures
from .glossary import read_entries
from .line import Block, Candidate, is_closed
from .model import Span, slice_fragments, trimmed
from .part import Child, Part
from .pattern import pattern
from .profile import Profile
from .stat_runs import SHORT, YEAR, stat_runs

_RUN_IN = 45
_NO_THEME = frozenset(
    ("salutation", "credit", "caption", "jump", "dash", "bullet", "numbered", "row")
)


def choose_headings(
    blocks: Sequence[Block], profile: Profile, speakers: frozenset[str]
) -> list[Child]:
    """Return blocks with parts where headings stand; glossaries and annexes come with their all."""
    chosen: list[Child] = []
    stats = stat_runs(blocks)
    heading_styles = _styles_with_text(blocks)
    labels = speakers | _repeated_labels(blocks)
    last: Part | None = None
    i = 0
    while i < len(blocks):
        if not blocks[i].line.candidates:  # no rule takes it for a heading
            chosen.append(blocks[i])
            i += 1
            continue
        part, used = _labelled(blocks, i)
        in_box = last is not None and last.role == "box"
        if part is None and not (in_box and _is_item_in_box(blocks, i)):
            part, used = _numbered(blocks, i, heading_styles), 1
        right_under_box = in_box and bool(chosen) and chosen[-1] is last
        under = chosen[-1] if chosen else None
        if (
            part is None
            and i not in stats
            and not right_under_box
            and not _is_body(blocks, i, under)
        ):
            part = _theme(blocks, i, stats, labels)
            if part is not None and _is_glossary(blocks, i):
                part = Part(
                    "glossary",
                    heading=part.heading,
                    style="glossary",
                    rule="terms-with-definitions",
                )
        if part is None:
            chosen.append(blocks[i])
            i += 1
            continue
        chosen.append(part)
        last = part
        if part.role == "glossary":
            entries, i = read_entries(blocks, i + used)
            if not entries:  # notes that explain no term
                part.role, part.kind, part.style = "section", "theme", "annex"
            part.children += entries
            continue
        i += used
        rest = _run_in_rest(blocks[i - 1], part)
        if rest is not None:
            chosen.append(rest)
    return chosen


def _is_item_in_box(blocks: Sequence[Block], i: int) -> bool:
    """Return whether a numbered line is an item of the box above: Arabic, and beside its like."""
    candidate = blocks[i].line.may_be("numbered")
    return (
        candidate is not None
        and candidate.kind in ("1.", "1)", "①", "（1）")
        and _beside(blocks, i, candidate)
    )


def _labelled(blocks: Sequence[Block], i: int) -> tuple[Part | None, int]:
    """Return the part that a printed label heads, and how many blocks its heading took."""
    first = blocks[i].line.candidates[0]
    if blocks[i].rule == "torn-paragraph" and first.rule != "run-in-label":
        return None, 1
    own = blocks[i].fragments
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if first.role == "lost":
        return Part("section", style="lost", rule=first.rule), 1
    if first.role == "glossary":
        return Part("glossary", heading=own, style="glossary", rule=first.rule), 1
    if first.role == "annex":
        return _annex(blocks, i, first)
    if first.role == "keyword" and following is not None:
        part = Part("section", "keyword", first.n, own, first.title, "keyword", first.rule)
        return part, 1
    if first.role == "box" and first.rule == "run-in-label":
        label = Span(0, len(blocks[i].text[: first.label].rstrip()))
        return Part(
            "box", first.kind, None, slice_fragments(own, label), None, "box", first.rule
        ), 1
    if first.role == "box" and following is not None:
        return Part("box", first.kind, first.n, own, None, "box", first.rule), 1
    return None, 1


def _annex(blocks: Sequence[Block], i: int, first: Candidate) -> tuple[Part | None, int]:
    """Return an annex with its title, which may stand on the next line, or the glossary it is."""
    own = blocks[i].fragments
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    if following is None:
        return None, 1
    if following.line.may_be("glossary") and first.n is None:
        heading = own + following.fragments
        return Part("glossary", heading=heading, style="glossary", rule="glossary-head"), 2
    if following.line.may_be("glossary"):
        return Part("section", "annex", first.n, own, first.title, "annex", first.rule), 1
    if (
        first.title is None
        and following.line.may_be("theme")
        and not following.line.may_be("numbered")
    ):
        heading = own + following.fragments
        used = 2
        third = blocks[i + 2] if i + 2 < len(blocks) else None
        if (
            third is not None
            and len(following.text) >= 14
            and len(third.text) <= 12
            and third.line.may_be("theme")
            and not third.line.blanks
            and not third.line.may_be("numbered")
            and not third.line.hashes
        ):
            heading, used = heading + third.fragments, 3
        title = Span(len(blocks[i].text), sum(len(f.text) for f in heading))
        return Part("section", "annex", first.n, heading, title, "annex", first.rule), used
    return Part("section", "annex", first.n, own, first.title, "annex", first.rule), 1


def _numbered(blocks: Sequence[Block], i: int, heading_styles: set[str]) -> Part | None:
    """Return the section that a number heads: a line of its own, or a first sentence run in."""
    block = blocks[i]
    candidate = block.line.may_be("numbered")
    if candidate is None or candidate.title is None or block.line.bullet:
        return None
    text, start = block.text, candidate.title.start
    stop = _first_stop(text, start)
    beside = _beside(blocks, i, candidate) and not block.line.hashes
    if stop is None:
        if (
            is_closed(text)
            or len(text) > 70
            or (beside and candidate.kind not in ("一、", "（一）", "第一章"))
        ):
            return None
        if beside and candidate.kind not in heading_styles:
            return None
        return _section(block, candidate, len(text), "numbered-heading")
    heading = stop + 1
    if stop - start > _RUN_IN or (candidate.kind == "1 " and heading < len(text)):
        return None
    if heading >= len(text):
        if beside and candidate.kind not in ("一、", "（一）"):
            return None
        return _section(block, candidate, stop, "numbered-sentence")
    if candidate.kind in ("1)", "①"):
        return None
    return _section(block, candidate, stop, "run-in-heading", heading)


def _first_stop(text: str, start: int) -> int | None:
    return next((k for k in range(start, len(text)) if text[k] in "。！？"), None)


def _section(
    block: Block, candidate: Candidate, end: int, rule: str, heading: int | None = None
) -> Part:
    """Return a numbered section; end is where its title ends, heading where its heading does."""
    start = candidate.title.start if candidate.title else 0
    own = slice_fragments(block.fragments, Span(0, len(block.text) if heading is None else heading))
    title = trimmed(block.text, start, end)
    return Part(
        "section", "numbered", candidate.n, own, title, candidate.kind, rule, block.line.hashes
    )


def _run_in_rest(block: Block, part: Part) -> Block | None:
    """Return what follows a run-in heading in its own paragraph."""
    if part.rule not in ("run-in-heading", "run-in-label"):
        return None
    at = len(part.text)
    rest = block.text[at:]
    at += len(rest) - len(rest.lstrip())
    return block._replace(
        fragments=slice_fragments(block.fragments, Span(at, len(block.text))),
        rule="after-run-in-heading",
    )


def _beside(blocks: Sequence[Block], i: int, candidate: Candidate) -> bool:
    """Return whether the number before or after stands right beside, at most one lost between."""
    for k, step in ((i - 1, -1), (i + 1, 1)):
        if 0 <= k < len(blocks):
            other = blocks[k].line.may_be("numbered")
            gap = ((other.n or 0) - (candidate.n or 0)) * step if other else 0
            if other and other.kind == candidate.kind and gap in (1, 2):
                return True
    return False


def _styles_with_text(blocks: Sequence[Block]) -> set[str]:
    """Return the numbering styles of which some number has text under it: all are headings then."""
    numbers = [block.line.may_be("numbered") for block in blocks]
    return {
        number.kind
        for number, after in pairwise(numbers)
        if number and not (after and after.kind == number.kind)
    }


def _is_body(blocks: Sequence[Block], i: int, under: Child | None) -> bool:
    """Return whether an unmarked line is all that a shorter heading heads before a labelled one."""
    if not isinstance(under, Part) or i + 1 >= len(blocks) or blocks[i].line.hashes:
        return False
    following = blocks[i + 1].line
    labelled = following.may_be("keyword") or following.may_be("box")
    return bool(labelled) and len(blocks[i].text) >= 2 * len(under.text)


def _repeated_labels(blocks: Sequence[Block]) -> frozenset[str]:
    """Return the labels with a colon that come back: what they open is text, not a heading."""
    labels = Counter(c.kind for block in blocks if (c := block.line.may_be("speaker")))
    return frozenset(label for label, count in labels.items() if count > 2)


def _theme(blocks: Sequence[Block], i: int, stats: set[int], labels: frozenset[str]) -> Part | None:
    """Return the section that a line heads by its shape alone."""
    block = blocks[i]
    line = block.line
    candidate = line.may_be("theme")
    if candidate is None or i + 1 >= len(blocks) or block.rule in ("torn-paragraph", "comment"):
        return None
    if any(c.role in _NO_THEME for c in line.candidates):
        return None
    byline = line.may_be("byline")
    if byline and byline.rule[-1] != "?" and not (line.hashes and byline.rule != "byline-word"):
        return None
    speaker = line.may_be("speaker")
    if speaker and speaker.kind in labels:
        return None
    if speaker and speaker.rule[-1] != "?" and (speaker.rule == "speaker-label" or not line.hashes):
        return None
    rule = candidate.rule
    if rule in ("short-line", "short-line?") and not _stands_as_heading(blocks, i, stats, rule):
        return None
    after = blocks[i + 1].line.may_be("speaker")
    if after and after.rule == "speaker-line" and len(block.text) <= 6 and not line.hashes:
        return Part("box", block.text, None, block.fragments, None, "box", "label-over-speaker")
    return Part("section", "theme", None, block.fragments, None, "theme", rule, block.line.hashes)


_DEFINED = pattern(r"[^，。：:]{2,20}[:：]\s*(?:是?指|即)")


def _is_glossary(blocks: Sequence[Block], i: int) -> bool:
    """Return whether two terms with definitions, or more, stand under a heading."""
    following = blocks[i + 1 : i + 3]
    return len(following) == 2 and all(_DEFINED.match(block.text) for block in following)


def _stands_as_heading(blocks: Sequence[Block], i: int, stats: set[int], rule: str) -> bool:
    """Return whether an unmarked short line heads what follows it."""
    block, following = blocks[i], blocks[i + 1]
    text = block.text
    limit = 24 if rule == "short-line" else 16
    if len(text) > limit or (i and not _is_settled(blocks[i - 1])):
        return False
    if text[-1] in ":：":
        numbered = following.line.may_be("numbered") or following.line.may_be("dash")
        return (
            not numbered
            and len(text) <= 20
            and "，" not in text
            and "," not in text
            and (bool(following.line.bullet) or i + 1 in stats or len(following.text) <= SHORT)
        )
    if (
        len(following.text) < 60
        and not following.line.bullet
        and figures(text)
        and not YEAR.match(text)
    ):
        return False
    if i + 1 in stats and re.search(r"\d", text) and not YEAR.search(text):
        return False
    follows_text = (
        len(following.text) > 30 or bool(following.line.bullet) or is_closed(following.text)
    )
    if follows_text:
        return True
    return i + 1 in stats or _heads_shorter_run(blocks, i, stats)


def _heads_shorter_run(blocks: Sequence[Block], i: int, stats: set[int]) -> bool:
    """Return whether another heading follows that itself heads something, or a longer line."""
    following = blocks[i + 1]
    roles = {c.role for c in following.line.candidates}
    if roles & {"keyword", "numbered", "box", "salutation", "dash"}:
        return True
    if i + 2 < len(blocks) and len(following.text) <= 24 and "theme" in roles:
        third = blocks[i + 2]
        if is_closed(third.text) or third.line.bullet or len(third.text) > 30 or i + 2 in stats:
            return True
    return len(block_text := blocks[i].text) <= 8 and len(following.text) >= 2 * len(block_text)


def _is_settled(block: Block) -> bool:
    """Return whether a block has come to its end: a stop, a heading, an item, a label, a figure."""
    return (
        bool(block.line.bullet)
        or bool(block.line.candidates)
        or is_closed(block.text)
        or len(block.text) <= SHORT
        or bool(figures(block.text))
    )
