"""Reading exports of visits, search reports and server logs into the results of a site."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import Rejects
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.visits import VisitFacts, VisitImport, VisitKind
from backlinkbot.io.outputs.rejects import RejectsFile
from backlinkbot.io.readers.source import sources
from backlinkbot.io.readers.visits.format import VisitReading
from backlinkbot.io.readers.visits.read import visits_format_of
from backlinkbot.io.results.store import ResultsStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.errors import BacklinkBotError
    from backlinkbot.io.readers.format import Source
    from backlinkbot.io.readers.visits.format import VisitFormat

FOLDER = "results"
PROGRESS_EVERY = 50_000  # rows


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user says about the files: the days and the currency where they tell none."""

    since: date | None = None
    until: date | None = None
    currency: str = ""


@dataclass(slots=True)
class ImportedFile:
    """What one file gave.

    `source`: who told ("ga4", "access-log" …); `rows`: rows or lines looked at; `kept`: sums
    stored, by kind; `left_out`: visits and requests that do not count, by reason; `already_known`:
    nothing was changed by it; `error`: why it could not be used.
    """

    path: str
    source: str = ""
    number: int | None = None
    rows: int = 0
    kept: dict[str, int] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, int] = field(default_factory=dict)
    rejects_file: str = ""
    notes: list[str] = field(default_factory=list)
    already_known: bool = False
    truncated: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import gave, file by file."""

    site: str
    files: tuple[ImportedFile, ...]
    passed_over: dict[str, int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What came of it."""
        new = sum(1 for one in self.files if one.kept)
        known = sum(one.already_known for one in self.files)
        unread = sum(bool(one.error) for one in self.files)
        parts = [f"{new:,} of {len(self.files):,} files read into the results of {self.site}"]
        if known:
            parts.append(f"{known:,} known before")
        if unread:
            parts.append(f"{unread:,} could not be used")
        return "; ".join(parts) + "."

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `results import --json`."""
        return {
            "site": self.site,
            "sentence": self.sentence,
            "files": [asdict(one) for one in self.files],
            "passed_over": self.passed_over,
        }


def store_of(workspace: Workspace, site: str) -> ResultsStore:
    """Where the results of a site are kept."""
    return ResultsStore(workspace.folder / FOLDER / site)


def import_results(
    workspace: Workspace,
    places: Sequence[str],
    site: str,
    options: ImportOptions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Read files, folders, zips or `-` into the results of a site.

    A file that cannot be used is reported with its reason and the others are read. The same file
    again changes nothing; of a log that grew only the longer form counts.

    Raises:
        BacklinkBotError: none of the places could be used; says why for the first.
        BadInput: the site is no domain, the currency no code, or the days stand the wrong way.
        NotFound: a place does not exist.
    """
    domain = domain_named(site)
    _check(options or ImportOptions())
    workspace.write()
    run_ = _Run(workspace, domain, options or ImportOptions(), progress or Silent())
    passed_over = Rejects()
    found = sorted(sources(places, passed_over), key=_days_first)
    files = [run_.one(source) for source in found]
    if run_.failures and len(run_.failures) == len(files):
        raise run_.failures[0]
    if not files:
        raise NotFound(f"there is nothing to read in {', '.join(places)}")
    for one in files:
        _excuse(one, files)
    return Imported(domain, tuple(files), dict(passed_over.counts))


def _check(options: ImportOptions) -> None:
    if options.currency and not re.fullmatch(r"[A-Za-z]{3}", options.currency):
        raise BadInput(f"{options.currency!r} is no currency; write its code, like EUR")
    if options.since and options.until and options.since > options.until:
        raise BadInput(f"the days begin on {options.since} and end before, on {options.until}")


def forget_import(workspace: Workspace, site: str, number: int) -> VisitImport:
    """Let an import count no longer.

    Raises:
        NotFound: the site has none of this number.
    """
    return store_of(workspace, domain_named(site)).forget(number)


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """The job `results-import`: `places`, `site`, and `options` (since, until, currency)."""
    places, site = arguments.get("places"), arguments.get("site")
    if not isinstance(places, list) or not places or not all(isinstance(p, str) for p in places):
        raise BadInput("the job needs 'places', a list of texts")
    if not isinstance(site, str) or not site:
        raise BadInput("the job needs 'site', a domain")
    options = _options(arguments.get("options") or {})
    return import_results(workspace, places, site, options, progress).as_document()


def _options(given: Mapping[str, Any]) -> ImportOptions:
    values = dict(given)
    try:
        for name in ("since", "until"):
            if values.get(name):
                values[name] = date.fromisoformat(values[name])
        return ImportOptions(**values)
    except (TypeError, ValueError) as error:
        raise BadInput(f"the options of an import cannot be used: {error}") from error


def _excuse(one: ImportedFile, files: Sequence[ImportedFile]) -> None:
    """A zip holds reports beside the one that is wanted: those are no failure of the import."""
    folder = one.path.rpartition("/")[0]
    beside = (other for other in files if other.path.rpartition("/")[0] == folder)
    if one.error and folder.lower().endswith(".zip") and any(not o.error for o in beside):
        one.notes.append(f"passed over: {one.error}")
        one.error = ""


