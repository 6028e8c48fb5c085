"""What sites of one hand may share beside their targets: ids, servers, words, days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.groups.incidence import Incidence

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray


class Trait(StrEnum):
    """The kinds of traits; footprints have the names that `SourceFacts.footprints` uses."""

    OWNER_ID = "owner id"
    SERVER = "server"
    BLOCK = "block"
    TEMPLATE = "template"
    NAME_SERVER = "name server"
    ANCHOR = "anchor"
    WEEK = "week"
    BORN = "born"
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a shared trait of one kind can say.

    `family`: of evidence; `base`: the share of strangers that show the same value by chance or
    because a host, a theme or an agency stands behind both; `most`: natural log of the likelihood
    ratio that a trait of this kind reaches at most, because each can be copied or bought. Below
    `grow.JOINS`, so that one kind alone joins nobody.
    """

    family: Family
    base: float
    most: float


WEIGHTS: dict[Trait, Weight] = {
    # An id on few domains is nearly always one account; strangers copy it with a whole page.
    Trait.OWNER_ID: Weight(Family.OWNERS, 2e-4, 5.0),
    # Shared hosting puts some hundred strangers on one address.
    Trait.SERVER: Weight(Family.OWNERS, 2e-3, 3.5),
    Trait.BLOCK: Weight(Family.OWNERS, 4e-3, 3.0),
    # A skeleton of tags is a theme's; themes are sold.
    Trait.TEMPLATE: Weight(Family.OWNERS, 5e-3, 3.0),
    Trait.NAME_SERVER: Weight(Family.OWNERS, 1e-2, 2.5),
    # The same words for a link, which are neither the site's name nor "click here".
    Trait.ANCHOR: Weight(Family.ANCHORS, 1e-2, 3.0),
    # First link, or first sight of the site, in the same week.
    Trait.WEEK: Weight(Family.TIMING, 2e-2, 2.5),
    Trait.BORN: Weight(Family.TIMING, 1e-2, 2.0),
    # Two pages with one title, or one text, were not written twice.
    Trait.TITLE: Weight(Family.CONTENT, 1e-3, 3.5),
    Trait.TEXT: Weight(Family.CONTENT, 5e-4, 5.0),
}
KINDS = tuple(WEIGHTS)
# Traits on more domains of the index than this are a platform's, a theme's or a provider's.
MOST_DOMAINS = 500


@dataclass(frozen=True)
class Traits:
    """Which unit shows which trait.

    `kind`: of each trait, its place in `KINDS`; `value`: of each; `elsewhere`: on how many domains
    of the index, beyond those that link here, it was seen (0 where nobody counted).
    """

    shown: Incidence
    kind: NDArray[np.int8]
    value: tuple[str, ...]
    elsewhere: NDArray[np.float64]

    @classmethod
    def of(cls, parts: list[TraitColumn], units: int) -> Traits:
        """From one column per kind."""
        unit, trait, kind = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int8)]
        values: list[str] = []
        spread = [np.empty(0)]
        for part in parts:
            encoded = part.value.dictionary_encode()
            codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
            widest = np.zeros(len(encoded.dictionary))
            np.maximum.at(widest, codes, part.domains)
            unit.append(part.unit)
            trait.append(codes + len(values))
            values += encoded.dictionary.to_pylist()
            kind.append(np.full(len(encoded.dictionary), KINDS.index(part.kind), np.int8))
            spread.append(widest)
        shown = Incidence.of(np.concatenate(unit), np.concatenate(trait), units, len(values))
        beyond = np.maximum(np.concatenate(spread) - shown.counts, 0)
        return cls(shown, np.concatenate(kind), tuple(values), beyond)

    def known(self) -> NDArray[np.bool_]:
        """Units by kinds: whether anything of this kind is known of the unit."""
        told = np.zeros((self.shown.units, len(KINDS)), np.bool_)
        told[self.shown.unit, self.kind[self.shown.trait]] = True
        return told


@dataclass(frozen=True, slots=True)
class TraitColumn:
    """Traits of one kind: row i says that `unit[i]` shows `value[i]`.

    `domains`: on how many domains of the index each row's value was seen, 0 where not counted.
    """

    kind: Trait
    unit: NDArray[np.int64]
    value: pa.Array
    domains: NDArray[np.float64]
