"""Velocity and anchors by the command line, from the index and from plain files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def run(cli: Any, tmp_path: Path) -> Any:
    def of(*words: object) -> Any:
        return cli("--workspace", tmp_path / "w", *words)

    return of


@pytest.fixture
def weeks(tmp_path: Path) -> Path:
    path = tmp_path / "weeks.txt"
    path.write_text("\n".join(str(20 + n % 7) for n in range(50)) + "\n130\n21\nmany\n", "utf-8")
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "anchors.csv"
    path.write_text("anchor,domains\nacme.example,50\nbest casino,40\nAcme,40\n", "utf-8")
    return path


def test_a_series_gives_one_document_and_names_what_it_left_out(run: Any, weeks: Path) -> None:
    answer = run("velocity", "--series", weeks, "--json")
    assert answer.document["alarms"][0]["new"] == 130
    assert answer.document["alarms"][0]["kind"] == "unclear"
    assert "weeks.txt:53" in answer.err


def test_a_person_gets_a_sentence_a_table_and_the_blind_spots(run: Any, weeks: Path) -> None:
    answer = run("velocity", "acme.example", "--series", weeks)
    assert answer.code == 0
    assert "one spell stands out" in answer.err
    assert "usual band" in answer.out
    assert "What this cannot see" in answer.out


def test_a_list_of_anchors_gives_one_document(run: Any, listed: Path) -> None:
    document = run("anchors", "--anchors", listed, "--json").document
    assert document["domain"] == "acme.example"
    assert document["enough"] is True
    assert document["alarms"]


def test_a_person_gets_the_classes_and_what_stands_out(run: Any, listed: Path) -> None:
    answer = run("anchors", "acme.example", "--anchors", listed)
    assert answer.code == 0
    assert "What stands out" in answer.out
    assert "naked URL" in answer.out


def test_documents_go_into_files(run: Any, weeks: Path, listed: Path, tmp_path: Path) -> None:
    for words in (("velocity", "--series", weeks), ("anchors", "--anchors", listed)):
        path = tmp_path / f"{words[0]}.json"
        assert run(*words, "-o", path).code == 0
        assert path.read_text("utf-8").startswith("{")


@pytest.mark.parametrize("verb", ["velocity", "anchors"])
def test_neither_a_domain_nor_a_file_is_bad_usage_and_an_empty_index_not_found(
    run: Any, verb: str
) -> None:
    assert run(verb).code == 2
    assert run(verb, "acme.example").code == 3


def test_the_negative_wave_of_a_small_web_is_found_and_no_wave_is_mistaken(trip: Any) -> None:
    kinds: dict[str, set[str]] = {wave.name: set() for wave in trip.world.waves}
    for wave in trip.world.waves:
        monday = wave.begins_on - timedelta(days=wave.begins_on.weekday())
        for alarm in trip("velocity", wave.target, "--json").document["alarms"]:
            if alarm["to"] >= monday.isoformat() and alarm["from"] <= wave.ends_on.isoformat():
                kinds[wave.name].add(alarm["kind"])
    assert kinds["negative SEO"], "a wave of a site's usual size for half a year"
    for wave in trip.world.waves:
        assert ("viral" if wave.bought else "bought") not in kinds[wave.name]


def test_a_client_with_few_referring_domains_is_told_so(trip: Any) -> None:
    document = trip("anchors", trip.world.client, "--json").document
    assert document["enough"] is False
    assert document["alarms"] == []
    assert document["sentence"].startswith("Not enough data")
