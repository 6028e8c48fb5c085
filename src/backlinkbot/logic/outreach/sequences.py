"""Sequences: which message comes next, when in the recipient's day, and what ends it.

Whoever has begun with one version of a sequence goes on with that one, so an edit changes nothing
that was begun, but that a shorter or withdrawn newest version ends it for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backlinkbot.core.errors import BadInput
from backlinkbot.core.outreach import MOST_FOLLOW_UPS, MessageState, Refusal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from backlinkbot.core.outreach import Sequence as MailSequence

LATEST_DAYS = 60  # business days between two messages; later, nobody remembers the first
LOOK_AHEAD = 400  # days in which a business day must be found, whatever the holidays
HOURS_OF_DAY = 24
MINUTE = timedelta(minutes=1)  # clocks are changed at whole ones
# Where most people of a country live; in countries with many zones, one in their middle.
ZONES: Mapping[str, str] = {
    "AE": "Asia/Dubai", "AR": "America/Argentina/Buenos_Aires", "AT": "Europe/Vienna",
    "AU": "Australia/Sydney", "BE": "Europe/Brussels", "BG": "Europe/Sofia",
    "BR": "America/Sao_Paulo", "CA": "America/Toronto", "CH": "Europe/Zurich", "CY": "Asia/Nicosia",
    "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn",
    "ES": "Europe/Madrid", "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GB": "Europe/London",
    "GR": "Europe/Athens", "HK": "Asia/Hong_Kong", "HR": "Europe/Zagreb", "HU": "Europe/Budapest",
    "IE": "Europe/Dublin", "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome", "JP": "Asia/Tokyo", "KR": "Asia/Seoul", "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MT": "Europe/Malta",
    "MX": "America/Mexico_City", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo",
    "NZ": "Pacific/Auckland", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "RS": "Europe/Belgrade", "SE": "Europe/Stockholm",
    "SG": "Asia/Singapore", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
    "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "US": "America/Chicago",
    "ZA": "Africa/Johannesburg",
}  # fmt: skip


class Ending(StrEnum):
    """What ends a sequence for a recipient."""

    REPLIED = "replied"
    BOUNCED = "bounced"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    LANDED = "the link has landed"
    REMOVED = "the links were taken away"
    STOPPED = "stopped by a person"


@dataclass(frozen=True, slots=True)
class Done:
    """A message of the sequence that was made: how far it is, and when it went."""

    step: int
    state: MessageState
    at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to one recipient; `away_until`: the day an automatic answer gives, if any."""

    done: tuple[Done, ...] = ()
    endings: tuple[Ending, ...] = ()
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The next message: its step, the templates it may use, and the moment, in UTC."""

    step: int
    templates: tuple[str, ...]
    at: datetime


def check(sequence: MailSequence) -> None:
    """Raises BadInput for a sequence that cannot be run, with what is wrong in it."""
    steps = sequence.steps
    if not 1 <= len(steps) <= 1 + MOST_FOLLOW_UPS:
        raise BadInput(f"a sequence has a first message and at most {MOST_FOLLOW_UPS} follow-ups")
    if any(not step.templates or not all(step.templates) for step in steps):
        raise BadInput("each step of a sequence needs at least one template")
    if steps[0].after_days != 0:
        raise BadInput("the first message of a sequence has nothing to wait for")
    if any(not 1 <= step.after_days <= LATEST_DAYS for step in steps[1:]):
        raise BadInput(f"a follow-up goes 1 to {LATEST_DAYS} business days after the one before it")
    first, last = sequence.hours
    if not 0 <= first < last <= HOURS_OF_DAY:
        raise BadInput("the hours of a sequence are two of the same day, like 9 to 17")
    if not sequence.weekdays or not set(sequence.weekdays) <= set(range(7)):
        raise BadInput("a sequence needs weekdays, 0 (Monday) to 6")


def next_move(
    begun: MailSequence,
    newest: MailSequence | None,
    course: Course,
    now: datetime,
    zone: str,
    holidays: Collection[date] = (),
) -> Due | Refusal:
    """The next message to a recipient, or why there is none (yet).

    `begun`: the version that he began with; `newest`: the one of today, None where the sequence
    was withdrawn; `holidays`: days in his zone on which nobody works.
    """
    if course.endings:
        return Refusal("ended", f"the sequence is over: {course.endings[0].value}")
    step = len(course.done)
    if step and (waits := _not_yet(course.done)):
        return waits
    if newest is None:
        return Refusal("withdrawn", "the sequence was withdrawn")
    if step >= min(len(begun.steps), len(newest.steps)):
        return Refusal("all-sent", "all messages of the sequence have gone")
    last = course.done[-1].at if step else now
    at = due_at(begun, step, last, zone, holidays)
    if course.away_until:
        back = datetime.combine(course.away_until, time(), zone_named(zone)) + timedelta(days=1)
        at = max(at, due_at(begun, 0, back, zone, holidays))
    if at < now:
        at = due_at(begun, 0, now, zone, holidays)
    return Due(step, begun.steps[step].templates, at)


def due_at(
    sequence: MailSequence,
    step: int,
    after: datetime,
    zone: str,
    holidays: Collection[date] = (),
) -> datetime:
    """When a step goes that follows something at `after`: on a business day, in business hours.

    The first such moment at or after `after` plus the step's business days, in UTC. Where clocks
    are changed, an hour that is left out is none, and one that comes twice is two.
    """
    place, wait = zone_named(zone), sequence.steps[step].after_days
    local = after.astimezone(place)
    day, clock = local.date(), local.time()
    first, last = _hour(sequence.hours[0]), _hour(sequence.hours[1])
    if wait == 0:
        if first <= clock < last and _is_business(sequence, day, holidays):
            return after.astimezone(UTC)
        clock = first
    elif clock < last:
        clock = max(clock, first)
    else:
        clock = time(sequence.hours[1] - 1, 59)
    for _ in range(wait):
        day = _next_business(sequence, day, holidays)
    while True:
        if _is_business(sequence, day, holidays):
            for at in _moments(datetime.combine(day, clock), place):
                there = at.astimezone(place)
                if at >= after and there.date() == day and first <= there.time() < last:
                    return at
        day, clock = _next_business(sequence, day, holidays), first


def _moments(wall: datetime, place: ZoneInfo) -> tuple[datetime, ...]:
    """When clocks show that, in UTC: once, or twice; where it is left out, the first moment after.

    `wall`: without a zone.
    """
    early, late = (wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if early.astimezone(place).replace(tzinfo=None) == wall:
        return (early,) if early == late else (early, late)
    before = late.astimezone(
        place
    ).utcoffset()  # of what is left out, the later reading comes first
    while early - late > MINUTE:
        middle = late + (early - late) / 2
        if middle.astimezone(place).utcoffset() == before:
            late = middle
        else:
            early = middle
    return (early.replace(second=0, microsecond=0),)


def _is_business(sequence: MailSequence, day: date, holidays: Collection[date]) -> bool:
    return day.weekday() in sequence.weekdays and day not in holidays


def _next_business(sequence: MailSequence, day: date, holidays: Collection[date]) -> date:
    for ahead in range(1, LOOK_AHEAD):
        one = day + timedelta(days=ahead)
        if _is_business(sequence, one, holidays):
            return one
    raise BadInput("no business day can be found: the holidays leave none")


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name; raises BadInput where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"{name!r} is no time zone; give one like Europe/Berlin") from error


def thread_of(message_ids: Sequence[str], first_subject: str) -> tuple[str, dict[str, str]]:
    """Subject and headers that keep a follow-up in the thread of the messages before it.

    RFC 5322 §3.6.4: it answers the last one and refers to all. Without any, it is a first message.
    """
    if not message_ids:
        return first_subject, {}
    known = first_subject[:3].casefold() == "re:"
    subject = first_subject if known else f"Re: {first_subject}"
    return subject, {"In-Reply-To": message_ids[-1], "References": " ".join(message_ids)}


def _not_yet(done: Sequence[Done]) -> Refusal | None:
    """Why nothing follows the last message, None where it went."""
    last = done[-1].state
    if last is MessageState.SENT:
        return None
    if last is MessageState.UNKNOWN:
        return Refusal(
            "unknown", "nobody knows whether the message before it went; a person decides"
        )
    if last in {MessageState.PLANNED, MessageState.APPROVED, MessageState.CLAIMED}:
        return Refusal("waiting", "the message before it has not gone yet")
    return Refusal("ended", f"the sequence is over: the message before it is {last.value}")


def _hour(hour: int) -> time:
    return time.max if hour == HOURS_OF_DAY else time(hour)
