"""Keeps the words of messages in versions, checked, and looked at filled in for a prospect."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.app.budget.asked import asks_for_removal
from backlinkbot.app.pitch.admitting import Asked, preview
from backlinkbot.core.countries import country_if_named
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import Refusal, Template
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.templates import (
    keep_template,
    kept_templates,
    newest_template,
    template_version,
)
from backlinkbot.logic.outreach.compliance import says_advert
from backlinkbot.logic.outreach.footer import footer, with_footer
from backlinkbot.logic.outreach.lint import Facts, Flaw, lint
from backlinkbot.logic.outreach.personal import values_of
from backlinkbot.logic.outreach.templates import VARIABLES, Filled, check, fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Contact
    from backlinkbot.core.outreach import Sender
    from backlinkbot.core.prospects import Opening, Prospect

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
LARGEST_FILE = 200_000  # bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it would be for one prospect, with what is wrong with it.

    `refusal`: why it could not go there now, even if it were without a flaw.
    """

    template: Template
    prospect: int
    recipient: str
    message: Filled
    flaws: tuple[Flaw, ...]
    refusal: Refusal | None

    @property
    def may_go(self) -> bool:
        """Whether nothing stands against it but that nobody has approved it."""
        return self.refusal is None and not any(flaw.is_hard for flaw in self.flaws)

    def as_document(self) -> dict[str, Any]:
        """The message and its flaws as JSON."""
        said = self.refusal
        return {
            "template": self.template.name,
            "version": self.template.version,
            "prospect": self.prospect,
            "recipient": self.recipient or None,
            "subject": self.message.subject,
            "body": self.message.body,
            "flaws": [
                {"rule": one.rule, "says": one.sentence, "stops": one.is_hard} for one in self.flaws
            ],
            "refused": None if said is None else {"rule": said.rule, "says": said.reason},
            "may_go": self.may_go,
        }


@dataclass(frozen=True, slots=True)
class Thread:
    """Where in a sequence a message stands; `step` 0 is the first, others answer `subject`."""

    step: int = 0
    campaign: int = 0
    subject: str = "Re:"


NO_THREAD = Thread()


def add_template(
    workspace: Workspace, name: str, text: str, *, language: str = "en", by: str = ""
) -> Template:
    """Keep a template; one whose name is known becomes its next version, the old ones stay.

    `text`: its first line is `Subject: …`, then a blank line and the body.

    Raises:
        BadInput: the name, the language or the Liquid in it cannot be used.
    """
    if not NAME.fullmatch(name):
        raise BadInput(f"{name!r} cannot name a template: small letters, digits and hyphens")
    if not LANGUAGE.fullmatch(language):
        raise BadInput(f"{language!r} is no language; give one like en or pt-BR")
    subject, body = _parts(text)
    made = Template(name, subject, body, language, 0, workspace.clock.now(), by)
    check(made)
    workspace.write()
    with workspace.state.writing() as connection:
        version = keep_template(connection, made)
    return template_named(workspace, name, version)


