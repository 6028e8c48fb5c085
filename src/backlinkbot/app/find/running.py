"""The job find: looks for opportunities in the background, and keeps the best as prospects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.find import FindOptions, find, keep_best
from backlinkbot.app.find.kept import keep_find
from backlinkbot.core.access import LOCAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

TOP = 50


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """What a worker does for a job of this kind; what it found is kept to be shown.

    `arguments`: `domain`, and, where they are told, `tactics`, `top`, `all_phases` and `keep`: how
    many of the first become prospects of the site.
    """
    options = FindOptions(
        tactics=tuple(arguments.get("tactics") or ()),
        top=int(arguments.get("top") or TOP),
        all_phases=bool(arguments.get("all_phases")),
    )
    found = find(workspace, str(arguments["domain"]), options, progress)
    keep_find(workspace, found, options)
    sentence = f"{found.found:,} opportunities for {found.domain}."
    keep = int(arguments.get("keep") or 0)
    if keep and found.found:
        kept = keep_best(workspace, found, keep, by=LOCAL)
        sentence += f" {len(kept.added):,} new prospects, {len(kept.found_again):,} known before."
    return {"sentence": sentence, "opportunities": found.as_document(), "notes": found.sentences()}
