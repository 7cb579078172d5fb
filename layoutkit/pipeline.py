"""The whole program: a text in, a document out; a document in, a file out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from .assemble import assemble
from .check import check
from .classify import classify
from .decode import Decoded, decode
from .deinterleave import deinterleave
from .duplicates import mark_duplicates
from .errors import LayoutError
from .files import beside, is_same, read_bytes, shown_name, write_bytes
from .join import join
from .lines import split
from .model import Document, Source
from .pattern import pattern
from .profile import Profile, load_profile
from .topics import mark_topic_sentences
from .writers import WRITERS, writer

# What a format's writer takes beside duplicates and comments.
OPTIONS = {"pdf": ("paper", "columns"), "docx": ("template",)}
_TREE_SOURCE = pattern(r"# source=(\S+|\"[^\"]*\") sha256=([0-9a-f]{64})\n")


def parse(
    text: str | bytes,
    *,
    profile: str | Profile = "default",
    encoding: str | None = None,
    name: str = "",
) -> Document:
    """Return the document of one page's text; name is what the outputs call its source.

    Any text parses.  Raises LayoutError for bytes that no encoding reads and for a bad profile.
    """
    labels = load_profile(profile) if isinstance(profile, str) else profile
    decoded = decode(text, encoding, name)
    lines = split(decoded.text)
    source = _source(decoded, lines, name)
    in_order, doubts = deinterleave(classify(lines, labels), labels)
    root = assemble(join(in_order, labels), labels)
    root, repeats = mark_duplicates(root, labels.summaries)
    root = mark_topic_sentences(root)
    warnings = (*decoded.notices, *doubts, *repeats, *check(root, source, labels))
    return Document(root=root, source=source, warnings=warnings)


def read(
    path: str | Path, *, profile: str | Profile = "default", encoding: str | None = None
) -> Document:
    """Return the document of a file: a text, or our own .json, .xml (TEI) or .tree.

    What was parsed before is not parsed again; its source is proved where it stands beside.
    """
    path = Path(path)
    return read_data(read_bytes(path), path, profile=profile, encoding=encoding)


def read_data(
    data: bytes, path: Path, *, profile: str | Profile = "default", encoding: str | None = None
) -> Document:
    """Return the document of a file's bytes; the path says what it is and where its source is."""
    name = shown_name(path)
    lookup = partial(beside, path.parent)
    try:
        match path.suffix.lower():
            case ".json":
                from .readers.json import read as read_json

                return read_json(data, name, lookup)
            case ".xml":
                from .readers.tei import read as read_tei

                return read_tei(data, name, lookup)
            case ".tree":
                return _read_tree(data, path, encoding)
            case _:
                return parse(data, profile=profile, encoding=encoding, name=name)
    except LayoutError as error:
        # A stage knows the file by its bare name at most; the caller needs the way to it.
        where = str(path) if error.path in (None, name) else error.path
        raise LayoutError(error.message, where, error.line) from None


def _read_tree(data: bytes, path: Path, encoding: str | None) -> Document:
    """Return the document of a .tree file and of the source text that stands beside it."""
    from urllib.parse import unquote

    from .readers import tree

    notation = decode(data, "utf-8", path.name).text
    said = _TREE_SOURCE.match(notation)
    name = unquote(said[1].strip('"')) if said else f"{path.stem}.txt"
    text = beside(path.parent, name)
    if text is None:
        raise LayoutError(f"the tree's source {name!r} is not in the same folder", path)
    decoded = decode(text, encoding, name)
    if said and said[2] != decoded.sha256:
        raise LayoutError(f"{name!r} is not the text that this tree was made of", path)
    return tree.read(notation, _source(decoded, split(decoded.text), name))


def _source(decoded: Decoded, lines: tuple[str, ...], name: str) -> Source:
    """Return what the nodes of a document point into."""
    return Source(
        name=name,
        sha256=decoded.sha256,
        encoding=decoded.encoding,
        line_count=len(lines),
        lines=lines,
    )


def render(
    document: Document,
    to: str,
    *,
    duplicates: bool = False,
    comments: bool = False,
    **options: Any,
) -> bytes:
    """Return a document as the bytes of a format.

    duplicates keeps repeated text, comments adds the warnings (tree: the rules); options are the
    format's own: paper and columns (pdf), template (docx).
    """
    if to not in WRITERS:
        raise LayoutError(f"unknown format {to!r}; the formats are {', '.join(WRITERS)}")
    for option in options:
        if option not in OPTIONS.get(to, ()):
            raise LayoutError(f"the format {to!r} has no option {option!r}")
    write: Any = writer(to)
    data: bytes = write(document, duplicates=duplicates, comments=comments, **options)
    return data


def convert(
    path: str | Path,
    to: str,
    output: str | Path | None = None,
    *,
    profile: str | Profile = "default",
    encoding: str | None = None,
    duplicates: bool = False,
    comments: bool = False,
    **options: Any,
) -> Path:
    """Convert a file, write the result whole or not at all, and return where it is.

    output is a file or a folder; without it the result stands beside the input.
    """
    path = Path(path)
    target = output_path(path, to, None if output is None else Path(output))
    if is_same(path, target):
        raise LayoutError("the output would replace the input", path)
    document = read(path, profile=profile, encoding=encoding)
    data = render(document, to, duplicates=duplicates, comments=comments, **options)
    write_bytes(target, data)
    return target


def output_path(path: Path, to: str, output: Path | None) -> Path:
    """Return where a file's result goes: beside it, into a folder, or under the name given."""
    if to not in WRITERS:
        raise LayoutError(f"unknown format {to!r}; the formats are {', '.join(WRITERS)}")
    if output is not None and not output.is_dir():
        return output
    name = f"{path.stem}{WRITERS[to].suffix}"
    return path.with_name(name) if output is None else output / name
