"""Every promise about security names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
PROMISES = (ROOT / "docs" / "reference" / "security.md").read_text("utf-8")


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(PROMISES))))
def test_a_test_that_a_promise_names_is_there(file: str, name: str) -> None:
    assert f"def {name}(" in (ROOT / file).read_text("utf-8") if name else (ROOT / file).is_file()


def test_every_line_of_promises_names_a_test() -> None:
    rows = [line for line in PROMISES.split("\n") if line.startswith("| ") and "ASVS" not in line]
    promises = [line for line in rows if line.count("|") == 4]
    assert [line for line in promises if not NAMED.search(line)] == []
