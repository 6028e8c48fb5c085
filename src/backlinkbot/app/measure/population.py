"""The population that ranks are counted in, kept from one release to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from backlinkbot.io.index.graphs.releases import Release
    from backlinkbot.io.index.graphs.store import GraphStore
    from backlinkbot.logic.graph.scale import Population

# A population of which less is left, or which has become so small a part of the web that is
# measured, tells the new graph's domains badly apart: a new one begins.
LEAST_LEFT = 0.7
MOST_GROWTH = 2.0


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom to rank among; `founder`: the release that first had this population.

    `members` None: there is no earlier release to keep to, so this graph's own nodes found one;
    `note`: said to the user when an old population was given up.
    """

    members: Population | None = None
    founder: str = ""
    note: str = ""


def reference_of(folder: Path, store: GraphStore, series: str, nodes: int) -> Reference:
    """The population of the last release of a series, as nodes of this graph.

    `series`: empty where measurements are not to be compared; then, as for the first of a series,
    there is none. The members are the domains that had points in the founding release; those that
    are gone still count.
    """
    from backlinkbot.io.index.graphs.releases import releases

    if not series:
        return Reference()
    known = releases(folder)
    founder = _founder(known, series)
    if founder is None:
        return Reference()
    members = _members(founder, store)
    left = len(members.nodes) / max(members.count, 1)
    if left >= LEAST_LEFT and nodes <= MOST_GROWTH * founder.nodes:
        return Reference(members, founder.name)
    reason = (
        f"this graph has {nodes:,} domains, that release had {founder.nodes:,}"
        if left >= LEAST_LEFT
        else f"only {left:.0%} of its domains are left"
    )
    note = f"points are not comparable with those since {founder.name}: {reason}"
    return Reference(note=note)


def _founder(known: Sequence[Release], series: str) -> Release | None:
    """The release whose population the last one of the series was ranked in."""
    by_name = {release.name: release for release in known}
    of_series = [r for r in known if r.about.get("series") == series and not r.fault]
    trusted = [r for r in of_series if r.about.get("basis") == "trust"]
    if not trusted:
        return None
    return by_name.get(trusted[-1].about.get("population_of") or trusted[-1].name)


def _members(founder: Release, store: GraphStore) -> Population:
    """The domains that trust reached in that release, as nodes of this graph.

    Equals at the end of a scale have no points, so that points alone do not tell who is a member.
    """
    import json

    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from backlinkbot.logic.graph.scale import Population

    is_reached = (pc.field("trust") > 0) & (pc.field("referring_domains") > 0)
    is_member = (pc.field("authority") > 0) | is_reached
    table = pq.read_table(founder.path, columns=["node"], filters=is_member).combine_chunks()
    ids = store.names().ids(table.column("node").combine_chunks())
    count = int(json.loads(founder.about["scale"])["population"])
    return Population(ids[ids >= 0], count)
