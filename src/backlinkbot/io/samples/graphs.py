"""The little web as bare graphs: a domain-graph release, a host edge list, rank lists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backlinkbot.core.urls import host_of, reversed_name
from backlinkbot.io.samples.written import Written, write_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backlinkbot.io.samples.made_up import MadeUpWeb

RELEASE = "little-web-2026"


def write_graphs(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """The release's three domain files, then the host edges."""
    numbers = _numbers(web)
    stem = f"{RELEASE}-domain"
    hosts = Counter(site.domain for site in web.sites)
    path = folder / f"{stem}-vertices.txt.gz"
    rows = write_lines(
        path, (f"{i}\t{reversed_name(d)}\t{max(1, hosts[d])}" for d, i in numbers.items())
    )
    yield Written(path, "webgraph", rows)
    edges = sorted(
        {
            (numbers[b.link.source_domain], numbers[b.link.target_domain])
            for b in web.backlinks
            if b.lost_at is None
        }
    )
    path = folder / f"{stem}-edges.txt.gz"
    yield Written(path, "webgraph", write_lines(path, (f"{a}\t{b}" for a, b in edges)))
    path = folder / f"{stem}-ranks.txt.gz"
    yield Written(path, "rank-list", write_lines(path, _release_ranks(numbers, edges)))
    path = folder / "host-edges.tsv"
    yield Written(path, "edge-list", write_lines(path, _host_edges(web)))


def write_rank_lists(web: MadeUpWeb, folder: Path) -> Iterator[Written]:
    """The most visited sites, as `rank,domain`."""
    listed = sorted((site.rank, site.domain) for site in web.sites if site.rank)
    path = folder / "top-sites.csv"
    yield Written(path, "rank-list", write_lines(path, (f"{r},{d}" for r, d in listed)))


def _numbers(web: MadeUpWeb) -> dict[str, int]:
    """Domain to node number, in order of reversed names, as releases have it."""
    names = {b.link.source_domain for b in web.backlinks}
    names |= {b.link.target_domain for b in web.backlinks}
    names |= {site.domain for site in web.sites}
    return {name: number for number, name in enumerate(sorted(names, key=reversed_name))}


def _host_edges(web: MadeUpWeb) -> Iterator[str]:
    counts = Counter(
        (host_of(b.link.source_url), host_of(b.link.target_url))
        for b in web.backlinks
        if b.lost_at is None
    )
    for (source, target), links in sorted(counts.items()):
        yield f"{source}\t{target}\t{links}"


def _release_ranks(numbers: dict[str, int], edges: list[tuple[int, int]]) -> Iterator[str]:
    """Ranks by number of referring domains: the little web's stand-in for both measures."""
    votes = Counter(target for _, target in edges)
    order = sorted(numbers.items(), key=lambda item: (-votes[item[1]], item[0]))
    yield "#harmonicc_pos\t#harmonicc_val\t#pr_pos\t#pr_val\t#host_rev\t#n_hosts"
    total = max(1, len(edges))
    for place, (name, number) in enumerate(order, 1):
        share = votes[number] / total
        yield f"{place}\t{votes[number]}.0\t{place}\t{share:.9f}\t{reversed_name(name)}\t1"
