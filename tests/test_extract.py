"""Figures, glossary entries and boxes as tables: CSV that a spreadsheet opens intact, and JSON."""

from __future__ import annotations

import csv
import io
import json

import pytest

from layoutkit.errors import LayoutError
from layoutkit.extract import Row, extract, to_csv, to_json
from layoutkit.model import Entry, Group, Stat, walk

from .support import NAMES, from_notation, gold

TEXT = """数说
从7.13%降到1.05%
◆ 居全省第一
◆ 两病全覆盖
名词解释
1. 书屋(P2):借书的地方。
【链接②】
第一段。
【短评】
里面的话。
第二段。"""
TREE = """page
  article
    section kind=theme @1
      stats
        stat @2
        stat @3
        stat @4
    glossary @5
      entry n=1 term=@6:3-5 pages="P2" @6:10-
    box kind=链接 n=2 @7
      p @8
      box kind=短评 @9
        p @10
      p @11
"""


def rows_of(data: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_stats() -> None:
    rows = extract(from_notation(TREE, TEXT), "stats")
    fall = "从7.13%降到1.05%"
    assert [tuple(row.values()) for row in rows] == [
        ("case.txt", "数说", fall, "7.13%", "7.13", "", "%", "exact", "", "", "2"),
        ("case.txt", "数说", fall, "1.05%", "1.05", "", "%", "exact", "fall-to", "", "2"),
        ("case.txt", "数说", "居全省第一", "第一", "1", "", "", "exact", "", "yes", "3"),
        ("case.txt", "数说", "两病全覆盖", "", "", "", "", "", "", "", "4"),
    ]  # fmt: skip
    names = "source section text figure value upper unit bound change ordinal line"
    assert list(rows[0]) == names.split()


def test_glossary() -> None:
    (row,) = extract(from_notation(TREE, TEXT), "glossary")
    assert row == {
        "source": "case.txt",
        "n": "1",
        "term": "书屋",
        "pages": "P2",
        "definition": "借书的地方。",
        "line": "6",
    }


def test_boxes() -> None:
    """The text of a box in a box belongs to both."""
    outer, inner = extract(from_notation(TREE, TEXT), "boxes")
    assert (outer["kind"], outer["n"]) == ("链接", "2")
    assert outer["text"] == "第一段。\n【短评】\n里面的话。\n第二段。"
    assert (inner["heading"], inner["section"], inner["line"]) == ("【短评】", "【链接②】", "9")
    assert inner["text"] == "里面的话。"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_out(name: str) -> None:
    document = gold(name)
    nodes = list(walk(document))
    stats = [node for node in nodes if isinstance(node, Stat)]
    assert len(extract(document, "stats")) == sum(max(1, len(stat.figures)) for stat in stats)
    assert len(extract(document, "glossary")) == sum(isinstance(node, Entry) for node in nodes)
    boxes = [node for node in nodes if isinstance(node, Group) and node.role == "box"]
    assert [row["kind"] for row in extract(document, "boxes")] == [box.kind for box in boxes]


@pytest.mark.parametrize("what", ["stats", "glossary", "boxes"])
@pytest.mark.parametrize("name", NAMES)
def test_both_forms_read_back(name: str, what: str) -> None:
    rows = extract(gold(name), what)
    assert rows_of(to_csv(rows)) == rows
    assert json.loads(to_json(rows)) == rows
    assert to_csv(rows) == to_csv(extract(gold(name), what))


def test_csv_is_what_spreadsheets_expect() -> None:
    data = to_csv(extract(from_notation(TREE, TEXT), "boxes"))
    assert data.startswith(b"\xef\xbb\xbfsource,section,kind,n,heading,text,line\r\n")
    assert data.count(b"\r\n") == 3
    assert to_csv([]) == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "cell",
    ['=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "=1", "-", "－1+2", " =1"],
)  # fmt: skip
def test_formulas_are_defused(cell: str) -> None:
    (row,) = rows_of(to_csv([{"text": cell}]))
    assert row["text"] == "'" + cell


@pytest.mark.parametrize(
    "cell", ["-5", "-0.3", "-5%", "+8.5%", "-1,234.5", "5", "——水", "−5%", "第一", "", "P2-3"]
)
def test_numbers_and_texts_stay(cell: str) -> None:
    assert rows_of(to_csv([{"text": cell, "n": "1"}])) == [{"text": cell, "n": "1"}]


def test_hard_characters() -> None:
    row = {"a": '"甲",\n乙\x00', "b": "\udc80"}
    assert rows_of(to_csv([row])) == [{"a": '"甲",\n乙\x00', "b": "\\udc80"}]
    assert json.loads(to_json([row])) == [row]
    assert json.loads(to_json([])) == []


def test_another_thing_is_refused() -> None:
    with pytest.raises(LayoutError, match="cannot extract 'tables': there are stats, glossary, b"):
        extract(from_notation(TREE, TEXT), "tables")
