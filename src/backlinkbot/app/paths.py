"""The verb paths: how readers and crawlers get from well-known sites to a site."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.graphs import measured_graph
from backlinkbot.app.known import TRUST
from backlinkbot.core.errors import BadInput
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from backlinkbot.app.graphs import OpenGraph
    from backlinkbot.app.workspace import Workspace

STEPS = 4
START_SITES = 100
LIVE = ("live", "redirected")
MOVED = range(300, 400)  # an answer that only leads elsewhere is no page


@dataclass(frozen=True, slots=True)
class Reach:
    """How a site is reached; `ways` name the sites from a well-known one to the site itself.

    `distance`: links from the nearest well-known site, None where no way leads there;
    `independent_ways`: of at most `steps` links, sharing no site on the way.
    """

    distance: int | None
    mean_distance: float | None
    reached_from: int
    independent_ways: int
    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of the site that were captured: all, and those that no outside link leads to.

    `linked_not_captured`: addresses of the site that an outside link leads to and nobody read.
    """

    known: int
    linked_from_outside: int
    not_reached: tuple[str, ...]
    linked_not_captured: int


@dataclass(frozen=True, slots=True)
class Paths:
    """The answer to `paths DOMAIN`; `pages` None where the index knows no address of the site."""

    domain: str
    steps: int
    well_known: int
    now: Reach
    new_from: str | None
    with_new_link: Reach | None
    new_link_points: float | None
    pages: Pages | None
    notes: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `paths --json`."""
        return asdict(self)


def paths(
    workspace: Workspace,
    domain: str,
    *,
    new_from: str | None = None,
    steps: int = STEPS,
    well_known: int = START_SITES,
    progress: Progress | None = None,
) -> Paths:
    """Ways to `domain` from the sites with the most authority, in the graph measured last.

    `new_from`: also as if that domain linked to it; `steps`: longest way counted, in links;
    `well_known`: how many of the best linking sites to set out from.

    Raises:
        BadInput: the new link would come from the site itself.
        NotFound: nothing was measured, or a domain is not in the graph.
    """
    from backlinkbot.logic.graph.paths import well_known as starting

    with measured_graph(workspace, progress or Silent()) as graph:
        node = graph.node(domain)
        source = None if new_from is None else graph.node(new_from)
        if source == node:
            raise BadInput(f"a link from {new_from} to itself leads nobody there")
        starts = starting(graph.forms.donors, node, well_known)
        graph.progress.stage("Looking for ways")
        now = _reach(graph, node, starts, steps, None)
        return Paths(
            domain=domain,
            steps=steps,
            well_known=len(starts),
            now=now,
            new_from=new_from,
            with_new_link=None if source is None else _reach(graph, node, starts, steps, source),
            new_link_points=None if source is None else _points(graph, node, source),
            pages=_pages(workspace, domain),
            notes=graph.notes,
        )


def _reach(
    graph: OpenGraph, node: int, starts: NDArray[np.int64], steps: int, source: int | None
) -> Reach:
    import numpy as np

    from backlinkbot.logic.graph.paths import discovery

    found = discovery(graph.graph, graph.outgoing, node, starts, most_steps=steps, new_from=source)
    short = [way for way in found.ways if len(way) - 1 <= steps]
    nodes = np.array(sorted({v for way in short for v in way}), np.int64)
    name = dict(zip(nodes.tolist(), graph.names(nodes), strict=True))
    return Reach(
        distance=found.distance,
        mean_distance=found.mean_distance,
        reached_from=found.reached_from,
        independent_ways=len(short),
        ways=tuple(tuple(name[v] for v in way) for way in short),
    )


def _points(graph: OpenGraph, node: int, source: int) -> float | None:
    """What the new link would be worth in points of authority; None where there is none."""
    import numpy as np

    from backlinkbot.logic.graph.target import target_of
    from backlinkbot.logic.graph.worth import gains

    if graph.about["basis"] != TRUST:
        return None
    target = target_of(
        graph.forms.trust, graph.graph.incoming, graph.outgoing, node, owned=graph.owned
    )
    return float(gains(target, np.array([source])).points[0])


def _pages(workspace: Workspace, domain: str) -> Pages | None:
    """Which pages of the site in the index have a standing link from another domain."""
    from backlinkbot.core.urls import clean_host, registered_domain

    owner = registered_domain(clean_host(domain) or domain)
    if workspace.index.current() is None:
        return None
    known = workspace.index.pages(owner)
    read = dict(zip(*(known.column(c).to_pylist() for c in ("url", "status")), strict=True))
    found = {url for url, status in read.items() if status is None or status not in MOVED}
    linked = _linked(workspace, owner)
    if not found and not linked:
        return None
    return Pages(
        known=len(found),
        linked_from_outside=len(found & linked),
        not_reached=tuple(sorted(found - linked)),
        linked_not_captured=len(linked - read.keys()),
    )


def _linked(workspace: Workspace, owner: str) -> set[str]:
    """The addresses of a site with a standing link from another domain."""
    columns = ("target_url", "source_domain", "state", "target_known")
    links = workspace.index.links(owner, only=columns)
    rows = zip(*(links.column(name).to_pylist() for name in columns), strict=True)
    return {
        url
        for url, source, state, is_told in rows
        if source != owner and state in LIVE and is_told is not False
    }
