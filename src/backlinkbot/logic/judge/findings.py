"""What stands out in a profile, in plain sentences with the numbers they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.nouns import AnchorClass, Placement, Strength
from backlinkbot.logic.judge.quality import FACTORS, LEAST_KNOWN, STRENGTHS
from backlinkbot.logic.judge.signals.anchor import ALARM_SHARE, ENOUGH_DOMAINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.judge.evidence import LinkInputs
    from backlinkbot.logic.judge.quality import LinkQuality

MAIN_CAUSE = 0.2  # a factor that holds back at least this share of the weak links is named
DOMINANT_SOURCE = 0.3  # one site giving at least this share of all backlinks is worth a sentence
LOW_FOLLOWED = 0.5  # under this followed share most links pass little on
UNKNOWN_SHARE = 0.2  # a factor unknown for at least this share of the links is said
# A week this many times the median of half a year stands out to anyone; whether it is natural needs
# the composition of its links, which the audit looks at.
SPIKE_TIMES, LEAST_SPIKE, SPIKE_WEEKS, LEAST_SPIKE_WEEKS = 5, 10, 26, 8
FEW_DOMAINS = 10  # below this, shares say little and we say so

_CAUSE = {
    "authority": "the linking sites have little authority",
    "relevance": "the linking pages speak of something else",
    "placement": "the links stand outside the content or are not followed",
    "anchor": "the anchors are bare or repeated keywords",
    "traffic": "the linking sites have few visitors",
}
_HELP = {
    "relevance": "ingest pages of both sides in a common language, then measure",
    "placement": "ingest the linking pages themselves",
    "anchor": "import a source that tells anchors",
    "traffic": "import a list of most visited sites",
}


def findings(profile: Profile, judged: LinkQuality) -> tuple[str, ...]:
    """Sentences for the client, the most telling first."""
    if not profile.backlinks:
        none = f"No live backlink to {profile.domain} is known in this index."
        return (none, *_without_pages(profile), *_other_kinds(profile))
    return (
        *_strengths(profile, judged),
        *_unjudged(profile),
        *_anchors(profile),
        *_followed(profile),
        *_concentration(profile),
        *_growth(profile),
        *_smallness(profile),
        *_without_pages(profile),
        *_other_kinds(profile),
    )


def unknowns(judged: LinkQuality, inputs: LinkInputs, unplaced: int) -> tuple[str, ...]:
    """What could not be judged for a good part of the links, and what would tell it.

    `unplaced`: links of unknown placement, also those whose rel alone says enough to judge by.
    """
    rows = len(judged.quality)
    what_helps = {**_HELP, "authority": inputs.authority_help}
    said = []
    if inputs.authority_gap:
        said.append(
            "Authority is not known, neither of this site nor of those that link to it: "
            f"{inputs.authority_gap}. To know it, {inputs.authority_help}."
        )
    for name, factor in zip(FACTORS, judged.factors, strict=True):
        unknown = unplaced if name == "placement" else rows - int(factor.known.sum())
        is_said = name == "authority" and bool(inputs.authority_gap)
        if rows and unknown >= UNKNOWN_SHARE * rows and not is_said:
            said.append(
                f"{name.capitalize()} is unknown for {unknown:,} of {rows:,} backlinks; to know "
                f"it, {what_helps[name]}."
            )
    if said:
        said.append(
            "Unknown factors are left out of a link's quality and the known ones weigh more; where "
            f"less than {LEAST_KNOWN:.0%} is known, or nothing of who links, the link is unjudged."
        )
    return tuple(said)


def _unjudged(profile: Profile) -> Iterator[str]:
    count = profile.quality.unjudged
    if count:
        said = f"{_of(count, profile.backlinks)} {_are(count)} unjudged"
        yield f"{said}: too little is known of them to judge."


def _strengths(profile: Profile, judged: LinkQuality) -> Iterator[str]:
    split = profile.quality
    if not split.judged:
        return
    if split.strong:
        strong = [one.source_domain for one in profile.best if one.strength == Strength.STRONG]
        givers = " and ".join(strong[:2])
        yield f"{_of(split.strong, split.judged)} {_are(split.strong)} strong, led by {givers}."
    else:
        yield f"None of the {split.judged:,} judged backlinks is strong yet."
    if split.weak:
        causes = _causes(judged)
        because = f", mostly because {causes}" if causes else ""
        yield f"{_of(split.weak, split.judged)} {_are(split.weak)} weak{because}."


def _causes(judged: LinkQuality) -> str:
    weak = judged.strength == STRENGTHS.index(Strength.WEAK)
    pulls = np.nan_to_num(judged.pulls()[:, weak], nan=0.0)
    counts = np.bincount(pulls.argmin(axis=0), minlength=len(FACTORS))
    total = max(1, int(weak.sum()))
    ordered = sorted(range(len(FACTORS)), key=lambda code: (-counts[code], code))
    named = [
        f"{_CAUSE[FACTORS[code]]} ({counts[code]:,})"
        for code in ordered
        if counts[code] >= MAIN_CAUSE * total
    ]
    return " and ".join(named)


def _anchors(profile: Profile) -> Iterator[str]:
    if profile.referring_domains < ENOUGH_DOMAINS:
        return
    for anchor in profile.top_anchors:
        share = anchor.domains / profile.referring_domains
        if anchor.anchor_class == AnchorClass.EXACT and share >= ALARM_SHARE:
            yield (
                f"The keyword anchor “{anchor.text}” is used by {share:.0%} of the referring "
                "domains; natural profiles rarely repeat one keyword so often."
            )


def _followed(profile: Profile) -> Iterator[str]:
    if profile.followed_share is not None and profile.followed_share < LOW_FOLLOWED:
        share = f"only {profile.followed_share:.0%} are" if profile.followed_share else "none is"
        yield f"Of the backlinks whose rel is known, {share} followed."
    comments = sum(tally.links for tally in profile.placements if tally.name == Placement.COMMENT)
    if comments and comments >= MAIN_CAUSE * profile.backlinks:
        yield f"{_of(comments, profile.backlinks)} {_are(comments)} in comments or user content."


def _concentration(profile: Profile) -> Iterator[str]:
    for one in profile.top_referring_domains[:1]:
        share = one.links / profile.backlinks
        if profile.referring_domains > 1 and share >= DOMINANT_SOURCE:
            yield (
                f"{one.domain} alone gives {share:.0%} of the backlinks: count referring domains, "
                "not backlinks."
            )


def _days(profile: Profile) -> str:
    until = profile.recent_until
    if until is None or until == profile.as_of:
        return "the last 30 days"
    return f"the 30 days up to {until.isoformat()}, when links were read last"


def _growth(profile: Profile) -> Iterator[str]:
    if profile.new_30d or profile.lost_30d:
        yield (
            f"Referring domains won in {_days(profile)}: {profile.new_30d:,}; "
            f"lost: {profile.lost_30d:,}."
        )
    if profile.start_unknown:
        yield (
            f"When they began to link is not known of {profile.start_unknown:,} of "
            f"{profile.referring_domains:,} referring domains: they are not among those won."
        )
    recent = profile.weeks[-SPIKE_WEEKS:]
    if len(recent) < LEAST_SPIKE_WEEKS:
        return
    # Where the readings begin is no spike: nothing tells what was usual before.
    highest = max(recent[1:] if recent[0] is profile.weeks[0] else recent, key=lambda one: one.new)
    usual = max(1.0, float(np.median([one.new for one in recent])))
    if highest.new >= max(LEAST_SPIKE, SPIKE_TIMES * usual):
        yield (
            f"In the week of {highest.week.day} {highest.week:%B %Y} {highest.new:,} referring "
            f"domains were won, against about {usual:.0f} in a usual week: look at where they came "
            "from."
        )


def _smallness(profile: Profile) -> Iterator[str]:
    if profile.referring_domains < FEW_DOMAINS:
        count = profile.referring_domains
        noun = "referring domain is" if count == 1 else "referring domains are"
        yield f"Only {count} {noun} known: shares and trends of so few say little."


def _without_pages(profile: Profile) -> Iterator[str]:
    if count := profile.only_domains:
        nouns = "domain; what it links" if count == 1 else "domains; what they link"
        yield (
            f"Link graphs without pages name {count:,} further referring {nouns} with "
            "cannot be judged."
        )


def _other_kinds(profile: Profile) -> Iterator[str]:
    if profile.other_kinds:
        yield (
            f"Frames, forms, canonicals and mentions that point here: {profile.other_kinds:,}; "
            "they are no backlinks and in no other number."
        )


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} backlinks"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
