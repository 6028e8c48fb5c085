"""Many linking sites that all link to the same few other targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import shown
from backlinkbot.logic.judge.clues.out_links import OutLinks, out_links, spread_of
from backlinkbot.logic.judge.clues.ramp import ramp
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

LEAST_SOURCES, LEAST_TARGETS = 5, 3  # of a core, the audited target not counted
LEAST_OF_SOURCE = 2  # of the core's targets, that each of its sites links to
# A site with more rare links than this lives from something else; nine of ten hosts have fewer.
HUB_LINKS = 60
# The part of a core's sites that link to each of its targets; the bar rises step by step.
BARS = (0.05, 0.1, 0.15, 0.2)
# Links over all that are possible in the core; among sites of one subject it is a tenth.
DENSE_START, DENSE_FULL = 0.1, 0.4
MOST_CORES = 4  # of one profile; what is left over is no core
# The part of a site's rare links that go into the core: those who live from links have little else.
PART_START, PART_FULL = 0.25, 0.7
# Of the domains that link to a core target, the part that links here: customers of one seller.
TOGETHER_START, TOGETHER_FULL = 0.25, 0.7


@dataclass(frozen=True)
class _Edges:
    """Domains and the telling targets they link to, side by side, each pair once."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]

    def kept(self, mask: NDArray[np.bool_]) -> _Edges:
        return _Edges(self.source[mask], self.target[mask])

    def sizes(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of each pair, how many pairs its domain has, and its target."""
        by_source, by_target = np.bincount(self.source), np.bincount(self.target)
        return by_source[self.source], by_target[self.target]

    @property
    def density(self) -> float:
        """Pairs over all that are possible among these domains and targets."""
        possible = len(np.unique(self.source)) * len(np.unique(self.target))
        return len(self.source) / max(1, possible)


@marker("dense-core", Family.LINKS, Level.DOMAIN)
def dense_core(suspects: Suspects) -> Marks:
    """The site is one of many whose few links go to the same customers as those of the others.

    A core is what is left of sites and their rare targets when those are taken away, again and
    again, that have least to do with the rest (cores of the web: Kumar et al. 1999). Strong only
    where nearly every site of the core links to nearly every target, and to little else, and hardly
    anybody outside links there.
    """
    found = suspects.once(out_links)
    everywhere = np.maximum(spread_of(suspects, found.targets), 1)
    domains = len(found.sizes)
    strength = np.zeros(domains, np.float32)
    strength[~found.known | (found.sizes == 0)] = np.nan
    told: dict[int, str] = {}
    for core in _cores(found):
        here = np.bincount(core.target, minlength=len(everywhere))
        share = here / np.maximum(everywhere, here.clip(1))
        inside = np.bincount(core.source, minlength=domains)
        together = np.bincount(core.source, share[core.target], domains) / inside.clip(1)
        each = (
            ramp(core.density, DENSE_START, DENSE_FULL)
            * ramp(inside / found.sizes.clip(1), PART_START, PART_FULL)
            * ramp(together, TOGETHER_START, TOGETHER_FULL)
        )
        members, targets = np.unique(core.source), len(np.unique(core.target))
        strength[members] = each[members]
        for member in members.tolist():
            told[member] = (
                f"links to {inside[member]:,} of {targets:,} targets that {len(members):,} "
                f"linking sites have in common ({core.density:.0%} of all possible links)"
            )

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(strength[row]):
            return f"To which other sites {site} links is not known."
        return f"{site} {told.get(row, 'shares no core of targets with other linking sites')}."

    return Marks(strength, say, lambda row: shown.of_domain(suspects, row))


def _cores(found: OutLinks) -> list[_Edges]:
    """The densest parts, one after the other, without a common domain."""
    matrix = found.matrix.tocoo()
    left = _Edges(matrix.row.astype(np.int64), matrix.col.astype(np.int64))
    left = left.kept(found.sizes[left.source] <= HUB_LINKS)
    cores: list[_Edges] = []
    while len(cores) < MOST_CORES:
        core = _densest(left)
        if not len(core.source):
            break
        cores.append(core)
        left = left.kept(~np.isin(left.source, core.source))
    return cores


def _densest(edges: _Edges) -> _Edges:
    """What stays when the bar rises; nothing where it falls apart."""
    for bar in BARS:
        while len(edges.source):
            by_source, by_target = edges.sizes()
            least = max(LEAST_SOURCES, bar * len(np.unique(edges.source)))
            kept = (by_source >= LEAST_OF_SOURCE) & (by_target >= least)
            if kept.all():
                break
            edges = edges.kept(kept)
    return edges.kept(np.full(len(edges.target), len(np.unique(edges.target)) >= LEAST_TARGETS))
