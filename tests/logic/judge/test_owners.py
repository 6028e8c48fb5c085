"""Owners by the ids that pages show."""

from __future__ import annotations

import pyarrow as pa

from backlinkbot.logic.judge.owners import MOST_SITES, owner_of_sites


def owners(*pairs: tuple[str, str]) -> dict[str, str]:
    columns = {"domain": [one for one, _ in pairs], "footprint": [other for _, other in pairs]}
    made = owner_of_sites(pa.table(columns, pa.schema(dict.fromkeys(columns, pa.string()))))
    return dict(zip(made["domain"].to_pylist(), made["owner"].to_pylist(), strict=True))


def test_sites_that_share_an_id_have_one_owner_and_others_their_own() -> None:
    shown = [("b.org", "ga:1"), ("a.org", "ga:1"), ("c.org", "ga:2"), ("a.org", "ads:9")]
    assert owners(*shown) == {"a.org": "ga:1", "b.org": "ga:1", "c.org": "ga:2"}


def test_the_order_of_the_pairs_changes_nothing() -> None:
    shown = [("a.org", "x:1"), ("b.org", "x:1"), ("b.org", "w:2"), ("c.org", "w:2")]
    assert owners(*shown) == owners(*shown[::-1])
    assert owners(*shown)["b.org"] == "w:2", "shared by as many as x:1, and first by name"


def test_an_id_of_very_many_sites_tells_no_owner() -> None:
    many = [(f"s{n:03}.org", "gtm:ALL") for n in range(MOST_SITES + 1)]
    assert owners(*many, ("s000.org", "ga:1")) == {"s000.org": "ga:1"}
    assert len(set(owners(*many[:-1]).values())) == 1


def test_nothing_shown_tells_nothing() -> None:
    assert owners() == {}
