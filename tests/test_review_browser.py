"""The review page driven in headless Chromium: by pointer, by keys, narrow, on paper, by axe."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from layoutkit.model import Document, Fragment, Group, Notice, Place, Source, Text
from layoutkit.writers.html import write
from layoutkit.writers.html_index import IndexRow, index

from .support import NAMES, from_notation, gold
from .test_review import HOSTILE, one_line

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

Page = Any  # playwright's Page: the module may be absent
Open = Callable[..., Page]

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)
WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 360, "height": 740}

CASE = (
    "# 移来的标题\n甲乙丙,\n丁戊己。\n\n"
    "第二段说四好农村路,话很长很长。\n甲乙丙,\n四好农村路:指建好、管好的路。\n第1版"
)
NOTATION = (
    "page\n  article\n    p @2+3\n    section kind=theme @1\n      p @5\n"
    "    dup of=@2 kind=exact @6\n    glossary\n      entry term=@7:-5 @7:6-\n"
    "  furniture @8\n  warning kind=misplaced-heading at=@1\n"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the script of axe-core, fetched by npm for this run."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: axe-core cannot be fetched")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "axe-core@4"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    if done.returncode:
        pytest.skip("npm could not fetch axe-core")
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens a page's bytes; at the end nothing was asked for or said."""
    said: list[str] = []
    contexts = []

    def start(data: bytes, **settings: Any) -> Page:
        path = tmp_path / "page.html"
        path.write_bytes(data)
        context = chromium.new_context(**{"viewport": WIDE, "locale": "zh-CN", **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url))
        page.goto(path.as_uri())
        return page

    yield start
    for context in contexts:
        context.close()
    assert [one for one in said if not one.startswith("file://")] == []
    assert len(said) == len(contexts), "each page is one request: itself"


def case() -> bytes:
    return write(from_notation(NOTATION, CASE))


def lit(page: Page, name: str) -> list[str]:
    """Return the sides and numbers of the elements that have a class."""
    found: list[str] = page.evaluate(
        "name => [...document.querySelectorAll('.' + name)]"
        ".map(el => el.closest('.pane').id + ' ' + el.dataset.n)",
        name,
    )
    return sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_each_page_opens_quietly_and_steps_through_all(show: Open, name: str) -> None:
    page = show(write(gold(name)))
    count = len(page.query_selector_all("#page .b"))
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.text_content("#position") == f"2 / {count}"
    page.keyboard.press("p")
    page.keyboard.press("p")
    assert page.text_content("#position") == f"{count} / {count}"


def test_pointing_at_either_side_lights_the_other(show: Open) -> None:
    page = show(case())
    page.hover("#n2")
    assert lit(page, "on") == ["outline 2", "page 2", "source 2", "source 2"]
    page.hover("#L5 [data-n='4']")
    assert lit(page, "on") == ["outline 4", "page 4", "source 4"]


def test_a_click_selects_and_says_why(show: Open) -> None:
    page = show(case())
    page.click("#L1 [data-n='3']")
    assert lit(page, "chosen") == ["outline 3", "page 3", "source 3"]
    about = page.inner_text("#about")
    assert "章节" in about and "移位" in about and "标题未排在其正文之前" in about
    page.keyboard.press("Escape")
    assert lit(page, "chosen") == []


def test_a_duplicate_and_its_copy_light_together(show: Open) -> None:
    page = show(case())
    page.click(".filters [data-f='dup']")
    assert lit(page, "chosen") == ["outline 5", "page 5", "source 5"]
    assert "page 2" in lit(page, "kin") and "source 2" in lit(page, "kin")
    page.click("#n5 .note a")
    assert "page 2" in lit(page, "chosen") and "page 5" in lit(page, "kin")


