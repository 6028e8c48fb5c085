"""The verb profile: what it reads of the index, and sites with more links than can be judged."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from backlinkbot.app import profile as verb
from backlinkbot.app.measure import measure
from backlinkbot.app.profile.linked import best_first
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.io.index.graphs.releases import publish_release, release_schema
from backlinkbot.logic.judge.profile import profile_of

TARGET = "t.example"


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Twelve links from four domains to one site, told in every column, and two lists of ranks."""
    links = [_link(number) for number in range(12)]
    ranks = [
        {"domain": f"r{n}.example", "list": name, "rank": n, "evidence": "list.csv"}
        for name, sites in (("majestic", 7), ("tranco", 5))
        for n in range(1, sites + 1)
    ]
    with workspace.index.begin() as draft:
        draft.add(_facts(FactKind.LINKS, links, columns.link_facts()))
        draft.add(_facts(FactKind.RANKS, ranks, columns.rank_facts()))
        draft.publish(workspace.clock.now())
    return workspace


@pytest.fixture
def measured(filled: Workspace) -> Workspace:
    """The same, with an authority that stands on trust."""
    rows = [_release_row(TARGET, 41.0), _release_row("s0.example", 70.0)]
    rows += [_release_row(f"s{n}.example", 20.0 * n) for n in (1, 2, 3)]
    about = {"basis": "trust", "series": "index"}
    publish_release(filled.authority_folder, date(2026, 11, 1), "f" * 32, rows, about)
    return filled


def _link(number: int) -> dict[str, object]:
    source = f"s{number % 4}.example"
    return {
        "source_url": f"https://{source}/{number}",
        "source_domain": source,
        "source_title": f"Page {number}",
        "source_language": "en",
        "page_type": "blog",
        "target_url": f"https://{TARGET}/{number % 3}",
        "target_domain": TARGET,
        "occurrence": 0,
        "anchor": ("best shop", "click here", "")[number % 3],
        "kind": ("text", "text", "image")[number % 3],
        "left": "buy at the",
        "right": "today",
        "followed": number % 2 == 0,
        "nofollow": number % 2 == 1,
        "ugc": False,
        "sponsored": number == 5,
        "placement": ("content", "footer", "navigation")[number % 3],
        "placement_probability": 0.5 + number / 40,
        "sitewide": number % 5 == 0,
        "position": number / 12,
        "external_links": number * 9,
        "context_html": f"<p>buy at the <a>shop {number}</a></p>",
        "seen_at": datetime(2026, 10, 1 + number, tzinfo=UTC),
        "reporter": "warc",
        "evidence": f"a.warc.gz@{number}",
    }


def _facts(kind: FactKind, rows: list[dict[str, object]], schema: pa.Schema) -> Facts:
    return Facts(kind, pa.RecordBatch.from_pylist(rows, schema=schema))


