"""Where the linking sites link beside the target, as far as it tells anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.judge.clues.linking_pages import platforms

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from backlinkbot.logic.judge.suspicion import Suspects

# A target that more domains than this link to says nothing about who links there.
TELLING_SOURCES = 200


@dataclass(frozen=True)
class OutLinks:
    """Linking domains by telling targets: 1 where one links to the other.

    `matrix`: float32, rows in the order of `Suspects.domains`; `targets`: names of the columns;
    `known`: of which domains any out-link is known, telling or not; a platform's are nobody's.
    """

    matrix: csr_array
    targets: pa.Array
    known: NDArray[np.bool_]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many telling targets each domain links to."""
        return np.diff(self.matrix.indptr).astype(np.int64)


def out_links(suspects: Suspects) -> OutLinks:
    """Without links to the target, the owner's sites, platforms, and sites that many link to."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from scipy.sparse import csr_array

    table = suspects.facts.out_links
    source = suspects.code_of(table["source_domain"])
    rows = len(suspects.domains)
    known = np.zeros(rows, np.bool_)
    known[source[source >= 0]] = True
    is_platform = np.append(suspects.once(platforms), True)  # the last for those that link not here
    known[suspects.once(platforms)] = False
    own = pa.array(
        [*pc.unique(suspects.links["target_domain"]).to_pylist(), *suspects.facts.ours], pa.string()
    )
    elsewhere = pc.invert(pc.is_in(table["target_domain"], value_set=own))
    kept = ~is_platform[source] & np.asarray(elsewhere.to_numpy(), np.bool_)
    names = table["target_domain"].combine_chunks().filter(pa.array(kept)).dictionary_encode()
    code = names.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    pairs = np.unique(source[kept] * max(1, len(names.dictionary)) + code)
    source, code = np.divmod(pairs, max(1, len(names.dictionary)))
    here = np.bincount(code, minlength=len(names.dictionary))
    spread = np.maximum(spread_of(suspects, names.dictionary), here)
    own_place = np.array(
        [platform(name) is None for name in names.dictionary.to_pylist()], np.bool_
    )
    telling = (spread <= TELLING_SOURCES)[code] & own_place[code]
    matrix = csr_array(
        (np.ones(int(telling.sum()), np.float32), (source[telling], code[telling])),
        shape=(rows, len(names.dictionary)),
    )
    return OutLinks(matrix, names.dictionary, known)


def spread_of(suspects: Suspects, names: pa.Array) -> NDArray[np.int64]:
    """On how many domains of the index each name is linked; 0 where nobody counted."""
    import pyarrow.compute as pc

    table = suspects.facts.spread
    if not table.num_rows:
        return np.zeros(len(names), np.int64)
    place = pc.index_in(names, value_set=table["domain"].combine_chunks()).fill_null(-1)
    counted = np.append(table["sources"].fill_null(0).to_numpy(), 0)
    return np.asarray(counted[place.to_numpy(zero_copy_only=False)], np.int64)