def template_file(path: Path) -> str:
    """The text of a template in a file.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        raw = path.read_bytes()[: LARGEST_FILE + 1]
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST_FILE:
        raise BadInput(f"{path} has more than {LARGEST_FILE:,} bytes, which is no letter")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is no UTF-8 text (byte {error.start})") from error


def list_templates(workspace: Workspace) -> list[Template]:
    """The newest version of each template, by name."""
    with workspace.state.reading() as connection:
        return kept_templates(connection)


def variables() -> Mapping[str, str]:
    """The names that templates may use, and what each is."""
    return VARIABLES


def template_named(workspace: Workspace, name: str, version: int = 0) -> Template:
    """A template; the newest version where none is said.

    Raises:
        NotFound: there is none.
    """
    with workspace.state.reading() as connection:
        found = (
            template_version(connection, name, version)
            if version
            else newest_template(connection, name)
        )
    if found is None:
        which = f" in version {version}" if version else ""
        raise NotFound(f"there is no template {name}{which}; see: backlinkbot template list")
    return found


def template_words(name: str, subject: str, body: str, language: str = "en") -> Template:
    """A template that is not kept, such as one that is being written; its Liquid is checked.

    Raises:
        BadInput: the language or the Liquid in it cannot be used.
    """
    if not LANGUAGE.fullmatch(language):
        raise BadInput(f"{language!r} is no language; give one like en or pt-BR")
    made = Template(name, " ".join(subject.split()), body.replace("\r\n", "\n"), language)
    check(made)
    return made


def preview_words(  # noqa: PLR0913 - what a message is made of
    workspace: Workspace,
    template: Template,
    number: int,
    sender: Sender,
    *,
    given: Mapping[str, str] | None = None,
    country: str = "",
    contact: Contact | None = None,
    barred: Refusal | None = None,
    thread: Thread = NO_THREAD,
) -> Shown:
    """A template filled in for a prospect, what is wrong with it, and what the firewall says.

    `contact`: how he is reached; else as it was written down for the prospect. `barred`: why
    nobody may write to any contact of his. `country`: the recipient's, before what is known of it.

    Raises:
        NotFound: no such prospect.
        BadInput: a value for a name that templates do not have, or a country that is no code.
    """
    given = dict(given or {})
    if unknown := sorted(set(given) - set(VARIABLES)):
        raise BadInput(f"templates know no {unknown[0]!r}; there are {', '.join(VARIABLES)}")
    prospect = _prospect(workspace, number)
    site = workspace.state.site_or_plain(prospect.site)
    opening = prospect.openings[0] if prospect.openings else None
    values = values_of(prospect, opening, site, sender, given)
    words = replace(template, subject=thread.subject) if thread.step else template
    filled = fill(words, values)
    found_on, stop = values.get("found_on", ""), given.get("unsubscribe_url", "")
    asked = _asked(
        workspace, prospect, opening, contact, found_on=found_on, thread=thread, country=country
    )
    where, is_removal = asked.country or "", asks_for_removal(prospect)
    foot = footer(
        sender, template.language, found_on, stop, thread.step,
        is_advert=not is_removal and says_advert(where),
    )  # fmt: skip
    message = Filled(filled.subject, with_footer(filled.body, foot), filled.missing)
    names = tuple(values[one] for one in ("name", "first_name") if one in values)
    facts = Facts(
        sender, names, prospect.organisation, found_on, stop, thread.step, where,
        is_removal=is_removal,
    )  # fmt: skip
    refusal = barred or _refusal(workspace, asked, sender)
    return Shown(
        template, number, asked.address, message, tuple(lint(message, facts)), refusal
    )  # fmt: skip


def _asked(  # noqa: PLR0913 - what the firewall must know
    workspace: Workspace,
    prospect: Prospect,
    opening: Opening | None,
    contact: Contact | None,
    *,
    found_on: str,
    thread: Thread,
    country: str,
) -> Asked:
    """A message to a prospect, as the firewall is asked about it."""
    told_no = contact.says_no if contact else None
    return Asked(
        message_id=f"<preview {prospect.number} {opening.page if opening else ''}>",
        address=contact.address if contact else prospect.contact,
        organisation=prospect.organisation,
        campaign=thread.campaign if thread.step else 0,
        step=thread.step,
        goes_at=workspace.clock.now(),
        country=country_if_named(country) or (contact.country if contact else None),
        found_on=found_on or None,
        is_guessed=contact.is_guessed if contact else False,  # else written down by a person
        says_no=False if found_on and not contact else told_no,  # he has read the page he names
        has_consent=bool(contact and contact.consent),
    )


def _refusal(workspace: Workspace, asked: Asked, sender: Sender) -> Refusal | None:
    """What the firewall says; of a follow-up, as if the message before it had gone."""
    if not asked.address:
        return Refusal("no-contact", "nobody knows how to reach them")
    said = preview(workspace, [asked], sender)[0].refusal
    return None if said and said.rule == "out-of-order" else said


def _prospect(workspace: Workspace, number: int) -> Prospect:
    with workspace.state.reading() as connection:
        found = prospects_numbered(connection, [number])
    if not found:
        raise NotFound(f"there is no prospect {number}; see: backlinkbot prospect list")
    return found[0]


def _parts(text: str) -> tuple[str, str]:
    """Subject and body of a template as it is written."""
    head, _, rest = text.replace("\r\n", "\n").strip("\n").partition("\n")
    word, colon, subject = head.partition(":")
    if not colon or word.strip().casefold() != "subject" or rest[:1] not in {"", "\n"}:
        raise BadInput("a template begins with a line Subject: …, then a blank line and the body")
    return subject.strip(), rest.strip("\n") + "\n"
