"""In: a text.  Out: whether and where a photographer's name closes it: （记者 林禾 摄）."""

from __future__ import annotations

import re

_AT_END = re.compile(
    r"(?<=[。！？）)])\s*([^。！？，]{2,40}(?:摄影|摄|攝影|攝|供图|供圖)[）)]?)$"
    r"|\s*([（(][^（）()。]{2,30}(?:摄影|摄|攝影|攝)[）)])$"
    r"|(?<=[。！？])\s*([^。！？，]{2,20}(?:摄|攝)[（(][^）)]{2,12}[）)])$"
    r"|(?<=[。！？])\s*((?:摄影|攝影|图|圖|摄|供图)\s*[/／:：][^。]{2,20})$"
)
_SIGNED = re.compile(
    r"(?:记者|通讯员|記者|[。！]\s*[（(]?\s*[㐀-鿿]{1,3}\s*[㐀-鿿]{0,3})[^。！？，]{0,20}(?:摄|摄影|攝|攝影|摄影报道)\s*[）)]?$"
)
_AFTER_STOP = re.compile(r"。[^。！？，]{2,20}(?:摄|摄影|攝|攝影)$")
_ALONE = re.compile(r"(?:记者|通讯员|記者|通訊員|摄影师)[^。，]{1,20}(?:摄影报道|摄影|摄|攝|攝影)$")


def photographer_at(text: str) -> int:
    """Return where the photographer's name begins; the text's length where none closes it."""
    match = _AT_END.search(text)
    return match.start(match.lastindex or 0) if match else len(text)


def has_photographer(text: str) -> bool:
    """Return whether a photographer's name, with or without office, signs a text."""
    return bool(_SIGNED.search(text))


def ends_as_caption(text: str) -> bool:
    """Return whether a line has come to its end after its last stop: … 。周原摄."""
    return bool(_AFTER_STOP.search(text))


def is_photographer(text: str) -> bool:
    """Return whether a line ends in an office, a name and 摄, with no stop between."""
    return bool(_ALONE.search(text))
