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
    losses of what they left out; `reporter`: whose every word goes, empty for nobody's.
    """

    names: tuple[str, ...]
    digests: tuple[str, ...]
    reporter: str = ""

    @classmethod
    def of(cls, sources: Sequence[SourceRecord], reporter: str = "") -> Forgetting:
        """What these sources told, and whatever a reporter said."""
        return cls(
            tuple(sorted({source.name for source in sources})),
            tuple(sorted({source.digest for source in sources})),
            reporter,
        )

    @property
    def words(self) -> dict[str, Any]:
        """The values that the statements bind."""
        return {
            "names": list(self.names),
            "digests": list(self.digests),
            "reporter": self.reporter,
        }
