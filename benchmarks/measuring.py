"""In: a command.  Out: its time, processor time and memory, all its processes together."""

from __future__ import annotations

import compileall
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pypandoc  # type: ignore[import-untyped]  # has no types

LAYOUTKIT: list[str | Path] = [sys.executable, "-m", "layoutkit"]
_PACKAGE = Path(__file__).resolve().parents[1] / "layoutkit"
PANDOC: list[str | Path] = [str(pypandoc.get_pandoc_path())]
_EVERY = 0.05  # seconds between two looks at the processes


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds by the clock, seconds of processors, and the most megabytes at one time."""

    wall: float
    cpu: float
    megabytes: float


def measured(command: list[str | Path]) -> Cost:
    """Run a command and all that it starts, and return what it cost."""
    began = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cpu: dict[int, float] = {}
    most = 0.0
    while process.poll() is None:
        now = 0.0
        for each in _family(process):
            try:
                times, memory = each.cpu_times(), each.memory_full_info()
            except psutil.Error:
                continue
            cpu[each.pid] = times.user + times.system
            now += memory.pss
        most = max(most, now)
        time.sleep(_EVERY)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    return Cost(wall=time.perf_counter() - began, cpu=sum(cpu.values()), megabytes=most / (1 << 20))


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def compile_package() -> None:
    """Write the bytecode of the package, as installing does; else each start compiles it."""
    compileall.compile_dir(_PACKAGE, quiet=1)


def processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)
