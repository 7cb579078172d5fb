"""In: a text.  Out: whether its first words open a sentence, as they seldom do inside one."""

from __future__ import annotations

_WORDS = (
    "此外", "另外", "同时", "因此", "目前", "今年", "去年", "近年", "通过", "针对", "对此", "然而",
    "随着", "由于", "为了", "如今", "当前", "据了", "据介", "首先", "其次", "最后",
)  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


def opens_sentence(text: str) -> bool:
    """Return whether a text begins with such a word, or counts: 一是, 第二, 三、."""
    if text.startswith(_WORDS):
        return True
    bare = text.removeprefix("第")
    rest = bare.lstrip(_NUMERALS)
    return rest != bare and (bare != text or rest.startswith(("是", "要", "、")))
