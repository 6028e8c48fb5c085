"""Topical authority: trust that starts at the well-known sites of each topic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.facts import Rejects
from backlinkbot.logic.graph.authority import from_others
from backlinkbot.logic.graph.returns import visits_per_start
from backlinkbot.logic.graph.scale import Scale
from backlinkbot.logic.graph.seeds import SeedList, read_seeds
from backlinkbot.logic.graph.steps import Walk
from backlinkbot.logic.graph.walk import MOST_WALKS, TRUST_DAMPING, walks
from backlinkbot.logic.graph.weights import shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Graph

PACKAGED_TOPICS = "topics-2026-11.txt"  # in the folder `data` beside this file
# With fewer sites of a topic in the graph, what they lead to is one editor's taste.
LEAST_TOPIC_SEEDS = 5

_TOPIC = re.compile(r"\s*\[([^\]]+)\]\s*(?:#.*)?")
_VERSION = re.compile(r"#\s*version:\s*(\S+)")


@dataclass(frozen=True, slots=True)
class TopicList:
    """The sites where each topic's trust starts, and the lines that cannot be such, by reason."""

    version: str
    topics: Mapping[str, SeedList]
    rejects: Rejects

    def nodes(self, names: pa.Array | pa.ChunkedArray) -> dict[str, NDArray[np.int64]]:
        """Per topic the positions in `names` of its sites; topics that have none are left out."""
        found = {topic: seeds.nodes(names) for topic, seeds in self.topics.items()}
        return {topic: nodes for topic, nodes in found.items() if len(nodes)}


def read_topics(text: str, name: str) -> TopicList:
    """The topics in `text`: `[topic]` begins one, then one domain a line, as in a seed list.

    Lines before the first topic, and what cannot be a seed, are left out and counted.
    """
    rejects, parts, topic = Rejects(), dict[str, list[str]](), ""
    lines = text.removeprefix("\ufeff").splitlines()
    for number, line in enumerate(lines):
        if found := _TOPIC.fullmatch(line):
            topic = found[1].strip().lower()
            # Empty lines stand for the others, so that a bad line is named by its true number.
            parts.setdefault(topic, [""] * len(lines))
        elif topic:
            parts[topic][number] = line
        elif line.split("#", 1)[0].strip():
            rejects.add("stands before the first topic", f"{name}:{number + 1}", line)
    topics = {topic: read_seeds("\n".join(part), name) for topic, part in parts.items()}
    for seeds in topics.values():
        rejects.counts.update(seeds.rejects.counts)
        rejects.examples += seeds.rejects.examples
    version = _VERSION.search(text)
    return TopicList(version[1] if version else name, topics, rejects)


def topical_authority(
    graph: Graph,
    topics: Mapping[str, NDArray[np.int64]],
    *,
    columns: int = MOST_WALKS,
    workers: int = 0,
    told: Callable[[int, float], None] | None = None,
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Points 0 to 100 of every node in each topic that has enough sites which link somewhere.

    The walk of Open Authority, restarted only at the topic's sites (Haveliwala 2002); points are
    log-ranks among the nodes that the topic's trust reaches. `graph`: as it was counted, one vote
    per owner. `columns`: how many topics go through one scan of the edges.
    """
    useful = {
        topic: np.unique(seeds)
        for topic, seeds in topics.items()
        if int((graph.out_degree[seeds] > 0).sum()) >= LEAST_TOPIC_SEEDS
    }
    share = shares(graph)
    visits = visits_per_start(graph, share, TRUST_DAMPING, workers=workers)
    names = list(useful)
    for first in range(0, len(names), columns):
        block = names[first : first + columns]
        wanted = [Walk(TRUST_DAMPING, seeds=useful[name], is_weighted=True) for name in block]
        walked = walks(graph, wanted, share=share, workers=workers, told=told)
        for name, arrivals in zip(block, walked.scores, strict=True):
            score = from_others(arrivals, visits, useful[name])
            yield name, Scale.of(score).points(score) if score.any() else np.zeros(graph.nodes)
