"""What was asked for in the period and what came of it, as the report lists it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backlinkbot.core.client_report import Asked, FactKind, LandedLink

if TYPE_CHECKING:
    from backlinkbot.core.prospects import Outcome
    from backlinkbot.logic.reports.client.material import Material, Outreach

COUNT, NUMBER = FactKind.COUNT, FactKind.NUMBER
OTHER = ""  # the tactic of who was added by hand


def asked_by_tactic(told: Material) -> tuple[Asked, ...]:
    """Who was asked in the period by each tactic, most first."""
    if told.outreach is None:
        return ()
    every, replied, won = Counter[str](), Counter[str](), Counter[str]()
    for one in told.outreach.asked:
        tactic = one.tactic or OTHER
        every[tactic] += 1
        replied[tactic] += has_answered(one, told.outreach)
        won[tactic] += one.placed_at is not None
    return tuple(
        Asked(tactic, many, replied[tactic], won[tactic])
        for tactic, many in sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def has_answered(one: Outcome, outreach: Outreach) -> bool:
    """Whether an answer came that does not ask for no more messages."""
    return one.replied_at is not None and one.prospect not in outreach.no_more


def not_answered(outreach: Outreach) -> tuple[int, int, int]:
    """Of those asked in the period: who wants no more, who could not be reached, the others.

    Together with those who answered they are all that were asked.
    """
    left = [one for one in outreach.asked if not has_answered(one, outreach)]
    no_more = sum(one.prospect in outreach.no_more for one in left)
    bounced = sum(one.prospect in outreach.bounced - outreach.no_more for one in left)
    return no_more, bounced, len(left) - no_more - bounced


def landed_links(told: Material) -> tuple[LandedLink, ...]:
    """The links that were asked for and landed in the period, the newest first."""
    if told.outreach is None:
        return ()
    return tuple(
        LandedLink(
            one.organisation,
            one.page,
            one.tactic,
            one.placement,
            one.landed_at.date(),
            one.quality,
            one.lost_at is None or one.lost_at.date() > told.as_of,
        )
        for one in told.outreach.landed
    )


def outreach_facts(
    told: Material, asked: tuple[Asked, ...], landed: tuple[LandedLink, ...]
) -> list[tuple[str, float | None, FactKind, str]]:
    """What was asked for, what came of it, and the work, each with the call that told it.

    Nothing where nobody was ever asked.
    """
    if told.outreach is None:
        return []
    call = (
        f"pitch results({told.site.domain}, {told.since.isoformat()} to {told.as_of.isoformat()})"
    )
    hours = told.outreach.minutes / 60
    no_more, bounced, silent = not_answered(told.outreach)
    numbers: tuple[tuple[str, float | None, FactKind, str], ...] = (
        ("asked", sum(one.asked for one in asked), COUNT, "prospects asked"),
        ("replied", sum(one.replied for one in asked), COUNT, "of them replied"),
        ("no-more", no_more, COUNT, "of them ended as unsubscribed or complained"),
        ("bounced", bounced, COUNT, "of them ended as bounced"),
        ("silent", silent, COUNT, "of them none of these"),
        ("messages", told.outreach.messages, COUNT, "messages sent"),
        ("won", len(landed), COUNT, "links landed"),
        ("standing", sum(one.is_standing for one in landed), COUNT, "links landed that stand"),
        ("open", told.outreach.open, COUNT, "prospects that may still link"),
        ("hours", hours, NUMBER, "minutes that find reckons, of those asked"),
        ("hours-a-link", hours / len(landed) if landed else None, NUMBER, "hours by links landed"),
    )
    return [
        (f"outreach.{name}", value, kind, f"{call}: {what}") for name, value, kind, what in numbers
    ]
