"""Kept reports, and links to them that expire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backlinkbot.app.clients import add_client, client_workspace
from backlinkbot.app.report import (
    list_reports,
    remove_report,
    report_file,
    share_report,
    shared_report,
)
from backlinkbot.app.report.keeping import NAME, file_name
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
REPORT = "shop.example-report-2026-10-manager-en.pdf"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def root(workspace: Workspace, clock: FixedClock) -> Workspace:
    workspace.clock = clock
    kept(workspace)
    return workspace


def kept(workspace: Workspace, name: str = REPORT) -> Path:
    workspace.reports_folder.mkdir(parents=True, exist_ok=True)
    path = workspace.reports_folder / name
    path.write_bytes(b"%PDF-")
    return path


def test_the_name_of_a_kept_report_tells_what_it_is(root: Workspace) -> None:
    kept(root, "other.example-backlinks.csv")
    (told,) = list_reports(root)
    assert (told.domain, told.period, told.edition) == ("shop.example", "2026-10", "manager")
    assert (told.language, told.form, told.size_bytes) == ("en", ".pdf", 5)
    assert list_reports(root, "other.example") == []


@pytest.mark.parametrize("period", ["2026-10", "2026-10-03_2026-11-04"])
def test_every_period_gives_a_name_that_is_one(period: str) -> None:
    assert NAME.fullmatch(file_name("a-b.example", period, "specialist", "de", ".html"))


@pytest.mark.parametrize("name", ["../state/app.db", "shop.example.html", "", f"../{REPORT}"])
def test_nothing_but_reports_can_be_asked_for(root: Workspace, name: str) -> None:
    with pytest.raises(NotFound):
        report_file(root, name)


def test_a_link_opens_its_report_until_it_expires(root: Workspace, clock: FixedClock) -> None:
    token = share_report(root, REPORT, days=3)
    found = shared_report(root, token)
    assert (found.name, found.media_type) == (REPORT, "application/pdf")
    assert found.path == root.reports_folder / REPORT
    clock.moment = NOW + timedelta(days=3)
    with pytest.raises(NotFound, match="expired"):
        shared_report(root, token)


def test_a_link_ends_with_its_report(root: Workspace) -> None:
    token = share_report(root, REPORT)
    remove_report(root, REPORT)
    with pytest.raises(NotFound):
        shared_report(root, token)
    with pytest.raises(NotFound):
        share_report(root, REPORT)


def test_no_part_of_a_link_can_be_changed(root: Workspace) -> None:
    token = share_report(root, REPORT)
    other = share_report(root, REPORT, days=300)
    client, ends, name, signature = token.split(".")
    for changed in (
        f"{client}.{other.split('.')[1]}.{name}.{signature}",
        f"{client}.{ends}.{name}x.{signature}",
        f"{client}.{ends}.{name}.{signature[:-2]}",
        f"{client}.{ends}.{name}.",
        f"other.{ends}.{name}.{signature}",
        f"../..{ends}.{name}.{signature}",
    ):
        with pytest.raises(NotFound, match="expired, or was never one"):
            shared_report(root, changed)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=80), st.from_regex(r"home\.\d{1,20}\.[A-Za-z0-9_-]*\.\w*")))
def test_no_text_opens_anything(root: Workspace, token: str) -> None:
    with pytest.raises(NotFound):
        shared_report(root, token)


def test_a_clients_link_opens_the_clients_report_and_no_other(root: Workspace) -> None:
    add_client(root, "acme", by=LOCAL)
    with client_workspace(root, "acme") as acme:
        kept(acme)
        token = share_report(acme, REPORT)
    assert shared_report(root, token).path.parent == root.folder / "clients/acme/reports"
    forged = token.replace("acme.", "home.", 1)
    with pytest.raises(NotFound):
        shared_report(root, forged)


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_link_holds_for_a_sensible_time(root: Workspace, days: int) -> None:
    with pytest.raises(BadInput, match="1 to 366"):
        share_report(root, REPORT, days=days)
