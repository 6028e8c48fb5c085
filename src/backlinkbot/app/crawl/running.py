"""One run of a crawl: from what its folder holds to its end, or to where it is broken off."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Self

from backlinkbot.app.crawl.feed import Feed
from backlinkbot.app.crawl.ledger import Ledger
from backlinkbot.app.crawl.starts import named_starts, starts_of
from backlinkbot.app.ingest import IngestOptions, ingest
from backlinkbot.core.crawl import Crawled, CrawlPlan, Outcome
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import domain_of
from backlinkbot.io.crawl.frontier import Frontier
from backlinkbot.io.crawl.frontier.found import Found, Rules
from backlinkbot.io.crawl.lanes import Budget
from backlinkbot.io.crawl.remembered import Remembered
from backlinkbot.io.crawl.session import Session
from backlinkbot.io.crawl.tally import Tally
from backlinkbot.io.crawl.warc_writer import ENDING
from backlinkbot.io.engines.local import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.crawl.session import Manner

INGEST_EVERY_S = 15 * 60.0  # what was fetched is in the index at least this soon
TELL_EVERY_S = 1.0
NO_PAGE = frozenset({Outcome.PAGE, Outcome.NOT_MODIFIED})


class Run:
    """The stores of one crawl while it runs; use it as a context.

    `plan`: None for a crawl that was begun before, which knows its own.

    Raises:
        BadInput: the folder holds no crawl that could be gone on with.
    """

    def __init__(
        self,
        workspace: Workspace,
        folder: Path,
        plan: CrawlPlan | None,
        manner: Manner,
        progress: Progress,
    ) -> None:
        self._workspace, self._folder = workspace, folder
        self._manner, self._progress, self._clock = manner, progress, manner.clock
        self._started_s = self._told_s = self._counted_s = self._clock.monotonic_s()
        year = workspace.clock.now().year
        told = _told_plan(folder, year)
        if told is None and plan is None:
            raise BadInput(f"{folder} does not say what it was to crawl")
        self.plan = told or plan or CrawlPlan(())
        starts = starts_of(self.plan)
        sites = frozenset(map(domain_of, starts))
        rules = Rules(self.plan.per_site, year, sites if self.plan.same_site else frozenset())
        self._frontier = Frontier(folder, rules)
        self._remembered = Remembered(folder.parent)
        self._tally = Tally(folder)
        self.was_begun = told is not None
        if told is None:
            self._frontier.add(Found(url, 0) for url in starts)
            self._frontier.tell(plan=self.plan.as_document())
        self._ledger = Ledger(
            folder,
            self.plan,
            self._frontier,
            self._remembered,
            agent=manner.user_agent,
            clock=manner.clock,
            seeds=sites,
            named=frozenset(named_starts(self.plan)),
            workers=max(1, workspace.settings.worker_count // 2),
            limits=Limits(workspace.settings.page_cpu_s, workspace.settings.page_memory_mb),
        )
        self._session: Session | None = None
        self._notes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ledger.close()
        self._count_time()
        self._tally.close()
        self._frontier.close()
        self._remembered.close()

    def to_its_end(self) -> Crawled:
        """Crawl until nothing is left to do, reading in what was fetched now and then."""
        self._begin()
        spent = sum(
            times for (word, _), times in self._frontier.outcomes().items() if _counts(word)
        )
        feed = Feed(self._frontier, self._remembered, self._ledger)
        budget = Budget(self.plan.pages, self.plan.per_site, spent)
        is_over = False
        with Session(
            self._manner,
            feed,
            self._ledger.take,
            budget=budget,
            tick=self._tick,
            rest_s=self._manner.pace.least_s if self.was_begun else 0.0,
            tally=self._tally,
        ) as session:
            self._session = session
            while not is_over:
                is_over = session.run(INGEST_EVERY_S)
                self._ledger.drain()
                self._read_in()
        self._frontier.tell(is_finished=True)
        return self._crawled()

    def _begin(self) -> None:
        if not self.was_begun:
            return
        self._progress.stage("Looking at what was fetched before")
        found = self._ledger.recover()
        said = f"gone on with: {self._folder.name}"
        self._notes.append(f"{said}; {found:,} answers found in its archives" if found else said)
        self._read_in()

    def _tick(self) -> None:
        self._ledger.look()
        now_s = self._clock.monotonic_s()
        if now_s - self._told_s < TELL_EVERY_S or self._session is None:
            return
        self._told_s = now_s
        self._count_time()
        engine = self._session.engine
        _, hosts, waiting = self._frontier.sizes()
        rate = engine.requested / max(now_s - self._started_s, 1.0)
        self._progress.stage(
            f"Crawling {engine.lanes:,} of {hosts:,} hosts, {rate:,.1f} requests/s, "
            f"{waiting:,} waiting",
            min(self.plan.pages, engine.pages + waiting),
            "pages",
        )
        self._progress.reached(engine.pages)

    def _count_time(self) -> None:
        before_s, self._counted_s = self._counted_s, self._clock.monotonic_s()
        self._tally.add(seconds=self._counted_s - before_s)

    def _read_in(self) -> None:
        """Read the sealed archives into the index that are not yet in it."""
        ready = [
            (number, self._folder / f"{name}{ENDING}")
            for number, name, _, is_sealed, is_read in self._frontier.archives()
            if is_sealed and not is_read
        ]
        places = [str(path) for _, path in ready if path.is_file()]
        numbers = [number for number, _ in ready]
        if not places:
            self._frontier.was_read(numbers)
            return
        done = ingest(self._workspace, places, progress=self._progress)
        files = [one for one in done.files if not one.already_known]
        if again := [one.path for one in done.files if one.already_known]:
            # A crash came between the index and the note of it here, and took their counts.
            options = IngestOptions(again=True)
            done = ingest(self._workspace, again, options, progress=self._progress)
            files.extend(done.files)
        links = int(self._frontier.told("links") or 0) + sum(one.external_links for one in files)
        name = done.snapshot.name if done.snapshot else ""
        self._frontier.was_read(numbers, links=links, snapshot=name)

    def _crawled(self) -> Crawled:
        outcomes: Counter[str] = Counter()
        reasons: Counter[tuple[str, str]] = Counter()
        for (word, reason), times in self._frontier.outcomes().items():
            outcomes[word] += times
            if word not in NO_PAGE and word != "sitemap":
                reasons[word, reason] += times
        sites, hosts, waiting = self._frontier.sizes()
        self._count_time()
        return Crawled(
            name=self._folder.name,
            plan=self.plan,
            is_finished=bool(self._frontier.told("is_finished")),
            outcomes=outcomes,
            reasons=reasons,
            left_out=self._frontier.left_out(),
            sites=sites,
            hosts=hosts,
            waiting=waiting,
            seconds=self._tally.seconds,
            requests=self._tally.requests,
            archives=tuple(f"{name}{ENDING}" for _, name, *_ in self._frontier.archives()),
            snapshot=str(self._frontier.told("snapshot") or ""),
            links=int(self._frontier.told("links") or 0),
            notes=tuple(self._notes),
        )


def _counts(outcome: str) -> bool:
    """Whether such an end counts against the budget of pages."""
    return outcome in set(Outcome) and Outcome(outcome).is_answer


def _told_plan(folder: Path, year: int) -> CrawlPlan | None:
    """What a crawl that was begun before was told."""
    frontier = Frontier(folder, Rules(1, year))
    try:
        told = frontier.told("plan")
    finally:
        frontier.close()
    return CrawlPlan(**{**told, "seeds": tuple(told["seeds"])}) if told else None
