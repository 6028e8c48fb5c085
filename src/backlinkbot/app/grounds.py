"""The verb grounds: what the authority of domains rests on, and in which topics they have it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from backlinkbot.app.graphs import OpenGraph, measured_graph
from backlinkbot.app.known import TOO_LITTLE, TRUST
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.graph.topical import TopicList

TOPICAL = "topical"  # kept beside the graph
# Vectors that one topic takes while its trust spreads, of 8 bytes a node.
VECTORS_PER_TOPIC = 3
BYTES_PER_CELL = 8


@dataclass(frozen=True, slots=True)
class Grounds:
    """One domain: `in_words`, why links alone would say otherwise; `topics` with its points each.

    `topics` are those in which trust reaches it, strongest first; points 0 to 100 within the topic.
    `basis` is "links only" where the graph is too small for trust: then there are no points.
    """

    domain: str
    basis: str
    links_points: float | None
    trust_points: float | None
    sources: int
    doubtful_sources: int | None
    doubtful_share: float | None
    in_words: str
    topics: dict[str, float]

    def as_document(self) -> dict[str, Any]:
        """One entry of `authority --why --json`."""
        return {name: getattr(self, name) for name in self.__slots__}


def grounds(
    workspace: Workspace,
    domains: Sequence[str],
    *,
    topics: Path | None = None,
    progress: Progress | None = None,
) -> list[Grounds]:
    """What stands behind the authority of each domain, in the order asked.

    `topics`: a list of topics and their sites, instead of ours. Prices and topics of the graph are
    worked out the first time and kept beside it.

    Raises:
        BadInput: the list of topics cannot be read, or has no site.
        NotFound: nothing was measured here, a domain is not in the graph, or there is no such list.
        Refused: the graph is being measured right now.
    """
    with measured_graph(workspace, progress or Silent()) as graph:
        nodes = [graph.node(domain) for domain in domains]
        if graph.about["basis"] != TRUST:
            return [
                _too_little(graph, domain, node)
                for domain, node in zip(domains, nodes, strict=True)
            ]
        points = _topics(graph, _listed(topics), workspace.settings.memory_mb)
        return [
            _grounds(graph, domain, node, points)
            for domain, node in zip(domains, nodes, strict=True)
        ]


def _too_little(graph: OpenGraph, domain: str, node: int) -> Grounds:
    """What can be said of a domain in a graph that trust cannot reach: who links, and no points."""
    sources = len(graph.graph.incoming.row(node))
    linked = "1 domain links" if sources == 1 else f"{sources:,} domains link"
    return Grounds(
        domain=domain,
        basis=graph.about["basis"],
        links_points=None,
        trust_points=None,
        sources=sources,
        doubtful_sources=None,
        doubtful_share=None,
        in_words=f"{TOO_LITTLE}: {linked} to it in this graph, which is too small to say how "
        "strong they are",
        topics={},
    )


def _grounds(
    graph: OpenGraph, domain: str, node: int, topics: dict[str, NDArray[np.float32]]
) -> Grounds:
    import numpy as np

    from backlinkbot.logic.graph.inflation import inflation

    forms = graph.forms
    trust, links = forms.trust, forms.pagerank
    score = trust.scores()

    def points(nodes: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        by_links = links.scale.points(np.asarray(links.arrivals[nodes], np.float64))
        return by_links, trust.scale.points(score[nodes])

    rows, out_degree = graph.graph.incoming, graph.graph.out_degree
    found = inflation(rows, out_degree, node, trust.seeds, links.arrivals, points)
    ranked = sorted(((float(v[node]), k) for k, v in topics.items() if v[node] > 0), reverse=True)
    return Grounds(
        domain=domain,
        basis=graph.about["basis"],
        links_points=round(found.links_points, 2),
        trust_points=round(found.trust_points, 2),
        sources=found.sources,
        doubtful_sources=found.doubtful,
        doubtful_share=round(found.doubtful_share, 4),
        in_words=found.in_words(),
        topics={topic: round(value, 1) for value, topic in ranked},
    )


def _listed(path: Path | None) -> TopicList:
    from backlinkbot.logic.graph.topical import PACKAGED_TOPICS, read_topics

    if path is None:
        text = (files("backlinkbot.logic.graph") / "data" / PACKAGED_TOPICS).read_text("utf-8")
        return read_topics(text, PACKAGED_TOPICS)
    try:
        found = read_topics(path.read_text("utf-8"), path.name)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path} cannot be read as a list of topics: {error}") from error
    if not any(seeds.names or seeds.registries for seeds in found.topics.values()):
        raise BadInput(
            f"{path} names no site of any topic: [topic] begins one, then a domain a line"
        )
    return found


def _topics(graph: OpenGraph, listed: TopicList, memory_mb: int) -> dict[str, NDArray[np.float32]]:
    """Points per topic and node; worked out once and kept beside the graph."""
    import numpy as np

    from backlinkbot.io.index.graphs.kept import keep, kept
    from backlinkbot.logic.graph.topical import topical_authority

    sites = [[topic, *seeds.names, *seeds.registries] for topic, seeds in listed.topics.items()]
    key = {"topics": blake2b(json.dumps(sites).encode()).hexdigest(), "graph": graph.digest()}
    found = kept(graph.store.folder, TOPICAL)
    if found is not None and {k: found[1].get(k) for k in key} == key:
        return {found[1]["names"][int(k)]: v for k, v in found[0].items()}
    graph.progress.stage("Following the links from each topic", None, "steps")
    room = memory_mb * 1_000_000 // (VECTORS_PER_TOPIC * BYTES_PER_CELL * graph.graph.nodes)
    made = {
        topic: values.astype(np.float32)
        for topic, values in topical_authority(
            graph.graph,
            listed.nodes(graph.store.names().column()),
            columns=max(1, min(len(listed.topics), room)),
            told=lambda n, _: graph.progress.reached(n),
        )
    }
    arrays = {f"{place:02d}": values for place, values in enumerate(made.values())}
    keep(graph.store.folder, TOPICAL, arrays, {**key, "names": list(made)})
    return made
