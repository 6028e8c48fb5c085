"""Published lists of popular domains: Tranco, Umbrella, CrUX, Majestic Million, Common Crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.io.readers.format import formats
from backlinkbot.io.readers.ranks import rank_layout, ranks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.facts import Facts
    from backlinkbot.io.readers.format import Head, Reading, Source


class RankList:
    """Rank facts, one a registered domain: a list of hosts gives a domain its best host's rank."""

    def recognises(self, head: Head) -> bool:
        return rank_layout(head) is not None

    def read(self, source: Source, reading: Reading) -> Iterator[Facts]:
        layout = rank_layout(source.head())
        if layout is None:
            raise BadInput(f"{source.name} is no list of ranks")
        yield from ranks(source, layout, reading)


formats.add("rank-list")(RankList())
