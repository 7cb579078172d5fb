"""In: two pieces of a page.  Out: how well the one goes on in the other, as log odds.

The page itself is the language model: what stands on both sides of a tear is a word or the
joint of two, and words come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from ..han import is_han
from ..openings import opens_sentence
from ..pattern import pattern
from .pieces import Kind, Piece

# marks of one meaning are one character to what compares
_MARKS = str.maketrans(",!?;:！？；：「」", "，。。。。。。。。“”")
_CANNOT_OPEN = frozenset("，。、”’』》〉）)】］].")
# a number broken in two, or broken from what it counts
_NUMBER = pattern(r"[0-9０-９一二两三四五六七八九十百千万亿]$")
_COUNTED = pattern(
    r"[0-9０-９一二三四五六七八九十百千万亿多余个名人次元年月日时分米亩吨公平立件辆座家户项%％]"
)
_OPENS = ("下一", "近日", "日前", "昨日", "今后")
# no sentence begins with these, and few with a clause so short that is no time or link
_BOUND = frozenset("的了着们吗呢吧")
_STUMP = pattern(r"[^，。、；：！？“”（）,;:]{1,3}[，。；、,;]")
_ADVERB = pattern(
    r"[近昨今明当同去前届如目此其最首随据对为但而因不所于总另后]|[一二三四五六七八九十\d]"
)
# pairs with these stand in any text
_COMMON = frozenset("的一了是在不和有这为以等个上中下大人到来也年月日今去")
# so much a pair that stands nowhere else weighs against a pair of the page
_PRIOR = 8
# a paragraph is longer
_SHORT = 20
# so many words of a long paragraph say what it is about
_ENOUGH = 60
_BROKEN = -4.0
# the order of what stands at an article's head
_HEADS: dict[tuple[Kind, Kind], float] = {
    ("title", "title"): -0.5,
    ("title", "deck"): 0.5,
    ("title", "byline"): 0.3,
    ("title", "dateline"): 1.0,
    ("deck", "byline"): 0.3,
    ("deck", "dateline"): 1.0,
    ("byline", "byline"): -1.0,
    ("byline", "dateline"): -0.5,
    ("dateline", "title"): -0.9,
    ("dateline", "byline"): -1.0,
    ("text", "title"): -0.9,
    ("text", "byline"): -1.0,
}


class Continuity:
    """How well pieces of a page go on in each other."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        texts = [piece.text.translate(_MARKS) for piece in pieces]
        self._texts = texts
        self._single = Counter("".join(texts))
        self._pairs = Counter([text[i : i + 2] for text in texts for i in range(len(text) - 1)])
        self._triples = {text[i : i + 3] for text in texts for i in range(len(text) - 2)}
        self._total = sum(self._single.values())
        self._is_set_in_lines = _is_set_in_lines(pieces)

    def link(self, i: int, j: int) -> float:
        """Return the log odds that piece j is the next of an article after piece i."""
        one, two = self._pieces[i], self._pieces[j]
        if two.kind != "text":
            return _BROKEN if one.is_torn else _HEADS.get((one.kind, two.kind), -2.0)
        if not one.is_torn:
            return self.opens(j)
        if two.is_indented:
            return _BROKEN
        return self._seam(i, j) + self._fit(one, two)

    def opens(self, j: int) -> float:
        """Return how well a piece begins a sentence."""
        text, piece = self._texts[j], self._pieces[j]
        if text[0] in _CANNOT_OPEN or text[0] in _BOUND:
            return _BROKEN
        if piece.is_indented:
            return 0.5
        if _is_stump(text):
            return -2.0
        if not piece.is_torn and len(piece.text) < _SHORT:
            return -2.0
        return max(-1.0, min(1.0, self._pair("。", text[0])))

    def _seam(self, i: int, j: int) -> float:
        """Return how well the characters on both sides of a tear stand together."""
        one, two = self._texts[i], self._texts[j]
        odds = self._pair(one[-1], two[0])
        if one[-1] in "，、":
            odds /= 2
        if two.startswith(_OPENS) or opens_sentence(two):
            odds -= 0.7 if one[-1] in "，、" else 1.5
        odds += 1.5 * ((one[-2:] + two[0]) in self._triples) + 1.5 * (
            (one[-1] + two[:2]) in self._triples
        )
        if _NUMBER.search(one) and _COUNTED.match(two):
            odds += 2.0
        if _is_stump(two) or two[0] in _BOUND:
            odds += 0.7
        return max(-2.5, min(6.0, odds))

    def _pair(self, one: str, two: str) -> float:
        """Return the pointwise mutual information of two characters, smoothed."""
        share = (self._single[two] + 0.5) / (self._total + 0.5 * len(self._single) + 50)
        return log((self._pairs[one + two] + _PRIOR * share) / (self._single[one] + _PRIOR) / share)

    def _fit(self, one: Piece, two: Piece) -> float:
        """Return how well the widths of two lines of a narrow column agree."""
        if not self._is_set_in_lines:
            return 0.0
        difference = two.width - one.width
        if difference > 2:
            return -2.0
        if two.is_torn:
            return 0.5 if abs(difference) <= 1 else -1.0 if difference < -2 else 0.0
        return 0.0


def _is_stump(text: str) -> bool:
    """Return whether a text begins with what is left of a clause, and can begin no sentence."""
    return bool(_STUMP.match(text)) and not _ADVERB.match(text)


def _is_set_in_lines(pieces: Sequence[Piece]) -> bool:
    """Return whether the torn lines have the widths of two columns at most."""
    widths = Counter(piece.width for piece in pieces if piece.is_torn and piece.kind == "text")
    total = sum(widths.values())
    for _ in range(2):
        if widths:
            usual = max(widths, key=lambda n: (sum(widths[n + d] for d in (-1, 0, 1)), n))
            for d in (-1, 0, 1):
                del widths[usual + d]
    return total >= 4 and sum(widths.values()) * 5 <= total


def shared_words(pieces: Sequence[Piece]) -> list[list[tuple[int, ...]]]:
    """Return, for each piece, of each of its rare pairs of characters the pieces before with it."""
    places: dict[str, list[int]] = {}
    for i, piece in enumerate(pieces):
        for pair in dict.fromkeys([piece.text[k : k + 2] for k in range(len(piece.text) - 1)]):
            places.setdefault(pair, []).append(i)
    found: list[list[tuple[int, ...]]] = [[] for _ in pieces]
    for pair, some in places.items():
        if 2 <= len(some) <= 6 and is_han(pair) and _COMMON.isdisjoint(pair):
            for n in range(1, len(some)):
                if len(found[some[n]]) < _ENOUGH:
                    found[some[n]].append(tuple(some[:n]))
    return found
