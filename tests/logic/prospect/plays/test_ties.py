"""Which sites are tied to each other."""

from __future__ import annotations

import pyarrow as pa

from backlinkbot.logic.prospect.plays.ties import MOST_SHARING, networks

NAMES = ["a.example", "b.example", "c.example", "d.example"]


def footprints(*rows: tuple[str, str, str, int]) -> pa.Table:
    columns = ("domain", "kind", "value", "domains")
    return pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows])


def test_three_sites_with_one_analytics_id_are_tied() -> None:
    shared = footprints(*((name, "owner id", "ga:1", 3) for name in NAMES[:3]))
    assert networks(NAMES, shared) == dict.fromkeys(NAMES[:3], 0)


def test_two_are_no_network() -> None:
    assert networks(NAMES, footprints(*((n, "owner id", "ga:1", 2) for n in NAMES[:2]))) == {}


def test_an_id_that_hundreds_share_ties_nobody() -> None:
    many = MOST_SHARING + 1
    assert networks(NAMES, footprints(*((n, "owner id", "ga:1", many) for n in NAMES))) == {}


def test_a_block_of_addresses_ties_only_with_a_template() -> None:
    block = [(name, "block", "192.0.2.0/24", 4) for name in NAMES]
    template = [(name, "template", "77", 3) for name in NAMES[:3]]
    assert networks(NAMES, footprints(*block)) == {}
    assert set(networks(NAMES, footprints(*block, *template))) == set(NAMES[:3])