def test_the_columns_that_are_read_judge_as_all_columns_do(
    measured: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = verb.profile(measured, TARGET)
    monkeypatch.setattr(verb, "JUDGED", tuple(columns.links().names))
    assert verb.profile(measured, TARGET).as_document() == found.as_document()
    assert any("<a>shop" in text for one in found.best for r in one.readings for text in r.evidence)


def test_of_too_many_links_the_best_of_each_domain_is_judged_and_all_are_counted(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = verb.profile(filled, TARGET)
    monkeypatch.setattr(verb, "MOST_JUDGED", 5)
    monkeypatch.setattr(verb, "MOST_WITH_HTML", 5)
    found = verb.profile(filled, TARGET)
    assert (found.backlinks, found.referring_domains) == (12, 4) == (
        whole.backlinks, whole.referring_domains,
    )  # fmt: skip
    assert found.followed_share == whole.followed_share
    judged = found.quality
    assert judged.strong + judged.medium + judged.weak + judged.unjudged == 4
    assert found.method[0].startswith("Of 12 backlinks only the best one of each referring domain")
    assert found.method[1:] == whole.method


def test_absence_from_the_longest_list_of_visits_is_told_with_its_length(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    judge = profile_of

    def spy(rows: pa.Table, inputs: object, facts: object) -> object:
        asked.append(inputs.ranked_sites)  # type: ignore[attr-defined]
        return judge(rows, inputs, facts)  # type: ignore[arg-type]

    monkeypatch.setattr(verb, "profile_of", spy)
    verb.profile(filled, TARGET)
    assert asked == [5], "the longer list ranks by links"


def test_lost_links_stand_behind_all_live_ones_by_quality(measured: Workspace) -> None:
    rows = verb.links(measured, TARGET).table
    best = rows["quality"].to_pylist().index(max(q for q in rows["quality"].to_pylist() if q))
    states = ["lost" if row == best else "live" for row in range(rows.num_rows)]
    place = rows.schema.get_field_index("state")
    found = best_first(rows.set_column(place, "state", pa.array(states)))
    assert found["state"].to_pylist() == ["live"] * 11 + ["lost"]
    live = found["quality"].to_pylist()[:11]
    assert live == sorted(live, key=lambda one: -1 if one is None else one, reverse=True)


def test_authority_by_links_only_is_no_score(filled: Workspace) -> None:
    before = verb.profile(filled, TARGET)
    assert (before.authority, before.authority_note) == (None, "no link graph was measured yet")
    done = measure(filled)
    assert done.basis == "links only", "four sites and no seed among them"
    found = verb.profile(filled, TARGET)
    assert (found.authority, found.authority_low) == (None, None)
    assert found.authority_note == "too little data for authority"
    assert "import a Common Crawl release or name sites that you trust" in found.unknown[0]
    assert not any("measure the link graph" in said for said in found.unknown)
    assert all(one.authority is None for one in found.top_referring_domains)
    assert found.quality.strong == 0
    row = verb.links(filled, TARGET).table.to_pylist()[0]
    reading = row["readings"][0]
    assert (reading["signal"], reading["value"], reading["score"]) == ("authority", None, None)
    assert reading["sentence"].endswith("is not known: too little data for authority.")


def test_authority_by_trust_is_a_score(measured: Workspace) -> None:
    found = verb.profile(measured, TARGET)
    assert (found.authority, found.authority_note) == (41.0, "")
    assert found.top_referring_domains[0].authority == 70.0
    assert found.quality.judged == 12


def _release_row(node: str, points: float) -> pa.RecordBatch:
    row = {"node": node, "authority": points, "referring_domains": 3, "basis": "trust"}
    return pa.RecordBatch.from_pylist([row], schema=release_schema())


def test_frames_are_shown_when_they_are_asked_for(filled: Workspace) -> None:
    frame = _link(1) | {"kind": "frame", "target_url": f"https://{TARGET}/frame", "anchor": None}
    with filled.index.begin() as draft:
        draft.add(_facts(FactKind.LINKS, [frame], columns.link_facts()))
        draft.publish(filled.clock.now())
    filled.index.refresh()
    found = verb.links(filled, TARGET)
    assert (found.total, found.other_kinds) == (12, 1)
    assert "frame" not in found.table["kind"].to_pylist()
    every = verb.links(filled, TARGET, verb.LinkQuestion(kind="all"))
    assert (every.total, every.other_kinds) == (13, 0)
    assert verb.links(filled, TARGET, verb.LinkQuestion(kind="frame")).total == 1
    told = verb.profile(filled, TARGET)
    assert (told.backlinks, told.other_kinds) == (12, 1)


def test_owners_are_read_from_the_pages_of_the_linking_sites(filled: Workspace) -> None:
    def page(number: int, ids: list[str] | None) -> dict[str, object]:
        host = f"s{number}.example"
        told = {"url": f"https://{host}/about", "domain": host, "owner_ids": ids}
        return told | {"reporter": "warc", "evidence": f"a.warc.gz@{number}"}

    pages = [page(0, ["ga:1"]), page(1, ["ads:7", "ga:1"]), page(2, ["ga:2"]), page(3, None)]
    with filled.index.begin() as draft:
        draft.add(_facts(FactKind.PAGES, pages, columns.page_facts()))
        draft.publish(filled.clock.now())
    filled.index.refresh()
    owners = verb.profile(filled, TARGET).spreads[0]
    assert {one.name: (one.links, one.domains) for one in owners.tallies} == {
        "ga:1": (6, 2), "ga:2": (3, 1),
    }  # fmt: skip
    assert (owners.what, owners.kinds, owners.unknown_links) == ("owners", 2, 3)
