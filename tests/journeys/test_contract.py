"""The JSON that others script against, key by key."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

LINK_KEYS = {
    "source_url", "source_domain", "target_url", "target_domain", "anchor", "anchor_class", "kind",
    "nofollow", "ugc", "sponsored", "followed", "placement", "placement_probability", "left",
    "right", "source_title", "source_language", "external_links", "first_seen", "last_seen",
    "state", "lost_reason", "quality", "readings", "sources", "evidence",
}  # fmt: skip
PROFILE_KEYS = {
    "domain", "as_of", "snapshot", "backlinks", "referring_domains", "followed_share", "authority",
    "quality", "placements", "anchor_classes", "top_anchors", "new_30d", "lost_30d", "weeks",
    "top_referring_domains",
}  # fmt: skip
FILE_KEYS = {"path", "format", "pages", "rows", "links", "rejects", "truncated", "seconds"}
EXTRACTED_KEYS = {
    "url", "anchor", "kind", "nofollow", "ugc", "sponsored", "followed", "external", "placement",
    "placement_probability", "left", "right",
}  # fmt: skip
PLACEMENTS = {
    "content", "author bio", "navigation", "header", "footer", "sidebar", "comment",
    "list/directory", "widget", "unknown",
}  # fmt: skip
ANCHOR_CLASSES = {
    "branded", "naked URL", "exact match", "partial match", "generic", "image/empty", "other",
}  # fmt: skip
FACTORS = ["authority", "relevance", "placement", "anchor", "traffic"]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def links(trip: Any) -> list[dict[str, Any]]:
    return trip("links", trip.world.client, "--limit", 0, "--json").document  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def profile(trip: Any) -> dict[str, Any]:
    return trip("profile", trip.world.client, "--json").document  # type: ignore[no-any-return]


def test_ingest_tells_of_each_file_what_was_promised(trip: Any) -> None:
    document = trip.ingested
    assert {"snapshot", "files", "links", "referring_domains"} <= document.keys()
    assert len(document["files"]) == len(trip.files)
    for file in document["files"]:
        assert file.keys() >= FILE_KEYS
        assert isinstance(file["rejects"], dict)
        assert all(isinstance(times, int) for times in file["rejects"].values())
        assert file["truncated"] is False
        assert file["seconds"] >= 0
    assert document["links"] > 0
    assert document["referring_domains"] > 0


def test_each_link_has_every_promised_key(links: list[dict[str, Any]]) -> None:
    assert links
    for link in links:
        assert link.keys() >= LINK_KEYS


def test_the_words_of_links_are_the_words_of_the_product(links: list[dict[str, Any]]) -> None:
    assert {link["placement"] for link in links} <= PLACEMENTS
    assert {link["anchor_class"] for link in links} <= ANCHOR_CLASSES | {None}
    assert {link["state"] for link in links} <= {"live", "lost", "broken", "redirected"}


def test_each_flag_is_yes_no_or_unknown(links: list[dict[str, Any]]) -> None:
    for name in ("nofollow", "ugc", "sponsored", "followed"):
        assert {link[name] for link in links} <= {True, False, None}
    for name in ("nofollow", "ugc", "followed"):  # nobody sponsors this little client
        assert {link[name] for link in links} >= {True, False}, name


def test_each_link_has_the_five_readings_in_order(links: list[dict[str, Any]]) -> None:
    for link in links:
        assert [reading["signal"] for reading in link["readings"]] == FACTORS
        for reading in link["readings"]:
            assert reading["sentence"].endswith(".")
            assert reading["score"] is None or 0 <= reading["score"] <= 1


def test_quality_is_between_0_and_100_or_unknown(links: list[dict[str, Any]]) -> None:
    assert all(link["quality"] is None or 0 <= link["quality"] <= 100 for link in links)
    assert any(link["quality"] for link in links)


def test_moments_are_utc_and_in_order(links: list[dict[str, Any]]) -> None:
    for link in links:
        assert MOMENT.fullmatch(link["first_seen"])
        assert MOMENT.fullmatch(link["last_seen"])
        assert link["first_seen"] <= link["last_seen"]


def test_a_link_is_lost_for_a_reason_and_only_then_has_one(links: list[dict[str, Any]]) -> None:
    for link in links:
        assert bool(link["lost_reason"]) == (link["state"] != "live"), link["source_url"]


def test_each_link_names_its_sources_and_a_place_to_read_it_again(
    links: list[dict[str, Any]],
) -> None:
    for link in links:
        assert link["sources"]
        assert link["sources"] == sorted(link["sources"])
        assert link["evidence"]
        assert all(re.search(r"[@:]\d+$", place) for place in link["evidence"])


def test_a_profile_has_every_promised_key(trip: Any, profile: dict[str, Any]) -> None:
    assert profile.keys() >= PROFILE_KEYS
    assert {"strong", "medium", "weak", "histogram"} <= profile["quality"].keys()
    assert len(profile["quality"]["histogram"]) == 10
    assert {"week", "new", "lost"} <= profile["weeks"][0].keys()
    assert date.fromisoformat(profile["as_of"]) >= trip.world.ends_on
    for week in profile["weeks"]:
        assert date.fromisoformat(week["week"]).isocalendar().weekday == 1


def test_the_numbers_of_a_profile_are_counts_of_its_links(
    profile: dict[str, Any], links: list[dict[str, Any]]
) -> None:
    live = [link for link in links if link["state"] == "live"]
    told = [link["followed"] for link in live if link["followed"] is not None]
    assert profile["backlinks"] == len(live)
    assert profile["referring_domains"] == len({link["source_domain"] for link in live})
    assert profile["followed_share"] == pytest.approx(sum(told) / len(told), abs=1e-4)
    for name, count in profile["placements"].items():
        assert count == sum(link["placement"] == name for link in live)
    for name, count in profile["anchor_classes"].items():
        if name != "unknown":
            assert count == sum(link["anchor_class"] == name for link in live)
    quality = profile["quality"]
    parts = quality["strong"] + quality["medium"] + quality["weak"] + quality["unjudged"]
    assert parts == len(live)
    assert sum(quality["histogram"]) == parts - quality["unjudged"]
    by_strength = [link["strength"] for link in live]
    assert [by_strength.count(word) for word in ("strong", "medium", "weak")] == [
        quality["strong"], quality["medium"], quality["weak"],
    ]  # fmt: skip


def test_a_profile_and_its_links_come_from_the_snapshot_that_ingest_named(
    trip: Any, profile: dict[str, Any]
) -> None:
    assert profile["snapshot"] == trip.ingested["snapshot"]


def test_extract_tells_of_each_link_what_was_promised(trip: Any) -> None:
    archive = next(file.path for file in trip.files if file.format == "warc")
    answer = trip("extract", archive, "--nl")
    assert answer.code == 0
    pages = [json.loads(line) for line in answer.out.splitlines()]
    truth = {c.url for c in trip.world.captures}
    assert len(pages) > 10
    for page in pages:
        assert page.keys() >= {"url", "title", "language", "page_type", "links"}
        assert page["url"] in truth
        for link in page["links"]:
            assert link.keys() >= EXTRACTED_KEYS
    assert {link["external"] for page in pages for link in page["links"]} == {True, False}
