"""A message that went moves its prospect; a link that lands is recorded, watched, and ends all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from campaign_world import SITE, World, grown, world
from virtual_hosts import Resolving, VirtualWeb, fixed, page, redirect

from backlinkbot.app.pitch.approving import approve, look
from backlinkbot.app.pitch.landing import look_for_links, record_won, won_links
from backlinkbot.app.pitch.sent import note_sent
from backlinkbot.app.pitch.standing import campaign_standings, results
from backlinkbot.app.prospects import aim_prospects, refresh_prospects, show_prospect
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import LOCAL
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.outreach import MessageState
from backlinkbot.core.prospects import Stage
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner
from backlinkbot.io.state.messages import messages_of
from backlinkbot.io.state.sending_tables import messages

PAGE = "https://news0.example/new"


@pytest.fixture
def made(workspace: Workspace) -> World:
    """Three messages that went three days ago."""
    return sent(workspace)


def sent(workspace: Workspace, pages: list[str] | None = None) -> World:
    grown(workspace, workspace.clock.now())
    many = len(pages) if pages else 3
    made = world(workspace, [f"ann@news{n}.example" for n in range(many)], pages=pages)
    number = made.campaign.number
    approve(workspace, number, look(workspace, number).digest, by="Bo")
    at = workspace.clock.now() - timedelta(days=3)
    with workspace.state.writing() as connection:
        connection.execute(messages.update().values(state=MessageState.SENT.value, sent_at=at))
    return made


def told(workspace: Workspace, page: str, at: datetime, **facts: object) -> None:
    """Let the index know a link from a page."""
    row = {
        "source_url": page, "source_domain": "news0.example", "target_url": f"https://{SITE}/",
        "target_domain": SITE, "occurrence": 0, "anchor": "the shop", "kind": "text",
        "placement": "content", "first_seen": at, "last_seen": at, "seen_at": at,
        "reporter": "crawl", "evidence": "a.warc@1", **facts,
    }  # fmt: skip
    with workspace.index.begin() as draft:
        batch = pa.RecordBatch.from_pylist([row], schema=columns.link_facts())
        draft.add(Facts(FactKind.LINKS, batch))
        draft.publish(workspace.clock.now())


def test_a_message_that_went_is_noted_once_with_its_words(made: World) -> None:
    workspace = made.workspace
    assert note_sent(workspace) == 3
    assert note_sent(workspace) == 0
    found = show_prospect(workspace, made.prospects[0])
    assert found.prospect.stage is Stage.CONTACTED
    outcome = found.prospect.outcome
    assert outcome is not None
    assert (outcome.template, outcome.tactic) == ("first", "broken link")
    assert outcome.contacted_at == workspace.clock.now() - timedelta(days=3)
    assert found.history[-1].note == "A dead link on news0.example, to ann@news0.example"


def test_a_link_that_lands_is_recorded_and_ends_what_waits(made: World) -> None:
    workspace, now = made.workspace, made.workspace.clock.now()
    note_sent(workspace)
    assert record_won(workspace, SITE) == ([], [])
    told(workspace, PAGE, now)
    refresh_prospects(workspace, SITE)
    (won,), lost = record_won(workspace, SITE)
    assert lost == []
    assert (won.page, won.anchor, won.placement) == (PAGE, "the shop", "content")
    assert won.campaign == made.campaign.number
    with workspace.state.reading() as connection:
        (message,) = messages_of(connection, won.campaign, [won.prospect])
    assert won.message_id == message.message.message_id
    assert record_won(workspace, SITE) == ([], [])  # twice is once
    assert won_links(workspace) == [won]
    (standing,) = campaign_standings(workspace)
    assert standing.endings == {"the link has landed": 1}
    assert (standing.going, standing.won) == (2, 1)


def test_a_link_to_another_page_than_the_one_asked_for_is_won_too(made: World) -> None:
    workspace = made.workspace
    aim_prospects(workspace, made.prospects[:1], f"https://{SITE}/guide", by=LOCAL)
    note_sent(workspace)
    other = f"https://{SITE}/tools"
    told(workspace, PAGE, workspace.clock.now(), target_url=other)
    refresh_prospects(workspace, SITE)
    (won,), _ = record_won(workspace, SITE)
    assert (won.target, won.prospect) == (other, made.prospects[0])


def test_each_page_is_named_with_what_came_of_it(workspace: Workspace) -> None:
    pages = [f"http://news{n}.example/tools" for n in range(5)]
    made = sent(workspace, pages)
    note_sent(workspace)
    hosts = {
        "news0.example": fixed({"/tools": page(text="Tools")}),
        "news1.example": fixed({"/tools": page(f"https://{SITE}/", text="Tools")}),
        "news2.example": fixed(
            {"/tools": redirect("/new-tools"), "/new-tools": page(text="Tools")}
        ),
        "news3.example": fixed({}),
    }
    with VirtualWeb(hosts) as web:
        manner = Manner(
            "BacklinkBot/0.1 (test)", pace=Pace().scaled(0.001), allows_private=True,
            resolver=Resolving(web.addresses, web.port),
        )  # fmt: skip
        done = look_for_links(made.workspace, SITE, manner=manner)
    assert [(one.page, one.prospect) for one in done.pages] == list(
        zip(pages, made.prospects, strict=True)
    )
    assert [one.why_not for one in done.pages] == [
        "", "", "", "the server says: 404", "no answer: no such host"
    ]  # fmt: skip
    assert [bool(one.link) for one in done.pages] == [False, True, False, False, False]
    assert (done.looked_at, done.fetched, len(done.won)) == (5, 3, 1)
    assert done.failed == {"the server says: 404": 1, "no answer: no such host": 1}
    told = done.as_document()["pages"][4]
    assert told["is_read"] is False
    assert told["why_not"] == "no answer: no such host"


def test_a_link_that_is_gone_again_is_told_once(made: World) -> None:
    workspace, now = made.workspace, made.workspace.clock.now()
    note_sent(workspace)
    seen = now - timedelta(days=2)
    told(workspace, PAGE, seen)
    refresh_prospects(workspace, SITE)
    record_won(workspace, SITE)
    told(workspace, PAGE, seen, lost_on=now, lost_reason="link_removed", seen_at=now)
    refresh_prospects(workspace, SITE)
    fresh, (lost,) = record_won(workspace, SITE)
    assert fresh == []
    assert (lost.page, lost.lost_reason) == (PAGE, "link_removed")
    assert record_won(workspace, SITE) == ([], [])


def test_results_tell_shares_with_intervals_and_pass_over_open_trials(made: World) -> None:
    workspace, now = made.workspace, made.workspace.clock.now()
    note_sent(workspace)
    (before,) = results(workspace, SITE).tactics
    assert (before.asked, before.ended, before.share) == (3, 0, None)
    assert (before.low, before.high) == (0.0, 1.0)
    told(workspace, PAGE, now)
    refresh_prospects(workspace, SITE)
    found = results(workspace, SITE)
    (tactic,), (template,) = found.tactics, found.templates
    assert (tactic.name, tactic.won, tactic.ended, tactic.share) == ("broken link", 1, 1, 1.0)
    assert template.name == "first"
    assert 0 < template.low < template.high <= 1
    assert found.comparisons == {}  # no step has variants
    assert results(workspace, "other.example").tactics == ()


def test_a_link_from_before_the_asking_was_not_won(made: World) -> None:
    workspace = made.workspace
    note_sent(workspace)
    told(workspace, PAGE, datetime(2026, 9, 1, tzinfo=UTC))
    refresh_prospects(workspace, SITE)
    assert record_won(workspace, SITE) == ([], [])
    assert show_prospect(workspace, made.prospects[0]).prospect.stage is Stage.CONTACTED
