"""Crawls of webs on loopback, by the log of their server: what, how politely, and after kills."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import planted_hosts
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from virtual_hosts import Fixed, Logged, Resolving, VirtualWeb, archived, fixed, page

from backlinkbot.app.crawl import crawl
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.crawl import Crawled, CrawlPlan
from backlinkbot.core.urls import canonical
from backlinkbot.core.urls.addresses import check_public
from backlinkbot.io.crawl import resolving
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.resolving import Address
from backlinkbot.io.crawl.session import Manner
from backlinkbot.io.crawl.traps import shape, trap

AGENT = "BacklinkBot/0.1 (test)"
SCALE = 0.005
PACE = Pace().scaled(SCALE)
SLACK_S = 0.001  # the server notes a request's end before the crawler has read it
ROBOTS = "/robots.txt"
CANARY = "127.250.0.1"


class Tricky(Resolving):
    """Also knows names that lead into private networks, and one that comes to do so."""

    def __init__(self, web: VirtualWeb) -> None:
        super().__init__(web.addresses, web.port)
        self._web, self.asked = web, Counter[str]()

    async def resolve(self, host: str, port: int) -> tuple[Address, ...]:
        self.asked[host] += 1
        canary = Address(CANARY, self._web.port)
        if host == "private.example":
            return (canary,)
        if host == "half-private.example":
            return (Address("127.1.249.1", self._web.port), canary)
        if host == "rebinding.example" and self.asked[host] > 1:
            return (canary,)
        return await super().resolve(host, port)


def check(host: str, ips: Iterable[str]) -> None:
    """The real rule, with the web's own addresses taken for public ones."""
    check_public(host, ("8.8.8.8" if ip.startswith("127.1.") else ip for ip in ips))


@dataclass(frozen=True)
class Planted:
    web: VirtualWeb
    done: Crawled
    workspace: Path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    folder = tmp_path_factory.mktemp("planted") / "w"
    plan = CrawlPlan(("http://start.example/", "http://mapped.example/"), 5_000, 6, 60)
    with pytest.MonkeyPatch.context() as patch, VirtualWeb(planted_hosts.hosts()) as web:
        patch.setattr(resolving, "check_public", check)
        manner = Manner(AGENT, pace=PACE, resolver=Tricky(web))
        with Workspace.open(folder) as workspace:
            done = crawl(workspace, plan, manner=manner)
        yield Planted(web, done, folder)


def by_site(log: Iterable[Logged]) -> dict[str, list[Logged]]:
    found = defaultdict(list)
    for one in log:
        found[one.site].append(one)
    return found


def by_ip(log: Iterable[Logged]) -> dict[str, list[Logged]]:
    found = defaultdict(list)
    for one in log:
        found[one.ip].append(one)
    return found


def gaps(requests: list[Logged]) -> list[float]:
    """Seconds from each answer to the next request; below 0: two at once."""
    return [after.began_s - (one.ended_s or after.began_s) for one, after in pairwise(requests)]


def test_nothing_that_robots_forbids_is_fetched(planted: Planted) -> None:
    for name in ("forbids", "moved-rules", "huge-rules", "slow-rules", "patient"):
        asked = planted.web.targets_of(f"{name}.example")
        allowed = {"/", "/yes", "/no/but"} if name == "forbids" else {"/", "/yes"}
        assert set(asked) == allowed, name
        assert len(asked) == len(allowed), name
    assert planted.web.targets_of("forbids-us.example") == []
    assert planted.web.targets_of("broken-rules.example") == []
    assert planted.done.outcomes["robots_forbidden"] > 0
    assert planted.done.outcomes["robots_unreachable"] == 1


def test_where_there_are_no_rules_everything_is_fetched_once(planted: Planted) -> None:
    for name in ("gone-rules", "closed-rules"):
        asked = planted.web.targets_of(f"{name}.example")
        assert sorted(asked) == ["/", "/no", "/no/but", "/no/x", "/yes"]


def test_no_host_is_asked_for_a_page_before_its_rules_were_answered(planted: Planted) -> None:
    answered: set[str] = set()
    for one in sorted(planted.web.log, key=lambda one: one.began_s):
        if one.target == ROBOTS:
            answered.add(one.host)
        elif one.host != "keeper.example" or one.target != "/rules/robots.txt":
            assert one.host in answered, one


