"""In: text of any kind, and marks on it.  Out: HTML in which no text can act."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from html import escape as escape_markup
from importlib.resources import files
from string import Template
from typing import NamedTuple

from ...pattern import pattern

# What a reader cannot see, and what could turn the text around it: shown by its code instead.
_UNSEEN = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


class Mark(NamedTuple):
    """A part of a text and the tags around it."""

    start: int
    end: int
    opening: str
    closing: str


def escape(text: str) -> str:
    """Return text as HTML; invisible and direction characters show as their code."""
    shown = escape_markup(text)
    return _UNSEEN.sub(lambda match: f'<span class="c">U+{ord(match[0]):04X}</span>', shown)


def plain(text: str) -> str:
    """Return text for a title or an attribute, where no tag can stand."""
    return _UNSEEN.sub(lambda match: f"U+{ord(match[0]):04X}", escape_markup(text))


def two(zh: str, en: str) -> str:
    """Return words in both languages; the page shows one of them."""
    return f'<span lang="zh">{escape(zh)}</span><span lang="en">{escape(en)}</span>'


def marked(text: str, marks: Iterable[Mark], points: Iterable[tuple[int, str]] = ()) -> str:
    """Return text with tags around its marked parts and points between its characters.

    Marks may overlap: each piece between two borders gets the tags of all marks over it.
    """
    opening: dict[int, list[Mark]] = {}
    closing: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.start < mark.end:
            opening.setdefault(mark.start, []).append(mark)
            closing.setdefault(mark.end, []).append(mark)
    between: dict[int, list[str]] = {}
    for at, html in points:
        between.setdefault(at, []).append(html)
    active: list[Mark] = []
    parts, last = [], 0
    for border in sorted({*opening, *closing, *between, len(text)}):
        piece = escape(text[last:border])
        if piece:
            parts += [mark.opening for mark in active]
            parts.append(piece)
            parts += [mark.closing for mark in reversed(active)]
        for mark in closing.get(border, ()):
            active.remove(mark)
        parts += between.get(border, ())
        active += opening.get(border, ())
        last = border
    return "".join(parts)


def file_of(name: str, scripts: tuple[str, ...], parts: dict[str, str]) -> bytes:
    """Return a template of layoutkit/data filled in, with its style and scripts inside.

    The policy in its head names the scripts and the style by their hash: nothing else acts.
    """
    data = files("layoutkit") / "data"
    style = (data / "review.css").read_text(encoding="utf-8")
    script = "".join((data / one).read_text(encoding="utf-8") for one in scripts)
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    template = Template((data / name).read_text(encoding="utf-8"))
    page = template.substitute(parts, policy=policy, style=style, script=script)
    return page.encode("utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
