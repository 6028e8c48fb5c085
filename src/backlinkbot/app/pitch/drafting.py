"""Drafts the messages of a batch: what would go, to whom and when, and why others would not.

Nothing is kept or sent. The same batch gives the same words with the same Message-IDs, so that what
was looked at is what is approved.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.app.budget.asked import asks_for_removal
from backlinkbot.app.pitch.admitting import Asked, admit, preview
from backlinkbot.app.pitch.leaving import unsubscribe_headers
from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import address_host, published_address
from backlinkbot.core.nouns import Message
from backlinkbot.core.outreach import MESSAGE_IDS, Refusal, message_id
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.templates import newest_template
from backlinkbot.logic.outreach.compliance import says_advert
from backlinkbot.logic.outreach.footer import footer, with_footer
from backlinkbot.logic.outreach.lint import Facts, Flaw, lint
from backlinkbot.logic.outreach.personal import is_named, values_of
from backlinkbot.logic.outreach.sequences import ZONES, Course, check, next_move, thread_of
from backlinkbot.logic.outreach.templates import Filled, fill
from backlinkbot.logic.outreach.variants import Arm, choose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from backlinkbot.app.pitch.admitting import Admission
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site
    from backlinkbot.core.outreach import Sender, Suppression, Template
    from backlinkbot.core.outreach import Sequence as MailSequence
    from backlinkbot.core.prospects import Prospect

OVER = frozenset((Stage.WON, Stage.LOST, Stage.DO_NOT_CONTACT))
IN_THREAD = "Re:"  # in place of a follow-up's subject, as it goes under that of the first message
NOWHERE = "UTC"  # the zone of who has no country; the firewall refuses him anyway


@dataclass(frozen=True, slots=True)
class Reached:
    """How a prospect is reached, and what is known of who is there; None: nobody knows."""

    address: str
    name: str = ""
    role: str = ""
    country: str | None = None
    zone: str = ""
    found_on: str = ""
    is_guessed: bool | None = None
    says_no: bool | None = None
    has_consent: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """What a prospect has had of a sequence: the version he began with, and its thread."""

    sequence: MailSequence
    course: Course
    message_ids: tuple[str, ...]
    first_subject: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be drafted: a campaign's next messages to prospects, by their numbers.

    `sender_address`: of the mailbox; `begun`: of those that had a message already; `arms`: what is
    known of templates that compete; `unsubscribe`: the address to say no more, by Message-ID;
    `barred`: what is suppressed of those to whom nobody may write.
    """

    campaign: int
    sequence: MailSequence
    sender: Sender
    sender_address: str
    prospects: tuple[int, ...]
    reached: Mapping[int, Reached]
    begun: Mapping[int, Begun] = field(default_factory=dict)
    arms: Mapping[str, Arm] = field(default_factory=dict)
    holidays: Collection[date] = ()
    unsubscribe: Callable[[str], str] | None = None
    # the page of ours that links are to lead to, where a prospect has none; empty: the home page
    target: str = ""
    barred: Mapping[int, Suppression] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """The next message to a prospect, or why there is none; with flaws that only warn, too.

    `asks_for`: the page of ours that its words ask to be linked, empty where they name none.
    """

    prospect: int
    organisation: str
    step: int = 0
    recipient: str = ""
    goes_at: datetime | None = None
    template: str = ""
    version: int = 0
    message: Message | None = None
    flaws: tuple[Flaw, ...] = ()
    refusal: Refusal | None = None
    asked: Asked | None = None
    asks_for: str = ""

    def as_document(self) -> dict[str, Any]:
        """The draft as JSON."""
        message, said = self.message, self.refusal
        return {
            "prospect": self.prospect,
            "organisation": self.organisation,
            "recipient": self.recipient or None,
            "step": self.step,
            "goes_at": self.goes_at,
            "template": self.template or None,
            "version": self.version or None,
            "subject": message.subject if message else None,
            "body": message.body if message else None,
            "asks_for": self.asks_for or None,
            "flaws": [{"rule": one.rule, "says": one.sentence} for one in self.flaws],
            "refused": None if said is None else {"rule": said.rule, "says": said.reason},
        }


