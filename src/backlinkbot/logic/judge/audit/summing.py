"""From verdicts to the audit of a site: decisions of users, counts, and all in one sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Advice, Audit, Choice
from backlinkbot.logic.judge.audit.prices import Prices
from backlinkbot.logic.judge.verdict.measured import error_in_words
from backlinkbot.logic.judge.verdict.risk import risk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.anchor_mix import AnchorMix
    from backlinkbot.core.audit import Decision, DomainVerdict, LinkVerdict
    from backlinkbot.core.velocity import Velocity
    from backlinkbot.logic.judge.audit.case import Case
    from backlinkbot.logic.judge.audit.judging import Judged
    from backlinkbot.logic.judge.suspicion import Suspects
    from backlinkbot.logic.judge.verdict.shape import Shape

# A decision stands above the verdict. Asking for removal is under way: somebody has to look again.
DECIDED = {
    Choice.KEEP: Advice.KEEP,
    Choice.REMOVE: Advice.REVIEW,
    Choice.DISAVOW: Advice.DISAVOW,
}
NO_ACTION = "No action needed"


@dataclass(frozen=True, slots=True)
class Beside:
    """What an audit tells beside the verdicts.

    `decided`: what is in force, by unit; `in_file`: whether the current disavow file names a unit,
    None without such a file; `in_console`: whether the search engine's list shows it.
    """

    decided: Mapping[str, Decision] = field(default_factory=dict)
    prices: Prices = field(default_factory=Prices)
    in_file: Callable[[str], bool] | None = None
    in_console: Callable[[str, str], bool | None] | None = None
    anchors: AnchorMix | None = None
    velocity: Velocity | None = None
    shape: Shape | None = None
    notes: tuple[str, ...] = ()


def audit_of(case: Case, found: Judged, beside: Beside) -> Audit:
    """The audit of a judged case."""
    domains = tuple(_told(one, beside) for one in found.domains)
    advice = {one.unit: standing_advice(one) for one in domains}
    links = tuple(_decided(one, advice, beside.decided) for one in found.links)
    kept = tuple(one for one in links if one.verdict is not Advice.KEEP)
    counted = Counter(one.verdict for one in kept)
    total = case.links.num_rows
    review, disavow = counted[Advice.REVIEW], counted[Advice.DISAVOW]
    action = _action(domains, advice, review)
    return Audit(
        domain=case.domain,
        as_of=case.as_of,
        snapshot=case.snapshot,
        backlinks=total,
        keep=total - review - disavow,
        review=review,
        disavow=disavow,
        action=action,
        sentence=_sentence(case.domain, total, domains, advice, (review, disavow)),
        groups=found.groups,
        domains=tuple(sorted(domains, key=_gravest_first)),
        links=tuple(sorted(kept, key=lambda one: (-one.probability, one.source_url))),
        risk=risk_of(_open(domains, advice), found.groups, beside.anchors, beside.velocity),
        anchors=beside.anchors.as_document() if beside.anchors else {},
        velocity=beside.velocity.as_document() if beside.velocity else {},
        shape=beside.shape.as_document() if beside.shape else {},
        error=error_in_words(),
        notes=beside.notes,
    )


def standing_advice(one: DomainVerdict) -> Advice:
    """What holds for a unit: the user's decision where there is one, else the verdict."""
    return DECIDED[Choice(one.decision)] if one.decision else one.verdict


def relevance_of_sites(suspects: Suspects) -> NDArray[np.float32] | None:
    """Of each linking site the mean probability of one niche over its links; NaN where unknown."""
    told = suspects.evidence.inputs.relevance
    if told is None:
        return None
    known, sites = ~np.isnan(told), len(suspects.domains)
    count = np.bincount(suspects.domain[known], minlength=sites)
    total = np.bincount(suspects.domain[known], told[known], minlength=sites)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return np.asarray(mean, np.float32)


def _told(one: DomainVerdict, beside: Beside) -> DomainVerdict:
    decision = beside.decided.get(one.unit)
    return replace(
        one,
        worth_points=beside.prices.points(one.unit),
        decision=decision.choice.value if decision else "",
        in_current_file=beside.in_file(one.unit) if beside.in_file else None,
        in_search_console=beside.in_console(one.unit, one.domain) if beside.in_console else None,
    )


def _open(
    domains: Sequence[DomainVerdict], advice: Mapping[str, Advice]
) -> tuple[DomainVerdict, ...]:
    """What is still open: sites that were decided to be kept, or are disavowed, are no risk."""
    return tuple(
        replace(one, verdict=Advice.KEEP if one.in_current_file else advice[one.unit])
        for one in domains
    )


def _decided(
    one: LinkVerdict, advice: Mapping[str, Advice], decided: Mapping[str, Decision]
) -> LinkVerdict:
    return replace(one, verdict=advice[one.unit]) if one.unit in decided else one


def _gravest_first(one: DomainVerdict) -> tuple[int, float, str]:
    return -list(Advice).index(standing_advice(one)), -one.probability, one.unit


def _action(domains: Sequence[DomainVerdict], advice: Mapping[str, Advice], review: int) -> Advice:
    """The sternest advice that is still to be followed: what the file in force names is done."""
    open_ = {advice[one.unit] for one in domains if not one.in_current_file}
    if Advice.DISAVOW in open_:
        return Advice.DISAVOW
    return Advice.REVIEW if Advice.REVIEW in open_ or review else Advice.KEEP


def _sentence(
    domain: str,
    total: int,
    domains: Sequence[DomainVerdict],
    advice: Mapping[str, Advice],
    counted: tuple[int, int],
) -> str:
    """The audit in one sentence; the usual one says that nothing is to be done."""
    review, disavow = counted
    if not total:
        return f"No live backlink of {domain} is known, so there is nothing to judge."
    units = Counter(advice[one.unit] for one in domains if not one.in_current_file)
    done = sum(bool(one.in_current_file) for one in domains)
    of_all = f"{_count(total, 'live backlink')} of {domain} from {_count(len(domains), 'site')}"
    named = f"; {done:,} of these sites stand in your disavow file already" if done else ""
    if not units[Advice.DISAVOW] and not units[Advice.REVIEW] and not review:
        return f"{NO_ACTION}: nothing speaks against the {of_all}{named}."
    parts = []
    if units[Advice.DISAVOW]:
        parts.append(
            f"{_count(disavow, 'link')} from {_count(units[Advice.DISAVOW], 'site')} should be "
            "disavowed"
        )
    if units[Advice.REVIEW] or review:
        parts.append(
            f"{_count(review, 'link')} from {_count(units[Advice.REVIEW], 'site')} should be "
            "looked at"
        )
    if not units[Advice.DISAVOW]:
        parts.append("none needs to be disavowed")
    said = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return f"Of the {of_all}, {said}{named}."


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
