"""What routes of REST take: who asks, of which client; and what every request must keep to."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.interfaces.gate import Asked, Exports, Manages, People, Reads, Writes
from backlinkbot.interfaces.gate.asked import READS
from backlinkbot.interfaces.gate.forms import HEADER, is_ours

LONGEST_SLUG = 40
Client = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=LONGEST_SLUG,
        description="The client that is asked about; where none is named, that of the token.",
        examples=["home"],
    ),
]


async def careful(request: Request, client: Client = None) -> None:
    """Turns away parameters that mean nothing here, and what no text holds.

    Raises:
        BadInput: there is one; a filter that is not known must not be passed over in silence.
    """
    del client  # described here, read by the gate
    known = _known_parameters(request)
    for name, value in request.query_params.multi_items():
        if name not in known:
            listed = ", ".join(sorted(known))
            raise BadInput(f"there is no parameter {name[:100]!r} here; there are: {listed}")
        if "\x00" in value:
            raise BadInput(f"{name} holds a character that no text has")
    if any("\x00" in str(value) for value in request.path_params.values()):
        raise BadInput("the address holds a character that no text has")


def _known_parameters(request: Request) -> set[str]:
    """The parameters of a route's query, as they are described to those who ask."""
    path = getattr(request.scope.get("route"), "path_format", "")
    operation = request.app.openapi()["paths"].get(path, {}).get(request.method.lower(), {})
    return {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}


async def own_script(request: Request, asked: Reads) -> None:
    """Raises Refused where a browser's session asks for a change without a token of our pages."""
    principal = asked.principal
    if request.method in READS or principal.is_local or principal.token:
        return
    if not is_ours(request, request.headers.get(HEADER, "")):
        raise Refused(f"a signed-in browser changes things only with the header {HEADER}")


async def changes(
    asked: Writes, _: Annotated[None, Depends(own_script, scope="function")]
) -> Asked:
    """A client that one may change something in."""
    return asked


async def rules(asked: Manages, _: Annotated[None, Depends(own_script, scope="function")]) -> Asked:
    """The same, for an owner."""
    return asked


async def owns(asked: Annotated[Asked, Depends(changes, scope="function")]) -> Asked:
    """A client that one may change something in, for an owner; it is in the audit log afterwards.

    Raises:
        Refused: he is no owner.
    """
    if not asked.principal.may_manage:
        raise Refused(f"only an owner may do this, and {asked.principal.name} is none")
    return asked


Changes = Annotated[Asked, Depends(changes, scope="function")]
Owns = Annotated[Asked, Depends(owns, scope="function")]
Rules = Annotated[Asked, Depends(rules, scope="function")]

__all__ = ["Asked", "Changes", "Exports", "Owns", "People", "Reads", "Rules", "careful"]
