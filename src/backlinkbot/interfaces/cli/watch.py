"""The command watch: what changed, and the alerts of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from backlinkbot.core.watching import ChangeKind
from backlinkbot.interfaces.cli.options import Json, Lines, Out, day, output_of, workspace_of
from backlinkbot.interfaces.cli.output import Output, say, shown
from backlinkbot.interfaces.cli.progress import Shown

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.alerts import Alert
    from backlinkbot.core.watching import DomainChange, SiteChanges, Watched

MOST_SHOWN = 30  # changes of a site in a table; --json has all
MOST_EXPLAINED = 3  # of them whose quality is explained


def register(app: typer.Typer) -> None:
    """Put this file's command on the command line."""
    app.command("watch")(watch)


def watch(
    context: typer.Context,
    domains: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOMAIN]...",
            help="These sites, and the rivals of those that are ours; else all.",
            show_default=False,
        ),
    ] = None,
    *,
    since: Annotated[
        datetime | None,
        typer.Option(
            parser=day, metavar="DAY", help="What changed from this day on; raises no alerts."
        ),
    ] = None,
    index_only: Annotated[
        bool,
        typer.Option("--index-only", help="Show also what only the index tells otherwise."),
    ] = False,
    alerts: Annotated[
        bool, typer.Option("--alerts", help="Show the alerts that nobody has seen yet.")
    ] = False,
    history: Annotated[
        bool, typer.Option("--history", help="With --alerts: all there ever were.")
    ] = False,
    seen: Annotated[
        str, typer.Option(metavar="ID", help="Keep that this alert was seen.", show_default=False)
    ] = "",
    unseen: Annotated[
        str, typer.Option(metavar="ID", help="Keep that it was not.", show_default=False)
    ] = "",
    json: Json = False,
    lines: Lines = False,
    output: Out = None,
) -> None:
    """New, lost and changed links of your sites and their rivals since the last look."""
    wanted = output_of(json=json, lines=lines, path=output)
    workspace = workspace_of(context)
    if seen or unseen:
        _see(workspace, seen or unseen, wanted, undo=not seen)
    elif alerts or history:
        _alerts(workspace, domains or [], wanted, history=history)
    else:
        _look(workspace, domains or [], wanted, since, index_only=index_only)


def _look(
    workspace: Workspace,
    domains: list[str],
    wanted: Output,
    since: datetime | None,
    *,
    index_only: bool,
) -> None:
    from backlinkbot.app.watch import watch as run
    from backlinkbot.app.watch.notifiers import deliver_waiting
    from backlinkbot.app.watch.telling import tell_waiting

    with Shown() as progress:
        found = run(workspace, domains, since=since.date() if since else None, progress=progress)
    wanted.value(found.as_document(), lambda: _show(found, index_only=index_only))
    if not since:
        tell_waiting(workspace)
        deliver_waiting(workspace)


def _see(workspace: Workspace, alert_id: str, wanted: Output, *, undo: bool) -> None:
    from backlinkbot.app.watch.alerts import see_alert

    alert = see_alert(workspace, alert_id, undo=undo)
    undone = f"Not seen: {alert.sentence}"
    done = f"Seen: {alert.sentence}\nUndo: backlinkbot watch --unseen {alert.id}"
    wanted.value(alert.as_document(), lambda: say(undone if undo else done))


def _alerts(workspace: Workspace, domains: list[str], wanted: Output, *, history: bool) -> None:
    from backlinkbot.app.watch.alerts import list_alerts

    found = list_alerts(workspace, domains, history=history)
    wanted.value([one.as_document() for one in found], lambda: _show_alerts(found))


def _show(found: Watched, *, index_only: bool) -> None:
    notes: list[str] = []
    for site in found.sites:
        _show_site(site, index_only=index_only)
        for note in site.notes:
            if note not in notes:
                notes.append(note)
                say(f"  {note}")
    if found.alerts:
        count = len(found.alerts)
        alerts = "alert" if count == 1 else "alerts"
        say(f"{count:,} {alerts} raised; see them with: backlinkbot watch --alerts")


def _show_site(site: SiteChanges, *, index_only: bool) -> None:
    whose = "" if site.is_ours else ", rival" if site.rival_of else ", watched"
    since = f"since {site.since.date().isoformat()}"
    if site.before:
        since = f"since snapshot {site.before.partition('-')[0]}"
    changes = site.changes if index_only else site.news()
    title = f"{site.site}{whose}: {_counted(site)} {since}"
    if not changes:
        say(f"{title}.")
        return
    columns = ["change", "referring domain", "links", "authority", "quality", "what"]
    shown(title, columns, map(_row, changes[:MOST_SHOWN]), least=["links", "authority"])
    if len(changes) > MOST_SHOWN:
        say(f"{MOST_SHOWN} of {len(changes):,} changes; --json has all.")
    for one in changes[:MOST_EXPLAINED]:
        if one.why:
            say(f"  {one.source_domain}: {one.why}")


def _counted(site: SiteChanges) -> str:
    counts: dict[str, int] = {}
    for one in site.news():
        counts[_kind(one)] = counts.get(_kind(one), 0) + 1
    return ", ".join(_many(count, kind) for kind, count in counts.items()) or "nothing new"


def _many(count: int, kind: str) -> str:
    plural = "s" if count != 1 and kind.endswith(("domain", "link")) else ""
    return f"{count:,} {kind}{plural}"


def _kind(one: DomainChange) -> str:
    """The kind of change, with whether the domain itself is new or lost, or only links of it."""
    if one.gained or one.gone:
        return f"{one.kind.value} domain"
    return f"{one.kind.value} link" if one.kind in {ChangeKind.NEW, ChangeKind.LOST} else one.kind


def _row(one: DomainChange) -> list[object]:
    kind = _kind(one) if one.is_news else f"({one.kind.value})"
    quality = f"{one.quality:.0f} {one.strength}" if one.quality is not None else one.strength
    return [kind, one.source_domain, one.links, one.authority, quality or None, _what(one)]


def _what(one: DomainChange) -> str:
    """In few words, as a column is narrow: what changed, else where the link stands."""
    if one.index_note:
        return one.index_note
    first = one.examples[0]
    if first.was or first.now:
        return f"{first.was or 'none'} → {first.now or 'none'}"
    if one.reason:
        return one.reason.replace("_", " ")
    where = "sitewide" if one.sitewide else one.placement
    return where if one.followed is not False else f"{where}, not followed"


def _show_alerts(found: list[Alert]) -> None:
    rows = [[one.id, one.importance.value, one.site, one.sentence, _seen(one)] for one in found]
    shown("Alerts", ["id", "importance", "site", "what", ""], rows, least=["", "importance"])
    if found:
        say("Seen one? backlinkbot watch --seen ID")


def _seen(one: Alert) -> str:
    return "seen" if one.acknowledged_at else ""
