"""The verb demo: a generated little web goes the whole way that real data goes."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backlinkbot.app.audit import audit, audit_page
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.app.measure import measure
from backlinkbot.app.profile import LinkQuestion, links, profile, profile_page
from backlinkbot.app.results import import_results
from backlinkbot.app.sites import add_site
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock, SystemClock
from backlinkbot.core.errors import Refused
from backlinkbot.core.nouns import Site
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.settings import Settings
from backlinkbot.io.outputs.place import write_text
from backlinkbot.io.outputs.tables import write_table
from backlinkbot.io.samples.visits import write_visits
from backlinkbot.io.samples.write import write_all
from backlinkbot.logic.tiny_web.world import make_world

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.app.ingest import FileReport
    from backlinkbot.core.audit import Audit
    from backlinkbot.core.profile import Profile
    from backlinkbot.io.samples.written import Written
    from backlinkbot.logic.tiny_web.truth import World

MARK = "This folder was made by `backlinkbot demo`, which replaces it when it runs again.\n"
MARK_NAME = "MADE-BY-DEMO.txt"


@dataclass(slots=True)
class Told:
    """What the demo did: counts, the judged profiles, files written, seconds per stage."""

    folder: str
    seed: int
    sites: int = 0
    captures: int = 0
    files_read: int = 0
    formats: list[str] = field(default_factory=list)
    rows: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    backlinks: int = 0
    referring_domains: int = 0
    merged_from_several: int = 0
    client: dict[str, Any] = field(default_factory=dict)
    rivals: list[dict[str, Any]] = field(default_factory=list)
    audits: list[dict[str, Any]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `demo --json`."""
        return asdict(self)


def demo(
    folder: Path, *, sites: int = 300, seed: int = 7, progress: Progress | None = None
) -> Told:
    """Generate a web, write it in every format, read it, measure, judge and report.

    The web is made up from `seed`: its numbers show how the product works, not how the world is.

    Raises:
        Refused: the folder holds something that the demo did not make.
    """
    _clear(folder)
    told = Told(str(folder), seed)
    run = _Demo(folder, told, progress or Silent())
    with run.stage("make the web"):
        world = make_world(seed, sites)
        told.sites, told.captures = len(world.sites), len(world.captures)
    with run.stage("write it in every format"):
        written = write_all(world, folder / "web")
    workspace = run.workspace(world)
    try:
        with run.stage("read, extract and index"):
            run.read(workspace, written)
        with run.stage("measure authority"):
            seeds = folder / "web" / "trusted.txt"
            write_text(seeds, "\n".join(world.trusted) + "\n")
            measure(workspace, seeds=seeds, progress=run.progress)
        with run.stage("read what links brought"):
            places = [str(path) for path in write_visits(world, folder / "visits")]
            import_results(workspace, places, world.client, progress=run.progress)
        with run.stage("judge and report"):
            run.judge(workspace, world)
        with run.stage("audit"):
            run.audit(workspace, (world.client, world.competitors[-1]))
    finally:
        workspace.close()
    return told


def _clear(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK_NAME).is_file():
            raise Refused(f"{folder} holds files that the demo did not make; give another --folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_text(folder / MARK_NAME, MARK)


class _Demo:
    """One run: where it writes, what it tells."""

    def __init__(self, folder: Path, told: Told, progress: Progress) -> None:
        self.folder, self.told, self.progress = folder, told, progress
        self._clock = SystemClock()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Announce a stage and keep how long it took."""
        self.progress.stage(name.capitalize())
        started_s = self._clock.monotonic_s()
        yield
        self.told.seconds[name] = round(self._clock.monotonic_s() - started_s, 1)

    def workspace(self, world: World) -> Workspace:
        """A workspace that lives on the day the little web was crawled, with its sites added."""
        moment = datetime.combine(world.ends_on, time(23), UTC)
        settings = replace(Settings(), workspace=self.folder / "workspace")
        workspace = Workspace(settings, DatedClock(moment))
        add_site(
            workspace,
            Site(
                domain=world.client,
                name=world.brand,
                brand_words=(world.brand,),
                competitors=world.competitors,
            ),
        )
        for rival in world.competitors:
            add_site(workspace, Site(domain=rival, is_ours=False))
        return workspace

    def read(self, workspace: Workspace, written: Sequence[Written]) -> None:
        """Ingest every file; the exports that do not say what they are about are told."""
        reports: list[FileReport] = []
        for about in sorted({one.about for one in written}):
            places = [str(one.path) for one in written if one.about == about]
            done = ingest(workspace, places, IngestOptions(target=about), self.progress)
            reports.extend(done.files)
        told, snapshot = self.told, workspace.index.current()
        told.files_read = sum(not report.error for report in reports)
        told.formats = sorted({report.format for report in reports if not report.error})
        told.rows = sum(report.rows for report in reports)
        left_out: Counter[str] = Counter()
        for report in reports:
            left_out.update(report.rejects)
            if report.error:
                left_out[f"{Path(report.path).name}: {report.error}"] += 1
        told.left_out = dict(left_out.most_common())
        if snapshot:
            told.backlinks, told.referring_domains = snapshot.links, snapshot.referring_domains

    def judge(self, workspace: Workspace, world: World) -> None:
        """Judge the client and its rivals; write the client's page and its links."""
        reports = workspace.reports_folder
        client = profile(workspace, world.client)
        page = reports / f"{world.client}.html"
        profile_page(workspace, client, page)
        every = links(workspace, world.client, LinkQuestion(limit=None, order="quality"))
        table = reports / f"{world.client}-backlinks.csv"
        write_table(every.table, table)
        several = [len(sources) > 1 for sources in every.table["sources"].to_pylist()]
        self.told.merged_from_several = sum(several)
        self.told.client = client.as_document()
        self.told.rivals = [_rival(profile(workspace, rival)) for rival in world.competitors]
        self.told.written = [str(page), str(table), str(self.folder / "web")]

    def audit(self, workspace: Workspace, domains: Sequence[str]) -> None:
        """Audit the client, who was attacked, and the rival who buys links; a page of each."""
        for domain in domains:
            found = audit(workspace, domain).audit
            page = workspace.reports_folder / f"{domain}-audit.html"
            audit_page(workspace, found, page)
            self.told.audits.append(_audited(found))
            self.told.written.insert(-1, str(page))


def _audited(found: Audit) -> dict[str, Any]:
    document = found.as_document()
    groups = [
        {"name": one.name, "members": len(one.members), "probability": one.probability}
        for one in found.groups
    ]
    return {"domain": found.domain, **document["summary"], "groups": groups}


def _rival(found: Profile) -> dict[str, Any]:
    return {
        "domain": found.domain,
        "referring_domains": found.referring_domains,
        "backlinks": found.backlinks,
        "authority": found.authority,
        "strong": found.quality.strong,
        "medium": found.quality.medium,
        "weak": found.quality.weak,
    }
