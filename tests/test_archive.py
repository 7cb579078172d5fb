"""In: folders of pages.  Out: the same files however the work was spread, done again or shared."""

from __future__ import annotations

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layoutkit import archive
from layoutkit.archive.journal import NAME as JOURNAL
from layoutkit.archive.plan import counted, pages
from layoutkit.cli import cli
from layoutkit.errors import LayoutError
from layoutkit.pipeline import convert

from .support import SAMPLES


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder but the journal and the lock, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".layoutkit.")
    }


def write_pages(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / f"{1950 + number % 3}" / f"page-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# 第{number}版\n\n本页说第{number}件事，写得完整。\n", encoding="utf-8")
    return folder


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """Three good pages in two folders, one that is a picture, and things that are no pages."""
    folder = tmp_path / "scans"
    (folder / "1958" / "01").mkdir(parents=True)
    (folder / "1958" / "01" / "a.txt").write_bytes(
        (SAMPLES / "report-outlook-2021.txt").read_bytes()
    )
    (folder / "1958" / "b.md").write_text("# 标题\n\n正文一段，写得完整。\n", encoding="utf-8")
    (folder / "c.TXT").write_text("另一页的正文。\n", encoding="utf-8")
    (folder / "bad.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "._a.txt").write_bytes(b"\0\5\x16\7")
    return folder


def test_the_tree_of_folders_is_kept_and_one_bad_page_is_one_line(
    scans: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = run("convert", scans, "--to", "tei,md", "-o", out)
    assert result.exit_code == 1
    assert result.stderr == "layoutkit: bad.txt: this is a PNG picture, not a text\n"
    assert result.stdout == "converted 3, unchanged 0, with warnings 2, failed 1\n"
    names = ["1958/01/a.md", "1958/01/a.xml", "1958/b.md", "1958/b.xml", "c.md", "c.xml"]
    assert sorted(tree(out)) == [*names, "manifest.csv"]


def test_a_page_has_the_bytes_that_a_single_conversion_gives(scans: Path, tmp_path: Path) -> None:
    run("convert", scans, "--to", "tei,docx", "-o", tmp_path / "out")
    source = scans / "1958" / "01" / "a.txt"
    for to, suffix in (("tei", ".xml"), ("docx", ".docx")):
        alone = convert(source, to, tmp_path / f"alone{suffix}")
        assert (tmp_path / "out" / "1958" / "01" / f"a{suffix}").read_bytes() == alone.read_bytes()


def test_the_manifest_says_what_is_there(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("convert", scans, "--to", "md", "-o", out)
    with (out / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == ["1958/01/a.md", "1958/b.md", "bad.md", "c.md"]
    assert rows[1]["source"] == "1958/b.md"
    assert (rows[1]["blocks"], rows[1]["characters"]) == ("2", "12")
    assert rows[2]["sha256_out"] == ""
    assert rows[2]["reason"] == "this is a PNG picture, not a text"


def test_verify_names_what_was_changed_or_lost(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (scans / "bad.txt").unlink()
    run("convert", scans, "--to", "md", "-o", out)
    assert run("verify", out).stdout == "as listed 3, not as listed 0\n"
    (out / "c.md").write_bytes(b"other")
    (out / "1958" / "b.md").unlink()
    result = run("verify", out)
    assert result.exit_code == 1
    assert result.stderr == (
        "layoutkit: 1958/b.md: cannot be read: No such file or directory\n"
        "layoutkit: c.md: is not the file that was written\n"
    )
    assert run("verify", scans).exit_code == 1


def test_the_same_command_does_only_what_is_missing_changed_or_failed(
    scans: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = ("convert", scans, "--to", "tei,md", "-o", out)
    run(*command)
    first = tree(out)
    assert "converted 0, unchanged 3," in run(*command).stdout
    (out / "c.md").write_bytes(b"touched by another")
    (out / "1958" / "b.xml").unlink()
    assert "converted 2, unchanged 1," in run(*command).stdout
    assert tree(out) == first
    (scans / "c.TXT").write_text("改过的正文。\n", encoding="utf-8")
    (scans / "bad.txt").write_text("修好的一页。\n", encoding="utf-8")
    result = run(*command)
    assert (result.exit_code, result.stdout.split(",")[0]) == (0, "converted 2")
    assert "改过的正文" in (out / "c.md").read_text(encoding="utf-8")
    assert "converted 4, unchanged 0," in run(*command, "--force").stdout


def test_other_options_are_other_work(scans: Path, tmp_path: Path) -> None:
    (scans / "bad.txt").unlink()
    command = ("convert", scans, "--to", "md", "-o", tmp_path / "out")
    run(*command)
    assert "converted 3," in run(*command, "--keep-duplicates").stdout
    assert "converted 3," in run("convert", scans, "--to", "json", "-o", tmp_path / "out").stdout
    assert "unchanged 3," in run(*command, "--keep-duplicates").stdout


def test_html_has_an_index_of_all_pages(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("convert", scans, "--to", "html", "-o", out)
    run(*command)
    index = (out / "index.html").read_text(encoding="utf-8")
    for name in ("1958/01/a.html", "1958/b.html", "c.html"):
        assert f'href="./{name}"' in index
    run(*command)
    assert (out / "index.html").read_text(encoding="utf-8") == index


def test_any_number_of_workers_gives_the_same_bytes(tmp_path: Path) -> None:
    scans = write_pages(tmp_path / "scans", 40)
    (scans / "bad.txt").write_bytes(b"\x89PNG")
    outputs = []
    for jobs in (1, 2, 8):
        out = tmp_path / f"out{jobs}"
        summary = archive.run((scans,), ("tei", "docx"), out, jobs=jobs)
        assert (summary.total, summary.converted) == (41, 40)
        outputs.append(tree(out))
    out = tmp_path / "threads"
    with ThreadPoolExecutor(3) as executor:
        archive.run((scans,), ("tei", "docx"), out, executor=executor)
    assert outputs[0] == outputs[1] == outputs[2] == tree(out)
    assert len(outputs[0]) == 81


def test_names_that_are_no_utf8_pass_through(tmp_path: Path) -> None:
    scans, out = tmp_path / "scans", tmp_path / "out"
    scans.mkdir()
    name = os.fsdecode(b"\xff\xb0\n.txt")
    (scans / name).write_text("正文一段。\n", encoding="utf-8")
    assert run("convert", scans, "--to", "tei", "-o", out).exit_code == 0
    assert "unchanged 1," in run("convert", scans, "--to", "tei", "-o", out).stdout
    assert run("verify", out).stdout == "as listed 1, not as listed 0\n"


@pytest.mark.parametrize(
    "names",
    [("a.txt", "a.md"), ("A.txt", "a.txt"), ("e\u0301.txt", "\u00e9.txt"), ("index.txt",)],
)
def test_results_that_would_share_a_name_are_refused_before_work(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    for name in names:
        (scans / name).write_text(name)
    if len(list(scans.iterdir())) < len(names):
        pytest.skip("this file system takes the names for one")
    result = run("convert", scans, "--to", "html", "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "its results would have the names of those of" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_several_folders_stand_below_their_names(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_pages(tmp_path / name, 1)
    found = list(pages((tmp_path / "one", tmp_path / "two"), tmp_path / "out"))
    assert [page.stem for page in found] == ["one/1950/page-0", "two/1950/page-0"]
    (tmp_path / "x" / "one").mkdir(parents=True)
    with pytest.raises(LayoutError, match="has the name of another input"):
        counted((tmp_path / "one", tmp_path / "x" / "one"), tmp_path / "out", ("md",))


def test_a_folder_is_never_its_own_output(scans: Path) -> None:
    for out in (scans, scans.parent):
        result = run("convert", scans, "--to", "md", "-o", out)
        assert result.exit_code == 1
        assert "the input folder stands in the output folder" in result.stderr
    (scans / "bad.txt").unlink()
    command = ("convert", scans, "--to", "txt", "-o", scans / "out")
    assert "converted 3," in run(*command).stdout
    assert "converted 0, unchanged 3," in run(*command).stdout


def test_a_result_is_never_written_over_an_input(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("正文一段。")
    result = run("convert", tmp_path / "a.txt", tmp_path / "b.txt", "--to", "txt", "-o", tmp_path)
    assert result.exit_code == 1
    assert "a result would replace this input" in result.stderr
    assert (tmp_path / "a.txt").read_text() == "正文一段。"


def test_a_damaged_journal_is_one_line_and_never_a_wrong_skip(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("convert", scans, "--to", "md", "-o", out)
    run(*command)
    whole = (out / JOURNAL).read_bytes()
    wanted = tree(out)
    for damage in (b"\0" * len(whole), whole[: len(whole) // 2], whole[:-1], b"no database"):
        (out / JOURNAL).write_bytes(damage)
        (out / "c.md").write_bytes(b"not what was written")
        result = run(*command)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        if "the journal cannot be used" in result.stderr:
            assert result.stderr.count("\n") == 1
            (out / JOURNAL).unlink()
            run(*command)
        assert tree(out) == wanted


def test_a_folder_that_cannot_be_made_is_one_line(scans: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("convert", scans, "--to", "md", "-o", tmp_path / "file" / "out")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "cannot make the folder: Not a directory" in result.stderr


def test_no_scheduler_is_one_line(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("layoutkit.cli_archive._CONNECT", 1)
    address = ("--dask", "tcp://127.0.0.1:1")
    result = run("convert", scans, "--to", "md", "-o", tmp_path / "out", *address)
    assert result.exit_code == 1
    assert "cannot reach the Dask scheduler 'tcp://127.0.0.1:1'" in result.stderr
    assert result.stderr.count("\n") == 1
