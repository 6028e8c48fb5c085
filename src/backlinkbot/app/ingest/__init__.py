"""The verb ingest: reads archives, graph files and exports into one new snapshot of the index."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from backlinkbot.app.ingest.report import FileReport, Ingested
from backlinkbot.app.ingest.said import CONSOLE, MAPPED, IngestOptions, Said
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable
from backlinkbot.core.facts import FactKind, Facts, RawPage, Rejects
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.engines.local import Killed, Limits, map_batches
from backlinkbot.io.index.sources import SourceRecord
from backlinkbot.io.outputs.rejects import RejectsFile
from backlinkbot.io.readers.archive import Span
from backlinkbot.io.readers.read import pages_in, read_in_parts, recognise
from backlinkbot.io.readers.remote import Fetch
from backlinkbot.io.readers.source import sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from backlinkbot.app.ingest.pages import Part
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.errors import BacklinkBotError
    from backlinkbot.io.index.draft import Draft
    from backlinkbot.io.readers.format import Reading, Source

__all__ = ["FileReport", "IngestOptions", "Ingested", "ingest"]


def ingest(
    workspace: Workspace,
    places: Sequence[str],
    options: IngestOptions | None = None,
    progress: Progress | None = None,
) -> Ingested:
    """Read files, folders, `-` or addresses and publish what they say as one snapshot.

    A file that cannot be used is reported with its reason and the others are read; what was
    already published stays whatever happens.

    Raises:
        BacklinkBotError: none of the places could be used; says why for the first.
        NotFound: a place does not exist.
    """
    workspace.write()
    options = options or IngestOptions()
    run = _Run(workspace, options, progress or Silent())
    fetch = Fetch(public_only=options.public_only)
    passed_over = Rejects()
    with workspace.index.begin() as draft:
        reports = [run.one(source, draft) for source in sources(places, passed_over, fetch=fetch)]
        if run.failures and len(run.failures) == len(reports):
            raise run.failures[0]
        if not reports:
            raise NotFound(f"there is nothing to read in {', '.join(places)}")
        run.progress.stage("Publishing the snapshot")
        snapshot = draft.publish(workspace.clock.now())
    workspace.index.refresh()
    return Ingested(snapshot, tuple(reports), dict(passed_over.counts), run.complete)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Where the facts of one source go, and the words about them."""

    draft: Draft
    report: FileReport
    reading: Reading

    def take(self, part: Part) -> None:
        """Keep what a worker found.

        Raises:
            BadInput: it could not read the file any further.
        """
        found, report = part.extracted, self.report
        self.reading.rejects.merge(found.rejects)
        self.reading.rows += part.rows
        report.pages += part.pages
        report.links += found.found
        report.external_links += found.found - found.internal
        for scheme, times in found.elsewhere.most_common():
            report.not_links[scheme] = report.not_links.get(scheme, 0) + times
        self.keep(Facts(FactKind.LINKS, found.links))
        self.keep(Facts(FactKind.PAGES, found.pages))
        if part.error:
            raise BadInput(part.error)

    def keep(self, facts: Facts, *, found: bool = False) -> None:
        """Hand facts to the index; those `found` by a reader are links that nobody counted yet."""
        report = self.report
        if found and facts.kind in {FactKind.LINKS, FactKind.EDGES}:
            report.links += facts.batch.num_rows
            report.external_links += facts.batch.num_rows
        if not facts.batch.num_rows:
            return
        report.stored += facts.batch.num_rows
        if not report.reporter and "reporter" in facts.batch.schema.names:
            report.reporter = str(facts.batch["reporter"][0])
        self.draft.add(facts)


