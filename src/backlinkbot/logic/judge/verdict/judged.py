"""One audit in numbers: probability, evidence and advice of every unit and link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.logic.judge.verdict.advice import (
    KEEP,
    REVIEW_FROM,
    SOFT,
    SPEAKS_ABOVE,
    Standing,
    firm_families,
    ignored_links,
    link_advice,
    spoken_families,
    standing_of,
    unit_advice,
)
from backlinkbot.logic.judge.verdict.columns import GROUP
from backlinkbot.logic.judge.verdict.protection import protection_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.audit import Group
    from backlinkbot.logic.judge.disavow.facts import DisavowFacts
    from backlinkbot.logic.judge.suspicion import Suspects
    from backlinkbot.logic.judge.verdict.columns import Evidences
    from backlinkbot.logic.judge.verdict.model import Model

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class JudgedUnits:
    """By unit: why it is protected (a phrase or empty), what speaks for keeping it, the rest.

    `probability`: calibrated, 0..1; `families`: by `advice.FAMILIES`; `advice`: codes into
    `advice.ADVICES`; `weights`: by how much each column of the evidences moved the score, 0 for
    units that need no explaining.
    """

    protected: tuple[str, ...]
    standing: Standing
    probability: Floats
    families: NDArray[np.bool_]
    advice: NDArray[np.int8]
    weights: Floats


@dataclass(frozen=True, slots=True)
class JudgedLinks:
    """By link, as in `JudgedUnits`; `alone`: those reviewed though their unit is kept."""

    probability: Floats
    advice: NDArray[np.int8]
    alone: NDArray[np.int64]
    weights: Floats  # of those in `alone`


def judge_units(
    suspects: Suspects,
    told: Evidences,
    groups: Sequence[Group],
    protection: DisavowFacts,
    model: Model,
) -> JudgedUnits:
    """All units; the target's owner's sites are protected whether named again or not."""
    own = protection.own | suspects.facts.ours
    facts = type(protection)(own, protection.kept, protection.fame)
    protection_by_unit = [protection_of(unit, facts) for unit in suspects.units.to_pylist()]
    protected = tuple(one.words for one in protection_by_unit)
    standing = standing_of(
        suspects,
        told,
        groups,
        spared=np.array([one.is_spared for one in protection_by_unit], np.bool_),
        protected=np.array([bool(words) for words in protected], np.bool_),
    )
    probability, hard = _probabilities(model, told, told.units)
    families = spoken_families(told, told.units, told.group, groups)
    firm, doubted = firm_families(families, told.group, groups)
    in_group = (told.units[:, told.names.index(GROUP)] > SPEAKS_ABOVE) & ~doubted
    advice = unit_advice(probability, hard, families, firm, in_group, standing)
    weights = np.zeros_like(told.units)
    rows = np.flatnonzero((probability >= REVIEW_FROM) | (advice != KEEP))
    weights[rows] = _weights(model, told, told.units[rows])
    return JudgedUnits(protected, standing, probability, families, advice, weights)


def judge_links(
    suspects: Suspects,
    told: Evidences,
    groups: Sequence[Group],
    units: JudgedUnits,
    model: Model,
) -> JudgedLinks:
    """All links, by what was found of themselves and of their units."""
    unit = suspects.unit
    probability, hard = _probabilities(model, told, told.links)
    families = spoken_families(told, told.links, told.group[unit], groups)
    held = ignored_links(suspects) | units.standing.spared[unit]
    advice = link_advice(probability, hard, families, units.advice[unit], held)
    alone = np.flatnonzero((advice != KEEP) & (units.advice[unit] == KEEP))
    return JudgedLinks(probability, advice, alone, _weights(model, told, told.links[alone]))


def _probabilities(model: Model, told: Evidences, rows: Floats) -> tuple[Floats, Floats]:
    """With all evidence, and with none of the soft kind; equal rows are asked once."""
    unique, place = np.unique(rows, axis=0, return_inverse=True)
    hard = unique.copy()
    hard[:, [at for at, name in enumerate(told.names) if name in SOFT]] = 0
    both = [model.probability(told.ordered(model.names, each)) for each in (unique, hard)]
    return both[0][place], both[1][place]


def _weights(model: Model, told: Evidences, rows: Floats) -> Floats:
    """By how much the score would fall without each column of the evidences."""
    unique, place = np.unique(rows, axis=0, return_inverse=True)
    moved = model.contributions(told.ordered(model.names, unique))
    return told.reordered(model.names, moved)[place]
