"""Markdown is read back by markdown-it and by pandoc: same text, headings, lists, tables, bold."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypandoc  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from layoutkit.model import Document, Group, Source, Span, Text, cut, walk
from layoutkit.reading import reading_order
from layoutkit.writers import markdown
from layoutkit.writers.markdown_inline import heading_text, inline

from .random_trees import random_document
from .support import NAMES, from_notation, gold

READER = MarkdownIt("commonmark").enable("table")

NASTY = (
    "#", "##", "-", "+", "*", "**", "_", "__", "1.", "12)", "1.加强", "---", "===", "```", "~~~",
    "~~", "<b>", "</b>", "<!--", "-->", "<http://a.cn>", "&amp;", "&#35;", "&", "[a](b)",
    "[a]: b", "![", "[^1]", "[ ]", "|", "| --- |", "\\", "\\\\", "`", "``", "$x$", "$5\\%$",
    ":smile:", ":", ">", "!", "=", "%", "www.a.cn/b_c_d", "http://a.cn/?b=1&c;", "a@b.cn", "^2^",
    "H~2~O", "    ", "\t", "\u3000", "\u2028", "\x0b", "\x85", "5.7%", "左右", "增长", "“", "”",
    "。", "、", "——", "①", "℃", "😀", "[!NOTE]", "\x00", "{.a}", "(1)", "i.", "\\begin{a}",
)  # fmt: skip
nasty = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=3)), min_size=1, max_size=6)
strings = nasty.map("".join).filter(lambda text: not re.search(r"[\n\r\ud800-\udfff]", text))


def squashed(text: str) -> str:
    """Return a text without blanks, as a Markdown file can hold it."""
    return re.sub(r"\s+", "", text.replace("\x00", "\ufffd"))


def read(source: str) -> str:
    """Return the text that markdown-it reads; markup that it takes for code or HTML shows."""
    parts = []
    for token in READER.parse(source):
        if token.type == "inline":
            parts += [child.content for child in token.children or () if child.type == "text"]
        elif token.type in ("code_block", "fence", "html_block"):
            parts.append(f"<{token.type}>{token.content}")
    return "".join(parts)


def shapes(source: str) -> list[tuple[str, str]]:
    """Return headings with their levels, items, cells and bold words, as markdown-it reads them."""
    found: list[tuple[str, str]] = []
    opened = ""
    for token in READER.parse(source):
        if token.type in ("heading_open", "list_item_open", "th_open", "td_open"):
            opened = token.tag
        elif token.type == "inline":
            text = squashed("".join(c.content for c in token.children or () if c.type == "text"))
            found += [(opened, text)] if opened else []
            found += [("strong", bold) for bold in bolds(token.children or ())]
            opened = ""
    return found


def bolds(tokens: Any) -> Iterator[str]:
    """Yield the words between the marks of strong emphasis."""
    inside: list[str] | None = None
    for token in tokens:
        if token.type == "strong_open":
            inside = []
        elif token.type == "strong_close" and inside is not None:
            yield squashed("".join(inside))
            inside = None
        elif inside is not None:
            inside.append(token.content)


@cache
def pandoc(source: bytes, reader: str) -> list[Any]:
    """Return pandoc's tree of blocks."""
    command = [pypandoc.get_pandoc_path(), "-f", reader, "-t", "json"]
    done = subprocess.run(command, input=source, capture_output=True, check=True)
    blocks: list[Any] = json.loads(done.stdout)["blocks"]
    return blocks


def words(node: Any) -> str:
    """Return the text of a part of pandoc's tree."""
    if isinstance(node, list):
        return "".join(map(words, node))
    if not isinstance(node, dict):
        return ""
    content: Any = node.get("c")
    match node.get("t"):
        case "Str":
            return str(content)
        case "Space" | "SoftBreak":
            return " "
        case "Header":
            return words(content[2])
        case "Link":
            return words(content[1])
        case "Code" | "Math" | "RawInline" | "RawBlock" | "CodeBlock" as kind:
            return f"<{kind}>{content[1]}"
        case _:
            return words(content)


