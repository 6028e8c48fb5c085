"""Judgements of a domain as a whole: its velocity, and the mix of its anchors."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from backlinkbot.app.anchors import anchors
from backlinkbot.app.velocity import velocity as velocity_of
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.paging import stamped
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.judged import AnchorMixOut, VelocityOut

router = APIRouter(tags=["profile"])


@router.get("/domains/{domain}/velocity", response_model=VelocityOut, responses=described(404))
def velocity(asked: Reads, domain: DomainPath) -> Any:
    """How fast a domain wins referring domains, week by week, and what is out of line."""
    return stamped(asked, velocity_of(asked.workspace, domain).as_document())


@router.get("/domains/{domain}/anchor-mix", response_model=AnchorMixOut, responses=described(404))
def anchor_mix(asked: Reads, domain: DomainPath) -> Any:
    """Whether the anchors that point at a domain are a natural mix."""
    return stamped(asked, anchors(asked.workspace, domain).as_document())
