"""The link index: what it holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from backlinkbot.app.upkeep import index_info
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.paging import stamped
from backlinkbot.interfaces.schemas.index import IndexOut

router = APIRouter(tags=["index"])


@router.get("/index", response_model=IndexOut)
def index(asked: Reads) -> Any:
    """Sizes, sources, snapshots, and the domains most linked to."""
    told = {name: part for name, part in index_info(asked.workspace).items() if name != "snapshot"}
    return stamped(asked, told)
