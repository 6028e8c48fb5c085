"""The suspects as groups are sought in them: units, where else they link, and their traits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass
from backlinkbot.core.urls.platforms import listed_platforms
from backlinkbot.logic.judge.anchors import CLASSES, NOT_TOLD
from backlinkbot.logic.judge.groups.incidence import Incidence
from backlinkbot.logic.judge.groups.texts import text_traits
from backlinkbot.logic.judge.groups.traits import MOST_DOMAINS, Trait, TraitColumn, Traits
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

# A target that more domains than this link to says nothing about who links there.
TELLING_SOURCES = 1000
# A site whose authority is surely this high was not made up for its links, whoever links to it.
FAIR_AUTHORITY = 20.0
# Anchors that an editor would choose as well say nothing about who chose them.
_TELLING_ANCHORS = (AnchorClass.EXACT, AnchorClass.PARTIAL, AnchorClass.OTHER)
_THURSDAY = 3  # days from a Monday to 1 January 1970
_DAY_S = 86_400
_FOOTPRINTS = (Trait.OWNER_ID, Trait.SERVER, Trait.BLOCK, Trait.TEMPLATE, Trait.NAME_SERVER)


@dataclass(frozen=True)
class Seen:
    """The linking units as numbers 0..n-1, in the order of their names.

    `names`; `out`: which telling targets each links to, beside the audited one; `links_elsewhere`:
    whether any link to another site is known of it; `targets`: their names; `peer`: the unit that a
    target is, -1 for others; `elsewhere`: of each target, how many domains beyond these units link
    to it; `traits`; `backers`: of each unit, how many domains link to it, NaN where unknown,
    infinite where its authority alone is enough; `backing`: which known domains (`trait`) link to
    which unit; `backer_unit`: the unit that each of them is, -1 for others; `began`: day (since
    1970) of each unit's first link, `born`: day on which it was first known, NaN where unknown;
    `links`: how many each gives; `unit_of_link`; `telling_anchor`: of each link, whether it has
    words no editor had to choose; `known_anchor`: whether it is known; `keyword_anchor`: whether
    it is a keyword of the target's trade and nothing else.
    """

    names: pa.Array
    out: Incidence
    links_elsewhere: NDArray[np.bool_]
    targets: pa.Array
    peer: NDArray[np.int64]
    elsewhere: NDArray[np.float64]
    traits: Traits
    backers: NDArray[np.float64]
    backing: Incidence
    backer_unit: NDArray[np.int64]
    began: NDArray[np.float64]
    born: NDArray[np.float64]
    links: NDArray[np.int64]
    unit_of_link: NDArray[np.int64]
    telling_anchor: NDArray[np.bool_]
    known_anchor: NDArray[np.bool_]
    keyword_anchor: NDArray[np.bool_]


def seen_in(suspects: Suspects) -> Seen:
    """The columns that groups are sought in; the same in whatever order the rows come."""
    import pyarrow.compute as pc

    order = pc.sort_indices(suspects.units)
    names = suspects.units.take(order)
    place = np.empty(len(names), np.int64)
    place[order.to_numpy()] = np.arange(len(names))
    unit_of_link = place[suspects.unit]
    rows = _Rows(suspects, place)
    linked, targets, elsewhere = _out_links(suspects, rows)
    out = _telling(linked, targets, elsewhere)
    backing, backer_unit = _backing(suspects, rows)
    began = _began(suspects, unit_of_link, len(names))
    born = rows.days("lives", "first_seen")
    telling = np.isin(
        suspects.evidence.anchor_class, [CLASSES.index(each) for each in _TELLING_ANCHORS]
    )
    columns = [
        *_footprints(suspects, rows),
        _anchors(suspects, unit_of_link, telling),
        _weeks(Trait.WEEK, began),
        _weeks(Trait.BORN, born),
        *text_traits(suspects, unit_of_link),
    ]
    return Seen(
        names=names,
        out=out,
        links_elsewhere=linked.sizes > 0,
        targets=targets,
        peer=_codes(targets, names),
        elsewhere=elsewhere,
        traits=Traits.of(columns, len(names)),
        backers=_backers(rows),
        backing=backing,
        backer_unit=backer_unit,
        began=began,
        born=born,
        links=np.bincount(unit_of_link, minlength=len(names)).astype(np.int64),
        unit_of_link=unit_of_link,
        telling_anchor=telling,
        known_anchor=suspects.evidence.anchor_class != NOT_TOLD,
        keyword_anchor=suspects.evidence.anchor_class == CLASSES.index(AnchorClass.EXACT),
    )


class _Rows:
    """Tables that speak of domains, read for units; hosts of a platform have no facts."""

    def __init__(self, suspects: Suspects, place: NDArray[np.int64]) -> None:
        self._suspects = suspects
        self.count = len(place)
        # One place more, for the code -1 of domains that do not link here.
        self._unit = np.full(len(suspects.domains) + 1, -1, np.int64)
        whole = suspects.is_whole_domain
        self._unit[suspects.unit_domain[whole]] = place[whole]

    def units(self, domains: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
        """Of each name, the unit it is; -1 for others."""
        return self._unit[self._suspects.code_of(domains)]

    def numbers(self, table_name: str, column: str) -> NDArray[np.float64]:
        """Of each unit, a number that a table tells of its domain; NaN where unknown."""
        import pyarrow as pa

        table: pa.Table = getattr(self._suspects.facts, table_name)
        told = np.full(self.count, np.nan)
        if table.num_rows and column in table.column_names:
            unit = self.units(table["domain"])
            values = table[column].cast(pa.float64()).to_numpy()
            told[unit[unit >= 0]] = values[unit >= 0]
        return told

    def days(self, table_name: str, column: str) -> NDArray[np.float64]:
        """Of each unit, a moment as days since 1970; NaN where unknown."""
        table: pa.Table = getattr(self._suspects.facts, table_name)
        told = np.full(self.count, np.nan)
        if table.num_rows and column in table.column_names:
            unit = self.units(table["domain"])
            values = _days(table[column])
            told[unit[unit >= 0]] = values[unit >= 0]
        return told


def _days(moments: pa.ChunkedArray) -> NDArray[np.float64]:
    import pyarrow as pa

    seconds = moments.cast(pa.timestamp("s", tz="UTC")).cast(pa.int64()).cast(pa.float64())
    return np.asarray(seconds.to_numpy() / _DAY_S, np.float64)


def _out_links(suspects: Suspects, rows: _Rows) -> tuple[Incidence, pa.Array, NDArray[np.float64]]:
    """Other targets of each unit, their names in order, and how many others link to each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = suspects.facts.out_links
    if not table.num_rows:
        none = np.empty(0, np.int64)
        return Incidence.of(none, none, rows.count, 0), pa.array([], pa.string()), np.empty(0)
    audited = pc.unique(suspects.links["target_domain"]).to_pylist()
    leave_out = pa.array([*audited, *suspects.facts.ours], pa.string())
    table = table.filter(pc.invert(pc.is_in(table["target_domain"], value_set=leave_out)))
    targets = pc.unique(table["target_domain"])
    targets = targets.take(pc.sort_indices(targets))
    unit = rows.units(table["source_domain"])
    target = _codes(table["target_domain"], targets)
    kept = unit >= 0
    out = Incidence.of(unit[kept], target[kept], rows.count, len(targets))
    sources = np.maximum(_spread(suspects, targets), out.counts)
    return out, targets, sources - out.counts