def test_filters_by_key_step_through_their_kind_alone(show: Open) -> None:
    page = show(case())
    chosen = []
    for key in "123456":
        page.keyboard.press(key)
        before = page.text_content("#position")
        page.keyboard.press("n")
        chosen.append((before, page.get_attribute("html", "data-f"), lit(page, "chosen")[0]))
    assert chosen == [
        ("1 / 1", "warning", "outline 3"),
        ("1 / 1", "join", "outline 2"),
        ("1 / 1", "moved", "outline 3"),
        ("1 / 1", "dup", "outline 5"),
        ("1 / 1", "furniture", "outline 8"),
        ("– / 0", "masthead", "outline 8"),
    ]
    page.click("#open-help")
    page.uncheck("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    assert page.get_attribute("html", "data-f") == "masthead"


def test_a_warning_about_the_whole_page_is_a_step(show: Open) -> None:
    document = from_notation(NOTATION + "  warning kind=empty-page\n", CASE)
    page = show(write(document))
    page.keyboard.press("1")
    assert page.text_content("#position") == "1 / 2"
    assert "本页没有正文" in page.inner_text("#about")
    page.keyboard.press("n")
    assert lit(page, "chosen") == ["outline 3", "page 3", "source 3"]


def test_the_tree_folds_by_keys_and_by_pointer(show: Open) -> None:
    page = show(case())
    visible = "els => els.filter(el => el.offsetParent).map(el => el.dataset.n).join(' ')"
    page.focus("#t0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    assert page.eval_on_selector_all("#tree li", visible) == "0 1 8"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert lit(page, "chosen")[-1] == "source 8"
    page.click("#L5 [data-n='4']")
    assert page.eval_on_selector_all("#tree li", visible) == "0 1 2 3 4 5 6 7 8"
    page.click("#t3 .fold")
    assert page.eval_on_selector_all("#tree li", visible) == "0 1 2 3 5 6 7 8"
    page.click("#t1 .fold")
    page.click("#t1 .fold")
    assert page.eval_on_selector_all("#tree li", visible) == "0 1 2 3 5 6 7 8"


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_a_term_tells_its_definition(show: Open, way: str) -> None:
    page = show(case())
    assert not page.is_visible("#tip")
    getattr(page, way)(".term")
    assert page.inner_text("#tip") == "四好农村路:指建好、管好的路。"
    assert page.get_attribute(".term", "aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert not page.is_visible("#tip")


def test_a_term_reached_by_tab_tells_its_definition_where_the_page_scrolls(show: Open) -> None:
    page = show(write(gold("government-report-2019")))
    term = page.query_selector_all(".term")[40]
    term.focus()
    page.wait_for_timeout(300)
    box, tip = term.bounding_box(), page.query_selector("#tip").bounding_box()
    assert (
        min(abs(tip["y"] - box["y"] - box["height"]), abs(tip["y"] + tip["height"] - box["y"])) < 60
    )


def test_only_the_printed_page_on_demand(show: Open) -> None:
    page = show(case())
    page.keyboard.press("v")
    shown = page.inner_text("#n0")
    assert "第1版" not in shown and "⚠" not in shown
    assert shown.split() == [
        "甲乙丙,丁戊己。",
        "移来的标题",
        "第二段说四好农村路,话很长很长。",
        "四好农村路:指建好、管好的路。",
    ]


def test_the_words_follow_the_reader(show: Open) -> None:
    page = show(case(), locale="en-GB")
    assert page.inner_text(".filters [data-f='warning']").startswith("Warnings")
    page.click("#language")
    assert page.inner_text(".filters [data-f='warning']").startswith("疑点")
    assert page.get_attribute("html", "lang") == "zh"


def test_a_narrow_window_shows_one_side_at_a_time(show: Open) -> None:
    page = show(write(gold("report-graphics-2025")), viewport=NARROW, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    number = page.get_attribute("#page .item", "data-n")
    page.tap(f"#n{number}")
    for pane in ("source", "outline"):
        page.tap(f".views [data-view='{pane}']")
        assert [
            one.get_attribute("id") for one in page.query_selector_all(".pane") if one.is_visible()
        ] == [pane]
        box = page.query_selector(f"#{pane} .chosen").bounding_box()
        assert 0 <= box["y"] < 740
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_it_prints_the_page_then_the_source(show: Open, tmp_path: Path) -> None:
    document = gold("government-report-2019")
    page = show(write(document))
    path = tmp_path / "page.pdf"
    page.pdf(path=str(path), format="A4")
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    printed = "".join(text.split())
    assert document.source.lines is not None
    lost = [
        line
        for line in document.source.lines
        if line.strip() and "".join(line.split())[:12] not in printed
    ]
    assert lost == []
    assert 10 < text.count("\f") < 80


def test_a_hostile_page_does_nothing(show: Open) -> None:
    page = show(write(one_line("\n".join(HOSTILE))))
    page.wait_for_timeout(100)
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert HOSTILE[0] in page.inner_text("#L1")
    page.click("#L3")
    assert page.url.startswith("file://")


def test_markup_that_slipped_in_would_not_run(chromium: Any, tmp_path: Path) -> None:
    """The policy holds even where escaping should fail."""
    slipped = b"<script>window.hit = 1</script><img src=x onerror='window.hit = 2'></body>"
    path = tmp_path / "page.html"
    path.write_bytes(case().replace(b"</body>", slipped))
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None
    page.close()


def big(size: int) -> Document:
    """Return a page of so many bytes of Chinese text, in paragraphs of some lines."""
    line = "经济社会发展各项工作取得新的成绩,全年增长百分之五点七。" * 2
    count = size // len(line.encode())
    lines = tuple(f"{n}{line}" for n in range(count))
    nodes = tuple(
        Text(role="p", fragments=tuple(Fragment(n + i + 1, 0, lines[n + i]) for i in (0, 1)))
        for n in range(0, count - 1, 2)
    )
    sections = tuple(
        Group(role="section", kind="theme", children=nodes[at : at + 20])
        for at in range(0, len(nodes), 20)
    )
    source = Source(name="big", sha256="", encoding="utf-8", line_count=count, lines=lines)
    article = Group(role="article", children=sections)
    notice = Notice(kind="page-order", at=(Place(count // 2),))
    return Document(root=Group(role="page", children=(article,)), source=source, warnings=(notice,))


def test_a_page_of_a_megabyte_stays_smooth(show: Open) -> None:
    page = show(write(big(1_000_000)))
    spent = page.evaluate(
        """async () => {
          const blocks = [...document.querySelectorAll('#page .p')].slice(0, 60);
          const rounds = [];
          for (let i = 0; i < 3; i++) {
            const start = performance.now();
            for (const block of blocks) {
              block.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
              document.querySelector('#about').offsetHeight;
            }
            rounds.push((performance.now() - start) / blocks.length);
          }
          return Math.min(...rounds);
        }"""
    )
    assert spent < 30, f"{spent:.1f} ms for pointing at a block"
    spent = page.evaluate(
        """() => {
          const start = performance.now();
          for (let i = 0; i < 10; i++) {
            document.getElementById('next').click();
            document.querySelector('#about').offsetHeight;
          }
          return (performance.now() - start) / 10;
        }"""
    )
    assert spent < 300, f"{spent:.1f} ms for a step"
    page.keyboard.press("1")
    page.wait_for_timeout(500)
    for side in ("page", "source"):
        box = page.query_selector(f"#{side} .chosen").bounding_box()
        assert 50 < box["y"] < 850


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": NARROW},
        {"viewport": NARROW, "color_scheme": "dark", "locale": "en-GB"},
    ],
    ids=["wide", "dark", "narrow", "narrow-dark-english"],
)
def test_axe_finds_nothing_serious(show: Open, axe: str, settings: dict[str, Any]) -> None:
    page = show(case(), **settings)
    page.evaluate(axe)
    for key in ("n", "1", "4"):
        page.keyboard.press(key)
        assert _serious(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert _serious(page) == []


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_axe_finds_nothing_serious_in_a_real_page(
    show: Open, axe: str, settings: dict[str, Any]
) -> None:
    page = show(write(gold("report-graphics-2025")), **settings)
    page.evaluate(axe)
    assert _serious(page) == []


def _serious(page: Page) -> list[str]:
    result = page.evaluate("axe.run()")
    assert len(result["passes"]) > 10
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in result["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_the_index_sorts_by_each_column(show: Open, axe: str) -> None:
    rows = [
        IndexRow(
            name=name, href=f"{name}.html", warnings=w, duplicates=d, furniture=f, characters=c
        )
        for name, w, d, f, c in (
            ("a", 2, 0, 0.5, 900),
            ("b", 10, 3, 0.05, 12000),
            ("c", 0, 1, 0, 30),
        )
    ]
    page = show(index(rows))
    names = "els => els.map(el => el.textContent).join('')"
    orders = []
    for head in range(5):
        for _ in range(2):
            page.click(f"th:nth-child({head + 1}) button")
            orders.append(page.eval_on_selector_all("tbody a", names))
    assert orders == ["cab", "bac", "bca", "acb", "abc", "cba", "bac", "cab", "abc", "cba"]
    assert page.get_attribute("th:last-child", "aria-sort") == "descending"
    page.evaluate(axe)
    assert _serious(page) == []
