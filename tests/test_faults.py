"""In: runs that are killed, stopped, starved or raced.  Out: whole files, or none, and a way on.

Each test starts the command as a process of its own and then looks only at folders.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from lxml import etree

import layoutkit
from layoutkit.files import PART

from .support import SAMPLES
from .test_archive import tree, write_pages

HOME = Path(layoutkit.__file__).parents[1]
PAGES = 60

# What a damaged page can do to its worker, in place of real damage that nobody can order.
HOOK = """
import ctypes, itertools, os, time
import layoutkit.pipeline as pipeline

def split(text, split=pipeline.split):
    if "杀死本进程" in text:
        os.kill(os.getpid(), 9)
    if "耗尽内存" in text:
        bytearray(1 << 40)
    if "永不返回" in text:
        time.sleep(1000)
    if "不听信号" in text:
        sum(itertools.repeat(0, 10**13))
    if "慢" in text:
        time.sleep(0.05)
    return split(text)

pipeline.split = split
"""
LIBRARY = """
import sys
from pathlib import Path
from layoutkit import archive

if __name__ == "__main__":
    watch = lambda result, total: None
    done = archive.run((Path(sys.argv[1]),), ("tei",), Path(sys.argv[2]), jobs=2, seconds=1.0)
    print(done.converted, *done.failed, sep="\\n")
"""

Command = list[str | Path]


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_pages(tmp_path_factory.mktemp("origin") / "scans", PAGES)
    shutil.copy(SAMPLES / "report-outlook-2021.txt", folder)
    return folder


@pytest.fixture
def scans(origin: Path, tmp_path: Path) -> Path:
    return shutil.copytree(origin, tmp_path / "scans")


@pytest.fixture(scope="module")
def wanted(origin: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return what a run that nothing disturbs writes."""
    scans, out = origin, tmp_path_factory.mktemp("wanted") / "out"
    subprocess.run(command(scans, out), env=environment(), check=True, capture_output=True)
    return tree(out)


def command(scans: Path, out: Path, *more: str) -> Command:
    to = ("--to", "tei,md", "--jobs", "2")
    return [sys.executable, "-m", "layoutkit", "convert", scans, *to, "-o", out, *more]


def environment(hooks: Path | None = None) -> dict[str, str]:
    path = [str(HOME)] if hooks is None else [str(hooks), str(HOME)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


@pytest.fixture
def hooks(tmp_path: Path) -> Path:
    folder = tmp_path / "hooks"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    return folder


def start(words: Command, hooks: Path | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        words,
        env=environment(hooks),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str], limit: float = 120) -> tuple[int, str, str]:
    try:
        out, err = process.communicate(timeout=limit)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, out, err


def wait_for_output(out: Path, process: subprocess.Popen[str]) -> None:
    """Wait until a first result is there, so that a fault falls into the work."""
    end = time.monotonic() + 60
    while not any(out.rglob("*.xml")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def all_whole(out: Path, wanted: dict[str, bytes]) -> None:
    """Assert that whatever has a final name is a complete file, and the rest temporary."""
    for path in out.rglob("*") if out.exists() else ():
        if path.is_dir() or path.name.startswith(".layoutkit."):
            continue
        if PART.fullmatch(path.name):
            continue
        name = path.relative_to(out).as_posix()
        if name != "manifest.csv":
            assert path.read_bytes() == wanted[name], name
        if path.suffix == ".xml":
            etree.parse(path)


def leftovers(out: Path) -> list[Path]:
    return [path for path in out.rglob("*") if PART.fullmatch(path.name)]


def seeds(short: int, long: int) -> list[object]:
    marked = [pytest.param(seed, marks=pytest.mark.long) for seed in range(short, long)]
    return [*range(short), *marked]


@pytest.mark.parametrize("seed", seeds(3, 200))
def test_killed_at_any_moment_and_given_again(
    seed: int, scans: Path, tmp_path: Path, wanted: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    before = tree(scans)
    process = start(command(scans, out))
    if seed % 3:
        wait_for_output(out, process)
    time.sleep(random.Random(seed).uniform(0, 1.0))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    all_whole(out, wanted)
    whole = len(list(out.rglob("*.xml"))) if out.exists() else 0
    status, said, _ = ended(start(command(scans, out)))
    assert status == 0
    assert tree(out) == wanted
    assert leftovers(out) == []
    assert tree(scans) == before
    # What a killed run had finished but not yet written down is at most what was under way.
    assert int(said.split()[1].rstrip(",")) <= len(wanted) // 2 - whole + 4 * 50


@pytest.mark.parametrize("to", ["docx", "tei", "json"])
def test_no_room_for_the_result_leaves_the_old_one(to: str, tmp_path: Path) -> None:
    page, target = tmp_path / "page.txt", tmp_path / f"page.{to}"
    shutil.copy(SAMPLES / "report-outlook-2021.txt", page)
    target.write_text("old")
    child = subprocess.run(
        [sys.executable, "-m", "layoutkit", "convert", page, "--to", to, "-o", target]
        if to != "tei"
        else [sys.executable, "-m", "layoutkit", "convert", page, "-o", target.with_suffix(".xml")],
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)),
    )
    assert child.returncode == 1
    assert child.stderr.count("\n") == 1
    assert "cannot write: file too large" in child.stderr
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["page.txt", target.name])


