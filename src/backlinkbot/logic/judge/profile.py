"""The profile of one domain: quality and quantity of its live backlinks, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import BACKLINK_KINDS, Growth, LinkKind, LinkState, Strength
from backlinkbot.core.profile import (
    HISTOGRAM_BINS,
    Anchor,
    JudgedLink,
    Profile,
    QualitySplit,
    ReferringDomain,
    Spread,
    Tally,
)
from backlinkbot.logic.judge.anchors import CLASSES, NOT_TOLD
from backlinkbot.logic.judge.evidence import UNKNOWN_CODE, Evidence
from backlinkbot.logic.judge.findings import findings, unknowns
from backlinkbot.logic.judge.quality import (
    MEDIUM_FROM,
    STRENGTHS,
    STRONG_FROM,
    UNJUDGED,
    how_judged,
    judge_links,
)
from backlinkbot.logic.judge.spread import countries, distinct_domains, endings, spread, tallied
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from datetime import date, datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.evidence import LinkInputs
    from backlinkbot.logic.judge.quality import LinkQuality

TOP = 10  # anchors, referring domains, best and worst links on show
UNKNOWN = "unknown"
OWNERS_BASIS = (
    "analytics, ad and other ids found in the linking pages; a site without one has an unknown "
    "owner"
)
NO_TEXT = ""  # the anchor text of images and empty links


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What the index and the last measurement say of the domain beside its links.

    `new_30d`, `lost_30d`: referring domains in the 30 days up to `recent_until`; `owners`: columns
    `domain` and `owner`, where fingerprints of owners are known; `only_domains`: referring domains
    known from link graphs alone, without a page; `authority_note`: why `authority` is None;
    `start_unknown`: referring domains of which nobody knows when they began to link: they are in
    no week and not among the new.
    """

    domain: str
    as_of: date
    snapshot: str
    recent_until: date | None = None
    new_30d: int = 0
    lost_30d: int = 0
    weeks: tuple[Growth, ...] = ()
    authority: float | None = None
    authority_low: float | None = None
    authority_high: float | None = None
    authority_note: str = ""
    owners: pa.Table | None = None
    only_domains: int = 0
    start_unknown: int = 0


def profile_of(links: pa.Table, inputs: LinkInputs, facts: ProfileFacts) -> Profile:
    """The judged profile of `facts.domain` from all its links (those not live are left out).

    `links`: rows of `core.columns.links()`; `inputs.relevance` runs beside them.
    """
    live, is_backlink = _is_live(links), _is_backlink(links)
    counted = live & is_backlink
    kept = links.filter(counted)
    if inputs.relevance is not None:
        inputs = replace(inputs, relevance=inputs.relevance[counted])
    judged = judge_links(kept, inputs)
    evidence = Evidence(kept, inputs)
    placements, _ = tallied(kept["placement"].fill_null(UNKNOWN), evidence.source_domain)
    unplaced = sum(one.links for one in placements if one.name == UNKNOWN)
    profile = Profile(
        domain=facts.domain,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        backlinks=kept.num_rows,
        referring_domains=len(evidence.source_domain_names),
        followed_share=_followed_share(evidence),
        authority=facts.authority,
        authority_low=facts.authority_low,
        authority_high=facts.authority_high,
        authority_note=facts.authority_note,
        quality=quality_split(judged),
        placements=placements,
        anchor_classes=_anchor_classes(judged, evidence),
        top_anchors=_top_anchors(judged, evidence),
        recent_until=facts.recent_until,
        new_30d=facts.new_30d,
        lost_30d=facts.lost_30d,
        weeks=every_week(facts.weeks, facts.as_of),
        top_referring_domains=_top_referring_domains(judged, evidence),
        spreads=_spreads(evidence, facts.owners),
        best=_on_show(judged, evidence, best=True),
        worst=_on_show(judged, evidence, best=False),
        unknown=unknowns(judged, inputs, unplaced),
        method=how_judged(),
        only_domains=facts.only_domains,
        other_kinds=int((live & ~is_backlink).sum()),
        start_unknown=facts.start_unknown,
    )
    return replace(profile, findings=findings(profile, judged))


