"""In: blocks.  Out: the page's tree, every choice made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from .articles import Layout, lay_out
from .copies import put_back, set_aside
from .headings import choose_headings
from .heads import Head
from .leaves import make_leaves
from .line import Block, is_closed
from .masthead import peel
from .model import Group, Node, Span, Text, TextRole, own_fragments, slice_fragments
from .outline import nest
from .part import Child, Part
from .people import is_name
from .profile import Profile, Words, one_of
from .reorder import reorder
from .signatures import split_name
from .titles import is_title


def assemble(blocks: Sequence[Block], profile: Profile) -> Group:
    """Return the page's tree: masthead, articles, credits, furniture."""
    fields, furniture, bylines, rest = peel(blocks, profile)
    layout = lay_out(rest, profile)
    banners = _banners(rest, layout, profile)
    credits_ = _page_credits(rest, layout, profile)
    first: list[Node] = [
        _text("kicker", rest[i], "kicker") for i in sorted({*layout.kickers, *banners})
    ]
    first += [_text("headline", rest[i], "common-headline") for i in layout.headlines]
    first += [_text("deck", rest[i], "common-headline") for i in layout.decks]
    apart = {*layout.kickers, *layout.headlines, *layout.decks, *banners, *credits_}
    loose = _names_at_ends(rest, layout, profile) > 1
    articles = []
    for position, head in enumerate(layout.heads):
        end = layout.heads[position + 1].start if position + 1 < len(layout.heads) else len(rest)
        # a headline that is printed late stands among its own text
        taken = apart | {*head.headline}
        body = [rest[i] for i in range(head.end, end) if i not in taken]
        before = [rest[i] for i in range(head.start) if i not in apart] if position == 0 else []
        for indices in (head.kickers, head.headline, head.decks, head.bylines, head.others):
            indices[:] = [i for i in indices if i not in apart]
        article = _article(head, rest, [*before, *body], profile, loose)
        if article.children:
            articles.append(article)
    if bylines and articles:
        articles[0] = _with_bylines(articles[0], bylines)
    elif bylines:
        articles.append(Group(role="article", children=tuple(bylines), rule="article"))
    last = [_text("credit", rest[i], "credit-word") for i in credits_]
    children = (*sorted([*first, *fields], key=_place), *articles, *last, *furniture)
    return Group(role="page", children=tuple(children), rule="page")


def _with_bylines(article: Group, bylines: list[Node]) -> Group:
    """Return an article with the bylines of the page's head line under its headline."""
    at = sum(
        1 for c in article.children if isinstance(c, Text) and c.role in ("kicker", "headline")
    )
    return replace(article, children=(*article.children[:at], *bylines, *article.children[at:]))


def _place(node: Node) -> tuple[int, int]:
    """Return where a leaf of the page begins."""
    fragment = own_fragments(node)[0]
    return fragment.line, fragment.start


def _text(role: TextRole, block: Block, rule: str) -> Text:
    return Text(role=role, fragments=block.fragments, rule=rule)


def _banners(blocks: Sequence[Block], layout: Layout, profile: Profile) -> list[int]:
    """Return the series banners that a page prints between its groups: … 特别报道, … 解读."""
    inside = {i for head in layout.heads for i in (*head.headline, *head.kickers)}
    return [
        i
        for i, block in enumerate(blocks[:-1])
        if i not in inside
        and len(text := block.text) <= 16
        and text.endswith(profile.banner)
        and is_title(block)
        and (is_title(blocks[i + 1]) or blocks[i + 1].line.may_be("keyword"))
    ]


def _page_credits(blocks: Sequence[Block], layout: Layout, profile: Profile) -> list[int]:
    """Return the credits of the whole page: 本版…, and any where the page has one article."""
    found = []
    for i, block in enumerate(blocks):
        candidates = block.line.candidates
        if not candidates or candidates[0].role != "credit":
            continue
        is_whole = any(word in block.text[:12] for word in profile.whole_page)
        if len(layout.heads) == 1 or is_whole or i == len(blocks) - 1:
            found.append(i)
    return found


def _names_at_ends(blocks: Sequence[Block], layout: Layout, profile: Profile) -> int:
    """Return how many articles end in a name glued to their last sentence."""
    ends = [head.start for head in layout.heads[1:]] + [len(blocks)]
    return sum(1 for end in ends if end and split_name(blocks[end - 1].text, profile) is not None)


def _article(
    head: Head, blocks: Sequence[Block], body: list[Block], profile: Profile, loose: bool
) -> Group:
    """Return an article: its head's leaves, then its outline."""
    article = Part("article", rule=head.rule or "article")
    rows: list[tuple[int, Text]] = []
    for role, indices in (
        ("kicker", head.kickers),
        ("headline", head.headline),
        ("deck", head.decks),
        ("byline", head.bylines),
        ("caption", head.others),
    ):
        rows += [(i, _text(role, blocks[i], head.rule)) for i in indices]  # type: ignore[arg-type]  # four of TextRole
    heads = [text for _, text in sorted(rows, key=lambda row: row[0])]
    if len(head.headline) > 1:
        heads = _one_headline(heads)
    body, byline = _part_tail(body, profile, loose)
    speakers = _speakers(body, profile)
    row, again = set_aside(choose_headings(body, profile, speakers))
    if row and isinstance(row[0], Part) and row[0].style == "lost" and not head.headline:
        row = row[1:]
    row = [c for k, c in enumerate(row) if not _is_idle(row, k)]
    nest(row, article, speakers, profile.summaries)
    reorder(article, profile)
    if again:
        put_back(article, again)
    group = _finish(article, profile, speakers, ())
    children, tail = _tail_out(group)
    return replace(group, children=(*heads, *children, *tail, *byline))


