"""Which sources told of the links to a site, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader


@dataclass(frozen=True, slots=True)
class Captures:
    """Questions about who told of the links to one site."""

    reader: Reader
    site: str

    def counts(self) -> tuple[pa.Table, pa.Table]:
        """Standing referring domains, and links, by who told of them: reporters, count."""
        return (
            self.reader.table("captured_domains", [self.site]),
            self.reader.table("captured_links", [self.site]),
        )

    def disagreements(self, *, limit: int) -> tuple[pa.Table, pa.Table]:
        """Where reporters disagree: how many links by fact, and some (source_url … said)."""
        return (
            self.reader.table("disagreeing_counts", [self.site]),
            self.reader.table("disagreeing", [self.site], limit=limit),
        )