def quality_split(judged: LinkQuality) -> QualitySplit:
    """Links by strength, and a histogram of quality in ten bins of ten points."""
    counts = {word: int((judged.strength == code).sum()) for code, word in enumerate(STRENGTHS)}
    known = judged.quality[judged.strength != UNJUDGED]
    bins = np.minimum(known / (100 / HISTOGRAM_BINS), HISTOGRAM_BINS - 1).astype(np.int64)
    return QualitySplit(
        strong=counts[Strength.STRONG],
        medium=counts[Strength.MEDIUM],
        weak=counts[Strength.WEAK],
        unjudged=int((judged.strength == UNJUDGED).sum()),
        histogram=tuple(int(n) for n in np.bincount(bins, minlength=HISTOGRAM_BINS)),
        strong_from=STRONG_FROM,
        medium_from=MEDIUM_FROM,
    )


def every_week(weeks: tuple[Growth, ...], until: date) -> tuple[Growth, ...]:
    """All weeks from the first to that of `until`, those without a change filled in."""
    if not weeks:
        return ()
    known = {one.week: one for one in weeks}
    first, last = min(known), max(*known, until - timedelta(days=until.weekday()))
    days = (first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1))
    return tuple(known.get(day) or Growth(day, 0, 0) for day in days)


def _is_live(links: pa.Table) -> NDArray[np.bool_]:
    """A link that nobody called lost, broken or redirected is live."""
    import pyarrow.compute as pc

    state = pc.fill_null(links["state"], LinkState.LIVE.value)
    live: NDArray[np.bool_] = pc.equal(state, LinkState.LIVE.value).to_numpy()
    return live


def _is_backlink(links: pa.Table) -> NDArray[np.bool_]:
    """A link of a kind that counts, or whose kind nobody told."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pc.fill_null(links["kind"], LinkKind.UNKNOWN.value)
    words = pa.array([one.value for one in BACKLINK_KINDS])
    counts: NDArray[np.bool_] = pc.is_in(kind, value_set=words).to_numpy()
    return counts


def _followed_share(evidence: Evidence) -> float | None:
    flags = evidence.flags("followed")
    told = flags[flags != UNKNOWN_CODE]
    return float(told.mean()) if len(told) else None


def _anchor_classes(judged: LinkQuality, evidence: Evidence) -> tuple[Tally, ...]:
    codes = np.where(judged.anchor_class == NOT_TOLD, len(CLASSES), judged.anchor_class)
    links = np.bincount(codes, minlength=len(CLASSES) + 1)
    domains = distinct_domains(codes.astype(np.int64), evidence.source_domain, len(CLASSES) + 1)
    names = [*(one.value for one in CLASSES), UNKNOWN]
    tallies = [Tally(*row) for row in zip(names, links.tolist(), domains.tolist(), strict=True)]
    return tuple(tally for tally in tallies if tally.links)


def _top_anchors(judged: LinkQuality, evidence: Evidence) -> tuple[Anchor, ...]:
    """The anchors most referring domains use; spellings that differ in case only are one anchor."""
    encoded = evidence.links["anchor"].combine_chunks().dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    code_of: dict[str, int] = {}
    group_of = np.array([code_of.setdefault(folded(text), len(code_of)) for text in texts], int)
    told = encoded.indices.is_valid().to_numpy(zero_copy_only=False)
    spelling = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)[told]
    group = group_of[spelling]
    links = np.bincount(group, minlength=len(code_of))
    domains = distinct_domains(group, evidence.source_domain[told], len(code_of))
    order = np.lexsort((np.arange(len(links)), -links, -domains))[:TOP]
    used = np.bincount(spelling, minlength=len(texts))
    classes = judged.anchor_class[told]
    found = []
    for code in order.tolist():
        common = max(np.flatnonzero(group_of == code).tolist(), key=lambda one: (used[one], -one))
        kind = CLASSES[np.bincount(classes[group == code]).argmax()].value
        found.append(Anchor(texts[common], kind, int(links[code]), int(domains[code])))
    return tuple(found)


def _top_referring_domains(judged: LinkQuality, evidence: Evidence) -> tuple[ReferringDomain, ...]:
    """The strongest linking sites: by authority, then by best link, then by number of links."""
    code, names = evidence.source_domain, evidence.source_domain_names
    links = np.bincount(code, minlength=len(names))
    followed = np.bincount(code, weights=evidence.flags("followed") == 1, minlength=len(names))
    best = _highest(code, judged.quality, len(names))
    authority = _highest(code, judged.factors[0].value, len(names))
    order = np.lexsort((-links, -np.nan_to_num(best), -np.nan_to_num(authority, nan=-1.0)))[:TOP]
    return tuple(
        ReferringDomain(
            domain=names[one].as_py(),
            links=int(links[one]),
            followed_links=int(followed[one]),
            authority=_known(authority[one]),
            quality=_known(best[one]),
            first_seen=_earliest(evidence.links, np.flatnonzero(code == one)),
        )
        for one in order.tolist()
    )


def _highest(
    codes: NDArray[np.int32], values: NDArray[np.float32], kinds: int
) -> NDArray[np.float32]:
    highest = np.full(kinds, -np.inf, dtype=np.float32)
    np.maximum.at(highest, codes, np.nan_to_num(values, nan=-np.inf))
    highest[np.isneginf(highest)] = np.nan
    return highest


def _known(number: np.float32) -> float | None:
    return None if np.isnan(number) else float(number)


def _earliest(links: pa.Table, rows: NDArray[np.int64]) -> date | None:
    import pyarrow.compute as pc

    moment: datetime | None = pc.min(links["first_seen"].take(rows)).as_py()
    return moment.date() if moment else None


def _spreads(evidence: Evidence, owners: pa.Table | None) -> tuple[Spread, ...]:
    links, domain = evidence.links, evidence.source_domain
    ending = endings(links["source_domain"])
    found = [
        spread("tlds", ending, domain, basis="the last part of the linking domain"),
        spread(
            "countries",
            countries(ending),
            domain,
            basis="country endings of the linking domains; world-wide endings tell no country",
        ),
        spread("languages", links["source_language"], domain, basis="the linking page's text"),
        spread("page_types", links["page_type"], domain, basis="the build of the linking page"),
        spread("placements", links["placement"], domain, basis="the linking page's structure"),
        spread("landing_pages", links["target_url"], domain, basis="the addresses linked to"),
    ]
    column = _owner_column(evidence, owners)
    found.insert(0, spread("owners", column, domain, basis=OWNERS_BASIS))
    return tuple(found)


def _owner_column(evidence: Evidence, owners: pa.Table | None) -> pa.Array:
    """The owner of each link's site; null where none is known: it is not taken for a new one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if owners is None:
        return pa.nulls(evidence.rows, pa.string())
    names = owners["domain"].combine_chunks()
    place = pc.index_in(evidence.source_domain_names, value_set=names)
    return owners["owner"].combine_chunks().take(place).take(evidence.source_domain)


