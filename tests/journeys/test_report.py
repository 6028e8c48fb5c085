"""From a goal to the client's report in every form, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

MONTH = ("--month", "2026-10")


@pytest.fixture
def client(trip: Any) -> str:
    return str(trip.world.client)


def test_goals_are_set_listed_and_removed(trip: Any, client: str) -> None:
    told = trip("goal", "set", client, "referring-domains", 3, "--from", "2026-08", "--json")
    assert told.document["from"] == "2026-08"
    listed = trip("goal", "list", client)
    assert "referring-domains" in listed.out
    assert trip("goal", "remove", client, "referring-domains").code == 0
    assert trip("goal", "list", client, "--json").document == []
    assert trip("goal", "remove", client, "referring-domains").code == 3
    assert "referring-domains, authority, visits" in trip("goal", "set", client, "fame", 3).err


def test_a_report_is_written_in_every_form_and_kept(trip: Any, client: str, tmp_path: Path) -> None:
    look = ("--agency", "Northlight", "--colour", "#7a1fa2", "--keep-brand")
    for name in ("report.pdf", "report.html", "report.json"):
        done = trip("report", client, *MONTH, *look, "-o", tmp_path / name)
        assert done.code == 0, done.err
        assert name in done.err
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert "Northlight" in (tmp_path / "report.html").read_text("utf-8")
    document = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert document["since"] == "2026-10-01"
    kept = trip("report", client, *MONTH, "--keep", "--language", "de")
    assert kept.code == 0, kept.err
    name = f"{client}-report-2026-10-manager-de.html"
    page = (trip.workspace / "reports" / name).read_text("utf-8")
    assert "Northlight" in page  # the brand was kept
    assert '<html lang="de">' in page


def test_each_sentence_is_traced_to_its_call(trip: Any, client: str) -> None:
    told = trip("report", client, *MONTH, "--trace", "--json")
    assert all(row["source"] for row in told.document)
    shown = trip("report", client, *MONTH)
    assert told.document[0]["text"] in shown.out + shown.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "report.doc"), ".html, .pdf, .json"),
        (("--language", "xx"), "en, de"),
        (("--edition", "short"), "manager, specialist"),
        (("--month", "2026-13"), "no month"),
        (("--colour", "red"), "no colour"),
        (("--brand", "nothing.toml"), "cannot be read"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    trip: Any, client: str, words: tuple[str, ...], said: str
) -> None:
    done = trip("report", client, *words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
