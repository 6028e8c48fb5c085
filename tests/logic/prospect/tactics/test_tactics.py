"""Each tactic on a few rows: what is a chance by it, and what only looks like one."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from facts import (
    OTHER_RIVAL,
    RIVAL,
    US,
    backlink,
    dead,
    ground,
    listing,
    out,
    page,
    pair,
)

from backlinkbot.core.chances import Tactic
from backlinkbot.logic.prospect.ground import Fact, Ground
from backlinkbot.logic.prospect.tactics import tactics


def found(tactic: Tactic, of: Ground) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tactics[tactic.value].think(of).to_pylist()
    return rows


def prospects(tactic: Tactic, of: Ground) -> list[str]:
    return [row["prospect"] for row in found(tactic, of)]


def test_a_site_that_links_to_both_rivals_is_a_chance_and_one_that_links_here_is_none() -> None:
    both = [
        pair(name, rival) for name in ("a.example", "b.example") for rival in (RIVAL, OTHER_RIVAL)
    ]
    rows = {Fact.PAIRS: [*both, pair("c.example", RIVAL)]}
    of = ground(rows, linking=frozenset(("b.example",)))
    assert prospects(Tactic.LINK_INTERSECT, of) == ["a.example"]


def test_comments_on_both_rivals_are_no_chance() -> None:
    rows = [pair("a.example", rival, placement="comment") for rival in (RIVAL, OTHER_RIVAL)]
    assert prospects(Tactic.LINK_INTERSECT, ground({Fact.PAIRS: rows})) == []


def test_a_link_to_a_rivals_dead_page_is_a_chance_with_the_own_page_that_could_stand_in() -> None:
    own = [{"url": f"https://{US}/soil-testing", "title": "Soil testing at home", "status": 200}]
    rows = {Fact.DEAD: [dead("a.example")], Fact.OWN_PAGES: own}
    (one,) = found(Tactic.BROKEN_LINK, ground(rows))
    assert one["about"] == f"https://{RIVAL}/guides/soil-testing"
    assert any(f"https://{US}/soil-testing" in reason for reason in one["reasons"])


def test_dead_pages_of_another_subject_and_dead_comments_are_no_chance() -> None:
    council = {"target_url": "https://x.example/minutes", "target_domain": "x.example",
               "anchor": "minutes", "anchors": "minutes"}  # fmt: skip
    rows = [dead("a.example", **council), dead("b.example", placement="comment")]
    assert prospects(Tactic.BROKEN_LINK, ground({Fact.DEAD: rows})) == []


def test_a_dead_page_of_nobody_we_know_counts_by_words_that_the_user_gave() -> None:
    strange = {"target_url": "https://x.example/soil-testing-kit", "target_domain": "x.example"}
    rows = {Fact.DEAD: [dead("a.example", **strange)]}
    assert prospects(Tactic.BROKEN_LINK, ground(rows)) == []
    assert prospects(Tactic.BROKEN_LINK, ground(rows, are_topics_given=True)) == ["a.example"]


def test_a_page_that_names_the_brand_is_a_chance_unless_it_links_or_is_ours() -> None:
    rows = [page(name, brand=["all of it from Acme Tents, she said"])
            for name in ("a.example", "b.example", US)]  # fmt: skip
    of = ground({Fact.SAID: rows}, linking_pages=["http://www.b.example/page/"])
    assert prospects(Tactic.UNLINKED_MENTION, of) == ["a.example"]


def test_a_name_that_is_a_word_counts_where_it_is_a_name_and_the_page_is_on_topic() -> None:
    rows = [
        page("word.example", brand=["he ate an apple a day"], topic=["phone"]),
        page("topic.example", brand=["she bought it at Apple in May"], topic=["phone"]),
        page("other.example", brand=["she saw it at Apple in May"]),
        page("start.example", brand=["It rained. Apple trees bloom"], topic=["phone"]),
    ]
    of = ground({Fact.SAID: rows}, names=("Apple",))
    assert prospects(Tactic.UNLINKED_MENTION, of) == ["topic.example"]


def test_buttons_longer_names_and_addresses_of_mail_are_no_mentions() -> None:
    quotes = ("Share on Acme", "the firm Acme-Nord of Kiel", "write to info@acme.example today")
    rows = [page(f"s{n}.example", brand=[quote]) for n, quote in enumerate(quotes)]
    of = ground({Fact.SAID: rows}, names=("Acme", US))
    assert prospects(Tactic.UNLINKED_MENTION, of) == []


def test_a_lost_link_is_won_back_unless_nobody_can_mend_it() -> None:
    reasons = ("removed_from_html", "noindexed", "host_gone", "blocked_to_us")
    rows = [backlink(f"{name.replace('_', '-')}.example", lost_reason=name) for name in reasons]
    of = ground({Fact.BACKLINKS: [*rows, backlink("c.example", placement="comment")]})
    assert prospects(Tactic.RECLAMATION, of) == ["removed-from-html.example"]


def test_a_footer_that_went_from_every_page_is_one_chance_and_an_old_loss_a_weaker_one() -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    rows = [backlink("a.example", f"/{n}", placement="footer") for n in range(5)]
    rows += [backlink("b.example", lost_on=long_ago), backlink("c.example")]
    told = found(Tactic.RECLAMATION, ground({Fact.BACKLINKS: rows}))
    assert [row["prospect"] for row in told] == ["c.example", "b.example", "a.example"]


def test_pages_of_links_are_chances_unless_paid_of_a_directory_or_of_those_that_take_all() -> None:
    rows = [
        listing("a.example"), listing("paid.example", is_paid=True), listing("dir.example"),
        listing("junk.example"), listing("b.example", rivals=[RIVAL, OTHER_RIVAL]),
    ]  # fmt: skip
    said = [page("junk.example", "/links", list_head="Useful links", junk=["submit your site"])]
    of = ground({Fact.LISTS: rows, Fact.SAID: said}, types={"dir.example": "directory"})
    assert prospects(Tactic.RESOURCE_PAGE, of) == ["b.example", "a.example"]


def test_directories_of_the_trade_are_chances_and_those_that_take_everybody_never() -> None:
    rows = [listing("dir.example"), listing("junk.example"), listing("blog.example")]
    few = listing("few.example", external_links=4)
    said = [page("junk.example", "/links", directory_head="directory", junk=["add your link"])]
    kinds = {"dir.example": "directory", "junk.example": "directory", "few.example": "directory"}
    of = ground({Fact.LISTS: [*rows, few], Fact.SAID: said}, types=kinds)
    assert prospects(Tactic.NICHE_DIRECTORY, of) == ["dir.example", "blog.example"]


def test_an_invitation_is_a_chance_and_one_with_a_price_is_flagged() -> None:
    rows = [
        page("a.example", guest=["we welcome guest posts"], guest_head="write for us"),
        page("b.example", guest=["we accept guest posts"], terms=["$90 per post, dofollow"]),
        page("c.example"),
    ]
    told = found(Tactic.GUEST_POST, ground({Fact.SAID: rows}))
    assert [(row["prospect"], row["sells"]) for row in told] == [
        ("a.example", False), ("b.example", True),
    ]  # fmt: skip


def test_who_linked_to_a_rival_from_an_article_comes_before_who_wrote_about_the_subject() -> None:
    article = {"url": "https://a.example/p", "domain": "a.example", "title": "On soil",
               "page_type": "article", "rivals": [RIVAL], "published_on": date(2026, 9, 1),
               "author": "Ann Lee"}  # fmt: skip
    said = [page("b.example", author="Bo Ray", topic_head="soil testing"),
            page("c.example", topic_head="soil testing")]  # fmt: skip
    told = found(Tactic.DIGITAL_PR, ground({Fact.ARTICLES: [article], Fact.SAID: said}))
    assert [row["about"] for row in told] == ["Ann Lee", "Bo Ray"]


def test_entries_of_two_rivals_count_on_sites_that_people_look_at() -> None:
    def entries(host: str) -> list[dict[str, Any]]:
        return [
            listing(host, f"/members/{n}", rivals=[rival], external_links=1, page_type="profile")
            for n, rival in enumerate((RIVAL, OTHER_RIVAL))
        ]

    known = {"rank": 900, "list": "tranco", "authority": None}
    nobody = {"domain": "nobody.example", "rank": None, "list": None, "authority": None}
    ranks = [{"domain": "known.example", **known}, nobody]
    rows = {Fact.LISTS: [*entries("known.example"), *entries("nobody.example")], Fact.RANKS: ranks}
    assert prospects(Tactic.LOCAL_CITATION, ground(rows)) == ["known.example"]


def test_profiles_that_two_rivals_show_and_we_do_not_are_chances() -> None:
    def shown(platform: str, *sites: str) -> list[dict[str, Any]]:
        url = f"https://{platform}/firm"
        return [out(site, platform, target_url=url) for site in sites]

    rows = [
        *shown("linkedin.com", RIVAL, OTHER_RIVAL),
        *shown("facebook.com", RIVAL, OTHER_RIVAL, US),
    ]
    assert prospects(Tactic.LOCAL_CITATION, ground({Fact.OUT: rows})) == ["linkedin.com"]


def test_whom_we_link_to_without_a_link_back_is_a_partner_unless_everybody_links_there() -> None:
    rows = [
        out(US, "supplier.example"),
        out(US, "back.example"),
        out(US, "giant.example", sources=900),
    ]
    of = ground({Fact.OUT: rows}, linking=frozenset(("back.example",)))
    assert prospects(Tactic.BUSINESS_PARTNER, of) == ["supplier.example"]


def test_a_partner_with_a_page_of_partners_is_asked_there_and_is_surer() -> None:
    rows = {Fact.OUT: [out(US, "a.example"), out(US, "b.example")],
            Fact.SAID: [page("a.example", "/partners", partner_head="/partners")]}  # fmt: skip
    told = found(Tactic.BUSINESS_PARTNER, ground(rows))
    assert [row["page"] for row in told] == ["https://a.example/partners", "https://b.example/"]
    assert told[0]["fit"] > told[1]["fit"]


def test_sites_that_publish_again_are_named_once_a_page_of_ours_earned_links() -> None:
    said = [
        page("a.example", copied=["This article first appeared on Moss Weekly"]),
        page("b.example", copy_of="https://moss.example/original"),
        page("c.example"),
    ]
    earned = [{"target_url": f"https://{US}/study", "sources": 4, "anchor": "study"}]
    assert prospects(Tactic.SYNDICATION, ground({Fact.SAID: said})) == []
    of = ground({Fact.SAID: said, Fact.ASSETS: earned})
    assert prospects(Tactic.SYNDICATION, of) == ["a.example", "b.example"]


def test_a_credit_without_a_link_and_a_link_to_a_picture_are_chances() -> None:
    said = [page("a.example", credit=["in April. Photo: Acme Tents."]), page("b.example")]
    lost = [backlink("c.example", target_url=f"https://{US}/img/tent.jpg", state="live")]
    of = ground({Fact.SAID: said, Fact.BACKLINKS: lost})
    assert prospects(Tactic.IMAGE_CREDIT, of) == ["a.example", "c.example"]


def test_links_to_a_misspelt_name_count_unless_it_is_somebody_elses() -> None:
    def variant(source: str, target: str, anchor: str, *, alive: bool) -> dict[str, Any]:
        return {"target_domain": target, "source_domain": source, "links": 1, "anchor": anchor,
                "source_url": f"https://{source}/p", "target_url": f"https://{target}/",
                "is_alive": alive}  # fmt: skip

    rows = [
        variant("a.example", "acmee.example", "tents", alive=False),
        variant("b.example", "acm.example", "our insurer", alive=True),
        variant("c.example", "acm.example", "Acme Tents", alive=True),
        variant("d.example", "acme.test", "see there", alive=False),
    ]
    gone = [backlink("e.example", state="broken", lost_reason=None)]
    of = ground({Fact.VARIANTS: rows, Fact.BACKLINKS: gone})
    assert sorted(prospects(Tactic.MISSPELT_TARGET, of)) == ["a.example", "c.example", "e.example"]


def test_a_ranking_page_is_on_topic_on_a_strong_site_and_links_out() -> None:
    said = [
        page("a.example", topic_head="soil testing"),
        page("weak.example", topic_head="soil testing"),
        page("mute.example", topic_head="soil testing", external_links=0),
        page("off.example"),
    ]
    places = {"a.example": 10, "mute.example": 11, "weak.example": None}
    ranks = [
        {"domain": name, "rank": rank, "list": "tranco", "authority": 5.0}
        for name, rank in places.items()
    ]
    of = ground({Fact.SAID: said, Fact.RANKS: ranks})
    assert prospects(Tactic.RANKING_PAGE, of) == ["a.example"]
    (one,) = found(Tactic.RANKING_PAGE, of)
    assert "search engines' own order was not asked" in one["reasons"][1]