def _one_headline(heads: list[Text]) -> list[Text]:
    """Return an article's head with the lines of its headline as one."""
    lines = [text for text in heads if text.role == "headline"]
    whole = replace(lines[0], fragments=tuple(f for text in lines for f in text.fragments))
    return [whole if text is lines[0] else text for text in heads if text not in lines[1:]]


def _is_idle(row: list[Child], position: int) -> bool:
    """Return whether the rest of a lost heading stands over nothing: another heading or the end."""
    part = row[position]
    if not isinstance(part, Part) or part.style != "lost":
        return False
    return position + 1 == len(row) or isinstance(row[position + 1], Part)


def _tail_out(group: Group) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Return a group's children without the byline and jump at its very end, and these.

    They close the article, not the section they happen to stand in.
    """
    end = len(group.children)
    while end and _closes_article(group.children[end - 1]):
        end -= 1
    kept, tail = group.children[:end], group.children[end:]
    last = kept[-1] if kept else None
    if isinstance(last, Group) and last.role == "section":
        rest, inner = _tail_out(last)
        if inner and rest:
            return (*kept[:-1], replace(last, children=rest)), (*inner, *tail)
    return kept, tail


def _closes_article(node: Node) -> bool:
    """Return whether a node is what articles end with: who wrote it, where it goes on."""
    return isinstance(node, Text) and node.role in ("byline", "jump")


def _part_tail(body: list[Block], profile: Profile, loose: bool) -> tuple[list[Block], list[Text]]:
    """Return the body without a name glued to its last sentence, and the name as a byline."""
    while body and body[-1].line.may_be("lost"):
        body = body[:-1]
    if not body:
        return body, []
    last = body[-1]
    weak = last.line.may_be("byline")
    if (
        weak
        and weak.rule == "word-and-name?"
        and len(body) > 1
        and len(last.text) <= 16
        and is_closed(body[-2].text)
    ):
        return body[:-1], [Text(role="byline", fragments=last.fragments, rule="place-and-name")]
    at = split_name(last.text, profile, loose)
    if at is None:
        return body, []
    rest = last._replace(
        fragments=slice_fragments(last.fragments, Span(0, len(last.text[:at].rstrip())))
    )
    name = slice_fragments(last.fragments, Span(at, len(last.text)))
    return [*body[:-1], rest], [Text(role="byline", fragments=name, rule="name-after-last-stop")]


def _speakers(body: Sequence[Block], profile: Profile) -> frozenset[str]:
    """Return the labels that are speakers: known ones, and others beside them that come back."""
    inline = [
        c for block in body if (c := block.line.may_be("speaker")) and c.rule != "speaker-line"
    ]
    labels = Counter(c.kind for c in inline)
    known = {label for label in labels if label in profile.speaker}
    named = {label for label, count in labels.items() if count > 1 and is_name(label, profile)}
    titled = {label for label in labels if _is_name_and_office(label, profile)}
    if len(titled) > 1:
        named |= titled
    if not known and not named:
        return frozenset()
    sure = {c.kind for c in inline if c.rule == "speaker-label" and len(c.kind) <= 12}
    return frozenset(known | named | sure | {label for label, count in labels.items() if count > 1})


def _is_name_and_office(label: str, profile: Profile) -> bool:
    """Return whether a label is a name with an office behind it, as 张三委员."""
    offices = (office for office in profile.office if label.endswith(office))
    return any(is_name(label.removesuffix(office), profile) for office in offices)


def _captions_out(children: list[Node], profile: Profile) -> list[Node]:
    """Return children with the captions at a section's end behind it: they stand between two."""
    out: list[Node] = []
    for position, child in enumerate(children):
        if isinstance(child, Group) and child.role == "section" and position + 1 < len(children):
            kept = len(child.children)
            while kept and _belongs_to_picture(child.children[kept - 1], profile):
                kept -= 1
            moved = child.children[kept:]
            out.append(replace(child, children=child.children[:kept]) if moved else child)
            out += moved
        else:
            out.append(child)
    return out


def _belongs_to_picture(node: Node, profile: Profile) -> bool:
    """Return whether a node is a picture's caption or credit, and no chart's."""
    return (
        isinstance(node, Text)
        and node.role in ("caption", "credit")
        and not _is_chart(node.text, profile)
    )


@cache
def _numbered(picture: Words, table: Words) -> re.Pattern[str]:
    return re.compile(rf"{one_of(picture, table)}\s*\d")


def _is_chart(text: str, profile: Profile) -> bool:
    """Return whether a caption is a chart's or table's, which belongs to the text: 图1 …"""
    return bool(_numbered(profile.picture, profile.table).match(text))


def _finish(
    part: Part, profile: Profile, speakers: frozenset[str], heads: tuple[str, ...]
) -> Group:
    """Return the frozen group of a part, its rows of blocks made into leaves."""
    above = (*heads, part.text) if part.heading else heads
    children: list[Node] = []
    row: list[Block] = []
    for child in part.children:
        if isinstance(child, Block):
            row.append(child)
            continue
        children += make_leaves(row, part, profile, speakers, above)
        row = []
        children.append(
            _finish(child, profile, speakers, above) if isinstance(child, Part) else child
        )
    children += make_leaves(row, part, profile, speakers, above)
    children = _captions_out(children, profile)
    return Group(
        role=part.role, kind=part.kind, n=part.n, heading=part.heading, title=part.title,
        children=tuple(children), rule=part.rule,
    )  # fmt: skip
