"""A crawl of the little web on loopback: every page once, and the links that truth tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from virtual_hosts import Answer, Resolving, VirtualWeb, fixed, page

from backlinkbot.app.crawl import crawl
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.crawl import CrawlPlan
from backlinkbot.core.nouns import BACKLINK_KINDS
from backlinkbot.io.crawl.politeness import Pace
from backlinkbot.io.crawl.session import Manner
from backlinkbot.logic.tiny_web.world import make_world

if TYPE_CHECKING:
    from pathlib import Path

    from backlinkbot.logic.tiny_web.truth import Capture, World

OK = 200
START = "start.example"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def plain(url: str) -> str:
    """The little web speaks https, the server of the test http."""
    return url.replace("https://", "http://")


def newest(world: World) -> dict[str, Capture]:
    """The last capture of each page, by its address."""
    return {plain(one.url): one for one in sorted(world.captures, key=lambda one: one.fetched_at)}


def served(captures: dict[str, Capture]) -> VirtualWeb:
    hosts: dict[str, dict[str, Answer]] = defaultdict(dict)
    for url, one in captures.items():
        host, _, target = url.removeprefix("http://").partition("/")
        headers = (*HTML, ("Location", plain(one.location))) if one.location else HTML
        body = one.body.replace(b"https://", b"http://")
        hosts[host][f"/{target}"] = Answer(body, one.status, headers)
    lists = {f"/{n}": page(*list(captures)[n : n + 50]) for n in range(0, len(captures), 50)}
    hosts[START] = {"/": page(*lists), **lists}
    return VirtualWeb({host: fixed(pages) for host, pages in hosts.items()})


def test_the_little_web_is_fetched_whole_and_its_links_are_those_of_the_truth(
    tmp_path: Path,
) -> None:
    world = make_world(seed=3, sites=60, months=6)
    captures = newest(world)
    plan = CrawlPlan((f"http://{START}/",), 5_000, 2, 5_000, sitemaps=False)
    with served(captures) as web, Workspace.open(tmp_path / "w") as workspace:
        manner = Manner(
            "BacklinkBot/0.1 (test)", pace=Pace().scaled(0.001), allows_private=True,
            resolver=Resolving(web.addresses, web.port),
        )  # fmt: skip
        done = crawl(workspace, plan, manner=manner)
        asked = Counter(
            f"http://{one.host}{one.target}"
            for one in web.log
            if one.host != START and one.target != "/robots.txt"
        )
        assert done.is_finished
        assert set(captures) <= set(asked)
        assert max(asked.values()) == 1
        for domain in (world.client, *world.competitors):
            found = [
                one
                for one in workspace.index.links(domain).to_pylist()
                if one["source_domain"] != START and one["state"] != "lost"
            ]
            assert {(one["source_url"], one["target_url"]) for one in found} == {
                (url, plain(link.target_url))
                for url, one in captures.items()
                if one.status == OK
                for link in one.links
                if link.external and link.target_domain == domain
            }, domain
            kinds = {one["kind"] for one in found}
            assert kinds & {kind.value for kind in BACKLINK_KINDS}
