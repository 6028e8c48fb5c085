from __future__ import annotations

from collections.abc import Callable
from math import isnan
from typing import Any

import pytest

Ask = Callable[..., Any]


def sites(count: int) -> list[dict[str, Any]]:
    return [{"source_domain": f"s{number}.example"} for number in range(count)]


def shown(kind: str, value: str, count: int, everywhere: int) -> list[dict[str, Any]]:
    return [
        {"domain": f"s{number}.example", "kind": kind, "value": value, "domains": everywhere}
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("marker", "kind", "most"),
    [
        ("shared-owner-id", "owner id", 1.0),
        ("shared-server", "server", 0.8),
        ("shared-server", "block", 0.5),
        ("shared-template", "template", 0.5),
        ("shared-name-server", "name server", 0.5),
    ],
)
def test_what_ten_linking_sites_share_and_nobody_else_speaks_nearly_fully(
    said: Ask, marker: str, kind: str, most: float
) -> None:
    found = said(marker, *sites(10), footprints=shown(kind, "the value", 10, 10))
    assert found["s3.example"] == pytest.approx(0.925 * most, abs=0.01)


@pytest.mark.parametrize(
    ("marker", "kind"),
    [
        ("shared-owner-id", "owner id"),
        ("shared-server", "server"),
        ("shared-server", "block"),
        ("shared-template", "template"),
        ("shared-name-server", "name server"),
    ],
)
def test_what_thousands_of_sites_show_counts_for_nothing(said: Ask, marker: str, kind: str) -> None:
    found = said(marker, *sites(10), footprints=shown(kind, "the value", 10, 5_000))
    assert found["s3.example"] == 0


def test_an_agencys_container_on_a_few_of_its_many_clients_says_little(said: Ask) -> None:
    footprints = shown("owner id", "gtm:AGENCY", 4, 300)
    assert 0 < said("shared-owner-id", *sites(4), footprints=footprints)["s0.example"] < 0.2


def test_the_more_sites_share_an_id_the_stronger(said: Ask) -> None:
    told = [
        said("shared-owner-id", *sites(n), footprints=shown("owner id", "ga:1", n, n))["s0.example"]
        for n in (1, 2, 5, 20)
    ]
    assert told[0] == 0
    assert told == sorted(told)
    assert told[1] < 0.3
    assert told[2] > 0.65
    assert told[3] <= 1


def test_a_site_that_shows_no_id_is_unknown_and_one_of_its_own_is_clear(said: Ask) -> None:
    footprints = [{"domain": "s0.example", "kind": "owner id", "value": "ga:7", "domains": 1}]
    found = said("shared-owner-id", *sites(2), footprints=footprints)
    assert found["s0.example"] == 0
    assert isnan(found["s1.example"])


def test_the_sentence_names_the_id_and_the_numbers(said: Ask) -> None:
    found = said("shared-owner-id", *sites(3), footprints=shown("owner id", "ga:42", 3, 7))
    assert found.sentence("s1.example") == (
        "s1.example shows the id “ga:42”, which 3 of the linking sites show (7 of all known sites)."
    )
    assert found.evidence("s1.example")[:2] == ("https://s1.example/post", "crawl.warc.gz@17")


def test_the_sites_of_a_platform_share_nothing(said: Ask) -> None:
    links = [{"source_domain": name} for name in ("github.io", "s1.example", "s2.example")]
    footprints = [
        {"domain": name, "kind": "server", "value": "192.0.2.1", "domains": 3}
        for name in ("github.io", "s1.example", "s2.example")
    ]
    found = said("shared-server", *links, footprints=footprints)
    assert isnan(found["github.io"])
    assert found["s1.example"] > 0


def test_the_most_telling_of_several_footprints_counts(said: Ask) -> None:
    footprints = [
        *shown("owner id", "gtm:THEME", 6, 400),
        *shown("owner id", "ads:MINE", 6, 6),
    ]
    found = said("shared-owner-id", *sites(6), footprints=footprints)
    assert "ads:MINE" in found.sentence("s0.example")