def _telling(linked: Incidence, targets: pa.Array, elsewhere: NDArray[np.float64]) -> Incidence:
    """Without the targets of everybody: the most linked ones, and platforms.

    Honest sites link to their own pages on the same few platforms, however small the index is.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pa.array(sorted(listed_platforms()), pa.string())
    is_platform = pc.is_in(targets, value_set=known).to_numpy(zero_copy_only=False)
    telling = ((elsewhere + linked.counts <= TELLING_SOURCES) & ~is_platform)[linked.trait]
    return Incidence(linked.unit[telling], linked.trait[telling], linked.units, linked.traits)


def _backers(rows: _Rows) -> NDArray[np.float64]:
    backers = rows.numbers("domains", "referring_domains")
    return np.where(rows.numbers("domains", "authority_low") >= FAIR_AUTHORITY, np.inf, backers)


def _backing(suspects: Suspects, rows: _Rows) -> tuple[Incidence, NDArray[np.int64]]:
    """Which domains link to each unit, and the unit that each of these domains is, -1 for none."""
    import pyarrow.compute as pc

    table = suspects.facts.in_links
    if not table.num_rows:
        none = np.empty(0, np.int64)
        return Incidence.of(none, none, rows.count, 0), none
    sources = pc.unique(table["source_domain"])
    unit, source = rows.units(table["target_domain"]), _codes(table["source_domain"], sources)
    is_unit = rows.units(sources)
    kept = (unit >= 0) & (unit != is_unit[source])
    backing = Incidence.of(unit[kept], source[kept], rows.count, len(sources))
    return backing, is_unit


def _spread(suspects: Suspects, targets: pa.Array) -> NDArray[np.float64]:
    """On how many domains of the index each target is linked; 0 where nobody counted."""
    table = suspects.facts.spread
    found = np.zeros(len(targets) + 1)
    if table.num_rows:
        place = _codes(table["domain"], targets)
        found[place] = table["sources"].to_numpy()
    return found[:-1]


def _codes(values: pa.Array | pa.ChunkedArray, among: pa.Array) -> NDArray[np.int64]:
    """The place of each value in `among`, -1 for others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    found = pc.index_in(values, value_set=among).fill_null(-1)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def _footprints(suspects: Suspects, rows: _Rows) -> Iterator[TraitColumn]:
    import pyarrow.compute as pc

    table = suspects.facts.footprints
    if not table.num_rows:
        return
    for kind in _FOOTPRINTS:
        part = table.filter(pc.equal(table["kind"], kind.value)).combine_chunks()
        unit = rows.units(part["domain"])
        domains = part["domains"].to_numpy().astype(np.float64)
        kept = (unit >= 0) & (domains <= MOST_DOMAINS)
        value = part["value"].combine_chunks().filter(kept)
        yield TraitColumn(kind, unit[kept], value, domains[kept])


