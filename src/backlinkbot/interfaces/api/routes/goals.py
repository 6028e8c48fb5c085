"""Goals of a site, and filters of its lists that were saved under a name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from backlinkbot.app.filters import list_filters, remove_filter, save_filter
from backlinkbot.app.goals import list_goals, remove_goal, set_goal
from backlinkbot.core.filters import SavedFilter
from backlinkbot.core.goals import GoalKind
from backlinkbot.interfaces.api.asked import Changes, Reads
from backlinkbot.interfaces.api.paging import Paged
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.goals import FilterIn, FilterOut, GoalIn, GoalOut

List = Annotated[
    str,
    Path(min_length=1, max_length=40, pattern="^[a-z-]+$", description="backlinks, anchors …"),
]
Name = Annotated[str, Path(min_length=1, max_length=200)]

router = APIRouter(tags=["sites"])


@router.get("/sites/{domain}/goals", response_model=Rows[GoalOut])
def goals(asked: Reads, domain: DomainPath, place: Paged) -> Any:
    """What was agreed to be reached for a site, by the month."""
    return place.of([one.as_document() for one in list_goals(asked.workspace, domain)])


@router.put("/sites/{domain}/goals/{kind}", response_model=GoalOut, responses=described(404))
def agree(asked: Changes, domain: DomainPath, kind: GoalKind, told: GoalIn) -> Any:
    """Agrees on a goal from a month on."""
    return set_goal(
        asked.workspace, domain, kind, told.wanted, since=told.since, by=asked.principal.name
    ).as_document()


@router.delete("/sites/{domain}/goals/{kind}", status_code=204, responses=described(404))
def drop(asked: Changes, domain: DomainPath, kind: GoalKind) -> None:
    """Forgets all goals of a kind."""
    remove_goal(asked.workspace, domain, kind)


@router.get("/domains/{domain}/filters/{list_name}", response_model=Rows[FilterOut])
def filters(asked: Reads, domain: DomainPath, list_name: List, place: Paged) -> Any:
    """The saved filters of one list of a domain."""
    return place.of([_told(one) for one in list_filters(asked.workspace, domain, list_name)])


@router.put("/domains/{domain}/filters/{list_name}/{name}", response_model=FilterOut)
def save(asked: Changes, domain: DomainPath, list_name: List, name: Name, told: FilterIn) -> Any:
    """Saves what a list is asked under a name; one of that name goes."""
    return _told(
        save_filter(asked.workspace, domain, list_name, name, told.query, asked.principal.name)
    )


@router.delete(
    "/domains/{domain}/filters/{list_name}/{name}",
    response_model=FilterOut,
    responses=described(404),
)
def forget(asked: Changes, domain: DomainPath, list_name: List, name: Name) -> Any:
    """Forgets a saved filter."""
    return _told(remove_filter(asked.workspace, domain, list_name, name))


def _told(one: SavedFilter) -> dict[str, Any]:
    return {
        "site": one.site, "list": one.list, "name": one.name, "query": one.query, "by": one.by,
        "saved_at": one.saved_at,
    }  # fmt: skip
