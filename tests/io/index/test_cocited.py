"""Who else is linked by those that link to a site."""

from __future__ import annotations

from typing import Any

from backlinkbot.io.index.cocited import ALONE

SITE, RIVAL = "we.example", "rival.example"


def test_shared_sites_are_counted_and_the_site_itself_comes_first(web: Any) -> None:
    web.put(
        *(web.link(f"s{n}.example/1", f"{SITE}/", 1) for n in range(4)),
        *(web.link(f"s{n}.example/2", f"{RIVAL}/", 1) for n in range(3)),
        web.link("s0.example/3", "other.example/", 1),
        web.link("z.example/3", f"{RIVAL}/", 1),
    )
    told = web.index.cocited(SITE).targets(least=2, most=10).to_pylist()
    assert [(row["domain"], row["shared"]) for row in told] == [(SITE, 4), (RIVAL, 3)]
    assert web.index.cocited(SITE).linking() >= 4


def test_graphs_count_too_and_a_pair_counts_once(web: Any) -> None:
    web.put(
        web.link("a.example/1", f"{SITE}/", 1),
        web.edge("a.example", RIVAL),
        web.edge("a.example", SITE),
    )
    told = web.index.cocited(SITE).targets(least=1, most=10).to_pylist()
    assert [(row["domain"], row["shared"]) for row in told] == [(SITE, 1), (RIVAL, 1)]


def test_a_hub_and_a_throw_away_site_weigh_less(web: Any) -> None:
    hub = [web.link(f"hub.example/{n}", f"t{n}.example/", 1) for n in range(50)]
    web.put(
        *hub,
        web.link("hub.example/a", f"{SITE}/", 1),
        web.link("small.example/a", f"{SITE}/", 1),
        web.link("linked.example/a", f"{SITE}/", 1),
        web.link("fan.example/a", "linked.example/", 1),
        web.link("small.example/b", "by-small.example/", 1),
        web.link("linked.example/b", "by-linked.example/", 1),
    )
    told = web.index.cocited(SITE).targets(least=1, most=100).to_pylist()
    weight = {row["domain"]: row["weight"] for row in told}
    assert weight["by-linked.example"] * ALONE == weight["by-small.example"]
    assert weight["t1.example"] < weight["by-small.example"]


def test_domains_of_the_owner_tell_nothing(web: Any) -> None:
    web.put(web.link("ours.example/1", f"{SITE}/", 1), web.link("ours.example/2", f"{RIVAL}/", 1))
    assert web.index.cocited(SITE, own=["ours.example"]).targets(least=1, most=9).num_rows == 0


def test_evidence_names_those_that_link_to_fewest_first(web: Any) -> None:
    web.put(
        *(web.link(f"many.example/{n}", f"t{n}.example/", 1) for n in range(5)),
        *(
            web.link(f"{s}.example/x{t}", f"{t}/", 1)
            for s in ("many", "few")
            for t in (SITE, RIVAL)
        ),
    )
    told = web.index.cocited(SITE).sources([RIVAL], most=2).to_pylist()
    assert [row["source_domain"] for row in told] == ["few.example", "many.example"]


def test_a_graph_that_still_names_a_lost_link_tells_of_the_past(web: Any) -> None:
    web.put(
        web.link("a.example/1", f"{SITE}/", 1, lost_on=web.day(3)),
        web.edge("a.example", SITE),
        web.link("a.example/2", f"{RIVAL}/", 1),
        web.edge("b.example", SITE),
        web.link("b.example/2", f"{RIVAL}/", 1),
    )
    told = web.index.cocited(SITE).targets(least=1, most=10).to_pylist()
    assert [(row["domain"], row["shared"]) for row in told] == [(SITE, 1), (RIVAL, 1)]
    sources = web.index.cocited(SITE).sources([RIVAL], most=5).to_pylist()
    assert [row["source_domain"] for row in sources] == ["b.example"]
