"""Relevance and site type of candidates, by the topics of the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.prospects.organisations import owner_ids_of
from backlinkbot.app.topics import prospect_relevance, site_types
from backlinkbot.app.topics.learning import learnt

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress


NO_TOPICS = "Relevance is not known: no topics were learnt yet (`backlinkbot measure`)."
NO_PAGES = (
    "Relevance is not known: no page of {domain} was read, so nobody can say what it is about; "
    "read it: backlinkbot crawl {domain}"
)
NO_TEXTS = "Relevance is not known: no text of these sites was read."


def judged(
    workspace: Workspace, domain: str, rows: pa.Table, progress: Progress
) -> tuple[pa.Table, tuple[str, ...]]:
    """The candidates with `relevance` (probability of one niche), `site_type`, `owner`, if known.

    `owner`: an id of analytics or ads that few sites share, so that the choice hangs on several.

    And in words why nothing is known of relevance, where that is so.
    """
    import numpy as np
    import pyarrow as pa

    progress.stage("Judging relevance and kinds of sites")
    near = prospect_relevance(workspace, domain, rows.select(["prospect", "page"]))
    relevance = pa.array(np.asarray(near, np.float64), pa.float64(), from_pandas=True)
    names = sorted(set(rows["prospect"].to_pylist()))
    told = site_types(workspace, names) if names else None
    kinds = dict(
        zip(told["domain"].to_pylist(), told["type"].to_pylist(), strict=True) if told else ()
    )
    types = [kinds.get(name) for name in rows["prospect"].to_pylist()]
    owners = owner_ids_of(workspace, names)
    owner = [min(owners.get(name, ()), default=None) for name in rows["prospect"].to_pylist()]
    rows = (
        rows.append_column("relevance", relevance)
        .append_column("site_type", pa.array(types, pa.string()))
        .append_column("owner", pa.array(owner, pa.string()))
    )
    is_silent = rows.num_rows and relevance.null_count == rows.num_rows
    return rows, (_why_silent(workspace, domain),) if is_silent else ()


def _why_silent(workspace: Workspace, domain: str) -> str:
    """Why nobody's relevance is known, and what would tell it."""
    if learnt(workspace) is None:
        return NO_TOPICS
    if not workspace.index.pages(domain).num_rows:
        return NO_PAGES.format(domain=domain)
    return NO_TEXTS
