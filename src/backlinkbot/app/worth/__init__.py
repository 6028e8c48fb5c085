"""The verb worth: what a link from any domain would bring a site, and what losing links costs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.app.graphs import measured_graph
from backlinkbot.app.worth.rows import Columns, Told
from backlinkbot.app.worth.targets import Targets
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.facts import Rejects
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.graphs import OpenGraph
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.graph.worth import Prices

__all__ = ["NOT_IN_GRAPH", "TOGETHER", "Worth", "worth"]

NOT_IN_GRAPH = "is not in the graph"
TOGETHER = "together"  # the row of a whole set; no domain is called so


@dataclass(frozen=True, slots=True)
class Worth:
    """What links are worth to `target`, best first; see `docs/reference/worth.md`.

    `table`: source, points, low, high, pagerank_points, weak_link_equivalents, authority,
    links_already, in_words, basis. `authority`: the target's points now; `weak_points`: what an
    average weak link would bring alone; `rejects`: what was asked for and is not priced, by reason.
    `basis`: "trust", or "links only" where the graph is too small for trust: then there are no
    points, low, high and authority, and `pagerank_points`, order, `weak_points` and equivalents
    count links, which can be bought. `unknown`: names that are not in the graph, told in `notes`.
    """

    target: str
    table: pa.Table
    authority: float | None
    weak_points: float
    priced: int
    rejects: Rejects
    notes: tuple[str, ...]
    basis: str
    unknown: int = 0


def worth(  # noqa: PLR0913 - what a user may say
    workspace: Workspace,
    target: str,
    *,
    sources: Sequence[str] = (),
    without: Path | Sequence[str] | None = None,
    placement: str = "content",
    topic: str | None = None,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Worth:
    """Price a link to `target` from every domain of the graph measured last.

    `sources`: only these, and all of them together; `without`: what losing the links of these
    domains, or of those in this file (one a line, or a disavow file), costs. `placement`: where
    the new link would stand; it counts where the graph knows placements. `topic`: points by trust
    that starts at the sites of a topic. `limit`: only so many rows.

    Raises:
        BadInput: no such placement or topic, an unreadable file, sources and a file at once.
        NotFound: nothing was measured, or the target is not in the graph.
    """
    if sources and without:
        raise BadInput("give sources that would link, or a file of links to lose, not both")
    weight = _weight(placement)
    if isinstance(without, Path):
        listed, rejects = _listed(without)
    else:
        listed, rejects = list(without or sources), Rejects()
    with measured_graph(workspace, progress or Silent()) as graph:
        node = graph.node(target)
        both = Targets.of(graph, node, topic)
        weight = weight if both.is_trust else 1.0  # by links alone every link is a whole one
        if without:
            nodes = _linking(both, listed, rejects)
            return _chosen(both, target, nodes, rejects, None, limit)
        if listed:
            nodes = _known(both, listed, rejects)
            return _chosen(both, target, nodes, rejects, weight, limit)
        return _everybody(both, target, weight, rejects, limit)


def _everybody(
    both: Targets, target: str, weight: float, rejects: Rejects, limit: int | None
) -> Worth:
    from backlinkbot.logic.graph.worth import gains, values

    score, links = values(both.priced, weight=weight), values(both.pagerank)
    best = _best(score, links)
    best = best[best != both.node][:limit]
    weak, weak_points = both.average_weak(weight)
    prices = gains(both.priced, best, weight=weight)
    table = _table(both, best, weight, prices, gains(both.pagerank, best), weak)
    return _worth(both, target, table, weak_points, len(score) - 1, rejects)


def _chosen(
    both: Targets,
    target: str,
    nodes: NDArray[np.int64],
    rejects: Rejects,
    weight: float | None,
    limit: int | None,
) -> Worth:
    """Gains from these nodes, or losses where `weight` is None."""
    import pyarrow as pa

    from backlinkbot.logic.graph.worth import gains, losses

    if weight is None:
        prices, links = losses(both.priced, nodes), losses(both.pagerank, nodes)
    else:
        prices, links = gains(both.priced, nodes, weight=weight), gains(both.pagerank, nodes)
    order = _best(prices.score, links.score)[:limit]
    weak, weak_points = both.average_weak(1.0 if weight is None else weight)
    table = _table(both, nodes[order], weight, prices.of(order), links.of(order), weak)
    if len(nodes) > 1:
        table = pa.concat_tables([table, _whole(both, nodes, weight, weak)])
    return _worth(both, target, table, weak_points, len(nodes), rejects)


def _best(score: NDArray[np.float64], links: NDArray[np.float64]) -> NDArray[np.int64]:
    """Positions from the greatest effect to the least; where trust says nothing, links decide."""
    import numpy as np

    return np.lexsort((-np.abs(links), -np.abs(score)))


def _worth(
    both: Targets, target: str, table: pa.Table, weak_points: float, priced: int, rejects: Rejects
) -> Worth:
    import numpy as np

    now = float(both.authority(np.array([both.node]))[0])
    guesses = _guesses(both.graph, rejects)
    return Worth(
        target=target,
        table=table,
        authority=now if both.is_trust else None,
        weak_points=weak_points,
        priced=priced,
        rejects=rejects,
        notes=(*both.graph.notes, *guesses),
        basis=both.basis,
        unknown=len(guesses),
    )


def _guesses(graph: OpenGraph, rejects: Rejects) -> list[str]:
    """What each unknown name may have been meant to be."""
    unknown = [place for reason, place, _ in rejects.examples if reason == NOT_IN_GRAPH]
    return [f"{name} is not in the graph; {graph.guess(name)}".rstrip("; ") for name in unknown]


def _table(
    both: Targets,
    nodes: NDArray[np.int64],
    weight: float | None,
    prices: Prices,
    links: Prices,
    weak: float,
) -> pa.Table:
    """One row per node, with the interval of each."""
    from backlinkbot.logic.graph.worth import intervals

    low, high = intervals(both.priced, nodes, weight=weight)
    heirs = set() if weight is not None else set(both.priced.heirs.of_each(nodes)[0].tolist())
    told = Told(both.why_silent(nodes), [i in heirs for i in range(len(nodes))])
    numbers = (prices.points, low, high, links.points, prices.score)
    columns = Columns(both.graph.names(nodes), both.basis, weight is None, *numbers)
    return columns.table(weak, both.authority(nodes), both.priced.is_linked_by(nodes), told)


def _whole(both: Targets, nodes: NDArray[np.int64], weight: float | None, weak: float) -> pa.Table:
    """The row of all these nodes at once; it has no authority of its own."""
    import numpy as np

    from backlinkbot.logic.graph.worth import together

    whole = together(both.priced, nodes, weight=weight)
    links = together(both.pagerank, nodes, weight=weight)
    one = (whole.points, whole.low, whole.high, links.points, whole.score)
    numbers = (np.array([value]) for value in one)
    columns = Columns([TOGETHER], both.basis, weight is None, *numbers)
    nothing = np.array([np.nan])
    return columns.table(weak, nothing, np.array([weight is None]), Told.nothing(1))


def _weight(placement: str) -> float:
    from backlinkbot.core.nouns import Placement
    from backlinkbot.logic.graph.weights import PLACEMENT_WEIGHT

    try:
        return PLACEMENT_WEIGHT[Placement(placement)]
    except ValueError as error:
        known = ", ".join(Placement)
        raise BadInput(f"{placement} is no placement; there are: {known}") from error


def _known(both: Targets, names: list[str], rejects: Rejects) -> NDArray[np.int64]:
    """The nodes of these names; what is not in the graph is counted."""
    import numpy as np

    nodes = both.graph.nodes(names)
    for name, node in zip(names, nodes, strict=True):
        if node < 0:
            rejects.add(NOT_IN_GRAPH, name, name)
        elif node == both.node:
            rejects.add("is the target itself", name, name)
    return np.unique(nodes[(nodes >= 0) & (nodes != both.node)])


def _linking(both: Targets, names: list[str], rejects: Rejects) -> NDArray[np.int64]:
    """The nodes of these names that link to the target, also those whose link counts nothing."""
    nodes = _known(both, names, rejects)
    is_linking = both.priced.is_linked_by(nodes)
    for name in both.graph.names(nodes[~is_linking]):
        rejects.add("does not link to the target", name, name)
    return nodes[is_linking]


def _listed(path: Path) -> tuple[list[str], Rejects]:
    """The domains of a list or a disavow file; a line that names one page is counted."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path} cannot be read as a list of domains: {error}") from error
    rejects, found = Rejects(), []
    for number, line in enumerate(text.splitlines(), start=1):
        word = line.split("#", 1)[0].strip()
        if "://" in word:
            rejects.add("names a page; links are priced by domain", f"{path.name}:{number}", line)
        elif word:
            found.append(word.lower().removeprefix("domain:").strip())
    if not found:
        raise BadInput(f"{path} names no domain")
    return list(dict.fromkeys(found)), rejects
