"""Reads the known pages of sites for contacts: again from their archives, else from kept text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.contacts import PageContacts
from backlinkbot.core.pages.contacts.read import read_contacts, read_text
from backlinkbot.core.urls import domain_of
from backlinkbot.io.engines.local import Killed, Limits, map_batches
from backlinkbot.io.readers.again import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.facts import RawPage

PAGES_PER_SITE = 40  # read again: contact pages first, then the shortest addresses
BATCH_PAGES = 8
# Paths that often tell a contact, for the index's choice; a page is judged when it is read.
TELLING = re.compile(
    r"contact|kontakt|contatt|impressum|imprint|legal|about|ueber|uber-|a-propos|qui-sommes"
    r"|quienes|sobre|chi-siamo|team|redaktion|redac|author|autor|write|guest|contribut|masthead|staff"
).pattern


def known_pages(
    workspace: Workspace, domains: Sequence[str], urls: Sequence[str]
) -> list[PageContacts]:
    """What the pages of the index tell that can still be read, their bytes or their kept text."""
    if workspace.index.current() is None:
        return []
    wanted = list(dict.fromkeys([*domains, *(domain_of(url) for url in urls)]))
    table = workspace.index.contact_pages(wanted).pages(TELLING, each=PAGES_PER_SITE, urls=urls)
    shelf = Shelf([workspace.folder / "crawls"], workspace.clock.now())
    raws: list[RawPage] = []
    told: list[PageContacts] = []
    for row in table.to_pylist():
        raw = shelf.page(row["evidence"], row["url"])
        if raw is not None:
            raws.append(raw)
        elif row["text"]:
            told.append(
                read_text(
                    row["url"], row["text"], (row["title"] or "", row["author"] or ""),
                    row["language"] or "", row["fetched_at"], row["evidence"],
                )
            )  # fmt: skip
    return [*read_all(workspace, raws), *told]


def read_all(workspace: Workspace, pages: Iterable[RawPage]) -> list[PageContacts]:
    """What pages tell, read in processes of their own with limits: they are strangers' texts."""
    settings = workspace.settings
    found: list[PageContacts] = []
    answers = map_batches(
        read_batch,
        _batches(pages),
        workers=max(1, settings.worker_count // 2),
        limits=Limits(settings.page_cpu_s, settings.page_memory_mb),
        clock=workspace.clock,
    )
    for answer in answers:
        if isinstance(answer, Killed):
            raw, fault = answer.item, f"the page {answer.reason}"
            domain = domain_of(raw.url)
            found.append(
                PageContacts(
                    raw.url, domain, raw.fetched_at, raw.evidence, says_no=None, fault=fault
                )
            )
        else:
            found += answer
    return found


def read_batch(pages: list[RawPage]) -> list[PageContacts]:
    """What each page tells: the work of a worker."""
    return [read_contacts(page) for page in pages]


def _batches(pages: Iterable[RawPage]) -> Iterator[list[RawPage]]:
    batch: list[RawPage] = []
    for page in pages:
        batch.append(page)
        if len(batch) >= BATCH_PAGES:
            yield batch
            batch = []
    if batch:
        yield batch
