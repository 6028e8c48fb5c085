"""What kinds of problems there are: the addresses that problems name as their type."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from backlinkbot.core.errors import NotFound
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.schemas.answer import ProblemKind
from backlinkbot.interfaces.schemas.problems import BY_NAME

router = APIRouter(tags=["problems"])


@router.get("/problems/{name}", response_model=ProblemKind, responses=described(404))
def problem(name: Annotated[str, Path(max_length=100)]) -> Any:
    """What a kind of problem means, and what helps."""
    if name not in BY_NAME:
        raise NotFound(f"no problem is called {name}; there are: {', '.join(BY_NAME)}")
    status, kind = BY_NAME[name]
    return {"title": kind.title, "status": status, "what_to_do": kind.what_to_do}
