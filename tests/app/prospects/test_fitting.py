"""Suggestions of pages of ours, out of an index: sure for lost links, by words for dead ones."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from backlinkbot.app.prospects import (
    aim_prospects,
    keep_opportunities,
    list_prospects,
    move_prospects,
)
from backlinkbot.app.prospects.fitting import Fitting, fitting_pages
from backlinkbot.app.sites import add_site
from backlinkbot.app.topics import learn_topics
from backlinkbot.app.workspace import Workspace
from backlinkbot.core import columns
from backlinkbot.core.access import Principal, Role
from backlinkbot.core.chances import Tactic, opportunities
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.nouns import Site

SHOP = "shop.example"
OURS = f"https://{SHOP}"
MISSPELT = "https://shpo.example"
DEAD = "https://rival.example/how-to-compost"
MEMBER = Principal("max@agency.example", Role.MEMBER, ("home",))
# Pages that were read: address, status, title, where it leads.
READ: tuple[tuple[str, int, str, str | None], ...] = (
    (f"{OURS}/", 200, "Shop", None),
    (f"{OURS}/guides/compost", 200, "Composting at home", None),
    (f"{OURS}/guides/roses", 200, "Pruning roses", None),
    (f"{OURS}/old-roses", 301, "", f"{OURS}/guides/roses"),
    (f"{OURS}/away", 301, "", "https://elsewhere.example/"),
    (f"{OURS}/gone-compost", 404, "Not found", None),
    (DEAD, 404, "Not found", None),
    ("https://a.example/reading", 200, "Reading about roses", None),
    ("https://b.example/links", 200, "What we read this week", None),
)
LINKED = (
    ("https://a.example/reading", DEAD, "a guide to compost"),
    ("https://b.example/links", f"{OURS}/gone-compost", "compost"),
    ("https://c.example/links", f"{OURS}/calendar", "the sowing calendar"),
    ("https://g.example/tools", "https://rival.example/rose-guide", "how to prune"),
    ("https://g.example/tools", "https://rival.example/", "compost"),
    ("https://h.example/tools", "https://rival.example/", "compost"),
)


@pytest.fixture
def read(workspace: Workspace) -> Workspace:
    now = workspace.clock.now()
    usual = {"reporter": "crawl", "evidence": "crawl@1"}
    pages = [
        usual | {"url": url, "domain": url.split("/")[2], "status": status, "title": title,
                 "text": title, "redirect_url": onward, "fetched_at": now}
        for url, status, title, onward in READ
    ]  # fmt: skip
    links = [
        usual | {"source_url": source, "source_domain": source.split("/")[2], "target_url": target,
                 "target_domain": target.split("/")[2], "occurrence": 0, "anchor": anchor,
                 "kind": "text", "followed": True, "placement": "content", "seen_at": now}
        for source, target, anchor in LINKED
    ]  # fmt: skip
    with workspace.index.begin() as draft:
        for kind, rows, schema in (
            (FactKind.PAGES, pages, columns.page_facts()),
            (FactKind.LINKS, links, columns.link_facts()),
        ):
            draft.add(Facts(kind, pa.RecordBatch.from_pylist(rows, schema=schema)))
        draft.publish(now)
    add_site(workspace, Site(SHOP, name="Shop", competitors=("rival.example",)))
    return workspace


def keep(workspace: Workspace, page: str, tactic: Tactic, about: str = "") -> int:
    row: dict[str, Any] = {
        "prospect": page.split("/")[2], "page": page, "tactic": tactic.value, "about": about,
        "fit": 0.9, "minutes": 8.0, "sells": None, "reasons": [], "evidence": [],
        "authority": None, "worth_points": None, "relevance": None, "site_type": None,
        "p_reply": 0.1, "p_placement": 0.1, "value_per_hour": None,
    }  # fmt: skip
    table = pa.Table.from_pylist([row], schema=opportunities())
    return keep_opportunities(workspace, SHOP, table, by=MEMBER).added[0].number


def one(workspace: Workspace, number: int) -> Fitting:
    (found,) = fitting_pages(workspace, SHOP, [number]).rows
    return found


def test_a_broken_link_is_matched_by_what_others_called_the_dead_page(read: Workspace) -> None:
    found = one(read, keep(read, "https://a.example/reading", Tactic.BROKEN_LINK, DEAD))
    (page,) = found.suggested
    assert (page.page, page.is_sure) == (f"{OURS}/guides/compost", False)
    assert page.reasons[0] == (
        "Your page is called “Composting at home”, the dead one was linked as “a guide to compost”."
    )
    told = found.as_document()
    assert told["suggested"][0]["page"] == page.page
    assert told["target"] == ""


@pytest.mark.parametrize(
    ("tactic", "about", "page", "why"),
    [
        (Tactic.RECLAMATION, f"{OURS}/guides/roses", "guides/roses", "Their link led to this"),
        (Tactic.RECLAMATION, f"{OURS}/never-read", "never-read", "was not read"),
        (Tactic.RECLAMATION, f"http://www.{SHOP}/guides/roses", "guides/roses", "which is this"),
        (Tactic.RECLAMATION, f"{OURS}/old-roses", "guides/roses", "which now leads on to it"),
        (Tactic.MISSPELT_TARGET, f"{MISSPELT}/guides/roses", "guides/roses", "spelt right"),
    ],
)  # fmt: skip
def test_a_link_that_was_meant_for_us_names_its_page_itself(
    read: Workspace, tactic: Tactic, about: str, page: str, why: str
) -> None:
    (found,) = one(read, keep(read, "https://b.example/links", tactic, about)).suggested
    assert (found.page, found.is_sure, found.fit) == (f"{OURS}/{page}", True, 1.0)
    assert why in found.reasons[0]


def test_a_lost_link_to_a_page_that_is_gone_is_matched_by_words(read: Workspace) -> None:
    number = keep(read, "https://b.example/links", Tactic.RECLAMATION, f"{OURS}/gone-compost")
    (found,) = one(read, number).suggested
    assert (found.page, found.is_sure) == (f"{OURS}/guides/compost", False)
    other = keep(read, "https://d.example/", Tactic.RECLAMATION, f"{OURS}/away")
    assert one(read, other).suggested == ()  # it leads to somebody else


def test_other_tactics_go_by_the_title_of_their_page(read: Workspace) -> None:
    (found,) = one(read, keep(read, "https://a.example/reading", Tactic.RESOURCE_PAGE)).suggested
    assert found.page == f"{OURS}/guides/roses"
    silent = one(read, keep(read, "https://b.example/links", Tactic.RESOURCE_PAGE))
    assert silent.suggested == ()
    assert silent.says.startswith("None of the 4 pages of yours")  # those gone are not counted


def test_who_links_to_a_rivals_page_is_offered_ours_about_the_same(read: Workspace) -> None:
    (found,) = one(read, keep(read, "https://g.example/tools", Tactic.LINK_INTERSECT)).suggested
    assert found.page == f"{OURS}/guides/roses"
    assert found.reasons[0] == (
        "Your page is called “Pruning roses”, they link to a rival's page as “how to prune”."
    )
    home = one(read, keep(read, "https://h.example/tools", Tactic.LINK_INTERSECT))
    assert home.suggested == ()  # to its home page: that tells no subject


def test_a_page_that_was_never_read_is_known_by_what_others_call_it(read: Workspace) -> None:
    dead = "https://rival.example/when-to-sow-calendar"
    (found,) = one(read, keep(read, "https://e.example/x", Tactic.BROKEN_LINK, dead)).suggested
    assert found.page == f"{OURS}/calendar"
    assert "Others call your page “the sowing calendar”" in found.reasons[0]


def test_topics_that_were_learnt_do_not_change_what_words_say(read: Workspace) -> None:
    number = keep(read, "https://a.example/reading", Tactic.BROKEN_LINK, DEAD)
    before = one(read, number).suggested[0]
    learn_topics(read)
    after = one(read, number).suggested[0]
    assert after.page == before.page
    assert after.fit >= before.fit


def test_all_that_are_not_over_are_told_and_nothing_is_set(read: Workspace) -> None:
    first = keep(read, "https://a.example/reading", Tactic.BROKEN_LINK, DEAD)
    over = keep(read, "https://b.example/links", Tactic.RECLAMATION, f"{OURS}/guides/roses")
    move_prospects(read, [over], "Lost", by=MEMBER)
    aim_prospects(read, [first], f"{OURS}/calendar", by=MEMBER)
    found = fitting_pages(read, SHOP)
    assert [row.prospect.number for row in found.rows] == [first]
    assert found.as_document()["rows"][0]["target"] == f"{OURS}/calendar"
    assert [one.target for one in list_prospects(read, SHOP).prospects if one.number == over] == [
        ""
    ]
    assert len(fitting_pages(read, SHOP, [over]).rows) == 1  # who is asked for is told


def test_who_is_not_there_or_another_sites_is_refused(read: Workspace) -> None:
    number = keep(read, "https://a.example/reading", Tactic.BROKEN_LINK, DEAD)
    with pytest.raises(NotFound):
        fitting_pages(read, SHOP, [99])
    with pytest.raises(BadInput, match=r"is one of shop\.example, not of other\.example"):
        fitting_pages(read, "other.example", [number])


def test_without_an_index_or_prospects_it_says_so(workspace: Workspace) -> None:
    assert fitting_pages(workspace, SHOP).rows == ()
    number = keep(workspace, "https://a.example/x", Tactic.BROKEN_LINK, DEAD)
    found = one(workspace, number)
    assert found.suggested == ()
    assert found.says == "Nothing was read in yet, so no page of yours is known."


def test_an_opening_that_is_no_address_breaks_nothing(read: Workspace) -> None:
    about = "https://exa mple/x"
    number = keep(read, "https://f.example/ü?a=%zz", Tactic.BROKEN_LINK, about)
    assert one(read, number).suggested == ()
