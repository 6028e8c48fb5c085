"""Lets messages through the contact firewall, or says why not; each is booked in the root at once.

The root's database takes one writer at a time, so of two clients that want the same person at the
same moment the second sees what the first has booked.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.suppress import people_kept, people_of, suppressed_about
from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import (
    canonical_address,
    is_free_mail,
    is_no_reply,
    is_role_address,
    look_alike,
)
from backlinkbot.core.outreach import Refusal
from backlinkbot.core.recipients import Recipient, Touch
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.suppressions import drop_touch, keep_touch, touch_of, touches_of
from backlinkbot.logic.outreach.compliance import law_of, refusal
from backlinkbot.logic.outreach.firewall import CAPS, Caps, Facts, decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from backlinkbot.app.suppress import People
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Sender
    from backlinkbot.io.state.engine import Connection


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that is to go; what is None about its recipient, nobody knows.

    `address`: as it was published; `goes_at`: when it is to go; `organisation`, `country`,
    `found_on`, `is_guessed`, `says_no`, `has_consent`: see `core.recipients.Recipient`.
    """

    message_id: str
    address: str
    organisation: str
    campaign: int
    step: int
    goes_at: datetime
    country: str | None = None
    found_on: str | None = None
    is_guessed: bool | None = None
    says_no: bool | None = None
    has_consent: bool = False


@dataclass(frozen=True, slots=True)
class Admission:
    """What the firewall said about a message; `refusal` None: it may go."""

    asked: Asked
    refusal: Refusal | None


def admit(
    workspace: Workspace,
    asked: Sequence[Asked],
    sender: Sender | None,
    *,
    caps: Caps = CAPS,
    is_resumed: bool = False,
) -> list[Admission]:
    """Ask the firewall about messages in order and book those that may go, all in one transaction.

    `is_resumed`: a message that was booked before to the same person may be booked again; for
    messages that are kept as not yet approved, so that an approval that broke off can go on.

    Raises:
        Refused, Unreachable: the firewall cannot answer; nothing is booked, so nothing may go.
    """
    with root_workspace(workspace) as root:
        root.write()
        with root.state.writing() as connection:
            people = people_kept(root, connection)
            gate = _Gate(workspace, connection, people, sender, caps, is_resumed=is_resumed)
            return [gate.booked(one) for one in asked]


def preview(
    workspace: Workspace, asked: Sequence[Asked], sender: Sender | None, *, caps: Caps = CAPS
) -> list[Admission]:
    """What `admit` would say now, message by message in the same order; changes nothing."""
    with _looking(workspace) as (people, connection):
        gate = _Gate(workspace, connection, people, sender, caps, is_resumed=True)
        return [gate.looked_at(one) for one in asked]


def still_barred(
    workspace: Workspace, message_id: str, address: str, *organisations: str
) -> Refusal | None:
    """Why a message that was admitted may not go after all; to be asked just before it goes.

    It must be booked to this person, who must not have been suppressed since, nor have answered,
    where it is not an answer itself.

    Raises:
        Refused, Unreachable: the firewall cannot answer, so it may not go.
    """
    if not address.strip():
        return Refusal("ended", "he asked to be forgotten")
    with _looking(workspace) as (people, connection):
        booked = touch_of(connection, message_id)
        if booked is None or booked.client != workspace.client:
            return Refusal("not-admitted", "the firewall never let this message through")
        if booked.person != people.person(address):
            return Refusal("not-admitted", "the firewall let it through to another person")
        if booked.answered_at and not booked.is_answer:
            return Refusal("answered", "he has answered, so the sequence is over")
        wanted = (booked.organisation, *organisations)
        for one in suppressed_about(connection, people, address, wanted):
            said = f"{one.kind.value}: {one.reason.value} on {one.at:%Y-%m-%d}"
            return Refusal("suppressed", said)
    return None


def release(workspace: Workspace, message_ids: Sequence[str]) -> int:
    """Take back the booking of messages that will never go; how many were booked.

    Only for those that certainly never left: one of which that is unknown stays booked.
    """
    with root_workspace(workspace) as root:
        root.write()
        with root.state.writing() as connection:
            known = [touch_of(connection, one) for one in message_ids]
            own = [one for one in known if one and one.client == workspace.client]
            return sum(drop_touch(connection, one.message_id) for one in own)


