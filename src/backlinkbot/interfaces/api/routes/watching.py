"""Watching: what changed about links, alerts of it, and looks at backlinks again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from backlinkbot.app.verify import known_checks, known_standings
from backlinkbot.app.watch import lately
from backlinkbot.app.watch.alerts import alert_count, list_alerts, rules_of, see_alert, set_rules
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.verifying import Standing
from backlinkbot.core.watching import ChangeKind
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import Day, DomainPath, IdPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.queued import QUEUED, queued
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.rows import documents, written
from backlinkbot.interfaces.api.tables import AS_FILES, MOST_TABLE_ROWS, Format, Formatted
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.jobs import JobOut
from backlinkbot.interfaces.schemas.watching import (
    AlertOut,
    AlertRulesIn,
    AlertRulesOut,
    ChangeOut,
    ChangesOut,
    CheckOut,
    ChecksOut,
)
from backlinkbot.interfaces.schemas.work import VerifyIn, WatchIn

LISTED = {**AS_FILES, **described(404)}
CHANGE_COLUMNS = tuple(name for name in ChangeOut.model_fields if name != "examples")
CHECK_COLUMNS = tuple(name for name in CheckOut.model_fields if name != "changes")
MOST_SITES = 100
Sites = Annotated[
    list[str],
    Query(max_length=MOST_SITES, description="Only of these sites."),
]

router = APIRouter(tags=["watch"])


@router.get("/domains/{domain}/changes", response_model=ChangesOut, responses=LISTED)
def changes(  # noqa: PLR0913, PLR0917 - what one may ask of changes
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    since: Annotated[
        Day | None, Query(description="Since this day; else 30 days up to what is known.")
    ] = None,
    change: Annotated[list[ChangeKind], Query(description="Only of these kinds.")] = [],  # noqa: B006
    index_only: Annotated[
        bool | None, Query(description="Only what the index alone changed, or only news.")
    ] = None,
) -> Any:
    """What changed about the links of a site, news first; raises no alert."""
    found = lately(asked.workspace, domain, since)
    told = found.as_document()
    rows = [
        row
        for row in told.pop("changes")
        if (not change or row["change"] in change) and index_only in {None, row["index_only"]}
    ]
    if wished is not Format.JSON:
        return documents(place, rows, wished, "changes", CHANGE_COLUMNS)
    page = place.of(rows)
    return {**told, **page, "notes": [*told["notes"], *page["notes"]]}


@router.post("/watch", status_code=202, response_model=JobOut, responses=QUEUED)
def begin(asked: Changes, told: WatchIn, response: Response, keyed: Repeated) -> Any:
    """Queues a look at what changed since the last one; alerts are raised, and people told."""
    domains = [domain_named(one) for one in told.domains]
    return queued(asked, response, keyed, "watch", lambda: {"domains": domains})


@router.get("/alerts", response_model=Rows[AlertOut], responses=AS_FILES)
def alerts(
    asked: Reads,
    place: Paged,
    wished: Formatted,
    domain: Sites = [],  # noqa: B006 - FastAPI copies it
    history: Annotated[  # noqa: FBT002 - a parameter of an address
        bool, Query(description="All there ever were; else those nobody has seen.")
    ] = False,
) -> Any:
    """Alerts nobody has seen yet, the newest first."""
    is_page = wished is Format.JSON
    limit = place.rows if is_page or place.limit else MOST_TABLE_ROWS
    found = list_alerts(asked.workspace, domain, history=history, limit=limit, offset=place.offset)
    rows = [one.as_document() for one in found]
    if is_page:
        return place.page(rows, alert_count(asked.workspace, domain, history=history))
    return written(place, rows, wished, "alerts", tuple(AlertOut.model_fields))


@router.post("/alerts/{alert}/acknowledge", response_model=AlertOut, responses=described(404))
def acknowledge(asked: Changes, alert: IdPath) -> Any:
    """Keeps that somebody has seen an alert."""
    return see_alert(asked.workspace, alert, by=asked.principal.name).as_document()


@router.delete("/alerts/{alert}/acknowledge", response_model=AlertOut, responses=described(404))
def recall(asked: Changes, alert: IdPath) -> Any:
    """Takes that back: nobody has seen it."""
    return see_alert(asked.workspace, alert, undo=True).as_document()


@router.get("/sites/{domain}/alert-rules", response_model=AlertRulesOut)
def rules(asked: Reads, domain: DomainPath) -> Any:
    """What the owner of a site wants to be told."""
    return rules_of(asked.workspace, domain).as_document()


@router.patch("/sites/{domain}/alert-rules", response_model=AlertRulesOut)
def change_rules(asked: Changes, domain: DomainPath, told: AlertRulesIn) -> Any:
    """Changes what the owner of a site wants to be told; what is left out stays."""
    return set_rules(
        asked.workspace, domain, least_authority=told.least_authority, quiet=told.quiet,
        digest=told.digest,
    ).as_document()  # fmt: skip


@router.post("/verify", status_code=202, response_model=JobOut, responses=QUEUED)
def verify(asked: Changes, told: VerifyIn, response: Response, keyed: Repeated) -> Any:
    """Queues a polite look at backlinks that are due; only at public addresses."""
    arguments = told.model_dump() | {"domains": [domain_named(one) for one in told.domains]}
    return queued(asked, response, keyed, "verify", lambda: arguments)


@router.get("/domains/{domain}/checks", response_model=ChecksOut, responses=AS_FILES)
def checks(
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    standing: Annotated[list[Standing], Query(description="Only those that stand so.")] = [],  # noqa: B006
) -> Any:
    """The backlinks of a site that were looked at again, the last looked at first."""
    is_page = wished is Format.JSON
    limit = place.rows if is_page or place.limit else MOST_TABLE_ROWS
    found = known_checks(
        asked.workspace, domain, standings=standing, limit=limit, offset=place.offset
    )
    rows = [one.as_document() for one in found]
    if not is_page:
        return written(place, rows, wished, "checks", CHECK_COLUMNS)
    counts = known_standings(asked.workspace, domain)
    total = sum(count for word, count in counts.items() if not standing or word in standing)
    told = {word.value: count for word, count in counts.items()}
    return place.page(rows, total) | {"standings": told}
