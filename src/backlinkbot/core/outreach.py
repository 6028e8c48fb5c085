"""Outreach: who writes, to whom nobody may write, what is sent, and how far each message is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from backlinkbot.core.nouns import Message

MESSAGE_IDS = "message-id"  # the purpose of the workspace's key by which messages are named
MOST_FOLLOW_UPS = 2  # judgements on outreach: more earn complaints, not links
LONGEST_ANSWER = 20_000  # characters: nobody writes more to a stranger by hand
LONGEST_SUBJECT = 200  # characters, of an answer
FIRST_ANSWER = 100  # steps from here on are answers that a person wrote, and of no sequence
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # of a week, as users write them


class SuppressionKind(StrEnum):
    """What a suppression is of; the value is the word shown to the user."""

    ADDRESS = "address"
    DOMAIN = "domain"  # a host after the @, with all below it
    ORGANISATION = "organisation"  # whoever writes or publishes under this registrable domain


class SuppressionReason(StrEnum):
    """Why nobody may write there."""

    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"
    BOUNCED = "bounced"  # for good
    ERASED = "erased"  # asked us to forget him; only a keyed hash is left
    ASKED = "asked"  # said so in another way
    OWN = "own decision"  # ours: a client, a rival, somebody we do not want to write to


@dataclass(frozen=True, slots=True)
class Suppression:
    """Nobody of this installation may write to an address, a domain or an organisation, for ever.

    `value`: a canonical address or a domain; empty where the person was erased. `digest`: the keyed
    hash of it by which it is found. `client`: whose campaign led to it.
    """

    kind: SuppressionKind
    value: str
    reason: SuppressionReason
    at: datetime
    by: str = ""
    note: str = ""
    client: str = ""
    digest: str = ""

    @property
    def says(self) -> str:
        """Who it is, why, and since when, as a sentence part."""
        if self.reason is SuppressionReason.ERASED:
            return "asked us to forget him and never to write again"
        whom = f"{self.kind.value} {self.value}" if self.value else "an address"
        return f"{whom}: {self.reason.value} on {self.at:%Y-%m-%d}"

    def as_document(self) -> dict[str, Any]:
        """The suppression as JSON."""
        return {
            "kind": self.kind.value,
            "value": self.value or None,
            "reason": self.reason.value,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "by": self.by,
            "note": self.note,
            "client": self.client,
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is sent to somebody: the rule's short name, and a sentence for the user.

    `rule` is one word with hyphens (`suppressed`, `erased`, `recently-contacted`, `law`,
    `unknown-country`, `fact-missing` …), so that refusals can be counted by it.
    """

    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, as the law wants it said in every message. `country`: ISO 3166 alpha-2."""

    name: str
    organisation: str
    postal_address: str
    country: str = ""
    privacy_url: str = ""


class Security(StrEnum):
    """How the way to a mail server is made private."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"
    NONE = "none"  # for servers on this machine


# Where servers of each kind usually listen.
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


@dataclass(frozen=True, slots=True)
class MailServer:
    """One SMTP or IMAP server and who we are there; the secret is kept apart and never shown.

    `token`: gives an OAuth token that can be used now, where somebody signed in at the provider.
    """

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    secret: str = field(default="", repr=False)
    token_command: str = field(default="", repr=False)  # prints an OAuth token; then no secret
    token: Callable[[], str] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An account that messages are sent from, and where its copies and its answers are read.

    `archive`: an address of ours that gets a copy in the same transaction; `sent_folder`: where the
    provider keeps what was sent. `daily_limit`: messages in a day once it is warm; `started_on`:
    the first day it sent, from which it is warmed up. `zone`: the IANA name of its time zone.
    `dkim_selector`, `dkim_key`: with which key (PEM) its messages are signed; empty: they are not.
    """

    address: str
    name: str
    smtp: MailServer
    imap: MailServer | None = None
    archive: str = ""
    sent_folder: str = ""
    daily_limit: int = 30
    started_on: date | None = None
    is_paused: bool = False
    zone: str = "UTC"
    paused_why: str = ""
    dkim_selector: str = ""
    dkim_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Template:
    """Words to be filled in for each recipient (Liquid); an edit makes a new version.

    `language`: as BCP 47 says it. `version` 0: not kept yet.
    """

    name: str
    subject: str
    body: str
    language: str = "en"
    version: int = 0
    made_at: datetime | None = None
    by: str = ""

    def as_document(self) -> dict[str, Any]:
        """The template as JSON."""
        return {
            "name": self.name,
            "version": self.version,
            "language": self.language,
            "subject": self.subject,
            "body": self.body,
            "made_at": self.made_at,
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a sequence: which templates it may use, and when it goes.

    `after_days`: business days after the message before it, 0 for the first. `templates`: more than
    one are variants, of which the better is learnt.
    """

    templates: tuple[str, ...]
    after_days: int = 0


