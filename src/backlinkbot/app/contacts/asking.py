"""What is known of contacts: the list, the best of each, and what users tell of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.contacts.retention import expiry, forget_old
from backlinkbot.app.suppress import people_of, suppressed_about, suppressed_place
from backlinkbot.core.cells import one_line
from backlinkbot.core.contacts import How
from backlinkbot.core.countries import country_named
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.mail_addresses import (
    address_host,
    is_role_address,
    published_address,
)
from backlinkbot.core.nouns import Contact
from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.core.prospects import ContactKind
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.contacts import (
    contacts_of,
    keep_by_hand,
    keep_country,
    mail_hosts_known,
    sites_looked_at,
)
from backlinkbot.io.state.suppressions import kept_suppressions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.contacts import SiteContacts
    from backlinkbot.core.outreach import Suppression

LONGEST_NOTE = 500


def list_contacts(workspace: Workspace, domains: Sequence[str] = ()) -> list[SiteContacts]:
    """The organisations that were looked at, or those asked for, with their contacts.

    Raises:
        BadInput: one of them is no domain.
    """
    forget_old(workspace)
    wanted = [domain_named(one) for one in domains] or None
    with workspace.state.reading() as connection:
        sites = sites_looked_at(connection, wanted)
        found = contacts_of(connection, wanted, workspace.clock.now())
        hosts = mail_hosts_known(connection, _hosts(found))
    picky, barred = _picky_hosts(workspace), _barred(workspace, found)
    by_domain: dict[str, list[Contact]] = {domain: [] for domain in sites}
    for one in found:
        takes = hosts.get(address_host(one.address)) if one.address else None
        told = replace(
            one, takes_mail=takes, is_catch_all=_is_catch_all(one, picky),
            barred=barred.get((one.domain, one.address), ""),
        )  # fmt: skip
        by_domain.setdefault(one.domain, []).append(told)
    return [
        replace(site, contacts=tuple(_by_hand_first(by_domain[domain])))
        for domain, site in sorted(sites.items())
    ]


@dataclass(frozen=True, slots=True)
class Ways:
    """How organisations are reached, by domain.

    `best`: the contact to write to; `barred`: of those without one, what is suppressed of them.
    """

    best: dict[str, Contact]
    barred: dict[str, Suppression]


def reached(workspace: Workspace, domains: Sequence[str]) -> dict[str, Contact]:
    """The best contact of each of these organisations that has an address; others are left out.

    What a user told goes before what pages tell. Addresses to which nobody may write, and those at
    hosts that take no mail, are passed over.

    Raises:
        Refused: the hashes cannot be trusted, so nobody may be taken for free.
    """
    return ways(workspace, domains).best


def ways(workspace: Workspace, domains: Sequence[str]) -> Ways:
    """The same, and of whom nobody may write to any contact, what is suppressed."""
    forget_old(workspace)
    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        found = [one for one in contacts_of(connection, domains, now) if one.address]
        hosts = mail_hosts_known(connection, _hosts(found))
    told = Ways({}, {})
    with root_workspace(workspace) as root, root.state.reading() as connection:
        people = people_of(root, connection)
        for one in _by_hand_first(found):
            takes = hosts.get(address_host(one.address))
            if one.domain in told.best or takes is False:
                continue
            said = suppressed_about(connection, people, one.address, (one.domain,))
            if said:
                told.barred.setdefault(one.domain, said[0])
            else:
                told.best[one.domain] = replace(one, takes_mail=takes)
        for domain in set(domains) - {one.domain for one in found}:
            if place := suppressed_place(connection, people, domain):
                told.barred[domain] = place[0]
    return Ways(
        told.best, {name: one for name, one in told.barred.items() if name not in told.best}
    )


def set_country(workspace: Workspace, domain: str, country: str, *, by: str) -> SiteContacts:
    """Say in which country an organisation is, so that the firewall knows its law.

    Raises:
        BadInput: no domain, or no code of a country.
    """
    return list_contacts(workspace, set_countries(workspace, [domain], country, by=by))[0]


def set_countries(
    workspace: Workspace, domains: Sequence[str], country: str, *, by: str
) -> list[str]:
    """The same for several organisations, for all or for none; gives their domains, each once.

    Raises:
        BadInput: one is no domain, there is none, or no code of a country.
    """
    code, names = country_named(country), list(dict.fromkeys(map(domain_named, domains)))
    if not names:
        raise BadInput("name the domains whose country it is")
    workspace.write()
    with workspace.state.writing() as connection:
        for name in names:
            keep_country(connection, name, code, f"said by {by}", by)
    return names


def set_contact(  # noqa: PLR0913 - what a contact is made of
    workspace: Workspace,
    domain: str,
    address: str,
    *,
    found_on: str = "",
    person: str = "",
    role: str = "",
    consent: str = "",
    by: str,
) -> Contact:
    """Keep an address that a user found; it goes before all that pages tell.

    `consent`: what shows that he agreed to be written to, like a mail and its day.

    Raises:
        BadInput: no domain, no address, or no page.
        Refused: nobody may write there.
    """
    name, place = domain_named(domain), published_address(address)
    page = canonical(found_on.strip()) if found_on.strip() else ""
    if page is None:
        raise BadInput(f"{found_on!r} is no address of a page")
    _need_free(workspace, place, name)
    with workspace.state.reading() as connection:
        known = contacts_of(connection, [name], workspace.clock.now())
    says_no = any(other.says_no for other in known) and not consent
    one = Contact(
        domain=name,
        address=place,
        person=one_line(person)[:LONGEST_NOTE],
        role=one_line(role)[:LONGEST_NOTE],
        found_on=page,
        found_at=workspace.clock.now(),
        confidence=1.0,
        kind=_kind(place, person).value,
        how=How.BY_HAND.value,
        consent=one_line(consent)[:LONGEST_NOTE],
        says_no=True if says_no else False if page or consent else None,
        expires_at=expiry(workspace),
    )
    workspace.write()
    with workspace.state.writing() as connection:
        keep_by_hand(connection, one, by)
        if name not in sites_looked_at(connection, [name]):
            keep_country(connection, name, "", "", "")
    return one


def _kind(address: str, person: str) -> ContactKind:
    """Whose it is, as far as the address and the user tell."""
    if is_role_address(address):
        return ContactKind.ROLE
    return ContactKind.NAMED if person.strip() else ContactKind.UNKNOWN


def set_consent(workspace: Workspace, domain: str, note: str, *, by: str) -> Contact:
    """Note on the best contact of an organisation what shows that he agreed.

    Raises:
        NotFound: no contact of it has an address.
    """
    name = domain_named(domain)
    known = reached(workspace, [name]).get(name)
    if known is None:
        raise NotFound(f"no address of {name} is known; give it with --address")
    told = replace(known, consent=one_line(note)[:LONGEST_NOTE], expires_at=expiry(workspace))
    with workspace.state.writing() as connection:
        keep_by_hand(connection, told, by)
    return told


def _need_free(workspace: Workspace, address: str, domain: str) -> None:
    with root_workspace(workspace) as root, root.state.reading() as connection:
        said = suppressed_about(connection, people_of(root, connection), address, (domain,))
    if said:
        raise Refused(f"nobody may write to {address}: {said[0].reason.value}")


def _barred(workspace: Workspace, found: Sequence[Contact]) -> dict[tuple[str, str], str]:
    """What is suppressed of contacts, by domain and address."""
    told = {}
    with root_workspace(workspace) as root, root.state.reading() as connection:
        people = people_of(root, connection)
        for one in found:
            said = (
                suppressed_about(connection, people, one.address, (one.domain,))
                if one.address
                else suppressed_place(connection, people, one.domain)
            )
            if said:
                told[one.domain, one.address] = said[0].says
    return told


def _picky_hosts(workspace: Workspace) -> frozenset[str]:
    """Hosts that sent a mail back for good: they do not take mail for whatever name."""
    with root_workspace(workspace) as root, root.state.reading() as connection:
        found = kept_suppressions(connection)
    return frozenset(
        address_host(one.value)
        for one in found
        if one.reason is SuppressionReason.BOUNCED and "@" in one.value
    )


def _is_catch_all(one: Contact, picky: frozenset[str]) -> bool | None:
    """Whether any name at its host takes mail; None unless mail came back from there."""
    return False if one.address and address_host(one.address) in picky else None


def _hosts(found: Sequence[Contact]) -> list[str]:
    return sorted({address_host(one.address) for one in found if one.address})


def _by_hand_first(found: Sequence[Contact]) -> list[Contact]:
    """What users told or may show consent of first, the latest of it before the others."""

    def place(one: Contact) -> tuple[bool, float]:
        is_told = one.how == How.BY_HAND.value or bool(one.consent)
        return not is_told, -one.found_at.timestamp() if is_told else 0.0

    return sorted(found, key=place)
