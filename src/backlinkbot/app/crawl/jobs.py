"""A crawl in the background: the same crawl as by hand, told by the arguments of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.crawl import crawl
from backlinkbot.core.crawl import CrawlPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Crawl; a job that is begun again after a crash goes on where the crawl was broken off.

    Raises:
        BadInput: the plan cannot be followed.
    """
    told = {name: value for name, value in arguments.items() if value is not None}
    plan = CrawlPlan(**{**told, "seeds": tuple(told.get("seeds", ()))})
    done = crawl(workspace, plan, progress)
    sentence = (
        f"{done.pages:,} pages of {done.hosts:,} hosts fetched; "
        f"{done.links:,} links to other domains."
    )
    return {"sentence": sentence, **done.as_document()}
