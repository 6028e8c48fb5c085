"""How many visitors the links of each linking site bring, by what vendors tell of its traffic."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backlinkbot.logic.judge.suspicion import Suspects

# How vendors' numbers are called: "ahrefs.page_traffic", visits a month from search, estimated.
OF_PAGE, OF_SITE = ".page_traffic", ".domain_traffic"
# Nobody publishes how many of a page's visitors follow one link in it; one in a hundred is assumed.
FOLLOW = 0.01


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits a month that the links of a unit bring, where an export tells traffic.

    By the traffic of the linking pages; where only that of the whole site is told and it is none,
    none. `by_unit` has no entry for the others: there it is not known.
    """

    by_unit: Mapping[str, float] = field(default_factory=dict)

    def of(self, unit: str) -> float | None:
        """Visits a month; None where nobody tells."""
        return self.by_unit.get(unit)

    def note(self, units: Iterable[str]) -> str:
        """Of how many of these units it is not known, in one sentence; empty where it is of all."""
        asked = set(units)
        unknown = len(asked - self.by_unit.keys())
        if not unknown:
            return ""
        of = "" if unknown == len(asked) else f" for {unknown:,} of {len(asked):,} sites"
        return (
            f"How many visits the links bring is not known{of}: no export tells the traffic of "
            "the linking pages."
        )


def visits_of(suspects: Suspects) -> Visits:
    """What the exports among the links tell; the highest number where several tell one page's."""
    pages: dict[str, dict[str, float]] = defaultdict(dict)
    idle: set[str] = set()
    names = suspects.units.to_pylist()
    is_whole = suspects.is_whole_domain
    told = zip(
        suspects.unit.tolist(),
        suspects.links["source_url"].to_pylist(),
        suspects.links["vendor_scores"].to_pylist(),
        strict=True,
    )
    for unit, url, scores in told:
        for score, number in scores or ():
            if number is None or not number >= 0:
                continue
            if score.endswith(OF_PAGE):
                seen = pages[names[unit]]
                seen[url] = max(number, seen.get(url, 0.0))
            elif score.endswith(OF_SITE) and number == 0 and is_whole[unit]:
                idle.add(names[unit])
    by_unit = dict.fromkeys(idle, 0.0)
    by_unit |= {unit: FOLLOW * sum(seen.values()) for unit, seen in pages.items()}
    return Visits(by_unit)
