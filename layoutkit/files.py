"""In: paths.  Out: the bytes of ordinary files, and files that are whole or not there at all."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import LayoutError
from .pattern import pattern

# What an unfinished write is called: `.NAME.RANDOM.part` in the folder of NAME.
PART = pattern(r"\..+\.[0-9a-f]{8}\.part", re.DOTALL)
_NAME_BYTES = 255  # no common file system takes longer names


def read_bytes(path: Path) -> bytes:
    """Return the bytes of an ordinary file; pipes and devices are refused without waiting."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            _refuse_special(os.fstat(file.fileno()).st_mode, path)
            return file.read()
    except (OSError, ValueError) as error:
        raise _cannot("read", path, error) from None


def _refuse_special(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise LayoutError("this is a folder, not a file", path)
    if not stat.S_ISREG(mode):
        raise LayoutError("this is a pipe or a device, not a file", path)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; the old one stays until the new one is on disk."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file from its parts in order, whole or not at all."""
    try:
        if path.is_dir():
            raise LayoutError("cannot write: there is a folder of this name", path)
        with _part_of(path) as part:
            _fill(part, parts)
            part.replace(path)
        _sync_folder(path.parent)
    except (OSError, ValueError) as error:
        raise _cannot("write", path, error) from None


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """Yield the name of a new temporary file beside a path; it is gone afterwards."""
    end = f".{os.urandom(4).hex()}.part"
    name = os.fsdecode(os.fsencode(path.name)[: _NAME_BYTES - len(end) - 1])
    part = path.with_name(f".{name}{end}")
    try:
        yield part
    finally:
        with suppress(OSError):
            part.unlink()


def _fill(part: Path, parts: Iterable[bytes]) -> None:
    """Write and sync a new file; opened so that it is never one that is there already."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(handle, "wb") as file:
        for data in parts:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make a rename in a folder last; some systems cannot open folders, and need not."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot(do: str, path: Path, error: OSError | ValueError) -> LayoutError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return LayoutError(f"cannot {do}: {reason[:1].lower()}{reason[1:]}", path)


def shown_name(path: Path) -> str:
    """Return a file's name as an output may hold it: what no XML takes is written as an escape."""
    name = os.fsencode(path.name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def beside(folder: Path, name: str) -> bytes | None:
    """Return the bytes of a file that an output names as its source, or None where it is not there.

    Only a name in this very folder is followed: an output may come from a stranger.
    """
    if not name or name in (".", "..") or "/" in name or "\\" in name or "\0" in name:
        return None
    path = folder / name
    return read_bytes(path) if path.is_file() else None


def is_same(first: Path, second: Path) -> bool:
    """Return whether two paths are one file, through links too."""
    try:
        return first.samefile(second)
    except (OSError, ValueError):
        return False


def sweep(folder: Path) -> None:
    """Remove what killed runs left unfinished below a folder that no other run is writing to."""
    for here, _, names in os.walk(folder):
        for name in names:
            if PART.fullmatch(name):
                with suppress(OSError):
                    Path(here, name).unlink()
