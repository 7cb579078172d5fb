"""In: what became of pages.  Out: the same after a stop, so that only the rest has to be done."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ..errors import LayoutError

NAME = ".layoutkit.journal"
_VERSION = 1
_TABLE = """create table if not exists record (
    stem blob, format text, name blob, options text, sha256_in text, sha256_out text,
    characters integer, blocks integer, duplicates integer, warnings integer,
    reason text, shown text, primary key (stem, format)) without rowid"""


class Record(NamedTuple):
    """One result of one page: a file (sha256_out), or why there is none (reason).

    options is the fingerprint of all that the file depends on beside its input; shown is what
    the index prints of the page.
    """

    stem: str
    format: str
    name: str
    options: str
    sha256_in: str
    sha256_out: str
    characters: int = 0
    blocks: int = 0
    duplicates: int = 0
    warnings: int = 0
    reason: str = ""
    shown: str = ""


class Journal:
    """The records of an output folder, in one SQLite file in it."""

    def __init__(self, folder: Path):
        self._path = folder / NAME
        with self._clear():
            self._base = sqlite3.connect(self._path)
            version = self._base.execute("pragma user_version").fetchone()[0]
            if version > _VERSION:
                raise LayoutError("the journal is of a newer layoutkit", self._path)
            self._base.execute(_TABLE)
            self._base.execute(f"pragma user_version = {_VERSION}")
            self._base.commit()

    def close(self) -> None:
        """Close the file; what was added stays."""
        self._base.close()

    def done(self, stem: str, format: str, options: str) -> tuple[str, str] | None:
        """Return the hashes of input and result of what is done with these very options."""
        with self._clear():
            found: tuple[str, str] | None = self._base.execute(
                "select sha256_in, sha256_out from record"
                " where stem = ? and format = ? and options = ? and sha256_out != ''",
                (os.fsencode(stem), format, options),
            ).fetchone()
        return found

    def add(self, records: Iterable[Record]) -> None:
        """Write records, in one transaction that is on disk when this returns."""
        rows = [(os.fsencode(r.stem), r.format, os.fsencode(r.name), *r[3:]) for r in records]
        with self._clear(), self._base:
            self._base.executemany(
                f"insert or replace into record values ({','.join('?' * 12)})", rows
            )

    def records(self) -> Iterator[Record]:
        """Yield all records, sorted by the name of the result."""
        with self._clear():
            for row in self._base.execute("select * from record order by stem, format"):
                yield Record(os.fsdecode(row[0]), row[1], os.fsdecode(row[2]), *row[3:])

    @contextmanager
    def _clear(self) -> Iterator[None]:
        """Turn what SQLite says of a damaged or unwritable file into one clear line."""
        try:
            yield
        except sqlite3.Error as error:
            raise LayoutError(
                f"the journal cannot be used ({error}); remove it to convert everything again",
                self._path,
            ) from None
