"""A workspace whose backlinks stand on made-up hosts, which a test may change between looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from virtual_hosts import Answer, Asked, Host, VirtualWeb

from backlinkbot.app.verify import verify
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.clock import DatedClock
from backlinkbot.core.columns import link_facts
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.urls import domain_of
from backlinkbot.core.verifying import Check, Verified, VerifyPlan
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner
from backlinkbot.io.index.filters import LinkFilter

SITE = "shop.example"
TARGET = "https://shop.example/tea"
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
PROSE = (
    "We tasted forty kinds of tea over the winter and wrote down what we thought of each of them, "
    "so that nobody has to buy them all. The green ones from the second harvest were mild, the "
    "smoked ones divided the table, and one of the cheapest was liked by everybody who tried it. "
)


def article(*links: str, head: str = "", text: str = PROSE, title: str = "Forty teas") -> bytes:
    """A page with prose, and these links in it."""
    told = "".join(f"<p>{text} Read {link} for the rest of it.</p>" for link in links or ("",))
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{told}</article></body></html>"
    ).encode()


def to(url: str = TARGET, anchor: str = "the shop's tea", rel: str = "") -> str:
    about = f' rel="{rel}"' if rel else ""
    return f'<a href="{url}"{about}>{anchor}</a>'


@dataclass(frozen=True)
class Seen:
    """What one run told of a page's link, and the state in which the index then had it."""

    check: Check
    state: str


@dataclass(frozen=True)
class Told:
    """What one run told, by page."""

    by_page: dict[str, Seen]

    def of(self, page: str) -> Seen:
        return self.by_page[page]


@dataclass
class World:
    """A workspace, and a web whose hosts a test may change between two looks."""

    workspace: Workspace
    hosts: dict[str, Host]
    now: datetime = START
    looks: list[Verified] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    web: VirtualWeb | None = None

    def say(self, url: str, answer: Answer | bytes) -> None:
        """Let an address answer so from now on; other addresses of the host are not found."""
        host, _, path = url.partition("://")[2].partition("/")
        told = answer if isinstance(answer, Answer) else Answer(answer)
        pages = getattr(self.hosts.get(host), "pages", {}) | {f"/{path}": told}
        self.hosts[host] = Pages(pages)

    def gone(self, host: str) -> None:
        """Let a host's name have no address."""
        del self.hosts[host]

    def know(self, source_url: str, target_url: str = TARGET, **facts: Any) -> None:
        """Let a vendor have told of a link."""
        self.know_all([source_url], target_url, **facts)

    def know_all(self, source_urls: Iterable[str], target_url: str = TARGET, **facts: Any) -> None:
        """Let a vendor have told of a link on each of these pages."""
        import pyarrow as pa

        rows = [
            {
                "source_url": source_url,
                "source_domain": domain_of(source_url),
                "target_url": target_url,
                "target_domain": domain_of(target_url),
                "occurrence": 0,
                "anchor": "the shop's tea",
                "left": "liked by everybody who tried it. Read",
                "right": "for the rest of it.",
                "kind": "text",
                "nofollow": False,
                "followed": True,
                "first_seen": START - timedelta(days=400),
                "last_seen": START - timedelta(days=120),
                "seen_at": START - timedelta(days=120),
                "reporter": "ahrefs",
                "evidence": "links.csv:2",
            }
            | facts
            for source_url in source_urls
        ]
        with self.workspace.index.begin() as draft:
            draft.add(Facts(FactKind.LINKS, pa.RecordBatch.from_pylist(rows, link_facts())))
            draft.publish(self.now)
        self.workspace.index.refresh()

    def look(self, hours: float = 0.0, **plan: Any) -> Verified:
        """Look at all links, so many hours after the last look."""
        self.now += timedelta(hours=hours)
        clock = DatedClock(self.now)
        self.workspace.clock = clock
        with VirtualWeb(self.hosts) as web:
            self.web = web
            manner = Manner(
                "BacklinkBot/0.1 (test)",
                pace=Pace().scaled(0.002),
                clock=clock,
                resolver=web.resolver,
                allows_private=True,
            )
            asked = VerifyPlan((SITE,), **({"all": True} | plan))
            found = verify(self.workspace, asked, manner=manner)
        self.looks.append(found)
        states = {
            (link["source_url"], link["target_url"]): link["state"]
            for link in self.known(twins=True)
        }
        self.told.append(
            Told(
                {
                    one.source_url: Seen(one, states[one.source_url, one.target_url])
                    for one in found.links
                }
            )
        )
        return found

    def one(self, hours: float = 0.0) -> Check:
        """Look, and give the only link."""
        (check,) = self.look(hours).links
        return check

    def known(self, *, twins: bool = False) -> list[dict[str, Any]]:
        """What the index knows of the links to the site."""
        return list(self.workspace.index.links(SITE, LinkFilter(twins=twins)).to_pylist())


@dataclass(frozen=True)
class Pages:
    pages: dict[str, Answer]

    def __call__(self, asked: Asked) -> Answer:
        return self.pages.get(asked.target, Answer(b"<title>Not here</title>", 404))
