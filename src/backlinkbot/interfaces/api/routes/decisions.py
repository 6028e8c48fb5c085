"""Decisions about linking sites: keep, remove, disavow, or take back; nothing is sent anywhere."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.decisions import decide, decide_group
from backlinkbot.app.decisions import decisions as decisions_of
from backlinkbot.core.errors import BadInput
from backlinkbot.interfaces.api.asked import Asked, Changes, Reads
from backlinkbot.interfaces.api.paging import Paged, stamp
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.api.rows import documents
from backlinkbot.interfaces.api.tables import AS_FILES, Formatted
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.audits import DecidedOut, DecisionIn, DecisionOut

router = APIRouter(tags=["audit"])


@router.get("/domains/{domain}/decisions", response_model=Rows[DecisionOut], responses=AS_FILES)
def decisions(
    asked: Reads,
    domain: DomainPath,
    place: Paged,
    wished: Formatted,
    in_force: Annotated[  # noqa: FBT002 - a parameter of an address
        bool, Query(description="Only what holds now; else all, in order.")
    ] = True,
) -> Any:
    """What was decided about the sites that link to a domain."""
    found = decisions_of(asked.workspace, domain)
    rows = [one.as_document() for one in (found.in_force if in_force else found.all)]
    return documents(place, rows, wished, "decisions", tuple(DecisionOut.model_fields))


@router.post(
    "/domains/{domain}/decisions",
    status_code=201,
    response_model=DecidedOut,
    responses=described(404, 409),
)
def add(asked: Changes, domain: DomainPath, told: DecisionIn, keyed: Repeated) -> Any:
    """Decides about a linking site, or about every member of a group of the last audit."""
    if bool(told.unit) is bool(told.group):
        raise BadInput("name a unit or a group, one of them")
    decided = _group if told.group else _unit
    return keyed.once(asked, lambda: {**stamp(asked), **decided(asked, domain, told)})


def _group(asked: Asked, domain: str, told: DecisionIn) -> dict[str, Any]:
    done = decide_group(
        asked.workspace, domain, told.group, told.decision, by=asked.principal.name,
        note=told.note, is_forced=told.force,
    )  # fmt: skip
    refused = [{"unit": unit, "reason": why} for unit, why in done.refused]
    made = [one.as_document() for one in done.made]
    return {"made": made, "in_force": None, "taken_back": None, "refused": refused}


def _unit(asked: Asked, domain: str, told: DecisionIn) -> dict[str, Any]:
    one = decide(
        asked.workspace, domain, told.unit, told.decision, by=asked.principal.name, note=told.note
    )
    return {
        "made": [one.made.as_document()],
        "in_force": one.in_force.as_document() if one.in_force else None,
        "taken_back": one.taken_back.as_document() if one.taken_back else None,
        "refused": [],
    }
