"""In: the records of an archive.  Out: manifest.csv; and what is not as a manifest says."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import LayoutError
from ..files import write_parts
from ..writers import WRITERS
from .journal import Record

NAME = "manifest.csv"
_COLUMNS = (
    "file", "source", "sha256_in", "sha256_out",
    "characters", "blocks", "duplicates", "warnings", "reason",
)  # fmt: skip


def write_manifest(folder: Path, records: Iterable[Record]) -> None:
    """Write manifest.csv: a row for each result in the order given, failures with their reason."""
    write_parts(folder / NAME, _rows(records))


def _rows(records: Iterable[Record]) -> Iterator[bytes]:
    yield _row(_COLUMNS)
    for r in records:
        file = r.stem + WRITERS[r.format].suffix
        counts = (r.characters, r.blocks, r.duplicates, r.warnings)
        yield _row((file, r.name, r.sha256_in, r.sha256_out, *counts, r.reason))


def _row(cells: Iterable[object]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8", "surrogateescape")  # a name may be any bytes


def faults(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file of manifest.csv with what is wrong about it, or "" where nothing is."""
    path = folder / NAME
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != _COLUMNS:
                raise LayoutError("this is no manifest of an archive run", path)
            for row in rows:
                yield row["file"], _fault(folder / row["file"], row)
    except OSError as error:
        raise LayoutError(f"cannot read: {error.strerror}", path) from None
    except csv.Error as error:
        raise LayoutError(f"the manifest is damaged: {error}", path) from None


def _fault(path: Path, row: dict[str, str]) -> str:
    if not row["sha256_out"]:
        return f"not converted: {row['reason']}"
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return "" if digest == row["sha256_out"] else "is not the file that was written"
