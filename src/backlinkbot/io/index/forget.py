"""Taking away what a source told: which files, reporters and drops are to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backlinkbot.io.index.sources import SourceRecord


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What is to be taken out of an index.

    `names`: files whose sightings go; `digests`: the records of sources that go; `reporter`: whose
    every word goes, empty for nobody's; `drops`: reporter and moment of each complete import of
    which the losses are taken back.
    """

    names: tuple[str, ...]
    digests: tuple[str, ...]
    reporter: str = ""
    drops: tuple[tuple[str, datetime], ...] = ()

    @classmethod
    def of(cls, sources: Sequence[SourceRecord], reporter: str = "") -> Forgetting:
        """What these sources told, and whatever a reporter said."""
        return cls(
            tuple(sorted({source.name for source in sources})),
            tuple(sorted({source.digest for source in sources})),
            reporter,
            tuple(
                (source.reporter, source.read_at.astimezone(UTC).replace(tzinfo=None))
                for source in sources
                if source.complete and source.read_at
            ),
        )

    @property
    def words(self) -> dict[str, Any]:
        """The values that the statements bind."""
        return {
            "names": list(self.names),
            "digests": list(self.digests),
            "reporter": self.reporter,
            "drops": [f"{reporter} {moment:%Y-%m-%d %H:%M:%S}" for reporter, moment in self.drops],
        }
