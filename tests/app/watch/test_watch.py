"""What happened to links between two looks, and what only the index tells otherwise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.watch import watch
from backlinkbot.core.errors import NotFound
from backlinkbot.core.watching import Basis, ChangeKind
from backlinkbot.io.index.sources import SourceRecord

if TYPE_CHECKING:
    from tests.app.watch.conftest import Story

    from backlinkbot.core.watching import DomainChange, SiteChanges


def site(story: Story, name: str = "t.example", since: date | None = None) -> SiteChanges:
    return next(one for one in watch(story.workspace, since=since).sites if one.site == name)


def only(found: SiteChanges) -> DomainChange:
    (one,) = found.changes
    return one


def test_the_first_look_tells_what_the_dates_tell_and_the_next_one_compares(story: Story) -> None:
    story.put(
        story.export("a.example/1", "t.example/", -5, -1),
        story.export("b.example/1", "t.example/", -300, -1),
        on=0,
    )
    first = site(story)
    assert first.basis is Basis.DATES
    assert [(one.kind, one.source_domain) for one in first.changes] == [
        (ChangeKind.NEW, "a.example")
    ]
    assert "first time" in first.notes[0]
    story.put(story.export("c.example/1", "t.example/", 1, 2), on=2)
    second = site(story)
    assert second.basis is Basis.SNAPSHOTS
    assert only(second).source_domain == "c.example"
    assert site(story).changes == ()


def test_rivals_are_watched_with_the_site_that_names_them(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    watch(story.workspace)
    story.put(story.export("b.example/1", "r.example/", 1, 1), on=1)
    found = site(story, "r.example")
    assert (found.is_ours, found.rival_of) == (False, ("t.example",))
    assert only(found).kind is ChangeKind.NEW
    (named,) = watch(story.workspace, ["r.example"]).sites
    assert named.site == "r.example"


def test_a_link_of_unknown_or_old_start_is_newly_known_and_said_to_be_the_index(
    story: Story,
) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    watch(story.workspace)
    story.put(
        story.export("old.example/1", "t.example/", -400, 1),
        story.link("never-read-before.example/1", "t.example/", 1),
        on=1,
        sources=(SourceRecord("folder/b.csv", "d9", "ahrefs", "ahrefs"),),
    )
    found = site(story)
    assert {one.kind for one in found.changes} == {ChangeKind.NEWLY_KNOWN}
    assert not found.news()
    assert any("Only the index changed" in note for note in found.notes)
    assert any("b.csv" in note and "read since" in note for note in found.notes)
    notes = {one.source_domain: one.index_note for one in found.changes}
    assert "2025" in notes["old.example"]
    assert "nobody can tell" in notes["never-read-before.example"]


def test_a_lost_link_a_nofollowed_one_and_a_broken_page_are_told_apart(story: Story) -> None:
    names = ("gone", "kept", "soft", "moved")
    story.put(
        *(story.link(f"{name}.example/1", "t.example/page", 0) for name in names),
        story.link("to-broken.example/1", "t.example/broken", 0),
        *(story.page(f"{name}.example/1", 0) for name in names),
        on=0,
    )
    watch(story.workspace)
    story.put(
        story.page("gone.example/1", 3),
        story.page("kept.example/1", 3),
        story.link("kept.example/1", "t.example/page", 3),
        story.page("soft.example/1", 3),
        story.link("soft.example/1", "t.example/page", 3, followed=False, nofollow=True),
        story.page("moved.example/1", 3),
        story.link("moved.example/1", "t.example/other", 3),
        story.page("t.example/broken", 3, status=404),
        on=3,
    )
    found = {one.source_domain: one for one in site(story).changes}
    assert {name: one.kind for name, one in found.items()} == {
        "gone.example": ChangeKind.LOST,
        "soft.example": ChangeKind.NOFOLLOWED,
        "moved.example": ChangeKind.TARGET,
        "to-broken.example": ChangeKind.BROKEN,
    }
    assert found["gone.example"].gone
    assert found["gone.example"].reason == "removed_from_html"
    assert found["gone.example"].on == date(2026, 11, 4)
    (example,) = found["moved.example"].examples
    assert (example.was, example.now) == ("https://t.example/page", "https://t.example/other")


def test_a_sitewide_link_is_one_change(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    watch(story.workspace)
    rows = [story.export(f"wide.example/{n}", "t.example/", 1, 1, sitewide=True) for n in range(40)]
    story.put(*rows, on=2)
    one = only(site(story))
    assert (one.links, one.pages, one.sitewide, one.gained) == (40, 40, True, True)
    assert len(one.examples) == 3
    assert "40 links" in one.sentence


def test_one_more_link_of_a_known_domain_wins_no_referring_domain(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    watch(story.workspace)
    story.put(story.export("a.example/2", "t.example/", 1, 1), on=1)
    one = only(site(story))
    assert not one.gained
    assert "one more link" in one.sentence


def test_what_another_reporter_says_of_a_link_is_no_change_of_the_web(story: Story) -> None:
    story.put(story.export("a.example/1", "t.example/", -9, 0, anchor="vendor's words"), on=0)
    watch(story.workspace)
    story.put(story.link("a.example/1", "t.example/", 2, anchor="what we read"), on=2)
    one = only(site(story))
    assert (one.kind, one.is_news) == (ChangeKind.ANCHOR, False)
    story.put(
        story.page("a.example/1", 4),
        story.link("a.example/1", "t.example/", 4, anchor="edited"),
        on=4,
    )
    one = only(site(story))
    assert (one.kind, one.is_news) == (ChangeKind.ANCHOR, True)
    assert (one.examples[0].was, one.examples[0].now) == ("what we read", "edited")


def test_what_is_forgotten_is_not_lost(story: Story) -> None:
    source = SourceRecord("a.csv", "d1", "ahrefs", "ahrefs")
    story.put(story.link("b.example/1", "t.example/", 0), on=0)
    story.put(story.export("a.example/1", "t.example/", -5, 0), on=0.1, sources=(source,))
    watch(story.workspace)
    story.workspace.index.forget([source], story.day(1))
    one = only(site(story))
    assert (one.kind, one.is_news) == (ChangeKind.FORGOTTEN, False)


def test_compaction_and_an_import_that_tells_nothing_new_change_nothing(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    watch(story.workspace)
    story.put(story.link("a.example/1", "t.example/", 1), on=1)
    story.workspace.index.compact(story.day(2))
    assert site(story).changes == ()


def test_since_a_day_shows_again_and_moves_nothing(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    story.put(story.export("b.example/1", "t.example/", 2, 2), on=2)
    watch(story.workspace)
    story.put(story.export("c.example/1", "t.example/", 3, 3), on=3)
    for _ in range(2):
        told = site(story, since=date(2026, 11, 2))
        assert {one.source_domain for one in told.news()} == {"b.example", "c.example"}
    assert only(site(story)).source_domain == "c.example"
    assert site(story).changes == ()


def test_a_snapshot_that_is_not_kept_is_replaced_by_dates_and_that_is_said(story: Story) -> None:
    story.put(story.link("a.example/1", "t.example/", 0), on=0)
    watch(story.workspace)
    story.put(story.export("b.example/1", "t.example/", 5, 5), on=5)
    story.put(story.export("c.example/1", "t.example/", 20, 20), on=20)
    story.put(story.export("d.example/1", "t.example/", 21, 21), on=21)
    found = site(story)
    assert found.basis is Basis.DATES
    assert {one.source_domain for one in found.changes} == {"b.example", "c.example", "d.example"}
    assert "No snapshot" in found.notes[0]


def test_an_empty_index_and_no_site_say_what_to_do(story: Story) -> None:
    with pytest.raises(NotFound, match="ingest"):
        watch(story.workspace)


def test_the_document_holds_what_the_contract_names(story: Story) -> None:
    story.put(story.export("a.example/1", "t.example/", -5, -1), on=0)
    told = watch(story.workspace).as_document()
    assert set(told) == {"snapshot", "as_of", "sites", "alerts"}
    ours = told["sites"][0]
    assert ours["counts"] == {"new": {"referring_domains": 1, "links": 1}}
    assert ours["changes"][0]["referring_domain"] == "won"


def test_the_first_look_and_since_its_day_tell_the_same(story: Story) -> None:
    day = -30.3  # in the hours before the present one, of the day where 30 days begin
    story.put(
        story.export("a.example/1", "t.example/", day, 0),
        story.export("b.example/1", "t.example/", -5, 0),
        on=0,
    )
    first = site(story)
    asked = site(story, since=first.since.date())
    assert (asked.since, asked.won) == (first.since, first.won)
    assert first.won == 2
