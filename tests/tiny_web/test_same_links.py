"""All readers yield the same links from the little web, within what each format can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import FactKind, Facts, RawPage, Rejects
from backlinkbot.core.nouns import LinkKind
from backlinkbot.core.pages.extract import extract
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read, recognise
from backlinkbot.io.readers.stored import file_source
from backlinkbot.io.samples.written import Written
from backlinkbot.logic.tiny_web.truth import Backlink, Capture, LinkTruth, World

NOW = datetime(2026, 11, 1, tzinfo=UTC)
MAPPING = {
    "source_url": "From page",
    "target_url": "To page",
    "anchor": "Link words",
    "followed": "Follows",
    "last_seen": "Seen",
}
# The web's own name of a format -> those of the facts that its export tells.
TOLD = {
    "ahrefs": {"kind", "rels", "followed", "title", "first", "last", "lost"},
    "semrush": {"kind", "rels", "followed", "title", "first day", "last day"},
    "majestic": {"kind", "nofollow", "first day", "last day"},
    "moz": {"followed"},
    "se-ranking": {"nofollow", "title", "first day", "last day"},
    "table": {"followed", "last day"},
}


def facts_of(file: Written, mapping: dict[str, str] | None = None) -> Iterator[Facts | RawPage]:
    reading = Reading(Rejects(), NOW, target=file.about, mapping=mapping or {})
    yield from read(file_source(file.path), reading)
    left_out = set(reading.rejects.counts) - {
        "warcinfo record",
        "record that is no metadata record",
    }
    assert not left_out


def archived_links(files: Iterable[Written]) -> list[dict[str, Any]]:
    pages = [page for file in files for page in facts_of(file) if isinstance(page, RawPage)]
    found: list[dict[str, Any]] = []
    for at in range(0, len(pages), 100):
        extracted = extract(pages[at : at + 100])
        assert not extracted.rejects.counts
        found.extend(extracted.links.to_pylist())
    return found


def truth_of(world: World) -> Iterator[tuple[Capture, LinkTruth]]:
    for capture in world.captures:
        for link in capture.links:
            if link.external:
                yield capture, link


def rels(link: LinkTruth) -> tuple[bool, bool, bool, bool]:
    return link.nofollow, link.ugc, link.sponsored, link.followed


def test_the_archive_gives_every_link_with_all_its_facts(
    world: World, files: list[Written]
) -> None:
    found = archived_links(file for file in files if file.format == "warc")
    got = Counter(
        (
            row["seen_at"], row["source_url"], row["target_url"], row["occurrence"], row["anchor"],
            row["kind"], row["nofollow"], row["ugc"], row["sponsored"], row["followed"],
        )
        for row in found
    )  # fmt: skip
    expected = Counter(
        (
            c.fetched_at, link.source_url, link.target_url, link.occurrence, link.anchor,
            link.kind.value, *rels(link),
        )
        for c, link in truth_of(world)
    )  # fmt: skip
    assert got == expected


def test_the_metadata_archive_gives_the_same_links_but_no_texts_of_pictures(
    world: World, files: list[Written]
) -> None:
    found = archived_links(file for file in files if file.format == "wat")
    got = Counter(
        (r["seen_at"], r["source_url"], r["target_url"], r["occurrence"], r["nofollow"], r["ugc"])
        for r in found
    )
    assert got == Counter(
        (c.fetched_at, x.source_url, x.target_url, x.occurrence, x.nofollow, x.ugc)
        for c, x in truth_of(world)
    )
    texts = Counter((r["source_url"], r["anchor"]) for r in found if r["kind"] == "text")
    written = Counter(
        (x.source_url, x.anchor) for _, x in truth_of(world) if x.kind is LinkKind.TEXT
    )
    assert not written - texts


def vendor_files(files: list[Written]) -> list[Written]:
    return [f for f in files if f.format in TOLD and "referringdomains" not in f.path.name]


def test_every_export_gives_the_links_of_its_site(world: World, files: list[Written]) -> None:
    exports = vendor_files(files)
    assert {file.format for file in exports} == set(TOLD)
    for file in exports:
        mapping = MAPPING if file.format == "table" else None
        batches = [f for f in facts_of(file, mapping) if isinstance(f, Facts)]
        assert {batch.kind for batch in batches} == {FactKind.LINKS}
        rows = [row for facts in batches for row in facts.batch.to_pylist()]
        got = Counter(told_by_export(row, TOLD[file.format]) for row in rows)
        listed = [x for x in world.to(file.about) if file.format != "moz" or x.lost_at is None]
        truth = Counter(told_by_truth(link, TOLD[file.format]) for link in listed)
        assert got == truth, file.path.name


def told_by_export(row: dict[str, Any], told: set[str]) -> tuple[object, ...]:
    kind = row["kind"] if "kind" in told else None
    rel = (row["nofollow"], row["ugc"], row["sponsored"]) if "rels" in told else None
    return (
        row["source_url"], row["source_domain"], row["target_url"], row["target_domain"],
        row["anchor"], kind, rel,
        row["nofollow"] if "nofollow" in told else None,
        row["followed"] if "followed" in told else None,
        row["source_title"] if "title" in told else None,
        row["first_seen"] if "first" in told else None,
        row["last_seen"] if "last" in told else None,
        row["first_seen"].date() if "first day" in told else None,
        row["last_seen"].date() if "last day" in told else None,
        row["lost_on"] if "lost" in told else None,
    )  # fmt: skip


def told_by_truth(found: Backlink, told: set[str]) -> tuple[object, ...]:
    link = found.link
    kind = LinkKind.IMAGE if link.kind is LinkKind.AREA else link.kind  # vendors know no areas
    if "kind" in told and "rels" in told and "first day" in told and kind is LinkKind.REDIRECT:
        kind = LinkKind.UNKNOWN  # Semrush has no flag for it
    rel = (link.nofollow, link.ugc, link.sponsored) if "rels" in told else None
    return (
        link.source_url, link.source_domain, link.target_url, link.target_domain,
        link.anchor, kind.value if "kind" in told else None, rel,
        link.nofollow if "nofollow" in told else None,
        link.followed if "followed" in told else None,
        found.source_title if "title" in told else None,
        found.first_seen if "first" in told else None,
        found.last_seen if "last" in told else None,
        found.first_seen.date() if "first day" in told else None,
        found.last_seen.date() if "last day" in told else None,
        found.lost_at if "lost" in told else None,
    )  # fmt: skip


def test_ahrefs_words_for_losses_become_ours_and_are_kept(
    world: World, files: list[Written]
) -> None:
    file = next(f for f in files if f.path.name.endswith("ahrefs-backlinks.csv"))
    rows = [r for f in facts_of(file) if isinstance(f, Facts) for r in f.batch.to_pylist()]
    lost = [row for row in rows if row["lost_on"]]
    assert lost
    assert all(row["vendor_lost_reason"] and row["lost_reason"] for row in lost)
    truth = {
        (b.link.source_url, b.link.target_url): b.lost_reason.value
        for b in world.to(file.about)
        if b.lost_reason
    }
    for row in lost:
        told = truth[row["source_url"], row["target_url"]]
        same = {"target_changed": "removed_from_html"}.get(told, told)  # one word for both there
        assert row["lost_reason"] == same


@pytest.mark.parametrize("report", ["Latest links", "More sample links"])
def test_search_console_gives_the_pages_that_link_now(
    report: str, world: World, files: list[Written]
) -> None:
    file = next(f for f in files if report in f.path.name)
    rows = [r for f in facts_of(file) if isinstance(f, Facts) for r in f.batch.to_pylist()]
    live = {b.link.source_url for b in world.to(world.client) if b.lost_at is None}
    assert {row["source_url"] for row in rows} == live
    assert {row["target_url"] for row in rows} == {f"https://{world.client}/"}
    assert {(row["kind"], row["anchor"], row["followed"]) for row in rows} == {
        ("unknown", None, None)
    }


@pytest.mark.parametrize("name", ["Top linking sites", "ahrefs-referringdomains"])
def test_tables_of_domains_give_the_referring_domains(
    name: str, world: World, files: list[Written]
) -> None:
    file = next(f for f in files if name in f.path.name)
    batches = [f for f in facts_of(file) if isinstance(f, Facts)]
    assert {batch.kind for batch in batches} == {FactKind.EDGES}
    rows = [row for facts in batches for row in facts.batch.to_pylist()]
    truth = {b.link.source_domain for b in world.to(world.client)}
    assert {row["source_domain"] for row in rows} == truth
    assert {row["target_domain"] for row in rows} == {world.client}


def test_the_graph_files_hold_the_live_edges(world: World, files: list[Written]) -> None:
    live = {(b.link.source_domain, b.link.target_domain) for b in world.backlinks if not b.lost_at}
    for file in files:
        if file.format not in ("edge-list", "webgraph") or "vertices" in file.path.name:
            continue
        rows = [r for f in facts_of(file) if isinstance(f, Facts) for r in f.batch.to_pylist()]
        assert {(row["source_domain"], row["target_domain"]) for row in rows} == live


def test_each_file_is_recognised_as_what_it_is(files: list[Written]) -> None:
    for file in files:
        found = recognise(file_source(file.path))
        assert found.startswith(file.format), file.path.name


def test_the_mapping_is_asked_for_with_the_columns_that_were_seen(files: list[Written]) -> None:
    file: Path = next(f.path for f in files if f.format == "table")
    with pytest.raises(BadInput, match=r'--map source_url="From page"') as error:
        list(read(file_source(file), Reading(Rejects(), NOW)))
    assert '"Link words"' in str(error.value)
