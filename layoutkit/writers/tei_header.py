"""In: a document.  Out: its teiHeader: what the masthead says, the source, the encoding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from ..han import is_han
from ..model import Document, Group, Meta, Node, Text, walk
from ..pattern import pattern
from ..people import is_name, squeezed
from ..profile import load_profile, one_of
from .tei_text import escape, percent_encoded

# 制图/左骏, and 赵二 摄: told by the sign, and by the single character, whatever the words
_CREDIT = pattern(r"^([^\s/／:：]{1,10})\s*[/／:：]\s*(\S.*)$|^(\S{2,})\s+(\S)$")
_PARTS = pattern(r"[\s/／|、,，;；:：()（）]+")
_WORDS = pattern(r"\w(?:.*\w)?", re.DOTALL)
_LONGEST_NAME = 5
_LABEL_END = pattern(r"[\s:：/／]+$")
_RESPONSIBLE = ("editor", "art-editor", "proofreader", "designer", "photographer", "reviewer")
_UNITS = {"page": "page", "issue": "issue", "volume": "volume", "column": "column"}
_NUMBERS = {"issn": "ISSN", "cn": "CN"}
# Characters whose traditional form differs, among the most frequent of any Chinese text.
_SIMPLIFIED = "国会来个这为时们发与对经学开区业产实现动"
_TRADITIONAL = "國會來個這為時們發與對經學開區業產實現動"
_LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "und": "未定"}
_PRACTICE = (
    ("correction", '疑误之字不改,一律照录;编者疑问以 note[@type="warning"] 记录。'),
    (
        "normalization",
        "去掉行首标记(#、-、◆)与强调标记(**)及行首行尾空白;标点、数字、字形不改。",
    ),
    ("hyphenation", '因换栏或换页拆断的段落已接为一段,接缝处记 lb[@break="no"]。'),
    ("segmentation", "重复文字保留于 surplus,@corresp 指向保留的一份。"),
    ("interpretation", "div、floatingText、list 的 @type/@subtype 及 @n 由程序判定。"),
)
_NOT_IN_URI = pattern(r"[^\w./-]")
_UNFIT = pattern("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTE = chr(34)
_PREFIX = "src:行 或 src:行:起-止。行号从 1 起;列号按原始行的字符计,从 0 起,止列不含。"
_POINTER = "([0-9]+)(:[0-9]*-[0-9]*)?"


def header(document: Document, identifier: str, language: str, version: str) -> list[str]:
    """Return the lines of the header of one page; no clock, so equal pages give equal headers."""
    return [
        " <teiHeader>",
        "  <fileDesc>",
        *_indented(3, "titleStmt", _title_statement(document)),
        *_indented(3, "publicationStmt", [_element("p", _PUBLISHED)]),
        *_indented(3, "sourceDesc", _source(document, identifier)),
        "  </fileDesc>",
        *_indented(2, "encodingDesc", _encoding(document, identifier, version)),
        "  <profileDesc>",
        "   <langUsage>",
        f'    <language ident="{language}">{_LANGUAGES[language]}</language>',
        "   </langUsage>",
        "  </profileDesc>",
        " </teiHeader>",
    ]


_PUBLISHED = "由 layoutkit 从文本转写稿还原版面结构后导出,未出版。"


def corpus_header() -> list[str]:
    """Return the lines of the header of a corpus of pages."""
    return [
        " <teiHeader>",
        "  <fileDesc>",
        *_indented(3, "titleStmt", [_element("title", "报纸版面")]),
        *_indented(3, "publicationStmt", [_element("p", _PUBLISHED)]),
        *_indented(3, "sourceDesc", [_element("p", "报纸版面转写稿,每版一个 TEI 元素。")]),
        "  </fileDesc>",
        " </teiHeader>",
    ]


def language(document: Document) -> str:
    """Return zh-Hans or zh-Hant by the more frequent forms; und where nothing is Chinese."""
    text = "".join(getattr(node, "text", "") for node in walk(document.root))
    simplified = sum(text.count(c) for c in _SIMPLIFIED)
    traditional = sum(text.count(c) for c in _TRADITIONAL)
    if simplified or traditional:
        return "zh-Hans" if simplified >= traditional else "zh-Hant"
    return "zh-Hans" if re.search("[\u4e00-\u9fff]", text) else "und"


def _title_statement(document: Document) -> list[str]:
    page, articles = document.root, _articles(document)
    heads = [page] if len(articles) > 1 or _first(page, "headline") else [*articles, page]
    main = next((title for head in heads if (title := _first(head, "headline"))), "")
    sub = next((deck for head in heads if (deck := _first(head, "deck"))), "")
    lines = [_element("title", main or document.source.name or "[失题]", type="main", level="a")]
    if sub:
        lines.append(_element("title", sub, type="sub", level="a"))
    lines += (_element("author", name) for name in _authors(page))
    for duty, name in dict.fromkeys(_responsible(document)):
        lines += _indented(0, "respStmt", [_element("resp", duty), _element("name", name)])
    return lines


def _source(document: Document, identifier: str) -> list[str]:
    source = document.source
    numbers = {id(node): number for number, node in enumerate(walk(document.root))}
    articles = _articles(document)
    lines: list[str] = []
    for article in articles or [document.root]:
        number = numbers[id(article)]
        where = {"corresp": f"#{identifier}-{number:03d}"} if len(articles) > 1 else {}
        title = _first(article, "headline") or _first(document.root, "headline") or "[失题]"
        authors = _authors(article) if len(articles) > 1 else []
        content = [
            _element("title", title, level="a"),
            *(_element("author", name) for name in authors),
        ]
        lines += _indented(0, "analytic", content, **where)
    lines += _indented(0, "monogr", _monograph(document))
    encoding = _element("note", source.encoding, type="encoding")
    digest = _element("idno", source.sha256, type="sha256")
    extent = f'<measure quantity="{source.line_count}" unit="line">{source.line_count} 行</measure>'
    return [
        *_indented(0, "biblStruct", lines, type="newspaperPage"),
        f'<bibl xml:id="{identifier}-src" type="transcript">{_element("title", source.name)}'
        f"{digest}<extent>{extent}</extent>{encoding}</bibl>",
    ]


def _monograph(document: Document) -> list[str]:
    metas = list(_metas(document))
    newspaper = next((m.text for m in metas if m.field == "newspaper"), "[未署报名]")
    date = next((m for m in metas if m.field == "date"), None)
    if date is None:
        printed = _element("date", "[无日期]")
    elif date.iso:
        printed = _element("date", date.text, when=date.iso)
    else:
        printed = _element("date", date.text)
    fields = dict.fromkeys((m.field, m.text) for m in metas)
    return [
        _element("title", newspaper, level="j"),
        *(_element("idno", text, type=_NUMBERS[f]) for f, text in fields if f in _NUMBERS),
        *_indented(0, "imprint", [printed]),
        *(_element("biblScope", text, unit=_UNITS[f]) for f, text in fields if f in _UNITS),
    ]


def _encoding(document: Document, identifier: str, version: str) -> list[str]:
    practice = [
        line for name, text in _PRACTICE for line in _indented(0, name, [_element("p", text)])
    ]
    file = _NOT_IN_URI.sub(percent_encoded, document.source.name) or "-"
    prefix = _indented(
        0,
        "prefixDef",
        [_element("p", _PREFIX)],
        ident="src",
        matchPattern=_POINTER,
        replacementPattern=f"{file}#L$1",
    )
    program = f'xml:id="{identifier}-layoutkit" ident="layoutkit" version="{version}"'
    return [
        *_indented(0, "editorialDecl", practice),
        *_indented(0, "listPrefixDef", prefix),
        "<appInfo>",
        f" <application {program}>",
        "  <label>layoutkit</label>",
        " </application>",
        "</appInfo>",
    ]


def _responsible(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (duty, name) of the masthead's editors and of the credits."""
    for node in walk(document.root):
        match node:
            case Meta(field=field) if field in _RESPONSIBLE and node.text:
                label = "".join(fragment.text for fragment in node.label)
                yield _LABEL_END.sub("", label) or field, node.text
            case Text(role="credit") if found := _CREDIT.match(node.text):
                yield _offices("house").sub("", found[1] or found[4]), found[2] or found[3]


