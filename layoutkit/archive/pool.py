"""In: chunks of work and something that runs them.  Out: their results, in the order of completion.

No more is handed out than keeps the workers busy.  A chunk that kills its worker is found by
running what was under way again, one chunk at a time, in halves, until one page stands alone.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from ..errors import LayoutError
from .work import start_worker

T = TypeVar("T")
R = TypeVar("R")

_TRIES = 2  # deaths of a worker until its page is given up
_DEATHS = 40  # without a result between them: it is not the pages that are at fault
_STOPS = [signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class _Chunk(NamedTuple, Generic[T]):
    tasks: tuple[T, ...]
    deaths: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost(Generic[T]):
    """A task that no worker survived."""

    task: T
    reason: str


class Processes:
    """A process pool on this machine that can be closed at once and made anew."""

    def __init__(self, jobs: int, megabytes: int, preload: tuple[str, ...]):
        self._jobs, self._megabytes = jobs, megabytes
        self._context = multiprocessing.get_context(_START)
        self._start(preload)
        self.executor = self._made()

    def _start(self, preload: tuple[str, ...]) -> None:
        """Start the server of workers deaf to what a terminal sends to all processes of a run."""
        if _START != "forkserver":
            return
        from multiprocessing import forkserver

        self._context.set_forkserver_preload(list(preload))
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
        try:
            forkserver.ensure_running()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _made(self) -> ProcessPoolExecutor:
        self._end, self._alive = self._context.Pipe(duplex=False)
        return ProcessPoolExecutor(
            self._jobs,
            mp_context=self._context,
            initializer=start_worker,
            initargs=(self._end, self._megabytes),
        )

    def renew(self) -> Executor:
        """Return a new executor in the place of a broken one."""
        self.close()
        self.executor = self._made()
        return self.executor

    def close(self) -> None:
        """End the workers now, whatever they are doing; each notices that its pipe is closed."""
        with _undisturbed():
            self._alive.close()
            self.executor.shutdown(wait=True, cancel_futures=True)
            self._end.close()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back a signal to stop while processes are started or ended, which has no halves."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = {stop: signal.signal(stop, lambda number, _: held.append(number)) for stop in _STOPS}
    try:
        yield
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)
    for number in held[:1]:
        signal.raise_signal(number)


def spread(
    chunks: Iterator[tuple[T, ...]],
    work: Callable[[tuple[T, ...]], R],
    executor: Executor,
    width: int,
    renew: Callable[[], Executor] | None = None,
) -> Iterator[R | Lost[T]]:
    """Yield the result of each chunk; at most width chunks are handed out at a time.

    renew gives a new executor when workers have died; without it that is an error.
    """
    under_way = _UnderWay(work, executor, renew)
    while under_way.fill(chunks, width):
        yield from under_way.finished()


class _UnderWay(Generic[T, R]):
    """The chunks that are handed out, and those to be tried again alone."""

    def __init__(
        self,
        work: Callable[[tuple[T, ...]], R],
        executor: Executor,
        renew: Callable[[], Executor] | None,
    ):
        self._work, self._executor, self._renew = work, executor, renew
        self._running: dict[Future[R], _Chunk[T]] = {}
        self._suspects: deque[_Chunk[T]] = deque()
        self._deaths = 0  # since the last result

    def fill(self, chunks: Iterator[tuple[T, ...]], width: int) -> bool:
        """Hand out what may be handed out; return whether anything is under way."""
        if self._suspects:
            if not self._running:  # one at a time: a death tells whose it is
                self._submit(self._suspects.popleft()._replace(alone=True))
        else:
            while len(self._running) < width and (tasks := next(chunks, None)):
                self._submit(_Chunk(tasks))
        return bool(self._running)

    def _submit(self, chunk: _Chunk[T]) -> None:
        try:
            with _undisturbed():
                future = self._executor.submit(self._work, chunk.tasks)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)
        except (RuntimeError, OSError) as error:
            raise _gone(error) from None
        self._running[future] = chunk

    def finished(self) -> Iterator[R | Lost[T]]:
        """Yield the results that are there, waiting for one at least."""
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        broken = False
        for future in done:
            chunk = self._running.pop(future)
            try:
                result = future.result()
            except (CancelledError, OSError) as error:
                raise _gone(error) from None
            except Exception as error:  # each executor has its own word for dead workers
                broken = broken or isinstance(error, BrokenProcessPool)
                yield from self._blamed(chunk, error)
            else:
                self._deaths = 0
                yield result
        if broken and self._renew:
            self._suspects.extend(self._running.values())
            self._running.clear()
            self._executor = self._renew()

    def _blamed(self, chunk: _Chunk[T], error: Exception) -> Iterator[Lost[T]]:
        """Put a chunk whose worker died among the suspects, halved if it ran alone; or give up."""
        self._deaths += chunk.alone
        if self._deaths > _DEATHS or (self._renew is None and isinstance(error, BrokenProcessPool)):
            raise _gone(error)
        if not chunk.alone:
            self._suspects.append(chunk)
        elif len(chunk.tasks) > 1:
            middle = len(chunk.tasks) // 2
            self._suspects.append(_Chunk(chunk.tasks[:middle]))
            self._suspects.append(_Chunk(chunk.tasks[middle:]))
        elif chunk.deaths + 1 < _TRIES:
            self._suspects.append(_Chunk(chunk.tasks, chunk.deaths + 1))
        else:
            yield Lost(task=chunk.tasks[0], reason="its worker died: out of memory or of time")


def _gone(error: BaseException) -> LayoutError:
    what = " ".join(str(error).split()) or type(error).__name__
    return LayoutError(f"lost the workers ({what}); the same command goes on from here")
