"""Prospects from their finding to the link, with a history that can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from backlinkbot.app.prospects import (
    Kept,
    add_prospect,
    assign_prospects,
    keep_opportunities,
    list_prospects,
    move_prospects,
    niche_of,
    note_prospects,
    odds_of,
    set_contact,
    show_prospect,
    tag_prospects,
    undo_prospect,
    undo_step,
)
from backlinkbot.app.prospects.organisations import organisation_of
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.chances import opportunities
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.outcomes import kept_outcomes
from backlinkbot.logic.prospect.priors import Step

SHOP = "shop.example"
OWNER = Principal("olga@agency.example", Role.OWNER, None)
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))


def add(workspace: Workspace, *places: str, site: str = SHOP) -> list[int]:
    return [
        number
        for place in places
        for number in add_prospect(workspace, site, place, by=MEMBER).as_document()["added"]
    ]


def stages(workspace: Workspace, site: str = SHOP) -> dict[str, str]:
    found = list_prospects(workspace, site).prospects
    return {one.organisation: one.stage.value for one in found}


def found_by_find(*rows: tuple[str, str, float]) -> pa.Table:
    """Opportunities: page, tactic, points an hour."""
    usual = {
        "about": "", "fit": 0.9, "minutes": 30.0, "sells": None, "reasons": ["why"],
        "evidence": ["crawl@1"], "authority": 40.0, "worth_points": 1.5, "relevance": 0.8,
        "site_type": "news", "p_reply": 0.09, "p_placement": 0.3,
    }  # fmt: skip
    told = [
        usual
        | {"prospect": page.split("/")[2], "page": page, "tactic": tactic, "value_per_hour": value}
        for page, tactic, value in rows
    ]
    return pa.Table.from_pylist(told, schema=opportunities())


@pytest.mark.parametrize(
    ("place", "organisation"),
    [
        ("blog.example", "blog.example"),
        ("https://www.blog.example/a?b#c", "blog.example"),
        ("en.blog.example/resources", "blog.example"),
        ("HTTPS://BLOG.EXAMPLE:8443/", "blog.example"),
        ("https://ann.wordpress.com/post", "ann.wordpress.com"),
        ("https://ann.github.io/", "ann.github.io"),
        ("https://archive.org/details", "archive.org/details"),
        ("archive.org", "archive.org"),
        ("https://b\u00fccher.example/", "xn--bcher-kva.example"),
    ],
)
def test_an_organisation_is_a_registrable_domain_or_a_name_on_a_platform(
    place: str, organisation: str
) -> None:
    assert organisation_of(place) == organisation


@pytest.mark.parametrize("place", ["", "blog", "co.uk", "http://localhost/", "javascript:alert(1)"])
def test_what_names_no_site_is_refused_in_a_sentence(workspace: Workspace, place: str) -> None:
    with pytest.raises(BadInput, match="names no site"):
        add_prospect(workspace, SHOP, place, by=MEMBER)


def test_one_organisation_is_one_prospect(workspace: Workspace) -> None:
    assert add(workspace, "blog.example", "https://www.blog.example/a", "m.blog.example") == [1]
    assert add(workspace, "ann.wordpress.com", "bob.wordpress.com") == [2, 3]
    assert len(show_prospect(workspace, 1).prospect.openings) == 1


def test_each_site_has_its_own_prospects(workspace: Workspace) -> None:
    add(workspace, "blog.example")
    add(workspace, "blog.example", site="other.example")
    assert len(stages(workspace)) == len(stages(workspace, "other.example")) == 1


def test_the_site_and_its_estate_are_no_prospects(workspace: Workspace) -> None:
    add_site(workspace, Site(domain=SHOP, estate=("shop-news.example",)))
    for place in (f"https://blog.{SHOP}/", "shop-news.example"):
        with pytest.raises(Refused, match="belongs to the site itself"):
            add_prospect(workspace, SHOP, place, by=MEMBER)


def test_a_tactic_is_understood_in_any_spelling_and_no_other_word_is(workspace: Workspace) -> None:
    add_prospect(workspace, SHOP, "a.example", by=MEMBER, tactic="Guest-Post")
    assert show_prospect(workspace, 1).prospect.openings[0].tactic == "guest post"
    with pytest.raises(BadInput, match="is no tactic; there are: link intersect"):
        add_prospect(workspace, SHOP, "b.example", by=MEMBER, tactic="bribery")


def test_opportunities_are_kept_once_however_often_they_are_found(workspace: Workspace) -> None:
    found = found_by_find(
        ("https://a.example/1", "guest post", 0.5),
        ("https://www.a.example/2", "broken link", 0.7),
        ("https://b.example/", "resource page", 0.3),
        ("https://c.example/", "digital PR", 0.1),
    )
    first = keep_opportunities(workspace, SHOP, found, by=MEMBER, many=3)
    assert [one.organisation for one in first.added] == ["a.example", "b.example"]
    again = keep_opportunities(workspace, SHOP, found, by=MEMBER, many=3)
    assert (again.added, len(again.found_again), again.step) == ((), 2, 0)
    assert [one.tactic for one in show_prospect(workspace, 1).prospect.openings] == [
        "broken link",
        "guest post",
    ]
    every = keep_opportunities(workspace, SHOP, found, by=MEMBER)
    assert [one.organisation for one in every.added] == ["c.example"]
    order = [one.organisation for one in list_prospects(workspace, SHOP).prospects]
    assert order == ["a.example", "b.example", "c.example"]


def test_newer_prices_take_the_place_of_older_ones(workspace: Workspace) -> None:
    keep_opportunities(
        workspace, SHOP, found_by_find(("https://a.example/", "guest post", 0.5)), by=MEMBER
    )
    keep_opportunities(
        workspace, SHOP, found_by_find(("https://a.example/", "guest post", 0.8)), by=MEMBER
    )
    (opening,) = show_prospect(workspace, 1).prospect.openings
    assert opening.value_per_hour == 0.8
    assert opening.reasons == ("why",)


def test_a_prospect_goes_its_way_and_its_outcome_with_it(
    workspace: Workspace, clock: FixedClock
) -> None:
    found = found_by_find(("https://a.example/1", "guest post", 0.5))
    keep_opportunities(workspace, SHOP, found, by=MEMBER)
    for stage, days in (("Qualified", 0), ("contact_found", 1), ("contacted", 1), ("REPLIED", 4)):
        clock.moment += timedelta(days=days)
        move_prospects(workspace, [1], stage, by=MEMBER)
    done = move_prospects(workspace, [1], "Won", by=MEMBER, note="link is up")
    assert done.prospects[0].stage is Stage.WON
    with workspace.state.reading() as connection:
        (outcome,) = kept_outcomes(connection)
    assert (outcome.tactic, outcome.relevance) == ("guest post", 0.8)
    assert outcome.contacted_at is not None
    assert outcome.replied_at is not None
    assert outcome.replied_at - outcome.contacted_at == timedelta(days=4)
    assert outcome.placed_at == clock.moment
    history = show_prospect(workspace, 1).history
    assert [one.fields["stage"][1] for one in history if "stage" in one.fields] == [
        "Qualified", "Contact found", "Contacted", "Replied", "Won",
    ]  # fmt: skip
    assert history[-1].by == MEMBER.name
    assert history[-1].note == "link is up"


def test_moving_many_is_done_whole_or_not_at_all(workspace: Workspace) -> None:
    add(workspace, "a.example", "b.example", "c.example")
    move_prospects(workspace, [2], "Won", by=MEMBER)
    with pytest.raises(BadInput, match=r"b\.example is Won and cannot become Contacted"):
        move_prospects(workspace, [1, 2, 3], "Contacted", by=MEMBER)
    assert stages(workspace) == {"a.example": "New", "c.example": "New", "b.example": "Won"}
    with pytest.raises(NotFound, match="no prospect 9"):
        move_prospects(workspace, [1, 9], "Contacted", by=MEMBER)
    done = move_prospects(workspace, [1, 3], "Contacted", by=MEMBER)
    assert len({one.step for one in show_prospect(workspace, 3).history[-1:]}) == 1
    undo_step(workspace, done.step, by=MEMBER)
    assert stages(workspace)["a.example"] == stages(workspace)["c.example"] == "New"
    with workspace.state.reading() as connection:
        assert [one.prospect for one in kept_outcomes(connection)] == [2]


def test_moving_to_where_it_is_changes_nothing(workspace: Workspace) -> None:
    add(workspace, "a.example")
    done = move_prospects(workspace, [1], "New", by=MEMBER)
    assert (done.step, done.prospects, len(done.unchanged)) == (0, (), 1)
    assert len(show_prospect(workspace, 1).history) == 1


def test_a_day_to_come_is_no_day_on_which_somebody_was_asked(
    workspace: Workspace, clock: FixedClock
) -> None:
    add(workspace, "a.example")
    with pytest.raises(BadInput, match="2026-12-01 has not come yet"):
        move_prospects(workspace, [1], "Contacted", by=MEMBER, on=datetime(2026, 12, 1, tzinfo=UTC))
    move_prospects(workspace, [1], "Contacted", by=MEMBER, on=datetime(2026, 10, 5, tzinfo=UTC))
    outcome = show_prospect(workspace, 1).prospect.outcome
    assert outcome is not None
    assert f"{outcome.contacted_at:%Y-%m-%d}" == "2026-10-05"
    assert show_prospect(workspace, 1).prospect.changed_at == clock.moment


def test_do_not_contact_holds_for_all_sites_and_only_an_owner_undoes_it(
    workspace: Workspace,
) -> None:
    add(workspace, "a.example", "b.example")
    add(workspace, "a.example", site="other.example")
    done = move_prospects(workspace, [1], "Do not contact", by=MEMBER, note="they asked us to")
    assert stages(workspace, "other.example") == {"a.example": "Do not contact"}
    with pytest.raises(Refused, match="only an owner may undo"):
        move_prospects(workspace, [1], "Contacted", by=OWNER)
    with pytest.raises(Refused, match="only an owner may undo"):
        undo_prospect(workspace, 1, by=MEMBER)
    with pytest.raises(Refused, match="must not be contacted"):
        add_prospect(workspace, "third.example", "www.a.example", by=MEMBER)
    kept = keep_opportunities(
        workspace, SHOP, found_by_find(("https://a.example/x", "guest post", 1.0)), by=MEMBER
    )
    assert kept.left_out == {"must not be contacted": 1}
    undo_step(workspace, done.step, by=OWNER)
    assert stages(workspace, "other.example") == {"a.example": "New"}
    assert stages(workspace)["a.example"] == "New"


def test_the_last_change_that_stands_is_undone_and_then_the_one_before(
    workspace: Workspace,
) -> None:
    add(workspace, "a.example")
    move_prospects(workspace, [1], "Qualified", by=MEMBER)
    tag_prospects(workspace, [1], more=["hot"], by=MEMBER)
    undo_prospect(workspace, 1, by=OWNER)
    assert show_prospect(workspace, 1).prospect.tags == ()
    undo_prospect(workspace, 1, by=OWNER)
    assert stages(workspace) == {"a.example": "New"}
    undo_prospect(workspace, 1, by=OWNER)
    assert stages(workspace) == {}
    with pytest.raises(NotFound, match="nothing can be undone"):
        undo_prospect(workspace, 1, by=OWNER)
    history = show_prospect(workspace, 1).history
    assert [one.kind.value for one in history] == [
        "added", "moved", "tagged", "undone", "undone", "undone",
    ]  # fmt: skip
    assert [one.undoes for one in history[3:]] == [3, 2, 1]
    assert history[-1].by == OWNER.name


def test_an_earlier_change_is_undone_unless_a_later_one_stands_on_it(workspace: Workspace) -> None:
    add(workspace, "a.example")
    move_prospects(workspace, [1], "Qualified", by=MEMBER)
    tag_prospects(workspace, [1], more=["hot"], by=MEMBER)
    undo_prospect(workspace, 1, by=MEMBER, change=2)
    found = show_prospect(workspace, 1).prospect
    assert (found.stage, found.tags) == (Stage.NEW, ("hot",))
    move_prospects(workspace, [1], "Qualified", by=MEMBER)
    move_prospects(workspace, [1], "Contacted", by=MEMBER)
    with pytest.raises(BadInput, match=r"stage of a\.example was changed since"):
        undo_prospect(workspace, 1, by=MEMBER, change=5)
    with pytest.raises(BadInput, match="was changed since it was added"):
        undo_prospect(workspace, 1, by=MEMBER, change=1)
    with pytest.raises(NotFound, match="change 2 does not stand"):
        undo_prospect(workspace, 1, by=MEMBER, change=2)


def test_an_undone_adding_can_be_added_again(workspace: Workspace) -> None:
    done: Kept = add_prospect(workspace, SHOP, "a.example", by=MEMBER, tags=("old",))
    undo_step(workspace, done.step, by=MEMBER)
    assert stages(workspace) == {}
    with pytest.raises(NotFound):
        note_prospects(workspace, [1], "hello", by=MEMBER)
    assert add_prospect(workspace, SHOP, "www.a.example", by=MEMBER).added[0].number == 1
    assert stages(workspace) == {"a.example": "New"}


def test_undoing_a_contact_takes_its_outcome_back_and_doing_it_again_makes_one(
    workspace: Workspace,
) -> None:
    add(workspace, "a.example")
    for _ in range(2):
        move_prospects(workspace, [1], "Contacted", by=MEMBER)
        move_prospects(workspace, [1], "Lost", by=MEMBER)
        undo_prospect(workspace, 1, by=MEMBER)
        undo_prospect(workspace, 1, by=MEMBER)
        with workspace.state.reading() as connection:
            assert kept_outcomes(connection) == []
    move_prospects(workspace, [1], "Contacted", by=MEMBER)
    with workspace.state.reading() as connection:
        assert len(kept_outcomes(connection)) == 1


def test_undoing_a_second_contact_takes_its_outcome_back_and_keeps_the_first(
    workspace: Workspace,
) -> None:
    add(workspace, "a.example")
    for day, stage in ((3, "Contacted"), (4, "Lost"), (6, "Contacted")):
        on = datetime(2026, day, 1, tzinfo=UTC)
        move_prospects(workspace, [1], stage, by=MEMBER, on=on)
    assert odds_of(workspace).outcomes == 2
    undo_prospect(workspace, 1, by=MEMBER)
    found = show_prospect(workspace, 1).prospect
    assert found.stage is Stage.LOST
    assert found.outcome is not None
    assert (found.outcome.contacted_at, found.outcome.closed_at) == (
        datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC),
    )  # fmt: skip
    assert odds_of(workspace).outcomes == 1
    for left in ("Contacted", "New"):
        undo_prospect(workspace, 1, by=MEMBER)
        assert stages(workspace) == {"a.example": left}
    assert odds_of(workspace).outcomes == 0


def test_notes_tags_owner_and_contact(workspace: Workspace) -> None:
    add(workspace, "a.example", "b.example")
    note_prospects(workspace, [1, 2], "met them\n at the fair\x1b[31m", by=MEMBER)
    tag_prospects(workspace, [1, 2], more=["hot", "hot", "fair"], by=MEMBER)
    tag_prospects(workspace, [2], less=["hot", "cold"], by=MEMBER)
    assign_prospects(workspace, [1], MEMBER.name, by=OWNER)
    set_contact(workspace, 1, "ed@a.example", "role", by=MEMBER)
    one, two = (show_prospect(workspace, number).prospect for number in (1, 2))
    assert (one.tags, two.tags) == (("fair", "hot"), ("fair",))
    assert (one.owner, one.contact, one.contact_kind.value) == (
        MEMBER.name, "ed@a.example", "role address",
    )  # fmt: skip
    assert one.stage is Stage.CONTACT_FOUND
    notes = [line.note for line in show_prospect(workspace, 2).history if line.note]
    assert notes == ["met them\nat the fair [31m"]
    listed = list_prospects(workspace, SHOP, tags=["hot"], owner=MEMBER.name).prospects
    assert [item.number for item in listed] == [1]


@pytest.mark.parametrize(
    ("what", "word"),
    [
        (lambda w: note_prospects(w, [1], " ", by=MEMBER), "no note"),
        (lambda w: note_prospects(w, [1], "x" * 5_001, by=MEMBER), "5,000 are kept"),
        (lambda w: tag_prospects(w, [1], more=["x" * 61], by=MEMBER), "1 to 60"),
        (lambda w: tag_prospects(w, [1], by=MEMBER), "no tag"),
        (lambda w: tag_prospects(w, [1], more=map(str, range(51)), by=MEMBER), "50 at most"),
        (lambda w: move_prospects(w, [1], "Wonn", by=MEMBER), "is no stage; there are: New"),
        (lambda w: move_prospects(w, [], "Won", by=MEMBER), "say which prospects"),
        (lambda w: set_contact(w, 1, "a@b", "pigeon", by=MEMBER), "no kind of contact"),
        (lambda w: set_contact(w, 1, "", "form", by=MEMBER), "give a contact"),
        (lambda w: move_prospects(w, [1], "Contacted", by=MEMBER, tactic="x"), "has no opening"),
        (lambda w: assign_prospects(w, [1], "x" * 255, by=MEMBER), "254 characters"),
        (lambda w: list_prospects(w, SHOP, stages=["Open"]), "is no stage"),
        (lambda w: keep_opportunities(w, SHOP, found_by_find(), by=MEMBER, many=0), "1 or more"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(
    workspace: Workspace, what: object, word: str
) -> None:
    add(workspace, "a.example")
    with pytest.raises(BadInput, match=word):
        what(workspace)  # type: ignore[operator]
    assert len(show_prospect(workspace, 1).history) == 1


def test_own_outcomes_teach_the_odds_once_their_time_is_over(
    workspace: Workspace, clock: FixedClock
) -> None:
    rows = found_by_find(*((f"https://s{n}.example/", "guest post", 0.5) for n in range(60)))
    done = keep_opportunities(workspace, SHOP, rows, by=MEMBER)
    numbers = [one.number for one in done.added]
    move_prospects(workspace, numbers, "Contacted", by=MEMBER)
    clock.moment += timedelta(days=5)
    move_prospects(workspace, numbers[:40], "Replied", by=MEMBER)
    asked = rows.slice(0, 1)
    before = odds_of(workspace)
    assert before.outcomes == 0
    clock.moment += timedelta(days=30)
    after = odds_of(workspace)
    assert after.outcomes == 60
    first, later = (float(o.of(Step.REPLY, asked).expected[0]) for o in (before, after))
    assert first < 0.2
    assert later > 0.4


def test_the_niche_of_a_site_is_its_first_topic_word() -> None:
    assert niche_of(Site(SHOP, topic_words=("wine", "grapes"))) == "wine"
    assert niche_of(Site(SHOP)) == ""


def test_two_people_change_one_prospect_one_after_the_other(workspace: Workspace) -> None:
    from concurrent.futures import ThreadPoolExecutor

    add(workspace, "a.example")

    def tag(word: int) -> None:
        with Workspace(workspace.settings, workspace.clock) as mine:
            tag_prospects(mine, [1], more=[f"t{word}"], by=MEMBER)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tag, range(8)))
    shown = show_prospect(workspace, 1)
    assert len(shown.prospect.tags) == 8
    assert len({one.step for one in shown.history}) == 9


def test_the_niche_of_the_site_goes_into_its_outcomes(workspace: Workspace) -> None:
    add_site(workspace, Site(domain=SHOP, topic_words=("wine",)))
    add(workspace, "a.example")
    move_prospects(workspace, [1], "Contacted", by=MEMBER)
    with workspace.state.reading() as connection:
        assert [one.niche for one in kept_outcomes(connection)] == ["wine"]


def test_sites_that_show_the_id_of_one_owner_are_one_prospect(
    workspace: Workspace, clock: FixedClock
) -> None:
    def page(name: str, *ids: str) -> dict[str, object]:
        return {
            "url": f"https://{name}/", "domain": name, "status": 200, "owner_ids": list(ids),
            "reporter": "crawl", "evidence": "crawl@1", "fetched_at": clock.moment,
        }  # fmt: skip

    rows = [page("a.example", "ga:UA-1"), page("b.example", "ga:UA-1", "ads:pub-9")]
    rows += [page("c.example", "ads:pub-9"), page("d.example")]
    rows += [page(f"client{n}.example", "ga:UA-agency") for n in range(12)]
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist(rows, schema=columns.page_facts())
        draft.add(Facts(FactKind.PAGES, batch))
        draft.publish(clock.moment)
    pages = [(f"https://{name}.example/", "guest post", 1.0) for name in "abd"]
    pages += [(f"https://client{n}.example/", "guest post", 0.5) for n in range(2)]
    done = keep_opportunities(workspace, SHOP, found_by_find(*pages), by=MEMBER)
    assert [one.organisation for one in done.added[:2]] == ["a.example", "d.example"]
    assert len(done.added) == 2 + 2
    assert done.added[0].names == ("a.example", "b.example")
    assert len(done.added[0].openings) == 2
    assert add(workspace, "c.example") == []
    assert show_prospect(workspace, 1).prospect.names == ("a.example", "b.example", "c.example")
