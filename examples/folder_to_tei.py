"""Write every text of a folder as TEI into another: python folder_to_tei.py TEXTS TEI

For thousands of pages use the command instead, which runs in parallel and can be resumed:
layoutkit convert TEXTS --to tei -o TEI
"""

from __future__ import annotations

import sys
from pathlib import Path

import layoutkit


def main(texts: Path, tei: Path) -> None:
    """Convert the pages one by one; a page that cannot be read is named and left out."""
    tei.mkdir(parents=True, exist_ok=True)
    for path in sorted(texts.glob("*.txt")):
        try:
            print(layoutkit.convert(path, "tei", tei))
        except layoutkit.LayoutError as error:
            print(error, file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
