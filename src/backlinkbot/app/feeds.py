"""The verb feeds: what happened to a site's links, as an Atom feed that any reader can follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.watch import lately
from backlinkbot.app.watch.alerts import list_alerts
from backlinkbot.core.alerts import Importance
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.watching import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.watching import DomainChange

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50  # of each kind: what a reader that looks once a day can have missed
LONGEST_TITLE = 160  # characters
DATED = (ChangeKind.NEW, ChangeKind.LOST, ChangeKind.NOFOLLOWED)  # what the dates of links tell


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: `id` never changes, `at` is when."""

    id: str
    title: str
    at: datetime
    text: str
    address: str = ""


def feed(workspace: Workspace, domain: str, here: str = "") -> str:
    """Links won and lost, alerts and the last audit of a site as an Atom document (RFC 4287).

    `here`: where the feed itself is read.

    Raises:
        NotFound: nothing is known of the site.
    """
    domain = domain_named(domain)
    found = [*_changes(workspace, domain), *_alerts(workspace, domain)]
    found += _audit(workspace, domain)
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    return _atom(domain, found, here, workspace.clock.now())


def _changes(workspace: Workspace, domain: str) -> Iterable[Entry]:
    """What the dates of links tell, in the words and groups of the verb watch."""
    found = lately(workspace, domain)
    for kind in DATED:
        told = [one for one in found.news(kind) if one.on]
        told.sort(key=lambda one: (one.on or date.min, one.source_domain), reverse=True)
        yield from (_entry(domain, one) for one in told[:MOST_ENTRIES])


def _entry(domain: str, change: DomainChange) -> Entry:
    link = change.examples[0]
    anchor = f"“{link.anchor}”" if link.anchor else "no text"
    points = "" if change.quality is None else f" Quality {change.quality:.0f} of 100."
    at = datetime.combine(change.on or date.min, time(), UTC)
    words = f"{change.sentence.removesuffix('.')}: {anchor}"
    return Entry(
        id=f"urn:backlink-bot:{domain}:{change.kind.name.lower()}:{change.source_domain}:{at:%Y%m%d}",
        title=words[:LONGEST_TITLE],
        at=at,
        text=f"{words}. {link.source_url} links to {link.target_url}.{points}",
        address=link.source_url,
    )


def _alerts(workspace: Workspace, domain: str) -> Iterable[Entry]:
    """What a watch found beside what dates tell: broken pages, spikes, links that were changed."""
    dated = {kind.value for kind in DATED}
    for one in list_alerts(workspace, [domain], history=True, limit=MOST_ENTRIES):
        is_told = one.importance is not Importance.QUIET
        if is_told and one.change not in dated:
            yield Entry(
                f"urn:backlink-bot:{domain}:alert:{one.id}",
                one.sentence[:LONGEST_TITLE],
                one.raised_at,
                one.sentence,
            )


def _audit(workspace: Workspace, domain: str) -> Iterable[Entry]:
    try:
        told = last_audit(workspace, domain)
    except NotFound:
        return
    at = datetime.combine(datetime.fromisoformat(told["as_of"]).date(), time(), UTC)
    sentence = told["summary"]["sentence"]
    yield Entry(f"urn:backlink-bot:{domain}:audit:{told['entry']}", "Audit", at, sentence)


def _atom(domain: str, entries: Iterable[Entry], here: str, now: datetime) -> str:
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    told = list(entries)
    _text(root, "id", f"urn:backlink-bot:{domain}")
    _text(root, "title", f"Links of {domain}")
    _text(root, "updated", _told(told[0].at if told else now))
    author = ElementTree.SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", "Backlink Bot")
    if here:
        ElementTree.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": here})
    for one in told:
        entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry")
        _text(entry, "id", one.id)
        _text(entry, "title", one.title)
        _text(entry, "updated", _told(one.at))
        _text(entry, "summary", one.text)
        if one.address.startswith(("http://", "https://")):
            ElementTree.SubElement(entry, f"{{{ATOM}}}link", {"href": _clean(one.address)})
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    """A child with plain text; markup in it is text too."""
    ElementTree.SubElement(parent, f"{{{ATOM}}}{name}").text = _clean(text)


def _clean(text: str) -> str:
    """The text without what XML cannot hold, and without what turns its direction."""
    return "".join(c if c.isprintable() else " " for c in text)


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
