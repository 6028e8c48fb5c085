"""The little web read through WARC, WAT and exports into three workspaces: the same backlinks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

# What each way of reading can tell of a link; the rest is unknown to it, never invented.
TOLD_BY_ALL = ("source_url", "target_url", "kind", "nofollow", "followed")
TOLD_BY_ARCHIVES = (*TOLD_BY_ALL, "anchor", "ugc", "sponsored", "first_seen", "last_seen")
TOLD_BY_SEMRUSH = (*TOLD_BY_ALL, "anchor", "ugc", "sponsored")


@pytest.fixture(scope="module")
def read_apart(trip: Any, cli: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The client's links as a workspace knows them that has read one format only."""
    client, found = trip.world.client, {}
    for name in ("warc", "wat", "semrush", "ahrefs"):
        places = [file.path for file in trip.files if file.format == name and fits(file, client)]
        workspace = tmp_path_factory.mktemp(name)
        assert cli("--workspace", workspace, "ingest", *places).code == 0
        ask = ("links", client, "--limit", 0, "--order", "source", "--json")
        found[name] = cli("--workspace", workspace, *ask).document
    return found


def fits(file: Any, client: str) -> bool:
    about = file.about in ("", client)
    return about and "referringdomains" not in file.path.name and "2026.csv" not in file.path.name


def told(
    links: list[dict[str, Any]], names: tuple[str, ...], *, vendor: bool = False
) -> list[tuple[Any, ...]]:
    """The named facts of each link.

    Vendors have one word for images and areas of an image, and some have none for redirects.
    """
    alike = {"area": "image", "redirect": "unknown"} if vendor else {}
    return sorted(
        (tuple(alike.get(str(link[name]), link[name]) for name in names) for link in links), key=str
    )


def test_an_archive_and_its_metadata_tell_the_same_links(read_apart: dict[str, Any]) -> None:
    warc, wat = read_apart["warc"], read_apart["wat"]
    assert len(warc) > 50
    assert told(warc, TOLD_BY_ARCHIVES) == told(wat, TOLD_BY_ARCHIVES)


@pytest.mark.parametrize("vendor", ["semrush", "ahrefs"])
def test_an_archive_and_an_export_tell_the_same_links(
    read_apart: dict[str, Any], vendor: str
) -> None:
    names = TOLD_BY_SEMRUSH if vendor == "semrush" else TOLD_BY_ALL
    assert told(read_apart["warc"], names, vendor=True) == told(
        read_apart[vendor], names, vendor=True
    )


def test_together_they_are_the_same_links_once(
    trip: Any, cli: Any, tmp_path: Path, read_apart: dict[str, Any]
) -> None:
    client = trip.world.client
    for name in ("warc", "wat", "semrush"):
        places = [f.path for f in trip.files if f.format == name and fits(f, client)]
        assert cli("--workspace", tmp_path, "ingest", *places).code == 0
    ask = ("links", client, "--limit", 0, "--order", "source", "--json")
    merged = cli("--workspace", tmp_path, *ask).document
    assert told(merged, TOLD_BY_ALL) == told(read_apart["warc"], TOLD_BY_ALL)
    assert {tuple(link["sources"]) for link in merged} == {("semrush", "warc", "wat")}
    live = [link for link in merged if link["state"] == "live"]
    said = {line for link in live for line in link["disagreements"]}
    assert said <= {"kind: semrush says image, warc says area, wat says area"}
    assert len(merged) - len(live) == sum(b.lost_at is not None for b in trip.world.to(client))