def draft(workspace: Workspace, batch: Batch) -> list[Draft]:
    """What would go, in the order of `batch.prospects`, and why the others would not; a dry run.

    Raises:
        BadInput: the sequence cannot be run, or the sender's address is none.
        Refused, Unreachable: the firewall cannot answer.
    """
    drafts = _drafted(workspace, batch)
    return _asked_of(drafts, lambda asked: preview(workspace, asked, batch.sender))


def booked(workspace: Workspace, batch: Batch) -> list[Draft]:
    """The same, and the firewall has booked each that may go; for what was approved.

    Who keeps the messages does so before, as planned, so that a batch that broke off can be
    approved again: a booking of the same message to the same person is no obstacle.
    """
    drafts = _drafted(workspace, batch)
    return _asked_of(drafts, lambda asked: admit(workspace, asked, batch.sender, is_resumed=True))


def _asked_of(
    drafts: Sequence[Draft], ask: Callable[[Sequence[Asked]], list[Admission]]
) -> list[Draft]:
    """The drafts with what the firewall says of those that nothing else stops."""
    wanted = [one.asked for one in drafts if one.asked and one.refusal is None]
    said = {id(one.asked): one.refusal for one in ask(wanted)}
    return [replace(one, refusal=one.refusal or said.get(id(one.asked))) for one in drafts]


def _drafted(workspace: Workspace, batch: Batch) -> list[Draft]:
    check(batch.sequence)
    address_host(batch.sender_address)
    with workspace.state.reading() as connection:
        known = {one.number: one for one in prospects_numbered(connection, batch.prospects)}
        names = {name for step in _steps(batch) for name in step.templates}
        templates = {name: newest_template(connection, name) for name in names}
    sites = {one.site for one in known.values()}
    pen = _Pen(
        workspace,
        batch,
        templates,
        {site: workspace.state.site_or_plain(site) for site in sites},
        workspace.key(MESSAGE_IDS),
    )
    return [_draft_of(pen, known.get(number), number) for number in dict.fromkeys(batch.prospects)]


def _steps(batch: Batch) -> list[Any]:
    return [
        *batch.sequence.steps,
        *(step for one in batch.begun.values() for step in one.sequence.steps),
    ]


