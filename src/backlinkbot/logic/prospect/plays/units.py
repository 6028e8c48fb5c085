"""New links as columns: a row for each linking site and linked page, and what is known of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

TEXTS = (
    "source_domain", "source_url", "target_url", "anchor", "near", "after", "kind", "placement",
    "page_type", "title", "author", "text", "site_type", "group", "target_type",
)  # fmt: skip


class Units:
    """The links that plays are sought in.

    `links`: the columns of `TEXTS` (null: not known); day (int32, days since 1970), is_dated;
    site_day (int32: of the linking site's first link ever, which need not be among these);
    followed, sponsored (null unknown); words, external_links, referrers (of the linking site) and
    authority (NaN unknown); network (int32: sites tied to each other, -1 none).
    """

    def __init__(self, links: pa.Table) -> None:
        self.links = links

    @property
    def rows(self) -> int:
        """How many."""
        return int(self.links.num_rows)

    def texts(self, name: str) -> list[str]:
        """A column of texts, empty where nobody told us."""
        return ["" if text is None else text for text in self.links[name].to_pylist()]

    def says(self, name: str, pattern: str) -> NDArray[np.bool_]:
        """Where a column of texts holds a pattern, in any case."""
        import pyarrow.compute as pc

        found = pc.match_substring_regex(self.links[name], pattern, ignore_case=True)
        return _mask(found)

    def is_one_of(self, name: str, *words: str) -> NDArray[np.bool_]:
        """Where a column is one of these words."""
        import pyarrow as pa
        import pyarrow.compute as pc

        return _mask(pc.is_in(self.links[name], value_set=pa.array(words, pa.string())))

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A column of numbers, NaN where nobody told us."""
        import pyarrow as pa

        return np.asarray(self.links[name].cast(pa.float64()).to_numpy(), dtype=np.float64)

    @cached_property
    def day(self) -> NDArray[np.int64]:
        """Days since 1970."""
        return np.asarray(self.links["day"].to_numpy(), dtype=np.int64)

    @cached_property
    def is_dated(self) -> NDArray[np.bool_]:
        """Where it is known when the link began."""
        return _mask(self.links["is_dated"])

    @cached_property
    def is_site_day(self) -> NDArray[np.bool_]:
        """Where a link began, or was seen, on the day of its site's first link ever."""
        first = np.asarray(self.links["site_day"].to_numpy(), dtype=np.int64)
        return np.asarray(self.day == first)

    @cached_property
    def network(self) -> NDArray[np.int64]:
        """Which tied sites, -1 none."""
        return np.asarray(self.links["network"].to_numpy(), dtype=np.int64)

    @cached_property
    def domain(self) -> NDArray[np.int64]:
        """A number for each linking site."""
        return _codes(self.links["source_domain"])

    @cached_property
    def asset(self) -> NDArray[np.int64]:
        """A number for each linked page."""
        return _codes(self.links["target_url"])

    @cached_property
    def is_home(self) -> NDArray[np.bool_]:
        """Where the front page is linked."""
        return self.says("target_url", r"^[a-z]+://[^/]+/?(?:index\.[a-z]+)?(?:[?#].*)?$")

    @cached_property
    def is_brand(self) -> NDArray[np.bool_]:
        """Where the anchor is the name, or the address, of the linked site."""
        pairs = zip(self.texts("anchor"), self.texts("target_url"), strict=True)
        return np.array([_is_name(anchor, url) for anchor, url in pairs], dtype=np.bool_)

    def shared(self, name: str, least_chars: int, most_chars: int) -> NDArray[np.int64]:
        """On how many linking sites the beginning of a text stands; 0 where it is shorter.

        Only so many characters are compared: what follows a description is the next entry of a
        list.
        """
        texts = [" ".join(text.split()).casefold()[:most_chars] for text in self.texts(name)]
        sites: dict[str, set[int]] = {}
        for text, domain in zip(texts, self.domain.tolist(), strict=True):
            if len(text) >= least_chars:
                sites.setdefault(text, set()).add(domain)
        return np.array([len(sites.get(text, ())) for text in texts], dtype=np.int64)


def _is_name(anchor: str, url: str) -> bool:
    """Whether the letters of an anchor stand in the name of a host, or the host's in the anchor."""
    said = "".join(one for one in anchor.casefold() if one.isalnum())
    host = url.partition("//")[2].partition("/")[0].removeprefix("www.")
    named = "".join(one for one in host.partition(".")[0] if one.isalnum())
    return bool(named) and (named in said or (len(said) > 1 and said in named))


def _mask(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    told = pc.fill_null(column, fill_value=False)
    return np.asarray(told.to_numpy(), dtype=np.bool_)


def _codes(column: pa.ChunkedArray) -> NDArray[np.int64]:
    encoded = column.combine_chunks().dictionary_encode()
    return np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