@contextmanager
def _looking(workspace: Workspace) -> Iterator[tuple[People, Connection]]:
    with root_workspace(workspace) as root, root.state.reading() as connection:
        yield people_of(root, connection), connection


class _Gate:
    """Messages of one batch, one after the other; what was let through counts for the next."""

    def __init__(
        self,
        workspace: Workspace,
        connection: Connection,
        people: People,
        sender: Sender | None,
        caps: Caps,
        *,
        is_resumed: bool,
    ) -> None:
        self._workspace, self._connection, self._people = workspace, connection, people
        self._sender, self._caps, self._is_resumed = sender, caps, is_resumed
        self._promised: dict[tuple[str, str], list[Touch]] = {}  # by what it is found by

    def booked(self, asked: Asked) -> Admission:
        said, promised = self._decided(asked)
        if promised and touch_of(self._connection, asked.message_id) is None:
            keep_touch(self._connection, promised)
        return said

    def looked_at(self, asked: Asked) -> Admission:
        return self._decided(asked)[0]

    def _decided(self, asked: Asked) -> tuple[Admission, Touch | None]:
        """What the firewall says, and what is promised if it lets the message through."""
        try:
            facts = self._facts(asked)
        except BadInput as error:
            return Admission(asked, Refusal("bad-recipient", str(error))), None
        said = decide(facts, self._caps)
        if said is not None or not facts.recipient:
            return Admission(asked, said), None
        promised = self._touch(asked, facts, facts.recipient.organisation)
        for key in _found_by(
            promised.message_id, promised.person, promised.look, promised.organisation
        ):
            self._promised.setdefault(key, []).append(promised)
        return Admission(asked, None), promised

    def _facts(self, asked: Asked) -> Facts:
        address, people = asked.address, self._people
        to = recipient_of(asked)
        person, look = people.person(address), people.look(address)
        law = law_of(to.country)
        return Facts(
            message_id=asked.message_id,
            client=self._workspace.client,
            campaign=asked.campaign,
            step=asked.step,
            now=self._workspace.clock.now(),
            recipient=to,
            person=person,
            look=look,
            sender=self._sender,
            suppressions=suppressed_about(self._connection, people, address, (to.organisation,)),
            touches=self._touches(asked, person, look, to.organisation),
            law_is_known=to.country is not None,
            law=refusal(to, law),
            is_no_reply=is_no_reply(address),
        )

    def _touches(self, asked: Asked, person: str, look: str, organisation: str) -> list[Touch]:
        found = touches_of(self._connection, person, look, organisation)
        here = {one.message_id for one in found}
        if (same := touch_of(self._connection, asked.message_id)) and same.message_id not in here:
            found.append(same)
        if self._is_resumed:
            found = [one for one in found if not _is_same(one, asked, person)]
        wanted = _found_by(asked.message_id, person, look, organisation)
        promised = {one.message_id: one for key in wanted for one in self._promised.get(key, ())}
        return [*found, *(one for name, one in promised.items() if name not in here)]

    def _touch(self, asked: Asked, facts: Facts, organisation: str) -> Touch:
        at = max(asked.goes_at, facts.now)
        return Touch(
            asked.message_id, facts.person or "", facts.look or "", organisation,
            self._workspace.client, asked.campaign, asked.step, at,
        )  # fmt: skip


def _found_by(*values: str) -> list[tuple[str, str]]:
    """By what a touch is found: its message, its person, who looks like him, his organisation."""
    return list(zip(("message", "person", "look", "organisation"), values, strict=True))


def recipient_of(asked: Asked) -> Recipient:
    """What is known of a recipient; raises BadInput for what is no address or no domain."""
    person = canonical_address(asked.address)
    return Recipient(
        person=person,
        look=look_alike(asked.address),
        host=person.rpartition("@")[2],
        organisation=domain_named(asked.organisation),
        country=asked.country,
        is_office=is_role_address(asked.address),
        is_free_mail=is_free_mail(asked.address),
        is_guessed=asked.is_guessed,
        found_on=asked.found_on,
        says_no=asked.says_no,
        has_consent=asked.has_consent,
    )


def _is_same(one: Touch, asked: Asked, person: str) -> bool:
    return one.message_id == asked.message_id and one.person == person
