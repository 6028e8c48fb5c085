"""Which linking sites have one owner, by the ids that their pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

# An id on more sites than this is a platform's, a theme's or an agency's (as for the votes of the
# authority, docs/reference/authority.md).
MOST_SITES = 500


def owner_of_sites(shown: pa.Table) -> pa.Table:
    """Columns `domain` and `owner` for each site with a telling id, in the order of their names.

    `shown`: columns `domain` and `footprint`, each pair once. The owner goes by the name of the id
    that most of these sites share, the first by name of several. Nothing is passed on from hand to
    hand: two sites are one owner's only if they share that very id.
    """
    import pyarrow as pa

    domain = shown["domain"].combine_chunks().dictionary_encode()
    footprint = shown["footprint"].combine_chunks().dictionary_encode()
    site = domain.indices.to_numpy(zero_copy_only=False)
    code = footprint.indices.to_numpy(zero_copy_only=False)
    sites = np.bincount(code, minlength=len(footprint.dictionary))
    names = np.array(footprint.dictionary.to_pylist(), dtype=object)
    by_name = np.empty(len(names), dtype=np.int64)
    by_name[np.argsort(names)] = np.arange(len(names))
    is_telling = sites[code] <= MOST_SITES
    site, code = site[is_telling], code[is_telling]
    order = np.lexsort((by_name[code], -sites[code], site))
    found, first = np.unique(site[order], return_index=True)
    owned = pa.table(
        {
            "domain": domain.dictionary.take(pa.array(found)),
            "owner": pa.array(names[code[order[first]]], pa.string()),
        }
    )
    return owned.sort_by("domain")