def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_trace(), reason="strace is not there or may not trace")
@pytest.mark.parametrize(
    "fault",
    [
        *(f"{call}:signal=KILL:when=1" for call in ("write", "fsync", "rename")),
        "fsync:signal=KILL:when=2",
        *(f"write:error={error}:when=1" for error in ("ENOSPC", "EIO", "EDQUOT")),
        "fsync:error=EIO:when=1",
        "rename:error=EIO:when=1",
    ],
)
def test_a_failing_or_last_system_call_leaves_a_whole_file(fault: str, tmp_path: Path) -> None:
    page, target = tmp_path / "page.txt", tmp_path / "page.md"
    page.write_text("正文一段。\n", encoding="utf-8")
    target.write_text("old")
    call = fault.partition(":")[0]
    trace = ["strace", "-f", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={fault}"]
    child = subprocess.run(
        [*trace, sys.executable, "-m", "layoutkit", "convert", page, "-o", target],
        env={**environment(), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert target.read_text(encoding="utf-8") in ("old", "正文一段。\n")
    if "error" in fault:
        assert child.returncode == 1
        assert child.stderr.startswith(f"layoutkit: {target}: cannot write: ")
        assert child.stderr.count("\n") == 1
        assert target.read_text(encoding="utf-8") == "old"
        assert leftovers(tmp_path) == []
    else:
        assert child.returncode == -signal.SIGKILL


def test_no_room_for_an_archive_is_one_line_a_page(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    child = subprocess.run(
        command(scans, out),
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
    )
    assert child.returncode == 1
    assert "Traceback" not in child.stderr
    assert all(line.startswith("layoutkit: ") for line in child.stderr.splitlines())
    assert leftovers(out) == []


@pytest.mark.parametrize("seed", seeds(3, 100))
def test_two_runs_on_one_folder_exclude_each_other(
    seed: int, scans: Path, tmp_path: Path, wanted: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    first = start(command(scans, out))
    time.sleep(random.Random(seed).uniform(0, 0.05))
    second = start(command(scans, out))
    results = sorted([ended(first), ended(second)])
    assert results[0][0] == 0, results
    if results[1][0] == 1:
        assert results[1][2] == f"layoutkit: {out}: another run is working in this folder\n"
    else:  # the first was done before the second began
        assert any(f"unchanged {len(wanted) // 2}," in said for _, said, _ in results)
    assert tree(out) == wanted


def test_a_killed_run_leaves_no_lock(
    scans: Path, tmp_path: Path, wanted: dict[str, bytes], hooks: Path
) -> None:
    out = tmp_path / "out"
    first = start(command(scans, out), hooks)
    wait_for_output(out, first)
    os.kill(first.pid, signal.SIGKILL)
    second = start(command(scans, out))
    first.communicate()
    status, _, err = ended(second)
    assert status == 0, err
    assert tree(out) == wanted


def test_workers_end_with_their_parent(scans: Path, tmp_path: Path, hooks: Path) -> None:
    for path in scans.rglob("*.txt"):
        path.write_text(path.read_text(encoding="utf-8") + "\n慢\n", encoding="utf-8")
    out = tmp_path / "out"
    process = start(command(scans, out), hooks)
    wait_for_output(out, process)
    children = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    _, alive = psutil.wait_procs(children, timeout=5)
    assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []
    then = tree(out)
    time.sleep(0.5)
    assert tree(out) == then


@pytest.mark.parametrize("words", ["杀死本进程", "耗尽内存", "永不返回", "不听信号"])
def test_a_page_that_kills_or_stops_its_worker_is_named_and_the_others_done(
    words: str, scans: Path, tmp_path: Path, hooks: Path
) -> None:
    reasons = {
        "杀死本进程": "its worker died: out of memory or of time",
        "耗尽内存": "needs too much memory",
        "永不返回": "takes too long",
        "不听信号": "its worker died: out of memory or of time",
    }
    guilty = scans / "1951" / "guilty.txt"
    guilty.write_text(f"{words}\n", encoding="utf-8")
    script = tmp_path / "library.py"
    script.write_text(LIBRARY, encoding="utf-8")
    out = tmp_path / "out"
    status, said, err = ended(start([sys.executable, script, scans, out], hooks))
    assert status == 0, err
    total = len(list(scans.rglob("*.txt"))) - 1
    assert said.splitlines() == [str(total), str(("1951/guilty.txt", reasons[words]))]
    assert len(list(out.rglob("*.xml"))) == total
    assert leftovers(out) == []


@pytest.mark.parametrize(
    ("stop", "twice"),
    [
        (signal.SIGINT, True),
        (signal.SIGTERM, False),
        (signal.SIGHUP, False),
        pytest.param(signal.SIGINT, False, marks=pytest.mark.long),
        pytest.param(signal.SIGTERM, True, marks=pytest.mark.long),
        pytest.param(signal.SIGHUP, True, marks=pytest.mark.long),
    ],
)
def test_a_stopped_run_ends_cleanly_with_its_workers(
    stop: signal.Signals, twice: bool, scans: Path, tmp_path: Path, hooks: Path
) -> None:
    for path in scans.rglob("*.txt"):
        path.write_text(path.read_text(encoding="utf-8") + "\n慢\n", encoding="utf-8")
    out = tmp_path / "out"
    process = start(command(scans, out), hooks)
    wait_for_output(out, process)
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, stop)
    if twice:
        time.sleep(0.02)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, stop)
    status, _, err = ended(process, limit=10)
    assert status == 128 + stop
    assert "Traceback" not in err
    _, alive = psutil.wait_procs(children, timeout=5)
    assert [child for child in alive if child.status() != psutil.STATUS_ZOMBIE] == []
    assert leftovers(out) == []


def _altered(number: int) -> str:
    return f"# 第{number}版\n\n改过的一页，写得也完整。\n"


@pytest.mark.parametrize("seed", seeds(1, 50))
def test_inputs_that_change_during_the_run_are_taken_in_one_state(
    seed: int, scans: Path, tmp_path: Path
) -> None:
    out, rng = tmp_path / "out", random.Random(seed)
    paths = sorted(scans.rglob("page-*.txt"))
    process = start(command(scans, out))
    changes: list[Callable[[Path], object]] = [
        lambda path: path.write_text(_altered(1), encoding="utf-8"),
        lambda path: path.open("ab").write("添一段。\n".encode()),
        lambda path: path.unlink(missing_ok=True),
        lambda path: os.truncate(path, 3) if path.exists() else None,
    ]
    while process.poll() is None:
        with suppress(FileNotFoundError):
            change = rng.choice(changes[:1] + changes[2:])
            change(rng.choice(paths))
        time.sleep(0.005)
    _, _, err = ended(process)
    assert "Traceback" not in err
    status, _, _ = ended(start(command(scans, out)))
    assert status == 0
    # The journal knows the bytes that were converted: a second run mends exactly what is stale.
    left = [path.relative_to(scans).with_suffix(".md").as_posix() for path in scans.rglob("*.txt")]
    again = tmp_path / "again"
    ended(start(command(scans, again)))
    fresh = tree(again)
    assert {name: tree(out)[name] for name in left} == {name: fresh[name] for name in left}


def test_outputs_touched_by_others_are_made_again(
    scans: Path, tmp_path: Path, wanted: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    ended(start(command(scans, out)))
    names = sorted(name for name in wanted if name != "manifest.csv")
    for name in names[::7]:
        (out / name).unlink()
    for name in names[3::7]:
        (out / name).write_bytes(wanted[name][:-1])
    status, _, _ = ended(start(command(scans, out)))
    assert status == 0
    assert tree(out) == wanted


@pytest.fixture
def scheduler(hooks: Path, tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a Dask scheduler and two worker processes on this machine."""
    pytest.importorskip("distributed")
    address = f"tcp://127.0.0.1:{20000 + os.getpid() % 20000}"
    dask = [sys.executable, "-m", "distributed.cli"]
    options = {"env": environment(hooks), "cwd": tmp_path, "start_new_session": True}
    log = (tmp_path / "dask.log").open("wb")

    def begin(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*dask[:2], *words], stdout=log, stderr=log, **options)  # type: ignore[call-overload, no-any-return]  # one set of options

    head = begin("distributed.cli.dask_scheduler", "--host", address, "--no-dashboard")
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard")
    processes = [head, *(begin(*worker) for _ in range(2))]
    try:
        yield address, processes
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def test_a_cluster_gives_the_same_files_though_a_worker_is_killed(
    scans: Path,
    tmp_path: Path,
    wanted: dict[str, bytes],
    scheduler: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, processes = scheduler
    out = tmp_path / "out"
    process = start(command(scans, out, "--dask", address))
    wait_for_output(out, process)
    os.killpg(processes[1].pid, signal.SIGKILL)
    status, said, err = ended(process)
    assert (status, said.split(",")[0]) == (0, f"converted {len(wanted) // 2}"), err
    assert tree(out) == wanted


def test_a_lost_scheduler_is_one_line_and_the_run_goes_on_later(
    scans: Path,
    tmp_path: Path,
    wanted: dict[str, bytes],
    scheduler: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, processes = scheduler
    out = tmp_path / "out"
    process = start(command(scans, out, "--dask", address))
    wait_for_output(out, process)
    for each in processes:
        os.killpg(each.pid, signal.SIGKILL)
    status, _, err = ended(process)
    assert status in (0, 1)
    if status == 1:
        assert "lost the workers" in err.splitlines()[-1]
    all_whole(out, wanted)
    status, _, _ = ended(start(command(scans, out)))
    assert status == 0
    assert tree(out) == wanted
