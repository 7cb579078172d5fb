"""The smallest text that shows a case, and the tree it should become; see cases/README.md."""

from __future__ import annotations

import pytest

import layoutkit

from .cases import Case, cases
from .notation import notation, shown
from .support import from_notation


@pytest.mark.parametrize("case", cases(but=("topics",)), ids=str)
def test_case(case: Case) -> None:
    wanted = notation(from_notation(case.tree, case.text))
    got = notation(layoutkit.parse(case.text, name="case.txt"))
    assert wanted == got, shown(wanted, got)
