"""Fetches the pages of a run politely, has them read, and tells how each ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.app.verify.reading import Body, PageReader
from backlinkbot.core.crawl import Outcome
from backlinkbot.core.pages.looked import Wanted, passage_before, passage_behind
from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.hosts import is_ip_address
from backlinkbot.core.verifying import Answer
from backlinkbot.io.crawl.failures import Why
from backlinkbot.io.crawl.resolving import has_any_address
from backlinkbot.io.crawl.visits import Visit, visit
from backlinkbot.io.engines.local import Limits
from backlinkbot.logic.verify.judging import NO_SUCH_HOST
from backlinkbot.logic.verify.soft import is_front_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from backlinkbot.app.verify.choosing import PagePlan
    from backlinkbot.app.verify.reading import Shown
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.core.verifying import PageSeen
    from backlinkbot.io.crawl.requests import Exchange
    from backlinkbot.io.crawl.session import Manner

HTML = frozenset({"", "text/html", "application/xhtml+xml"})
TELL_EVERY_S = 1.0
# Names that are said to have no address: where that holds for so many hosts of one round, and for
# half of all, it is our own resolver that fails (a hotel's network, a filter), not they. Where it
# holds for all, however few, the site's own name is asked for: it exists, so it tells who fails.
MANY_HOSTS = 5
MOST_SHARE = 0.5
RESOLVER_SUSPECT = "so many names have no address today that our own resolver is doubted"
RESOLVER_SILENT = "no name has an address today, nor has the site's own: our resolver is doubted"
# What happens only at a machine whose address is known; a time that is over may be the resolver's.
_AT_AN_ADDRESS = frozenset(
    {Why.CONNECTION_REFUSED, Why.NO_ROUTE, Why.TLS, Why.BROKEN_OFF, Why.NO_HTTP}
)


@dataclass(frozen=True, slots=True)
class Looked:
    """How looking at one page ended; `exchanges`: to be kept; `probe`, `front`: see `judge`."""

    plan: PagePlan
    answer: Answer
    exchanges: tuple[Exchange, ...]
    probe: PageSeen | None = None
    front: PageSeen | None = None


class Asked(NamedTuple):
    """An address asked for to know the habits of a host, not for links."""

    host: str
    is_front: bool


class Round:
    """One round: fetches pages, and tells `looked` of each as soon as all about it is known.

    `heard` is told of answers that belong to no page: robots.txt, addresses that cannot be there;
    `sites`: whose backlinks these are.
    """

    def __init__(  # noqa: PLR0913 - each is a part of its own
        self,
        workspace: Workspace,
        manner: Manner,
        plans: Sequence[PagePlan],
        looked: Callable[[Looked], None],
        heard: Callable[[Exchange], None],
        progress: Progress,
        *,
        sites: Sequence[str],
    ) -> None:
        self._manner, self._looked, self._heard = manner, looked, heard
        self._progress, self._clock = progress, manner.clock
        self._sites = sites
        self._plans = {plan.source_url: plan for plan in plans}
        self._probes = _probes(plans, workspace.clock.today())
        self._out = Counter(one.host for one in self._probes.values())  # not answered yet
        self._probed: dict[Asked, PageSeen | None] = {}
        self._waiting: dict[str, list[Looked]] = {}  # for what their host says to a probe
        self._nameless: list[Looked] = []
        self._has_resolved = False  # whether any name of the round had an address
        self._reading: dict[int, tuple[Answer, tuple[Exchange, ...]]] = {}
        self._number = self._done = 0
        self._told_s = 0.0
        settings = workspace.settings
        self._reader = PageReader(
            workers=max(1, settings.worker_count // 2),
            limits=Limits(settings.page_cpu_s, settings.page_memory_mb),
            clock=manner.clock,
        )
        self.outcomes: Counter[str] = Counter()
        self.notes: list[str] = []

    def run(self) -> None:
        """Look at all pages."""
        self._progress.stage("Looking at pages", len(self._plans), "pages")
        try:
            visit(
                [*self._plans, *self._probes],
                self._manner,
                self._ended,
                heard=self._heard_one,
                tick=self._tick,
            )
        finally:
            self._reader.close()
        self._reader.take_shown(self._shown)
        for looks in self._waiting.values():  # whose probes never ended
            for one in looks:
                self._tell(one)
        self._tell_nameless()

    # Called by the engine.

    def _heard_one(self, exchange: Exchange) -> None:
        if exchange.fetched is not None or exchange.reason in _AT_AN_ADDRESS:
            self._has_resolved |= not is_ip_address(host_of(exchange.request.url))
        if exchange.request.kind.name == "ROBOTS":
            self._heard(exchange)

    def _tick(self) -> None:
        self._reader.take_shown(self._shown)
        now_s = self._clock.monotonic_s()
        if now_s - self._told_s >= TELL_EVERY_S:
            self._told_s = now_s
            self._progress.reached(self._done)

    def _ended(self, one: Visit) -> None:
        answer = _answer(one)
        fetched = one.last.fetched
        if fetched is None or fetched.media_type not in HTML or not fetched.body:
            self._answered(answer, one.exchanges)
            return
        self._number += 1
        self._reading[self._number] = (answer, one.exchanges)
        self._reader.put(
            Body(
                self._number,
                answer.final_url,
                fetched.headers,
                fetched.body,
                fetched.is_cut,
                _wanted(self._plans.get(one.url)),
            )
        )

    def _shown(self, one: Shown) -> None:
        answer, exchanges = self._reading.pop(one.number)
        self._answered(replace(answer, page=one.page), exchanges)

    def _answered(self, answer: Answer, exchanges: tuple[Exchange, ...]) -> None:
        asked = self._probes.get(answer.url)
        if asked is not None:
            for exchange in exchanges:
                self._heard(exchange)
            self._probed[asked] = answer.page if answer.status < 300 else None  # noqa: PLR2004 - HTTP
            self._out[asked.host] -= 1
            if not self._out[asked.host]:
                for one in self._waiting.pop(asked.host, []):
                    self._tell(one)
            return
        self._done += 1
        self.outcomes[_word(answer)] += 1
        looked = Looked(self._plans[answer.url], answer, exchanges)
        host = host_of(answer.url)
        if answer.reason == NO_SUCH_HOST and answer.outcome is Outcome.UNREACHABLE:
            self._nameless.append(looked)
        elif self._out[host]:
            self._waiting.setdefault(host, []).append(looked)
        else:
            self._tell(looked)

    def _tell(self, one: Looked) -> None:
        host = host_of(one.answer.url)
        probe, front = (self._probed.get(Asked(host, is_front)) for is_front in (False, True))
        self._looked(replace(one, probe=probe, front=front))

    def _tell_nameless(self) -> None:
        doubt = self._doubt()
        for one in self._nameless:
            doubted = replace(one.answer, reason=Why.RESOLVER_FAILED, sentence=doubt)
            self._tell(replace(one, answer=doubted) if doubt else one)

    def _doubt(self) -> str:
        """Why our own resolver is doubted; empty where it is believed."""
        if not self._nameless:
            return ""
        hosts = {host_of(url) for url in self._plans}
        nameless = {host_of(one.answer.url) for one in self._nameless}
        doubt = ""
        if not self._has_resolved and not has_any_address(_own(self._sites), self._manner.resolver):
            doubt = RESOLVER_SILENT
        elif len(nameless) >= MANY_HOSTS and len(nameless) >= MOST_SHARE * len(hosts):
            doubt = RESOLVER_SUSPECT
        if doubt:
            self.notes.append(f"{doubt}: {len(nameless):,} of {len(hosts):,} hosts")
        return doubt


def _own(sites: Sequence[str]) -> list[str]:
    """The names of the sites themselves; an address in numbers asks no resolver."""
    names = [site for site in sites if not is_ip_address(site)]
    return [*names, *(f"www.{name}" for name in names)]


def _probes(plans: Sequence[PagePlan], today: date) -> dict[str, Asked]:
    """Addresses that cannot be there, and home pages: of hosts where a page may be gone."""
    found: dict[str, Asked] = {}
    known = {plan.source_url for plan in plans}
    for plan in plans:
        if plan.wants_probe and not is_front_page(plan.source_url):
            origin = "/".join(plan.source_url.split("/", 3)[:3])
            host = host_of(plan.source_url)
            if Asked(host, is_front=False) in found.values():
                continue
            word = blake2b(f"{host} {today}".encode(), digest_size=8).hexdigest()
            found[f"{origin}/{word}"] = Asked(host, is_front=False)
            if f"{origin}/" not in known:
                found[f"{origin}/"] = Asked(host, is_front=True)
    return found


def _wanted(plan: PagePlan | None) -> Wanted:
    """What to look for on a page; on one that cannot be there: nothing."""
    if plan is None:
        return Wanted((), frozenset(), frozenset())
    links = plan.links
    anchors = {" ".join((one.anchor or "").split()).lower() for one in links} - {""}
    passages = {passage_before(one.left or "") for one in links}
    passages |= {passage_behind(one.right or "") for one in links}
    return Wanted(
        tuple({one.target_url: None for one in links}),
        frozenset(one.target_domain for one in links),
        frozenset(anchors),
        tuple(sorted(passages - {""})),
        plan.about.sample,
    )


def _answer(one: Visit) -> Answer:
    last, fetched = one.last, one.last.fetched
    hops = tuple(
        (exchange.request.url, exchange.fetched.status)
        for exchange in one.exchanges[:-1]
        if exchange.fetched
    )
    return Answer(
        url=one.url,
        final_url=last.request.url,
        outcome=last.outcome,
        at=one.exchanges[0].at,
        status=fetched.status if fetched else 0,
        reason=str(last.reason),
        sentence=last.sentence,
        hops=hops,
        media_type=fetched.media_type if fetched else "",
        has_body=bool(fetched and (fetched.body or fetched.is_unread)),
    )


def _word(answer: Answer) -> str:
    detail = answer.reason if answer.outcome is not Outcome.PAGE else ""
    return f"{answer.outcome.value} {detail}".strip()
