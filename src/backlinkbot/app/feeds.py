"""The verb feeds: what happened to a site's links, as an Atom feed that any reader can follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.profile import RowQuestion, link_rows
from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from backlinkbot.app.workspace import Workspace

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50  # of each kind: what a reader that looks once a day can have missed
LONGEST_TITLE = 160  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: `id` never changes, `at` is when."""

    id: str
    title: str
    at: datetime
    text: str
    address: str = ""


def feed(workspace: Workspace, domain: str, here: str = "") -> str:
    """New links, lost links and the last audit of a site as an Atom document (RFC 4287).

    `here`: where the feed itself is read.

    Raises:
        NotFound: nothing is known of the site.
    """
    domain = domain_named(domain)
    found = [*_links(workspace, domain, "new"), *_links(workspace, domain, "lost")]
    found += _audit(workspace, domain)
    found.sort(key=lambda one: (one.at, one.id), reverse=True)
    return _atom(domain, found, here, workspace.clock.now())


def _links(workspace: Workspace, domain: str, status: str) -> Iterable[Entry]:
    order = "started_on" if status == "new" else "last_seen"
    question = RowQuestion(status=(status,), order=order, limit=MOST_ENTRIES)
    for row in link_rows(workspace, domain, question).table.to_pylist(maps_as_pydicts="lossy"):
        if at := _moment(row["started_on"] if status == "new" else row["lost_on"]):
            yield _entry(domain, status, row, at)


def _entry(domain: str, status: str, row: dict[str, Any], at: datetime) -> Entry:
    anchor = f"“{row['anchor']}”" if row["anchor"] else "no text"
    why = f", {row['lost_reason'].replace('_', ' ')}" if row.get("lost_reason") else ""
    points = "" if row["quality"] is None else f" Quality {row['quality']:.0f} of 100."
    words = f"{status.capitalize()} link from {row['source_domain']}: {anchor}{why}"
    return Entry(
        id=f"urn:backlink-bot:{domain}:{status}:{row['source_url']}:{row['target_url']}:{at:%Y%m%d}",
        title=words[:LONGEST_TITLE],
        at=at,
        text=f"{words}. {row['source_url']} links to {row['target_url']}.{points}",
        address=row["source_url"],
    )


def _audit(workspace: Workspace, domain: str) -> Iterable[Entry]:
    try:
        told = last_audit(workspace, domain)
    except NotFound:
        return
    at = datetime.combine(datetime.fromisoformat(told["as_of"]).date(), time(), UTC)
    sentence = told["summary"]["sentence"]
    yield Entry(f"urn:backlink-bot:{domain}:audit:{told['entry']}", "Audit", at, sentence)


def _moment(value: datetime | date | None) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    return value if value.tzinfo else value.replace(tzinfo=UTC)


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
