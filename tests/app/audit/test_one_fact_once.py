"""The risk of profiles in which one fact shows in a group, in the anchors and in a week at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from backlinkbot.app.audit import audit
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.audit import Audit
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.nouns import Site
from backlinkbot.core.settings import Settings

HEAD = (
    "Referring page title,Referring page URL,Domain rating,Domain traffic,Page traffic,"
    "Target URL,Anchor,Type,Nofollow,First seen,Last seen"
)
WORDS = (
    "river",
    "stone",
    "maple",
    "amber",
    "north",
    "quiet",
    "forest",
    "harbor",
    "meadow",
    "ridge",
)
BLAMES = ("these links", "who placed", "object to them")


def row(host: str, title: str, anchor: str, day: date, *, rating: int = 20) -> str:
    return (
        f"{title},https://{host}/p,{rating},900,40,https://acme-tents.com/,{anchor},text,false,"
        f"{day} 10:00:00,2026-11-10 10:00:00"
    )


def honest(number: int, *, short: int = 0) -> list[str]:
    """Sites over years with mixed anchors; the first `short` of them say the brand's first word."""
    anchors = ["Acme Tents", "acme-tents.com", "https://acme-tents.com/", "Acme Tents", "here"]
    rows = []
    for n in range(number):
        one, other = WORDS[n % 10], WORDS[n // 10 % 10]
        said = "Acme" if n < short else [*anchors, f"{one} notes on {other} {n}"][n % 6]
        day = date(2024, 1, 1) + timedelta(n * 337 % 990)
        rows.append(row(f"{one}{other}{n}blog.com", f"Our {one} weekend {n}", said, day))
    return rows


def audited(folder: Path, rows: list[str]) -> Audit:
    path = folder / "ahrefs.csv"
    path.write_text("\n".join([HEAD, *rows]), "utf-8")
    settings = Settings(workspace=folder / "workspace", workers=1)
    with Workspace(settings, DatedClock(datetime(2026, 11, 12, tzinfo=UTC))) as opened:
        add_site(opened, Site(domain="acme-tents.com", brand_words=("Acme Tents",)))
        ingest(opened, [str(path)], IngestOptions())
        return audit(opened, "acme-tents.com").audit


def said(found: Audit) -> str:
    assert found.risk
    return " ".join((found.risk.sentence, *found.risk.looks_at, *found.risk.first_steps))


def test_the_short_form_of_a_brand_is_no_alarm(tmp_path: Path) -> None:
    found = audited(tmp_path, honest(150, short=36))
    assert found.risk
    assert (found.risk.level, found.risk.first_steps) == ("none", ())
    assert "natural mix" in found.anchors["sentence"]


def test_a_study_that_many_cite_in_a_week_is_one_fact(tmp_path: Path) -> None:
    day = date(2026, 9, 1)
    cited = [
        row(f"post{n}.org", f"Notes {n}", "family tent safety study", day + timedelta(n % 6),
            rating=60)
        for n in range(30)
    ]  # fmt: skip
    found = audited(tmp_path, honest(150) + cited)
    assert found.risk
    assert found.anchors["alarms"]
    assert found.velocity["alarms"]
    assert found.risk.level in {"none", "low", "some"}
    assert "whether a story went round" in said(found)
    assert not [words for words in BLAMES if words in said(found)]


def test_spam_of_another_trade_raises_no_risk_by_alarms_either(tmp_path: Path) -> None:
    day = date(2026, 9, 1)
    casino = [
        row(f"bet{n}.xyz", f"Best online casino bonus {n}", "best online casino",
            day + timedelta(n % 6), rating=1)
        for n in range(40)
    ]  # fmt: skip
    found = audited(tmp_path, honest(150) + casino)
    assert found.risk
    assert found.anchors["alarms"]
    assert found.risk.level == "low"
    assert not [words for words in BLAMES if words in said(found)]


@pytest.mark.parametrize("anchor", ["cheap family tents"])
def test_an_anchor_of_the_trade_over_years_is_still_an_alarm(tmp_path: Path, anchor: str) -> None:
    placed = [
        row(f"note{n}.org", f"Notes {n}", anchor, date(2024, 1, 1) + timedelta(n * 17))
        for n in range(60)
    ]
    found = audited(tmp_path, honest(120) + placed)
    assert found.risk
    assert found.risk.level in {"some", "high"}
    if not found.review + found.disavow:
        assert not [words for words in BLAMES if words in said(found)]
