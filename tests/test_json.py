"""JSON: the schema holds, it reads back to the same document, and nothing of the source is lost."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import layoutkit
from layoutkit.errors import LayoutError
from layoutkit.figures import figures
from layoutkit.model import (
    Document,
    Figure,
    Fragment,
    Group,
    Notice,
    Place,
    Source,
    Span,
    Stat,
    Text,
    cut,
    walk,
)
from layoutkit.readers.json import read
from layoutkit.writers.json import write

from .random_trees import random_document, source_text
from .support import NAMES, ROOT, SAMPLES, gold

SCHEMA = json.loads(
    (Path(layoutkit.__file__).parent / "data" / "layoutkit.schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
SMALL = "county-briefs"


def same(document: Document) -> Document:
    """Return what is read back, after the schema and the bytes were proved."""
    data = write(document)
    with recursion(20_000):  # the validator's own, on trees of a hundred groups in groups
        VALIDATOR.validate(json.loads(data))
    back = read(data, "page.json")
    assert back == document
    assert write(back) == data
    return back


@contextmanager
def recursion(limit: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    yield
    sys.setrecursionlimit(before)


def page(*children: Text | Stat | Group, line_count: int = 9) -> Document:
    source = Source(name="a.txt", sha256="0" * 64, encoding="utf-8", line_count=line_count)
    return Document(root=Group(role="page", children=children), source=source)


def beside(name: str) -> bytes | None:
    path = SAMPLES / name
    return path.read_bytes() if path.is_file() else None


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", NAMES)
def test_right_trees_read_back(name: str) -> None:
    """The same document, and with its source beside it every fragment is proved."""
    document = gold(name)
    assert same(document).source.lines is None
    proved = read(write(document), "page.json", beside)
    assert proved == document
    assert proved.source.lines == document.source.lines


@pytest.mark.parametrize("name", NAMES)
def test_parsed_pages_read_back(name: str) -> None:
    same(layoutkit.parse((SAMPLES / f"{name}.txt").read_bytes(), name=f"{name}.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_every_source_character_is_in_the_file(name: str) -> None:
    """Put each text back where its fragments say: what is left of the source is marks alone."""
    lines = [list(line) for line in gold(name).source.lines or ()]

    def put_back(value: Any) -> None:
        if isinstance(value, list):
            for one in value:
                put_back(one)
        elif isinstance(value, dict):
            text, at = value.get("text", ""), 0
            for line, start, end in value.get("fragments", []):
                assert lines[line - 1][start:end] == list(text[at : at + end - start])
                lines[line - 1][start:end] = [" "] * (end - start)
                at += end - start
            assert at == len(text)
            for key in ("head", "label", "children"):
                put_back(value.get(key))

    put_back(json.loads(write(gold(name)))["page"])
    left = Counter("".join(character for line in lines for character in line).replace(" ", ""))
    assert set(left) <= set("#-◆*\u3000\t\ufeff"), left


@pytest.mark.parametrize("name", NAMES)
def test_rules_are_written_for_people_who_ask(name: str) -> None:
    document = layoutkit.parse((SAMPLES / f"{name}.txt").read_bytes(), name=name)
    data = write(document, comments=True)
    VALIDATOR.validate(json.loads(data))
    rules = [node.rule for node in walk(read(data, "page.json"))]
    assert rules == [node.rule for node in walk(document)]
    assert b'"rule"' not in write(document)


def test_one_node_a_line() -> None:
    """A change of one node is a change of one line."""
    document = gold(SMALL)
    lines = write(document).decode().split("\n")
    assert len(lines) == 3 + len(list(walk(document))) + len(document.warnings) + 1


def test_warnings_say_their_sentence_in_both_languages() -> None:
    notice = Notice(kind="number-gap", at=(Place(2),), said=("3", "5"))
    document = replace(page(), warnings=(notice, notice._replace(a=(Place(1, 2, 3),))))
    written = json.loads(write(document))["warnings"][0]
    assert written["en"] == "number 5 follows 3"
    assert "3" in written["zh"] and "5" in written["zh"]
    same(document)


def test_what_is_hard_to_write_survives() -> None:
    """Control characters, lone surrogates, two surrogates side by side, marks of JSON itself."""
    raw = '甲\x00\x01\x1f"\\\u2028\udc80乙\ud83d\ude00丙\ud83d😀\x7f\ufeff'
    title = Text(role="headline", fragments=(Fragment(1, 0, raw),), lead=Span(1, 5))
    torn = Text(role="p", fragments=(Fragment(2, 0, "甲\ud83d"), Fragment(3, 0, "\ude00乙")))
    notice = Notice(kind="garbled", at=(Place(1, 0, None),), said=("\ud83d\ude00",))
    document = replace(page(title, torn), warnings=(notice,))
    data = write(document)
    data.decode("utf-8")
    same(document)


def test_figures_keep_their_exact_values() -> None:
    figures = (
        Figure(start=0, printed="5%至6%", value=Decimal("5"), upper=Decimal("6.50"), unit="%"),
        Figure(start=5, printed="第9", value=Decimal(9), ordinal=True, change="fall-to"),
        Figure(start=7, printed="1/3", value=None, bound="about"),
    )
    line = (Fragment(1, 4, "5%至6%第91/3"),)
    (back,) = same(page(Stat(fragments=line, figures=figures))).root.children
    assert isinstance(back, Stat)
    assert [str(figure.value) for figure in back.figures] == ["5", "9", "None"]
    assert str(back.figures[0].upper) == "6.50"


def test_deep_trees() -> None:
    tree: Group | Text = Text(role="p", fragments=(Fragment(1, 0, "甲"),))
    for _ in range(64):
        tree = Group(role="section", children=(tree,))
    same(page(tree))


_characters = st.characters(exclude_categories=()).filter(lambda c: c not in "\r\n")


@given(st.lists(st.text(_characters, min_size=1, max_size=12), min_size=1, max_size=6))
@settings(deadline=None, max_examples=100)
def test_any_characters_survive(lines: list[str]) -> None:
    own = [cut(line, number) for number, line in enumerate(lines, 1)]
    leaves = [Text(role="p", fragments=fragments) for fragments in own if fragments]
    joined = Text(role="row", fragments=tuple(one for fragments in own for one in fragments))
    same(page(*leaves, joined))


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=50)
def test_any_text_that_parses_reads_back(text: str) -> None:
    same(layoutkit.parse(text, name="any.txt"))


def test_random_trees() -> None:
    for seed in range(60):
        same(random_document(seed))


def test_random_trees_are_proved_in_their_encoding() -> None:
    for seed in range(100):
        document = random_document(seed, plain=True)
        if not document.source.lines:
            continue  # a text has a line, if an empty one
        data = source_text(document).encode(document.source.encoding)
        source = replace(document.source, name="a.txt", sha256=hashlib.sha256(data).hexdigest())
        document = replace(document, source=source)
        assert read(write(document), "a.json", {"a.txt": data}.get).source.lines == source.lines


def test_another_source_of_the_same_name_proves_nothing() -> None:
    assert read(write(gold(SMALL)), "page.json", lambda name: b"another").source.lines is None


def test_a_text_that_its_source_does_not_say_is_refused() -> None:
    document = gold(SMALL)
    data = json.loads(write(document))
    node = data["page"]["children"][0]
    node["text"] = "伪" + node["text"][1:]
    forged = json.dumps(data).encode()
    assert read(forged, "page.json") != document
    with pytest.raises(LayoutError, match=r"county-briefs.txt:\d+: '伪.*not what the source says"):
        read(forged, "page.json", beside)


BROKEN: dict[str, tuple[tuple[str, ...], Any]] = {
    "another version": (("version",), 2),
    "true is no version": (("version",), True),
    "another format": (("format",), "docling"),
    "no sha256": (("source", "sha256"), "abc"),
    "a name that is none": (("source", "name"), 7),
    "lines less than none": (("source", "line_count"), -1),
    "an unknown key": (("page", "kids"), []),
    "no page": (("page", "role"), "article"),
    "no such role": (("page", "children", "0", "role"), "visitor"),
    "a role that is no word": (("page", "children", "0", "role"), ["p"]),
    "fragments too short": (("page", "children", "0", "text"), "一个很长很长很长很长的题目"),
    "fragments missing": (("page", "children", "0", "fragments"), None),
    "a fragment backwards": (("page", "children", "0", "fragments"), [[1, 5, 2]]),
    "a fragment of line 0": (("page", "children", "0", "fragments"), [[0, 0, 6]]),
    "a column that is a float": (("page", "children", "0", "fragments"), [[1, 0, 6.0]]),
    "a column beyond all": (("page", "children", "0", "fragments"), [[1, 0, 10**30]]),
    "warnings that are none": (("warnings",), {"kind": "loop"}),
    "a warning of no kind": (("warnings",), [{"kind": "doubt", "en": "", "zh": ""}]),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_json_is_refused_in_one_line(fault: str) -> None:
    """And the schema refuses it too, but for what it cannot count."""
    data = json.loads(write(gold(SMALL)))
    (*way, last), wrong = BROKEN[fault]
    at = data
    for key in way:
        at = at[int(key)] if isinstance(at, list) else at[key]
    assert last in at or last == "kids"
    at[last] = wrong
    with pytest.raises(LayoutError) as refused:
        read(json.dumps(data).encode(), "page.json")
    assert str(refused.value).startswith("page.json: ")
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 300
    counted = {"fragments too short", "a fragment backwards", "a column that is a float"}
    assert VALIDATOR.is_valid(data) == (fault in counted)


VIEWS: dict[str, dict[str, Any]] = {
    "a view beyond its text": {"role": "p", "lead": [0, 9]},
    "a view backwards": {"role": "p", "lead": [1, 0]},
    "a view of three": {"role": "p", "lead": [0, 1, 2]},
    "an entry without a term": {"role": "entry", "head": {"text": "", "fragments": []}},
    "a value that is a number": {"role": "stat", "figures": [{"span": [0, 1], "value": 5}]},
    "a value that is endless": {"role": "stat", "figures": [{"span": [0, 1], "value": "1e999"}]},
    "a bound that is none": {"role": "stat", "figures": [{"span": [0, 1], "bound": "so-so"}]},
    "a rank that is a word": {"role": "stat", "figures": [{"span": [0, 1], "ordinal": "yes"}]},
    "a dup of no kind": {"role": "dup", "kind": "same", "of": []},
    "a place of two": {"role": "dup", "kind": "near", "of": [[1, 2]]},
    "a p with children": {"role": "p", "children": []},
}


@pytest.mark.parametrize("fault", VIEWS)
def test_broken_nodes_are_refused(fault: str) -> None:
    data = json.loads(write(page()))
    data["page"]["children"] = [{"text": "甲乙", "fragments": [[1, 0, 2]], **VIEWS[fault]}]
    with pytest.raises(LayoutError, match=r"^page.json: cannot read this JSON: "):
        read(json.dumps(data).encode(), "page.json")


@pytest.mark.parametrize(
    "data",
    [b"", b"null", b"[]", b"{}", b"{", b"\xff\xfe{}", b'"layoutkit"', b"1" * 5000, b"[" * 100_000,
     b'{"a":' * 100_000, b'{"format": "layoutkit", "version": 1}', b'{"format": ["layoutkit"]}',
     b'{"format": "layoutkit", "version": NaN}', b'{"format": "layoutkit", "version": 1e400}'],
)  # fmt: skip
def test_what_is_not_ours_is_refused(data: bytes) -> None:
    with pytest.raises(LayoutError, match=r"^page.json:(\d+:)? ") as refused:
        read(data, "page.json")
    assert "\n" not in str(refused.value)


def test_a_tree_nested_too_deeply_is_refused() -> None:
    node = '{"role": "section", "children": ['
    for depth in (300, 40_000):
        text = write(page()).decode().replace('"children": []', f'"children": [{node * depth}')
        closed = text.replace(node * depth, node * depth + "]}" * depth + "]")
        with pytest.raises(LayoutError, match="nested"):
            read(closed.encode(), "page.json")


def test_a_mark_at_the_beginning_is_no_fault() -> None:
    document = gold(SMALL)
    assert read(b"\xef\xbb\xbf" + write(document), "page.json") == document


def test_the_documentation_shows_what_is_read() -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    shown = text.split("```json\n")[1].split("```")[0].replace("…", "0" * 64, 1)
    VALIDATOR.validate(json.loads(shown))
    document = read(shown.encode(), "json.md")
    assert write(document).decode() == shown
    (stat,) = document.find("stat")
    assert isinstance(stat, Stat)
    assert stat.figures == figures(stat.text)


def test_the_documentation_names_every_key() -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    definitions = [SCHEMA, *SCHEMA["$defs"].values()]
    keys = {key for one in definitions for key in one.get("properties", {})}
    own = {"value", "upper", "unit", "ordinal", "bound", "change"}  # are in figures.md
    assert [key for key in sorted(keys - own) if f"`{key}`" not in text] == []


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_documentation_s_queries_run() -> None:
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    queries = re.findall("^jq -r '(.*)' page.json", text, re.MULTILINE)
    assert len(queries) == 4
    data = write(gold("report-outlook-2021"))  # prints no date
    for query in (queries[0], queries[1], queries[3]):
        done = subprocess.run(["jq", "-r", query], input=data, capture_output=True, check=True)
        assert done.stdout.strip(), query


def test_a_file_is_read_with_its_source_beside_or_without(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes((SAMPLES / f"{SMALL}.txt").read_bytes())
    written = layoutkit.convert(page, "json")
    document = layoutkit.read(written)
    assert document == layoutkit.read(page)
    assert document.ledger() == layoutkit.read(page).ledger()
    page.unlink()
    assert layoutkit.read(written) == document
    assert layoutkit.read(written).source.lines is None
    written.write_bytes(written.read_bytes().partition(b'"page"')[0])
    with pytest.raises(LayoutError, match=r"page\.json:3: this is not JSON"):
        layoutkit.read(written)
