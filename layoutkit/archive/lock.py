"""In: an output folder.  Out: the certainty that no other run is writing to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import LayoutError

NAME = ".layoutkit.lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a folder for one run; the system lets go of it however the process ends."""
    try:
        import fcntl
    except ImportError:
        raise LayoutError("archive runs need Linux or macOS") from None
    try:
        with (folder / NAME).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise LayoutError("another run is working in this folder", folder) from None
            yield
    except OSError as error:
        raise LayoutError(f"cannot write: {error.strerror}", error.filename or folder) from None
