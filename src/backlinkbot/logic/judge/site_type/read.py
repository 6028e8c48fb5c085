"""A site's pages as columns: what the patterns and measures ask for, added up by site."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.site_type.pattern import Where

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Column = NDArray[np.float32]
    Flags = NDArray[np.bool_]

# The last part of a title names the site where a mark stands before it.
SITE_PART = r"^.*(?:\s[|–—»›•·⋆ǀ:-]|[|»]) ?(?P<site>[^|–—»›•·⋆ǀ]{2,60})$"  # noqa: RUF001 - marks as sites write them
ADVERTISING = "ads:"
LEAST_WORDS = 40  # of a text, for a rate of its words to say anything
ANSWERED = (0, 200)  # 0: the archive holds no status, as with a saved page
SHARE_POWER = 0.5  # a sign on a quarter of the pages counts half


@dataclass(frozen=True)
class Sites:
    """Some sites and their pages.

    `pages`: rows of `columns.page_facts()`; `site`: the place of each page's site among `domains`.
    """

    domains: Sequence[str]
    pages: pa.Table
    site: NDArray[np.int64]

    @classmethod
    def of(cls, domains: Sequence[str], pages: pa.Table) -> Sites:
        """The sites with those of the pages that are theirs, answered and say anything."""
        import pyarrow as pa
        import pyarrow.compute as pc

        answered = pc.is_in(
            pc.fill_null(pages["status"], 0), value_set=pa.array(ANSWERED, pa.int16())
        )
        place = pc.index_in(pages["domain"], value_set=pa.array(domains, pa.string()))
        kept = pc.and_(pc.is_valid(place), answered)
        site = np.asarray(place.filter(kept).to_numpy(), dtype=np.int64)
        return cls(domains, pages.filter(kept), site)

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """Known pages of each site."""
        return np.bincount(self.site, minlength=len(self.domains))

    def share(self, flags: Flags) -> Column:
        """The share of each site's pages that have a flag, bent upwards; 0 without pages."""
        hits = np.bincount(self.site[flags], minlength=len(self.domains))
        share = hits / np.maximum(1, self.counts)
        return np.asarray(share**SHARE_POWER, dtype=np.float32)

    def found(self, where: Where, regex: str) -> Column:
        """0..1 a site: whether its name has a pattern, or how many of its pages have it."""
        import pyarrow.compute as pc

        matches = pc.match_substring_regex(self._texts[where], regex)
        flags = _flags(matches)
        return flags.astype(np.float32) if where is Where.NAME else self.share(flags)

    def is_type(self, word: str) -> Flags:
        """Which pages are of a page type."""
        import pyarrow.compute as pc

        return _flags(pc.equal(self.pages["page_type"], word))

    def is_told(self, name: str) -> Flags:
        """Which pages tell something."""
        import pyarrow.compute as pc

        return _flags(pc.is_valid(self.pages[name]))

    def is_true(self, name: str) -> Flags:
        """Which pages have a flag."""
        return _flags(self.pages[name])

    def number(self, name: str) -> NDArray[np.float64]:
        """A number of each page, NaN where it is not known."""
        import pyarrow as pa

        column = self.pages[name].cast(pa.float64())
        return np.asarray(column.to_numpy(), dtype=np.float64)

    @property
    def has_advertising(self) -> Flags:
        """Which pages carry the id of an advertising network."""
        import pyarrow.compute as pc

        joined = pc.binary_join(self.pages["owner_ids"], " ")
        return _flags(pc.match_substring(joined, ADVERTISING))

    def rate(self, regexes: Mapping[str, str]) -> Column:
        """Matches per word of each site's texts, by language; 0 where there is hardly any text."""
        import pyarrow.compute as pc

        hits = np.zeros(self.pages.num_rows)
        for language, regex in regexes.items():
            rows = np.flatnonzero(_flags(pc.equal(self.pages["language"], language)))
            if len(rows):
                hits[rows] = _numbers(
                    pc.count_substring_regex(self._texts[Where.TEXT].take(rows), regex)
                )
        sums = np.bincount(self.site, weights=hits, minlength=len(self.domains))
        total = np.bincount(self.site, weights=self._words, minlength=len(self.domains))
        rate = np.where(total >= LEAST_WORDS, sums / np.maximum(1, total), 0)
        return np.asarray(rate, dtype=np.float32)

    @cached_property
    def _words(self) -> NDArray[np.float64]:
        import pyarrow.compute as pc

        return _numbers(pc.count_substring_regex(self._texts[Where.TEXT], r"\S+"))

    @cached_property
    def _texts(self) -> dict[Where, pa.ChunkedArray | pa.Array]:
        import pyarrow as pa
        import pyarrow.compute as pc

        title = pc.utf8_lower(pc.fill_null(self.pages["title"], ""))
        title = pc.replace_substring_regex(title, r"\s+", " ")
        path = pc.replace_substring_regex(self.pages["url"], r"^[a-z]+://[^/]+", "")
        return {
            Where.NAME: pc.utf8_lower(pa.array(self.domains, pa.string())),
            Where.TITLE: title,
            Where.SITE: pc.struct_field(pc.extract_regex(title, SITE_PART), "site"),
            Where.PATH: pc.utf8_lower(path),
            Where.TEXT: pc.utf8_lower(pc.fill_null(self.pages["text"], "")),
        }


def _flags(column: pa.ChunkedArray | pa.Array) -> Flags:
    import pyarrow.compute as pc

    filled = pc.fill_null(column, False)  # noqa: FBT003 - Arrow takes it by place
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.bool_)


def _numbers(column: pa.ChunkedArray | pa.Array) -> NDArray[np.float64]:
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(column, 0).to_numpy(), dtype=np.float64)
