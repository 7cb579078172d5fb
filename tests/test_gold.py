"""Each sample's tree against the tree made by hand: the differences may fall and not rise."""

from __future__ import annotations

import tomllib

import pytest

from .notation import differing, notation, shown
from .pages import parsed
from .support import GOLD, NAMES, gold

ALLOWED = tomllib.loads((GOLD / "allowed.toml").read_text(encoding="utf-8"))
# What a careful editor notes by hand.  The parser may warn of more, such as unpaired quotes.
NOTED = (
    "missing-heading", "misplaced-heading", "number-gap", "empty-section", "count-mismatch",
    "conflicting-figures", "garbled",
)  # fmt: skip


def test_every_gold_has_its_number() -> None:
    assert sorted(ALLOWED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_gold(name: str) -> None:
    wanted = _noted(notation(gold(name)))
    got = _noted(notation(parsed(name)))
    found, allowed = differing(wanted, got), ALLOWED[name]
    assert found <= allowed, f"{found} lines differ, {allowed} may:\n{shown(wanted, got)}"
    assert found == allowed, f"only {found} lines differ: write {name} = {found} in allowed.toml"


def _noted(lines: list[str]) -> list[str]:
    kept = tuple(f"  warning kind={kind} " for kind in NOTED)
    return [line for line in lines if not line.startswith("  warning ") or line.startswith(kept)]
