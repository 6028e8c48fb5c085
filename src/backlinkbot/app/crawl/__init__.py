"""The verb crawl: fetches pages politely, keeps them as archives, and reads them into the index."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from itertools import count
from typing import TYPE_CHECKING

from backlinkbot.app.crawl.running import Run
from backlinkbot.app.crawl.starts import starts_of
from backlinkbot.core.crawl import Crawled, CrawlPlan
from backlinkbot.core.errors import NotFound
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls import domain_of
from backlinkbot.io.crawl.fetch import Limits
from backlinkbot.io.crawl.folders import held, unfinished
from backlinkbot.io.crawl.frontier import Frontier
from backlinkbot.io.crawl.frontier.found import Rules
from backlinkbot.io.crawl.session import Manner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

__all__ = ["crawl", "crawls_folder", "ends_of", "manner_of", "resume", "starts_of"]

CRAWLS = "crawls"
DIGEST_CHARS = 8
# Of one page: Common Crawl keeps 1 MiB; a page has that much HTML where it lists without end.
MOST_BODY_BYTES = 4 * 1024 * 1024


def crawls_folder(workspace: Workspace) -> Path:
    """Where the crawls of a workspace are."""
    return workspace.folder / CRAWLS


def crawl(
    workspace: Workspace,
    plan: CrawlPlan,
    progress: Progress | None = None,
    *,
    manner: Manner | None = None,
) -> Crawled:
    """Crawl from the seeds and read what was fetched into the index.

    A crawl with the same plan that was broken off is gone on with: what is in its archives is not
    fetched again. `manner`: how to fetch; tests give their own.

    Raises:
        BadInput: the plan cannot be followed.
        Refused: another crawl of this workspace is under way, or the disk is full.
    """
    starts = starts_of(plan)
    workspace.write()
    crawls = crawls_folder(workspace)
    told = repr((starts, plan.pages, plan.depth, plan.per_site, plan.same_site, plan.sitemaps))
    digest = blake2b(told.encode(), digest_size=DIGEST_CHARS // 2).hexdigest()
    with held(crawls):  # all crawls of a workspace: two at once would not keep their pauses
        folder = unfinished(crawls, digest)
        if folder is None:
            folder = _new_folder(crawls, domain_of(starts[0]), digest, workspace.clock.now())
            folder.mkdir()
        return _run(workspace, folder, plan, progress, manner)


def resume(
    workspace: Workspace, progress: Progress | None = None, *, manner: Manner | None = None
) -> Crawled:
    """Go on with the newest crawl that was broken off.

    Raises:
        NotFound: there is none.
    """
    if unfinished(crawls_folder(workspace)) is None:
        raise NotFound("no crawl was broken off; begin one with: backlinkbot crawl DOMAIN")
    workspace.write()
    with held(crawls_folder(workspace)):
        folder = unfinished(crawls_folder(workspace))
        if folder is None:
            raise NotFound("the crawl that was broken off has ended meanwhile")
        return _run(workspace, folder, None, progress, manner)


def ends_of(
    workspace: Workspace, crawl_name: str, urls: Iterable[str]
) -> dict[str, tuple[str, str] | None]:
    """How each of these addresses ended in a crawl: outcome and reason; None: it was not asked for.

    `crawl_name`: `Crawled.name`. Of a redirect it is the end of where it leads.
    """
    folder = crawls_folder(workspace) / crawl_name
    frontier = Frontier(folder, Rules(1, workspace.clock.today().year))
    try:
        return {url: frontier.end_of(url) for url in urls}
    finally:
        frontier.close()


def _new_folder(crawls: Path, domain: str, digest: str, at: datetime) -> Path:
    """A folder that does not exist yet; the name ends in what tells its plan from others."""
    names = (f"{at:%Y%m%dT%H%M%S}-{domain}-{n}{digest}" for n in _numbers())
    return next(crawls / name for name in names if not (crawls / name).exists())


def _numbers() -> Iterator[str]:
    """For crawls that begin within one second: nothing, then 2-, 3- and so on."""
    yield ""
    for number in count(2):
        yield f"{number}-"


def _run(
    workspace: Workspace,
    folder: Path,
    plan: CrawlPlan | None,
    progress: Progress | None,
    manner: Manner | None,
) -> Crawled:
    manner = manner or manner_of(workspace)
    with Run(workspace, folder, plan, manner, progress or Silent()) as run:
        return run.to_its_end()


def manner_of(workspace: Workspace) -> Manner:
    """How the settings of a workspace say that pages are fetched."""
    limits = replace(Limits(), body_bytes=MOST_BODY_BYTES)
    return Manner(workspace.settings.crawler_name, limits=limits, clock=workspace.clock)
