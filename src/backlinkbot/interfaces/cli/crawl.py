"""The command crawl: fetches pages and reads them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.crawl import DEPTH, PAGES, PER_SITE, CrawlPlan
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.cli.options import Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.core.crawl import Crawled

REASONS_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("crawl")(crawl)


def crawl(
    context: typer.Context,
    seeds: Annotated[
        list[str] | None,
        typer.Argument(metavar="[URL|DOMAIN]...", help="Where to begin.", show_default=False),
    ] = None,
    *,
    pages: Annotated[int, typer.Option(metavar="N", help="Fetch at most so many pages.")] = PAGES,
    depth: Annotated[
        int, typer.Option(metavar="D", help="Follow links so far from where it begins.")
    ] = DEPTH,
    per_site: Annotated[
        int, typer.Option("--per-site", metavar="N", help="Pages of one registrable domain.")
    ] = PER_SITE,
    same_site: Annotated[
        bool, typer.Option("--same-site", help="Only the domains where it begins.")
    ] = False,
    sitemaps: Annotated[
        bool, typer.Option(help="Read the sitemaps of the domains where it begins.")
    ] = True,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done; fetch nothing.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the newest crawl that was broken off.")
    ] = False,
    json: Json = False,
) -> None:
    """Fetch pages politely, keep them as web archives, and read their links into the index.

    The same command given again goes on where it was broken off.
    """
    from backlinkbot.app.crawl import crawl as run
    from backlinkbot.app.crawl import resume as go_on
    from backlinkbot.app.crawl import starts_of
    from backlinkbot.interfaces.cli.progress import Shown

    wanted, workspace = output_of(json=json), workspace_of(context)
    if resume and seeds:
        raise BadInput("--resume goes on with a crawl that knows where it began: leave them out")
    plan = CrawlPlan(tuple(seeds or ()), pages, depth, per_site, same_site, sitemaps)
    if dry_run and not resume:
        starts = starts_of(plan)
        document = {"would_begin_at": list(starts), "plan": plan.as_document()}
        wanted.value(document, lambda: _show_plan(plan, starts))
        return
    if dry_run:
        raise BadInput("--resume fetches; --dry-run is for a crawl that has not begun")
    with Shown() as progress:
        done = go_on(workspace, progress) if resume else run(workspace, plan, progress)
    wanted.value(done.as_document(), lambda: _show(done))


def _show_plan(plan: CrawlPlan, starts: Sequence[str]) -> None:
    shown("Would begin at", ["address"], [[url] for url in starts])
    where = "of these domains only" if plan.same_site else "of any domain"
    say(
        f"At most {plan.pages:,} pages {where}, {plan.per_site:,} of one domain, "
        f"{plan.depth} links away. Nothing was fetched."
    )


def _show(done: Crawled) -> None:
    for note in done.notes:
        say(note)
    rows = [["fetched", "page", done.pages]]
    rows += [[outcome.replace("_", " "), reason, n] for (outcome, reason), n in _most(done)]
    rows += [["not fetched", reason, n] for reason, n in done.left_out.most_common()]
    shown("", ["what", "why", "addresses"], rows)
    if len(done.reasons) > REASONS_SHOWN:
        say(f"{len(done.reasons) - REASONS_SHOWN} further reasons; --json has all")
    if done.waiting:
        say(f"{done.waiting:,} addresses were found that --pages left no room for")
    say(
        f"Crawl {done.name}: {done.pages:,} pages of {done.hosts:,} hosts in "
        f"{done.seconds:,.0f} s; {done.links:,} links to other domains. Next: backlinkbot measure"
    )


def _most(done: Crawled) -> list[tuple[tuple[str, str], int]]:
    return done.reasons.most_common(REASONS_SHOWN)
