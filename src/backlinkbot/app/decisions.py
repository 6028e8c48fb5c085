"""The verb decide: keep, remove or disavow a linking site, by whom and when, or take it back."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from backlinkbot.app.protected import disavow_facts
from backlinkbot.core.audit import Choice, Decision
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.urls import clean_host, host_of, registered_domain
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.urls.platforms import owned_name
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.io.outputs.place import write_text
from backlinkbot.io.state.ledger import LEDGER, Ledger
from backlinkbot.logic.judge.decided import asked_for, in_force
from backlinkbot.logic.judge.disavow.units import unit_of
from backlinkbot.logic.reports.removal import RemovalRequest, removal_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

LONGEST_NOTE = 500  # characters; a note becomes a comment of a disavow file
STANDING = (LinkState.LIVE, LinkState.REDIRECTED)


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands after a decision; `taken_back`: what an undo took back.

    `is_linking`: whether any link of the unit to the site is known, now or before; None where
    nothing was read yet.
    """

    made: Decision
    in_force: Decision | None
    taken_back: Decision | None = None
    is_linking: bool | None = None


@dataclass(frozen=True, slots=True)
class GroupDecided:
    """Decisions about the members of a group; `refused`: members, and why not them.

    `left`: decisions in force that somebody made about members by themselves, which stand.
    """

    group: str
    made: tuple[Decision, ...]
    refused: tuple[tuple[str, str], ...]
    left: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions about a site's links in order, and those in force, by unit."""

    site: str
    all: tuple[Decision, ...]
    in_force: tuple[Decision, ...]


def decide(
    workspace: Workspace, domain: str, unit: str, choice: str, *, by: str, note: str = ""
) -> Decided:
    """Decide about the links from `unit` (a domain, host or address) to a site; nothing is sent.

    Raises:
        BadInput: no such choice, no such name, nobody who decides, or a note that is too long.
        NotFound: there is no decision to undo.
        Refused: a site that must never be disavowed; says why.
    """
    site, name = domain_named(domain), unit_named(unit)
    chosen = _choice(choice)
    who, said = _words(by, note)
    if chosen is Choice.DISAVOW:
        _may_be_disavowed(workspace, site, name)
    made = Decision(site, name, chosen, who, workspace.clock.now().astimezone(UTC), said)
    before: dict[str, Decision] = {}

    def add(known: Sequence[Decision]) -> list[Decision]:
        before.update(in_force(known))
        if chosen is Choice.UNDO and name not in before:
            raise NotFound(f"nothing is decided about {name}; see: backlinkbot decide {site}")
        return [made]

    workspace.write()
    workspace.state.decide(site, add)
    standing = in_force(workspace.state.decisions(site)).get(name)
    taken_back = before.get(name) if chosen is Choice.UNDO else None
    return Decided(made, standing, taken_back, _is_linking(workspace, site, name))


def decide_group(  # noqa: PLR0913 - what a user may say
    workspace: Workspace,
    domain: str,
    group: str,
    choice: str,
    *,
    by: str,
    note: str = "",
    is_forced: bool = False,
) -> GroupDecided:
    """Decide the same about every member of a group of the last audit, in one step.

    Members that must never be disavowed, or about which there is nothing to undo, are left out. So
    are those that were decided already, and of an undo those that were not decided in the same
    step as others: whoever looked at one site knew more of it. `is_forced` decides these too.

    Raises:
        NotFound: no audit of the site is kept, or none of its groups has that name; says which do.
        BadInput: no such choice, nobody who decides, or a note that is too long.
    """
    site, chosen = domain_named(domain), _choice(choice)
    who, said = _words(by, note)
    members = _members(workspace, site, group)
    refused: dict[str, str] = {}
    if chosen is Choice.DISAVOW:
        facts = disavow_facts(workspace, members, site=site)
        told = ((name, unit_of(name, facts).refused) for name in members)
        refused = {name: why for name, why in told if why}
    now = workspace.clock.now().astimezone(UTC)
    left: list[Decision] = []

    def add(known: Sequence[Decision]) -> list[Decision]:
        standing = {name: one for name, one in in_force(known).items() if name in members}
        if chosen is Choice.UNDO:
            refused.update({n: "nothing is decided about it" for n in members if n not in standing})
        own = [] if is_forced else _decided_by_themselves(standing, chosen)
        left[:] = [one for one in own if one.unit not in refused]
        spared = {*refused, *(one.unit for one in left)}
        return [Decision(site, n, chosen, who, now, said) for n in members if n not in spared]

    made = workspace.state.decide(site, add)
    return GroupDecided(group, made, tuple(refused.items()), tuple(left))


@dataclass(frozen=True, slots=True)
class Removals:
    """Who is to be asked to take links away, and all letters in one text."""

    requests: tuple[RemovalRequest, ...]
    text: str

    def as_document(self) -> dict[str, Any]:
        """The letters as JSON."""
        sites = [
            {"unit": one.unit, "decided_on": one.decided_on.isoformat(), "links": len(one.links)}
            for one in self.requests
        ]
        return {"sites": sites, "text": self.text}

    def write(self, path: Path) -> None:
        """Write the letters into a file.

        Raises:
            Refused: the place cannot be written to.
        """
        write_text(path, self.text)


