"""How often the first page that is suggested for a dead link is the one that should stand in.

Cases are ours (`targets_planted.toml`): a shop's pages and dead pages of its rivals, planted on the
little web and read as a user would. By the sets "first" and "second" weights and the least fit were
chosen; "third" was run after they stood. Beside it: the home page always, and the address alone.
Intervals: Wilson, 95 %, over cases. They say how the rules work, not how the world is.

With `--alive` the rivals' pages stand, and a page that links to one is asked by link intersect.

    python bench/quality/targets.py [--seed 7] [--sites 300] [--alive] [--wrong]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
from tactics_planted import Planting
from tactics_real import interval

from backlinkbot.app.ingest import ingest
from backlinkbot.app.prospects import keep_opportunities
from backlinkbot.app.prospects.fitting import fitting_pages
from backlinkbot.app.sites import add_site
from backlinkbot.app.topics import learn_topics
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.chances import opportunities
from backlinkbot.core.clock import FixedClock
from backlinkbot.core.nouns import Site
from backlinkbot.core.settings import Settings
from backlinkbot.io.samples.archives import write_warcs
from backlinkbot.logic.prospect.own_pages import OwnPage, Shelf, Sought
from backlinkbot.logic.tiny_web.truth import SiteKind, World
from backlinkbot.logic.tiny_web.world import make_world

PLANTED = Path(__file__).with_name("targets_planted.toml")
MONTHS = 12
SETS = ("first", "second", "third")
KINDS = (SiteKind.BLOG, SiteKind.NEWS, SiteKind.INSTITUTION, SiteKind.SHOP)


@dataclass(frozen=True)
class Case:
    """A dead page: `linked_from` pages that link to it; `right`: ours that would do, if any."""

    of: str
    url: str
    linked_from: tuple[str, ...]
    right: frozenset[str]


Answers = dict[str, list[str]]  # pages of ours by dead address, best first


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--sites", type=int, default=300)
    asked.add_argument("--wrong", action="store_true", help="tell each wrong one")
    asked.add_argument("--alive", action="store_true", help="the rivals' pages stand")
    given = asked.parse_args()
    with _planted_web(given.seed, given.sites, alive=given.alive) as (workspace, world, cases):
        ways = {
            "suggested": _suggested(workspace, world, cases, alive=given.alive),
            "words of the address": _by_address(workspace, world, cases),
            "home page": {one.url: [world.site(world.client).url("/")] for one in cases},
        }
    told: dict[str, Any] = {
        name: {of: _rates([one for one in cases if one.of == of], found)
               for of in SETS}
        for name, found in ways.items()
    }  # fmt: skip
    if given.wrong:
        told["wrong"] = [
            [one.url, found[:1], sorted(one.right)]
            for one in cases
            if not _is_right(one, found := ways["suggested"][one.url])
        ]
    print(json.dumps(told, indent=1))


def _rates(cases: list[Case], found: Answers) -> dict[str, Any]:
    """Of cases with a right page and of those without."""
    with_one = [one for one in cases if one.right]
    without = [one for one in cases if not one.right]
    named = [one for one in cases if found[one.url]]
    return {
        "first is right": _share(with_one, lambda one: _is_right(one, found[one.url])),
        "among three": _share(with_one, lambda one: bool(one.right & set(found[one.url][:3]))),
        "nothing where nothing fits": _share(without, lambda one: not found[one.url]),
        "right of those suggested": _share(named, lambda one: _is_right(one, found[one.url])),
    }


def _is_right(one: Case, found: list[str]) -> bool:
    return found[0] in one.right if found else not one.right


def _share(cases: list[Case], holds: Callable[[Case], bool]) -> dict[str, Any]:
    hits = sum(map(holds, cases))
    share = round(hits / len(cases), 3) if cases else None
    return {"share": share, "interval": interval(hits, len(cases)), "of": len(cases)}


def _suggested(workspace: Workspace, world: World, cases: list[Case], *, alive: bool) -> Answers:
    rows = [_opportunity(one, alive=alive) for one in cases]
    table = pa.Table.from_pylist(rows, schema=opportunities())
    keep_opportunities(workspace, world.client, table, by=LOCAL)
    told = fitting_pages(workspace, world.client).rows
    found = {one.opening.page: [page.page for page in one.suggested] for one in told}
    return {one.url: found[one.linked_from[0]] for one in cases}


def _opportunity(one: Case, *, alive: bool) -> dict[str, Any]:
    page = one.linked_from[0]
    return {
        "prospect": page.split("/")[2].removeprefix("www."), "page": page,
        "tactic": "link intersect" if alive else "broken link",
        "about": "" if alive else one.url, "fit": 0.9, "minutes": 15.0, "sells": None,
        "reasons": [], "evidence": [], "authority": None, "worth_points": None, "relevance": None,
        "site_type": None, "p_reply": 0.1, "p_placement": 0.1, "value_per_hour": None,
    }  # fmt: skip


def _by_address(workspace: Workspace, world: World, cases: list[Case]) -> Answers:
    """The page with most words of the dead address, whatever that is worth."""
    read = workspace.index.chances((world.client,), ()).own_pages(2_000).to_pylist()
    shelf = Shelf([OwnPage(row["url"], row["title"] or "") for row in read], (world.brand,))
    return {one.url: [page.page for page in shelf.fitting(Sought(one.url))] for one in cases}


@contextmanager
def _planted_web(
    seed: int, sites: int, *, alive: bool
) -> Iterator[tuple[Workspace, World, list[Case]]]:
    told = tomllib.loads(PLANTED.read_text("utf-8"))
    plot = Planting(make_world(seed, sites, MONTHS), Random(seed))  # noqa: S311 - a made-up web
    for path, title in told["pages"].items():
        plot.put(plot.client, path, title, f"<p>{escape(title)}.</p>")
    cases = [_case(plot, number, one, alive=alive) for number, one in enumerate(told["gone"])]
    captures = sorted((*plot.world.captures, *plot.pages), key=lambda one: one.fetched_at)
    world = replace(plot.world, captures=tuple(captures))
    with tempfile.TemporaryDirectory() as folder:
        files = [f for f in write_warcs(world, Path(folder)) if f.format == "warc"]
        clock = FixedClock(datetime.combine(world.ends_on, time(23), UTC))
        settings = Settings(workspace=Path(folder) / "workspace", workers=1)
        with Workspace(settings, clock) as workspace:
            ingest(workspace, [str(file.path) for file in files])
            workspace.refresh()
            learn_topics(workspace)
            add_site(workspace, Site(world.client, world.brand, competitors=world.competitors))
            yield workspace, world, cases


def _case(plot: Planting, number: int, told: dict[str, Any], *, alive: bool) -> Case:
    """A dead page of a rival, and honest pages that link to it, each on a site of its own."""
    rivals = plot.world.competitors
    rival = plot.world.site(rivals[number % len(rivals)])
    plot.put(rival, told["path"], "Not found", "", status=200 if alive else 404)
    url, path = rival.url(told["path"]), f"/reading/{number}"
    pages = []
    first = list(plot.free(*KINDS, many=1))  # an organisation has one first opening
    others = plot.free(*KINDS, many=len(told["anchors"]) - 1, again=True)
    for site, words in zip((*first, *others), told["anchors"], strict=True):
        link = f'<a href="{url}">{escape(words)}</a>'
        plot.put(site, path, told["on"], f"<p>More of this: {link}.</p>")
        pages.append(site.url(path))
    right = frozenset(plot.client.url(one) for one in told["right"])
    return Case(told["set"], url, tuple(pages), right)


if __name__ == "__main__":
    main()
