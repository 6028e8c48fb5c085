"""An audit of links that only exports tell of: what it says, what is unknown, what they bring."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backlinkbot.app.audit import Audited, AuditOptions, audit
from backlinkbot.app.decisions import decide
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Advice
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.settings import Settings
from backlinkbot.logic.reports.audit_page import audit_document
from backlinkbot.logic.reports.html import html_page

HEAD = (
    "Referring page title,Referring page URL,Anchor,Target URL,Domain rating,Domain traffic,"
    "Page traffic,Type,Nofollow,First seen,Last seen"
)
OFTEN_READ = "guide3.example"


def row(title: str, host: str, anchor: str, traffic: str, day: int) -> str:
    return (
        f"{title},https://{host}/p,{anchor},https://boats.example/,20,{traffic},text,false,"
        f"2026-{1 + day // 28:02}-{1 + day % 28:02} 10:00:00,2026-10-30 10:00:00"
    )


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Sixty honest sites over months, and twelve casino pages of one week; nothing was crawled."""
    rows = [
        row("River notes", f"guide{n}.example", "Boats", "900,5000" if n == 3 else "40,30", n * 4)
        for n in range(60)
    ]
    rows += [
        row("Best online casino", f"slots{n}.top", "best online casino", "0,", 200 + n % 6)
        for n in range(12)
    ]
    folder = tmp_path_factory.mktemp("exported")
    path = folder / "ahrefs.csv"
    path.write_text("\n".join([HEAD, *rows]), "utf-8")
    settings = Settings(workspace=folder / "workspace", workers=1)
    with Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))) as opened:
        ingest(opened, [str(path)], IngestOptions())
        yield opened


@pytest.fixture(scope="module")
def found(exported: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    folder = tmp_path_factory.mktemp("found")
    console = folder / "latest.csv"
    listed = "".join(f"https://slots{n}.top/p,2026-10-01\n" for n in range(5))
    console.write_text(f"Linking page,Last crawled\n{listed}", "utf-8")
    options = AuditOptions(search_console=console, disavow=folder / "d.txt")
    return audit(exported, "boats.example", options)


def test_what_lists_of_links_cannot_tell_is_said_and_nothing_is_sure_enough_to_disavow(
    found: Audited,
) -> None:
    assert any(note.startswith("No page of the linking sites") for note in found.audit.notes)
    assert found.audit.disavow == 0
    flagged = {one.unit for one in found.audit.domains if one.verdict is Advice.REVIEW}
    assert flagged
    assert all(unit.startswith("slots") for unit in flagged)
    assert "No page of the linking sites was read" in html_page(audit_document(found.audit))


def test_spam_of_another_trade_is_not_laid_at_the_owners_door(found: Audited) -> None:
    assert found.audit.risk
    assert found.audit.risk.level in {"low", "some"}
    assert "one hand" not in found.audit.risk.sentence
    assert not any("who placed these links" in step for step in found.audit.risk.first_steps)


def test_of_the_flagged_sites_it_is_told_how_many_the_engines_list_shows(found: Audited) -> None:
    flagged = sum(one.verdict is not Advice.KEEP for one in found.audit.domains)
    assert f"Search Console lists 5 of the {flagged} flagged sites. " in found.audit.notes[-1]


def test_visits_are_those_of_the_linking_pages_and_none_where_the_site_has_none(
    found: Audited,
) -> None:
    visits = {one.unit: one.referral_visits for one in found.audit.domains}
    assert visits[OFTEN_READ] == pytest.approx(50)  # one in a hundred of 5,000
    assert visits["guide4.example"] == pytest.approx(0.3)
    assert visits["slots1.top"] == 0


def test_a_line_on_a_site_whose_links_are_followed_needs_force(
    found: Audited, exported: Workspace, tmp_path: Path
) -> None:
    assert found.file
    out = tmp_path / "d.txt"
    decide(exported, "boats.example", OFTEN_READ, "disavow", by="Ann")
    decide(exported, "boats.example", "slots1.top", "disavow", by="Ann")
    held = audit(exported, "boats.example", AuditOptions(disavow=out)).file
    assert held
    assert held.added == ("slots1.top",)
    ((unit, why),) = held.too_dear
    assert (unit, "about 50 visits a month" in why) == (OFTEN_READ, True)
    forced = audit(exported, "boats.example", AuditOptions(disavow=out, is_forced=True)).file
    assert forced
    assert set(forced.added) == {OFTEN_READ, "slots1.top"}
    assert forced.visits == pytest.approx(50)
    assert any("about 50 visits a month" in line for line in forced.sentences)
    for unit in (OFTEN_READ, "slots1.top"):
        decide(exported, "boats.example", unit, "undo", by="Ann")


def test_without_traffic_in_any_export_visits_are_not_known(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "l.csv"
    path.write_text("source,target,anchor\nhttps://b.com/1,https://a.com/,A\n", "utf-8")
    mapping = {"source_url": "source", "target_url": "target", "anchor": "anchor"}
    ingest(workspace, [str(path)], IngestOptions(mapping=mapping))
    decide(workspace, "a.com", "b.com", "disavow", by="Ann")
    told = audit(workspace, "a.com").audit
    assert told.domains[0].referral_visits is None
    assert any(note.startswith("How many visits the links bring") for note in told.notes)


def test_a_file_without_a_line_is_told_not_to_be_uploaded(found: Audited) -> None:
    assert found.file
    assert found.file.added == ()
    assert "Do not upload it" in found.file.sentences[0]
