"""In: command lines.  Out: the files, the lines and the exit status that the manual promises."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import layoutkit
from layoutkit import report
from layoutkit.cli import cli
from layoutkit.model import Notice, Place
from layoutkit.writers import WRITERS

from .support import SAMPLES, from_notation

SAMPLE = SAMPLES / "report-outlook-2021.txt"
HOME = Path(layoutkit.__file__).parents[1]


def run(*words: object, text: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=text)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_bytes(SAMPLE.read_bytes())
    return path


def refused(result: Result, status: int, *words: str) -> None:
    """Assert that a command ended with a status and, for status 1, with one line."""
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr
    if status == 1:
        assert result.stderr.startswith("layoutkit: ")
        assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("to", WRITERS)
def test_each_format_stands_beside_the_input(page: Path, to: str) -> None:
    if to == "txt":
        page = page.rename(page.with_suffix(".md"))
    before = page.read_bytes()
    result = run("convert", page, "--to", to)
    target = page.with_suffix(WRITERS[to].suffix)
    assert result.exit_code == 0, result.output
    assert result.stdout == f"{target}\n"
    assert target.stat().st_size > 100
    assert page.read_bytes() == before
    assert sorted(page.parent.iterdir()) == sorted([page, target])


def test_the_suffix_of_out_names_the_format(page: Path) -> None:
    target = page.with_name("other.xml")
    assert run("convert", page, "-o", target).exit_code == 0
    assert target.read_bytes().startswith(b"<?xml")


def test_several_formats_from_one_parse_into_a_folder(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    result = run("convert", page, "--to", "tei,json", "-o", folder)
    assert result.stdout == f"{folder / 'page.xml'}\n{folder / 'page.json'}\n"


def test_standard_input_to_standard_output() -> None:
    result = run("convert", "-", "--to", "txt", text="# 标题\n\n正文一段。\n".encode())
    assert result.exit_code == 0
    assert result.stdout == "标题\n正文一段。\n"


def test_an_existing_output_is_replaced_whole(page: Path) -> None:
    target = page.with_suffix(".json")
    target.write_text("old" * 100_000)
    assert run("convert", page, "--to", "json").exit_code == 0
    json.loads(target.read_bytes())


def test_our_own_files_are_read_back(page: Path) -> None:
    assert run("convert", page, "--to", "json,tei,tree").exit_code == 0
    direct = run("convert", page, "--to", "md", "-o", "-").stdout
    for suffix in (".json", ".xml", ".tree"):
        again = run("convert", page.with_suffix(suffix), "--to", "md", "-o", "-")
        assert again.stdout == direct, again.stderr


def test_a_tree_needs_the_text_it_was_made_of(page: Path) -> None:
    run("convert", page, "--to", "tree")
    tree = page.with_suffix(".tree")
    page.write_text("另一文本")
    refused(run("convert", tree, "--to", "md"), 1, "is not the text that this tree was made of")
    page.unlink()
    refused(run("convert", tree, "--to", "md"), 1, "is not in the same folder")


def test_explain_names_rules(page: Path) -> None:
    plain = run("convert", page, "--to", "tree", "-o", "-").stdout
    explained = run("convert", page, "--to", "tree", "--explain", "-o", "-").stdout
    assert "←" not in plain
    assert "←" in explained


def test_corpus_is_one_file_of_all_pages(page: Path, tmp_path: Path) -> None:
    target = tmp_path / "corpus.xml"
    other = page.with_name("two.txt")
    other.write_text("第二页。")
    result = run("convert", page, other, "--to", "tei", "--corpus", "-o", target)
    assert result.exit_code == 0, result.output
    assert target.read_bytes().count(b"<TEI ") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("convert",), "Missing argument"),
        (("convert", "x.txt"), "name a format: --to docx|pdf|tei"),
        (("convert", "x.txt", "--to", "doc"), "unknown format 'doc': use docx, pdf"),
        (("convert", "x.txt", "--to", "docx,doc"), "unknown format 'doc'"),
        (("convert", "x.txt", "--to", "docx", "-o", "x.pdf"), "do not agree"),
        (("convert", "x.txt", "--to", "docx", "-o", "nowhere/"), "there is no folder 'nowhere/'"),
        (("convert", "x.txt", "--to", "docx", "--columns", "2"), "--columns is for the format pdf"),
        (
            ("convert", "x.txt", "--to", "pdf", "--template", "y"),
            "--template is for the format docx",
        ),
        (("convert", "x.txt", "--to", "pdf", "--explain"), "--explain is for the format tree"),
        (("convert", "x.txt", "--to", "pdf", "--corpus"), "--corpus is for the format tei"),
        (("convert", "x.txt", "--to", "pdf,md", "-o", "-"), "several formats need a folder"),
        (("convert", "x.txt", "y.txt", "--to", "pdf"), "need a folder as OUT"),
        (("convert", "-", "y.txt", "--to", "pdf", "-o", "z"), "cannot be one of several"),
        (("convert", "x.txt", "--to", "pdf", "--jobs", "0"), "0 is not in the range"),
        (("check",), "Missing argument"),
        (("extract", "words", "x.txt"), "'words' is not one of"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(words: tuple[str, ...], said: str) -> None:
    refused(run(*words), 2, said)


def test_help_and_usage_errors_load_click_alone(tmp_path: Path) -> None:
    heavy = ("lxml", "docx", "reportlab", "pikepdf", "regex", "rapidfuzz", "distributed", "tqdm")
    code = (
        "import sys; from layoutkit.cli import cli\n"
        "try: cli(sys.argv[1:])\n"
        f"except SystemExit: print([name for name in {heavy!r} if name in sys.modules])"
    )
    for words in (["--help"], ["convert", "--help"], ["convert", "x", "--to", "doc"]):
        child = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=HOME, capture_output=True, text=True
        )
        assert child.stdout.endswith("[]\n"), child.stdout + child.stderr


def test_missing_and_special_inputs_are_one_line(tmp_path: Path) -> None:
    out = ("--to", "txt", "-o", tmp_path / "out.txt")
    refused(run("convert", tmp_path / "no.txt", *out), 1, "no.txt: cannot read: no such file")
    os.mkfifo(tmp_path / "pipe.txt")
    refused(run("convert", tmp_path / "pipe.txt", *out), 1, "this is a pipe or a device")
    refused(run("convert", "/dev/null", *out), 1, "this is a pipe or a device")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    refused(run("convert", tmp_path / "loop.txt", *out), 1, "too many levels of symbolic links")
    assert not (tmp_path / "out.txt").exists()


def test_a_socket_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        refused(run("convert", "s.txt", "--to", "json"), 1, "s.txt: cannot read")


def test_the_input_is_never_the_output(page: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.hardlink_to(page)
    for target in (page, link):
        refused(run("convert", page, "-o", target), 1, "the output would replace the input")
    refused(run("convert", page, "--to", "txt"), 1, "the output would replace the input")
    refused(run("extract", "stats", page, "-o", page), 1, "would replace the input")
    assert page.read_bytes() == SAMPLE.read_bytes()


def test_outputs_that_cannot_be_written_are_one_line(page: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.docx").mkdir()
    cases = {
        tmp_path / "folder.docx": "there is a folder of this name",
        tmp_path / "no" / "x.docx": "cannot write: no such file or directory",
        page / "x.docx": "cannot write: not a directory",
        tmp_path / f"{'长' * 90}.docx": "name too long",
    }
    for target, message in cases.items():
        refused(run("convert", page, "-o", target), 1, message)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.docx", "page.txt"]


def test_a_link_as_output_is_replaced_and_not_followed(page: Path, tmp_path: Path) -> None:
    link, elsewhere = tmp_path / "link.json", tmp_path / "elsewhere"
    link.symlink_to(elsewhere)
    assert run("convert", page, "-o", link).exit_code == 0
    assert not link.is_symlink()
    assert not elsewhere.exists()


def test_bad_profiles_are_one_line(page: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("[boxes]\nlables = []\n")
    refused(run("convert", page, "--to", "md", "--profile", bad), 1, "bad.toml", "lables")
    refused(run("profiles", bad), 1, "bad.toml", "lables")
    refused(run("profiles", "nowhere"), 1, "nowhere", "default")


def test_profiles_are_listed_and_shown() -> None:
    assert "default" in run("profiles").stdout.splitlines()
    assert run("profiles", "default").stdout.startswith("name: default\n")


def test_names_and_messages_pass_no_controls_to_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\nb\x1b[31m.txt"
    refused(run("convert", path, "--to", "md"), 1, "a\\nb\\x1b[31m.txt")
    raw = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")
    Path(raw).write_bytes(SAMPLE.read_bytes())
    assert run("convert", raw, "--to", "tei").exit_code == 0


def test_check_shows_place_and_mark_under_wide_characters(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("# 标题\n\n甲乙\x07丙。\n", encoding="utf-8")
    lines = run("check", path).stdout.splitlines()
    first = lines.index(f"{path}:3: replaced-characters: 1 characters could not be read")
    assert lines[first + 1] == "     3 | 甲乙\\x07丙。"
    assert lines[first + 2] == "             ^^^^"


def test_check_shows_both_places_of_a_conflict() -> None:
    text = "# 标题\n全区企业达41万家。\n全区企业达4.1万家。\n"
    document = from_notation("page\n  article\n    headline @1\n    p @2\n    p @3\n", text)
    notice = Notice(
        kind="conflicting-figures",
        at=(Place(2, 5, 9),),
        a=(Place(2, 5, 9),),
        b=(Place(3, 5, 10),),
        said=("41万家", "4.1万家"),
    )
    assert list(report.lines(replace(document, warnings=(notice,)), "page.txt")) == [
        "page.txt:2: conflicting-figures: 41万家 here, 4.1万家 there",
        "     2 | 全区企业达41万家。",
        "                   ^^^^^^",
        "     3 | 全区企业达4.1万家。",
        "                   ^^^^^^^",
    ]


def test_check_as_json_speaks_both_languages(page: Path) -> None:
    rows = json.loads(run("check", page, "--json").stdout)
    assert rows
    for row in rows:
        assert set(row) == {"file", "kind", "at", "a", "b", "said", "sentence"}
        assert set(row["sentence"]) == {"en", "zh"}


def test_strict_ends_with_three(page: Path, tmp_path: Path) -> None:
    assert run("check", page).exit_code == 0
    assert run("check", page, "--strict").exit_code == 3
    good = tmp_path / "good.txt"
    good.write_text("# 标题\n\n正文一段，写得完整。\n", encoding="utf-8")
    assert run("check", good, "--strict").exit_code == 0


@pytest.mark.parametrize("what", ["stats", "glossary", "boxes"])
def test_extract_makes_one_table_of_all_pages(what: str, tmp_path: Path) -> None:
    pages = sorted(SAMPLES.glob("*.txt"))
    rows = json.loads(run("extract", what, *pages, "--to", "json").stdout)
    assert rows
    target = tmp_path / "table.csv"
    assert run("extract", what, *pages, "-o", target).stdout == f"{target}\n"
    assert target.read_bytes().count(b"\n") > len(rows)


def test_closed_standard_output_is_no_traceback(page: Path) -> None:
    for words in (["--to", "json"], ["--to", "json", "-o", "-"]):
        reader, writer = os.pipe()
        os.close(reader)
        child = subprocess.run(
            [sys.executable, "-m", "layoutkit", "convert", str(page), *words],
            cwd=HOME,
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
        )
        os.close(writer)
        assert "Traceback" not in child.stderr
        assert child.returncode == (141 if "-" in words else 0)
    assert page.with_suffix(".json").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="has no /dev/full")
@pytest.mark.parametrize(
    "arguments", [["--version"], ["convert", str(SAMPLE), "--to", "txt", "-o", "-"]]
)
def test_full_standard_output_is_one_line(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "layoutkit", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "layoutkit: cannot use standard output: No space left on device\n"


@pytest.mark.skipif(os.name == "nt", reason="has no shell that closes a stream")
@pytest.mark.parametrize("arguments", ["--version", f"convert {SAMPLE} --to txt -o -"])
def test_closed_standard_output_is_no_fault(arguments: str) -> None:
    command = f"{sys.executable} -m layoutkit {arguments} >&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
