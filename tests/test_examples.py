"""The examples run as their first lines say, and do what they say."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

import layoutkit
from layoutkit.model import role_of
from layoutkit.reading import reading_order

from .support import NAMES, ROOT, SAMPLES

EXAMPLES = ROOT / "examples"


def run(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run an example as a reader would, with this layoutkit."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-W", "error", str(EXAMPLES / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done


def test_every_example_is_tested() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    scripts = sorted(EXAMPLES.glob("*.py"))
    assert len(scripts) >= 4
    assert all(f'run("{script.name}"' in text for script in scripts)


def test_a_folder_to_tei(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for name in NAMES:
        (tmp_path / "texts" / f"{name}.txt").write_bytes((SAMPLES / f"{name}.txt").read_bytes())
    (tmp_path / "texts" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    done = run("folder_to_tei.py", tmp_path / "texts", tmp_path / "tei")
    written = sorted((tmp_path / "tei").iterdir())
    assert [path.stem for path in written] == NAMES
    for path in written:
        assert etree.parse(path).getroot().tag == "{http://www.tei-c.org/ns/1.0}TEI"
    assert b"picture.txt: this is a PNG picture" in done.stderr
    assert done.stdout.decode().split() == [str(path) for path in written]


def test_the_figures_of_a_page() -> None:
    page = SAMPLES / "report-highlights-2020.txt"
    done = run("figures_of_a_page.py", page)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
    assert ("4.1万家", "41000", "家") in [(r["figure"], r["value"], r["unit"]) for r in rows]


def test_a_profile_for_a_new_newspaper() -> None:
    done = run("new_newspaper.py", SAMPLES / "traditional-report.txt")
    changed = done.stdout.decode().split("\n")
    for node in ("meta field=editor ", "meta field=proofreader "):
        assert any(line.startswith("+") and node in line for line in changed), node
    assert sum(line.startswith("-") and "unknown-label" in line for line in changed) == 3
    profile = str(EXAMPLES / "new_newspaper.toml")
    alone = "## 施政報告出爐\n\n昨日,市長宣讀報告。\n\n焦點詞一 舊街活化\n\n老街將於明年完成修繕。"
    assert "kind=keyword n=1 " in str(layoutkit.parse(alone, profile=profile))
    assert "kind=keyword" not in str(layoutkit.parse(alone))


@pytest.mark.parametrize("name", ["bridge-interview", "report-highlights-2020"])
def test_a_changed_tree(name: str) -> None:
    """What is left is the text in its order, less what stands in boxes and infographics."""
    document = layoutkit.read(SAMPLES / f"{name}.txt")
    apart = {"box", "stats"}
    wanted = [
        block.text
        for block in reading_order(document)
        if not apart & {role_of(node) for node in (*block.groups, block.node)}
    ]
    changed = run("change_a_tree.py", SAMPLES / f"{name}.txt").stdout.decode()
    assert changed.split("\n") == [*wanted, ""]
    assert changed != document.text()
