"""Write the figures of pages as a table: python figures_of_a_page.py PAGE... > figures.csv

The command does the same: layoutkit extract stats PAGE... --to csv
"""

from __future__ import annotations

import sys

import layoutkit
from layoutkit.extract import extract, to_csv


def main(paths: list[str]) -> bytes:
    """Return one table of all pages."""
    rows = [row for path in paths for row in extract(layoutkit.read(path), "stats")]
    return to_csv(rows)


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1:]))
