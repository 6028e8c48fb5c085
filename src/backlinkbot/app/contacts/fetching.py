"""Fetches the few pages of a site that usually tell a contact, politely, as robots.txt allows.

What was fetched is read and let go: the address of the page, the day and the words around an
address are kept as evidence, so that no copy of strangers' data outlives its time.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from backlinkbot.app.contacts.reading import read_all
from backlinkbot.core.contacts import Purpose
from backlinkbot.core.crawl import Outcome
from backlinkbot.core.facts import CUT_HEADER, RawPage
from backlinkbot.core.urls import canonical, domain_of
from backlinkbot.io.crawl.fetch import Limits
from backlinkbot.io.crawl.session import Manner
from backlinkbot.io.crawl.visits import visit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.contacts import PageContacts
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.crawl.visits import Visit

MOST_FETCHED = 8  # of one site: its front page, and those that it leads to or usual places
MOST_BODY_BYTES = 2 * 1024 * 1024
ENOUGH_WAYS = 2  # pages that a site itself names; then usual places are not tried
HTML = frozenset({"", "text/html", "application/xhtml+xml"})
_PLACES = ("contact", "about")
_BY_LANGUAGE: Mapping[str, tuple[str, ...]] = {
    "de": ("impressum", "kontakt"),
    "fr": ("contact", "mentions-legales"),
    "es": ("contacto", "aviso-legal"),
    "it": ("contatti", "chi-siamo"),
    "nl": ("contact", "over-ons"),
    "pl": ("kontakt", "o-nas"),
    "pt": ("contato", "sobre"),
}
_GERMAN = frozenset({"de", "at", "ch", "li"})


@dataclass(frozen=True, slots=True)
class Places:
    """Where to look: sites, pages of them to begin with, and what is known of them already."""

    domains: Sequence[str]
    urls: Sequence[str]
    known: Mapping[str, Sequence[PageContacts]]

    def knows(self, url: str) -> bool:
        """Whether that page was read."""
        return any(page.url == url for page in self.known.get(domain_of(url), ()))


@dataclass(slots=True)
class Fetched:
    """What was fetched for some sites: the pages, and how many requests ended otherwise, by why."""

    pages: list[PageContacts] = field(default_factory=list)
    asked: int = 0
    failed: dict[str, Counter[str]] = field(default_factory=dict)


def usual_manner(workspace: Workspace) -> Manner:
    """How this workspace fetches pages for contacts."""
    limits = replace(Limits(), body_bytes=MOST_BODY_BYTES)
    return Manner(workspace.settings.crawler_name, limits=limits, clock=workspace.clock)


def fetch_contacts(
    workspace: Workspace, places: Places, manner: Manner, progress: Progress
) -> Fetched:
    """The pages of sites that may tell a contact; what is known of them is not fetched again."""
    done = Fetched()
    fronts = [f"https://{domain}/" for domain in places.domains]
    first = [url for url in [*places.urls, *fronts] if not places.knows(url)]
    _round(workspace, list(dict.fromkeys(first)), manner, done, progress)
    answered = {page.domain for page in done.pages}
    silent = [domain for domain in places.domains if domain not in answered]
    plain = [f"http://{one}/" for one in silent if not places.knows(f"https://{one}/")]
    _round(workspace, plain, manner, done, progress)
    by_site = {domain: list(places.known.get(domain, ())) for domain in places.domains}
    for page in done.pages:
        by_site.setdefault(page.domain, []).append(page)
    more = [url for domain in places.domains for url in _next(domain, by_site[domain])]
    _round(workspace, more, manner, done, progress)
    return done


def _round(
    workspace: Workspace, urls: Sequence[str], manner: Manner, done: Fetched, progress: Progress
) -> None:
    if not urls:
        return
    raws: list[RawPage] = []
    progress.stage("Fetching pages that may tell a contact", len(urls), "pages")
    ended = 0

    def take(one: Visit) -> None:
        nonlocal ended
        ended += 1
        progress.reached(ended)
        raw = _raw(one)
        if raw is None:
            why = _why(one)
            done.failed.setdefault(domain_of(one.url), Counter())[why] += 1
        else:
            raws.append(raw)

    visit(urls, manner, take)
    done.asked += len(urls)
    done.pages += read_all(workspace, raws)


def _raw(one: Visit) -> RawPage | None:
    """The page that a visit ended at; of another site, it tells nothing of this one."""
    fetched = one.last.fetched
    if one.last.outcome is not Outcome.PAGE or fetched is None or not fetched.body:
        return None
    if fetched.media_type not in HTML or domain_of(one.last.request.url) != domain_of(one.url):
        return None
    headers = tuple((name.lower(), value) for name, value in fetched.headers)
    if fetched.is_cut:
        headers = (*headers, (CUT_HEADER, "length"))
    return RawPage(
        url=one.last.request.url,
        status=fetched.status,
        headers=headers,
        body=fetched.body,
        fetched_at=fetched.fetched_at,
        evidence=f"fetched {fetched.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
        reporter="contacts",
    )


def _why(one: Visit) -> str:
    """Why a visit gave no page, in a word or two that add up."""
    last = one.last
    if last.fetched is not None and last.outcome is Outcome.PAGE:
        return "no HTML page of this site"
    return f"{last.outcome.value} {last.reason}".strip()


def _next(domain: str, pages: Sequence[PageContacts]) -> list[str]:
    """What to fetch after the front page: what the site leads to, else its usual places."""
    seen = {page.url for page in pages}
    ways: dict[str, Purpose] = {}
    for page in pages:
        for url, purpose in page.ways:
            if url not in seen:
                ways.setdefault(url, purpose)
    order = list(Purpose)
    named = sorted(ways, key=lambda url: (order.index(ways[url]), len(url)))
    found = [url for url in named if ways[url] is not Purpose.ADVERTISE][: MOST_FETCHED - 1]
    if len(found) < ENOUGH_WAYS:
        scheme = "http" if seen and all(url.startswith("http:") for url in seen) else "https"
        usual = (canonical(f"{scheme}://{domain}/{one}") for one in _places(domain, pages))
        found += [url for url in usual if url and url not in seen and url not in found]
    return found[: MOST_FETCHED - 1]


def _places(domain: str, pages: Iterable[PageContacts]) -> list[str]:
    languages = [page.language for page in pages if page.language]
    if domain.rpartition(".")[2] in _GERMAN:
        languages.append("de")
    own = [place for language in languages for place in _BY_LANGUAGE.get(language, ())]
    return list(dict.fromkeys([*own, *_PLACES]))