def _authors(group: Group) -> list[str]:
    """Return the names in a group's bylines; of a byline without a plain name all of it."""
    names: dict[str, None] = {}
    for node in walk(group):
        if isinstance(node, Text) and node.role == "byline":
            names |= dict.fromkeys(_names(node.text) or [_core(node.text)])
    return [name for name in names if name]


def _names(byline: str) -> list[str]:
    """Return the parts of a byline that are names, behind whatever office is glued to them.

    Behind an office or a name any short word is one; before that it must have a common surname.
    """
    names = []
    follows = False
    for part in _PARTS.split(squeezed(byline)):
        word = _core(part)
        name = _offices("byline").sub("", word)
        follows = follows or name != word
        is_short = 2 <= len(name) <= _LONGEST_NAME and is_han(name.replace("·", ""))
        if is_name(name, load_profile("default")) or (follows and is_short):
            names.append(name)
            follows = True
    return names


def _core(text: str) -> str:
    """Return a text without the signs around it."""
    match = _WORDS.search(text)
    return match[0] if match else ""


@cache
def _offices(kind: Literal["house", "byline"]) -> re.Pattern[str]:
    """Return the pattern of what stands before a duty (本版), or before a name (本报记者).

    A document does not say by which profile it was read; the words are those of many papers, and
    what they do not know stays as printed.
    """
    profile = load_profile("default")
    if kind == "house":
        return re.compile(f"^{one_of(profile.house, profile.whole_page)}(?=.)")
    offices = tuple(word for word in profile.office if len(word) > 1)
    return re.compile(f"^.*{one_of(profile.byline, profile.photographer, profile.house, offices)}")


def _articles(document: Document) -> list[Group]:
    return [n for n in walk(document.root) if isinstance(n, Group) and n.role == "article"]


def _metas(document: Document) -> Iterable[Meta]:
    return (node for node in walk(document.root) if isinstance(node, Meta))


def _first(group: Group, role: str) -> str:
    found: Iterator[Node] = (n for n in group.children if isinstance(n, Text) and n.role == role)
    return next((node.text for node in found if isinstance(node, Text)), "")


def _element(name: str, content: str, **pairs: str) -> str:
    return f"<{name}{attributes(pairs)}>{escape(content)}</{name}>"


def _indented(depth: int, name: str, lines: Iterable[str], **pairs: str) -> list[str]:
    """Return an element around lines, one column further in."""
    blank = " " * depth
    inner = [f"{blank} {line}" for line in lines]
    return [f"{blank}<{name}{attributes(pairs)}>", *inner, f"{blank}</{name}>"]


def attributes(pairs: dict[str, str]) -> str:
    """Return attributes with their values escaped; what no attribute can hold is left out."""
    return "".join(
        f' {key}="{escape(_UNFIT.sub("", value)).replace(_QUOTE, "&quot;")}"'
        for key, value in pairs.items()
    )
