"""From links to weeks: when a domain began, and what its first link looks like."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa

from backlinkbot.core import columns
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.velocity.looks import READ, composition_of, new_domains

FIRST = date(2026, 1, 5)
WORDS = anchor_words("acme.example", topic_words=["garden tools"])


def links(*rows: dict[str, object]) -> pa.Table:
    schema = pa.schema([columns.links().field(name) for name in READ])
    filled = [
        {
            "source_url": f"https://{row['source_domain']}/{n}",
            "kind": "text",
            "started_on": datetime(2026, 1, 6, tzinfo=UTC),
            **row,
        }
        for n, row in enumerate(rows)
    ]
    return pa.Table.from_pylist(filled, schema=schema)


def test_a_domain_counts_once_in_the_week_of_its_first_link() -> None:
    found = new_domains(
        links(
            {"source_domain": "a.example", "started_on": datetime(2026, 1, 20, tzinfo=UTC)},
            {"source_domain": "a.example", "started_on": datetime(2026, 1, 8, tzinfo=UTC)},
            {"source_domain": "b.example", "started_on": datetime(2026, 1, 12, tzinfo=UTC)},
        ),
        FIRST,
        4,
    )
    assert sorted(zip(found.links["source_domain"].to_pylist(), found.week.tolist(), strict=True)) \
        == [("a.example", 0), ("b.example", 1)]  # fmt: skip


def test_links_of_unknown_start_and_outside_the_weeks_are_left_out() -> None:
    found = new_domains(
        links(
            {"source_domain": "a.example", "started_on": None},
            {"source_domain": "b.example", "started_on": datetime(2025, 1, 8, tzinfo=UTC)},
        ),
        FIRST,
        4,
    )
    assert len(found.week) == 0


def test_comments_profiles_and_pages_of_links_look_like_spam() -> None:
    new = new_domains(
        links(
            {"source_domain": "a.example", "placement": "comment"},
            {"source_domain": "b.example", "page_type": "profile"},
            {"source_domain": "c.example", "external_links": 400},
            {"source_domain": "d.example", "sitewide": True},
            {"source_domain": "e.example", "placement": "content", "external_links": 5},
            {"source_domain": "f.example"},
        ),
        FIRST,
        1,
    )
    found = composition_of(new, 1, WORDS, authority={"f.example": 0.0, "e.example": 30.0})
    assert found.known.tolist() == [6]
    assert found.spam is not None
    assert found.spam.tolist() == [5]


def test_one_keyword_anchor_and_one_owner_are_counted_without_their_first_domain() -> None:
    rows = [{"source_domain": f"s{n}.example", "anchor": "Garden tools"} for n in range(4)]
    rows += [{"source_domain": f"b{n}.example", "anchor": "Acme"} for n in range(5)]
    story = "What a year of digging taught us about soil"
    rows += [{"source_domain": f"t{n}.example", "anchor": story} for n in range(6)]
    new = new_domains(links(*rows), FIRST, 1)
    owners = {f"s{n}.example": "ga:UA-1" for n in range(3)}
    found = composition_of(new, 1, WORDS, owners=owners)
    assert found.repeated is not None
    assert found.repeated.tolist() == [3], "brands and titles are repeated by nature"
    assert found.one_host is not None
    assert found.one_host.tolist() == [2]
    assert composition_of(new, 1, WORDS).one_host is None