def decisions(workspace: Workspace, domain: str) -> Decisions:
    """What was decided about a site's links."""
    site = domain_named(domain)
    found = workspace.state.decisions(site)
    return Decisions(site, tuple(found), tuple(in_force(found).values()))


def removal_requests(workspace: Workspace, domain: str) -> Removals:
    """A letter to the owner of each site that was decided to be asked; nothing is sent.

    Raises:
        NotFound: no removal is decided.
    """
    site = domain_named(domain)
    found = workspace.state.decisions(site)
    asked = asked_for(found)
    units = [unit for unit, one in in_force(found).items() if one.choice is Choice.REMOVE]
    if not units:
        raise NotFound(f"no removal is decided; decide with: backlinkbot decide {site} UNIT remove")
    requests = tuple(
        RemovalRequest(site, unit, asked[unit].at.date(), _pages(workspace, site, unit))
        for unit in units
    )
    return Removals(requests, removal_text(requests))


def unit_named(text: str) -> str:
    """The unit that a user means by a domain, a host or an address.

    Raises:
        BadInput: it is none of these.
    """
    told = text.strip().removeprefix("domain:")
    host = clean_host(host_of(told) if "://" in told else told.split("/")[0])
    if not host or "." not in host:
        raise BadInput(f"{text!r} names no site; give a domain like example.com")
    return owned_name(host)


def _words(by: str, note: str) -> tuple[str, str]:
    """Who decides and why, each on one line."""
    who, said = " ".join(by.split()), " ".join(note.split())
    if not who:
        raise BadInput("say who decides: --by NAME")
    if len(said) > LONGEST_NOTE:
        raise BadInput(f"the note has {len(said):,} characters; {LONGEST_NOTE} are kept at most")
    return who, said


def _members(workspace: Workspace, site: str, group: str) -> list[str]:
    """The members of a group of the last kept audit."""
    kept = Ledger(workspace.folder / LEDGER).entry(site)
    told = [json.loads(line) for line in kept.results["groups"]["document"].to_pylist()]
    groups = {str(one["name"]): [str(name) for name in one["members"]] for one in told}
    if group not in groups:
        known = "; ".join(groups) or "none"
        raise NotFound(f"the last audit of {site} has no group {group!r}; it has: {known}")
    return groups[group]


def _decided_by_themselves(standing: Mapping[str, Decision], chosen: Choice) -> list[Decision]:
    """The decisions in force that a decision about the whole group leaves as they are.

    All of them; of an undo those that are not of the last step in which several were made, and
    none where only one is in force.
    """
    if chosen is not Choice.UNDO:
        return list(standing.values())
    if len(standing) == 1:
        return []
    made = Counter(one.at for one in standing.values())
    last = max((at for at, many in made.items() if many > 1), default=None)
    return [one for one in standing.values() if one.at != last]


def _is_linking(workspace: Workspace, site: str, unit: str) -> bool | None:
    """Whether any link of the unit to the site is known, standing or gone; None without an index.

    Lists that name domains alone count for all that stands under them.
    """
    if workspace.index.current() is None:
        return None
    domain = registered_domain(unit)
    wishes = LinkFilter(source_domain=domain)
    if not workspace.index.count_links(site, wishes):
        known = workspace.index.referring_domains(site)
        return domain in set(known["source_domain"].to_pylist())
    if unit == domain:
        return True
    rows = workspace.index.links(site, wishes, order=LinkOrder.SOURCE, only=("source_url",))
    return any(owned_name(host_of(url)) == unit for url in rows["source_url"].to_pylist())


def _choice(word: str) -> Choice:
    try:
        return Choice(word)
    except ValueError:
        known = ", ".join(Choice)
        raise BadInput(f"{word!r} is no decision; there are: {known}") from None


def _may_be_disavowed(workspace: Workspace, site: str, unit: str) -> None:
    facts = disavow_facts(workspace, [unit], site=site)
    if reason := unit_of(unit, facts).refused:
        raise Refused(f"{unit} cannot be disavowed: {reason}")


def _pages(workspace: Workspace, site: str, unit: str) -> tuple[tuple[str, str, str], ...]:
    """The links of a unit: page, target, anchor."""
    if workspace.index.current() is None:
        return ()
    rows = workspace.index.links(
        site,
        LinkFilter(states=STANDING, backlinks=True, source_domain=domain_named(unit)),
        order=LinkOrder.SOURCE,
        only=("source_url", "target_url", "anchor"),
    )
    return tuple(
        (row["source_url"], row["target_url"], row["anchor"] or "")
        for row in rows.to_pylist()
        if owned_name(host_of(row["source_url"])) == unit
    )
