"""Topic sentences: found again in right trees that have lost them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from layoutkit.model import Document, Group, Text, walk
from layoutkit.topics import mark_topic_sentences

from .cases import Case, cases
from .notation import notation, shown
from .support import NAMES, from_notation, gold


def _without(group: Group) -> Group:
    """Return the tree without a single lead or inner."""
    children = [
        _without(child)
        if isinstance(child, Group)
        else replace(child, lead=None, inner=())
        if isinstance(child, Text)
        else child
        for child in group.children
    ]
    return replace(group, children=tuple(children))


def _marked_again(document: Document) -> Document:
    return replace(document, root=mark_topic_sentences(_without(document.root)))


def _sentences(document: Document) -> set[tuple[int, int, str]]:
    """Return every topic sentence with the place of its paragraph."""
    return {
        (node.fragments[0].line, node.fragments[0].start, node.text[span.start : span.end])
        for node in walk(document)
        if isinstance(node, Text)
        for span in ((node.lead,) if node.lead else ()) + node.inner
    }


@pytest.mark.parametrize("case", cases(of="topics"), ids=str)
def test_case(case: Case) -> None:
    right = from_notation(case.tree, case.text)
    wanted, got = notation(right), notation(_marked_again(right))
    assert wanted == got, shown(wanted, got)


@pytest.mark.parametrize("name", NAMES)
def test_sample(name: str) -> None:
    right = gold(name)
    assert _sentences(_marked_again(right)) == _sentences(right)


def test_marking_twice_changes_nothing() -> None:
    once = mark_topic_sentences(gold("government-report-2019").root)
    assert mark_topic_sentences(once) == once


def test_openings_on_lines_of_their_own_are_joined() -> None:
    text = (
        "完善制度。\n每个季度张榜一次,谁都可以来问。\n"
        "配强队伍。\n选出七名理事,都是村里办得成事的人。"
    )
    page = "page\n  article\n    "
    apart = from_notation(page + "p @1\n    p @2\n    p @3\n    p @4\n", text)
    wanted = from_notation(page + "p lead=@1 @1+2\n    p lead=@3 @3+4\n", text)
    assert mark_topic_sentences(apart.root) == wanted.root


def test_one_short_paragraph_stays_a_paragraph() -> None:
    text = "完善制度。\n每个季度张榜一次,谁都可以来问。\n大家选出七名理事,都是村里办得成事的人。"
    apart = from_notation("page\n  article\n    p @1\n    p @2\n    p @3\n", text)
    assert mark_topic_sentences(apart.root) == apart.root