def of_kind(node: Any, kind: str) -> Iterator[Any]:
    """Yield the contents of all nodes of a kind."""
    if isinstance(node, list):
        for part in node:
            yield from of_kind(part, kind)
    elif isinstance(node, dict):
        if node.get("t") == kind:
            yield node["c"]
        yield from of_kind(node.get("c"), kind)


def headings(document: Document) -> list[tuple[int, str]]:
    """Return the headings a document should be read back with."""
    found = []
    for block in reading_order(document):
        is_headline = isinstance(block.node, Text) and block.node.role == "headline"
        if block.is_heading or is_headline:
            level = 1 if is_headline else min(block.depth + 1, 6)
            found.append((level, squashed(block.text)))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_text_of_samples(name: str) -> None:
    document = gold(name)
    source = markdown.write(document).decode()
    assert squashed(read(source)) == squashed(document.text())


@pytest.mark.parametrize("name", NAMES)
def test_headings_of_samples(name: str) -> None:
    document = gold(name)
    found = shapes(markdown.write(document).decode())
    levels = [(int(tag[1]), text) for tag, text in found if re.fullmatch("h[1-6]", tag)]
    assert levels == headings(document)


@pytest.mark.parametrize("reader", ["commonmark", "gfm"])
@pytest.mark.parametrize("name", NAMES)
def test_pandoc_reads_samples(name: str, reader: str) -> None:
    document = gold(name)
    source = markdown.write(document)
    blocks = pandoc(source, reader)
    found = [(content[0], squashed(words(content[2]))) for content in of_kind(blocks, "Header")]
    assert found == headings(document)
    strong = [squashed(words(content)) for content in of_kind(blocks, "Strong")]
    assert strong == [text for kind, text in shapes(source.decode()) if kind == "strong"]
    items = [item for content in of_kind(blocks, "BulletList") for item in content]
    assert len(items) == len([1 for kind, _ in shapes(source.decode()) if kind == "li"])
    if reader == "gfm" or not list(document.find("row")):
        assert squashed(words(blocks)) == squashed(document.text())


def test_samples_have_what_is_tested() -> None:
    found = {kind for name in NAMES for kind, _ in shapes(markdown.write(gold(name)).decode())}
    assert {"h1", "h2", "h3", "li", "strong"} <= found


@pytest.mark.parametrize("reader", ["commonmark", "gfm"])
def test_pandoc_reads_random_trees(reader: str) -> None:
    for seed in range(12):
        document = random_document(seed, plain=True)
        if reader == "commonmark" and list(document.find("row")):
            continue
        blocks = pandoc(markdown.write(document), reader)
        assert squashed(words(blocks)) == squashed(document.text()), seed


def test_random_trees() -> None:
    for seed in range(150):
        document = random_document(seed)
        expected = re.sub("[\x00\ud800-\udfff]", "\ufffd", document.text())
        assert squashed(read(markdown.write(document).decode())) == squashed(expected), seed


@pytest.mark.parametrize(
    ("text", "span", "bold"),
    [
        ("扩大有效投资。统筹推进", "扩大有效投资。", "扩大有效投资"),
        ("推进“放管服”。紧扣", "推进“放管服”。", "推进“放管服”"),
        ("“放管服”改革。紧扣", "“放管服”改革。", "“放管服”改革"),
        ("增长5.7%左右", "5.7%", "5.7"),
        ("增长5.7%", "5.7%", "5.7%"),
        ("做到“三减”后", "“三减”", "三减"),
        ("约20℃左右", "20℃", "20"),
        ("*号*", "*号*", "*号*"),
    ],
)
def test_bold_beside_chinese_marks(text: str, span: str, bold: str) -> None:
    start = text.index(span)
    source = inline(text, [Span(start, start + len(span))])
    assert squashed(read(source)) == text
    assert [words for kind, words in shapes(source) if kind == "strong"] == [bold]
    for reader in ("commonmark", "gfm"):
        blocks = pandoc(source.encode(), reader)
        assert [words(content) for content in of_kind(blocks, "Strong")] == [bold]


def test_bold_only_whole() -> None:
    assert inline("增长5.7%左右", [Span(2, 6)], whole=True) == "增长5.7%左右"


