"""The verb verify: looks at backlinks again; which are there, changed, or lost, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.app.verify.choosing import choose
from backlinkbot.app.verify.keeping import Books, moment_name
from backlinkbot.app.verify.looking import Round
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.verifying import Check, Standing, Verified, VerifyPlan
from backlinkbot.io.crawl.fetch import Limits
from backlinkbot.io.crawl.folders import held
from backlinkbot.io.crawl.session import Manner
from backlinkbot.io.state.checks import checks_of_page, kept_checks, standings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from backlinkbot.app.verify.choosing import Chosen, PagePlan
    from backlinkbot.app.workspace import Workspace

__all__ = ["known_checks", "known_of_page", "known_standings", "verify"]

FOLDER = "verify"  # in the folder of crawls
ROUND_PAGES = 2_000  # read in and kept together: a kill costs no more than this
MOST_BODY_BYTES = 4 * 1024 * 1024  # as a crawl reads of a page


def verify(
    workspace: Workspace,
    plan: VerifyPlan,
    progress: Progress | None = None,
    *,
    manner: Manner | None = None,
    dry_run: bool = False,
) -> Verified:
    """Look at the pages of the plan and tell what is known of their links now.

    `manner`: how to fetch; tests give their own.

    Raises:
        BadInput: the plan cannot be followed.
        NotFound: there is no site to look for links to, or no such link.
        Refused: another process is looking.
    """
    progress = progress or Silent()
    sites = _sites(workspace, plan)
    if plan.limit < 1:
        raise BadInput("--limit is a number of pages from 1 on")
    now = workspace.clock.now()
    progress.stage("Choosing what to look at")
    chosen = choose(workspace, sites, plan, now)
    if plan.link and not chosen.pages:
        raise NotFound(f"no known link to {', '.join(sites)} is on {plan.link}")
    found = Verified(tuple(sites), plan, chosen.due, chosen.left, is_dry_run=dry_run)
    if dry_run or not chosen.pages:
        return found
    workspace.write()
    folder = workspace.folder / "crawls" / FOLDER
    with held(folder):
        return _look(workspace, folder, chosen, found, progress, manner or _usual(workspace))


def known_checks(
    workspace: Workspace,
    domain: str,
    *,
    standings: Sequence[Standing] = (),
    limit: int | None = None,
    offset: int = 0,
) -> list[Check]:
    """What is known of the links to a site that were looked at, the last looked at first."""
    with workspace.state.reading() as connection:
        return kept_checks(
            connection, domain_named(domain), standings=standings, limit=limit, offset=offset
        )


def known_of_page(workspace: Workspace, source_url: str) -> list[Check]:
    """What is known of the links of one page that were looked at."""
    with workspace.state.reading() as connection:
        return checks_of_page(connection, canonical(source_url) or source_url)


def known_standings(workspace: Workspace, domain: str) -> dict[Standing, int]:
    """How many of a site's links that were looked at stand how."""
    with workspace.state.reading() as connection:
        return standings_of(connection, domain_named(domain))


def _sites(workspace: Workspace, plan: VerifyPlan) -> list[str]:
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    named = list(dict.fromkeys(map(domain_named, plan.sites)))
    found = named or [site.domain for site in workspace.state.sites() if site.is_ours]
    if not found:
        raise NotFound("name a domain, or add yours first: backlinkbot site add DOMAIN")
    return found


def _usual(workspace: Workspace) -> Manner:
    limits = replace(Limits(), body_bytes=MOST_BODY_BYTES)
    return Manner(workspace.settings.crawler_name, limits=limits, clock=workspace.clock)


def _look(
    workspace: Workspace,
    folder: Path,
    chosen: Chosen,
    found: Verified,
    progress: Progress,
    manner: Manner,
) -> Verified:
    started = _unused(folder, moment_name(workspace.clock.now()))
    for number, plans in enumerate(_rounds(chosen.pages)):
        name = f"verify-{started}-{number + 1:03}"
        books = Books(workspace, folder, name, plans, manner.user_agent)
        one = Round(workspace, manner, plans, books.take, books.hear, progress, sites=found.sites)
        try:
            one.run()
        except BaseException:
            books.abandon()
            raise
        told = books.close(progress)
        found = replace(
            found,
            links=(*found.links, *told.checks),
            outcomes=found.outcomes + one.outcomes,
            snapshot=told.snapshot or found.snapshot,
            archives=(*found.archives, *told.archives),
            lost_now=found.lost_now + told.lost_now,
            found_again=found.found_again + told.found_again,
            notes=(*found.notes, *one.notes),
        )
    return found


def _unused(folder: Path, moment: str) -> str:
    """The moment, with a letter where a run of the same second took its name."""
    taken = {path.name.split("-")[1] for path in folder.rglob("verify-*")}
    while moment in taken:
        moment += "x"
    return moment


def _rounds(pages: Sequence[PagePlan]) -> Iterator[Sequence[PagePlan]]:
    """Pages in rounds, those of one host together, so that its pauses are kept."""
    from backlinkbot.core.urls import host_of

    ordered = sorted(pages, key=lambda page: host_of(page.source_url))
    for start in range(0, len(ordered), ROUND_PAGES):
        yield ordered[start : start + ROUND_PAGES]
