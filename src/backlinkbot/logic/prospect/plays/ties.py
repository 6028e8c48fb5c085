"""Which linking sites are tied to each other by what only one owner's sites share."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scipy.cluster.hierarchy import DisjointSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

LEAST_TIED = 3  # sites that link to the same target: two of one owner are no network
MOST_SHARING = 200  # sites of the index with one footprint: beyond, it is a provider's or a theme's


def networks(domains: Sequence[str], footprints: pa.Table) -> dict[str, int]:
    """A number for each site that is tied to at least two others of `domains`.

    `footprints`: columns domain, kind ("owner id", "server", "block", "template"), value, domains
    (of the whole index that have it). An analytics or ad id ties by itself; a block of addresses
    only together with the same template.
    """
    among = set(domains)
    tied: DisjointSet[str] = DisjointSet(sorted(among))
    for sites in _sharing(footprints):
        known = sorted(sites & among)
        for other in known[1:]:
            tied.merge(known[0], other)
    large = [part for part in tied.subsets() if len(part) >= LEAST_TIED]
    ordered = sorted(large, key=min)
    return {site: number for number, part in enumerate(ordered) for site in part}


def _sharing(footprints: pa.Table) -> Iterator[set[str]]:
    """Sets of sites that share enough."""
    by_value: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in footprints.to_pylist():
        if row["domains"] <= MOST_SHARING:
            by_value[row["kind"], row["value"]].add(row["domain"])
    blocks = [sites for (kind, _), sites in by_value.items() if kind == "block"]
    templates = [sites for (kind, _), sites in by_value.items() if kind == "template"]
    for (kind, _), sites in by_value.items():
        if kind == "owner id":
            yield sites
    for block in blocks:
        if len(block) >= LEAST_TIED:
            for template in templates:
                yield block & template
