"""The notation of trees: what it says is what is read from it, for every tree it can say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import layoutkit
from layoutkit.errors import LayoutError
from layoutkit.model import Document, Entry, Group, Span, Text, cut, joined, walk
from layoutkit.readers.tree import read
from layoutkit.writers.tree import write

from .random_trees import random_document
from .support import NAMES, SAMPLES, from_notation, gold

SEEDS = range(250)


def views(document: Document) -> Iterator[str]:
    """Yield the text of every view of a tree."""
    for node in walk(document):
        spans: tuple[Span | None, ...] = ()
        text = node.text
        if isinstance(node, Group):
            spans = (node.title,)
        elif isinstance(node, Text):
            spans = (node.dateline, node.lead, *node.inner)
        elif isinstance(node, Entry):
            spans, text = (node.term, node.pages), joined(node.head)
        yield from (text[slice(*span)] for span in spans if span)


def is_sayable(document: Document) -> bool:
    """Return whether no view begins or ends with a blank or a marker, which the notation strips."""
    return all(joined(cut(view, 1)) == view for view in views(document))


def notation(document: Document) -> str:
    return write(document).decode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", NAMES)
def test_right_trees(name: str) -> None:
    document = gold(name)
    back = read(notation(document), document.source)
    assert back == document
    assert notation(back) == notation(document)


@pytest.mark.parametrize("name", NAMES)
def test_parsed_pages(name: str) -> None:
    """Comments are for people: with or without the rules the same tree is read."""
    document = layoutkit.parse((SAMPLES / f"{name}.txt").read_bytes(), name=f"{name}.txt")
    assert read(notation(document), document.source) == document
    explained = write(document, comments=True).decode()
    assert explained.count("←") > notation(document).count("←")
    assert read(explained, document.source) == document


def test_random_trees() -> None:
    """The same tree is read, and written as the same lines again."""
    documents = [random_document(seed, plain=True) for seed in SEEDS]
    sayable = [document for document in documents if is_sayable(document)]
    assert len(sayable) > 0.95 * len(documents)
    for document in sayable:
        back = read(notation(document), document.source)
        assert back == document
        assert notation(back) == notation(document)


def test_places_are_as_short_as_the_line_allows() -> None:
    text = "# 甲乙\n丙**丁**戊\n己庚辛"
    tree = "page\n  headline @1\n  p @2+3:-2\n  furniture @3:2-"
    lines = [line.split("  #")[0] for line in notation(from_notation(tree, text)).split("\n")]
    assert lines[1:] == [*tree.split("\n"), ""]


def test_without_its_source_a_place_has_its_columns() -> None:
    document = gold("county-briefs")
    bare = replace(document, source=replace(document.source, lines=None))
    assert all(":" in line for line in notation(bare).split("\n") if " p @" in line)
    assert read(notation(bare), document.source) == document


def test_the_source_is_named() -> None:
    first = notation(gold("county-briefs")).split("\n")[0]
    digest = hashlib.sha256((SAMPLES / "county-briefs.txt").read_bytes()).hexdigest()
    assert first == f"# source=county-briefs.txt sha256={digest}"


def test_a_tree_file_is_read_with_its_source_beside(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("# 甲\n乙丙", encoding="utf-8")
    document = layoutkit.read(tmp_path / "page.txt")
    (tmp_path / "page.tree").write_bytes(write(document))
    assert layoutkit.read(tmp_path / "page.tree") == document


@pytest.mark.parametrize(
    "tree",
    ["", "p @1", "page\npage", "page\n  visitor @1", "page\n  p @9", "page\n  p @x",
     "page\n  dup @1", "page\n  p lead=@2 @1", "page\n  meta @1", "page\n  entry @1",
     'page\n  p "@1'],
)  # fmt: skip
def test_a_broken_notation_is_refused_in_one_line(tree: str) -> None:
    with pytest.raises(LayoutError) as refused:
        from_notation(tree, "甲乙\n丙丁")
    assert "\n" not in str(refused.value)
