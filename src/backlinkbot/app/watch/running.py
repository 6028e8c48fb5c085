"""Watches in the background, as a job or a schedule asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.watch import watch
from backlinkbot.app.watch.telling import tell_waiting
from backlinkbot.core.watching import WON, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Look at the sites of the arguments (all, where none are named), and tell what changed."""
    tell_waiting(workspace)  # what a run before was killed over
    found = watch(workspace, arguments.get("domains") or (), progress=progress)
    tell_waiting(workspace)
    new = sum(len(one.news(*WON)) for one in found.sites)
    lost = sum(len(one.news(ChangeKind.LOST)) for one in found.sites)
    sites = "site" if len(found.sites) == 1 else "sites"
    return {
        "sentence": f"{len(found.sites):,} {sites}: new links from {new:,} referring domains, "
        f"lost ones of {lost:,}; {len(found.alerts):,} alerts.",
        "snapshot": found.snapshot,
        "sites": len(found.sites),
        "new": new,
        "lost": lost,
        "alerts": len(found.alerts),
    }
