"""Archives, graphs and lists that others made: our counts (docs/guide/real-data.md), traced."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import lxml.html  # type: ignore[import-untyped]  # bench peer, without types
import pytest
from warcio.archiveiterator import (  # type: ignore[import-untyped]  # as above
    ArchiveIterator,
)

from backlinkbot.core.urls import canonical

# format, pages, rows, links, links to other domains
COUNTS = {
    "cc-2024-22-one-page.warc.gz": ("warc", 1, 4, 209, 17),
    "cc-2024-22-one-page.warc.wat.gz": ("wat", 0, 2, 0, 0),
    "cc-slice-15-hosts.warc.gz": ("warc", 16, 50, 1409, 142),
    "clipped.warc.gz": ("warc", 1, 1, 96, 14),
    "ia-2008-38-hosts.arc.gz": ("arc", 94, 300, 37880, 288),
    "ia-2008-38-hosts.warc.gz": ("warc", 94, 822, 37880, 288),
    "resource-records.warc": ("warc", 1, 8, 152, 59),
    "revisit.warc": ("warc", 4, 32, 5, 0),
    "multi-domain-pages.warc.gz": ("warc", 593, 594, 89458, 12499),
    "ukwa-1996-hosts.tsv.gz": ("edge-list", 0, 184433, 173806, 173806),
    "majestic-top15000.csv.gz": ("rank-list", 0, 8973, 0, 0),
}
REFUSED = {
    "bad-not-record-gzipped.arc.gz": "not record by record",
    "cc-2024-22-one-page.warc.wet.gz": "extracted text (WET)",
    "multi-domain-labels.json.gz": "in no format that we know",
    "page-types.tar.gz": "is a tar archive; unpack it",
    "readability-pages.tar.gz": "is a tar archive; unpack it",
}
TRACED = ("twitter.com", "youtube.com", "wikipedia.org")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def files(cli: Any, shared_data: Path, workspace: Path) -> dict[str, dict[str, Any]]:
    """The report of each file, by its name."""
    done = cli(
        "--workspace", workspace, "ingest", shared_data / "warc", shared_data / "pages",
        shared_data / "graphs" / "ukwa-1996-hosts.tsv.gz",
        shared_data / "authority" / "majestic-top15000.csv.gz", "--as-of", "2026-03-01", "--json",
    )  # fmt: skip
    assert done.document["links"] == 13019
    return {Path(file["path"]).name: file for file in done.document["files"]}


@pytest.mark.parametrize("name", COUNTS)
def test_each_real_file_gives_the_counts_that_are_explained(
    files: dict[str, dict[str, Any]], name: str
) -> None:
    file = files[name]
    found = tuple(file[key] for key in ("format", "pages", "rows", "links", "external_links"))
    assert found == COUNTS[name]
    assert file["truncated"] == (name == "clipped.warc.gz")
    assert file["error"] == ""


@pytest.mark.parametrize("name", REFUSED)
def test_each_real_file_that_cannot_be_used_says_why(
    files: dict[str, dict[str, Any]], name: str
) -> None:
    assert REFUSED[name] in files[name]["error"]
    assert name in files[name]["error"]


def test_rows_are_kept_or_left_out_with_a_reason(files: dict[str, dict[str, Any]]) -> None:
    for name in ("ukwa-1996-hosts.tsv.gz", "majestic-top15000.csv.gz"):
        file = files[name]
        assert file["rows"] == file["stored"] + sum(file["rejects"].values())
        written = Path(file["rejects_file"]).read_text("utf-8").splitlines()
        assert len(written) == sum(file["rejects"].values()) + 1


def test_arc_and_warc_of_one_crawl_are_the_same_links(
    files: dict[str, dict[str, Any]], cli: Any, workspace: Path
) -> None:
    del files
    found = cli("--workspace", workspace, "links", "archive.org", "--limit", 0, "--json").document
    of_2008 = [link for link in found if any("ia-2008" in place for place in link["evidence"])]
    assert of_2008
    for link in of_2008:
        archives = {Path(place).name.partition("@")[0] for place in link["evidence"]}
        assert {"ia-2008-38-hosts.arc.gz", "ia-2008-38-hosts.warc.gz"} <= archives


def test_kinds_and_rels_of_the_labelled_pages(cli: Any, shared_data: Path, tmp_path: Path) -> None:
    archive = shared_data / "pages" / "multi-domain-pages.warc.gz"
    answer = cli("--workspace", tmp_path, "extract", archive, "--nl")
    links = [link for page in answer.out.splitlines() for link in json.loads(page)["links"]]
    kinds = [link["kind"] for link in links]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "text": 81781, "image": 5702, "form": 1033, "canonical": 498, "frame": 372, "area": 71,
        "redirect": 1,
    }  # fmt: skip
    away = [link for link in links if link["external"] and link["kind"] in ("text", "image")]
    rels = [sum(link[rel] for link in away) for rel in ("nofollow", "sponsored", "ugc")]
    assert (len(away), *rels) == (12124, 1507, 68, 45)


@pytest.mark.parametrize("domain", TRACED)
def test_every_link_of_a_domain_is_found_again_where_its_evidence_says(
    files: dict[str, dict[str, Any]], cli: Any, workspace: Path, domain: str
) -> None:
    del files
    ask = ("--workspace", workspace, "links", domain, "--limit", 0, "--json")
    found = cli(*ask).document
    profile = cli("--workspace", workspace, "profile", domain, "--json").document
    live = [link for link in found if link["state"] == "live"]
    assert len(live) == profile["backlinks"] > 20
    pages: dict[str, tuple[str, set[str]]] = {}
    for link in found:
        for place in link["evidence"]:
            url, targets = pages.setdefault(place, ("", set()))
            if not url:
                url, targets = pages[place] = addresses_at(place)
            assert url == link["source_url"]
            assert link["target_url"] in targets, f"{link['target_url']} is not at {place}"


def addresses_at(place: str) -> tuple[str, set[str]]:
    """The page's address and all addresses in the record at `archive@offset`, read by others."""
    path, offset = place.rsplit("@", 1)
    with Path(path).open("rb") as archive:
        archive.seek(int(offset))
        record = next(iter(ArchiveIterator(archive, arc2warc=True)))
        address = record.rec_headers.get_header("WARC-Target-URI")
        body = record.content_stream().read()
    tree = lxml.html.fromstring(body, parser=lxml.html.HTMLParser(encoding=charset(body)))
    base = next((urljoin(address, href) for href in tree.xpath("//base/@href")), address)
    values = tree.xpath("//@href | //@src | //@action | //@content")
    joined = (canonical(joined_to(base, value)) for value in values)
    return canonical(address) or "", {url for url in joined if url}


def joined_to(base: str, value: str) -> str:
    try:
        return urljoin(base, value.strip(" \t\n\r\f"))
    except ValueError:  # Python refuses what browsers take
        return value


def charset(body: bytes) -> str:
    found = re.search(rb"charset=[\"']?([\w-]+)", body[:4096])
    return found[1].decode("ascii").lower() if found else "utf-8"


@pytest.mark.parametrize("domain", [*TRACED, "google.com", "facebook.com"])
def test_no_link_of_the_real_pages_is_to_be_disavowed(
    cli: Any, files: dict[str, dict[str, Any]], workspace: Path, domain: str
) -> None:
    assert files
    found = cli("--workspace", workspace, "audit", domain, "--json").document
    assert found["summary"]["links"] > 10
    assert [row["unit"] for row in found["domains"] if row["verdict"] == "disavow"] == []
    again = cli("--workspace", workspace, "audit", domain, "--rebuild", "--json").document
    assert again["differences"] == 0
