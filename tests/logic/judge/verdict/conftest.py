"""Suspects of a few links, marks of any strength, and the little web's judged sites."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # suspects_of_world.py
sys.path.insert(0, str(Path(__file__).parents[1] / "groups"))  # small_suspects.py
sys.path.insert(0, str(Path(__file__).parents[4] / "bench" / "quality"))

from suspects_of_world import (
    DOMAIN_SCHEMA,
    FOOTPRINT_SCHEMA,
    LIFE_SCHEMA,
    OUT_SCHEMA,
    SPREAD_SCHEMA,
)

from backlinkbot.core import columns
from backlinkbot.core.audit import Family, Group, GroupKind
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.judge.signals.markers import Level, Marks, markers
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

PLAIN: dict[str, Any] = {
    "target_url": "https://acme.example/",
    "target_domain": "acme.example",
    "occurrence": 0,
    "anchor": "Acme",
    "kind": "text",
    "placement": "content",
    "followed": True,
    "state": "live",
}


def few_suspects(*links: dict[str, Any], domains: list[dict[str, Any]] | None = None) -> Suspects:
    """Links that differ from a plain one; each needs a `source_domain`."""
    rows = [PLAIN | {"source_url": f"https://{one['source_domain']}/{n}"} | one
            for n, one in enumerate(links)]  # fmt: skip
    facts = SourceFacts(
        pages=columns.page_facts().empty_table(),
        out_links=OUT_SCHEMA.empty_table(),
        spread=SPREAD_SCHEMA.empty_table(),
        in_links=OUT_SCHEMA.empty_table(),
        domains=pa.Table.from_pylist(domains or [], schema=DOMAIN_SCHEMA),
        footprints=FOOTPRINT_SCHEMA.empty_table(),
        lives=LIFE_SCHEMA.empty_table(),
        ours=frozenset({"acme.example"}),
    )
    table = pa.Table.from_pylist(rows, schema=columns.links())
    return Suspects(
        Evidence(table, LinkInputs(words=anchor_words("acme.example"))), facts, date(2026, 11, 1)
    )


def marks_of(suspects: Suspects, strengths: Mapping[str, list[float]]) -> dict[str, Marks]:
    """Answers of the named markers; all others are unknown of everything."""
    found = {}
    for name, marker in markers.items():
        rows = suspects.evidence.rows if marker.level is Level.LINK else len(suspects.domains)
        told = np.array(strengths.get(name, [np.nan] * rows), np.float32)
        assert len(told) == rows
        found[name] = Marks(told, lambda row, name=name: f"{name} says so of {row}.")  # type: ignore[misc]
    return found


def group_of(
    *members: str, kind: GroupKind = GroupKind.LINK_FARM, probability: float = 0.99
) -> Group:
    """A group tied by ids and links."""
    return Group(
        name=f"{kind.value} of tests",
        kind=kind,
        members=tuple(sorted(members)),
        links=len(members),
        since=None,
        probability=probability,
        ties=("They share an id.",),
        families=(Family.OWNERS, Family.LINKS),
        sureness=(1.0,) * len(members),
    )


@pytest.fixture
def suspects() -> Callable[..., Suspects]:
    return few_suspects


@pytest.fixture
def marks() -> Callable[..., dict[str, Marks]]:
    return marks_of


@pytest.fixture
def group() -> Callable[..., Group]:
    return group_of