@dataclass(frozen=True, slots=True)
class Sequence:
    """A first message and its follow-ups, in one thread; an edit makes a new version.

    `hours`: from which to before which full hour of the recipient's day; `weekdays`: 0 is Monday.
    """

    name: str
    steps: tuple[Step, ...]
    hours: tuple[int, int] = (9, 17)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    version: int = 0

    def as_document(self) -> dict[str, Any]:
        """The sequence as JSON."""
        return {
            "name": self.name,
            "version": self.version,
            "steps": [
                {"templates": list(step.templates), "after_days": step.after_days}
                for step in self.steps
            ],
            "hours": list(self.hours),
            "days": [DAYS[day] for day in self.weekdays],
        }


class Purpose(StrEnum):
    """What a campaign asks for."""

    LINKS = "links"
    REMOVALS = "removals"  # of harmful links, as the audit found them


@dataclass(frozen=True, slots=True)
class Campaign:
    """Prospects of a site that are written to with one sequence from one mailbox.

    `approves_itself`: a rule that the user switched on: follow-ups go without an approval of their
    own. `number` 0: not kept yet. `target`: the page of ours that links are to lead to, empty for
    the home page.
    """

    number: int
    site: str
    name: str
    sequence: str
    mailbox: str
    sender: Sender
    made_at: datetime
    purpose: Purpose = Purpose.LINKS
    approves_itself: bool = False
    is_paused: bool = False
    paused_why: str = ""
    by: str = ""
    target: str = ""

    def as_document(self) -> dict[str, Any]:
        """The campaign as JSON."""
        return {
            "number": self.number,
            "site": self.site,
            "name": self.name,
            "purpose": self.purpose.value,
            "target": self.target or None,
            "sequence": self.sequence,
            "mailbox": self.mailbox,
            "sender": self.sender.name,
            "organisation": self.sender.organisation,
            "postal_address": self.sender.postal_address,
            "approves_follow_ups": self.approves_itself,
            "is_paused": self.is_paused,
            "paused_why": self.paused_why,
            "made_at": self.made_at,
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A prospect in a campaign, and how far the sequence is for him.

    `version`: of the sequence he began with, 0 while he has not. `ending`: what ended it
    (`logic.outreach.sequences.Ending`), empty while it goes on. `away_until`: what an automatic
    answer said. `is_held`: a person must decide on an answer before anything more goes.
    """

    campaign: int
    prospect: int
    added_at: datetime
    version: int = 0
    ending: str = ""
    ended_at: datetime | None = None
    away_until: date | None = None
    is_held: bool = False


class MessageState(StrEnum):
    """How far a message is; the value is the word shown to the user."""

    PLANNED = "planned"
    APPROVED = "approved"
    CLAIMED = "claimed"  # committed before the transaction with the server begins
    SENT = "sent"
    UNKNOWN = "unknown"  # nobody can tell whether it went; a person decides
    BOUNCED = "bounced"
    REFUSED = "refused"  # the server said no for good
    CANCELLED = "cancelled"  # a reply, an unsubscribe, a won link or a person stopped it


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """One step to one prospect, its words as they were approved, and how far it is.

    `answers`: the number of the mail that a person answers with it, 0 for a step of the sequence.
    `goes_at`: the earliest moment; `claimed_at`: when the transaction with the server was about to
    begin; `tries`: how often it was claimed; `said`: what the server or we said of it at last.
    `p_placement`: the probability that it brings a link, as it was when it was planned.
    """

    message: Message
    campaign: int
    prospect: int
    step: int
    site: str
    organisation: str
    mailbox: str
    state: MessageState
    goes_at: datetime
    planned_at: datetime
    changed_at: datetime
    tactic: str = ""
    page: str = ""
    template: str = ""
    template_version: int = 0
    p_placement: float | None = None
    approved_at: datetime | None = None
    approved_by: str = ""
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    tries: int = 0
    said: str = ""
    answers: int = 0

    def as_document(self) -> dict[str, Any]:
        """The message as JSON, without its body."""
        return {
            "message_id": self.message.message_id,
            "campaign": self.campaign,
            "prospect": self.prospect,
            "organisation": self.organisation,
            "step": self.step,
            "answers": self.answers or None,
            "state": self.state.value,
            "mailbox": self.mailbox,
            "recipient": self.message.recipient,
            "subject": self.message.subject,
            "template": self.template or None,
            "version": self.template_version or None,
            "goes_at": self.goes_at,
            "approved_at": self.approved_at,
            "approved_by": self.approved_by or None,
            "claimed_at": self.claimed_at,
            "sent_at": self.sent_at,
            "tries": self.tries,
            "said": self.said or None,
        }


LAST_STATES = frozenset(
    (MessageState.SENT, MessageState.BOUNCED, MessageState.REFUSED, MessageState.CANCELLED)
)


def message_id(
    key: bytes, campaign: int, prospect: int, step: int, sender_domain: str, words: str = ""
) -> str:
    """The Message-ID of one step to one prospect: always the same, so that it goes once.

    `<` 32 hexadecimal digits of BLAKE2b over the three, keyed `@` the sender's domain `>`. `key`:
    of the workspace (`MESSAGE_IDS`), so that no other has the same and nobody can work them out.
    `words`: of an answer, so that in a workspace that was restored other words have another id.
    """
    parts = (str(campaign), str(prospect), str(step), *([words] if words else []))
    told = "\0".join(parts).encode("utf-8", "surrogatepass")
    return f"<{blake2b(told, digest_size=16, key=key).hexdigest()}@{sender_domain}>"
