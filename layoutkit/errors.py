"""The one exception of the package: what the caller must mend."""

from __future__ import annotations

from pathlib import Path


class LayoutError(Exception):
    """A file, encoding, profile or format that the caller must mend; its text is one clear line.

    path and line say where, as far as known; line counts from 1.
    """

    def __init__(self, message: str, path: str | Path | None = None, line: int | None = None):
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        where = ":".join(str(part) for part in (self.path, line) if part is not None)
        super().__init__(f"{where}: {message}" if where else message)

    def __reduce__(self) -> tuple[type[LayoutError], tuple[str, str | None, int | None]]:
        """Keep path and line when a worker process hands the error on."""
        return LayoutError, (self.message, self.path, self.line)
