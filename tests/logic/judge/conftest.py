"""Small link tables in the index's schema."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from backlinkbot.core import columns
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import Evidence, LinkInputs
from backlinkbot.logic.tiny_web.world import make_world

sys.path.insert(0, str(Path(__file__).parent))  # so that tests here find suspects_of_world.py

if TYPE_CHECKING:
    from suspects_of_world import SeenWeb

PLAIN: dict[str, Any] = {
    "source_url": "https://blog.example/post",
    "source_domain": "blog.example",
    "target_url": "https://acme.example/",
    "target_domain": "acme.example",
    "occurrence": 0,
    "anchor": "Acme",
    "kind": "text",
    "state": "live",
}


def table_of(*rows: dict[str, Any]) -> pa.Table:
    """Links that differ from a plain one by the given columns."""
    return pa.Table.from_pylist([PLAIN | row for row in rows], schema=columns.links())


def evidence_of(*rows: dict[str, Any], **inputs: Any) -> Evidence:
    given = {"words": anchor_words("acme.example", topic_words=["running shoes"])} | inputs
    return Evidence(table_of(*rows), LinkInputs(**given))


@pytest.fixture
def links() -> Callable[..., pa.Table]:
    return table_of


@pytest.fixture
def evidence() -> Callable[..., Evidence]:
    return evidence_of


@pytest.fixture(scope="session")
def seen_web() -> SeenWeb:
    """The demo's little web as our own extraction reads it; `.suspects(domain)` of any site."""
    from suspects_of_world import SeenWeb

    return SeenWeb.of(make_world())
