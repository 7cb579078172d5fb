"""In: the command line.  Out: files, lines on the screen, an exit status; nothing else prints."""

from __future__ import annotations

import functools
import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

import click

from . import __version__

# Everything else is imported where it is used: help and usage errors need click alone.
if TYPE_CHECKING:
    from .model import Document

P = ParamSpec("P")

_PIPE_CLOSED, _STRICT = 141, 3
_STOPS = [signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# what has something to put in order at the end of a process
_TIDY = frozenset(("concurrent.futures", "coverage", "logging", "multiprocessing"))
_ALLOCATIONS = 50_000  # between two searches for cycles


def main() -> None:
    """Run the command; a signal to stop ends it as an exception does, so nothing is left behind."""
    for number in _STOPS:
        signal.signal(number, _stop)
    # what the caller has closed is written to nowhere
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    with suppress(AttributeError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a TextIO
    # A tree has no cycles: looking for some at every turn, and once more in all there is when the
    # process ends, takes a twelfth of the time of a page.
    gc.set_threshold(_ALLOCATIONS)
    try:
        cli()
    except SystemExit as end:
        if not end.code and _TIDY.isdisjoint(sys.modules):
            _leave()
        raise
    except OSError as error:
        _say(f"cannot use {error.filename or 'standard output'}: {error.strerror}")
        _forget_stdout()
        sys.exit(1)
    finally:
        gc.freeze()


def _leave() -> None:
    """End the process without freeing bit by bit what it holds; return where output is stuck."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def _stop(number: int, _frame: object) -> None:
    """End the command once; what a hasty user sends after that must not disturb the tidying up."""
    for each in _STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


class _Failure(click.ClickException):
    """What the caller must mend: one line on stderr and exit status 1."""

    def show(self, file: Any = None) -> None:
        _say(self.message)


def _say(text: str) -> None:
    """Write one line to stderr, whatever characters a name has in it."""
    from .report import one_line

    click.echo(f"layoutkit: {one_line(text)}", err=True)


def _reported(command: Callable[P, None]) -> Callable[P, None]:
    """Return a command whose errors end as one line and an exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from .errors import LayoutError

        try:
            command(*args, **kwargs)
        except LayoutError as error:
            raise _Failure(str(error)) from None
        except MemoryError:
            raise _Failure("not enough memory for this page") from None
        except BrokenPipeError:
            _forget_stdout()
            sys.exit(_PIPE_CLOSED)

    return run


def _forget_stdout() -> None:
    """Keep the interpreter from writing what is left to a pipe that nobody reads."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="layoutkit")
def cli() -> None:
    """Give the structure of a newspaper page back to a text that has lost it."""


_INPUTS = click.argument(
    "inputs", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
_PROFILE = click.option("--profile", default="default", help="Name of a profile, or a .toml file.")
_ENCODING = click.option("--encoding", help="Encoding of the texts; found out without it.")
_OUTPUT = click.option("-o", "--output", metavar="OUT", help="File, folder, or - for stdout.")


@cli.command()
@click.argument(
    "inputs", metavar="FILE|FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--to", metavar="FORMAT[,FORMAT]", help="docx, pdf, tei, json, md, txt, html, tree.")
@_OUTPUT
@_PROFILE
@_ENCODING
@click.option("--keep-duplicates", is_flag=True, help="Print repeated text too.")
@click.option("--comments", is_flag=True, help="Write the warnings into the result.")
@click.option("--explain", is_flag=True, help="tree: the rule that made each node.")
@click.option("--paper", help="pdf: paper size.")
@click.option("--columns", type=click.IntRange(1), help="pdf: number of columns.")
@click.option("--template", type=click.Path(path_type=Path), help="docx: the house's own .docx.")
@click.option("--corpus", is_flag=True, help="tei: all pages in one teiCorpus.")
@click.option("--jobs", type=click.IntRange(1), help="Archive: worker processes.")
@click.option("--force", is_flag=True, help="Archive: convert again what is done.")
@click.option("--dask", metavar="ADDRESS", help="Archive: a Dask scheduler to run on.")
@_reported
def convert(inputs: tuple[Path, ...], to: str | None, output: str | None, **options: Any) -> None:
    """Convert pages; a folder or several files is an archive run into the folder OUT.

    A run can be stopped and given again: it does only what is missing, changed or failed.
    """
    formats = _formats(to, output)
    _refuse_foreign(options, formats)
    if options["template"]:
        from .files import read_bytes

        options["template"] = read_bytes(options["template"])
    if options.pop("corpus"):
        _convert_corpus(inputs, output, options)
    elif len(inputs) > 1 or inputs[0].is_dir():
        _convert_archive(inputs, formats, output, options)
    else:
        _convert_one(inputs[0], formats, output, options)


def _formats(to: str | None, output: str | None) -> tuple[str, ...]:
    """Return the formats asked for, in order; the suffix of OUT tells where --to does not."""
    from .writers import WRITERS

    known = {row.suffix: name for name, row in WRITERS.items()}
    meant = known.get(Path(output or "").suffix.lower())
    if to is None and meant is None:
        raise click.UsageError(f"name a format: --to {'|'.join(WRITERS)}")
    named = (to or meant or "").split(",")
    formats = tuple(dict.fromkeys(name.strip() for name in named))
    for name in formats:
        if name not in WRITERS:
            raise click.UsageError(f"unknown format {name!r}: use {', '.join(WRITERS)}")
    return formats


def _refuse_foreign(options: dict[str, Any], formats: tuple[str, ...]) -> None:
    """Refuse an option that none of the formats has, rather than pass it over in silence."""
    for name, of in (
        ("paper", "pdf"),
        ("columns", "pdf"),
        ("template", "docx"),
        ("explain", "tree"),
        ("corpus", "tei"),
    ):
        if options[name] and of not in formats:
            raise click.UsageError(f"--{name} is for the format {of}")
    if options["corpus"] and len(formats) > 1:
        raise click.UsageError("--corpus makes one tei file")


def _writing(to: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what render takes for a format out of the command's options."""
    from .pipeline import OPTIONS

    own = {name: options[name] for name in OPTIONS.get(to, ()) if options[name] is not None}
    comments = options["explain"] if to == "tree" else options["comments"]
    return {"duplicates": options["keep_duplicates"], "comments": comments, **own}


def _convert_one(
    path: Path, formats: tuple[str, ...], output: str | None, options: dict[str, Any]
) -> None:
    from .errors import LayoutError
    from .files import is_same, write_bytes
    from .pipeline import render

    stdout = output == "-" or (output is None and str(path) == "-")
    if len(formats) > 1 and output is not None and not Path(output).is_dir():
        raise click.UsageError("several formats need a folder as OUT")
    if stdout and len(formats) > 1:
        raise click.UsageError("several formats cannot go to standard output")
    targets = {to: None if stdout else _target(path, to, output) for to in formats}
    for target in targets.values():
        if target is not None and is_same(path, target):
            raise LayoutError("the output would replace the input", path)
    document = _read(path, options)
    for to, target in targets.items():
        data = render(document, to, **_writing(to, options))
        if target is None:
            _write_stdout(data)
        else:
            write_bytes(target, data)
            _print_path(target)
    _tell_warnings(document, path)


def _target(path: Path, to: str, output: str | None) -> Path:
    """Return where a result goes.  A folder named like a file of the format is a mistake."""
    from .pipeline import output_path
    from .writers import WRITERS

    if output is None:
        return output_path(path, to, None)
    folder = Path(output)
    if output.endswith(("/", os.sep)) and not folder.is_dir():
        raise click.UsageError(f"there is no folder {output!r}")
    suffixes = {row.suffix for row in WRITERS.values()}
    own = folder.suffix.lower()
    if own in suffixes and own != WRITERS[to].suffix and not folder.is_dir():
        raise click.UsageError(f"--to {to} and the name {output!r} do not agree")
    if own == WRITERS[to].suffix:
        return folder
    return output_path(Path("stdin.txt") if str(path) == "-" else path, to, folder)


def _read(path: Path, options: dict[str, Any]) -> Document:
    from .pipeline import parse, read

    profile, encoding = options["profile"], options["encoding"]
    if str(path) != "-":
        return read(path, profile=profile, encoding=encoding)
    data = sys.stdin.buffer.read()
    return parse(data, profile=profile, encoding=encoding, name="stdin")


def _write_stdout(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _print_path(path: Path) -> None:
    """Print where a result is; that nobody reads it does not undo the result."""
    try:
        _write_stdout(os.fsencode(path) + b"\n")
    except BrokenPipeError:
        _forget_stdout()


def _tell_warnings(document: Document, path: Path) -> None:
    from .report import summary

    if told := summary(document):
        _say(f"{path}: {told} (see layoutkit check)")


def _convert_corpus(inputs: tuple[Path, ...], output: str | None, options: dict[str, Any]) -> None:
    """Write all pages into one teiCorpus."""
    from .archive.plan import pages
    from .errors import LayoutError
    from .files import is_same, write_bytes
    from .writers.tei import corpus

    if output is None or Path(output).is_dir():
        raise click.UsageError("--corpus needs a file as OUT: -o corpus.xml")
    found = [Path(page.path) for page in pages(inputs, Path(output))]
    for path in found:
        if is_same(path, Path(output)):
            raise LayoutError("the output would replace the input", path)
    data = corpus(_read(path, options) for path in found)
    if output == "-":
        _write_stdout(data)
    else:
        write_bytes(Path(output), data)
        _print_path(Path(output))


def _convert_archive(
    inputs: tuple[Path, ...],
    formats: tuple[str, ...],
    output: str | None,
    options: dict[str, Any],
) -> None:
    from .cli_archive import run_archive
    from .writers import WRITERS

    suffixes = {row.suffix for row in WRITERS.values()}
    if output in (None, "-") or Path(str(output)).suffix.lower() in suffixes:
        raise click.UsageError("a folder or several files need a folder as OUT: -o FOLDER")
    if any(str(path) == "-" for path in inputs):
        raise click.UsageError("standard input cannot be one of several inputs")
    summary = run_archive(
        inputs,
        formats,
        Path(str(output)),
        say=_say,
        dask=options["dask"],
        profile=options["profile"],
        encoding=options["encoding"],
        options={to: _writing(to, options) for to in formats},
        jobs=options["jobs"],
        force=options["force"],
    )
    click.echo(
        f"converted {summary.converted}, unchanged {summary.unchanged}, "
        f"with warnings {summary.with_warnings}, failed {len(summary.failed)}"
    )
    if summary.failed:
        sys.exit(1)


@cli.command("check")
@_INPUTS
@_PROFILE
@_ENCODING
@click.option("--json", "as_json", is_flag=True, help="Write the warnings as JSON.")
@click.option("--strict", is_flag=True, help="Exit with 3 where there is any warning.")
@_reported
def check_command(inputs: tuple[Path, ...], as_json: bool, strict: bool, **options: Any) -> None:
    """Show what a careful editor would query, with the places."""
    import json

    from . import report

    found = 0
    rows: list[report.Row] = []
    for path in inputs:
        document = _read(path, options)
        found += len(document.warnings)
        name = os.fsencode(path).decode("utf-8", "backslashreplace")
        if as_json:
            rows += report.rows(document, name)
        else:
            for line in report.lines(document, name):
                click.echo(line)
    if as_json:
        _write_stdout(json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n")
    if strict and found:
        sys.exit(_STRICT)


@cli.command("extract")
@click.argument("what", type=click.Choice(["stats", "glossary", "boxes"]))
@_INPUTS
@click.option("--to", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@_OUTPUT
@_PROFILE
@_ENCODING
@_reported
def extract_command(
    what: str, inputs: tuple[Path, ...], to: str, output: str | None, **options: Any
) -> None:
    """Write all figures, glossary entries or boxes of the pages as one table."""
    from . import extract as tables
    from .errors import LayoutError
    from .files import is_same, write_bytes

    if output not in (None, "-"):
        for path in inputs:
            if is_same(path, Path(str(output))):
                raise LayoutError("the output would replace the input", path)
    rows = [row for path in inputs for row in tables.extract(_read(path, options), what)]
    data = tables.to_csv(rows) if to == "csv" else tables.to_json(rows)
    if output is None or output == "-":
        _write_stdout(data)
    else:
        write_bytes(Path(output), data)
        _print_path(Path(output))


@cli.command()
@click.argument("name", required=False, metavar="[NAME|PATH]")
@_reported
def profiles(name: str | None) -> None:
    """List the profiles, or show what one says; a bad one is named with its fault."""
    from .profile import load_profile, profile_names

    if name is None:
        click.echo("\n".join(profile_names()))
        return
    for key, value in load_profile(name)._asdict().items():
        if key == "field_labels":  # said by the fields
            continue
        words = sorted(value) if isinstance(value, frozenset) else value
        parts = [" ".join(w) if isinstance(w, tuple) else w for w in words]
        click.echo(f"{key}: {value if isinstance(value, str) else ', '.join(parts)}")


@cli.command()
@click.argument("output", metavar="OUT", type=click.Path(path_type=Path))
@_reported
def verify(output: Path) -> None:
    """Check the files of an archive run against its manifest.csv."""
    from .archive.manifest import faults

    good = bad = 0
    for name, fault in faults(output):
        good, bad = good + (not fault), bad + bool(fault)
        if fault:
            _say(f"{name}: {fault}")
    click.echo(f"as listed {good}, not as listed {bad}")
    if bad:
        sys.exit(1)
