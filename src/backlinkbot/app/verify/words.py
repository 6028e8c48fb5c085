"""Losses that no reading of a page tells, as facts for the index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.columns import link_facts
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.core.verifying import Check


def loss_facts(checks: Sequence[Check], reporter: str) -> Facts:
    """Each of these links as lost since the first look that did not find it.

    No date of a sighting is told: when the link was seen, others know.
    """
    import pyarrow as pa

    rows = [
        {
            "source_url": one.source_url,
            "source_domain": domain_of(one.source_url),
            "target_url": one.target_url,
            "target_domain": one.site,
            "occurrence": one.occurrence,
            "lost_on": one.gone_at.replace(microsecond=0) if one.gone_at else None,
            "lost_reason": one.reason.value if one.reason else None,
            "reporter": reporter,
            "evidence": one.evidence,
        }
        for one in checks
    ]
    return Facts(FactKind.LINKS, pa.RecordBatch.from_pylist(rows, schema=link_facts()))
