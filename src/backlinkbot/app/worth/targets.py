"""A site as the target of links, under trust and by links alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.known import TOO_LITTLE, TRUST
from backlinkbot.core.errors import BadInput, NotFound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from backlinkbot.app.graphs import OpenGraph
    from backlinkbot.logic.graph.target import Target


@dataclass(frozen=True, slots=True)
class Targets:
    """One node as the target of links under trust, or a topic's trust, and under PageRank.

    `priced`: the form that decides: trust, or PageRank where the graph is too small for trust.
    `weak`: the donors whose average link a price is compared with.
    """

    graph: OpenGraph
    node: int
    priced: Target
    pagerank: Target
    weak: NDArray[np.int64]

    @classmethod
    def of(cls, graph: OpenGraph, node: int, topic: str | None) -> Targets:
        from backlinkbot.logic.graph.forms import topical
        from backlinkbot.logic.graph.target import target_of

        rows = graph.graph.incoming, graph.outgoing
        form, weak = graph.forms.trust, graph.forms.weak
        is_trust = str(graph.forms.basis) == TRUST
        if topic and not is_trust:
            raise NotFound(f"{TOO_LITTLE}: there is no trust in {topic} to follow in this graph")
        if topic:
            graph.progress.stage(f"Following the links of {topic}")
            form, weak = topical(graph.forms, graph.graph, _topic_seeds(graph, topic))
        graph.progress.stage("Pricing")
        links = target_of(graph.forms.pagerank, *rows, node)
        if not is_trust:
            return cls(graph, node, links, links, weak)
        trust = target_of(form, *rows, node, owned=graph.owned, given=graph.given(node))
        return cls(graph, node, trust, links, weak)

    @property
    def basis(self) -> str:
        """What points stand on: "trust" or "links only"."""
        return str(self.graph.forms.basis)

    @property
    def is_trust(self) -> bool:
        """Whether there are points of authority at all."""
        return self.basis == TRUST

    def authority(self, nodes: NDArray[np.int64]) -> NDArray[np.float64]:
        """Points of nodes, in the topic where one was asked for; NaN where links alone count."""
        import numpy as np

        if not self.is_trust:
            return np.full(len(nodes), np.nan)
        form = self.priced.form
        return form.scale.points(form.scores()[nodes])

    def average_weak(self, weight: float) -> tuple[float, float]:
        """Mean score and points that one weak link would bring."""
        from backlinkbot.logic.graph.worth import gains

        weak = self.weak[~self.priced.is_linked_by(self.weak) & (self.weak != self.node)]
        if not len(weak):
            return 0.0, 0.0
        prices = gains(self.priced, weak, weight=weight)
        return float(prices.score.mean()), float(prices.points.mean())

    def why_silent(self, nodes: NDArray[np.int64]) -> list[str]:
        """Of each node why the link that it has counts nothing; empty where it counts or is none.

        By links alone every link counts.
        """
        import numpy as np

        is_silent = self.priced.is_linked_by(nodes) & (self.priced.linked[nodes] == 0)
        if not is_silent.any():
            return [""] * len(nodes)
        sources = self.priced.sources.neighbours
        weighed = np.zeros(len(self.priced.linked))
        weighed[sources] = self.graph.given(self.node)
        is_platform = np.isin(nodes, self.graph.platforms)
        is_own = np.isin(nodes, self._own_sites())
        return [
            self._why(platform, own, weight) if silent else ""
            for silent, platform, own, weight in zip(
                is_silent, is_platform, is_own, weighed[nodes], strict=True
            )
        ]

    @staticmethod
    def _why(is_platform: bool, is_own: bool, weight: float) -> str:  # noqa: FBT001 - a row
        if is_platform:
            return "strangers publish there"
        if weight == 0:
            return "strangers can place it, as a comment or with rel=ugc"
        return "both sites have one owner" if is_own else "its owner has a stronger one to the site"

    def _own_sites(self) -> NDArray[np.int64]:
        """The nodes that have an owner in common with the target."""
        import numpy as np

        node, group = self.graph.owners
        return np.asarray(node[np.isin(group, group[node == self.node])], np.int64)


def _topic_seeds(graph: OpenGraph, topic: str) -> NDArray[np.int64]:
    """Where the topic's trust starts in this graph."""
    from importlib.resources import files

    from backlinkbot.logic.graph.topical import LEAST_TOPIC_SEEDS, PACKAGED_TOPICS, read_topics

    text = (files("backlinkbot.logic.graph") / "data" / PACKAGED_TOPICS).read_text("utf-8")
    topics = read_topics(text, PACKAGED_TOPICS).topics
    if topic.lower() not in topics:
        raise BadInput(f"{topic} is no topic; there are: {', '.join(sorted(topics))}")
    found = topics[topic.lower()].nodes(graph.store.names().column())
    if len(found) < LEAST_TOPIC_SEEDS:
        raise NotFound(
            f"only {len(found)} of the sites where trust in {topic} starts are in this graph; "
            f"{LEAST_TOPIC_SEEDS} are needed"
        )
    return found