def _draft_of(pen: _Pen, prospect: Prospect | None, number: int) -> Draft:
    if prospect is None or prospect.is_gone:
        return Draft(number, "", refusal=Refusal("no-prospect", "there is no such prospect"))
    blank = Draft(number, prospect.organisation)
    if prospect.stage in OVER:
        stands = f"the prospect stands at {prospect.stage.value}"
        return replace(blank, refusal=Refusal("stage", stands))
    reached = pen.batch.reached.get(number)
    if reached is None and (said := pen.batch.barred.get(number)):
        return replace(blank, refusal=Refusal("suppressed", said.says))
    if reached is None or not reached.address:
        return replace(blank, refusal=Refusal("no-contact", "nobody knows how to reach them"))
    try:
        return pen.written(blank, prospect, reached)
    except BadInput as error:
        return replace(blank, recipient=reached.address, refusal=Refusal("unusable", str(error)))


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes the messages of one batch."""

    workspace: Workspace
    batch: Batch
    templates: Mapping[str, Template | None]
    sites: Mapping[str, Site]
    key: bytes

    def written(self, blank: Draft, prospect: Prospect, reached: Reached) -> Draft:
        batch, now = self.batch, self.workspace.clock.now()
        had = batch.begun.get(prospect.number) or Begun(batch.sequence, Course(), (), "")
        zone = reached.zone or ZONES.get((reached.country or "").upper(), NOWHERE)
        move = next_move(had.sequence, batch.sequence, had.course, now, zone, batch.holidays)
        blank = replace(blank, recipient=published_address(reached.address))
        if isinstance(move, Refusal):
            return replace(blank, refusal=move)
        host = address_host(batch.sender_address)
        number = message_id(self.key, batch.campaign, prospect.number, move.step, host)
        template = self._template(move.templates, number)
        asked = self._asked(number, prospect, reached, move.step, move.at)
        told = replace(
            blank, step=move.step, goes_at=move.at, template=template.name,
            version=template.version, asked=asked,
        )  # fmt: skip
        return self._with_message(told, number, template, prospect, reached, had)

    def _with_message(
        self, told: Draft, number: str, template: Template, prospect: Prospect, reached: Reached,
        had: Begun,
    ) -> Draft:  # fmt: skip
        batch, sender = self.batch, self.batch.sender
        stop = batch.unsubscribe(number) if batch.unsubscribe else ""
        more = {"name": reached.name, "role": reached.role, "found_on": reached.found_on,
                "unsubscribe_url": stop, "our_url": prospect.target or batch.target}  # fmt: skip
        opening = prospect.openings[0] if prospect.openings else None
        site = self.sites[prospect.site]
        values = values_of(prospect, opening, site, sender, more)
        names = (reached.name,) if reached.name else ()
        facts = Facts(
            sender, names, prospect.organisation, reached.found_on, stop, told.step,
            reached.country or "", is_removal=asks_for_removal(prospect),
        )  # fmt: skip
        words = replace(template, subject=IN_THREAD) if had.message_ids else template
        filled = _with_foot(words, values, facts)
        subject, thread = thread_of(had.message_ids, had.first_subject or filled.subject)
        filled = replace(filled, subject=subject)
        flaws = tuple(lint(filled, facts))
        if not had.message_ids:
            flaws += tuple(self._flaws_later(had.sequence, values, facts))
        headers = [*thread.items(), *unsubscribe_headers(stop, batch.sender_address)]
        message = Message(
            number,
            batch.sender_address,
            told.recipient,
            filled.subject,
            filled.body,
            tuple(headers),
        )
        hard = [one for one in flaws if one.is_hard]
        refusal = Refusal("flawed", "; ".join(one.sentence for one in hard)) if hard else None
        asks = values["our_url"] if is_named(values["our_url"], message.body) else ""
        return replace(told, message=message, flaws=flaws, refusal=refusal, asks_for=asks)

    def _flaws_later(
        self, sequence: MailSequence, values: Mapping[str, str], facts: Facts
    ) -> Iterator[Flaw]:
        """What would stop the follow-ups, told before the first message goes."""
        for number, step in enumerate(sequence.steps[1:], 1):
            for name in step.templates:
                template = self.templates.get(name)
                if template is None:
                    continue  # said when it is its turn
                later = replace(facts, step=number)
                filled = _with_foot(replace(template, subject=IN_THREAD), values, later)
                hard = [one.sentence for one in lint(filled, later) if one.is_hard]
                if hard:
                    said = f"message {number + 1} ({name}) could not go: {'; '.join(hard)}"
                    yield Flaw("follow-up-flawed", said, is_hard=False)

    def _template(self, names: Sequence[str], number: str) -> Template:
        """The template for a message: of several, drawn so that the same message has the same."""
        import numpy as np

        arms = [self.batch.arms.get(name, Arm(name, 0, 0)) for name in names]
        rng = np.random.default_rng(int(number[1:17], 16))
        name = choose(arms, rng)
        found = self.templates[name]
        if found is None:
            raise BadInput(f"there is no template {name}; see: backlinkbot template list")
        return found

    def _asked(
        self, number: str, prospect: Prospect, reached: Reached, step: int, at: datetime
    ) -> Asked:
        return Asked(
            number, reached.address, prospect.organisation, self.batch.campaign, step, at,
            country=reached.country, found_on=reached.found_on or None,
            is_guessed=reached.is_guessed, says_no=reached.says_no,
            has_consent=reached.has_consent,
        )  # fmt: skip


def _with_foot(template: Template, values: Mapping[str, str], facts: Facts) -> Filled:
    """A template filled in, with what the law asks for at its foot."""
    filled = fill(template, values)
    foot = footer(
        facts.sender, template.language, facts.found_on, facts.unsubscribe_url, facts.step,
        is_advert=not facts.is_removal and says_advert(facts.country),
    )  # fmt: skip
    return Filled(filled.subject, with_footer(filled.body, foot), filled.missing)
