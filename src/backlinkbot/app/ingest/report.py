"""What an ingest gave: one report a file, and the snapshot after it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backlinkbot.core.nouns import Snapshot


@dataclass(slots=True)
class FileReport:
    """What one file gave.

    `pages`: pages read for links; `rows`: records, lines or rows looked at; `links`: links found,
    internal ones included; `target`: the domain it is about, where that was told or the only site
    of ours was taken; `stored`: facts handed to the index; `not_links`: what is clicked on its
    pages and leads to no web page, by scheme (mailto, javascript …); `error`: why it could not be
    used.
    """

    path: str
    format: str = ""
    reporter: str = ""
    target: str = ""
    pages: int = 0
    rows: int = 0
    links: int = 0
    external_links: int = 0
    stored: int = 0
    rejects: dict[str, int] = field(default_factory=dict)
    not_links: dict[str, int] = field(default_factory=dict)
    rejects_file: str = ""
    truncated: bool = False
    already_known: bool = False
    notes: list[str] = field(default_factory=list)
    error: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Ingested:
    """The snapshot after an ingest, what each file gave to it, and which files were passed over.

    `snapshot.lost` says how many links became lost because a complete file no longer lists them;
    `complete`: how many files were taken as complete.
    """

    snapshot: Snapshot | None
    files: tuple[FileReport, ...]
    passed_over: dict[str, int] = field(default_factory=dict)
    complete: int = 0

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `ingest --json`."""
        return {
            "snapshot": self.snapshot.name if self.snapshot else None,
            "files": [asdict(report) for report in self.files],
            "passed_over": self.passed_over,
            "links": self.snapshot.links if self.snapshot else 0,
            "referring_domains": self.snapshot.referring_domains if self.snapshot else 0,
            "lost": self.snapshot.lost if self.snapshot else 0,
        }
