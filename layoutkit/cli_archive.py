"""In: what an archive run is to do.  Out: its summary; its progress goes to the screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import archive
from .errors import LayoutError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from .archive.work import Result

Say = Callable[[str], None]

_LOGGED = 5.0  # seconds between the lines of a log
_CONNECT = 10  # seconds to wait for a scheduler


def run_archive(
    inputs: tuple[Path, ...],
    formats: tuple[str, ...],
    output: Path,
    *,
    say: Say,
    dask: str | None,
    **options: Any,
) -> archive.Summary:
    """Run with a bar on a terminal, or with lines in a log; options are those of archive.run.

    dask is the address of a scheduler; say writes one line.  Raises LayoutError as archive.run
    does, and where there is no Dask or no scheduler.
    """
    with _executor(dask) as executor, _progress(say) as watch:
        return archive.run(inputs, formats, output, executor=executor, watch=watch, **options)


@contextmanager
def _executor(address: str | None) -> Iterator[Executor | None]:
    """Yield an executor on the workers of a Dask scheduler, or None where no address is given."""
    if address is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise LayoutError("--dask needs Dask: pip install 'layoutkit[dask]'") from None
    try:
        client: Any = Client(address, timeout=_CONNECT)  # type: ignore[no-untyped-call]  # theirs
    except (OSError, ValueError) as error:
        raise LayoutError(f"cannot reach the Dask scheduler {address!r}: {error}") from None
    with client:
        yield client.get_executor(pure=False)


@contextmanager
def _progress(say: Say) -> Iterator[Callable[[Result, int], None]]:
    """Yield what is called with each page: it moves a bar, or in a log writes a line at times."""
    from tqdm import tqdm

    bar = tqdm(unit="page", disable=not sys.stderr.isatty(), smoothing=0.05)
    clock = [time.monotonic()]
    began, done = clock[0], 0

    def watch(result: Result, total: int) -> None:
        nonlocal done
        done += 1
        bar.total = total
        bar.update()
        for reason in dict.fromkeys(result.failed.values()):
            bar.clear()
            say(f"{result.page.name}: {reason}")
        if bar.disable and time.monotonic() - clock[0] > _LOGGED:
            clock[0] = time.monotonic()
            rate = done / (clock[0] - began)
            say(f"{done} of {total} pages, {rate:.1f} a second, {(total - done) / rate:.0f} s left")

    with bar:
        yield watch
