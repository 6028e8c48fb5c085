"""What was asked for, in sentences and tables of both languages; nothing where nobody was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from backlinkbot.core.client_report import Brand, ClientReport, Edition
from backlinkbot.core.prospects import Outcome
from backlinkbot.core.won_links import WonLink
from backlinkbot.logic.reports.client.material import Outreach
from backlinkbot.logic.reports.client.telling import LANGUAGES
from backlinkbot.logic.reports.client.writing import told_in
from backlinkbot.logic.reports.document import Table

Make = Callable[..., ClientReport]
DAY = datetime(2026, 10, 5, 12, tzinfo=UTC)


def outcome(number: int, tactic: str, *, replied: bool = False, won: bool = False) -> Outcome:
    return Outcome(
        number, "shop.example", number, tactic, contacted_at=DAY,
        replied_at=DAY if replied else None, placed_at=DAY if won else None,
    )  # fmt: skip


def link(number: int, lost: datetime | None = None) -> WonLink:
    return WonLink(
        number, "shop.example", f"n{number}.example", f"https://n{number}.example/a",
        "https://shop.example/", DAY, DAY, tactic="broken link", quality=62.0, lost_at=lost,
    )  # fmt: skip


OUTREACH = Outreach(
    asked=(outcome(1, "broken link", replied=True, won=True), outcome(2, "broken link", won=True),
           outcome(3, ""), outcome(4, "resource page", replied=True)),
    landed=(link(1), link(2, DAY)), messages=6, open=2, minutes=144.0,
)  # fmt: skip


def said(report: ClientReport, edition: Edition, language: str = "en") -> dict[str, str]:
    return {one.id: one.text for one in told_in(report, language, edition, Brand()).sentences}


def test_it_says_who_was_asked_what_landed_and_at_what_effort(make: Make) -> None:
    told = said(make(outreach=OUTREACH), Edition.MANAGER)
    assert told["asked.lead"] == (
        "In this period 4 sites were asked for a link, with 6 messages; 2 answered."
    )
    assert told["asked.won"] == "2 links that were asked for landed in it; 1 still stands."
    assert told["asked.silent"] == "2 have not answered."
    assert told["asked.open"] == "Of all who were asked up to now 2 may still link."
    assert told["asked.effort-each"] == (
        "By our reckoning that took 2.4 hours of work, 1.2 for each link."
    )


def test_who_was_asked_is_all_who_answered_want_no_more_bounced_or_are_silent(make: Make) -> None:
    asked = tuple(outcome(n, "broken link", replied=n < 3) for n in range(1, 6))
    found = Outreach(asked, (), 6, 2, 0.0, no_more=frozenset({2, 3}), bounced=frozenset({4, 99}))
    report = make(outreach=found)
    told = said(report, Edition.MANAGER)
    assert told["asked.lead"].startswith("In this period 5 sites were asked")
    assert told["asked.lead"].endswith("; 1 answered.")
    assert told["asked.no-more"] == "2 want no more messages, and get none."
    assert told["asked.bounced"] == "1 could not be reached: the message came back."
    assert told["asked.silent"] == "1 has not answered."
    assert [one.replied for one in report.asked] == [1]
    german = said(report, Edition.MANAGER, "de")
    assert german["asked.bounced"] == "1 war nicht zu erreichen: Die Nachricht kam zurück."


def test_a_specialist_has_the_tactics_and_the_links(make: Make) -> None:
    document = told_in(make(outreach=OUTREACH), "en", Edition.SPECIALIST, Brand()).document
    (section,) = [one for one in document.sections if one.name == "asked"]
    tactics, links = (block for block in section.blocks if isinstance(block, Table))
    assert tactics.rows == (
        ("broken link", "2", "1", "2"), ("chosen by hand", "1", "0", "0"),
        ("resource page", "1", "1", "0"),
    )  # fmt: skip
    assert [row[-1] for row in links.rows] == ["live", "lost again"]


def test_a_quiet_month_is_said_and_no_outreach_is_no_section(make: Make) -> None:
    quiet = Outreach((), (), 0, 0, 0.0)
    told = said(make(outreach=quiet), Edition.MANAGER)
    assert told["asked.nobody"] == "Nobody was asked for a link in this period."
    assert told["asked.none"] == "No link that was asked for landed in it."
    assert "asked.effort" not in told
    assert not any(name.startswith("asked.") for name in said(make(), Edition.SPECIALIST))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", Edition)
def test_it_is_told_in_every_language(make: Make, language: str, edition: Edition) -> None:
    told = said(make(outreach=OUTREACH), edition, language)
    assert {"asked.lead", "asked.won", "asked.open", "asked.effort-each"} <= set(told)
