"""The verb extract: what we see on a page, every link of it, without storing anything."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import Facts, RawPage, Rejects
from backlinkbot.core.pages.address import told_address
from backlinkbot.io.engines.local import Killed, Limits, map_batches
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read, recognise
from backlinkbot.io.readers.source import sources

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.pages.extract import Extracted
    from backlinkbot.io.readers.format import Source

NO_ADDRESS = "https://address-unknown.invalid/"  # .invalid never resolves (RFC 2606)
HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<a ", b"<div", b"<p>", b"<meta")
BATCH_PAGES = 16
LINK_COLUMNS = (
    "anchor", "kind", "nofollow", "ugc", "sponsored", "followed", "placement",
    "placement_probability", "left", "right", "position", "block_density",
)  # fmt: skip


def extract(
    workspace: Workspace,
    place: str,
    *,
    base_url: str = "",
    rejects: Rejects | None = None,
    no_links: Counter[str] | None = None,
) -> Iterator[dict[str, Any]]:
    """One document a page: url, title, language, page_type and all links, internal ones too.

    `place`: an HTML file, an archive, `-`, or an http(s) address; `base_url`: the address of an
    HTML file, against which its relative links are resolved; without it the address that the page
    tells itself is taken. Streams; pages that cannot be read are counted in
    `rejects`, and what is clicked and leads to no web page in `no_links`, by scheme.

    Raises:
        BadInput: what is there is neither HTML nor an archive.
    """
    from backlinkbot.core.pages.extract import extract as extract_batch

    rejects = rejects if rejects is not None else Rejects()
    limits = Limits(workspace.settings.page_cpu_s, workspace.settings.page_memory_mb)
    for source in sources([place], rejects):
        pages = _pages(source, base_url, rejects, workspace)
        answers = map_batches(
            partial(extract_batch, internal=True),
            _batches(pages),
            workers=1 if source.size_bytes is None else workspace.settings.worker_count,
            limits=limits,
            clock=workspace.clock,
        )
        for answer in answers:
            if isinstance(answer, Killed):
                rejects.add(f"page {answer.reason}", answer.item.evidence)
            else:
                rejects.merge(answer.rejects)
                if no_links is not None:
                    no_links.update(answer.elsewhere)
                yield from _documents(answer)


def links_table(pages: Sequence[dict[str, Any]]) -> pa.Table:
    """The links of `extract`'s documents as rows, each with the page it stands on."""
    import pyarrow as pa

    flag, text, share = pa.bool_(), pa.string(), pa.float64()
    schema = pa.schema(
        [("source_url", text), ("source_title", text), ("source_language", text),
         ("page_type", text), ("target_url", text), ("external", flag), ("anchor", text),
         ("kind", text), ("nofollow", flag), ("ugc", flag), ("sponsored", flag),
         ("followed", flag), ("placement", text), ("placement_probability", share),
         ("left", text), ("right", text), ("position", share), ("block_density", share),
         ("evidence", text)]
    )  # fmt: skip
    rows = [
        link
        | {
            "source_url": page["url"],
            "source_title": page["title"],
            "source_language": page["language"],
            "page_type": page["page_type"],
            "target_url": link["url"],
            "evidence": page["evidence"],
        }
        for page in pages
        for link in page["links"]
    ]
    return pa.Table.from_pylist(
        [{name: row[name] for name in schema.names} for row in rows], schema
    )


def _pages(
    source: Source, base_url: str, rejects: Rejects, workspace: Workspace
) -> Iterator[RawPage]:
    head = source.head().plain[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<") and any(sign in head for sign in HTML_SIGNS):
        yield _single(source, base_url, workspace)
        return
    recognise(source)
    reading = Reading(rejects, seen_at=workspace.clock.now(), base_url=base_url)
    for thing in read(source, reading):
        if isinstance(thing, Facts):
            raise BadInput(f"{source.name} holds rows, not pages; read it with: ingest")
        if thing.body:
            yield thing


def _single(source: Source, base_url: str, workspace: Workspace) -> RawPage:
    """An HTML file as a page; at most one byte more than a page may have is read."""
    told = told_address(source.head().plain)
    fetched = source.name if source.name.startswith("http") else ""
    address = base_url or fetched or (told.url if told else NO_ADDRESS)
    size_bytes = workspace.settings.page_size_mb * 1024 * 1024 + 1
    with source.open() as stream:
        body = stream.read(size_bytes)
    return RawPage(
        url=address,
        status=200,
        headers=(("content-type", "text/html"),),
        body=body,
        fetched_at=workspace.clock.now(),
        evidence=source.name,
        reporter="file",
    )


def _batches(pages: Iterable[RawPage]) -> Iterator[list[RawPage]]:
    left = iter(pages)
    while batch := list(islice(left, BATCH_PAGES)):
        yield batch


def _documents(extracted: Extracted) -> Iterator[dict[str, Any]]:
    links: dict[str, list[dict[str, Any]]] = {}
    for link in extracted.links.to_pylist():
        links.setdefault(link["evidence"], []).append(link)
    for page in extracted.pages.to_pylist():
        yield {
            "url": page["url"],
            "title": page["title"],
            "language": page["language"],
            "page_type": page["page_type"],
            "status": page["status"],
            "published_on": page["published_on"],
            "noindex": page["noindex"],
            "nofollow": page["nofollow"],
            "evidence": page["evidence"],
            "links": [_link(link) for link in links.get(page["evidence"], ())],
        }


def _link(link: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": link["target_url"],
        "external": link["source_domain"] != link["target_domain"],
        **{name: link[name] for name in LINK_COLUMNS},
    }
