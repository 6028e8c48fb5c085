"""Which linking sites share a footprint that few other sites of the index show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.clues.linking_pages import platforms
from backlinkbot.logic.judge.clues.ramp import unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

# Of the sites that show a footprint, the part that links here at which it is as telling as it gets:
# an agency's container on three hundred sites, four of which link here, tells next to nothing.
TELLING_PART = 0.25
# Each further site that shares it leaves so much of the doubt: two sites 0.25, five 0.68, ten 0.92.
DOUBT = 0.75


@dataclass(frozen=True)
class Shared:
    """The most telling footprint of one kind, per linking domain.

    `strength`: 0..1, NaN where the domain shows none or is a platform's; `value`: the footprint;
    `here`: linking domains that show it; `everywhere`: domains of the index that do.
    """

    strength: NDArray[np.float32]
    value: tuple[str, ...]
    here: NDArray[np.int64]
    everywhere: NDArray[np.int64]


def shared(suspects: Suspects, kind: str, *, most_domains: int) -> Shared:
    """Which footprint of `kind` each domain shares; those on more domains do not count."""
    import pyarrow.compute as pc

    domains = len(suspects.domains)
    table = suspects.facts.footprints
    if table.num_rows:
        table = table.filter(pc.equal(table["kind"], kind))
    code = suspects.code_of(table["domain"])
    table, code = table.filter(code >= 0), code[code >= 0]
    shown = table["value"].combine_chunks().dictionary_encode()
    value = shown.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    pairs = np.unique(code * max(1, len(shown.dictionary)) + value)
    here = np.bincount(pairs % max(1, len(shown.dictionary)), minlength=len(shown.dictionary))
    spread = np.zeros(len(shown.dictionary), np.int64)
    np.maximum.at(spread, value, table["domains"].fill_null(0).to_numpy().astype(np.int64))
    everywhere = np.maximum(spread, here)
    strength = _strength(here, everywhere, most_domains)
    # The strongest footprint of each domain; of equal ones the first by name.
    names = shown.dictionary.to_pylist()
    by_name = np.empty(len(names), np.int64)
    by_name[np.argsort(np.array(names, object))] = np.arange(len(names))
    order = np.lexsort((by_name[value], -strength[value], code))
    found, first = np.unique(code[order], return_index=True)
    best = value[order][first]
    told = unknown(domains)
    told[found] = strength[best]
    told[suspects.once(platforms)] = np.nan
    place = np.full(domains, -1, np.int64)
    place[found] = best
    return Shared(
        told,
        tuple(names[at] if at >= 0 else "" for at in place.tolist()),
        np.append(here, 0)[place],
        np.append(everywhere, 0)[place],
    )


def _strength(
    here: NDArray[np.int64], everywhere: NDArray[np.int64], most_domains: int
) -> NDArray[np.float32]:
    several = 1 - DOUBT ** np.maximum(here - 1, 0)
    part = here / np.maximum(everywhere, 1)
    telling = np.sqrt((part / TELLING_PART).clip(0, 1))
    return np.where(everywhere <= most_domains, several * telling, 0).astype(np.float32)
