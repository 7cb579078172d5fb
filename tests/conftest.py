"""The option --update: write the snapshots anew instead of comparing with them."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update; what it wrote is read line by line before it is committed."""
    parser.addoption("--update", action="store_true", help="rewrite tests/snapshots")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Return whether snapshots are to be rewritten."""
    return bool(request.config.getoption("--update"))
