"""Lists with pages: links, referring domains and anchors of a domain."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from databases import Databases

from backlinkbot.app.profile import (
    LinkQuestion,
    RowQuestion,
    anchor_rows,
    domain_rows,
    kept,
    link_evidence,
    link_rows,
    links,
    profile,
)
from backlinkbot.app.profile.rows import ANCHOR_ORDERS, DOMAIN_ORDERS, LINK_ORDERS
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site
from backlinkbot.io.index.graphs.releases import publish_release, release_schema

TARGET = "acme.example"
ROWS, SITES = 120, 30
ANCHORS = ("Acme", "best garden tools", "click here", None)
PLACEMENTS = ("content", "footer", "comment")


@pytest.fixture(scope="module")
def filled(
    all_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """Links judged by an authority release; for questions that change nothing."""
    folder = tmp_path_factory.mktemp("rows") / "workspace"
    settings = all_databases.settings(folder, workers=1)
    with Workspace(settings, DatedClock(datetime(2026, 11, 1, 12, tzinfo=UTC))) as opened:
        fill(opened)
        yield opened


@pytest.fixture
def own(workspace: Workspace) -> Workspace:
    """The same, for one test alone."""
    fill(workspace)
    return workspace


def fill(workspace: Workspace) -> None:
    add(workspace, [_link(number) for number in range(ROWS)])
    points = [
        {"node": f"s{n:02}.example", "authority": 3.0 * n, "basis": "trust"}
        | {"authority_low": 2.9 * n, "authority_high": 3.1 * n}
        for n in range(SITES - 5)
    ]
    rows = pa.RecordBatch.from_pylist(points, schema=release_schema())
    about = {"basis": "trust"}
    day = date(2026, 11, 1)
    publish_release(workspace.authority_folder, day, "f" * 32, [rows], about)


def add(workspace: Workspace, rows: list[dict[str, object]]) -> None:
    batch = pa.RecordBatch.from_pylist(rows, schema=columns.link_facts())
    with workspace.index.begin() as draft:
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())


def _link(number: int) -> dict[str, object]:
    source = f"s{number % SITES:02}.example"
    seen = datetime(2026, 8 + number % 3, 1 + number % 28, tzinfo=UTC)
    return {
        "source_url": f"https://{source}/{number:03}",
        "source_domain": source,
        "target_url": f"https://{TARGET}/",
        "target_domain": TARGET,
        "occurrence": 0,
        "anchor": ANCHORS[number % 4],
        "kind": "frame" if number % 20 == 19 else "text",
        "followed": None if number % 7 == 0 else number % 2 == 0,
        "placement": PLACEMENTS[number % 3],
        "first_seen": seen,
        "seen_at": seen,
        "lost_on": datetime(2026, 10, 30, tzinfo=UTC) if number % 10 == 3 else None,
        "lost_reason": "page_gone" if number % 10 == 3 else None,
        "reporter": "ahrefs",
        "evidence": f"a.csv:{number}",
    }


def every(workspace: Workspace) -> list[dict[str, Any]]:
    return rows_of(workspace, RowQuestion(limit=1000, order="source_url", descending=False))


def rows_of(workspace: Workspace, question: RowQuestion) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = link_rows(workspace, TARGET, question).table.to_pylist()
    return rows


def test_a_row_is_judged_as_links_judges_it(filled: Workspace) -> None:
    told = links(filled, TARGET, LinkQuestion(order="source", limit=None)).table.to_pylist()
    rows = every(filled)
    names = ("source_url", "anchor_class", "quality", "strength", "authority", "first_seen", "left")
    assert [[row[name] for name in names] for row in rows] == [
        [row[name] for name in names] for row in told
    ]
    assert len(rows) == sum(number % 20 != 19 for number in range(ROWS))


def test_parts_are_judged_as_the_whole_is(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = kept._made(filled, TARGET)
    monkeypatch.setattr(kept, "JUDGED_AT_ONCE", 17)
    parts = kept._made(filled, TARGET)
    assert parts.links.to_pylist() == whole.links.to_pylist()
    assert (parts.domains, parts.anchors) == (whole.domains, whole.anchors)


@pytest.mark.parametrize(
    ("wishes", "fits"),
    [
        ({"status": ("live",)}, lambda r: r["state"] == "live"),
        ({"status": ("lost",)}, lambda r: r["state"] == "lost"),
        ({"status": ("new", "lost")}, lambda r: r["state"] == "lost" or r["started_on"]
            > datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC)),
        ({"status": ("new",)}, lambda r: r["state"] == "live" and r["started_on"]
            > datetime(2026, 9, 30, 23, 59, 59, tzinfo=UTC)),
        ({"followed": True}, lambda r: r["followed"] is True),
        ({"followed": False}, lambda r: r["followed"] is False),
        ({"quality": ("weak", "unjudged")}, lambda r: r["strength"] in ("weak", "unjudged")),
        ({"quality": ("medium",)}, lambda r: r["strength"] == "medium"),
        ({"placements": ("footer", "comment")}, lambda r: r["placement"] != "content"),
        ({"anchor": "GARDEN"}, lambda r: "garden" in (r["anchor"] or "")),
        ({"anchor_classes": ("branded",)}, lambda r: r["anchor_class"] == "branded"),
        ({"source_domain": "S07.example"}, lambda r: r["source_domain"] == "s07.example"),
        ({"source_url": "/11"}, lambda r: "/11" in r["source_url"]),
        ({"since": date(2026, 9, 5)}, lambda r: r["first_seen"].date() >= date(2026, 9, 5)),
        ({"until": date(2026, 9, 5)}, lambda r: r["first_seen"].date() <= date(2026, 9, 5)),
        ({"since": date(2026, 9, 5), "until": date(2026, 9, 5)},
            lambda r: r["first_seen"].date() == date(2026, 9, 5)),
        ({"followed": True, "status": ("live",), "anchor": "acme"},
            lambda r: r["followed"] and r["state"] == "live" and r["anchor"] == "Acme"),
    ],
)  # fmt: skip
def test_a_wish_leaves_what_fits_it_and_counts_it(
    filled: Workspace, wishes: dict[str, Any], fits: Any
) -> None:
    wanted = [row for row in every(filled) if fits(row)]
    question = RowQuestion(**wishes, order="source_url", descending=False, limit=1000)
    assert 0 < len(wanted) < 114
    assert rows_of(filled, question) == wanted
    assert link_rows(filled, TARGET, question).total == len(wanted)


def test_frames_are_listed_where_every_kind_is_wished_for(filled: Workspace) -> None:
    assert link_rows(filled, TARGET, RowQuestion(every_kind=True)).total == ROWS


@pytest.mark.parametrize("order", LINK_ORDERS)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_put_together_are_the_list_and_nulls_come_last(
    filled: Workspace, order: str, *, descending: bool
) -> None:
    asked = RowQuestion(order=order, descending=descending, limit=1000)
    whole = rows_of(filled, asked)
    pages = [
        row
        for offset in range(0, ROWS, 13)
        for row in rows_of(
            filled, RowQuestion(order=order, descending=descending, limit=13, offset=offset)
        )
    ]
    assert pages == whole
    told = [row[order] for row in whole if row[order] is not None]
    assert told == sorted(told, reverse=descending)
    assert [row[order] for row in whole[len(told) :]] == [None] * (len(whole) - len(told))


def test_one_per_domain_is_the_best_that_fits(filled: Workspace) -> None:
    wishes: dict[str, Any] = {"followed": False, "limit": 1000}
    some = rows_of(filled, RowQuestion(**wishes))
    ones = rows_of(filled, RowQuestion(**wishes, one_per_domain=True))
    assert sorted(row["source_domain"] for row in ones) == sorted(
        {row["source_domain"] for row in some}
    )
    for one in ones:
        rivals = [row for row in some if row["source_domain"] == one["source_domain"]]
        live = [row["quality"] or -1 for row in rivals if row["state"] == "live"]
        if live:
            assert (one["state"], one["quality"] or -1) == ("live", max(live))


def test_lists_and_profile_count_alike(filled: Workspace) -> None:
    found = profile(filled, TARGET)
    live = RowQuestion(status=("live",), limit=1000)
    assert link_rows(filled, TARGET, live).total == found.backlinks
    domains = domain_rows(filled, TARGET, live)
    assert domains.total == found.referring_domains
    assert sum(row["backlinks"] for row in domains.table.to_pylist()) == found.backlinks
    for word in ("strong", "medium", "weak", "unjudged"):
        of_word = RowQuestion(status=("live",), quality=(word,))
        assert link_rows(filled, TARGET, of_word).total == getattr(found.quality, word)
    anchors = {row["anchor"]: row for row in anchor_rows(filled, TARGET, live).table.to_pylist()}
    assert sum(row["backlinks"] for row in anchors.values()) == found.backlinks
    for use in found.top_anchors:
        row = anchors[use.text]
        assert (row["backlinks"], row["referring_domains"]) == (use.links, use.domains)


def test_a_domain_says_how_many_links_are_live_and_tells_its_best(filled: Workspace) -> None:
    question = RowQuestion(limit=1000, order="source_domain", descending=False)
    table = domain_rows(filled, TARGET, question).table
    assert table["source_domain"].to_pylist() == [f"s{n:02}.example" for n in range(SITES)]
    for row in table.to_pylist():
        own = [one for one in every(filled) if one["source_domain"] == row["source_domain"]]
        live = [one for one in own if one["state"] == "live"]
        assert (row["backlinks"], row["all_backlinks"]) == (len(live), len(own))
        assert row["followed_backlinks"] == sum(one["followed"] is True for one in live)
        assert row["state"] == ("live" if live else "lost")
        assert row["source_url"] in {one["source_url"] for one in live or own}
        assert row["first_seen"] == min(one["first_seen"] for one in own)
    lost = domain_rows(filled, TARGET, RowQuestion(status=("lost",)))
    assert 0 < lost.total < SITES
    assert set(lost.table["backlinks"].to_pylist()) == {0}


def test_an_anchor_that_nobody_told_is_a_row_of_its_own(filled: Workspace) -> None:
    rows = anchor_rows(filled, TARGET).table.to_pylist()
    assert {row["anchor"] for row in rows} == set(ANCHORS)
    unknown = next(row for row in rows if row["anchor"] is None)
    untold = [row for row in every(filled) if row["anchor"] is None]
    live = [row for row in untold if row["state"] == "live"]
    assert (unknown["anchor_class"], unknown["state"]) == (None, "live")
    assert (unknown["backlinks"], unknown["all_backlinks"]) == (len(live), len(untold))
    assert unknown["referring_domains"] == len({row["source_domain"] for row in live})
    told = anchor_rows(filled, TARGET, RowQuestion(anchor="garden"))
    assert told.table["anchor"].to_pylist() == ["best garden tools"]
    assert anchor_rows(filled, TARGET, RowQuestion(recent="won")).total <= len(ANCHORS)
    with pytest.raises(BadInput, match="ask for links"):
        anchor_rows(filled, TARGET, RowQuestion(recent="lost"))


@pytest.mark.parametrize(
    ("ask", "orders"), [(domain_rows, DOMAIN_ORDERS), (anchor_rows, ANCHOR_ORDERS)]
)
def test_every_order_of_a_list_sorts_it(
    filled: Workspace, ask: Any, orders: tuple[str, ...]
) -> None:
    for order in orders:
        asked = RowQuestion(order=order, limit=1000)
        told = ask(filled, TARGET, asked).table[order].drop_null().to_pylist()
        assert told == sorted(told, reverse=True)


def test_a_domain_known_without_pages_is_listed_and_has_no_counts(workspace: Workspace) -> None:
    edge = {
        "source": "far.example", "target": TARGET, "level": "domain", "reporter": "graph",
        "source_domain": "far.example", "target_domain": TARGET, "evidence": "g:1",
    }  # fmt: skip
    schema = columns.edge_facts()
    row = {name: value for name, value in edge.items() if name in schema.names}
    with workspace.index.begin() as draft:
        draft.add(Facts(FactKind.EDGES, pa.RecordBatch.from_pylist([row], schema=schema)))
        draft.publish(workspace.clock.now())
    (found,) = domain_rows(workspace, TARGET).table.to_pylist()
    assert (found["basis"], found["state"], found["backlinks"]) == ("domain", "live", None)
    assert link_rows(workspace, TARGET).total == 0
    assert domain_rows(workspace, TARGET, RowQuestion(followed=True)).total == 0


def test_what_changes_a_judgement_is_seen_by_the_next_question(own: Workspace) -> None:
    before = link_rows(own, TARGET)
    add_site(own, Site(TARGET, topic_words=("garden tools",)))
    exact = RowQuestion(anchor_classes=("exact match", "partial match"))
    assert link_rows(own, TARGET, exact).total > 0
    add(own, [_link(500)])
    after = link_rows(own, TARGET)
    assert after.total == before.total + 1
    assert after.snapshot == own.index.current() != before.snapshot
    (folder,) = (own.folder / "lists").iterdir()
    assert len(list(folder.iterdir())) == 1


def test_a_list_that_is_kept_is_not_judged_again(
    own: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = link_rows(own, TARGET).table
    monkeypatch.delattr(kept, "judge_links")
    assert link_rows(own, TARGET).table == first
    anchors = next((own.folder / "lists").rglob("anchors.arrow"))
    anchors.write_bytes(anchors.read_bytes()[:-100])
    monkeypatch.undo()
    assert link_rows(own, TARGET).table == first


def test_several_who_ask_first_get_the_same_list(own: Workspace) -> None:
    own.state.sites()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: link_rows(own, TARGET).table, range(4)))
    assert all(table == found[0] for table in found)
    assert not list((own.folder / "lists").rglob("*draft*"))


def test_the_evidence_of_a_link_is_all_that_is_known_of_it(filled: Workspace) -> None:
    row = every(filled)[5]
    (told,) = link_evidence(filled, TARGET, row["source_url"], row["target_url"]).table.to_pylist()
    assert (told["quality"], told["strength"]) == (row["quality"], row["strength"])
    assert (len(told["readings"]), told["evidence"]) == (
        5,
        [f"a.csv:{int(row['source_url'][-3:])}"],
    )
    with pytest.raises(NotFound, match="no link from"):
        link_evidence(filled, TARGET, "https://elsewhere.example/", row["target_url"])


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"order": "backlinks"}, 'order "backlinks" is none of "quality"'),
        ({"status": ("dead",)}, 'status "dead" is none of "live"'),
        ({"quality": ("good",)}, 'quality "good" is none of'),
        ({"placements": ("top",)}, 'placement "top" is none of'),
        ({"anchor_classes": ("money",)}, 'anchor class "money" is none of'),
        ({"limit": -1}, "0 or more"),
    ],
)
def test_a_word_that_no_row_can_have_is_refused(
    filled: Workspace, wishes: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        link_rows(filled, TARGET, RowQuestion(**wishes))


def test_what_is_not_there_is_said(filled: Workspace) -> None:
    with pytest.raises(NotFound, match="did you mean acme"):
        link_rows(filled, "acne.example")
    with pytest.raises(BadInput, match="ask for links"):
        anchor_rows(filled, TARGET, RowQuestion(placements=("content",)))
    page = link_rows(filled, TARGET, RowQuestion(offset=5000))
    assert (page.table.num_rows, page.total) == (0, 114)


def test_an_empty_index_is_said(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="index is empty"):
        domain_rows(workspace, TARGET)
