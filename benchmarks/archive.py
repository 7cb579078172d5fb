"""In: nothing, or the options below.  Out: how fast an archive run is, beside a loop over pandoc.

    python -m benchmarks.archive                        1,000 pages, us and pandoc in turn
    python -m benchmarks.archive --growth 100 1000 10000    how time and memory grow
    python -m benchmarks.archive --stages               where a page's time goes

pandoc is the program inside pypandoc_binary; typst (for PDF) is called inside this process, so
that its start costs it nothing.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from .corpus import make
from .measuring import LAYOUTKIT, PANDOC, Cost, compile_package, measured, processor_seconds

# The least ratio of pages a second that we hold ourselves to, with two workers.
TARGETS = {"tei": 4.0, "docx": 8.0, "pdf": 1.5}
_TYPST = '#set text(font: ("Noto Serif CJK SC",), lang: "zh")\n'


def ours(pages: Path, to: str, jobs: int, out: Path) -> Cost:
    """Return the cost of an archive run from its start to its end, start-up included."""
    shutil.rmtree(out, ignore_errors=True)
    words: list[str | Path] = ["convert", pages, "--to", to, "-o", out]
    return measured([*LAYOUTKIT, *words, "--jobs", str(jobs)])


def pandocs(pages: list[Path], to: str, out: Path) -> tuple[float, float]:
    """Return the seconds and processor seconds that a loop over pandoc takes for some pages."""
    began, used = time.perf_counter(), processor_seconds()
    for page in pages:
        if to == "pdf":
            _typeset(page, out)
        else:
            target = out / f"{page.stem}.{to}"
            subprocess.run(
                [*PANDOC, "-f", "markdown", "-t", to, "-s", page, "-o", target], check=True
            )
    return time.perf_counter() - began, processor_seconds() - used


def _typeset(page: Path, out: Path) -> None:
    import typst

    source = out / f"{page.stem}.typ"
    subprocess.run([*PANDOC, "-f", "markdown", "-t", "typst", page, "-o", source], check=True)
    source.write_text(_TYPST + source.read_text(encoding="utf-8"), encoding="utf-8")
    typst.compile(source, output=out / f"{page.stem}.pdf")


def compare(work: Path, count: int, rounds: int, jobs: int, each: int) -> None:
    """Print pages a second of both, in turn, and the median ratio for each format."""
    pages = make(work / f"pages-{count}", count)
    print(f"{count} pages, {jobs} workers, against a loop over pandoc ({each} pages a round)")
    print("        pages a second            at least  CPU ms a page        MB")
    print("format    ours   pandoc   ratio   ratio       ours   pandoc    ours")
    found = sorted(pages.rglob("*.txt"))
    (work / "pandoc").mkdir(exist_ok=True)
    for to, least in TARGETS.items():
        rows = []
        for turn in range(rounds):
            cost = ours(pages, to, jobs, work / "out")
            some = list(islice(found, turn * each, (turn + 1) * each))
            seconds, used = pandocs(some, to, work / "pandoc")
            mine, theirs = count / cost.wall, len(some) / seconds
            cpu = 1000 * cost.cpu / count, 1000 * used / len(some)
            rows.append((mine, theirs, mine / theirs, least, *cpu, cost.megabytes))
        row = [statistics.median(column) for column in zip(*rows, strict=True)]
        print("{:6} {:7.1f} {:8.1f} {:7.1f} {:7.1f} {:10.1f} {:8.1f} {:7.0f}".format(to, *row))


def growth(work: Path, counts: list[int], to: str, jobs: int) -> None:
    """Print how time and memory grow with the number of pages."""
    print(f"growth, {to}, {jobs} workers\n  pages  seconds  pages/s  CPU ms/page  MB  again, s")
    for count in counts:
        pages = make(work / f"pages-{count}", count)
        cost = ours(pages, to, jobs, work / "out")
        words: list[str | Path] = ["convert", pages, "--to", to, "-o", work / "out"]
        again = measured([*LAYOUTKIT, *words, "--jobs", str(jobs)])
        rate, cpu = count / cost.wall, 1000 * cost.cpu / count
        print(
            f"{count:7} {cost.wall:8.1f} {rate:8.1f} {cpu:12.1f} {cost.megabytes:5.0f}"
            f" {again.wall:8.1f}",
            flush=True,
        )


def stages(work: Path, count: int) -> None:
    """Print where a page's time goes: each step of parse, then each format."""
    from layoutkit import pipeline
    from layoutkit.profile import load_profile

    spent: dict[str, float] = defaultdict(float)

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*words: Any, **more: Any) -> Any:
            began = time.process_time()
            try:
                return function(*words, **more)
            finally:
                spent[name] += time.process_time() - began

        return run

    home = vars(pipeline)
    steps = [
        name
        for name in pipeline.parse.__code__.co_names
        if callable(home.get(name)) and not isinstance(home[name], type)
    ]
    for name in steps:
        home[name] = timed(name, home[name])
    labels = load_profile("default")
    for path in sorted(make(work / f"pages-{count}", count).rglob("*.txt")):
        document = pipeline.parse(path.read_bytes(), profile=labels, name=path.name)
        for to in ("txt", "tree", "json", "md", "tei", "docx", "html", "pdf"):
            timed(to, pipeline.render)(document, to)
    print(f"where the time of a page goes, ms of {count} pages")
    for name, seconds in spent.items():
        print(f"  {name:20} {1000 * seconds / count:8.2f}")


def main() -> None:
    """Read the options and print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pandoc-pages", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--growth", type=int, nargs="+")
    parser.add_argument("--format", default="tei")
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    compile_package()
    with tempfile.TemporaryDirectory() as folder:
        work = options.work or Path(folder)
        if options.growth:
            growth(work, options.growth, options.format, options.jobs)
        elif options.stages:
            stages(work, min(options.pages, 100))
        else:
            compare(work, options.pages, options.rounds, options.jobs, options.pandoc_pages)


if __name__ == "__main__":
    main()
