"""Who links back: the target to its linking sites, and these to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues.linking_pages import platforms

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from backlinkbot.logic.judge.suspicion import Suspects

# A site that so many others link to is linked to by everybody: it exchanges nothing.
KNOWN_TO_ALL = 500


@dataclass(frozen=True)
class Backlinks:
    """Links among those that link to the target.

    `among`: linking domains by linking domains, 1 where the row links to the column; sites that
    everybody links to and platforms are left out. `from_target`: which of them the target links
    to; `is_told`: whether any link of the target is known; `open_to_exchange`: those not left out.
    """

    among: csr_array
    from_target: NDArray[np.bool_]
    is_told: bool
    open_to_exchange: NDArray[np.bool_]


def backlinks(suspects: Suspects) -> Backlinks:
    """From the links that go to the linking sites."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from scipy.sparse import csr_array

    table = suspects.facts.in_links
    rows = len(suspects.domains)
    popular = _referring_domains(suspects) >= KNOWN_TO_ALL
    is_open = ~(popular | suspects.once(platforms))
    own = [*pc.unique(suspects.links["target_domain"]).to_pylist(), *suspects.facts.ours]
    ours = pc.is_in(table["source_domain"], value_set=pa.array(own, pa.string()))
    by_target = np.asarray(ours.to_numpy(), np.bool_)
    source = suspects.code_of(table["source_domain"])
    target = suspects.code_of(table["target_domain"])
    from_target = np.zeros(rows, np.bool_)
    from_target[target[by_target & (target >= 0)]] = True
    kept = (source >= 0) & (target >= 0) & (source != target) & ~by_target
    kept[kept] &= is_open[source[kept]] & is_open[target[kept]]
    pairs = np.unique(source[kept] * max(1, rows) + target[kept])
    source, target = np.divmod(pairs, max(1, rows))
    among = csr_array((np.ones(len(pairs), np.float32), (source, target)), shape=(rows, rows))
    return Backlinks(among, from_target & is_open, bool(by_target.any()), is_open)


def _referring_domains(suspects: Suspects) -> NDArray[np.float64]:
    """How many domains link to each linking domain; 0 where not known."""
    import pyarrow as pa

    table = suspects.facts.domains
    if not table.num_rows or "referring_domains" not in table.column_names:
        return np.zeros(len(suspects.domains))
    told = table["referring_domains"].cast(pa.float64()).to_numpy()
    return np.nan_to_num(suspects.of_domain(table["domain"], told))
