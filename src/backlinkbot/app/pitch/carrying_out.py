"""Carries out what an answer means: for the message, its sequence, the person, the prospect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.app.prospects.changing import bar, kept
from backlinkbot.app.prospects.fields import differences
from backlinkbot.app.suppress import suppress_address
from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.prospects import Change, ChangeKind, Stage
from backlinkbot.io.state.answered import (
    delay_course,
    end_course,
    hold_course,
    mark_bounced,
)
from backlinkbot.io.state.approvals import cancel_waiting
from backlinkbot.io.state.prospects import keep_changes, next_step, prospects_numbered
from backlinkbot.io.state.suppressions import drop_touch, keep_answer
from backlinkbot.logic.outreach.effects import answered, steps_to
from backlinkbot.logic.prospect.stages import moved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from backlinkbot.app.pitch.books import Books
    from backlinkbot.core.outreach import KeptMessage
    from backlinkbot.core.prospects import Opening, Prospect
    from backlinkbot.logic.outreach.effects import Effect

BY_MAIL = "mail"  # who did it, in a prospect's history, where no person of ours did


@dataclass(frozen=True, slots=True)
class Happened:
    """What an answer is about.

    `message`: of ours, None where it is not known; `persons`: addresses of whoever answered and of
    whom we wrote to; `at`: when he did; `now`: when we read it; `by`: who says so.
    """

    message: KeptMessage | None
    persons: tuple[str, ...]
    at: datetime
    now: datetime
    away_until: date | None = None
    by: str = BY_MAIL


def carry_out(books: Books, effect: Effect, told: Happened) -> None:
    """Do what an effect says, within open transactions; done twice, it changes nothing more."""
    at = min(told.at, told.now)
    if effect.suppress:
        note = f"by mail of {at:%Y-%m-%d}" if told.by == BY_MAIL else f"said {told.by}"
        for address in told.persons:
            suppress_address(
                books.root, books.people, address, effect.suppress, told.now,
                client=books.workspace.client, by=told.by, note=note,
            )  # fmt: skip
    if effect.is_answer:
        for address in told.persons:
            keep_answer(books.root, books.people.person(address), at)
    if told.message:
        _course(books, effect, told, told.message)
        _prospect(books, effect, told, told.message)


def _course(books: Books, effect: Effect, told: Happened, message: KeptMessage) -> None:
    """The message, and what would have followed it."""
    connection, course = books.client, (message.campaign, message.prospect)
    if effect.is_bounce:
        mark_bounced(connection, message.message.message_id, effect.says, told.now)
    if effect.ending:
        end_course(connection, *course, effect.ending.value, told.now)
        is_last_word = effect.stage is Stage.DO_NOT_CONTACT
        for gone in cancel_waiting(
            connection, *course, told.now, effect.ending.value, is_last_word=is_last_word
        ):
            drop_touch(books.root, gone)  # it never left, so it counts for nobody
    if effect.holds:
        hold_course(connection, *course, is_held=True)
    if effect.waits and told.away_until:
        delay_course(connection, *course, told.away_until)


def _prospect(books: Books, effect: Effect, told: Happened, message: KeptMessage) -> None:
    """The prospect's stage, its outcome, and a line in its history."""
    found = [one for one in prospects_numbered(books.client, [message.prospect]) if not one.is_gone]
    if not found or not effect.says:
        return
    one = found[0]
    line = Change(
        0, next_step(books.client), one.number, told.now, told.by, ChangeKind.NOTED, {}, effect.says
    )  # fmt: skip
    if effect.stage is Stage.DO_NOT_CONTACT:
        keep_changes(books.client, bar(books.client, line, [one.number]))
        return
    after = _led_on(one, effect, told, message)
    fields = differences(one, after)
    kept(books.client, one, after)
    kind = ChangeKind.MOVED if "stage" in fields else ChangeKind.NOTED
    keep_changes(books.client, [replace(line, kind=kind, fields=fields)])


def _led_on(one: Prospect, effect: Effect, told: Happened, message: KeptMessage) -> Prospect:
    at = min(told.at, told.now)
    after = one
    for stage in steps_to(one.stage, effect.stage) if effect.stage else ():
        when = message.sent_at or at if stage is Stage.CONTACTED else at
        after = moved(after, stage, when, _opening(one, message))
    if effect.is_answer:
        after = replace(after, outcome=answered(after, at))
    return replace(after, changed_at=max(told.now, one.changed_at))


def _opening(one: Prospect, message: KeptMessage) -> Opening | None:
    """What the message asked for."""
    same = [opening for opening in one.openings if opening.tactic == message.tactic]
    return next((opening for opening in same if opening.page == message.page), None) or next(
        iter(same), None
    )


def persons_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """Those that are addresses, each once, as they were written."""
    found: dict[str, str] = {}
    for address in addresses:
        try:
            found.setdefault(canonical_address(address), address)
        except BadInput:
            continue
    return tuple(found.values())
