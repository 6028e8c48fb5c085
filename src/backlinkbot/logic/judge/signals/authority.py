"""How strong the linking site is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.evidence import Evidence, Factor
from backlinkbot.logic.judge.signals import signals

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Authority is a logarithm of rank: on a web of 100 million domains the median site stands at 4 and
# rank 10,000 at 50. With this scale their fame is 0.12 and 0.81: the step from nobody to somebody
# counts most, and a site need not be the first of the web to be a very good source.
AUTHORITY_SCALE = 30.0
# No index has seen the whole web: a site without authority may be new, or linked to where nobody
# looked. It scores little, but not nothing.
LEAST = 0.1


@signals.add("authority")
def authority(evidence: Evidence) -> Factor:
    """The linking site's authority, 0 to 100, as last measured on the link graph."""
    value = _column(evidence, "authority")
    low, high = _column(evidence, "authority_low"), _column(evidence, "authority_high")
    least = _score(np.where(np.isnan(low), value, np.minimum(low, value)))
    linked_by = _column(evidence, "referring_domains")

    def say(row: int) -> str:
        site = evidence.text("source_domain", row)
        if np.isnan(value[row]) and evidence.inputs.authority_gap:
            return f"The authority of {site} is not known: {evidence.inputs.authority_gap}."
        if np.isnan(value[row]):
            return f"The authority of {site} is not known: it is not in the measured link graph."
        if linked_by[row] == 0:
            return f"No site in the measured link graph links to {site}; it may be new or unseen."
        between = ""
        if not np.isnan(low[row] + high[row]):
            between = f" (between {low[row]:.0f} and {high[row]:.0f})"
        return f"{site} has an authority of {value[row]:.0f} out of 100{between}."

    return Factor(value, _score(value), say, least=least)


def _score(points: NDArray[np.float32]) -> NDArray[np.float32]:
    fame = 1 - np.exp(-np.maximum(points, 0) / AUTHORITY_SCALE)
    return (LEAST + (1 - LEAST) * fame).astype(np.float32)


def _column(evidence: Evidence, name: str) -> NDArray[np.float32]:
    table = evidence.inputs.authority
    if table is None or name not in table.column_names:
        return np.full(evidence.rows, np.nan, dtype=np.float32)
    values = np.asarray(table[name].to_numpy(), dtype=np.float32)
    return evidence.by_source_domain(table["node"].combine_chunks(), values)
