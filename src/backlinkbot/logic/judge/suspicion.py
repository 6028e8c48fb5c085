"""What the markers read: the links of one target, and what is known of the sites they come from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.platforms import owned_name, platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.evidence import Evidence

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of the linking sites beside their links to the target; any may be empty.

    `pages`: rows of `core.columns.page_facts()` (some columns may be left out), the newest capture
    of each linking page and of a few more pages of each linking site.
    `out_links`: `source_domain`, `target_domain`, `links`: where the linking sites link, once a
    pair; `spread`: `domain`, `sources`: how many domains of the whole index link to each of those
    targets, so that giants tell nothing.
    `in_links`: the same columns as `out_links`, for links that go back to a linking site.
    `domains`: `domain`, `authority`, `authority_low`, `trust`, `referring_domains`,
    `inflated_share`, null where not measured.
    `footprints`: `domain`, `kind` ("owner id", "server" = IP address, "block" = its /24 or /48,
    "template", "name server"), `value`, `domains`: on how many domains of the index it was seen.
    `lives`: `domain`, `first_seen`, `last_seen`, `gap_days`, `changed`, `was_gone`: first seen
    (null where the crawl was new rather than the site), when it was seen last before it was gone,
    the longest time it was away, and which share of its out-links changed over that: of the old
    ones are gone, and of those now are new, both at least (0..1); and whether it failed meanwhile.
    `ours`: registered domains of the owner; `languages`, `topics`: of the target's own pages.
    """

    pages: pa.Table
    out_links: pa.Table
    spread: pa.Table
    in_links: pa.Table
    domains: pa.Table
    footprints: pa.Table
    lives: pa.Table
    ours: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


class Suspects:
    """The links of one target with their sources' facts; derived columns are made once.

    Every link belongs to a unit: the registered domain, or the full host on shared platforms.
    """

    def __init__(self, evidence: Evidence, facts: SourceFacts, as_of: date) -> None:
        self.evidence = evidence
        self.facts = facts
        self.as_of = as_of
        self._made: dict[Callable[[Suspects], Any], Any] = {}

    def once(self, make: Callable[[Suspects], T]) -> T:
        """What `make` tells of these suspects, made when first asked for and kept."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @property
    def links(self) -> pa.Table:
        """Rows of `core.columns.links()`."""
        return self.evidence.links

    @cached_property
    def domain(self) -> NDArray[np.int32]:
        """Of each link, the code of its domain in `domains`."""
        return self.evidence.source_domain

    @cached_property
    def domains(self) -> pa.Array:
        """Each linking domain once."""
        return self.evidence.source_domain_names

    @cached_property
    def units(self) -> pa.Array:
        """Each unit once: whose links they are, and what a line of a disavow file would name."""
        return self._units.dictionary

    @cached_property
    def unit(self) -> NDArray[np.int32]:
        """Of each link, the code of its unit in `units`."""
        return np.asarray(self._units.indices.to_numpy(), dtype=np.int32)

    @cached_property
    def unit_domain(self) -> NDArray[np.int32]:
        """Of each unit, the code of its domain in `domains`."""
        domain = np.zeros(len(self.units), np.int32)
        domain[self.unit] = self.domain
        return domain

    @cached_property
    def is_whole_domain(self) -> NDArray[np.bool_]:
        """Of each unit, whether what is known of its domain is known of it.

        False for the hosts of a platform: its servers and templates are nobody's.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        own = self.domains.take(pa.array(self.unit_domain))
        return np.asarray(pc.equal(self.units, own).to_numpy(zero_copy_only=False), np.bool_)

    @cached_property
    def _units(self) -> pa.DictionaryArray:
        import pyarrow as pa

        told = self.domains.to_pylist()
        shared = np.array([platform(name) is not None for name in told], np.bool_)
        names = self.links["source_domain"].to_pylist()
        for row in np.flatnonzero(shared[self.domain] if len(told) else shared).tolist():
            names[row] = owned_name(host_of(self.links["source_url"][row].as_py()))
        return pa.array(names, pa.string()).dictionary_encode()

    @cached_property
    def links_of_domain(self) -> NDArray[np.int64]:
        """How many links each domain gives."""
        return np.bincount(self.domain, minlength=len(self.domains)).astype(np.int64)

    def code_of(self, names: pa.Array | pa.ChunkedArray) -> NDArray[np.int64]:
        """The code in `domains` of each name, -1 for names that do not link here."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if isinstance(names, pa.ChunkedArray):
            names = names.combine_chunks()
        found = pc.index_in(names, value_set=self.domains).fill_null(-1)
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)

    def of_domain(
        self, names: pa.Array | pa.ChunkedArray, values: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """A number per name as a number per linking domain; NaN where none was given."""
        spread = np.full(len(self.domains), np.nan)
        codes = self.code_of(names)
        spread[codes[codes >= 0]] = values[codes >= 0]
        return spread

    @cached_property
    def page(self) -> NDArray[np.int64]:
        """Of each link, the row of its page in `facts.pages`, -1 where the page is not known."""
        import pyarrow.compute as pc

        pages = self.facts.pages
        if not pages.num_rows:
            return np.full(self.evidence.rows, -1, dtype=np.int64)
        urls = pages["url"].combine_chunks()
        found = pc.index_in(self.links["source_url"].combine_chunks(), value_set=urls)
        return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)
