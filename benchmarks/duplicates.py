"""In: nothing.  Out: how long repeats and warnings take as a page grows, and the ratios.

  python benchmarks/duplicates.py [--largest MEGABYTES]

The stages alone are timed, on trees of one paragraph a line.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable

from layoutkit.check import check
from layoutkit.duplicates import mark_duplicates
from layoutkit.model import Group, Source, Text, cut
from layoutkit.profile import load_profile

_OFFICES = (
    "水务局",
    "商务局",
    "文旅局",
    "住建局",
    "林业局",
    "民政局",
    "教育局",
    "交通局",
    "档案馆",
)
_THINGS = ("污水管网", "农贸市场", "灌溉水渠", "公交站台", "口袋公园", "充电车棚", "防洪堤")


def sentence(number: int) -> str:
    """Return a sentence that no other number has."""
    office, thing = _OFFICES[number % 9], _THINGS[number // 9 % 7]
    place = chr(0x4E00 + number * 7919 % 20000) + chr(0x4E00 + number * 104729 % 20000)
    return f"{office}会同{place}街道对{number}处{thing}分批改造，{place}{thing}的面貌跟着变了样。"


def running(size: int) -> list[str]:
    """Return paragraphs of about so many bytes; every tenth is printed again."""
    lines: list[str] = []
    total = number = 0
    while total < size:
        text = "".join(sentence(number + step) for step in range(4))
        number += 4
        lines.append(text)
        if len(lines) % 10 == 0:
            lines.append(lines[-5])
        total += len(text.encode())
    return lines


def hostile() -> dict[str, Callable[[int], list[str]]]:
    """Return pages that bring simple methods to their knees, by name, for a number of lines."""
    return {
        "equal lines": lambda n: ["全市新增登记市场主体数量位居全省前列。"] * n,
        "one line": lambda n: ["".join(sentence(number) for number in range(n))],
        "one line, no stop": lambda n: ["".join(sentence(number)[:-1] for number in range(n))],
        "one sentence in one line": lambda n: ["全市新增登记市场主体数量位居全省前列。" * n],
        "other figures": lambda n: [
            f"第{k}号公告：建设项目编号{k}已于当日完成验收。" for k in range(n)
        ],
        "four letters": lambda n: ["".join("甲乙丙丁"[k * k // 7 % 4] for k in range(20 * n))],
        "two lines in turn": lambda n: ["负责人：张三", "责任单位：市水务局、市林业局"] * (n // 2),
    }


def seconds(lines: Iterable[str]) -> float:
    """Return the processor time of both stages on a page of these lines."""
    raw = tuple(lines)
    leaves = tuple(Text(role="p", fragments=cut(line, at)) for at, line in enumerate(raw, 1))
    root = Group(role="page", children=(Group(role="article", children=leaves),))
    source = Source(name="", sha256="", encoding="utf-8", line_count=len(raw), lines=raw)
    profile = load_profile("default")
    start = time.process_time()
    marked, _ = mark_duplicates(root)
    check(marked, source, profile)
    return time.process_time() - start


def main() -> None:
    """Print one row a size or page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=float, default=10, help="megabytes of running text")
    largest = parser.parse_args().largest
    before = 0.0
    for size in (0.01, 0.1, 1.0, 10.0):
        if size <= largest:
            taken = seconds(running(int(size * 1e6)))
            ratio = f"{taken / before:8.1f}x" if before else ""
            print(f"{size:6g} MB running text      {taken:8.2f} s {ratio}")
            before = taken
    for name, make in hostile().items():
        some, many = seconds(make(10_000)), seconds(make(100_000))
        print(f"10^4, 10^5 {name:24} {some:8.2f} s {many:8.2f} s {many / some:8.1f}x")


if __name__ == "__main__":
    main()
