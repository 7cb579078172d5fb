"""What README and docs say is so: commands, output, names of formats, rules and keys, links."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from pathlib import Path

import pytest

import layoutkit
from layoutkit.model import walk
from layoutkit.profile import load_profile
from layoutkit.writers import WRITERS

from .pages import parsed
from .support import NAMES, ROOT

PACKAGE = Path(layoutkit.__file__).parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")])
READMES = ("README.md", "README.zh.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READMES)
def test_the_example_prints_what_is_printed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    example = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", text(name), re.DOTALL)
    assert example
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(example[1], {})
    assert printed.getvalue() == example[2]


@pytest.mark.parametrize("name", (*READMES, "CONTRIBUTING.md", ".ci/run"))
def test_the_command_for_tests_is_the_same_everywhere(name: str) -> None:
    command = (
        "python3 -m venv --clear .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest\n"
    )
    assert text(name).count(command) == 1


def test_continuous_integration_runs_the_four_commands() -> None:
    commands = re.search(r"```sh\n(.*?)```", text("CONTRIBUTING.md"), re.DOTALL)
    assert commands
    assert text(".ci/run").endswith(commands[1])


@pytest.mark.parametrize("name", READMES)
def test_the_formats_are_all(name: str) -> None:
    rows = re.findall(r"^\| (`.*?) \|", text(name), re.MULTILINE)
    named = re.findall(r"`(\w+)`", " ".join(rows))
    assert sorted(named) == sorted(WRITERS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_of_the_docs_is_in_the_index() -> None:
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in text("docs/README.md")} == set()


def test_every_rule_is_explained() -> None:
    rules = {node.rule for name in NAMES for node in walk(parsed(name))}
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r'\brule="([a-z-]+)\??"', code))
    parts = {part for rule in rules | named for part in re.split(r"(?=, )", rule.rstrip("?"))}
    explained = set(re.findall(r"`([^`]+)`", text("docs/rules.md")))
    assert parts - explained - {""} == set(), "give it a row in docs/rules.md"


def test_modules_that_the_docs_name_are_there() -> None:
    rows = re.findall(r"^\|.*\| (.*?) \|$", text("docs/rules.md"), re.MULTILINE)
    modules = {name for row in rows for name in re.findall(r"`([a-z_.]+)`", row)}
    paths = set(re.findall(r"[ `]([a-z_/]+(?:\.py|/))", text("docs/architecture.md")))
    paths = {path for path in paths if not path.startswith("tests/")}
    paths |= {f"{module.replace('.', '/')}.py" for module in modules}
    assert len(paths) > 40
    missing = {p for p in paths if not (PACKAGE / p).exists() and not (ROOT / p).exists()}
    assert missing == set()


def test_every_key_of_a_profile_is_explained() -> None:
    default = PACKAGE / "profiles" / "default.toml"
    keys = set()
    for table, value in tomllib.loads(default.read_text(encoding="utf-8")).items():
        if isinstance(value, dict):
            keys |= {f"[{table}]", *value}
    rows = re.findall(r"^\|.*$", text("docs/profiles.md"), re.MULTILINE)
    explained = set(re.findall(r"`([^`]+)`", " ".join(rows)))
    assert keys - explained - {"fields"} == set()


def test_the_profile_of_the_docs_is_one(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", text("docs/profiles.md"), re.DOTALL)
    assert shown
    path = tmp_path / "paper.toml"
    path.write_text(shown[1], encoding="utf-8")
    assert "渡口夜话" in load_profile(path).boxes
