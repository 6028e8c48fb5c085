"""Verdicts on links and linking sites: keep, review or disavow, with probability and reasons.

A trained model weighs the marks and groups; what may be disavowed is decided by rules above it
(`advice`), because a wrong line costs more than a missing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import DomainVerdict, LinkVerdict
from backlinkbot.logic.judge.verdict.advice import (
    ADVICES,
    DISAVOW_FROM,
    FAMILIES,
    KEEP,
    REVIEW,
    REVIEW_FROM,
)
from backlinkbot.logic.judge.verdict.columns import NONE, evidences
from backlinkbot.logic.judge.verdict.judged import judge_links, judge_units
from backlinkbot.logic.judge.verdict.model import shipped
from backlinkbot.logic.judge.verdict.reasons import MOST_REASONS, Speaker, group_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backlinkbot.core.audit import Group
    from backlinkbot.logic.judge.disavow.facts import DisavowFacts
    from backlinkbot.logic.judge.signals.markers import Marks
    from backlinkbot.logic.judge.suspicion import Suspects
    from backlinkbot.logic.judge.verdict.columns import Evidences
    from backlinkbot.logic.judge.verdict.judged import JudgedLinks, JudgedUnits
    from backlinkbot.logic.judge.verdict.model import Model

IGNORED = "Search engines ignore these links: they are comments, or not followed."
BLASTED = "Search engines ignore comments, but so many of one make come from a robot."
CARRIES = "The site has authority of its own, which a line would throw away: ask its owner first."


def verdicts_of(
    suspects: Suspects,
    marks: Mapping[str, Marks],
    groups: Sequence[Group],
    protection: DisavowFacts,
    model: Model | None = None,
) -> tuple[tuple[DomainVerdict, ...], tuple[LinkVerdict, ...]]:
    """What to do about each unit (the most probable first) and about each link (in given order).

    `marks`: answers of markers by name, of whichever were asked; `groups`: as `groups_of` gives
    them; `protection`: whom never to disavow, beside the target's owner's sites; `model`: the
    shipped one unless another is tried.
    """
    model = model or shipped()
    told = evidences(suspects, marks, groups)
    units = judge_units(suspects, told, groups, protection, model)
    links = judge_links(suspects, told, groups, units, model)
    words = _Words(suspects, told, groups, units, Speaker(suspects, marks, groups, told))
    return words.domains(), words.links(links)


@dataclass(frozen=True)
class _Words:
    """Turns the numbers of one audit into verdicts."""

    suspects: Suspects
    told: Evidences
    groups: Sequence[Group]
    units: JudgedUnits
    speaker: Speaker

    def domains(self) -> tuple[DomainVerdict, ...]:
        names = self.suspects.units.to_pylist()
        owners = self.suspects.domains.to_pylist()
        counts = np.bincount(self.suspects.unit, minlength=len(names)).tolist()
        chances = self.units.probability.tolist()
        order = sorted(range(len(names)), key=lambda unit: (-chances[unit], names[unit]))
        return tuple(
            self._domain(unit, names[unit], owners[self.suspects.unit_domain[unit]], counts[unit])
            for unit in order
        )

    def links(self, judged: JudgedLinks) -> tuple[LinkVerdict, ...]:
        names = self.suspects.units.to_pylist()
        columns = (
            self.suspects.links[name].to_pylist() for name in ("source_url", "target_url", "anchor")
        )
        alone = {int(link): at for at, link in enumerate(judged.alone)}
        found = []
        for link, (source, target, anchor) in enumerate(zip(*columns, strict=True)):
            unit = int(self.suspects.unit[link])
            code = int(judged.advice[link])
            reasons: tuple[str, ...] = ()
            if code != KEEP:
                at = alone.get(link)
                weights = self.units.weights[unit] if at is None else judged.weights[at]
                reasons = self.speaker.of_link(link, weights) or self._reasons(unit)
            found.append(
                LinkVerdict(
                    source,
                    target,
                    anchor or "",
                    names[unit],
                    ADVICES[code],
                    float(judged.probability[link]),
                    reasons,
                )
            )
        return tuple(found)

    def _domain(self, unit: int, name: str, domain: str, links: int) -> DomainVerdict:
        spoke = self.units.families[unit]
        return DomainVerdict(
            domain=domain,
            unit=name,
            verdict=ADVICES[self.units.advice[unit]],
            probability=float(self.units.probability[unit]),
            families=tuple(FAMILIES[at] for at in np.flatnonzero(spoke).tolist()),
            reasons=self._reasons(unit),
            links=links,
            group=self._group(unit),
            protected=self.units.protected[unit],
            marks=self.speaker.marks_of(unit),
        )

    def _reasons(self, unit: int) -> tuple[str, ...]:
        """Why this advice; empty where there is nothing to say against a unit."""
        standing, code = self.units.standing, int(self.units.advice[unit])
        is_likely = self.units.probability[unit] >= REVIEW_FROM
        blast = int(self.told.blast[unit])
        if standing.ignored[unit] and code == REVIEW and blast != NONE:
            return (group_sentence(self.groups[blast]), BLASTED)
        if standing.ignored[unit] and code == KEEP:
            return (IGNORED,) if is_likely or blast != NONE else ()
        if not is_likely:
            return ()
        reasons = self.speaker.of_unit(unit, self.units.weights[unit])
        if standing.carries[unit] and self.units.probability[unit] >= DISAVOW_FROM:
            return (*reasons[: MOST_REASONS - 1], CARRIES)
        return reasons

    def _group(self, unit: int) -> str:
        code = self.told.group[unit] if self.told.group[unit] != NONE else self.told.blast[unit]
        return self.groups[code].name if code != NONE else ""
