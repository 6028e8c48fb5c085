"""Taking away what a source told: which files and reporters are to be forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backlinkbot.io.index.sources import SourceRecord


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What is to be taken out of an index.

    `names`: files whose sightings go; `digests`: the records of sources that go, and with them the
    losses of what they left out; `reporter`: whose every word goes, empty for nobody's; `known`:
    all files that were read, by which those are named that told something too.
    """

    names: tuple[str, ...]
    digests: tuple[str, ...]
    reporter: str
    known: tuple[str, ...]

    @classmethod
    def of(
        cls, sources: Sequence[SourceRecord], reporter: str, known: Sequence[SourceRecord]
    ) -> Forgetting:
        """What these sources told, and whatever a reporter said; `known`: all that were read."""
        return cls(
            tuple(sorted({source.name for source in sources})),
            tuple(sorted({source.digest for source in sources})),
            reporter,
            tuple(sorted({source.name for source in known})),
        )

    @property
    def words(self) -> dict[str, Any]:
        """The values that the statements bind."""
        return {
            "names": list(self.names),
            "digests": list(self.digests),
            "reporter": self.reporter,
            "known": list(self.known),
        }
