"""What links brought, by the command line: a file in, the answer, the file out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

GA4 = """\
Session source / medium,Landing page,Date,Sessions,Key events,Total revenue (EUR)
news.example / referral,/a,20260103,10,2,100
semalt.com / referral,/a,20260103,9,0,0
news.example / referral,/a,2026,10,2,100
"""


@pytest.fixture
def run(cli: Any, tmp_path: Path) -> Any:
    def of(*words: object) -> Any:
        return cli("--workspace", tmp_path / "w", *words)

    return of


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "ga4.csv"
    path.write_text(GA4, "utf-8")
    return path


def test_a_file_is_imported_shown_and_forgotten(run: Any, export: Path) -> None:
    answer = run("results", "import", export, "--site", "acme.example")
    assert answer.code == 0
    assert "1 of 1 files read into the results of acme.example" in answer.err
    assert "9 × visits of referrers that are spam" in answer.err  # noqa: RUF001
    shown = run("results", "acme.example")
    assert shown.code == 0
    assert "Links brought acme.example 10 visits and 2 goals, worth 100.00 EUR" in shown.err
    assert "news.example" in shown.out
    assert "Did the links work? unclear" in shown.err
    assert run("results", "forget", 1, "--site", "acme.example").code == 0
    assert run("results", "acme.example").code == 3


def test_the_answer_is_one_document(run: Any, export: Path) -> None:
    imported = run("results", "import", export, "--site", "acme.example", "--json").document
    assert imported["files"][0]["kept"] == {"visits": 1}
    assert imported["files"][0]["rejects"] == {"day that cannot be read": 1}
    document = run("results", "show", "acme.example", "--since", "2026-01-01", "--json").document
    assert document["total"] == {"visits": 10, "goals": 2, "revenue": {"EUR": 100}}
    assert document["domains"][0]["domain"] == "news.example"
    assert document["left_out"]["visits of referrers that are spam"] == 9
    assert document["effect"]["word"] == "unclear"


def test_a_file_that_tells_nothing_and_a_site_that_is_none_are_refused(
    run: Any, tmp_path: Path
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Filter,Value\na,b\n", "utf-8")
    answer = run("results", "import", path, "--site", "acme.example")
    assert answer.code == 2
    assert "columns Filter, Value" in answer.err
    assert run("results", "import", path, "--site", "nothing").code == 2
    assert run("results", "import", tmp_path / "gone.csv", "--site", "acme.example").code == 3
    assert run("results").code in {0, 2}
