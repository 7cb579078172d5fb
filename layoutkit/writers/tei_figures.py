"""In: a figure of a stat.  Out: its measure or num around the printed form."""

from __future__ import annotations

from decimal import Decimal

from ..model import Figure
from .tei_text import Mark, token

_BOUNDS = {"at-least": "atLeast", "at-most": "atMost"}
_CHANGES = {
    "rise": ("change", "rise"),
    "fall": ("change", "fall"),
    "rise-to": ("level", "rise"),
    "fall-to": ("level", "fall"),
}
# A rank keeps its type, so a rank that rose by so many places needs a subtype of its own.
_RANK_CHANGES = {"rise": "rise-by", "fall": "fall-by", "rise-to": "rise", "fall-to": "fall"}


def mark(figure: Figure) -> Mark:
    """Return the element of a figure; its attributes say the value, unit, bound and change."""
    is_measure = bool(figure.unit) and not figure.ordinal
    pairs = _kind(figure, is_measure)
    if figure.ordinal and figure.unit:  # num has no @unit
        pairs["n"] = token(figure.unit)
    values = _values(figure, "quantity" if is_measure else "value")
    pairs |= values
    last = ""
    if figure.bound == "about" and values:
        match = "|".join(f"@{name}" for name in values)
        last = f'<precision match="{match}" precision="low"/>'
    elif figure.bound not in ("exact", _said(figure)):
        pairs["rend"] = figure.bound
    if is_measure:
        pairs["unit"] = token(figure.unit)
    attributes = "".join(f' {name}="{value}"' for name, value in pairs.items())
    end = figure.start + len(figure.printed)
    return Mark(figure.start, end, "measure" if is_measure else "num", attributes, last)


def _kind(figure: Figure, is_measure: bool) -> dict[str, str]:
    if figure.ordinal:
        change = {"subtype": _RANK_CHANGES[figure.change]} if figure.change else {}
        return {"type": "ordinal"} | change
    if figure.change:
        kind, subtype = _CHANGES[figure.change]
        return {"type": kind, "subtype": subtype}
    return {} if is_measure else {"type": "cardinal"}


def _values(figure: Figure, name: str) -> dict[str, str]:
    """Return a value, with its bound where there is one, or the two ends of a range."""
    if figure.upper is not None:
        ends = {"atLeast": figure.value, "atMost": figure.upper}
    else:
        ends = {name: figure.value}
        if figure.bound in _BOUNDS:
            ends[_BOUNDS[figure.bound]] = figure.value
    return {key: _decimal(value) for key, value in ends.items() if value is not None}


def _said(figure: Figure) -> str | None:
    """Return the bound that the attributes of the value say by themselves."""
    has_bound = figure.value is not None and figure.upper is None and figure.bound in _BOUNDS
    return figure.bound if has_bound else None


def _decimal(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
