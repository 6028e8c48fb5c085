"""Looks at backlinks in the background, as a job or a schedule asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.verify import verify
from backlinkbot.app.verify.saying import summary
from backlinkbot.core.verifying import PAGES, VerifyPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

LISTED = 200  # links in the answer of a job; all are kept


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Look at what is due of these sites (ours, where none are named)."""
    plan = VerifyPlan(
        tuple(arguments.get("domains") or ()),
        bool(arguments.get("all")),
        int(arguments.get("limit") or PAGES),
        str(arguments.get("link") or ""),
    )
    found = verify(workspace, plan, progress)
    document = found.as_document()
    document["links"] = document["links"][:LISTED]
    return {"sentence": summary(found), **document}
