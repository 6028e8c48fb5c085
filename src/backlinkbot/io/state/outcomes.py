"""Questions about outcomes: when a prospect was asked, by which tactic, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from backlinkbot.core.prospects import REMOVAL, ContactKind, Outcome
from backlinkbot.io.state.prospect_tables import outcomes, prospects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

FIELDS = (
    "prospect", "site", "tactic", "page", "template", "niche", "relevance", "site_type",
    "contacted_at", "replied_at", "placed_at", "verified_at", "closed_at", "lost_at",
)  # fmt: skip


def kept_outcomes(connection: Connection, site: str = "") -> list[Outcome]:
    """All outcomes of a site, or of all, in the order they began; not of those undone.

    Who was asked to take a link away was not asked for one, so that is not among them.
    """
    known = select(prospects.c.number).where(prospects.c.is_gone.is_(False))
    links = outcomes.c.prospect.in_(known) & (outcomes.c.tactic != REMOVAL)
    asked = select(outcomes).where(links).order_by(outcomes.c.number)
    if site:
        asked = asked.where(outcomes.c.site == site)
    return [_outcome(row) for row in connection.execute(asked)]


def last_outcomes(connection: Connection, numbers: Sequence[int]) -> dict[int, Outcome]:
    """The last outcome of each of these prospects that has one."""
    last = (
        select(func.max(outcomes.c.number))
        .where(outcomes.c.prospect.in_(numbers))
        .group_by(outcomes.c.prospect)
    )
    asked = select(outcomes).where(outcomes.c.number.in_(last))
    return {row.prospect: _outcome(row) for row in connection.execute(asked)}


def keep_outcome(connection: Connection, one: Outcome) -> int:
    """Keep an outcome: a new one where its number is 0, else as it is now; its number."""
    values = {name: getattr(one, name) for name in FIELDS}
    values["contact_kind"] = one.contact_kind.value
    if one.number:
        known = outcomes.c.number == one.number
        changed = connection.execute(update(outcomes).where(known).values(values)).rowcount
        if not changed:  # it was taken back, and comes again
            connection.execute(insert(outcomes).values(number=one.number, **values))
        return one.number
    made = connection.execute(insert(outcomes).values(values)).inserted_primary_key
    return int(made[0]) if made else 0


def drop_outcome(connection: Connection, number: int) -> None:
    """Forget an outcome that never was: asking was undone."""
    connection.execute(delete(outcomes).where(outcomes.c.number == number))


def _outcome(row: Any) -> Outcome:
    told = {name: getattr(row, name) for name in FIELDS}
    return Outcome(number=row.number, contact_kind=ContactKind(row.contact_kind), **told)
