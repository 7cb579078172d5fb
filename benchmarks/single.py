"""In: a page (a sample without it).  Out: whole processes of ours and of pandoc in turn.

    python -m benchmarks.single [PAGE] [--rounds N]
    python -m benchmarks.single --library [--rounds N]    all samples, called from one process
    python -m benchmarks.single --growth                  DOCX of pages from 10 kB to 10 MB

Start-up is shown apart: what either takes to print its version.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import tempfile
import time
from itertools import islice
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]  # has no types

from layoutkit import parse, render
from layoutkit.figures import _figures_of_line

from .corpus import SAMPLES, sources
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


def library(rounds: int, folder: Path) -> None:
    """Print what a page costs a program that calls both: parse and render, and convert_text."""
    texts = sources()
    print(f"{len(texts)} samples called from one process; ms a page, medians of {rounds}")
    print("               ours   pandoc   ratio (above 1: we are faster), lowest, highest")
    for to in ("docx", "tei"):
        rows = []
        for turn in range(rounds + 1):
            _figures_of_line.cache_clear()  # a page is new to a program that calls us
            began = time.perf_counter()
            for text in texts:
                render(parse(text), to)
            between = time.perf_counter()
            for text in texts:
                target = None if to == "tei" else str(folder / "page.docx")
                pypandoc.convert_text(text, to, "markdown", ["-s"], outputfile=target)
            ended = time.perf_counter()
            if turn:  # the first loads what either needs
                rows.append((between - began, ended - between))
        ratios = [theirs / mine for mine, theirs in rows]
        mine, theirs = (
            1000 * statistics.median(column) / len(texts) for column in zip(*rows, strict=True)
        )
        print(
            f"{to:10} {mine:8.1f} {theirs:8.1f} {statistics.median(ratios):7.2f}"
            f" {min(ratios):7.2f} {max(ratios):7.2f}"
        )


def growth(folder: Path) -> None:
    """Print what pages of growing size cost as DOCX, of paragraphs that are all different."""
    print("  characters  paragraphs   ours, s  pandoc, s   ratio (below 1: we are faster)")
    for paragraphs in (33, 330, 3_300, 10_000, 33_000):
        page = folder / "grown.txt"
        page.write_text(_grown(paragraphs), encoding="utf-8")
        out = folder / "grown.docx"
        mine, _ = _seconds([*LAYOUTKIT, "convert", page, "-o", out])
        theirs, _ = _seconds([*PANDOC, "-f", "markdown", "-t", "docx", page, "-s", "-o", out])
        size = page.stat().st_size // 3  # three bytes a Chinese character
        print(f"{size:12} {paragraphs:11} {mine:9.2f} {theirs:10.2f} {mine / theirs:7.2f}")


def _grown(paragraphs: int) -> str:
    """Return paragraphs of seven clauses, of the characters that the samples have."""
    rng = random.Random(1)
    common = [char for text in sources() for char in text if "\u4e00" <= char <= "\u9fff"]
    clauses = ("".join(rng.choices(common, k=14)) for _ in range(7 * paragraphs))
    return "\n\n".join("，".join(islice(clauses, 7)) + "。" for _ in range(paragraphs))


def processes(page: Path, rounds: int, folder: Path) -> None:
    """Print what whole processes take for one page, a line each format."""
    print(f"{page.name}, {page.stat().st_size} bytes; ms, medians of {rounds}")
    print("           by the clock              processor time (ratio below 1: we are faster)")
    print("               ours   pandoc   ratio     ours   pandoc   ratio")
    _in_turn("start-up", [*LAYOUTKIT, "--version"], [*PANDOC, "--version"], rounds)
    for to, suffix in _FORMATS.items():
        out = folder / f"page{suffix}"
        name = "markdown" if to == "md" else to
        theirs = [*PANDOC, "-f", "markdown", "-t", name, page, "-s", "-o", out]
        _in_turn(to, [*LAYOUTKIT, "convert", page, "-o", out], theirs, rounds)


def main() -> None:
    """Read the options and print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "page", type=Path, nargs="?", default=SAMPLES / "government-report-2019.txt"
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--library", action="store_true")
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    compile_package()
    with tempfile.TemporaryDirectory() as folder:
        if options.library:
            library(options.rounds, Path(folder))
        elif options.growth:
            growth(Path(folder))
        else:
            processes(options.page, options.rounds, Path(folder))


if __name__ == "__main__":
    main()
