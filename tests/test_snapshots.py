"""The trees of the samples as they are now, byte for byte; `pytest --update` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest

from layoutkit.writers import tree

from .pages import parsed
from .support import NAMES

SNAPSHOTS = Path(__file__).with_name("snapshots")


@pytest.mark.parametrize("name", NAMES)
def test_snapshot(name: str, update: bool) -> None:
    path = SNAPSHOTS / f"{name}.tree"
    got = tree.write(parsed(name), comments=True)
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(got)
        return
    assert path.exists(), f"no {path.name}: make it with pytest --update, and read it"
    assert got.decode() == path.read_bytes().decode()
