"""Pages of lists: an opaque, signed cursor that says where the next page begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request
from itsdangerous import BadSignature, URLSafeSerializer

from backlinkbot.core.errors import BadInput
from backlinkbot.core.places import evidence_named
from backlinkbot.interfaces.api.asked import Reads

if TYPE_CHECKING:
    from backlinkbot.interfaces.gate import Asked

MOST_ROWS = 1_000  # of a page; a table as CSV or Parquet has all of them
USUAL_ROWS = 100
LONGEST_CURSOR = 1_000
NOT_ASKED = ("cursor", "limit", "format", "token")  # what two pages of one list may differ in
OLDER = (
    "The index changed since the first page was read: rows may be missing or come twice. "
    "Begin again without a cursor for one whole state."
)
STRANGE = "the cursor is none of this list; begin again without one"


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of a list is wished for. `limit` None: nobody said; `is_older`: by the cursor."""

    asked: Asked
    path: str
    question: str
    offset: int
    limit: int | None
    is_older: bool

    @property
    def rows(self) -> int:
        """How many rows the page has at most."""
        return USUAL_ROWS if self.limit is None else self.limit

    def page(self, rows: Sequence[Any], total: int) -> dict[str, Any]:
        """The document of this page, of `total` rows that fit."""
        reached = self.offset + len(rows)
        return {
            **stamp(self.asked),
            "total": total,
            "rows": told_to(self.asked, rows),
            "next_cursor": self._cursor(reached) if rows and reached < total else None,
            "notes": [OLDER] if self.is_older else [],
        }

    def of(self, rows: Sequence[Any]) -> dict[str, Any]:
        """The document of this page of rows that are all here."""
        return self.page(rows[self.offset : self.offset + self.rows], len(rows))

    def _cursor(self, offset: int) -> str:
        told = [self.path, self.question, offset, stamp(self.asked)["snapshot"]]
        return str(_signer(self.asked).dumps(told))


def placed(
    request: Request,
    asked: Reads,
    limit: Annotated[
        int | None,
        Query(ge=1, le=MOST_ROWS, description=f"Rows of a page; {USUAL_ROWS} where none is said."),
    ] = None,
    cursor: Annotated[
        str | None,
        Query(max_length=LONGEST_CURSOR, description="`next_cursor` of the page before."),
    ] = None,
) -> Place:
    """The page of a list that a request asks for.

    Raises:
        BadInput: a cursor that we did not give, or gave for another question.
    """
    path, question = request.url.path, _question(request)
    if cursor is None:
        return Place(asked, path, question, 0, limit, is_older=False)
    try:
        of_path, of_question, offset, snapshot = _signer(asked).loads(cursor)
    except (BadSignature, ValueError, TypeError):
        raise BadInput(STRANGE) from None
    if (of_path, of_question) != (path, question):
        raise BadInput(STRANGE)
    is_older = snapshot != stamp(asked)["snapshot"]
    return Place(asked, path, question, int(offset), limit, is_older=is_older)


Paged = Annotated[Place, Depends(placed, scope="function")]


def stamp(asked: Asked) -> dict[str, Any]:
    """What every answer has: the snapshot and its day."""
    snapshot = asked.workspace.snapshot
    return {
        "snapshot": snapshot.name if snapshot else None,
        "as_of": asked.workspace.clock.today(),
    }


def stamped(asked: Asked, document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with the snapshot and the day it was made from; its own words stand."""
    told: dict[str, Any] = told_to(asked, dict(document))
    return {**stamp(asked), **told}


def told_to(asked: Asked, told: Any) -> Any:
    """What is told; whoever is elsewhere is told files of this machine by their names alone."""
    return told if asked.principal.is_local else evidence_named(told)


def _question(request: Request) -> str:
    told = [pair for pair in request.query_params.multi_items() if pair[0] not in NOT_ASKED]
    return sha256(repr(sorted(told)).encode()).hexdigest()[:16]


def _signer(asked: Asked) -> URLSafeSerializer:
    return URLSafeSerializer(asked.gate.key, salt=f"cursor:{asked.client}")
