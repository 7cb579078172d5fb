"""In: files and folders of pages.  Out: a folder of results, its journal and its manifest.

Run again, it does only what is missing, changed or failed.  No page stops the others.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import LayoutError
from ..files import sweep, write_bytes
from ..profile import Profile, load_profile
from ..writers import WRITERS
from .journal import Journal, Record
from .lock import locked
from .manifest import write_manifest
from .plan import Page, counted, pages
from .pool import Lost, Processes, spread
from .work import Order, Result, Task, convert_pages

_CHUNK = 50  # pages of a task: a fifth of a second or more, so that handing out costs little
_FEW = 8  # pages that are sooner converted than worker processes are started


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an archive run did; failed pages have their names and reasons."""

    total: int
    converted: int
    unchanged: int
    with_warnings: int
    failed: tuple[tuple[str, str], ...]


def run(
    inputs: tuple[Path, ...],
    to: tuple[str, ...],
    output: Path,
    *,
    profile: str | Profile = "default",
    encoding: str | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    jobs: int | None = None,
    executor: Executor | None = None,
    force: bool = False,
    seconds: float = 60.0,
    megabytes: int = 2048,
    watch: Callable[[Result, int], None] | None = None,
) -> Summary:
    """Convert all pages of files and folders to one or several formats below a folder.

    options holds what render takes, by format; jobs is the number of worker processes, or of
    tasks under way on an executor of the caller's; seconds and megabytes bound a page (on an
    executor of the caller's its own limits do).  watch is called with each page's result and the
    number of pages.  Raises LayoutError where the run cannot begin or its workers are lost.
    """
    labels = load_profile(profile) if isinstance(profile, str) else profile
    order = Order(
        output=str(output.absolute()),
        options={name: dict((options or {}).get(name, {})) for name in to},
        profile=labels,
        encoding=encoding,
        seconds=seconds,
    )
    total = counted(inputs, output, to)
    jobs = jobs or (64 if executor else _cores())
    with ExitStack() as stack:
        _make_folder(output)
        stack.enter_context(locked(output))
        sweep(output)
        journal = stack.enter_context(closing(Journal(output)))
        prints = {name: fingerprint(order, name) for name in to}
        tasks = _tasks(pages(inputs, output), journal, {} if force else prints)
        work = functools.partial(convert_pages, order)
        if executor:
            results = spread(_chunks(tasks, total, jobs), work, executor, jobs)
        elif total <= _FEW:
            results = (work((task,)) for task in tasks)
        else:
            own = Processes(min(jobs, total), megabytes, _modules(to))
            stack.callback(sweep, output)  # after the workers have ended, in whatever way
            stack.callback(own.close)
            chunks = _chunks(tasks, total, jobs)
            results = spread(chunks, work, own.executor, 2 * jobs, own.renew)
        summary = _collected(results, journal, prints, total, watch)
        write_manifest(output, journal.records())
        if "html" in to:
            _write_index(output, journal)
    return summary


def _cores() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make_folder(output: Path) -> None:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LayoutError(f"cannot make the folder: {error.strerror}", output) from None


def _modules(to: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modules that all workers need, to be loaded once for all of them."""
    return (f"{__name__}.work", *(f"layoutkit.writers.{WRITERS[name].module}" for name in to))


def fingerprint(order: Order, to: str) -> str:
    """Return a hash of all that a result depends on beside its input."""
    libraries = ("lxml", "pikepdf", "python-docx", "reportlab", "rapidfuzz")
    versions = [__version__, *(metadata.version(name) for name in libraries)]
    facts = [to, versions, order.encoding, dict(order.options[to]), order.profile._asdict()]
    text = json.dumps(facts, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case frozenset():
            return sorted(value)
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case _:
            return str(value)


def _tasks(found: Iterator[Page], journal: Journal, prints: Mapping[str, str]) -> Iterator[Task]:
    """Yield each page with what the journal knows of it."""
    for page in found:
        known = {to: journal.done(page.stem, to, prints[to]) for to in prints}
        yield Task(page, {to: hashes for to, hashes in known.items() if hashes})


def _chunks(tasks: Iterator[Task], total: int, jobs: int) -> Iterator[tuple[Task, ...]]:
    size = max(1, min(_CHUNK, total // (4 * jobs)))
    while chunk := tuple(islice(tasks, size)):
        yield chunk


def _collected(
    results: Iterator[tuple[Result, ...] | Lost[Task]],
    journal: Journal,
    prints: Mapping[str, str],
    total: int,
    watch: Callable[[Result, int], None] | None,
) -> Summary:
    """Write what comes back into the journal, and return the count of it."""
    converted = unchanged = warned = 0
    failed: list[tuple[str, str]] = []
    for some in results:
        if isinstance(some, Lost):
            reasons = dict.fromkeys(prints, some.reason)
            some = (Result(page=some.task.page, failed=reasons),)
        journal.add(record for result in some for record in _records(result, prints))
        for result in some:
            if result.failed:
                said = "; ".join(dict.fromkeys(result.failed.values()))
                failed.append((result.page.name, said))
            elif result.made:
                converted += 1
                warned += result.warnings > 0
            else:
                unchanged += 1
            if watch:
                watch(result, total)
    return Summary(
        total=converted + unchanged + len(failed),
        converted=converted,
        unchanged=unchanged,
        with_warnings=warned,
        failed=tuple(sorted(failed)),
    )


def _records(result: Result, prints: Mapping[str, str]) -> Iterator[Record]:
    """Yield the journal's records of what is new about a page."""
    for to in (*result.made, *result.failed):
        record = Record(
            stem=result.page.stem,
            format=to,
            name=result.page.name,
            options=prints[to],
            sha256_in=result.sha256_in,
            sha256_out=result.made.get(to, ""),
            reason=result.failed.get(to, ""),
        )
        if to in result.made:
            record = record._replace(
                characters=result.characters,
                blocks=result.blocks,
                duplicates=result.duplicates,
                warnings=result.warnings,
                shown=result.shown if to == "html" else "",
            )
        yield record


def _write_index(output: Path, journal: Journal) -> None:
    from ..writers.html_index import IndexRow, index

    shown = (record.shown for record in journal.records())
    write_bytes(output / "index.html", index([IndexRow(**json.loads(row)) for row in shown if row]))
