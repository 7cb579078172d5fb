"""The index of a folder of review pages."""

from __future__ import annotations

from typing import Any

from lxml import html

from layoutkit.writers.html_index import IndexRow, index, row_of

from .support import from_notation


def _row(name: str, warnings: int, href: str = "a.html") -> IndexRow:
    return IndexRow(
        name=name, href=href, warnings=warnings, duplicates=0, furniture=0.25, characters=1200
    )


def test_the_worst_page_comes_first_whatever_the_order() -> None:
    rows = [_row("b", 1), _row("a", 1), _row("c", 7)]
    assert index(rows) == index(rows[::-1])
    page = html.document_fromstring(index(rows).decode())
    assert [one.text for one in page.cssselect("tbody a")] == ["c", "a", "b"]
    cells = [cell.text_content() for cell in page.cssselect("tbody tr")[0]]
    assert cells == ["7", "0", "25.0%", "1,200", "c"]


def test_a_row_counts_its_document() -> None:
    text = "甲乙丙丁戊己庚辛\n甲乙\n页脚页脚\n"
    notation = (
        "page\n  article\n    p @1\n    dup of=@1 kind=near @2\n  furniture @3\n"
        "  warning kind=garbled at=@1\n"
    )
    row = row_of(from_notation(notation, text), "x/y.html")
    assert row == IndexRow(
        name="case.txt", href="x/y.html", warnings=1, duplicates=1, furniture=4 / 14, characters=14
    )


def test_names_and_paths_do_no_harm() -> None:
    hrefs = [
        "javascript:alert(1)",
        "//elsewhere.example/x",
        "a b/版#?.html",
        "\udcff.html",
        '"><b>',
    ]
    rows = [_row("<script>\u202e\udcff", 0, href) for href in hrefs]
    page: Any = html.document_fromstring(index(rows).decode())
    links = sorted(one.get("href") for one in page.cssselect("tbody a"))
    assert all(link.startswith("./") for link in links)
    assert "./a%20b/%E7%89%88%23%3F.html" in links and "./%FF.html" in links
    assert "./javascript%3Aalert%281%29" in links
    assert len(page.cssselect("script")) == 1


def test_an_empty_folder_has_an_index() -> None:
    page = html.document_fromstring(index([]).decode())
    assert not page.cssselect("tbody tr")
