"""The verb velocity: what it reads of the index, and of a file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from backlinkbot.app.velocity import velocity, velocity_of_file
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts

TARGET = "acme.example"
BEGIN = datetime(2025, 11, 3, 12, tzinfo=UTC)
WEEKS = 50
BURST = 44  # the week with fifty comments of one keyword


def link(number: int, week: int, **facts: object) -> dict[str, object]:
    source = f"s{number}.example"
    at = BEGIN + timedelta(weeks=week, hours=number % 90)
    return {
        "source_url": f"https://{source}/a",
        "source_domain": source,
        "target_url": f"https://{TARGET}/",
        "target_domain": TARGET,
        "occurrence": 0,
        "anchor": "Acme",
        "kind": "text",
        "placement": "content",
        "first_seen": at,
        "last_seen": at + timedelta(days=2),
        "seen_at": at + timedelta(days=2),
        "reporter": "ahrefs",
        "evidence": f"export.csv:{number}",
        **facts,
    }


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Three or four new domains a week from an export that tells first dates, then one burst."""
    rows, number = [], 0
    for week in range(WEEKS):
        for _ in range(3 + week % 2):
            rows.append(link(number, week))
            number += 1
    for _ in range(50):
        rows.append(link(number, BURST, placement="comment", ugc=True, anchor="cheap pills"))
        number += 1
    rows += [link(number + n, 0, first_seen=None, last_seen=None, seen_at=None) for n in range(7)]
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())
    return workspace


def test_a_burst_of_comments_with_one_keyword_looks_bought(filled: Workspace) -> None:
    found = velocity(filled, TARGET)
    (alarm,) = found.alarms
    assert alarm.first == alarm.last == (BEGIN + timedelta(weeks=BURST)).date()
    assert alarm.kind == "bought"
    assert alarm.new == 53
    assert any("look like spam" in reason for reason in alarm.reasons)
    assert any("one keyword anchor" in reason for reason in alarm.reasons)


def test_weeks_count_domains_whose_start_is_known_and_say_how_many_are_not(
    filled: Workspace,
) -> None:
    found = velocity(filled, TARGET)
    assert sum(week.new for week in found.weeks) == 175 + 50
    assert found.start_unknown == 7
    assert "When 7 of the referring domains began to link is not known" in found.sentence
    assert found.weeks[0].week == BEGIN.date()


def test_a_burst_from_names_below_one_platform_shares_one_host(workspace: Workspace) -> None:
    rows = [link(number, number // 4) for number in range(4 * WEEKS)]
    for number in range(50):
        source = f"b{number}.blogspot.com"
        burst = link(900 + number, BURST, source_domain=source, source_url=f"https://{source}/a")
        rows.append(burst)
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())
    (alarm,) = velocity(workspace, TARGET).alarms
    assert alarm.kind == "bought"
    assert any("share one platform, server, owner" in reason for reason in alarm.reasons)


def test_nothing_known_of_a_domain_is_said(filled: Workspace) -> None:
    with pytest.raises(NotFound, match=r"nothing in the index points at other\.example"):
        velocity(filled, "other.example")
    with pytest.raises(BadInput):
        velocity(filled, "no domain")


def test_an_empty_index_says_how_to_begin(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="backlinkbot ingest"):
        velocity(workspace, TARGET)


def test_a_file_is_judged_without_an_index(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    rows = [f"{20 + n % 5},{2 + n % 2}" for n in range(60)]
    rows[50] = "140,90"
    path.write_text("count,spam\n" + "\n".join(rows), "utf-8")
    found = velocity_of_file(workspace, path).velocity
    assert found.domain == "mine.csv"
    assert [(alarm.kind.value, alarm.new) for alarm in found.alarms] == [("bought", 140)]
    assert found.weeks[-1].week.isoformat() == "2026-10-26"