def _on_show(judged: LinkQuality, evidence: Evidence, *, best: bool) -> tuple[JudgedLink, ...]:
    """The best (or worst) link of each of the best (or worst) referring domains.

    No weak link is among the best, no strong one among the worst, and no unjudged one in either.
    """
    barred = STRENGTHS.index(Strength.WEAK if best else Strength.STRONG)
    key = -judged.quality if best else judged.quality
    rank = np.lexsort((np.arange(evidence.rows), key))
    rank = rank[~np.isnan(judged.quality[rank]) & (judged.strength[rank] != barred)]
    _, firsts = np.unique(evidence.source_domain[rank], return_index=True)
    rows = rank[np.sort(firsts)][:TOP]
    return tuple(_judged_link(judged, evidence, int(row)) for row in rows)


def _judged_link(judged: LinkQuality, evidence: Evidence, row: int) -> JudgedLink:
    links = evidence.links
    seen: datetime | None = links["first_seen"][row].as_py()
    code = judged.anchor_class[row]
    return JudgedLink(
        source_url=evidence.text("source_url", row),
        source_domain=evidence.text("source_domain", row),
        source_title=evidence.text("source_title", row),
        target_url=evidence.text("target_url", row),
        anchor=evidence.text("anchor", row) or NO_TEXT,
        anchor_class=UNKNOWN if code == NOT_TOLD else CLASSES[code].value,
        placement=evidence.text("placement", row) or UNKNOWN,
        followed=links["followed"][row].as_py(),
        first_seen=seen.date() if seen else None,
        quality=float(judged.quality[row]),
        strength=judged.strength_word(row),
        reason=judged.reason(row),
        readings=judged.readings(row),
    )
