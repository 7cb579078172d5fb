"""In: a page (a sample without it).  Out: whole processes of ours and of pandoc in turn.

    python -m benchmarks.single [PAGE] [--rounds N]

Start-up is shown apart: what either takes to print its version.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from .corpus import SAMPLES
from .measuring import LAYOUTKIT, PANDOC, compile_package, processor_seconds

_FORMATS = {"docx": ".docx", "tei": ".xml", "html": ".html", "md": ".md", "json": ".json"}


def _seconds(command: list[str | Path]) -> tuple[float, float]:
    began, used = time.perf_counter(), processor_seconds()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began, processor_seconds() - used


def _in_turn(name: str, ours: list[str | Path], theirs: list[str | Path], rounds: int) -> None:
    """Run both in turn, and print the medians: by the clock, and of processor time."""
    pairs = [(*_seconds(ours), *_seconds(theirs)) for _ in range(rounds)]
    mine, my_cpu, his, his_cpu = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(wall / other for wall, _, other, _ in pairs)
    numbers = (1000 * mine, 1000 * his, ratio, 1000 * my_cpu, 1000 * his_cpu, my_cpu / his_cpu)
    print(
        "{:10} {:8.0f} {:8.0f} {:7.2f} {:8.0f} {:8.0f} {:7.2f}".format(name, *numbers), flush=True
    )


def main() -> None:
    """Read the options and print one line a format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "page", type=Path, nargs="?", default=SAMPLES / "government-report-2019.txt"
    )
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    compile_package()
    print(
        f"{options.page.name}, {options.page.stat().st_size} bytes; ms, medians of {options.rounds}"
    )
    print("           by the clock              processor time (ratio below 1: we are faster)")
    print("               ours   pandoc   ratio     ours   pandoc   ratio")
    _in_turn("start-up", [*LAYOUTKIT, "--version"], [*PANDOC, "--version"], options.rounds)
    with tempfile.TemporaryDirectory() as folder:
        for to, suffix in _FORMATS.items():
            out = Path(folder, f"page{suffix}")
            theirs = [
                *PANDOC,
                "-f",
                "markdown",
                "-t",
                "markdown" if to == "md" else to,
                options.page,
            ]
            ours = [*LAYOUTKIT, "convert", options.page, "-o", out]
            _in_turn(to, ours, [*theirs, "-s", "-o", out], options.rounds)


if __name__ == "__main__":
    main()
