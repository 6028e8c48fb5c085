"""Sites are added, merged, edited and removed, and every change is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from backlinkbot.app.sites import (
    Names,
    SiteEdit,
    add_site,
    edit_site,
    list_sites,
    remove_site,
    show_site,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site

ACME = Site(
    "acme.example",
    name="Acme",
    brand_words=("Acme",),
    topic_words=("anvils",),
    competitors=("rival.example",),
    estate=("acme-shop.example",),
)


def test_adding_a_known_site_again_loses_nothing(workspace: Workspace) -> None:
    add_site(workspace, ACME)
    change = add_site(workspace, Site("acme.example", brand_words=("Acme Corp",)))
    assert show_site(workspace, "acme.example") == change.site
    assert change.site.brand_words == ("Acme", "Acme Corp")
    assert (change.site.name, change.site.topic_words) == ("Acme", ("anvils",))
    assert change.site.competitors == ("rival.example",)
    assert change.in_words == ["+ brand word Acme Corp"]


def test_adding_what_is_known_changes_nothing_and_says_so(workspace: Workspace) -> None:
    first = add_site(workspace, ACME)
    again = add_site(workspace, ACME)
    assert first.in_words == ["acme.example is known now."]
    assert again.site == again.before == first.site
    assert "nothing changed" in again.in_words[0]


def test_replacing_forgets_what_is_not_told_again_and_names_it(workspace: Workspace) -> None:
    add_site(workspace, ACME)
    change = add_site(workspace, Site("acme.example", brand_words=("Ace",)), replacing=True)
    assert show_site(workspace, "acme.example") == Site("acme.example", brand_words=("Ace",))
    assert "- brand word Acme" in change.in_words
    assert "- competitor rival.example" in change.in_words
    assert "name: (none), before Acme" in change.in_words


def test_a_watched_site_stays_watched_unless_told(workspace: Workspace) -> None:
    add_site(workspace, Site("rival.example", is_ours=False))
    more = Site("rival.example", brand_words=("Rival",))
    assert not add_site(workspace, more, whose_if_new=True).site.is_ours
    told = add_site(workspace, more)
    assert told.site.is_ours
    assert told.in_words == ["it is ours now"]


def test_names_of_a_site_are_cleaned(workspace: Workspace) -> None:
    site = add_site(
        workspace,
        Site(
            domain="https://www.Acme.example/shop",
            competitors=("WWW.rival.example", "rival.example"),
            brand_words=(" Acme ", "", "Acme"),
        ),
    ).site
    assert (site.domain, site.competitors, site.brand_words) == (
        "acme.example", ("rival.example",), ("Acme",),
    )  # fmt: skip
    assert show_site(workspace, "shop.acme.example") == site


def test_a_site_is_not_its_own_rival(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match="own competitor"):
        add_site(workspace, Site(domain="acme.example", competitors=("www.acme.example",)))
    with pytest.raises(NotFound, match="site add"):
        show_site(workspace, "acme.example")


def test_an_edit_takes_away_and_puts_to(workspace: Workspace) -> None:
    add_site(workspace, ACME)
    change = edit_site(
        workspace,
        "www.acme.example",
        SiteEdit(
            name="Acme Inc.",
            more=Names(competitors=("other.example",)),
            less=Names(brand_words=("ACME",), competitors=("https://www.rival.example/",)),
        ),
    )
    assert change.site == show_site(workspace, "acme.example")
    assert change.site.brand_words == ()
    assert change.site.competitors == ("other.example",)
    assert change.site.topic_words == ("anvils",)
    assert set(change.in_words) == {
        "name: Acme Inc., before Acme",
        "- brand word Acme",
        "+ competitor other.example",
        "- competitor rival.example",
    }


def test_an_edit_is_whole_or_not_at_all(workspace: Workspace) -> None:
    add_site(workspace, ACME)
    with pytest.raises(NotFound, match=r"no competitor nobody\.example; it has: rival\.example"):
        edit_site(
            workspace,
            "acme.example",
            SiteEdit(more=Names(("New",)), less=Names(competitors=("nobody.example",))),
        )
    with pytest.raises(BadInput, match="own competitor"):
        edit_site(
            workspace,
            "acme.example",
            SiteEdit(name="x", more=Names(competitors=("acme.example",))),
        )
    assert show_site(workspace, "acme.example") == ACME


def test_a_site_that_is_not_there_cannot_be_edited(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match=r"site add nobody\.example"):
        edit_site(workspace, "nobody.example", SiteEdit(name="x"))
    assert list_sites(workspace) == []


def test_a_text_is_no_brand_word(workspace: Workspace) -> None:
    with pytest.raises(BadInput, match="200 characters at most; one begins with 'Buy"):
        add_site(workspace, Site("acme.example", brand_words=("Buy anvils. " * 400,)))
    assert list_sites(workspace) == []


def test_words_that_differ_in_case_alone_are_one(workspace: Workspace) -> None:
    add_site(workspace, ACME)
    assert add_site(workspace, Site("acme.example", brand_words=("acme",))).site == ACME


def test_a_removed_site_is_given_back_so_that_it_can_be_added_again(workspace: Workspace) -> None:
    add_site(workspace, ACME)
    removed = remove_site(workspace, "acme.example")
    assert list_sites(workspace) == []
    assert add_site(workspace, removed).site == ACME


def test_two_who_add_to_one_site_at_once_both_have_their_word_kept(workspace: Workspace) -> None:
    def put(n: int) -> None:
        with Workspace(workspace.settings, workspace.clock) as mine:
            add_site(mine, Site("acme.example", brand_words=(f"word {n}",)))

    add_site(workspace, ACME)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(12)))
    found = show_site(workspace, "acme.example").brand_words
    assert sorted(found) == sorted(["Acme", *(f"word {n}" for n in range(12))])
