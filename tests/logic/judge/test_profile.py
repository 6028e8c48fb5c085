"""Profiles, their findings, and the JSON contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core.nouns import Growth
from backlinkbot.core.profile import Profile
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import LinkInputs
from backlinkbot.logic.judge.profile import ProfileFacts, profile_of

Links = Callable[..., pa.Table]
FACTS = ProfileFacts(
    "acme.example",
    date(2026, 11, 1),
    "snapshot-7",
    new_30d=4,
    lost_30d=1,
    weeks=(Growth(date(2026, 10, 19), 1, 0), Growth(date(2026, 10, 26), 3, 1)),
    authority=33.25,
)
TODAY = date(2026, 11, 1)
GOOD: dict[str, Any] = {"placement": "content", "followed": True, "nofollow": False}
BAD: dict[str, Any] = {"placement": "comment", "followed": False, "nofollow": True}


def link(domain: str, kind: dict[str, Any], **other: Any) -> dict[str, Any]:
    return {"source_domain": domain, "source_url": f"https://{domain}/a"} | kind | other


def profile(table: pa.Table, facts: ProfileFacts = FACTS, **given: Any) -> Profile:
    names = table["source_domain"].unique()
    known = pa.table({"node": names, "authority": [60.0 - 2 * n for n in range(len(names))]})
    inputs = {
        "words": anchor_words("acme.example", topic_words=["running shoes"]),
        "authority": known,
    }
    return profile_of(table, LinkInputs(**(inputs | given)), facts)


@pytest.fixture
def found(links: Links) -> Profile:
    seen = datetime(2026, 3, 4, tzinfo=UTC)
    return profile(
        links(
            link("a.org", GOOD, source_language="en", first_seen=seen),
            link("a.org", GOOD, anchor="acme", source_url="https://a.org/b"),
            link("b.de", BAD, anchor="running shoes", source_language="de"),
            link("c.de", BAD, anchor=None),
            link("d.com", GOOD, state="lost"),
            link("e.com", GOOD, state=None, placement=None),
        )
    )


def test_only_live_links_count_and_a_link_nobody_called_lost_is_live(found: Profile) -> None:
    assert (found.backlinks, found.referring_domains) == (5, 4)
    assert found.followed_share == pytest.approx(3 / 5)


def test_the_split_and_the_histogram_add_up(found: Profile) -> None:
    split = found.quality
    assert split.judged + split.unjudged == found.backlinks
    assert sum(split.histogram) == split.judged
    assert (split.strong, split.weak) == (2, 2)


def test_tallies_count_links_and_domains(found: Profile) -> None:
    placements = {tally.name: (tally.links, tally.domains) for tally in found.placements}
    assert placements == {"content": (2, 1), "comment": (2, 2), "unknown": (1, 1)}
    classes = {tally.name: tally.links for tally in found.anchor_classes}
    assert classes == {"branded": 3, "exact match": 1, "unknown": 1}


def test_anchors_that_differ_in_case_are_one(found: Profile) -> None:
    first = found.top_anchors[0]
    assert (first.text, first.links, first.domains) == ("Acme", 3, 2)


def test_referring_domains_stand_by_authority_with_their_first_day(found: Profile) -> None:
    first = found.top_referring_domains[0]
    assert (first.domain, first.links, first.authority) == ("a.org", 2, 60.0)
    assert first.first_seen == date(2026, 3, 4)


def test_best_and_worst_show_one_link_a_domain_with_reasons(found: Profile) -> None:
    assert found.best[0].source_domain == "a.org"
    assert "weak" not in {one.strength for one in found.best}
    assert "strong" not in {one.strength for one in found.worst}
    shown = [one.source_domain for one in found.best]
    assert len(set(shown)) == len(shown)
    assert found.worst[0].placement == "comment"
    assert "in a comment" in found.worst[0].reason
    assert len(found.worst[0].readings) == 5


def test_the_findings_give_numbers_and_causes(found: Profile) -> None:
    text = " ".join(found.findings)
    assert "2 of 5 backlinks are strong, led by a.org" in text
    assert "2 of 5 backlinks are weak, mostly because the links stand outside the content" in text
    assert "Referring domains won in the last 30 days: 4; lost: 1." in text
    assert "Only 4 referring domains are known" in text


def test_what_is_unknown_is_said_with_what_would_tell_it(found: Profile) -> None:
    assert any("Relevance is unknown for 5 of 5 backlinks" in said for said in found.unknown)
    assert not any(said.startswith("Authority") for said in found.unknown)


def test_spreads_name_their_basis(found: Profile) -> None:
    by_name = {spread.what: spread for spread in found.spreads}
    assert [t.name for t in by_name["countries"].tallies] == ["DE"]
    assert by_name["languages"].unknown_links == 3
    owners = by_name["owners"]
    assert (owners.kinds, owners.evenness, owners.unknown_links) == (0, None, 5)
    assert all(spread.basis for spread in found.spreads)


def test_owners_are_spread_where_they_are_known(links: Links) -> None:
    owners = pa.table({"domain": ["a.org", "b.org"], "owner": ["ga:1", "ga:1"]})
    facts = ProfileFacts("acme.example", date(2026, 11, 1), "s", owners=owners)
    found = profile(links(*(link(f"{n}.org", GOOD) for n in "abc")), facts)
    assert (found.spreads[0].what, found.spreads[0].kinds) == ("owners", 1)
    assert found.spreads[0].unknown_links == 1


def test_relevance_runs_beside_all_links_lost_ones_too(links: Links) -> None:
    table = links(link("a.org", GOOD, state="lost"), link("b.org", GOOD))
    found = profile(table, relevance=np.array([0.1, 0.9], dtype=np.float32))
    assert found.best[0].readings[1].value == pytest.approx(0.9)


def test_a_domain_without_links_has_an_empty_profile(links: Links) -> None:
    found = profile(links())
    assert (found.backlinks, found.referring_domains, found.followed_share) == (0, 0, None)
    assert found.findings == ("No live backlink to acme.example is known in this index.",)
    json.dumps(found.as_document(), allow_nan=False)


def test_domains_known_without_pages_are_said_and_not_counted(links: Links) -> None:
    found = profile(links(), ProfileFacts("acme.example", TODAY, "s", only_domains=1_200))
    assert (found.referring_domains, found.only_domains) == (0, 1_200)
    assert "name 1,200 further referring domains; what they link" in found.findings[1]
    one = profile(links(), ProfileFacts("acme.example", TODAY, "s", only_domains=1))
    assert "name 1 further referring domain; what it links" in one.findings[1]


def test_one_domain_that_gives_most_links_is_named(links: Links) -> None:
    rows = [link("a.org", GOOD, source_url=f"https://a.org/{n}") for n in range(9)]
    found = profile(links(*rows, link("b.org", GOOD)))
    assert any("a.org alone gives 90% of the backlinks" in said for said in found.findings)


def test_a_keyword_on_many_domains_is_a_finding(links: Links) -> None:
    rows = [
        link(f"s{n}.org", GOOD, anchor="Running shoes" if n % 4 == 0 else None) for n in range(60)
    ]
    found = profile(links(*rows))
    assert any("“Running shoes” is used by 25%" in said for said in found.findings)


def test_weeks_without_a_change_are_filled_in(links: Links) -> None:
    weeks = (Growth(date(2026, 10, 5), 2, 0), Growth(date(2026, 10, 26), 1, 1))
    found = profile(
        links(link("a.org", GOOD)), ProfileFacts("acme.example", TODAY, "s", weeks=weeks)
    )
    assert [(one.week.day, one.new, one.lost) for one in found.weeks] == [
        (5, 2, 0), (12, 0, 0), (19, 0, 0), (26, 1, 1)
    ]  # fmt: skip


def test_a_week_far_over_the_usual_is_a_finding(links: Links) -> None:
    quiet = [Growth(date(2026, 6, 1) + timedelta(weeks=n), 2, 0) for n in range(12)]
    spike = [*quiet, Growth(date(2026, 8, 24), 36, 0)]
    said = [
        " ".join(
            profile(
                links(link("a.org", GOOD)),
                ProfileFacts("acme.example", TODAY, "s", weeks=tuple(weeks)),
            ).findings
        )
        for weeks in (quiet, spike)
    ]
    assert "a usual week" not in said[0]
    assert "In the week of 24 August 2026 36 referring domains were won, against about 2" in said[1]


def test_the_first_week_of_all_is_no_spike(links: Links) -> None:
    first = [Growth(date(2026, 6, 1), 400, 0)]
    weeks = first + [Growth(date(2026, 6, 8) + timedelta(weeks=n), 2, 0) for n in range(12)]
    facts = ProfileFacts("acme.example", TODAY, "s", weeks=tuple(weeks))
    found = profile(links(link("a.org", GOOD)), facts)
    assert "a usual week" not in " ".join(found.findings)
    longer = (Growth(date(2026, 5, 25), 1, 0), *weeks)
    found = profile(links(link("a.org", GOOD)), replace(facts, weeks=longer))
    assert "In the week of 1 June 2026 400 referring domains" in " ".join(found.findings)


def test_starts_that_nobody_knows_are_said(links: Links) -> None:
    facts = ProfileFacts("acme.example", TODAY, "s", start_unknown=2)
    found = profile(links(*(link(f"{n}.org", GOOD) for n in "abc")), facts)
    assert found.as_document()["start_unknown"] == 2
    assert any(
        "When they began to link is not known of 2 of 3 referring domains" in said
        for said in found.findings
    )


@pytest.mark.parametrize("kind", ["frame", "form", "canonical", "mention"])
def test_what_no_reader_can_follow_is_no_backlink(links: Links, kind: str) -> None:
    other = link("w.org", GOOD | {"kind": kind})
    rows = [link("a.org", GOOD | {"kind": None}), link("b.org", GOOD), other]
    relevance = np.array([0.2, 0.3, 0.9], dtype=np.float32)
    found = profile(links(*rows), relevance=relevance)
    assert (found.backlinks, found.referring_domains, found.other_kinds) == (2, 2, 1)
    assert {one.source_domain for one in found.best} == {"a.org", "b.org"}
    assert any("point here: 1; they are no backlinks" in said for said in found.findings)


def test_placement_is_unknown_of_as_many_links_wherever_it_is_said(links: Links) -> None:
    hidden = link("a.org", {"followed": False, "nofollow": True})
    found = profile(links(hidden, *(link(f"{n}.org", {"placement": "unknown"}) for n in "bcde")))
    told = {tally.name: tally.links for tally in found.placements}
    assert told == {"unknown": 5}
    assert any("Placement is unknown for 5 of 5 backlinks" in said for said in found.unknown)


def test_a_link_of_which_little_is_known_leads_no_strong_one(links: Links) -> None:
    bare = link("vendor.org", {}, anchor="Acme")
    names = pa.array(["vendor.org", "a.org"])
    known = pa.table({"node": names, "authority": [100.0, 50.0]})
    found = profile(links(bare, link("a.org", GOOD, position=0.6)), authority=known)
    assert [one.strength for one in found.best] == ["strong", "medium"]
    assert found.best[0].quality > found.best[1].quality


def test_unjudged_links_are_counted_apart_and_are_neither_best_nor_worst(links: Links) -> None:
    rows = [link(f"v{n}.org", {}, anchor="Acme") for n in range(3)]
    found = profile(links(*rows), authority=None)
    assert (found.quality.unjudged, found.quality.judged) == (3, 0)
    assert sum(found.quality.histogram) == 0
    assert (found.best, found.worst) == ((), ())
    assert found.top_referring_domains[0].quality is None
    assert "too little is known of them to judge" in " ".join(found.findings)


def test_the_document_keeps_the_names_others_script_against(found: Profile) -> None:
    document = found.as_document()
    assert list(document)[:15] == [
        "domain", "as_of", "snapshot", "backlinks", "referring_domains", "followed_share",
        "authority", "quality", "placements", "anchor_classes", "top_anchors", "new_30d",
        "lost_30d", "weeks", "top_referring_domains",
    ]  # fmt: skip
    assert document["weeks"][1] == {
        "week": "2026-10-26", "new": 3, "lost": 1, "lost_start_unknown": 0,
    }  # fmt: skip
    assert set(document["quality"]) >= {"strong", "medium", "weak", "histogram"}
    json.dumps(document, allow_nan=False)


def test_weeks_run_up_to_the_day_of_the_profile(links: Links) -> None:
    weeks = (Growth(date(2026, 9, 28), 2, 0),)
    facts = ProfileFacts("acme.example", TODAY, "s", weeks=weeks)
    found = profile(links(link("a.org", GOOD)), facts)
    last = found.weeks[-1].week
    assert last <= TODAY < last + timedelta(weeks=1)
    assert len(found.weeks) == (last - weeks[0].week).days // 7 + 1


def test_the_document_tells_two_years_of_weeks_unless_more_are_asked_for(links: Links) -> None:
    weeks = (Growth(date(2004, 9, 27), 2, 0),)
    facts = ProfileFacts("acme.example", TODAY, "s", weeks=weeks)
    found = profile(links(link("a.org", GOOD)), facts)
    told = found.as_document()["weeks"]
    assert len(told) == 104
    assert told[-1]["week"] == found.weeks[-1].week.isoformat()
    assert len(found.as_document(weeks=8)["weeks"]) == 8
    every = found.as_document(weeks=None)["weeks"]
    assert (len(every), every[0]["week"]) == (len(found.weeks), "2004-09-27")