def test_a_site_has_one_request_at_a_time_and_its_pause(planted: Planted) -> None:
    for site, requests in by_site(planted.web.log).items():
        if site == "keeper.example":  # its file is asked for on another site's behalf
            continue
        assert min(gaps(requests), default=1.0) >= PACE.least_s - SLACK_S, site
    patient = planted.web.requests_of("patient.example")[1:]
    assert min(gaps(patient)) >= 20 * SCALE - SLACK_S
    slow = planted.web.requests_of("slow.example")[1:]
    assert min(gaps(slow)) >= PACE.most_s - SLACK_S  # five times 0.15 s is beyond the most


def test_plain_sites_are_fetched_whole_and_each_page_once(planted: Planted) -> None:
    numbers = range(planted_hosts.PLAIN_PAGES)
    whole = ["/", *(f"/p{n}" for n in numbers), *(f"/deep{n}" for n in numbers)]
    for name in planted_hosts.PLAIN:
        assert sorted(planted.web.targets_of(name)) == sorted(whole)


def test_a_busy_server_is_left_alone_as_long_as_it_asks_and_then_tried_again(
    planted: Planted,
) -> None:
    requests = planted.web.requests_of("busy.example")
    by_target = Counter(one.target for one in requests)
    assert by_target == {ROBOTS: 1, "/": 1, "/0": 1, "/1": 2, "/2": 1, "/3": 2, "/4": 1}
    for refused, after in pairwise(requests):
        if refused.status in {429, 503}:
            assert after.began_s - (refused.ended_s or 0) >= PACE.first_backoff_s - SLACK_S
    assert planted.web.targets_of("overloaded.example") == ["/"] * PACE.tries
    assert planted.done.outcomes["busy"] == 1


def test_redirects_are_followed_so_far_and_never_in_a_circle(planted: Planted) -> None:
    asked = Counter(planted.web.targets_of("loops.example"))
    assert max(asked.values()) == 1
    assert {"/a", "/b", "/self", "/out"} <= set(asked)
    assert sum(target.startswith("/chain") for target in asked) == 11
    assert planted.done.left_out["too many redirects"] == 1


def test_nofollow_is_recorded_and_not_followed(planted: Planted) -> None:
    asked = set(planted.web.targets_of("tagged.example"))
    assert asked == {"/", "/quiet", "/hidden", "/by-header", "/still"}
    assert planted.done.left_out["marked nofollow, ugc or sponsored"] == 4


def test_sitemaps_lead_to_pages_that_nothing_links_to(planted: Planted) -> None:
    asked = planted.web.targets_of("mapped.example")
    assert {f"/only{n}" for n in range(5)} <= set(asked)
    assert planted.done.left_out["named by a sitemap of another site"] == 1
    assert planted.web.requests_of("stranger.example") == []


def test_traps_end(planted: Planted) -> None:
    asked = {
        name: Counter(planted.web.targets_of(f"{name}.example"))
        for name in ("calendar", "session", "repeats", "shop", "random")
    }
    assert all(target.partition("/calendar/")[2][:4] <= "2028" for target in asked["calendar"])
    assert 5 <= sum(asked["calendar"].values()) < 30
    assert sum(asked["session"].values()) == 4
    assert sum(asked["repeats"].values()) < 20
    assert sum(asked["shop"].values()) <= 60
    assert sum(asked["random"].values()) == 60
    endless = [
        one for one in planted.web.log if one.site == "endless.example" and one.target != ROBOTS
    ]
    assert len(endless) == 60
    assert any(str(reason).startswith("trap: path repeats") for reason in planted.done.left_out)


def test_no_private_address_is_connected_to(planted: Planted) -> None:
    assert [one for one in planted.web.log if one.ip == CANARY] == []
    reasons = {reason for _, reason in planted.done.reasons}
    assert "private_address" in reasons
    assert planted.web.targets_of("rebinding.example")[0] == "/"
    assert len(planted.web.targets_of("rebinding.example")) == 6


def test_what_nobody_answers_is_told_apart(planted: Planted) -> None:
    assert planted.done.reasons["unreachable", "tls"] == 1
    assert planted.done.reasons["unreachable", "no_such_host"] >= 1
    assert planted.done.reasons["unreachable", "broken_off"] == 1
    assert planted.web.targets_of("no-tls.example") == []


def test_what_was_fetched_is_in_the_index_as_reported_by_crawl(planted: Planted) -> None:
    with Workspace.open(planted.workspace) as workspace:
        rows = list(workspace.index.sources())
    assert {row.reporter for row in rows} == {"crawl"}
    assert planted.done.links > 0


