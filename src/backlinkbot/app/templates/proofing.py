"""Reads a template before anybody gets it: filled in for somebody made up of whom all is known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backlinkbot.core.outreach import Sender
from backlinkbot.logic.outreach.footer import footer, with_footer
from backlinkbot.logic.outreach.lint import Facts, Flaw, lint
from backlinkbot.logic.outreach.templates import Filled, fill

if TYPE_CHECKING:
    from backlinkbot.core.outreach import Template

SENDER = Sender("Kim Park", "Our Company", "1 High Street, Springfield")
FOUND_ON = "https://their-site.example/contact"
STOP = "https://our-site.example/u/stop"
# Of everybody that is written to these are known; the others depend on what was found of him.
ALWAYS = {
    "their_site": "their-site.example", "our_site": "our-site.example", "our_name": "Our Company",
    "our_url": "https://our-site.example/guide", "sender_name": SENDER.name,
    "sender_organisation": SENDER.organisation, "postal_address": SENDER.postal_address,
    "found_on": FOUND_ON, "unsubscribe_url": STOP,
}  # fmt: skip
SOMETIMES = {
    "page_url": "https://their-site.example/links", "first_name": "Ann", "name": "Ann Lee",
    "role": "editor", "broken_url": "https://gone.example/guide", "mention": "Our Company",
    "about": "garden tools",
}  # fmt: skip
FACTS = Facts(SENDER, ("Ann Lee",), "their-site.example", FOUND_ON, STOP)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with the words themselves, whoever gets them.

    `flaws`: in any message; `as_first`: only where it is the first one; `holes`: names that are not
    known of everybody and have no fallback, so that those of whom they are not get nothing.
    """

    flaws: tuple[Flaw, ...]
    as_first: tuple[Flaw, ...]
    holes: tuple[str, ...]

    def as_document(self) -> list[dict[str, Any]]:
        """The flaws as JSON."""
        both = [(one, "any message") for one in self.flaws]
        both += [(one, "a first message") for one in self.as_first]
        return [
            {"rule": one.rule, "says": one.sentence, "stops": one.is_hard, "in": where}
            for one, where in both
        ]


def proof(template: Template) -> Proof:
    """What lint finds in a template when all is known, and what it needs to know of everybody."""
    filled = fill(template, {**ALWAYS, **SOMETIMES})
    later = _flaws(filled, template.language, replace(FACTS, step=1))
    rules = {one.rule for one in later}
    first = _flaws(filled, template.language, FACTS)
    return Proof(
        later,
        tuple(one for one in first if one.rule not in rules),
        tuple(dict.fromkeys(fill(template, ALWAYS).missing)),
    )


def _flaws(filled: Filled, language: str, facts: Facts) -> tuple[Flaw, ...]:
    foot = footer(facts.sender, language, facts.found_on, facts.unsubscribe_url, facts.step)
    return tuple(lint(replace(filled, body=with_footer(filled.body, foot)), facts))
