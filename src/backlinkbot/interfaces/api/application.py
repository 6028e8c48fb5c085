"""REST put together: the routes, their problems, and the OpenAPI document."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi

from backlinkbot import __version__
from backlinkbot.interfaces.api import routes
from backlinkbot.interfaces.api.asked import careful
from backlinkbot.interfaces.api.problems import described, handle_problems
from backlinkbot.interfaces.schemas.answer import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import APIRouter

    from backlinkbot.interfaces.gate import Gate

PREFIX = "/api/v1"
ALWAYS = (400, 401, 403, 404, 422, 429)  # what any route may answer
ABOUT = """\
Every verb of Backlink Bot, typed. Words mean what they mean on the pages and the command line.

* **Who asks**: `Authorization: Bearer bb_…`, a token made under Settings. While there is no
  account, this machine itself needs none. `?client=` names the client where a token is for several.
* **Answers** say the snapshot of the index and the day they were made from. Lists come in pages:
  `next_cursor` goes into `cursor`. Tables are also CSV and Parquet, by `?format=` or `Accept`.
* **Long work** is queued: 202 with a job, whose address is in `Location`. `Idempotency-Key` makes
  asking twice harmless.
* **Problems** are `application/problem+json` (RFC 9457) with a sentence and what to do.
"""


def make_api(gate: Gate) -> FastAPI:
    """REST as an application of its own, to be mounted at `PREFIX`."""
    api = _application()
    api.state.gate = gate
    api.openapi = document  # type: ignore[method-assign]  # how FastAPI wants it
    return api


def _application() -> FastAPI:
    api = FastAPI(
        title="Backlink Bot", version=__version__, description=ABOUT, docs_url=None,
        redoc_url=None, redirect_slashes=False, dependencies=[Depends(careful)],
        responses=described(*ALWAYS),
    )  # fmt: skip
    for router in _routers():
        api.include_router(router)
    handle_problems(api)
    return api


def _routers() -> Iterator[APIRouter]:
    for found in iter_modules(routes.__path__):
        yield import_module(f"{routes.__name__}.{found.name}").router


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document; it takes a second to make, and is the same whoever is asked."""
    api = _application()
    made: dict[str, Any] = get_openapi(
        title=api.title, version=api.version, description=api.description, routes=api.routes,
        servers=[{"url": PREFIX}],
    )  # fmt: skip
    template = "#/components/schemas/{model}"
    problem = Problem.model_json_schema(ref_template=template)
    parts = made.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    schemas |= problem.pop("$defs", {})
    schemas["Problem"] = problem
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}, {}]
    return made
