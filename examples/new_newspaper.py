"""Show what a profile changes: python new_newspaper.py PAGE [PROFILE.toml]

A newspaper prints labels of its own.  A profile names them, in a file like new_newspaper.toml;
no code is needed.  Write yours, run this, and look at the lines that changed.
"""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

import layoutkit

OWN = Path(__file__).with_suffix(".toml")


def main(page: str, profile: str = str(OWN)) -> str:
    """Return the difference that the profile makes to the page's tree."""
    before = str(layoutkit.read(page))
    after = str(layoutkit.read(page, profile=profile))
    lines = unified_diff(
        before.split("\n"), after.split("\n"), "default", profile, n=0, lineterm=""
    )
    return "\n".join(lines)


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