REPLAYED = ("warc/ia-2008-38-hosts.warc.gz", "warc/cc-slice-15-hosts.warc.gz")
MANY_HOSTS, MOST_HOSTS = "pages/multi-domain-pages.warc.gz", 60
KILLED_AFTER = (50, 140)  # requests


@dataclass(frozen=True)
class Process:
    """Crawls a web in a process of its own."""

    web: VirtualWeb
    folder: Path
    plan: dict[str, Any]

    def start(self) -> subprocess.Popen[bytes]:
        told = {
            "workspace": str(self.folder / "w"),
            "plan": self.plan,
            "scale": SCALE,
            "addresses": self.web.addresses,
            "port": self.web.port,
        }
        (self.folder / "told.json").write_text(json.dumps(told), "utf-8")
        script = Path(__file__).parents[1] / "servers" / "crawl_once.py"
        return subprocess.Popen(
            [sys.executable, str(script), str(self.folder / "told.json")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def killed_after(self, requests: int) -> float:
        """Start it and kill it, workers and all, when the server has seen so many requests."""
        with self.start() as process:
            while len(self.web.log) < requests:
                assert process.poll() is None, process.communicate()[1]
                time.sleep(0.002)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return time.monotonic()

    def to_its_end(self) -> dict[str, Any]:
        with self.start() as process:
            out, err = process.communicate(timeout=180)
            assert process.returncode == 0, err.decode()
            document: dict[str, Any] = json.loads(out)
            return document


def replayed(shared_data: Path) -> tuple[dict[str, Fixed], list[str]]:
    """Real hosts with their pages, and `start.example`, which lists these pages."""
    hosts = archived(shared_data / name for name in REPLAYED)
    some = dict(islice(archived([shared_data / MANY_HOSTS]).items(), MOST_HOSTS))
    hosts = {**some, **hosts}
    urls = [
        f"http://{host}{target}"
        for host, told in hosts.items()
        for target in told.targets
        if target != ROBOTS and not trap(f"http://{host}{target}", 2026)
    ]
    lists = [urls[at : at + 50] for at in range(0, len(urls), 50)]
    pages = {f"/{n}": page(*part) for n, part in enumerate(lists)}
    hosts["start.example"] = fixed({"/": page(*pages), **pages})
    return hosts, urls


def archived_answers(folder: Path) -> Counter[str]:
    """How often each page's answer is in the archives of a crawl."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, record_types=WarcRecordType.response):
                url = record.headers["WARC-Target-URI"]
                found[url] += not url.endswith(ROBOTS)
    return +found


def test_killed_twice_no_page_is_fetched_twice_and_none_is_lost(
    shared_data: Path, tmp_path: Path
) -> None:
    hosts, urls = replayed(shared_data)
    shared = {host: f"127.1.200.{1 + number % 20}" for number, host in enumerate(hosts)}
    plan = {"seeds": ["http://start.example/"], "depth": 2, "pages": 5_000, "sitemaps": False}
    with VirtualWeb(hosts, addresses=shared) as web:
        process = Process(web, tmp_path, plan)
        kills = [process.killed_after(requests) for requests in KILLED_AFTER]
        done = process.to_its_end()
    answers = archived_answers(tmp_path)
    assert max(answers.values()) == 1
    wanted = {one for url in urls if (one := canonical(url)) and not trap(one, 2026)}
    missing = {shape(one).key: one for one in wanted}
    for one in answers:
        missing.pop(shape(one).key, None)
    assert missing == {}
    times = Counter((one.host, one.target) for one in web.log if one.target != ROBOTS)
    again = [key for key, often in times.items() if often > 1]
    for key in again:  # only what was on its way when the process was killed
        first = next(one for one in web.log if (one.host, one.target) == key)
        assert any(kill - 0.5 <= (first.ended_s or kill) for kill in kills)
    assert len(again) <= len(kills) * len(by_site(web.log)) / 4
    assert done["finished"]
    on_their_way = len(kills) * len(by_site(web.log))
    assert len(web.log) <= done["requests"] <= len(web.log) + on_their_way
    assert done["waiting"] == 0
    for site, requests in by_site(web.log).items():
        assert min(gaps(requests), default=1.0) >= PACE.least_s - SLACK_S, site
    for ip, requests in by_ip(web.log).items():
        assert min(gaps(requests), default=1.0) >= PACE.ip_gap_s - SLACK_S, ip
