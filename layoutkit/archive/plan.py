"""In: the files and folders of a run.  Out: its pages in order, and where their results go."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import LayoutError
from ..files import is_same
from ..writers import WRITERS

_SUFFIXES = (".txt", ".md")  # what is taken for a page in a folder


class Page(NamedTuple):
    """An input and its name in the run; its results have that name below OUT, by their suffixes."""

    path: str
    name: str

    @property
    def stem(self) -> str:
        """Return the results' path below OUT without a suffix."""
        return os.path.splitext(self.name)[0]  # noqa: PTH122  # a name, not a path to a file


def pages(inputs: tuple[Path, ...], output: Path) -> Iterator[Page]:
    """Yield the pages of a run, always in the same order, holding one folder at a time in memory.

    The tree of a folder is kept; where there are several inputs it stands below the folder's name.
    """
    for given in inputs:
        if given.is_dir():
            top = "" if len(inputs) == 1 else f"{given.resolve().name}/"
            yield from _below(given.absolute(), output, top)
        else:
            yield Page(str(given.absolute()), given.name)


def _below(folder: Path, output: Path, top: str) -> Iterator[Page]:
    for here, folders, names in os.walk(folder, onerror=_cannot_list):
        way = Path(here)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not is_same(way / name, output)
        )
        within = "" if way == folder else f"{way.relative_to(folder).as_posix()}/"
        for name in sorted(names):
            if name.lower().endswith(_SUFFIXES) and not name.startswith("."):
                yield Page(str(way / name), f"{top}{within}{name}")


def _cannot_list(error: OSError) -> None:
    """Refuse the run: pages that nobody missed would be worse."""
    raise LayoutError(f"cannot read the folder: {error.strerror}", error.filename)


def counted(inputs: tuple[Path, ...], output: Path, formats: tuple[str, ...]) -> int:
    """Return the number of pages, having refused a run whose results would fall on one another."""
    _refuse_folders(inputs, output)
    count, folder = 0, None
    taken: dict[str, str] = {}
    given = {os.path.realpath(path) for path in inputs if not path.is_dir()}
    for page in pages(inputs, output):
        count += 1
        here = os.path.dirname(page.name)  # noqa: PTH120  # a name, not a path to a file
        if here != folder:
            folder, taken = here, {"index": "the index"} if not here and "html" in formats else {}
        _refuse_collision(page, taken)
        for to in formats if given else ():
            target = output / f"{page.stem}{WRITERS[to].suffix}"
            if os.path.realpath(target) in given:
                raise LayoutError("a result would replace this input", target)
    return count


def _refuse_collision(page: Page, taken: dict[str, str]) -> None:
    # Some file systems fold case and normal forms: what they take for one name is one here.
    key = unicodedata.normalize("NFC", page.stem).casefold()
    other = taken.setdefault(key, page.name)
    if other != page.name:
        raise LayoutError(f"its results would have the names of those of {other!r}", page.path)


def _refuse_folders(inputs: tuple[Path, ...], output: Path) -> None:
    """Refuse inputs that are not there, that contain their own results, or share a name."""
    names: dict[str, Path] = {}
    for given in inputs:
        if not given.exists():
            raise LayoutError("cannot read: no such file or folder", given)
        if not given.is_dir():
            continue
        whole = output.resolve()
        if whole == given.resolve() or whole in given.resolve().parents:
            raise LayoutError(
                f"the input folder stands in the output folder {str(output)!r}", given
            )
        other = names.setdefault(given.resolve().name.casefold(), given)
        if other is not given and len(inputs) > 1:
            raise LayoutError(f"has the name of another input, {str(other)!r}", given)
