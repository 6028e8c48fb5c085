"""Finds contacts: reads what is known of sites, fetches a little more, keeps what may be kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.app.clients import root_workspace
from backlinkbot.app.contacts.fetching import Places, fetch_contacts, usual_manner
from backlinkbot.app.contacts.mail_hosts import mail_hosts
from backlinkbot.app.contacts.of_prospects import prospects_without_contact
from backlinkbot.app.contacts.reading import known_pages
from backlinkbot.app.contacts.retention import expiry
from backlinkbot.app.suppress import people_of, suppressed_about
from backlinkbot.core.contacts import How, SiteContacts
from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import address_host
from backlinkbot.core.nouns import Contact
from backlinkbot.core.outreach import SuppressionReason
from backlinkbot.core.progress import Progress, Silent
from backlinkbot.core.prospects import ContactKind
from backlinkbot.core.urls import canonical, domain_of
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.contacts import forget_expired, keep_found
from backlinkbot.logic.outreach.contacts import GUESS_CONFIDENCE, guesses, site_contacts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.contacts import PageContacts
    from backlinkbot.io.channels.mail_hosts import Names
    from backlinkbot.io.crawl.session import Manner

SUPPRESSED, ERASED = "nobody may write there", "asked to be forgotten"
NO_MAIL = "its host takes no mail"
EVERY_ONE = "Every open prospect of {site} has a contact already, or there are none."
MOST_GUESSES = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """How to look for contacts.

    `urls`: pages to begin with; `may_fetch`: also on the web; `may_guess`: also make addresses up,
    marked as guessed; `asks_names`: ask the name system whether hosts take mail; `prospects_of`:
    also of the open prospects of this site of which no address is known.
    """

    urls: tuple[str, ...] = ()
    may_fetch: bool = True
    may_guess: bool = False
    asks_names: bool = True
    prospects_of: str = ""


def find_contacts(
    workspace: Workspace,
    domains: Sequence[str],
    wish: Wish | None = None,
    *,
    manner: Manner | None = None,
    names: Names | None = None,
    progress: Progress | None = None,
) -> list[SiteContacts]:
    """Look for contacts of organisations, in the order asked, and keep them for their time.

    `manner`, `names`: how to fetch and to ask the name system; tests give their own.

    Raises:
        BadInput: one of them is no domain, or a page no address; no prospect is without one.
        NotFound: no such site as the one whose prospects are meant.
        Refused: who asked to be forgotten cannot be known, so nobody is looked for.
    """
    wish, progress = wish or Wish(), progress or Silent()
    manner = manner or usual_manner(workspace)
    wanted = list(dict.fromkeys(map(domain_named, domains)))
    urls = [_page(url) for url in wish.urls]
    theirs = prospects_without_contact(workspace, wish.prospects_of) if wish.prospects_of else []
    wanted = list(dict.fromkeys([*wanted, *map(domain_of, urls), *theirs]))
    if not wanted and wish.prospects_of:
        raise BadInput(EVERY_ONE.format(site=wish.prospects_of))
    if not wanted:
        raise BadInput("name a domain, a page with --page, or a site with --prospects-of")
    workspace.write()
    told = _told(workspace, wanted, urls, manner if wish.may_fetch else None, progress)
    until = expiry(workspace)
    now = workspace.clock.now()
    found = [
        site_contacts(domain, told.pages[domain], now=now, expires_at=until) for domain in wanted
    ]
    if wish.may_guess:
        found = [_with_guesses(one, until) for one in found]
    found = _allowed(workspace, found)
    if wish.asks_names:
        progress.stage("Asking which hosts take mail")
        found = _taking_mail(workspace, found, names)
    _keep(workspace, found)
    still = _allowed(workspace, found)
    if still != found:  # somebody was erased meanwhile, maybe just before he was kept
        _keep(workspace, still)
        found = still
    return [replace(one, notes=_notes(told.failed.get(one.domain))) for one in found]


@dataclass(frozen=True, slots=True)
class _Told:
    """What pages tell by site, and why some could not be fetched."""

    pages: Mapping[str, list[PageContacts]]
    failed: Mapping[str, Counter[str]]


def _told(
    workspace: Workspace,
    wanted: Sequence[str],
    urls: Sequence[str],
    manner: Manner | None,
    progress: Progress,
) -> _Told:
    progress.stage("Reading known pages")
    pages: dict[str, list[PageContacts]] = defaultdict(list)
    for page in known_pages(workspace, wanted, urls):
        pages[page.domain].append(page)
    if manner is None:
        return _Told(pages, {})
    done = fetch_contacts(workspace, Places(wanted, urls, pages), manner, progress)
    for page in done.pages:
        pages[page.domain].append(page)
    return _Told(pages, done.failed)


def _page(url: str) -> str:
    told = canonical(url.strip())
    if told is None:
        raise BadInput(
            f"{url!r} is no address of a page; give one like https://example.com/contact"
        )
    return told


def _allowed(workspace: Workspace, found: list[SiteContacts]) -> list[SiteContacts]:
    """Without those who asked to be forgotten and those to whom nobody may write.

    Raises:
        Refused: the hashes cannot be trusted, so nobody may be taken for free.
    """
    with root_workspace(workspace) as root, root.state.reading() as connection:
        people = people_of(root, connection)

        def barred(one: Contact) -> str:
            if not one.address:
                return ""
            said = suppressed_about(connection, people, one.address, (one.domain,))
            if any(row.reason is SuppressionReason.ERASED for row in said):
                return ERASED
            return SUPPRESSED if said else ""

        return [_less(site, barred) for site in found]


def _less(site: SiteContacts, barred: Callable[[Contact], str]) -> SiteContacts:
    """The organisation without contacts for which there is a reason, each counted."""
    reasons = [(one, barred(one)) for one in site.contacts]
    left_out = Counter(site.left_out)
    left_out.update(reason for _, reason in reasons if reason)
    kept = tuple(one for one, reason in reasons if not reason)
    return replace(site, contacts=kept, left_out=dict(left_out))


def _taking_mail(
    workspace: Workspace, found: list[SiteContacts], names: Names | None
) -> list[SiteContacts]:
    """Without addresses at hosts that take no mail; the others say whether theirs does."""
    hosts = {address_host(one.address) for site in found for one in site.contacts if one.address}
    known = mail_hosts(workspace, hosts, names) if hosts else {}
    told = [
        replace(
            site,
            contacts=tuple(
                replace(one, takes_mail=known.get(address_host(one.address)))
                if one.address
                else one
                for one in site.contacts
            ),
        )
        for site in found
    ]
    return [_less(site, lambda one: NO_MAIL if one.takes_mail is False else "") for site in told]


def _with_guesses(site: SiteContacts, expires_at: datetime) -> SiteContacts:
    """With addresses that nobody published, where no published one was found; marked so."""
    if any(one.address for one in site.contacts):
        return site
    people = [one.person for one in site.contacts if one.person]
    made = tuple(
        Contact(
            site.domain, address, "", "", "", site.looked_at or expires_at, GUESS_CONFIDENCE,
            kind=ContactKind.UNKNOWN.value, how=How.GUESSED.value, country=site.country,
            is_guessed=True, says_no=site.says_no, expires_at=expires_at,
        )
        for address in guesses(site.domain, people)[:MOST_GUESSES]
    )  # fmt: skip
    return replace(site, contacts=(*made, *site.contacts))


def _keep(workspace: Workspace, found: Sequence[SiteContacts]) -> None:
    with workspace.state.writing() as connection:
        forget_expired(connection, workspace.clock.now())
        for one in found:
            keep_found(connection, one)


def _notes(failed: Counter[str] | None) -> tuple[str, ...]:
    """Why pages could not be fetched, in words."""
    return tuple(f"{times} not fetched: {why}" for why, times in (failed or Counter()).items())
