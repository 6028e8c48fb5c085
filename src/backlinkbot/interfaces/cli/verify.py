"""The command verify: looks whether backlinks are still there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.verifying import PAGES, Standing, VerifyPlan
from backlinkbot.interfaces.cli.options import Json, output_of, workspace_of
from backlinkbot.interfaces.cli.output import say, shown

if TYPE_CHECKING:
    from backlinkbot.app.verify.survival import Survival
    from backlinkbot.core.verifying import Verified

LINKS_SHOWN = 40
KINDS_SHOWN = 25
_WORTH_A_LINE = tuple(one for one in Standing if one is not Standing.THERE)


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    domains: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOMAIN]...", help="Whose backlinks; all of ours where none is named."
        ),
    ] = None,
    *,
    due: Annotated[bool, typer.Option("--due", help="Only what is due: the usual.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is not due yet, the most valuable first.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="Look at so many pages at most.")
    ] = PAGES,
    link: Annotated[
        str, typer.Option("--link", metavar="SOURCE_URL", help="Look at this page alone.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be looked at; fetch nothing.")
    ] = False,
    survival: Annotated[
        bool, typer.Option("--survival", help="How long links last, by placement and page type.")
    ] = False,
    json: Json = False,
) -> None:
    """Look whether backlinks are still there, changed, or lost, and why.

    A link is called lost only when looks on different days did not find it.
    """
    from backlinkbot.app.verify import verify as run
    from backlinkbot.interfaces.cli.progress import Shown

    if survival:
        _survival(context, domains or [], json=json)
        return
    if due and (everything or link):
        raise BadInput("--due is for what is due; leave out --all and --link")
    wanted, workspace = output_of(json=json), workspace_of(context)
    plan = VerifyPlan(tuple(domains or ()), everything, limit, link)
    with Shown() as progress:
        found = run(workspace, plan, progress, dry_run=dry_run)
    wanted.value(found.as_document(), lambda: _show(found))


def _survival(context: typer.Context, domains: list[str], *, json: bool) -> None:
    from backlinkbot.app.verify.survival import survival as run

    if len(domains) != 1:
        raise BadInput("--survival is told of one site: name its domain")
    wanted = output_of(json=json)
    found = run(workspace_of(context), domains[0])
    wanted.value(found.as_document(), lambda: _show_survival(found))


def _show_survival(found: Survival) -> None:
    rows = []
    for kind in found.kinds[:KINDS_SHOWN]:
        name = " on ".join(filter(None, (kind.placement, kind.page_type))) or "all links"
        known = {round(one.days): one for one in kind.shares}
        told = [
            f"{one.surviving:.0%} ({one.low:.0%}-{one.high:.0%})" if one else None
            for one in (known.get(90), known.get(365))
        ]
        rows.append([name, kind.links, kind.lost, *told])
    shown(
        f"How long links to {found.domain} last",
        ["links", "known", "lost", "after 90 days", "after a year"],
        rows,
    )
    say(f"Counted by the {found.scale}; one link of each site, placement and kind of page.")
    if found.start_unknown:
        say(f"{found.start_unknown:,} links are left out: nobody can tell when they began.")
    for note in found.notes:
        say(note)


def _show(found: Verified) -> None:
    from backlinkbot.app.verify.saying import outcome, pages

    for note in found.notes:
        say(note)
    if not found.due:
        say("Nothing is due. To look now anyway: backlinkbot verify --all")
        return
    if found.is_dry_run:
        rows = [[one.source_url, one.links, one.why] for one in found.due[:LINKS_SHOWN]]
        shown("Would be looked at", ["page", "links", "because"], rows)
        say(_left(found, f"{pages(len(found.due))}. Nothing was fetched."))
        return
    shown("", ["links", "how many"], [[word, n] for word, n in found.standings.items()])
    news = [one for one in found.links if one.standing in _WORTH_A_LINE]
    news.sort(key=lambda one: (list(Standing).index(one.standing), one.source_url))
    if news:
        rows = [
            [one.source_url, one.standing.value, one.reason.value if one.reason else None,
             one.sentence]
            for one in news[:LINKS_SHOWN]
        ]  # fmt: skip
        shown("Not as it was", ["page", "standing", "reason", "what was seen"], rows)
    if len(news) > LINKS_SHOWN:
        say(f"{len(news) - LINKS_SHOWN:,} more; --json has all")
    if found.standings.get(Standing.SUSPECTED.value):
        say("Suspected links are looked at again from tomorrow on: backlinkbot verify")
    say(_left(found, outcome(found)))


def _left(found: Verified, said: str) -> str:
    if not found.left:
        return said
    what = "page that is due" if found.left == 1 else "pages that are due"
    return f"{said} {found.left:,} {what} had no room (--limit, or many of one host)."
