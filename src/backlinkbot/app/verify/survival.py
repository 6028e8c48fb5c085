"""How long the backlinks of a site last, by placement and page type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.logic.verify.schedule import as_days
from backlinkbot.logic.verify.shrunk import kinds_of
from backlinkbot.logic.verify.survival import Lives

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.verify.shrunk import Kind

# With fewer links of known start the scale is the time since they were first seen.
LEAST_KNOWN = 30
OF_AGE = "age of the link"
SINCE_SEEN = "days since the link was first seen"
_ASKED = (
    "source_domain", "placement", "page_type", "first_seen", "last_seen", "started_on", "state",
    "lost_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Survival:
    """How long the links to `domain` last: `kinds`, all links first.

    `links`: told of, one for each source domain, placement and page type; `start_unknown`: left
    out because nobody can tell when they began; `scale`: what the days count.
    """

    domain: str
    scale: str
    links: int
    lost: int
    start_unknown: int
    kinds: tuple[Kind, ...]
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `verify --survival --json`."""
        return {
            "domain": self.domain,
            "scale": self.scale,
            "links": self.links,
            "lost": self.lost,
            "start_unknown": self.start_unknown,
            "kinds": [one.as_document() for one in self.kinds],
            "notes": list(self.notes),
        }


def survival(workspace: Workspace, domain: str) -> Survival:
    """Estimated survival of the backlinks of a site, as the index knows their lives.

    Raises:
        NotFound: the index is empty, or knows no link of which two moments are known.
    """
    domain = domain_named(domain)
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    table = workspace.index.links(domain, LinkFilter(backlinks=True), only=_ASKED)
    began = as_days(table["started_on"].to_numpy())
    scale, unknown = OF_AGE, int(np.isnan(began).sum())
    notes: tuple[str, ...] = ()
    if len(began) - unknown < LEAST_KNOWN:
        began = as_days(table["first_seen"].to_numpy())
        scale, unknown = SINCE_SEEN, int(np.isnan(began).sum())
        notes = (
            "It is not known when most of these links began. What is told counts from when they "
            "were first seen: links that had lasted until then, so it flatters.",
        )
    lives, places, types = _lives(table, began)
    if not len(lives):
        raise NotFound(
            f"no link to {domain} was seen twice, so nothing can be told of how long they last; "
            f"look at them again: backlinkbot verify {domain}"
        )
    kinds = kinds_of(lives, places, types)
    return Survival(domain, scale, len(lives), lives.lost, unknown, kinds, notes)


def _lives(table: pa.Table, began: NDArray[np.float64]) -> tuple[Lives, list[str], list[str]]:
    """The lives of links in days of age, one of each source domain, placement and page type.

    Links of one template come and go together: taken each for itself, they would make the
    intervals far too narrow.
    """
    import pyarrow.compute as pc

    first, last = as_days(table["first_seen"].to_numpy()), as_days(table["last_seen"].to_numpy())
    was_lost = pc.equal(table["state"], LinkState.LOST.value).to_numpy()
    lost_on = as_days(table["lost_on"].to_numpy())
    # it went between the last sighting and the first look without it
    ended = np.where(was_lost, (np.fmin(last, lost_on) + lost_on) / 2.0, last)
    ended = np.where(was_lost & np.isnan(last), lost_on, ended)
    entered = np.fmax(np.where(np.isnan(first), began, first), began) - began
    left = ended - began
    places = [one or "unknown" for one in table["placement"].to_pylist()]
    types = [one or "unknown" for one in table["page_type"].to_pylist()]
    usable = ~np.isnan(left) & ~np.isnan(entered) & (left > entered)
    kept: dict[tuple[str, str, str], int] = {}
    for row in np.flatnonzero(usable)[np.argsort(began[usable], kind="stable")].tolist():
        kept.setdefault((table["source_domain"][row].as_py(), places[row], types[row]), row)
    rows = np.array(sorted(kept.values()), dtype=np.int64)
    lives = Lives(entered[rows], left[rows], was_lost[rows])
    return lives, [places[row] for row in rows], [types[row] for row in rows]
