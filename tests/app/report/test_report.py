"""The report of the little web's client: true to its verbs, the same each time, one page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from backlinkbot.app.decisions import decide
from backlinkbot.app.gap import gap
from backlinkbot.app.goals import remove_goal, set_goal
from backlinkbot.app.profile import profile
from backlinkbot.app.report import (
    FORMS,
    LANGUAGES,
    Period,
    Reported,
    ReportOptions,
    period_of,
    report,
    write_report,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.client_report import Brand, Edition
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.logic.tiny_web.truth import World

Ask = Callable[[Edition, str], Reported]
BRAND = Brand(agency="Northlight Search", colour="#7a1fa2", contact="ada@northlight.example")
EVERY = [(edition, language) for edition in Edition for language in LANGUAGES]
ATTACK = Period(date(2026, 7, 1), date(2026, 8, 31))  # the weeks of the hostile wave
needs_reader = pytest.mark.skipif(
    shutil.which("pdfinfo") is None, reason="pdfinfo is not installed (poppler-utils)"
)


@pytest.fixture(scope="module")
def ask(little: Workspace, world: World) -> Ask:
    """The report on the weeks of the attack, made once for each edition and language."""

    def made(edition: Edition, language: str) -> Reported:
        options = ReportOptions(edition, language, BRAND)
        return report(little, world.client, ATTACK, options)

    return cache(made)


@pytest.fixture(scope="module")
def again(little: Workspace, world: World) -> Reported:
    """The whole report in German once more, from the beginning."""
    options = ReportOptions(Edition.SPECIALIST, "de", BRAND)
    return report(little, world.client, ATTACK, options)


def test_it_tells_what_the_profile_tells(ask: Ask, little: Workspace, world: World) -> None:
    told = ask(Edition.SPECIALIST, "en").report
    end = profile(little, world.client, as_of=ATTACK.until)
    before = profile(little, world.client, as_of=ATTACK.since - timedelta(days=1))
    assert told.value("now.referring-domains") == end.referring_domains
    assert told.value("then.referring-domains") == before.referring_domains
    assert told.value("now.strong") == end.quality.strong


def test_its_gap_is_that_of_the_verb(ask: Ask, little: Workspace, world: World) -> None:
    told = ask(Edition.SPECIALIST, "en").report
    found = gap(little, world.client)
    assert told.value("gap.count") == found.total > 0
    assert {one.domain for one in told.gap} <= set(
        gap(little, world.client, limit=None).table["source_domain"].to_pylist()
    )


def test_won_and_lost_are_those_of_the_ledger(ask: Ask, world: World) -> None:
    """What the little web's truth says began and ended in these weeks, domain by domain."""
    told = ask(Edition.SPECIALIST, "en").report
    first: dict[str, date] = {}
    last: dict[str, date | None] = {}
    for one in world.to(world.client):
        name = one.link.source_domain
        began = one.first_seen.date()
        first[name] = min(first.get(name, began), began)
        ended = one.lost_at.date() if one.lost_at else None
        known = last.get(name, date.min)
        last[name] = None if ended is None or known is None else max(known, ended)
    began = {name for name, day in first.items() if ATTACK.since <= day <= ATTACK.until}
    won = {one.domain for one in told.won}
    assert len(won & began) >= 0.9 * len(won | began)  # a page's own date may differ from ours
    ended = {name for name, day in last.items() if day and ATTACK.since <= day <= ATTACK.until}
    assert {one.domain for one in told.lost} == ended


def test_the_attack_is_no_success(ask: Ask) -> None:
    told = ask(Edition.SPECIALIST, "en").report
    assert told.value("won.doubtful") > told.value("won.earned")
    assert "risks.disavow" in {one.id for one in ask(Edition.MANAGER, "en").sentences}


def test_each_row_of_the_trace_leads_from_a_sentence_to_a_call(ask: Ask) -> None:
    found = ask(Edition.SPECIALIST, "de")
    rows = found.trace()
    assert {row["sentence"] for row in rows} <= {one.id for one in found.sentences}
    level = next(row for row in rows if row["fact"] == "now.referring-domains")
    assert level["source"].endswith("as_of=2026-08-31).referring_domains")
    assert str(level["value"]) in level["text"]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_inputs_give_the_same_bytes(
    ask: Ask, again: Reported, tmp_path: Path, form: str
) -> None:
    for number, one in enumerate((ask(Edition.SPECIALIST, "de"), again)):
        write_report(one, tmp_path / f"{number}{form}")
    assert (tmp_path / f"0{form}").read_bytes() == (tmp_path / f"1{form}").read_bytes()


@pytest.mark.parametrize(("edition", "language"), EVERY)
def test_every_edition_can_be_written_in_every_form(
    ask: Ask, tmp_path: Path, edition: Edition, language: str
) -> None:
    for form in FORMS:
        write_report(ask(edition, language), tmp_path / f"one{form}")
        assert (tmp_path / f"one{form}").stat().st_size > 5_000


@needs_reader
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_managers_edition_is_one_tagged_page(ask: Ask, tmp_path: Path, language: str) -> None:
    write_report(ask(Edition.MANAGER, language), tmp_path / "one.pdf")
    told = subprocess.run(
        ["pdfinfo", str(tmp_path / "one.pdf")], capture_output=True, check=True, text=True
    ).stdout
    assert re.search(r"Pages: +1\n", told)
    assert re.search(r"Tagged: +yes", told)
    assert "2026" in told.partition("Title:")[2].splitlines()[0]


@pytest.mark.parametrize(("edition", "language"), EVERY)
def test_the_page_asks_nobody_for_anything_and_runs_nothing(
    ask: Ask, tmp_path: Path, edition: Edition, language: str
) -> None:
    write_report(ask(edition, language), tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="https?://(?![^"]*")', page)
    assert "default-src 'none'" in page


def test_the_data_is_one_json_document(ask: Ask, tmp_path: Path) -> None:
    write_report(ask(Edition.MANAGER, "en"), tmp_path / "data.json")
    told = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert told["edition"] == "manager"
    assert {one["fact"] for one in told["facts"]} >= set(told["sentences"][0]["facts"])


def test_goals_and_decisions_come_into_the_next_report(little: Workspace, world: World) -> None:
    period = Period(date(2026, 10, 1), date(2026, 10, 31))
    set_goal(little, world.client, "referring-domains", 1, since=date(2026, 10, 1))
    flagged = next(
        one.domain
        for one in report(little, world.client, ATTACK).report.won
        if one.advice == "disavow"
    )
    decide(little, world.client, flagged, "disavow", by="ada")
    try:
        told = report(little, world.client, period).report
        assert told.value("decided.disavow") == 1
        assert [one.kind.value for one in told.goals] == ["referring-domains"]
        assert told.goals[0].actual == told.value("won.earned")
    finally:
        remove_goal(little, world.client, "referring-domains")
        decide(little, world.client, flagged, "undo", by="ada")


def test_a_domain_that_nobody_links_to_is_not_found(little: Workspace) -> None:
    with pytest.raises(NotFound):
        report(little, "nobody-links.example", ATTACK)


def test_a_period_that_lies_ahead_is_refused(little: Workspace, world: World) -> None:
    with pytest.raises(BadInput, match="has not come"):
        report(little, world.client, period_of(date(2026, 1, 1), "2031-01"))


def test_a_form_that_we_have_not_is_refused(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\.html, \.pdf, \.json"):
        write_report(ask(Edition.MANAGER, "en"), tmp_path / "report.doc")
