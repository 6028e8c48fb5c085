"""The profile of a domain: quality and quantity of what points at it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.profile import profile as profile_of
from backlinkbot.core.profile import WEEKS_TOLD
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.paging import told_to
from backlinkbot.interfaces.api.parameters import Day, DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.profile import ProfileOut

MOST_WEEKS = 5_000

router = APIRouter(tags=["profile"])


@router.get("/domains/{domain}/profile", response_model=ProfileOut, responses=described(404))
def profile(
    asked: Reads,
    domain: DomainPath,
    as_of: Annotated[Day | None, Query(description="As it was known on this day.")] = None,
    weeks: Annotated[
        int, Query(ge=0, le=MOST_WEEKS, description="Weeks of history; 0 for all.")
    ] = WEEKS_TOLD,
) -> Any:
    """Quality and quantity of the backlinks of a domain, the best and worst, and findings."""
    found = profile_of(asked.workspace, domain, as_of=as_of)
    told = told_to(asked, found.as_document(weeks=weeks or None))
    return told | {"recent_until": found.recent_until}
