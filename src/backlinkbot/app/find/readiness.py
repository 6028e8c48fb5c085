"""Which tactics a site is ready for: the shape of its profile beside those of its rivals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backlinkbot.app.profile.kept import kept_lists
from backlinkbot.core.nouns import LinkState, Strength
from backlinkbot.logic.prospect.phase import Phase, Shape, phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress

MOST_PEERS = 5  # rivals to compare with: each is a profile of its own to judge


def readiness(
    workspace: Workspace, domain: str, rivals: Sequence[str], progress: Progress
) -> Phase:
    """The phase of a site beside its first rivals."""
    progress.stage("Comparing the strong share with rivals")
    return phase(
        _shape(workspace, domain), [_shape(workspace, name) for name in rivals[:MOST_PEERS]]
    )


def _shape(workspace: Workspace, domain: str) -> Shape:
    """Referring domains by the strength of their best link, where they still link."""
    rows = kept_lists(workspace, domain).domains.select(["state", "strength"]).to_pylist()
    told = Counter(row["strength"] for row in rows if row["state"] == LinkState.LIVE.value)
    return Shape(told[Strength.STRONG], told[Strength.MEDIUM], told[Strength.WEAK])