def test_plain_text_stays_readable() -> None:
    for text in ("增长5.7%（上年-3%）。", "1.加强领导", "www.a.cn/b_c?d=1&e=2", "A+B=C", "C#语言"):
        assert inline(text) == text


@settings(deadline=None, max_examples=300)
@given(strings)
@example("1.")
@example("a\\")
@example("#")
@example("    - a")
@example("foo  ")
def test_any_paragraph_reads_as_it_is(text: str) -> None:
    assert squashed(read(inline(text))) == squashed(text)
    assert squashed(read("- " + inline(text))) == squashed(text)
    assert squashed(read("> " + inline(text))) == squashed(text)


@settings(deadline=None, max_examples=150)
@given(strings)
@example("a #")
@example("a \\#")
@example("#")
@example("# #")
def test_any_heading_reads_as_it_is(text: str) -> None:
    if squashed(text):
        assert shapes("## " + heading_text(text))[:1] == [("h2", squashed(text))]


@settings(deadline=None, max_examples=200)
@given(strings, st.integers(0, 9), st.integers(1, 9))
def test_bold_never_harms_the_text(text: str, start: int, length: int) -> None:
    span = Span(start, min(start + length, len(text)))
    assert squashed(read(inline(text, [span]))) == squashed(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(strings, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_any_document_reads_as_it_is(lines: list[str], choice: Any) -> None:
    roles = ("p", "headline", "deck", "kicker", "speaker", "caption", "credit", "item", "row")
    leaves = [
        Text(role=choice.choice(roles), fragments=cut(line, n))
        for n, line in enumerate(lines, 1)
        if cut(line, n)
    ]
    box = Group(role="box", children=tuple(leaves))
    article = Group(role="article", children=(box, Group(role="list", children=tuple(leaves))))
    source = Source(name="", sha256="", encoding="utf-8", line_count=len(lines))
    document = Document(root=Group(role="page", children=(article,)), source=source)
    assert squashed(read(markdown.write(document).decode())) == squashed(document.text())


TREE = """
page
  article
    headline @1
    section kind=theme title=@2 @2
      list
        item @3
      list
        item @4
      box kind=链接 @5
        p @6
      box kind=链接 @7
        p @8
        section kind=theme title=@9 @9
          table
            row @10:0-1+10:2-3
            row @11:0-1+11:2-3
    glossary @12
      entry n=1 term=@13:2-4 @13:5-
      dup of=@13 kind=near @14
"""
SOURCE = "题\n节\n甲\n乙\n链接\n丙\n链接\n丁\n小节\na|b\n1|2\n名词解释\n1.术语:义\n1.术语:意\n"


def test_shapes() -> None:
    written = markdown.write(from_notation(TREE, SOURCE)).decode()
    assert written == (
        "# 题\n\n## 节\n\n- 甲\n\n* 乙\n\n> ### 链接\n>\n> 丙\n\n"
        "> ### 链接\n>\n> 丁\n>\n> #### 小节\n>\n"
        "> | a | b |\n> | --- | --- |\n> | 1 | 2 |\n\n## 名词解释\n\n- 1.**术语**:义\n"
    )


def test_duplicates_are_struck_out() -> None:
    written = markdown.write(from_notation(TREE, SOURCE), duplicates=True).decode()
    assert written.endswith("- 1.**术语**:义\n- <del>1.术语:意</del>\n")


def test_comments_are_hidden() -> None:
    document = gold("report-outlook-2021")
    assert document.warnings
    written = markdown.write(document, comments=True).decode()
    assert written.count("<!-- ") == len(document.warnings)
    plain = re.sub(r"<!-- .*? -->\n*(?:> *\n)*", "", written)
    assert squashed(read(plain)) == squashed(document.text())


def test_same_bytes() -> None:
    assert markdown.write(gold(NAMES[0])) == markdown.write(gold(NAMES[0]))


def test_walk_reaches_all_roles_of_the_shapes() -> None:
    roles = {getattr(node, "role", "entry") for node in walk(from_notation(TREE, SOURCE))}
    assert {"list", "box", "glossary", "table"} <= roles
