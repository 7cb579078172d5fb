"""What one block may be at an article's head: title, running text, byline, jump."""

from __future__ import annotations

from .line import Block, is_closed

_STRONG = frozenset(
    (
        "keyword",
        "box",
        "glossary",
        "annex",
        "salutation",
        "credit",
        "caption",
        "row",
        "lost",
        "numbered",
        "bullet",
        "jump",
    )
)
_NO_TITLE = _STRONG | {"dash"}


def is_title(block: Block) -> bool:
    """Return whether a block may be a heading of an article: short, unnumbered, no label."""
    line = block.line
    if block.rule or not line.candidates:
        return block.rule == "file-title"
    if line.may_be("theme") is None:
        return False
    for candidate in line.candidates:
        if candidate.role in _NO_TITLE or candidate.rule == "speaker-label":
            return False
    return not is_strong_byline(block) and line.text[-1] not in ":："


def is_running_text(block: Block) -> bool:
    """Return whether a block is long, or a sentence that is not quite short."""
    text = block.text
    return len(text) > 40 or (len(text) > 12 and is_closed(text))


def is_strong_byline(block: Block) -> bool:
    """Return whether a block says by its words that it names a writer."""
    candidate = block.line.may_be("byline")
    if candidate is None or block.line.candidates[0].role in _STRONG:
        return False
    return candidate.rule in ("byline-word", "office-and-name")


def continues(block: Block) -> bool:
    """Return whether a block goes on from another page: 上接第一版."""
    jump = block.line.may_be("jump")
    return jump is not None and jump.kind == "from"