def _anchors(
    suspects: Suspects, unit: NDArray[np.int64], telling: NDArray[np.bool_]
) -> TraitColumn:
    """Anchors by their folded words, those that are neither the site's name nor "click here"."""
    import pyarrow as pa

    encoded = suspects.links["anchor"].combine_chunks().filter(pa.array(telling))
    encoded = encoded.dictionary_encode()
    words = pa.array([folded(text) for text in encoded.dictionary.to_pylist()], pa.string())
    value = words.take(encoded.indices)
    return TraitColumn(Trait.ANCHOR, unit[telling], value, np.zeros(int(telling.sum())))


def _began(suspects: Suspects, unit: NDArray[np.int64], units: int) -> NDArray[np.float64]:
    """Day of each unit's first link; NaN where one of its links is of unknown start."""
    if "started_on" not in suspects.links.column_names:
        return np.full(units, np.nan)
    days = _days(suspects.links["started_on"])
    first = np.full(units, np.inf)
    np.minimum.at(first, unit, np.where(np.isnan(days), np.inf, days))
    unknown = np.zeros(units, np.bool_)
    unknown[unit[np.isnan(days)]] = True
    return np.where(unknown | np.isinf(first), np.nan, first)


def _weeks(kind: Trait, day: NDArray[np.float64]) -> TraitColumn:
    import pyarrow as pa

    known = np.flatnonzero(~np.isnan(day))
    week = ((day[known] + _THURSDAY) // 7).astype(np.int64)
    return TraitColumn(kind, known, pa.array(week).cast(pa.string()), np.zeros(len(known)))
