"""Who links to which of several domains, counted in the index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SITE, ONE, TWO = "we.example", "one.example", "two.example"
DOMAINS = [SITE, ONE, TWO]
SOURCES = [f"s{n}.example" for n in range(6)]


def names(table: Any) -> set[str]:
    return set(table["source_domain"].to_pylist())


def fill(web: Any, pairs: Sequence[tuple[str, str]]) -> None:
    """A link for each pair; a pair told twice is two links."""
    web.put(*(web.link(f"{a}/{n}", f"{b}/", 1) for n, (a, b) in enumerate(pairs)))


def test_each_kind_of_site_is_told_apart(web: Any) -> None:
    fill(
        web,
        [
            ("best.example", ONE), ("best.example", TWO), ("half.example", ONE),
            ("weak.example", SITE), ("weak.example", ONE), ("weak.example", ONE),
            ("strong.example", SITE),
            ("shared.example", SITE), ("shared.example", ONE), ("shared.example", TWO),
        ],
    )  # fmt: skip
    with web.index.crossing(DOMAINS) as asked:
        assert names(asked.of("best")) == {"best.example"}
        assert names(asked.of("weak")) == {"weak.example"}
        assert names(asked.of("strong")) == {"strong.example"}
        assert names(asked.of("shared")) == {"shared.example"}
        assert names(asked.of("unique")) == {"half.example", "strong.example"}
        assert asked.of("all").num_rows == 5
        assert names(asked.gap(1)) == {"best.example", "half.example"}
        assert names(asked.gap(2)) == {"best.example"}


def test_who_is_left_out_of_the_gap_is_counted_by_its_reason(web: Any) -> None:
    fill(web, [("own.example", ONE), ("graph.example", ONE), ("free.example", ONE)])
    web.put(web.edge("graph.example", SITE))
    with web.index.crossing(DOMAINS, own=["own.example"]) as asked:
        assert names(asked.gap(1)) == {"free.example"}
        told = {
            (row["is_own"], row["is_told"], row["is_lost"]) for row in asked.counts().to_pylist()
        }
    assert told == {(True, False, False), (False, True, False), (False, False, False)}


def test_a_site_that_linked_once_is_lost_and_no_gap(web: Any) -> None:
    web.put(
        web.link("once.example/1", f"{SITE}/", 1, lost_on=web.day(5), by="ahrefs"),
        web.link("once.example/1", f"{ONE}/", 1),
    )
    with web.index.crossing(DOMAINS) as asked:
        assert names(asked.gap(1)) == set()
        assert [row["is_lost"] for row in asked.counts().to_pylist()] == [True]


def test_rows_tell_the_best_link_to_a_rival_and_every_cell(web: Any) -> None:
    web.put(
        web.link("s.example/1", f"{ONE}/", 1, followed=False, nofollow=True),
        web.link("s.example/2", f"{TWO}/", 3, anchor="two"),
        web.link("s.example/3", f"{SITE}/", 3),
    )
    with web.index.crossing(DOMAINS) as asked:
        row = asked.rows(["s.example"]).to_pylist()[0]
    assert (row["links_to"], row["backlinks"], row["followed_backlinks"]) == ([ONE, TWO], 2, 1)
    assert (row["anchor"], row["source_url"]) == ("two", "https://s.example/2")
    assert {cell["domain"]: cell["links"] for cell in row["cells"]} == dict.fromkeys(DOMAINS, 1)


TURNS = count()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.sampled_from(SOURCES), st.sampled_from(DOMAINS)), min_size=1))
def test_the_gap_is_what_counting_by_hand_gives(web: Any, pairs: list[tuple[str, str]]) -> None:
    turn = next(TURNS)  # each example has targets of its own in the same index
    domains = [f"{turn}-{name}" for name in DOMAINS]
    renamed = [(source, domains[DOMAINS.index(target)]) for source, target in pairs]
    fill(web, renamed)
    linked = {source: {b for a, b in renamed if a == source} for source, _ in renamed}
    free = {source: targets for source, targets in linked.items() if domains[0] not in targets}
    with web.index.crossing(domains) as asked:
        assert names(asked.gap(1)) == set(free)
        assert names(asked.gap(2)) == {source for source in free if len(free[source]) == 2}
        assert sum(asked.counts()["sources"].to_pylist()) == len(linked)
