"""In: a profile's name or path.  Out: what printed labels mean, as one frozen Profile."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from .errors import LayoutError

Words: TypeAlias = tuple[str, ...]

_FOLDER = Path(__file__).with_name("profiles")


class Profile(NamedTuple):
    """The labels of a newspaper: each field is one list of a profile file, in order of trial.

    Lists of which a line is a word or is none are sets.

    fields maps printed labels of masthead fields to the fields' names, field_labels are the labels
    alone; surnames is a set of characters.
    """

    name: str
    keyword: Words
    annex: Words
    glossary: frozenset[str]
    stats: Words
    banner: Words
    boxes: frozenset[str]
    comments: Words
    summaries: Words
    notices: frozenset[str]
    newspaper: Words
    fields: tuple[tuple[str, str], ...]
    field_labels: Words
    byline: Words
    byline_end: Words
    text_and_picture: Words
    desk: frozenset[str]
    photographer: Words
    reporter: Words
    credit: Words
    house: Words
    whole_page: Words
    speaker: Words
    salutation: Words
    salutation_starts: Words
    salutation_ends: Words
    office: Words
    publisher: Words
    surnames: frozenset[str]
    dateline: Words
    report: Words
    wire: Words
    opens: Words
    caption: Words
    picture: Words
    table: Words
    jump_from: Words
    jump_to: Words
    furniture: frozenset[str]
    furniture_starts: Words
    imprint: Words
    imprint_starts: Words
    nameplate: Words


# where each field stands in the file: table, key
_KEYS: dict[str, tuple[str, str]] = {
    "keyword": ("sections", "keyword"),
    "annex": ("sections", "annex"),
    "glossary": ("sections", "glossary"),
    "stats": ("sections", "stats"),
    "banner": ("sections", "banner"),
    "boxes": ("boxes", "labels"),
    "comments": ("boxes", "comments"),
    "summaries": ("boxes", "summaries"),
    "notices": ("boxes", "notices"),
    "newspaper": ("masthead", "newspaper"),
    "byline": ("people", "byline"),
    "byline_end": ("people", "byline_end"),
    "text_and_picture": ("people", "text_and_picture"),
    "desk": ("people", "desk"),
    "photographer": ("people", "photographer"),
    "reporter": ("people", "reporter"),
    "credit": ("people", "credit"),
    "house": ("people", "house"),
    "whole_page": ("people", "whole_page"),
    "speaker": ("people", "speaker"),
    "salutation": ("people", "salutation"),
    "salutation_starts": ("people", "salutation_starts"),
    "salutation_ends": ("people", "salutation_ends"),
    "office": ("people", "office"),
    "publisher": ("people", "publisher"),
    "surnames": ("people", "surnames"),
    "dateline": ("leads", "dateline"),
    "report": ("leads", "report"),
    "wire": ("leads", "wire"),
    "opens": ("leads", "opens"),
    "caption": ("leads", "caption"),
    "picture": ("leads", "picture"),
    "table": ("leads", "table"),
    "jump_from": ("leads", "jump_from"),
    "jump_to": ("leads", "jump_to"),
    "furniture": ("furniture", "lines"),
    "furniture_starts": ("furniture", "starts"),
    "imprint": ("furniture", "imprint"),
    "imprint_starts": ("furniture", "imprint_starts"),
    "nameplate": ("furniture", "nameplate"),
}


# lists of which a line is a word or is none; of the others it may hold, begin or end with one
_WHOLE = ("glossary", "boxes", "notices", "desk", "furniture")


def one_of(*lists: Words) -> str:
    """Return the pattern of any word of some lists, longer ones first; of no word none matches."""
    words = sorted((word for words in lists for word in words), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})" if words else "(?!)"


@cache
def profile_names() -> tuple[str, ...]:
    """Return the names of the profiles that come with the package."""
    return tuple(
        sorted(p.name.removesuffix(".toml") for p in _FOLDER.iterdir() if p.name.endswith(".toml"))
    )


def load_profile(name_or_path: str | Path) -> Profile:
    """Return a profile by its name in the package or by the path of a TOML file.

    Raises LayoutError for a missing file, broken TOML, and unknown keys, naming the allowed ones.
    """
    return (
        _packaged(str(name_or_path))
        if str(name_or_path) in profile_names()
        else _load(name_or_path)
    )


@cache
def _packaged(name: str) -> Profile:
    """Return a profile of the package, whose files do not change while a program runs."""
    return _load(name)


def _load(name_or_path: str | Path) -> Profile:
    data, where = _read(name_or_path)
    _check_keys(data, where)
    parent = data.get("extends")
    base = load_profile(parent) if isinstance(parent, str) else None
    values: dict[str, Any] = {"name": str(data.get("name", Path(where).stem))}
    for field in Profile._fields:
        if field not in ("name", "field_labels"):
            inherited = getattr(base, field) if base else None
            values[field] = _value(data, field, inherited, where)
    values["field_labels"] = tuple(label for label, _ in values["fields"])
    return Profile(**values)


def _read(name_or_path: str | Path) -> tuple[dict[str, Any], str]:
    """Return the parsed file and what to call it in messages."""
    where = str(name_or_path)
    try:
        if where in profile_names():
            text = (_FOLDER / f"{where}.toml").read_text(encoding="utf-8")
        elif where.endswith(".toml"):
            text = Path(where).read_text(encoding="utf-8")
        else:
            known = ", ".join(profile_names())
            raise LayoutError(f"no profile {where!r}: name one of {known}, or a .toml file")
        return tomllib.loads(text), where
    except OSError as error:
        raise LayoutError(f"cannot read the profile: {error.strerror}", where) from None
    except UnicodeDecodeError:
        raise LayoutError("the profile is not UTF-8", where) from None
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(f"the profile is not TOML: {error}", where) from None


def _check_keys(data: dict[str, Any], where: str) -> None:
    """Refuse keys that mean nothing."""
    allowed: dict[str, set[str]] = {}
    for table, key in _KEYS.values():
        allowed.setdefault(table, set()).add(key)
    allowed["masthead"].add("fields")
    top = {"name", "extends", *allowed}
    for key, value in data.items():
        if key not in top:
            raise LayoutError(f"unknown key {key!r}: use {', '.join(sorted(top))}", where)
        if key in allowed:
            if not isinstance(value, dict):
                raise LayoutError(f"{key!r} is a table, write [{key}]", where)
            for inner in value:
                if inner not in allowed[key]:
                    known = ", ".join(sorted(allowed[key]))
                    raise LayoutError(f"unknown key {f'{key}.{inner}'!r}: use {known}", where)


def _value(data: dict[str, Any], name: str, inherited: Any, where: str) -> Any:
    """Return a field's own entries before those of the profile it extends."""
    if name == "fields":
        table = data.get("masthead", {}).get("fields", {})
        own: Any = tuple(
            (label, key) for key, labels in table.items() for label in _words(labels, where, key)
        )
    else:
        table_name, key = _KEYS[name]
        found = data.get(table_name, {}).get(key, "" if name == "surnames" else [])
        if name == "surnames":
            return frozenset("".join(str(found).split())) | (inherited or frozenset())
        own = _words(found, where, f"{table_name}.{key}")
    merged = dict.fromkeys((*own, *(inherited or ())))
    return frozenset(merged) if name in _WHOLE else tuple(merged)


def _words(value: Any, where: str, key: str) -> Words:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise LayoutError(f"{key!r} is a list of words", where)
    return tuple(value)
