"""What measuring a graph tells: the document of `measure --json`."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, and where the release is.

    `edges` are distinct, between different nodes; `self_loops` and `repeats` were dropped.
    `basis`: "trust" or "links only", with the reason in `notes`; `reach`: share of linked nodes
    that trust gets to; `harmonic`: "exact", "sampled from N nodes" or "not computed";
    `residual`: L1 change of the last step; `is_in_force`: domains are looked up in this release;
    `rejects`: edge rows left out, by reason.
    """

    graph: str
    nodes: int
    edges: int
    self_loops: int
    repeats: int
    iterations: int
    residual: float
    seconds: dict[str, float]
    peak_memory_mb: float
    seed_list: str
    seeds: int
    seed_rejects: dict[str, int]
    basis: str
    reach: float
    harmonic: str
    release: str
    is_in_force: bool
    rejects: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `measure --json`."""
        return asdict(self)


def too_little_words(starts: int, reach: float) -> str:
    """Why trust is not enough: too few trusted sites that link out, or too little that it reaches.

    `starts`: how many; `reach`: share of the linked domains that trust gets to from them.
    """
    from backlinkbot.logic.graph.authority import LEAST_REACH, LEAST_SEEDS

    if starts < LEAST_SEEDS:
        some = "1 trusted site links" if starts == 1 else f"{starts:,} trusted sites link"
        return f"{some} to others in this graph, and {LEAST_SEEDS} are needed"
    return (
        f"the links of its {starts:,} trusted sites lead to {reach:.1%} of the domains that are "
        f"linked to, and {LEAST_REACH:.0%} are needed"
    )
