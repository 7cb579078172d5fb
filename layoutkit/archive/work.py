"""In: some pages of a run.  Out: their files, written here, and one small result for each page.

This is what runs in a worker, on this machine or another; doing it twice does no harm.
"""

from __future__ import annotations

import faulthandler
import gc
import hashlib
import json
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import LayoutError
from ..files import is_same, read_bytes, write_bytes
from ..model import Document, Dup, walk
from ..pipeline import read_data, render
from ..profile import Profile
from ..reading import reading_order
from ..writers import WRITERS
from .plan import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be done with every page; options holds what render takes for each format.

    seconds bounds the time of a page, and as much again for each further megabyte.
    """

    output: str
    options: Mapping[str, Mapping[str, Any]]
    profile: Profile
    encoding: str | None = None
    seconds: float = 60.0


class Task(NamedTuple):
    """A page, and the hashes (input, result) of what was done with it before, by format."""

    page: Page
    done: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a page: the hashes of new files, the reasons why others are not there.

    Both are by format and both empty where all was as it should be.
    """

    page: Page
    sha256_in: str = ""
    made: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    characters: int = 0
    blocks: int = 0
    duplicates: int = 0
    warnings: int = 0
    shown: str = ""


class _TooLate(BaseException):
    """A page has used up its time; not an Exception, so that no library takes it for its own."""


def convert_pages(order: Order, tasks: tuple[Task, ...]) -> tuple[Result, ...]:
    """Return the results of pages, in order; whatever is wrong with a page stays with the page."""
    return tuple(_convert_page(order, task) for task in tasks)


def _convert_page(order: Order, task: Task) -> Result:
    page = task.page
    digest, missing = "", tuple(order.options)
    try:
        data = read_bytes(Path(page.path))
        digest = hashlib.sha256(data).hexdigest()
        missing = tuple(to for to in order.options if not _is_done(order, task, to, digest))
        if not missing:
            return Result(page=page, sha256_in=digest)
        with _time_limit(order.seconds * (1 + len(data) // 1_000_000)):
            document = read_data(
                data, Path(page.path), profile=order.profile, encoding=order.encoding
            )
            return _written(order, page, document, digest, missing)
    except _TooLate:
        reason = "takes too long"
    except LayoutError as error:
        reason = error.message
    except MemoryError:
        reason = "needs too much memory"
    # The one place that takes any error: what is wrong with a page must not end the run.
    except Exception as error:
        reason = _fault(error)
    return Result(page=page, sha256_in=digest, failed=dict.fromkeys(missing, reason))


def _fault(error: Exception) -> str:
    words = " ".join(str(error).split())[:200]
    return f"fault in layoutkit, please report it: {type(error).__name__}: {words}"


def _is_done(order: Order, task: Task, to: str, digest: str) -> bool:
    """Return whether a result is there, unchanged, and made from this very input."""
    known = task.done.get(to)
    if known is None or known[0] != digest:
        return False
    try:
        data = read_bytes(_target(order, task.page, to))
    except LayoutError:
        return False
    return hashlib.sha256(data).hexdigest() == known[1]


def _target(order: Order, page: Page, to: str) -> Path:
    return Path(order.output, page.stem + WRITERS[to].suffix)


def _written(
    order: Order, page: Page, document: Document, digest: str, missing: tuple[str, ...]
) -> Result:
    """Return the result of a page whose missing files are written from one parse."""
    made: dict[str, str] = {}
    failed: dict[str, str] = {}
    for to in missing:
        try:
            made[to] = _write(order, page, document, to)
        except LayoutError as error:
            failed[to] = error.message
        except MemoryError:
            failed[to] = "needs too much memory"
        except Exception as error:  # a fault of one writer leaves the other formats alone
            failed[to] = _fault(error)
    blocks = tuple(reading_order(document))
    return Result(
        page=page,
        sha256_in=digest,
        made=made,
        failed=failed,
        characters=sum(len(block.text) for block in blocks),
        blocks=len(blocks),
        duplicates=sum(isinstance(node, Dup) for node in walk(document)),
        warnings=len(document.warnings),
        shown=_shown(document, page) if "html" in made else "",
    )


def _write(order: Order, page: Page, document: Document, to: str) -> str:
    data = render(document, to, **order.options[to])
    target = _target(order, page, to)
    if is_same(Path(page.path), target):
        raise LayoutError("the output would replace the input")
    with suppress(OSError):  # the write says why, where the folder cannot be made
        target.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(target, data)
    return hashlib.sha256(data).hexdigest()


def _shown(document: Document, page: Page) -> str:
    """Return what the index page prints of a page, as JSON."""
    from ..writers.html_index import row_of

    return json.dumps(asdict(row_of(document, page.stem + WRITERS["html"].suffix)))


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop a page that takes too long; the worker itself where it does not even notice.

    Signals reach main threads only: a thread of a Dask worker has no limit of its own.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    alone = multiprocessing.parent_process() is not None
    with Path(os.devnull).open("w") as nowhere:
        if alone:
            faulthandler.dump_traceback_later(2 * seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
            if alone:
                faulthandler.cancel_dump_traceback_later()


def _too_late(_number: int, _frame: object) -> None:
    raise _TooLate


def start_worker(parent: Connection, megabytes: int) -> None:
    """Prepare a worker process: bounded memory, deaf to Ctrl-C, gone when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(megabytes)
    gc.freeze()  # what is imported stays: looking through it again takes a twentieth of the time
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _limit_memory(megabytes: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, hard))


def _end_with(parent: Connection) -> None:
    with suppress(EOFError, OSError):
        parent.recv_bytes()  # comes never: it ends when the other end is closed
    os._exit(1)
