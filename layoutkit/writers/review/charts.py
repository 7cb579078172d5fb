"""In: the stats of a group.  Out: a table of their figures, and a chart of those that compare."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ...model import Figure, Stat
from .markup import escape, plain, two
from .words import BOUNDS, CHANGES

_FEWEST = 3  # bars that make a chart worth its place
_LABEL, _BAR, _ROW = 132, 150, 22


class Bar(NamedTuple):
    """A figure to be drawn, with the words before it (or after it) as its label."""

    label: str
    figure: Figure
    value: Decimal


def figures(stats: Sequence[Stat]) -> str:
    """Return the chart and the table of a group; nothing where it has no figures."""
    if not any(stat.figures for stat in stats):
        return ""
    return f'<div class="figures">{_chart(comparable(stats))}{_table(stats)}</div>'


def comparable(stats: Sequence[Stat]) -> tuple[Bar, ...]:
    """Return the first figures of one unit, one a stat, of the unit that most stats have."""
    by_unit: dict[str, list[Bar]] = {}
    for stat in stats:
        units = set()
        for figure in stat.figures:
            if figure.value is None or figure.ordinal or not figure.unit or figure.unit in units:
                continue
            units.add(figure.unit)
            by_unit.setdefault(figure.unit, []).append(_bar(stat, figure, figure.value))
    most = max(by_unit.values(), key=len, default=[])
    return tuple(most) if len(most) >= _FEWEST and any(bar.value for bar in most) else ()


def _bar(stat: Stat, figure: Figure, value: Decimal) -> Bar:
    before = stat.text[: figure.start].strip(" :：,，、")
    after = stat.text[figure.start + len(figure.printed) :].strip(" :：,，、。；;")
    return Bar(label=before or after or figure.printed, figure=figure, value=value)


def _chart(bars: Sequence[Bar]) -> str:
    if not bars:
        return ""
    longest = max(abs(bar.value) for bar in bars)
    rows = []
    for index, bar in enumerate(bars):
        y = index * _ROW
        width = f"{float(abs(bar.value) / longest) * _BAR:.1f}"
        fall = bar.value < 0 or bar.figure.change == "fall"
        label = bar.label if len(bar.label) <= 10 else bar.label[:9] + "…"
        rows.append(
            f'<text x="{_LABEL - 6}" y="{y + 15}" class="label">{plain(label)}</text>'
            f'<rect x="{_LABEL}" y="{y + 4}" width="{width}" height="14" rx="2"'
            f' class="{"fall" if fall else "rise"}"/>'
            f'<text x="{_LABEL + float(width) + 5:.1f}" y="{y + 15}">'
            f"{plain(bar.figure.printed)}</text>"
        )
    said = "；".join(f"{bar.label} {bar.figure.printed}" for bar in bars)
    size = f"0 0 {_LABEL + _BAR + 90} {len(bars) * _ROW}"
    label = plain(f"条形图 bar chart: {said}")
    return f'<svg viewBox="{size}" role="img" aria-label="{label}">{"".join(rows)}</svg>'


def _table(stats: Sequence[Stat]) -> str:
    heads = (("原文", "printed"), ("值", "value"), ("单位", "unit"), ("说明", "sense"))
    head = "".join(f'<th scope="col">{two(*words)}</th>' for words in heads)
    count = sum(len(stat.figures) for stat in stats)
    rows = "".join(_row(figure) for stat in stats for figure in stat.figures)
    return (
        f"<details><summary>{two(f'{count}个数字', f'{count} figures')}</summary>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _row(figure: Figure) -> str:
    value = "—" if figure.value is None else f"{figure.value:,f}"
    if figure.upper is not None:
        value += f"–{figure.upper:,f}"
    senses = [BOUNDS[figure.bound]]
    if figure.change:
        senses.append(CHANGES[figure.change])
    if figure.ordinal:
        senses.append(("位次", "rank"))
    said = [sense for sense in senses if sense[0]]
    sense = two(" ".join(zh for zh, _ in said), " ".join(en for _, en in said)) if said else ""
    return (
        f"<tr><td>{escape(figure.printed)}</td><td>{escape(value)}</td>"
        f"<td>{escape(figure.unit)}</td><td>{sense}</td></tr>"
    )
