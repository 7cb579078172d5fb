"""In: a command.  Out: its time, processor time and memory, all its processes together."""

from __future__ import annotations

import compileall
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pypandoc  # type: ignore[import-untyped]  # has no types

LAYOUTKIT: list[str | Path] = [sys.executable, "-m", "layoutkit"]
_PACKAGE = Path(__file__).resolve().parents[1] / "layoutkit"
PANDOC: list[str | Path] = [str(pypandoc.get_pandoc_path())]
_EVERY = 0.05  # seconds between two looks at the processor time
_MEMORY_EVERY = 1.0  # and at the memory, which takes milliseconds from what is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds by the clock, seconds of processors, and the most megabytes at one time."""

    wall: float
    cpu: float
    megabytes: float


def measured(command: list[str | Path]) -> Cost:
    """Run a command and all that it starts, and return what it cost.

    Processes are looked for once a second: of one that lives shorter nothing is counted.
    """
    began = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cpu: dict[int, float] = {}
    most, looked = 0.0, -_MEMORY_EVERY
    family: list[psutil.Process] = []
    while True:
        if time.perf_counter() - looked >= _MEMORY_EVERY:
            looked, family = time.perf_counter(), _family(process)
            most = max(most, sum(map(_memory, family)))
        for each in family:
            with suppress(psutil.Error):
                cpu[each.pid] = sum(each.cpu_times()[:2])
        with suppress(psutil.TimeoutExpired):
            process.wait(_EVERY)
            break
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return Cost(wall=time.perf_counter() - began, cpu=sum(cpu.values()), megabytes=most / (1 << 20))


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def _memory(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        return float(process.memory_full_info().pss)
    return 0.0


def compile_package() -> None:
    """Write the bytecode of the package, as installing does; else each start compiles it."""
    compileall.compile_dir(_PACKAGE, quiet=1)


def processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
