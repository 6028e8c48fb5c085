"""Who else is linked by the sites that link to a site: the ground on which rivals are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.io.index.sql import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader


ALONE = 0.25  # of its weight is left to a site that nobody links to: throw-away sites share targets


@dataclass(frozen=True, slots=True)
class CoCited:
    """Questions about the neighbours of one site; `own`: domains of the same owner, left out."""

    reader: Reader
    site: str
    own: Sequence[str]

    def targets(self, *, least: int, most: int) -> pa.Table:
        """Which domains share at least `least` referring domains with the site.

        Columns: domain, shared (how many), weight (their sum, where a site weighs less the more it
        links out, and where nobody links to it); the site itself first, then most weight.
        """
        return self.reader.table(
            "cocited_targets",
            fragments=_citing(),
            site=self.site,
            own=[self.site, *self.own],
            least=least,
            most=most,
            alone=ALONE,
        )

    def sources(self, rivals: Sequence[str], *, most: int) -> pa.Table:
        """The sites that link to the site and each of these: domain, source_domain, targets.

        At most `most` each, those that link to fewest `targets` first.
        """
        return self.reader.table(
            "cocited_sources",
            fragments=_citing(),
            site=self.site,
            own=[self.site, *self.own],
            rivals=list(rivals) or [""],
            most=most,
        )

    def linking(self) -> int:
        """About how many domains of the index link anywhere."""
        return int(self.reader.table("cocited_linking").column(0)[0].as_py())


def _citing() -> dict[str, str]:
    return {"citing": named("cocited.sql")["cocited_citing"]}
