"""Questions to the tables of contacts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, insert, or_, select, update

from backlinkbot.core.contacts import SiteContacts
from backlinkbot.core.mail_addresses import canonical_address
from backlinkbot.core.nouns import Contact
from backlinkbot.io.state.contact_tables import contact_sites, contacts, mail_hosts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

AT_ONCE = 400  # values in one question, well under what SQLite takes


def contacts_of(
    connection: Connection, domains: Sequence[str] | None, now: datetime
) -> list[Contact]:
    """The contacts of some organisations, or of all, by domain and the surest first.

    With the country of the organisation; those whose time is over are left out.
    """
    found: list[Contact] = []
    for part in _parts(domains):
        asked = (
            select(contacts, contact_sites.c.country)
            .join(contact_sites, contact_sites.c.domain == contacts.c.domain, isouter=True)
            .where(contacts.c.expires_at > now)
            .order_by(contacts.c.domain, contacts.c.number)
        )
        if part is not None:
            asked = asked.where(contacts.c.domain.in_(part))
        found += [_contact(row) for row in connection.execute(asked)]
    return found


def contacts_of_person(connection: Connection, person: str) -> list[Contact]:
    """All that is kept of an address in canonical form, also what is about to be forgotten."""
    asked = (
        select(contacts, contact_sites.c.country)
        .join(contact_sites, contact_sites.c.domain == contacts.c.domain, isouter=True)
        .where(contacts.c.person == person)
        .order_by(contacts.c.number)
    )
    return [_contact(row) for row in connection.execute(asked)]


def keep_found(connection: Connection, found: SiteContacts) -> None:
    """Put what pages tell in the place of what they told before; what users told stays."""
    by_hand = set(
        connection.scalars(
            select(contacts.c.person).where(
                and_(contacts.c.domain == found.domain, _is_told_by_users())
            )
        )
    )
    connection.execute(
        delete(contacts).where(and_(contacts.c.domain == found.domain, ~_is_told_by_users()))
    )
    rows = [_row(one) for one in found.contacts]
    if rows := [row for row in rows if not row["person"] or row["person"] not in by_hand]:
        connection.execute(insert(contacts), rows)
    _keep_site(connection, found)


def keep_by_hand(connection: Connection, one: Contact, by: str) -> None:
    """Keep a contact that a user told, in the place of what was known of the same person there."""
    row = _row(one) | {"by": by}
    same = and_(contacts.c.domain == one.domain, contacts.c.person == row["person"])
    connection.execute(delete(contacts).where(same))
    connection.execute(insert(contacts).values(**row))


def keep_country(connection: Connection, domain: str, country: str, why: str, by: str) -> None:
    """Keep the country of an organisation as a user told it; it outweighs what pages tell."""
    told = {"country": country, "country_why": why, "set_by": by}
    changed = connection.execute(
        update(contact_sites).where(contact_sites.c.domain == domain).values(**told)
    )
    if not changed.rowcount:
        connection.execute(
            insert(contact_sites).values(
                domain=domain, language="", says_no=None, pages=0, left_out="{}", looked_at=None,
                **told,
            )
        )  # fmt: skip


def sites_looked_at(
    connection: Connection, domains: Sequence[str] | None = None
) -> dict[str, SiteContacts]:
    """What is known of organisations, without their contacts, by domain."""
    found: dict[str, SiteContacts] = {}
    for part in _parts(domains):
        asked = select(contact_sites).order_by(contact_sites.c.domain)
        if part is not None:
            asked = asked.where(contact_sites.c.domain.in_(part))
        found |= {row.domain: _site(row) for row in connection.execute(asked)}
    return found


def forget_person(connection: Connection, person: str) -> int:
    """Drop all that is kept of an address in canonical form; how many contacts that was."""
    return connection.execute(delete(contacts).where(contacts.c.person == person)).rowcount


def forget_expired(connection: Connection, now: datetime) -> int:
    """Drop the contacts whose time is over; how many."""
    return connection.execute(delete(contacts).where(contacts.c.expires_at <= now)).rowcount


def expired(connection: Connection, now: datetime) -> int:
    """How many contacts' time is over."""
    asked = select(func.count()).select_from(contacts).where(contacts.c.expires_at <= now)
    return int(connection.execute(asked).scalar_one())


