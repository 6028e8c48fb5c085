from __future__ import annotations

from importlib.resources import files

import numpy as np
import pyarrow as pa
import pytest
from small_graphs import Edges, graph

from backlinkbot.logic.graph.seeds import why_no_seed
from backlinkbot.logic.graph.topical import (
    LEAST_TOPIC_SEEDS,
    PACKAGED_TOPICS,
    read_topics,
    topical_authority,
)

NODES = 300
COOKS, CARS = np.arange(10), np.arange(10, 20)


def two_worlds() -> Edges:
    """Cooks link to 20..149 and cars to 150..279; within each world everybody links to three."""
    random = np.random.default_rng(8)
    edges = [(int(s), int(t)) for s in COOKS for t in random.integers(20, 150, 12)]
    edges += [(int(s), int(t)) for s in CARS for t in random.integers(150, 280, 12)]
    edges += [(u, int(t)) for u in range(20, 150) for t in random.integers(20, 150, 3)]
    return edges + [(u, int(t)) for u in range(150, 280) for t in random.integers(150, 280, 3)]


def test_the_packaged_topics_are_clean_and_have_a_version() -> None:
    text = (files("backlinkbot.logic.graph") / "data" / PACKAGED_TOPICS).read_text("utf-8")
    found = read_topics(text, PACKAGED_TOPICS)
    assert not found.rejects.counts
    assert found.version in PACKAGED_TOPICS
    assert 16 <= len(found.topics) <= 32
    assert all(len(seeds.names) >= 12 for seeds in found.topics.values())
    names = [name for seeds in found.topics.values() for name in seeds.names]
    assert [name for name in names if why_no_seed(name)] == []
    assert len(names) == len(set(names))


def test_a_list_of_topics_is_read_and_its_bad_lines_are_named() -> None:
    text = "stray.org\n[Cooking] # mine\na.org\nno domain\n\n[cars]\ngithub.com\nb.org\n"
    text += "[cooking]\nc.org"
    found = read_topics(text, "mine.txt")
    assert {topic: seeds.names for topic, seeds in found.topics.items()} == {
        "cooking": ("a.org", "c.org"),
        "cars": ("b.org",),
    }
    assert {place for _, place, _ in found.rejects.examples} == {
        "mine.txt:1",
        "mine.txt:4",
        "mine.txt:7",
    }
    assert sum(found.rejects.counts.values()) == 3
    assert found.version == "mine.txt"


def test_only_topics_that_the_graph_knows_have_nodes() -> None:
    found = read_topics("[cooking]\na.org\n[cars]\nb.org\n", "x")
    assert {t: n.tolist() for t, n in found.nodes(pa.array(["c.org", "a.org"])).items()} == {
        "cooking": [1]
    }


def test_a_site_is_strong_in_the_topic_whose_sites_lead_to_it() -> None:
    points = dict(topical_authority(graph(two_worlds(), NODES), {"cooking": COOKS, "cars": CARS}))
    assert points["cooking"][20:150].mean() > 5
    assert (points["cooking"][150:280] == 0).all()
    assert (points["cars"][20:150] == 0).all()
    assert points["cars"].max() == 100


def test_topics_in_one_scan_and_one_by_one_are_the_same() -> None:
    made = graph(two_worlds(), NODES)
    topics = {"cooking": COOKS, "cars": CARS, "both": np.arange(20)}
    together = dict(topical_authority(made, topics))
    alone = dict(topical_authority(made, topics, columns=1))
    assert together.keys() == alone.keys()
    for topic, points in together.items():
        assert points == pytest.approx(alone[topic], abs=1e-9)


def test_a_topic_with_too_few_sites_is_left_out() -> None:
    few = COOKS[: LEAST_TOPIC_SEEDS - 1]
    assert dict(topical_authority(graph(two_worlds(), NODES), {"few": few})) == {}


def test_throw_away_domains_gain_nothing_in_any_topic() -> None:
    edges = two_worlds()
    before = dict(topical_authority(graph(edges, NODES), {"cooking": COOKS}))["cooking"]
    more = [(NODES + i, 200) for i in range(100)]
    after = dict(topical_authority(graph(edges + more, NODES + 100), {"cooking": COOKS}))
    assert (after["cooking"][:NODES] == before).all()
