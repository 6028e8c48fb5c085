"""Opportunities in the order of value per hour, with reasons in words."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from backlinkbot.core.chances import opportunities
from backlinkbot.logic.prospect.odds import learnt_odds, published_odds
from backlinkbot.logic.prospect.phase import VOLUME_TACTICS
from backlinkbot.logic.prospect.ranking import Wishes, rank


def table(*rows: dict[str, object]) -> pa.Table:
    """Candidates with usual values where a row says nothing else."""
    usual: dict[str, object] = {
        "prospect": "a.example", "page": "https://a.example/", "tactic": "resource page",
        "about": "", "fit": 1.0, "minutes": 30.0, "sells": None,
        "reasons": ["links to 3 of your 4 rivals from its resources page"],
        "evidence": ["crawl@1"], "authority": 50.0, "worth_points": 1.0, "relevance": 0.9,
        "site_type": "industry blog",
    }  # fmt: skip
    told = [usual | row for row in rows]
    return pa.table(
        {
            name: pa.array(
                [row[name] for row in told],
                opportunities().field(name).type if name in opportunities().names else pa.string(),
            )
            for name in {**usual, **{key: None for row in rows for key in row}}
        }
    )


def named(*letters: str, **columns: list[object]) -> pa.Table:
    """One candidate a letter, on a site of its own."""
    return table(
        *(
            {
                "prospect": f"{letter}.example",
                "page": f"https://{letter}.example/",
                **{name: values[at] for name, values in columns.items()},
            }
            for at, letter in enumerate(letters)
        )
    )


def order(ranked: pa.Table) -> str:
    return "".join(page[8] for page in ranked["page"].to_pylist())


def test_value_per_hour_is_odds_times_worth_by_the_hour() -> None:
    ranked = rank(
        named("a", "b", worth_points=[2.0, 0.5], minutes=[30, 90]), published_odds(), Wishes()
    )
    assert ranked.schema == opportunities()
    for row in ranked.to_pylist():
        value = row["p_reply"] * row["p_placement"] * row["worth_points"] / row["minutes"] * 60
        assert row["value_per_hour"] == pytest.approx(value)


def test_the_best_by_value_comes_first_and_not_the_strongest_site() -> None:
    rows = named(
        "a", "b", "c", authority=[90, 40, 20], worth_points=[3, 2, 2], minutes=[300, 40, 30]
    )
    assert order(rank(rows, published_odds(), Wishes())) == "cba"


def test_what_has_no_worth_comes_last_the_more_relevant_first() -> None:
    rows = named("a", "b", "c", worth_points=[None, None, 0.001], relevance=[0.1, 0.95, 0.5])
    ranked = rank(rows, published_odds(), Wishes())
    assert order(ranked) == "cba"
    assert ranked["value_per_hour"].to_pylist()[1:] == [None, None]


def test_a_page_that_sells_links_is_worth_nothing_and_says_why() -> None:
    rows = named("a", "b", worth_points=[9.0, 0.1], sells=[True, False])
    ranked = rank(rows, published_odds(), Wishes()).to_pylist()
    assert [row["page"][8] for row in ranked] == ["b", "a"]
    assert ranked[1]["value_per_hour"] == 0
    assert any("asks money for links" in reason for reason in ranked[1]["reasons"])


def test_reasons_are_the_tactics_and_then_relevance_worth_and_odds() -> None:
    rows = table({"relevance": 0.91, "worth_points": 1.8})
    (row,) = rank(rows, published_odds(), Wishes()).to_pylist()
    assert row["reasons"] == [
        "links to 3 of your 4 rivals from its resources page",
        "same niche 0.91",
        "worth 1.8 points",
        "typical reply 10 %",
    ]


def test_reasons_say_when_odds_come_from_own_outcomes() -> None:
    own = pa.table(
        {
            "tactic": ["resource page"] * 40,
            "replied": [True] * 20 + [False] * 20,
            "placed": [False] * 40,
            "settled": [True] * 40,
        }
    )
    (row,) = rank(table({}), learnt_odds(own), Wishes()).to_pylist()
    assert row["reasons"][-1].endswith("after 40 outcomes of yours")
    assert not row["reasons"][-1].startswith("typical")


def test_nothing_known_makes_no_reason_up() -> None:
    rows = table({"relevance": None, "worth_points": None, "reasons": []})
    (row,) = rank(rows, published_odds(), Wishes()).to_pylist()
    assert len(row["reasons"]) == 1
    assert "reply" in row["reasons"][0]


def test_how_sure_the_tactic_is_lowers_the_odds_of_a_placement() -> None:
    rows = named("a", "b", fit=[0.5, 1.0])
    ranked = rank(rows, published_odds(), Wishes()).to_pylist()
    assert [row["page"][8] for row in ranked] == ["b", "a"]
    assert ranked[1]["p_placement"] == pytest.approx(ranked[0]["p_placement"] / 2)
    assert ranked[1]["p_reply"] == pytest.approx(ranked[0]["p_reply"])


def test_closed_tactics_are_left_out() -> None:
    rows = named("a", "b", tactic=["niche directory", "guest post"])
    ranked = rank(rows, published_odds(), Wishes(closed=VOLUME_TACTICS))
    assert order(ranked) == "b"


def test_the_top_does_not_hang_on_one_site_and_stays_in_order() -> None:
    rows = pa.concat_tables(
        [
            table(
                *(
                    {"page": f"https://a.example/{n}", "worth_points": 5.0 - n / 10}
                    for n in range(9)
                )
            ),
            named("b", "c", worth_points=[4.5, 4.4]),
        ]
    )
    odds = learnt_odds(
        pa.table(
            {
                name: [True] * 300 if name != "tactic" else ["resource page"] * 300
                for name in ("tactic", "replied", "placed", "settled")
            }
        )
    )
    ranked = rank(rows, odds, Wishes(top=3))
    assert order(ranked) == "abc"
    values = ranked["value_per_hour"].to_pylist()
    assert values == sorted(values, reverse=True)
    assert rank(rows, odds, Wishes()).num_rows == 11


def test_rows_without_a_worth_fill_the_top_where_priced_ones_are_few() -> None:
    rows = named("a", "b", "c", worth_points=[None, 0.2, None], relevance=[0.2, 0.5, 0.9])
    assert order(rank(rows, published_odds(), Wishes(top=2))) == "bc"


def test_exploring_gives_the_same_order_for_the_same_seed_and_others_for_others() -> None:
    letters = "abcdefgh"
    tactics: list[object] = [
        "guest post", "digital PR", "resource page", "broken link", "image credit", "syndication",
        "unlinked mention", "link intersect",
    ]  # fmt: skip
    rows = named(*letters, tactic=tactics)
    orders = [order(rank(rows, published_odds(), Wishes(seed=seed))) for seed in (1, 1, 2, 3, 4, 5)]
    assert orders[0] == orders[1]
    assert len(set(orders)) > 2
    plain = rank(rows, published_odds(), Wishes())
    drawn = rank(rows, published_odds(), Wishes(seed=1))
    shown = {row["page"]: row["p_reply"] for row in drawn.to_pylist()}
    assert shown == {row["page"]: row["p_reply"] for row in plain.to_pylist()}


def test_the_niche_of_the_site_is_what_odds_are_asked_by() -> None:
    own = pa.table(
        {
            "tactic": ["resource page"] * 200,
            "niche": ["wine"] * 100 + ["tax"] * 100,
            "relevance": [0.9] * 200,
            "site_type": ["industry blog"] * 200,
            "replied": [True] * 60 + [False] * 140,
            "placed": [False] * 200,
            "settled": [True] * 200,
        }
    )
    odds = learnt_odds(own)
    wine, tax = (
        rank(table({}), odds, Wishes(niche=niche))["p_reply"].to_pylist()[0]
        for niche in ("wine", "tax")
    )
    assert wine > 2 * tax


def test_no_candidates_give_no_opportunities() -> None:
    ranked = rank(table({}).slice(0, 0), published_odds(), Wishes(top=5))
    assert ranked.num_rows == 0
    assert ranked.schema == opportunities()


def test_a_hundred_thousand_candidates_are_ranked_within_seconds() -> None:
    draw = np.random.default_rng(3)
    many = 100_000
    rows = table({}).take(pa.array(np.zeros(many, dtype=np.int64)))
    names = [f"s{n}.example" for n in range(many)]
    for name, values in (("prospect", names), ("worth_points", draw.lognormal(size=many))):
        at = rows.schema.get_field_index(name)
        rows = rows.set_column(at, rows.schema.field(at), pa.array(values))
    ranked = rank(rows, published_odds(), Wishes(top=100))
    assert ranked.num_rows == 100
    assert ranked["worth_points"][0].as_py() == pytest.approx(max(rows["worth_points"].to_pylist()))
