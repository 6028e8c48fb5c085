"""Alerts as their readers see them: the list, what is seen, and what nobody wants to hear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.core.alerts import EVERY, AlertKind, Importance
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.watching import ChangeKind
from backlinkbot.io.state.alerts import acknowledge, count_alerts, kept_alert, kept_alerts
from backlinkbot.io.state.watches import keep_rules, kept_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.alerts import Alert, Rules

MOST_AUTHORITY = 100.0
LOUD = (Importance.CRITICAL, Importance.DIGEST)


def list_alerts(
    workspace: Workspace,
    domains: Sequence[str] = (),
    *,
    history: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> list[Alert]:
    """Alerts nobody has seen yet, the newest first; with `history` all there ever were.

    `domains`: of these sites, else of all.
    """
    with workspace.state.reading() as connection:
        return kept_alerts(
            connection,
            [domain_named(one) for one in domains],
            importances=() if history else LOUD,
            is_acknowledged=None if history else False,
            limit=limit,
            offset=offset,
        )


def alert_count(workspace: Workspace, domains: Sequence[str] = (), *, history: bool = False) -> int:
    """How many alerts `list_alerts` has for this in all."""
    with workspace.state.reading() as connection:
        return count_alerts(
            connection,
            [domain_named(one) for one in domains],
            importances=() if history else LOUD,
            is_acknowledged=None if history else False,
        )


def see_alert(
    workspace: Workspace, alert_id: str, *, undo: bool = False, by: str = "local user"
) -> Alert:
    """Keep that somebody has seen an alert; `undo`: that nobody has.

    Raises:
        NotFound: there is none of that id.
    """
    with workspace.state.writing() as connection:
        kept_alert(connection, alert_id)
        acknowledge(connection, alert_id, None if undo else workspace.clock.now(), by)
        return kept_alert(connection, alert_id)


def rules_of(workspace: Workspace, domain: str) -> Rules:
    """What the owner of a site wants to be told."""
    with workspace.state.reading() as connection:
        return kept_rules(connection, domain_named(domain))


def set_rules(
    workspace: Workspace,
    domain: str,
    *,
    least_authority: float | None = None,
    quiet: Sequence[str] | None = None,
    digest: str | None = None,
) -> Rules:
    """Change what the owner of a site wants to be told; None leaves as it is.

    Raises:
        BadInput: no such kind or rhythm, or an authority that none can have.
    """
    site = domain_named(domain)
    words = {kind.value for kind in (*ChangeKind, *AlertKind)}
    if unknown := sorted(set(quiet or ()) - words):
        raise BadInput(f"{unknown[0]!r} is no kind; there are: {', '.join(sorted(words))}")
    if digest is not None and digest not in EVERY:
        raise BadInput(f"a digest comes every {' or '.join(EVERY)}, not every {digest!r}")
    if least_authority is not None and not 0 <= least_authority <= MOST_AUTHORITY:
        raise BadInput(f"an authority of {least_authority:g} cannot be; give 0 to 100")
    with workspace.state.writing() as connection:
        before = kept_rules(connection, site)
        told = replace(
            before,
            least_authority=before.least_authority if least_authority is None else least_authority,
            quiet=before.quiet if quiet is None else tuple(dict.fromkeys(quiet)),
            digest=digest or before.digest,
        )
        keep_rules(connection, told)
    return told
