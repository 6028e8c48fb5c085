"""What the client asks of outreach: contacts, words, campaigns, rounds, mail, mailboxes, pace."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from backlinkbot.client.market import about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.client.documents import (
        Campaign,
        Contact,
        Job,
        Mailbox,
        Message,
        Suppression,
        Template,
        WonLink,
    )
    from backlinkbot.client.market import Asks


class Words:
    """The part of a connection that is about people who are written to, and the words."""

    def contacts(self: Asks, *domains: str) -> Iterator[Contact]:
        """How organisations are reached: these, or all."""
        return cast("Iterator[Contact]", self.rows("/contacts", domain=list(domains) or None))

    def organisation(self: Asks, domain: str) -> dict[str, Any]:
        """What is known of one organisation: contacts, country, forms."""
        return self.get(about(domain, "contacts"))

    def tell_contact(self: Asks, domain: str, **told: Any) -> dict[str, Any]:
        """Say what you know: `country`, `address`, `found_on`, `person`, `role`, `consent`."""
        return self.send("PATCH", about(domain, "contacts"), told)

    def tell_country(self: Asks, country: str, *domains: str) -> list[str]:
        """Say in which country organisations are, of all of them or none; gives their domains."""
        wanted = {"domains": list(domains), "country": country}
        return list(self.send("POST", "/contacts/countries", wanted)["domains"])

    def begin_finding_contacts(self: Asks, *domains: str, **told: Any) -> Job:
        """Queue looking for addresses: `prospects_of`, `pages`, `fetch`, `mx`, `guess`."""
        return cast("Job", self.send("POST", "/contacts/find", {"domains": list(domains), **told}))

    def export_person(self: Asks, address: str) -> dict[str, Any]:
        """All that is kept of a person; for owners."""
        return self.send("POST", "/contacts/export", {"address": address})

    def erase_person(self: Asks, address: str, *, dry_run: bool = False) -> dict[str, Any]:
        """Forget a person in all clients; for owners."""
        return self.send("POST", "/contacts/erase", {"address": address, "dry_run": dry_run})

    def suppressions(self: Asks, **wishes: Any) -> Iterator[Suppression]:
        """To whom nobody may write; `kind`, `search`."""
        return cast("Iterator[Suppression]", self.rows("/suppressions", **wishes))

    def suppress(self: Asks, *whom: str, **told: Any) -> dict[str, Any]:
        """Let nobody write there any more, for ever: `organisation`, `reason`, `note`."""
        return self.send("POST", "/suppressions", {"whom": list(whom), **told})

    def send_suppressions(self: Asks, file: Path | str, reason: str = "asked") -> dict[str, Any]:
        """Send a list of addresses and domains to suppress."""
        return _sent(self, "/suppressions/import", file, {"reason": reason})

    def templates(self: Asks) -> Iterator[Template]:
        """The templates in their newest versions."""
        return cast("Iterator[Template]", self.rows("/templates"))

    def add_template(self: Asks, name: str, subject: str, body: str, **told: Any) -> Template:
        """Keep a template, or its next version; `language`."""
        wanted = {"name": name, "subject": subject, "body": body, **told}
        return cast("Template", self.send("POST", "/templates", wanted))

    def preview(self: Asks, template: str, prospect: int, **told: Any) -> dict[str, Any]:
        """A template filled in: `sender`, `organisation`, `postal_address`, `country`, `values`."""
        path = f"/templates/{quote(template, safe='')}/preview"
        return self.send("POST", path, {"prospect": prospect, **told})

    def suggest(self: Asks, prospect: int, language: str = "en") -> dict[str, Any]:
        """Words for a prospect by the text model that is set; none is kept."""
        return self.send("POST", f"/prospects/{prospect}/draft", {"language": language})

    def sequences(self: Asks) -> Iterator[dict[str, Any]]:
        """The sequences in their newest versions."""
        return self.rows("/sequences")

    def add_sequence(
        self: Asks, name: str, steps: Sequence[dict[str, Any]], **told: Any
    ) -> dict[str, Any]:
        """Keep a sequence: steps of `templates` and `after_days`; `hours`, `days`."""
        return self.send("POST", "/sequences", {"name": name, "steps": list(steps), **told})

    def withdraw_sequence(self: Asks, name: str) -> dict[str, Any]:
        """Let nobody begin with a sequence, and nothing more of it go."""
        return self.send("DELETE", f"/sequences/{quote(name, safe='')}")


class Outreach(Words):
    """The part of a connection that is about campaigns, what goes, and what comes back."""

    def campaigns(self: Asks, domain: str = "") -> Iterator[Campaign]:
        """The campaigns and how each stands, of a site or of all."""
        return cast("Iterator[Campaign]", self.rows("/campaigns", domain=domain or None))

    def campaign(self: Asks, number: int) -> Campaign:
        """One campaign and how it stands."""
        return cast("Campaign", self.get(f"/campaigns/{number}"))

    def add_campaign(self: Asks, site: str, name: str, **told: Any) -> dict[str, Any]:
        """Make one: `sequence`, `mailbox`, `sender`, `postal_address` and so on; nothing goes."""
        return self.send("POST", "/campaigns", {"site": site, "name": name, **told})

    def change_campaign(self: Asks, number: int, **told: Any) -> dict[str, Any]:
        """Halt it or let it go on: `is_paused`, `paused_why`; `approves_follow_ups`."""
        return self.send("PATCH", f"/campaigns/{number}", told)

    def members(self: Asks, number: int) -> Iterator[dict[str, Any]]:
        """The prospects of a campaign, and what was written to each."""
        return self.rows(f"/campaigns/{number}/prospects")

    def enrol(self: Asks, number: int, *prospects: int, tactic: str = "") -> int:
        """Put prospects in, or all that nobody has written to; how many were not in it."""
        wanted = {"numbers": list(prospects), "tactic": tactic}
        return int(self.send("POST", f"/campaigns/{number}/prospects", wanted)["added"])

    def take_out(self: Asks, number: int, *prospects: int) -> int:
        """End a campaign for prospects; for how many it went on."""
        wanted = {"numbers": list(prospects)}
        return int(self.send("POST", f"/campaigns/{number}/take-out", wanted)["ended"])

    def look(self: Asks, number: int, *prospects: int, most: int = 0) -> dict[str, Any]:
        """What would go word for word, and why not the rest; its `digest` names it."""
        path = f"/campaigns/{number}/look"
        return self.get(path, prospect=list(prospects) or None, most=most)

    def approve(
        self: Asks, number: int, digest: str, *prospects: int, most: int = 0
    ) -> dict[str, Any]:
        """Let go what a look with the same prospects and `most` showed."""
        wanted = {"digest": digest, "prospects": list(prospects), "most": most}
        return self.send("POST", f"/campaigns/{number}/approve", wanted)

    def would_go(self: Asks, mailbox: str = "") -> dict[str, Any]:
        """What a round would send now, and what the rest waits for."""
        return self.get("/outreach/would-go", mailbox=mailbox or None)

    def begin_sending(self: Asks, mailbox: str = "") -> Job:
        """Queue a round: answers are read, then what is approved and due is sent."""
        return cast("Job", self.send("POST", "/outreach/send", {"mailbox": mailbox}))

    def begin_reading_mail(self: Asks, mailbox: str = "") -> Job:
        """Queue reading what came to the mailboxes; nothing is sent."""
        return cast("Job", self.send("POST", "/outreach/sync", {"mailbox": mailbox}))

    def unknown_messages(self: Asks) -> Iterator[Message]:
        """Messages of which a person must find out whether they have gone."""
        return cast("Iterator[Message]", self.rows("/outreach/unknown"))

    def message_has_gone(self: Asks, message_id: str, *, has_gone: bool) -> dict[str, Any]:
        """Say whether it has; one that has not goes again."""
        wanted = {"message_id": message_id, "has_gone": has_gone}
        return self.send("POST", "/outreach/unknown", wanted)

    def outreach_results(self: Asks, domain: str = "") -> dict[str, Any]:
        """What came of asking, by tactic and by template."""
        return self.get("/outreach/results", domain=domain or None)

    def won_links(self: Asks, domain: str = "") -> Iterator[WonLink]:
        """The links that were asked for and landed, the newest first."""
        return cast("Iterator[WonLink]", self.rows("/outreach/won", domain=domain or None))

    def begin_looking_for_links(self: Asks, domain: str) -> Job:
        """Queue fetching the pages that were asked for a link."""
        return cast("Job", self.send("POST", about(domain, "landed")))

    def inbox(self: Asks, *, waiting: bool = False, **wishes: Any) -> dict[str, Any]:
        """What came back, by thread; `limit`, `before`. Its texts are somebody else's."""
        return self.get("/outreach/inbox", waiting=waiting, **wishes)

    def thread(self: Asks, mail: int) -> dict[str, Any]:
        """The thread of a mail."""
        return self.get(f"/outreach/mails/{mail}")

    def mail_is(self: Asks, mail: int, reply_class: str) -> dict[str, Any]:
        """Say what a mail is: positive, question, unsubscribe, other and so on."""
        return self.send("POST", f"/outreach/mails/{mail}/class", {"class": reply_class})

    def answer_mail(
        self: Asks, mail: int, text: str, *, subject: str = "", dry_run: bool = False
    ) -> dict[str, Any]:
        """Answer a mail with the next round; `dry_run`: only show what would go."""
        wanted = {"text": text, "subject": subject, "dry_run": dry_run}
        return self.send("POST", f"/outreach/mails/{mail}/answer", wanted)

    def take_back_answer(self: Asks, message_id: str) -> dict[str, Any]:
        """Let an answer not go that no sender has begun with."""
        return self.send("POST", "/outreach/answers/take-back", {"message_id": message_id})

    def classify_mail(self: Asks, file: Path | str) -> list[dict[str, Any]]:
        """What the mails of a file are."""
        found = _sent(self, "/mail/classify", file, {})
        return cast("list[dict[str, Any]]", found["mails"])

    def mailboxes(self: Asks) -> Iterator[Mailbox]:
        """The accounts that messages go from, and what each did of late."""
        return cast("Iterator[Mailbox]", self.rows("/mailboxes"))

    def add_mailbox(self: Asks, address: str, smtp: str, **told: Any) -> dict[str, Any]:
        """Add one, or change it; `smtp`: the host that sends; `password`, `imap` … for owners."""
        wanted = {"address": address, "smtp": {"host": smtp}, **told}
        return self.send("POST", "/mailboxes", wanted)

    def remove_mailbox(self: Asks, address: str) -> dict[str, Any]:
        """Forget one and its secrets; for owners."""
        return self.send("DELETE", _box(address))

    def pause_mailbox(self: Asks, address: str, why: str = "") -> dict[str, Any]:
        """Let nothing go out from it."""
        return self.send("POST", f"{_box(address)}/pause", {"why": why})

    def resume_mailbox(self: Asks, address: str) -> dict[str, Any]:
        """Let messages go out from it again."""
        return self.send("POST", f"{_box(address)}/resume")

    def check_mailbox(self: Asks, address: str, *, probe: bool = False) -> list[dict[str, Any]]:
        """Whether it can do its work: logins, SPF, DKIM, DMARC, and what to do."""
        found = self.send("POST", f"{_box(address)}/check", {"probe": probe})
        return cast("list[dict[str, Any]]", found["checks"])

    def budget(self: Asks, domain: str, **wishes: Any) -> dict[str, Any]:
        """How many links may land in a week; `weeks`, `holiday`."""
        return self.get(about(domain, "budget"), **wishes)

    def plan(self: Asks, domain: str, **told: Any) -> dict[str, Any]:
        """The next four weeks; `hours`, `budget`, `languages` are kept where they are told."""
        if told:
            return self.send("POST", about(domain, "plan"), told)
        return self.get(about(domain, "plan"))

    def simulate(self: Asks, domain: str, **wishes: Any) -> dict[str, Any]:
        """A plan tried out: `links`, `weeks`, `chance`, `runs`, `seed`."""
        return self.get(about(domain, "simulation"), **wishes)


def _box(address: str) -> str:
    return f"/mailboxes/{quote(address, safe='@')}"


def _sent(asks: Asks, path: str, file: Path | str, told: dict[str, Any]) -> dict[str, Any]:
    with ExitStack() as opened:
        sent = opened.enter_context(Path(file).open("rb"))
        return asks.send_form(path, [("file", (Path(file).name, sent))], told)
