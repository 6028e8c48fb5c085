"""From verdicts to the audit of a site: decisions of users, counts, and all in one sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Advice, Audit
from backlinkbot.logic.judge.audit.prices import Prices
from backlinkbot.logic.judge.verdict.measured import error_in_words
from backlinkbot.logic.judge.verdict.risk import NONE as CLEAN
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

NO_ACTION = "No action needed"
SAMPLE = "shows a sample of links: one that it does not list may be known to it all the same."
ENOUGH_READ = 0.5  # of the linking sites: from here on the pages speak for the profile


@dataclass(frozen=True, slots=True)
class Beside:
    """What an audit tells beside the verdicts.

    `decided`: what is in force, by unit; `in_file`: whether the current disavow file names a unit,
    None without such a file; `in_console`: whether the search engine's list shows it;
    `own_anchors`, `own_velocity`: the same without the sites that `set_aside` names, which the risk
    is told by.
    """

    decided: Mapping[str, Decision] = field(default_factory=dict)
    prices: Prices = field(default_factory=Prices)
    in_file: Callable[[str], bool] | None = None
    in_console: Callable[[str, str], bool | None] | None = None
    anchors: AnchorMix | None = None
    velocity: Velocity | None = None
    own_anchors: AnchorMix | None = None
    own_velocity: Velocity | None = None
    shape: Shape | None = None
    notes: tuple[str, ...] = ()


def audit_of(case: Case, found: Judged, beside: Beside) -> Audit:
    """The audit of a judged case."""
    domains = tuple(_told(one, beside) for one in found.domains)
    units = {one.unit: one for one in domains}
    links = [_decided(one, units[one.unit]) for one in found.links]
    flagged = [one for one in links if one.verdict is not Advice.KEEP]
    counted = Counter(one.verdict for one in flagged)
    open_ = [one for one in flagged if not units[one.unit].in_current_file]
    risk = risk_of(
        [_open(one) for one in domains], found.groups, beside.own_anchors, beside.own_velocity
    )
    return Audit(
        domain=case.domain,
        as_of=case.as_of,
        snapshot=case.snapshot,
        backlinks=case.links.num_rows,
        keep=case.links.num_rows - len(flagged),
        review=counted[Advice.REVIEW],
        disavow=counted[Advice.DISAVOW],
        action=max((one.verdict for one in open_), key=list(Advice).index, default=Advice.KEEP),
        sentence=_sentence(case, found, domains, open_, is_clean=risk.level == CLEAN),
        groups=found.groups,
        domains=tuple(sorted(domains, key=_gravest_first)),
        links=tuple(sorted(flagged, key=lambda one: (-one.probability, one.source_url))),
        risk=risk,
        anchors=beside.anchors.as_document() if beside.anchors else {},
        velocity=beside.velocity.as_document() if beside.velocity else {},
        shape=beside.shape.as_document() if beside.shape else {},
        error=error_in_words(),
        notes=tuple(note for note in (*beside.notes, _unread(found), _listed(domains)) if note),
    )


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
    is_quiet = one.verdict is Advice.KEEP and decision is None and not one.group
    return replace(
        one,
        marks=() if is_quiet else one.marks,  # of twenty thousand sites to keep the ledger has them
        worth_points=beside.prices.points(one.unit),
        referral_visits=beside.prices.visits.of(one.unit),
        decision=decision.choice.value if decision else "",
        in_current_file=beside.in_file(one.unit) if beside.in_file else None,
        in_search_console=beside.in_console(one.unit, one.domain) if beside.in_console else None,
    )


def _open(one: DomainVerdict) -> DomainVerdict:
    """What is still open: sites that were decided to be kept, or are disavowed, are no risk."""
    return replace(one, verdict=Advice.KEEP if one.in_current_file else one.standing)


def _decided(one: LinkVerdict, unit: DomainVerdict) -> LinkVerdict:
    return replace(one, verdict=unit.standing) if unit.decision else one


def _gravest_first(one: DomainVerdict) -> tuple[int, float, str]:
    return -list(Advice).index(one.standing), -one.probability, one.unit


def _sentence(
    case: Case,
    found: Judged,
    domains: Sequence[DomainVerdict],
    open_: Sequence[LinkVerdict],
    *,
    is_clean: bool,
) -> str:
    """The audit in one sentence; the usual one says that nothing is to be done.

    `open_`: the links not to keep, without those that the file in force names; `is_clean`: neither
    does the profile as a whole give reason for a look.
    """
    total = case.links.num_rows
    if not total:
        return f"No live backlink of {case.domain} is known, so there is nothing to judge."
    done = sum(bool(one.in_current_file) for one in domains)
    of_all = (
        f"{_count(total, 'live backlink')} of {case.domain} from {_count(len(domains), 'site')}"
    )
    stand = "stands" if done == 1 else "stand"
    named = f"; {done:,} of these sites {stand} in your disavow file already" if done else ""
    if not open_ and is_clean:
        told = "" if _read_sites(found) else ", as far as lists of links tell"
        return f"{NO_ACTION}: nothing speaks against the {of_all}{told}{named}."
    if not open_:
        return (
            f"No link needs to be disavowed or looked at: nothing speaks against any of the "
            f"{of_all}{named}; what stands out is the profile as a whole."
        )
    parts = [
        f"{_count(len(some), 'link')} from {_count(len({one.unit for one in some}), 'site')} "
        f"should be {what}"
        for advice, what in ((Advice.DISAVOW, "disavowed"), (Advice.REVIEW, "looked at"))
        if (some := [one for one in open_ if one.verdict is advice])
    ]
    if not any(one.verdict is Advice.DISAVOW for one in open_):
        parts.append("none needs to be disavowed")
    return f"Of the {of_all}, {' and '.join(parts)}{named}."


def _read_sites(found: Judged) -> int:
    """Of how many linking sites at least one page was read."""
    codes = found.suspects.code_of(found.suspects.facts.pages["domain"])
    return len(np.unique(codes[codes >= 0]))


def _unread(found: Judged) -> str:
    """What stays unknown where few pages were read; empty where most sites were."""
    sites, read = len(found.suspects.domains), _read_sites(found)
    if not sites or read >= ENOUGH_READ * sites:
        return ""
    if not read:
        return (
            "No page of the linking sites was read: who owns them, where on the page the links "
            "stand and what the pages say is not known. The verdicts rest on addresses, anchors, "
            "titles and dates alone, so schemes may go unseen. Web archives of these pages tell "
            "more."
        )
    return (
        f"Pages of only {read:,} of the {sites:,} linking sites were read; the others are judged "
        "by addresses, anchors, titles and dates alone, so schemes among them may go unseen."
    )


def _listed(domains: Sequence[DomainVerdict]) -> str:
    """Which of the flagged sites the search engine's own list shows; empty without a list."""
    told = [one for one in domains if one.in_search_console is not None]
    flagged = [one for one in told if one.standing is not Advice.KEEP]
    if not told:
        return ""
    if not flagged:
        return f"Search Console {SAMPLE}"
    listed = sum(bool(one.in_search_console) for one in flagged)
    sites = "1 flagged site" if len(flagged) == 1 else f"the {len(flagged):,} flagged sites"
    return f"Search Console lists {listed:,} of {sites}. It {SAMPLE}"


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
