"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "backlinkbot"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "misc"}
OWNERS = {
    "duckdb": "io/index",
    "sqlalchemy": "io/state",
    "pyspark": "io/engines",
    "numba": "logic/graph",
    "fastapi": "interfaces",
    "typer": "interfaces",
    "lightgbm": "core/pages",
    "selectolax": "core/pages",
    "fastwarc": "io/readers",
    "can_ada": "core/urls",
    "publicsuffixlist": "core/urls",
}
MACHINE_WORDS = re.compile(
    r"\b(subagents?|claude|copilot|chatgpt|llm)\b|/work/|/tmp/v/|files\.pythonhosted|pypi\.org",
    re.IGNORECASE,
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_file_begins_by_saying_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert said, "the first line says what the file is for"
    assert said.splitlines()[0].endswith((".", ":", "?"))


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert not [p for p in modules() if p.stem in FORBIDDEN_NAMES]


@pytest.mark.parametrize(("library", "owner"), sorted(OWNERS.items()))
def test_a_heavy_library_is_imported_by_its_owner_only(library: str, owner: str) -> None:
    pattern = re.compile(rf"^\s*(from|import) {library}\b", re.MULTILINE)
    users = [str(p.relative_to(PACKAGE)) for p in modules() if pattern.search(p.read_text("utf-8"))]
    assert [user for user in users if not user.startswith(owner)] == []


def test_every_room_and_every_test_folder_has_its_place() -> None:
    for folder in (PACKAGE / "io", PACKAGE / "logic", PACKAGE / "core", PACKAGE / "app"):
        assert (folder / "__init__.py").is_file()
    for room in (p for p in PACKAGE.rglob("*") if p.is_dir() and any(p.glob("*.py"))):
        assert (room / "__init__.py").is_file(), f"{room} has no __init__.py"


def test_the_repository_speaks_of_the_product_alone() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    texts = [
        ROOT / name
        for name in tracked
        if name.endswith((".py", ".md", ".toml", ".lock", ".sql", ".html", ".css", ".sh"))
        and name != "tests/test_house.py"
    ]
    guilty = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in texts
        if path.is_file() and (found := MACHINE_WORDS.search(path.read_text("utf-8")))
    ]
    assert guilty == []