def keep_mail_host(
    connection: Connection, host: str, said: str, at: datetime, *, takes_mail: bool | None
) -> None:
    """Keep what the name system says of a host."""
    connection.execute(delete(mail_hosts).where(mail_hosts.c.host == host))
    connection.execute(
        insert(mail_hosts).values(host=host, takes_mail=takes_mail, said=said, asked_at=at)
    )


def mail_hosts_known(
    connection: Connection, hosts: Sequence[str], since: datetime | None = None
) -> dict[str, bool | None]:
    """Whether hosts take mail, of those asked about since then."""
    found: dict[str, bool | None] = {}
    for part in _parts(hosts):
        asked = select(mail_hosts).where(mail_hosts.c.host.in_(part or []))
        if since is not None:
            asked = asked.where(mail_hosts.c.asked_at >= since)
        found |= {row.host: row.takes_mail for row in connection.execute(asked)}
    return found


def _is_told_by_users() -> Any:
    return or_(contacts.c.by != "", contacts.c.consent != "")


def _parts(domains: Sequence[str] | None) -> Iterable[list[str] | None]:
    if domains is None:
        return [None]
    unique = list(dict.fromkeys(domains))
    return [unique[at : at + AT_ONCE] for at in range(0, len(unique), AT_ONCE)]


def _keep_site(connection: Connection, found: SiteContacts) -> None:
    told = {
        "language": found.language, "says_no": found.says_no, "pages": found.pages,
        "left_out": json.dumps(found.left_out), "looked_at": found.looked_at,
    }  # fmt: skip
    by_pages = {"country": found.country or "", "country_why": found.country_why}
    of_it = contact_sites.c.domain == found.domain
    known = connection.execute(select(contact_sites.c.set_by).where(of_it)).scalar()
    if known is None:
        row = {"domain": found.domain, "set_by": "", **told, **by_pages}
        connection.execute(insert(contact_sites).values(**row))
        return
    connection.execute(
        update(contact_sites).where(of_it).values(**told, **({} if known else by_pages))
    )


def _row(one: Contact) -> dict[str, Any]:
    return {
        "domain": one.domain,
        "person": canonical_address(one.address) if one.address else "",
        "address": one.address, "name": one.person, "role": one.role, "kind": one.kind,
        "duty": one.duty, "how": one.how, "page": one.page, "found_on": one.found_on,
        "found_at": one.found_at, "evidence": one.evidence, "quote": one.quote,
        "language": one.language, "confidence": one.confidence, "is_guessed": one.is_guessed,
        "says_no": one.says_no, "consent": one.consent, "by": "", "expires_at": one.expires_at,
    }  # fmt: skip


def _contact(row: Any) -> Contact:
    return Contact(
        domain=row.domain, address=row.address, person=row.name, role=row.role,
        found_on=row.found_on, found_at=row.found_at, confidence=row.confidence, kind=row.kind,
        duty=row.duty, how=row.how, page=row.page, evidence=row.evidence, quote=row.quote,
        language=row.language, country=row.country or None, is_guessed=row.is_guessed,
        says_no=row.says_no, consent=row.consent, expires_at=row.expires_at,
    )  # fmt: skip


def _site(row: Any) -> SiteContacts:
    return SiteContacts(
        domain=row.domain, country=row.country or None, country_why=row.country_why,
        language=row.language, says_no=row.says_no, pages=row.pages, looked_at=row.looked_at,
        left_out=json.loads(row.left_out),
    )  # fmt: skip