def _days_first(source: Source) -> tuple[str, bool, str]:
    """Within a zip the report by day comes first: it tells the days of the others."""
    folder, _, name = source.name.rpartition("/")
    return folder, not name.lower().startswith(("chart", "dates", "diagramm")), name


class _Run:
    """One import: the site, the options, and the days that files of one zip tell each other."""

    def __init__(
        self, workspace: Workspace, site: str, options: ImportOptions, progress: Progress
    ) -> None:
        self.workspace, self.site, self.options, self.progress = workspace, site, options, progress
        self.store = store_of(workspace, site)
        self.estate = frozenset(_estate(workspace, site))
        self.days: dict[str, tuple[date, date]] = {}  # by zip
        self.failures: list[BacklinkBotError] = []
        self.files = 0

    def one(self, source: Source) -> ImportedFile:
        """Read one source; one that cannot be used is reported, not raised."""
        self.files += 1
        file = ImportedFile(path=source.name)
        rejected = RejectsFile(self._rejects_path(source))
        reading = self._reading(source, Rejects(sink=rejected.write))
        try:
            self._read(source, reading, file)
        except (BadInput, NotFound) as error:
            self.failures.append(error)
            file.error = str(error)
        written = rejected.close()
        file.rejects_file = str(written) if written else ""
        file.rows, file.truncated = reading.rows, reading.truncated
        file.left_out, file.notes = dict(reading.left_out), list(reading.notes)
        file.rejects = dict(reading.rejects.counts)
        return file

    def _read(self, source: Source, reading: VisitReading, file: ImportedFile) -> None:
        file.source, form = visits_format_of(source)
        if (digest := source.digest()) and (known := self.store.knows(digest)):
            self._say_known(file, known)
            return
        batches = list(self._batches(source, form, reading))
        days = _days_of(batches)
        if days is None:
            raise BadInput(f"{source.name} holds no visit of {self.site} that counts")
        self._tell_others(source, batches, days)
        told = VisitImport(
            number=0,
            reporter=file.source,
            name=Path(source.name).name,
            digest=source.digest() or "",
            imported_at=self.workspace.clock.now(),
            since=days[0],
            until=days[1],
            rows=reading.rows,
            kept={},
            opening=reading.opening if form.adds_up else "",
            adds_up=form.adds_up,
            is_daily=_is_daily(batches),
            left_out=dict(reading.left_out),
            rejects=dict(reading.rejects.counts),
        )
        counted = self.store.add(told, batches)
        if (counted.digest, counted.rows) != (told.digest, told.rows):
            self._say_known(file, counted)
            return
        file.number, file.kept = counted.number, dict(counted.kept)
        file.since, file.until = days

    @staticmethod
    def _say_known(file: ImportedFile, known: VisitImport) -> None:
        file.already_known, file.number = True, known.number
        file.since, file.until = known.since, known.until
        file.notes.append(f"known before, as import {known.number}: nothing was changed")

    def _batches(
        self, source: Source, form: VisitFormat, reading: VisitReading
    ) -> Iterator[VisitFacts]:
        self.progress.stage(f"Reading {Path(source.name).name}", source.size_bytes, "bytes")
        for facts in form.read(source, reading):
            self.progress.reached(source.position())
            yield facts

    def _reading(self, source: Source, rejects: Rejects) -> VisitReading:
        folder = source.name.rpartition("/")[0]
        since, until = self.days.get(folder, (None, None))
        return VisitReading(
            rejects,
            self.site,
            self.estate,
            self.options.since or since,
            self.options.until or until,
            self.options.currency.upper(),
        )

    def _tell_others(
        self, source: Source, batches: list[VisitFacts], days: tuple[date, date]
    ) -> None:
        is_by_day = all(one.kind is VisitKind.SEARCH for one in batches) and _is_daily(batches)
        if is_by_day:
            self.days.setdefault(source.name.rpartition("/")[0], days)

    def _rejects_path(self, source: Source) -> Path:
        stamp = self.workspace.clock.now().strftime("%Y%m%dT%H%M%SZ")
        stem = "".join(c if c.isalnum() else "-" for c in Path(source.name).name)[-60:]
        return self.workspace.rejects_folder / f"results-{stamp}-{self.files:03d}-{stem}.csv"


def _estate(workspace: Workspace, site: str) -> tuple[str, ...]:
    try:
        return workspace.state.site(site).estate
    except NotFound:
        return ()


def _days_of(batches: list[VisitFacts]) -> tuple[date, date] | None:
    import pyarrow.compute as pc

    spans = [
        (pc.min(one.rows["since"]).as_py(), pc.max(one.rows["until"]).as_py())
        for one in batches
        if one.rows.num_rows
    ]
    return (min(s for s, _ in spans), max(u for _, u in spans)) if spans else None


def _is_daily(batches: list[VisitFacts]) -> bool:
    import pyarrow.compute as pc

    return all(
        bool(pc.all(pc.equal(one.rows["since"], one.rows["until"])).as_py()) for one in batches
    )
