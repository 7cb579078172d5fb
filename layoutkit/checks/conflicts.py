"""In: the final tree.  Out: notices of one quantity that is printed with two values."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from ..figures import figures
from ..model import Fragment, Group, Node, Notice, Place, Span, Stat, Text, joined, slice_fragments
from ..pattern import pattern

_SENTENCE = pattern(r"[^。！？!?；;]*[。！？!?；;]+|[^。！？!?；;]+$")
_CLAUSE = pattern(r"[，,。；;：:、！？!?（()）\s]")
_DIGITS = pattern(r"\d+(?:\.\d+)?")
# What may stand before and after the words of a quantity without changing it.
_BEFORE = pattern(
    "^(?:(?:19|20)[0-9]{2}年|[全我本][市省县縣]|预计|預計|全年|其中|共|已|累计|累計|实现|實現|完成)+"
)
_AFTER = pattern("(?:约|約|近|达到|達到|达|達|超过|超過|突破|为|為|至|到|共|累计|累計|首次)+$")
_NUMBER = pattern(r"\d+|第")
# the characters of those words, and what belongs to a figure before its first digit
_LEAD_END = "约約近达達到超过過突破为為至共累计計首次+-−－＋¥￥$＄€£百千万萬分之第0123456789 　\t"
# Figures of another year, or of a plan, are others.
_PLAN = (
    "目标", "目標", "预期", "預期", "力争", "力爭", "计划", "計劃", "确保", "確保", "将", "將",
    "规划", "規劃", "任务", "任務",
)  # fmt: skip
_YEAR = pattern(
    r"(?:19|20)\d\d|[一二三四五六七八九十]+五|今年|明年|去年|前年|今后|今後|上半年|下半年|同期|以来|以來"
)
_WORDS = 6
_LONG = 20
# Longer ones are no sentences: the text has lost its stops.
_LONGEST = 1000
_DATES = frozenset("年月日号號时時点點分秒届屆版期次")


class Quantity(NamedTuple):
    """A figure in a text: the words before it, its unit and value, and where it stands."""

    words: str
    unit: str
    value: Decimal
    node: Text | Stat
    at: Span
    scope: frozenset[str]

    @property
    def is_stat(self) -> bool:
        """Return whether the figure stands in an infographic."""
        return isinstance(self.node, Stat)

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        """Return where the figure is printed."""
        return slice_fragments(self.node.fragments, self.at)


class Sentence(NamedTuple):
    """A sentence of a text, and its words with the digits masked."""

    shape: str
    node: Text
    found: re.Match[str]

    @property
    def numbers(self) -> tuple[Span, ...]:
        """Return where in the text its figures stand."""
        within = self.found.span()
        return tuple(Span(*m.span()) for m in _DIGITS.finditer(self.found.string, *within))


def conflict_notices(root: Group) -> Iterator[Notice]:
    """Yield a notice for each pair of figures that name one quantity with two values."""
    found = [
        (node, scope, match)
        for node, scope in _leaves(root)
        if _DIGITS.search(node.text)
        for match in _SENTENCE.finditer(node.text)
        if len(match[0]) <= _LONGEST and _DIGITS.search(match[0])
    ]
    leads = [_leads(match[0]) for _, _, match in found]
    count = Counter(chain.from_iterable(leads))
    quantities: list[Quantity] = []
    sentences: list[Sentence] = []
    for (node, scope, match), own in zip(found, leads, strict=True):
        if any(count[lead] > 1 for lead in own):
            quantities += _quantities(node, match, scope)
        if isinstance(node, Text) and len(match[0]) >= _LONG:
            sentences.append(Sentence(_DIGITS.sub("0", match[0]), node, match))
    told = set()
    for one, two in (*_between(quantities), *_within(sentences)):
        if one[0][:2] not in told and two[0][:2] not in told:
            told |= {one[0][:2], two[0][:2]}
            yield _notice(one, two)


def _leaves(root: Group) -> Iterator[tuple[Text | Stat, frozenset[str]]]:
    """Yield running text in reading order, with what the headings around say of its time."""
    stack: list[tuple[Node, frozenset[str]]] = [(root, frozenset())]
    while stack:
        node, scope = stack.pop()
        if isinstance(node, Group):
            if node.role not in ("glossary", "table"):
                scope |= _scope(node.text)
                stack.extend((child, scope) for child in reversed(node.children))
        elif isinstance(node, Stat) or (isinstance(node, Text) and node.role in ("p", "item")):
            yield node, scope


def _scope(text: str) -> frozenset[str]:
    """Return the times a text speaks of, and whether it is a plan."""
    times = frozenset(_YEAR.findall(text))
    return times | {"plan"} if any(word in text for word in _PLAN) else times


def _leads(sentence: str) -> list[str]:
    """Return what leads up to each number of a sentence, which two of one quantity share.

    It is less than the words of the figure, and known without reading the figure.
    """
    ends = [sentence[: match.start()].rstrip(_LEAD_END) for match in _NUMBER.finditer(sentence)]
    leads = [_BEFORE.sub("", _CLAUSE.split(end)[-1]) for end in ends]
    return [lead for lead in leads if len(lead) > _WORDS // 2]


def _quantities(
    node: Text | Stat, sentence: re.Match[str], scope: frozenset[str]
) -> Iterator[Quantity]:
    """Yield the figures of a sentence that follow enough words to tell what they count."""
    own = _scope(sentence[0])
    # a sentence that names its year is not of the year that a heading names
    scope = own if own - {"plan"} else scope | own
    for figure in figures(sentence[0]):
        words = _words(sentence[0][: figure.start])
        if len(words) < _WORDS or figure.value is None or figure.unit[:1] in _DATES:
            continue
        start = sentence.start() + figure.start
        at = Span(start, start + len(figure.printed))
        yield Quantity(words, figure.unit, figure.value, node, at, scope)


def _words(before: str) -> str:
    """Return the words of the clause that lead up to a figure, less what changes nothing."""
    clause = _CLAUSE.split(before)[-1]
    return _AFTER.sub("", _BEFORE.sub("", clause))


def _between(
    quantities: Sequence[Quantity],
) -> Iterator[tuple[tuple[Fragment, ...], tuple[Fragment, ...]]]:
    """Yield the figures of one quantity that disagree."""
    same: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for quantity in quantities:
        same[quantity.words, quantity.unit].append(quantity)
    restates = _restates(same.values())
    for first, *others in same.values():
        for other in others:
            if other.value == first.value or other.scope != first.scope:
                continue
            if _is_slip(first.value, other.value) or (restates and first.is_stat != other.is_stat):
                yield first.fragments, other.fragments


def _restates(groups: Iterable[Sequence[Quantity]]) -> bool:
    """Return whether the infographics of the page mostly repeat figures of its text."""
    agree = differ = 0
    for group in groups:
        printed = {quantity.value for quantity in group if not quantity.is_stat}
        for quantity in group:
            if quantity.is_stat and printed:
                agree += quantity.value in printed
                differ += quantity.value not in printed
    return agree > 2 * max(differ, 1)


def _is_slip(one: Decimal, two: Decimal) -> bool:
    """Return whether two values have the same digits, but for the decimal point."""
    digits = [value.normalize().as_tuple().digits for value in (one, two)]
    return bool(one and two) and digits[0] == digits[1]


def _within(
    sentences: Iterable[Sentence],
) -> Iterator[tuple[tuple[Fragment, ...], tuple[Fragment, ...]]]:
    """Yield the one figure in which a sentence differs from its first print."""
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        known = first.setdefault(sentence.shape, sentence)
        if known is sentence:
            continue
        differing = [
            (one, two)
            for one, two in zip(known.numbers, sentence.numbers, strict=True)
            if known.found.string[slice(*one)] != sentence.found.string[slice(*two)]
        ]
        if len(differing) == 1:
            one, two = differing[0]
            yield (
                slice_fragments(known.node.fragments, one),
                slice_fragments(sentence.node.fragments, two),
            )


def _notice(one: tuple[Fragment, ...], two: tuple[Fragment, ...]) -> Notice:
    a, b = (tuple(Place(f.line, f.start, f.end) for f in side) for side in (one, two))
    return Notice(
        kind="conflicting-figures",
        at=(Place(one[0].line),),
        a=a,
        b=b,
        said=(joined(one), joined(two)),
    )
