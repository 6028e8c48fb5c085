"""What a job found last for a site, and which of it becomes prospects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.jobs import list_jobs
from backlinkbot.app.prospects.adding import keep_opportunities
from backlinkbot.core.chances import opportunities
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.jobs import JobState
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.app.prospects.adding import Kept
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.access import Principal


@dataclass(frozen=True, slots=True)
class LastFound:
    """The opportunities of the last `find` that ended well, best first, as its document has them.

    `job`: its id; `found_at`: when it ended; `notes`: sentences that stand beside the rows.
    """

    domain: str
    job: str
    found_at: datetime | None
    rows: tuple[dict[str, Any], ...]
    notes: tuple[str, ...]


def last_found(root: Workspace, client: str, domain: str) -> LastFound:
    """What the last job `find` of a client found for a site.

    Raises:
        NotFound: none was run, or it is too long ago to be among the kept jobs.
    """
    named = domain_named(domain)
    for job in list_jobs(root, client):
        is_of_it = job.kind == "find" and domain_named(str(job.arguments["domain"])) == named
        if is_of_it and job.state is JobState.DONE and job.result:
            rows = tuple(job.result.get("opportunities") or ())
            return LastFound(
                named, job.id, job.ended_at, rows, tuple(job.result.get("notes") or ())
            )
    raise NotFound(
        f"nothing was looked for yet; begin with: backlinkbot find {named}, or the job find"
    )


def keep_chosen(
    workspace: Workspace, found: LastFound, prospects: Sequence[str], *, by: Principal
) -> Kept:
    """Put the opportunities at these prospects among those of the site, each once.

    Raises:
        BadInput: one of them was not found.
    """
    import pyarrow as pa

    known = {row["prospect"] for row in found.rows}
    strange = [name for name in prospects if name not in known]
    if strange or not prospects:
        named = strange[0] if strange else "nobody"
        raise BadInput(f"{named[:100]} is none of the opportunities of {found.domain}")
    chosen = [row for row in found.rows if row["prospect"] in set(prospects)]
    table = pa.Table.from_pylist(chosen, opportunities())
    return keep_opportunities(workspace, found.domain, table, by=by)
