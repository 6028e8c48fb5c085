"""Questions to campaigns, and to the prospects that are written to in them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from backlinkbot.core.outreach import Campaign, Enrolment, Purpose, Sender
from backlinkbot.io.state.sending_tables import campaigns, courses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


def keep_campaign(connection: Connection, one: Campaign) -> Campaign:
    """Keep a campaign: a new one where its number is 0, else as it is now."""
    values = _values(one)
    if one.number:
        known = update(campaigns).where(campaigns.c.number == one.number)
        connection.execute(known.values(values))
        return one
    made = connection.execute(insert(campaigns).values(values)).inserted_primary_key
    return replace(one, number=int(made[0]) if made else 0)


def campaign_numbered(connection: Connection, number: int) -> Campaign | None:
    """One campaign, None where there is none."""
    row = connection.execute(select(campaigns).where(campaigns.c.number == number)).first()
    return None if row is None else _campaign(row)


def kept_campaigns(connection: Connection, site: str = "") -> list[Campaign]:
    """The campaigns of a site or of all, the newest first."""
    asked = select(campaigns).order_by(campaigns.c.number.desc())
    if site:
        asked = asked.where(campaigns.c.site == site)
    return [_campaign(row) for row in connection.execute(asked)]


def enrol(connection: Connection, campaign: int, prospects: Iterable[int], at: datetime) -> int:
    """Put prospects into a campaign; how many were not in it already."""
    known = {one.prospect for one in enrolments(connection, campaign)}
    fresh = [one for one in dict.fromkeys(prospects) if one not in known]
    for number in fresh:
        keep_enrolment(connection, Enrolment(campaign, number, at))
    return len(fresh)


def enrolments(
    connection: Connection, campaign: int, prospects: Sequence[int] = ()
) -> list[Enrolment]:
    """The prospects of a campaign, or some of them, in the order they came."""
    asked = select(courses).where(courses.c.campaign == campaign)
    if prospects:
        asked = asked.where(courses.c.prospect.in_(prospects))
    rows = connection.execute(asked.order_by(courses.c.added_at, courses.c.prospect))
    return [_enrolment(row) for row in rows]


def enrolments_of(connection: Connection, prospects: Sequence[int]) -> list[Enrolment]:
    """In which campaigns prospects are."""
    asked = select(courses).where(courses.c.prospect.in_(prospects))
    rows = connection.execute(asked.order_by(courses.c.campaign, courses.c.prospect))
    return [_enrolment(row) for row in rows]


def keep_enrolment(connection: Connection, one: Enrolment) -> None:
    """Keep a prospect of a campaign as it is now."""
    same = (courses.c.campaign == one.campaign) & (courses.c.prospect == one.prospect)
    values = asdict(one)
    if not connection.execute(update(courses).where(same).values(values)).rowcount:
        connection.execute(insert(courses).values(values))


def _values(one: Campaign) -> dict[str, Any]:
    return {
        "site": one.site,
        "name": one.name,
        "purpose": one.purpose.value,
        "sequence": one.sequence,
        "mailbox": one.mailbox,
        "sender_name": one.sender.name,
        "sender_organisation": one.sender.organisation,
        "postal_address": one.sender.postal_address,
        "country": one.sender.country,
        "privacy_url": one.sender.privacy_url,
        "target": one.target,
        "approves_itself": one.approves_itself,
        "is_paused": one.is_paused,
        "paused_why": one.paused_why,
        "made_at": one.made_at,
        "by": one.by,
    }


def _campaign(row: Any) -> Campaign:
    sender = Sender(
        row.sender_name, row.sender_organisation, row.postal_address, row.country, row.privacy_url
    )
    return Campaign(
        row.number, row.site, row.name, row.sequence, row.mailbox, sender, row.made_at,
        Purpose(row.purpose), row.approves_itself, row.is_paused, row.paused_why, row.by,
        row.target,
    )  # fmt: skip


def _enrolment(row: Any) -> Enrolment:
    return Enrolment(
        row.campaign, row.prospect, row.added_at, row.version, row.ending, row.ended_at,
        row.away_until, row.is_held,
    )  # fmt: skip