class _Run:
    """One call of ingest: the options and stores that each of its files is read with."""

    def __init__(self, workspace: Workspace, options: IngestOptions, progress: Progress) -> None:
        self.workspace, self.options, self.progress = workspace, options, progress
        self.said = Said(options, workspace)
        self.complete = 0  # files taken as complete
        self.files = 0  # read so far: tells rejects files of like names apart
        self.failures: list[BacklinkBotError] = []  # one of each source that could not be used

    def one(self, source: Source, draft: Draft) -> FileReport:
        """Read one source into the draft; a source that cannot be used is reported, not raised."""
        started_s = self.workspace.clock.monotonic_s()
        report = FileReport(source.name)
        rejects_file = RejectsFile(self._rejects_path(source))
        rejects = Rejects(sink=rejects_file.write)
        try:
            if self._is_known(self._digest(source), report):
                return report
            self._read(source, draft, report, rejects)
        except (BadInput, NotFound, Refused, Unreachable) as error:
            report.error = str(error)
            self.failures.append(error)
        report.rejects = dict(rejects.counts.most_common())
        report.rejects_file = str(rejects_file.close() or "")
        report.seconds = round(self.workspace.clock.monotonic_s() - started_s, 3)
        if not report.error:
            record = self._record(source, report)
            self.complete += record.complete
            draft.add_source(record)
        return report

    def _digest(self, source: Source, *, was_read: bool = False) -> str:
        """What tells this input from others: its bytes, and how the user said to read them.

        Empty for a stream that was not read yet: its bytes are only known afterwards.
        """
        stored = source.digest() if was_read or source.size_bytes is not None else None
        if stored is None:
            return ""
        told = f"{stored} {self.options.how}"
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def _is_known(self, digest: str, report: FileReport) -> bool:
        if not digest or self.options.again:
            return False
        known = self.workspace.index.knows(digest)
        if known is None:
            return False
        report.format, report.pages, report.rows = known.format, known.pages, known.rows
        report.links, report.rejects = known.links, dict(known.rejects)
        report.truncated, report.already_known = known.truncated, True
        report.notes.append("read before; nothing changes (read it anyway with --again)")
        return True

    def _rejects_path(self, source: Source) -> Path:
        stem = "".join(c if c.isalnum() or c in ".-" else "-" for c in source.name)[-80:]
        moment = self.workspace.clock.now().strftime("%Y%m%dT%H%M%S")
        self.files += 1
        return self.workspace.rejects_folder / f"{moment}-{os.getpid()}-{self.files:03}-{stem}.csv"

    def _read(self, source: Source, draft: Draft, report: FileReport, rejects: Rejects) -> None:
        if source.size_bytes is None:  # it may take a while until a machine or a pipe answers
            self.progress.stage(f"Opening {source.name}")
        report.format = recognise(source)
        reading = self.said.reading(source, report, rejects)
        report.target = domain_named(reading.target) if reading.target else ""
        self.progress.stage(f"Reading {source.name}", source.size_bytes, "bytes")
        taken = _Taken(draft, report, reading)
        try:
            self._take_all(self._pages_of(source, taken), taken)
        finally:
            report.rows, report.truncated = reading.rows, reading.truncated
            report.notes.extend(reading.notes)
        self.said.remember(source, report)

    def _pages_of(self, source: Source, taken: _Taken) -> Iterator[RawPage | Span]:
        """What is left for workers when the facts of a source went into the draft."""
        for thing in read_in_parts(source, taken.reading):
            if isinstance(thing, Facts):
                taken.keep(thing, found=True)
                self.progress.reached(source.position())
            else:
                yield thing

    def _take_all(self, items: Iterable[RawPage | Span], taken: _Taken) -> None:
        """Let workers read pages, and take what they find.

        Raises:
            BadInput: a file cannot be read any further.
        """
        from backlinkbot.app.ingest.pages import batched, read_part

        settings, format_name = self.workspace.settings, taken.report.format
        work = partial(
            read_part,
            format_name=format_name,
            seen_at=taken.reading.seen_at,
            reporter=taken.reading.reporter,
        )
        for part in map_batches(
            work,
            batched(items),
            workers=settings.worker_count,
            limits=Limits(settings.page_cpu_s, settings.page_memory_mb),
            clock=self.workspace.clock,
        ):
            if isinstance(part, Killed):
                self._take_killed(part, taken)
            else:
                taken.take(part)

    def _take_killed(self, killed: Killed[RawPage | Span], taken: _Taken) -> None:
        """Count what no worker could read; of a span with several pages each is tried alone."""
        item = killed.item
        found = [item] if isinstance(item, RawPage) else []
        if isinstance(item, Span):
            found = list(pages_in([item], taken.report.format, taken.reading))
        if len(found) > 1:
            for page in found:
                self._take_all([page], taken)
            return
        for page in found:
            taken.report.pages += bool(page.body)
            taken.reading.rejects.add(f"page {killed.reason}", page.evidence, page.url)

    def _is_complete(self, report: FileReport) -> bool:
        """Whether what the file omits may be called lost: never after a partial reading."""
        if not self.options.complete:
            return False
        reason = next(
            (
                why
                for holds, why in (
                    (report.truncated, "it ends in the middle"),
                    (bool(report.rejects), "some of its rows were left out"),
                    (report.format == CONSOLE, "Search Console exports a sample of the links"),
                    (
                        report.format == MAPPED and not self.options.source,
                        "tables of any kind share one reporter unless --source names this one's",
                    ),
                )
                if holds
            ),
            "",
        )
        if reason:
            report.notes.append(f"not taken as complete, because {reason}: nothing becomes lost")
        return not reason

    def _record(self, source: Source, report: FileReport) -> SourceRecord:
        return SourceRecord(
            name=source.name,
            digest=self._digest(source, was_read=True),
            format=report.format,
            reporter=report.reporter,
            pages=report.pages,
            rows=report.rows,
            links=report.links,
            rejects=tuple(report.rejects.items()),
            complete=self._is_complete(report),
            truncated=report.truncated,
            target=report.target,
            read_at=self.workspace.clock.now(),
            as_of=self.options.as_of,
        )
