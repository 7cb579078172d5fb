"""The smallest text that shows a case, and the tree it should become; see cases/README.md."""

from __future__ import annotations

import pytest

import layoutkit

from .cases import Case, cases
from .notation import notation, shown
from .support import from_notation

OPEN = pytest.mark.xfail(strict=True, reason="known, not yet solved: see the case")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=[OPEN] if case.is_open else [], id=str(case))
        for case in cases(but=("topics",))
    ],
)
def test_case(case: Case) -> None:
    wanted = notation(from_notation(case.tree, case.text))
    got = notation(layoutkit.parse(case.text, name="case.txt"))
    assert wanted == got, shown(wanted, got)
