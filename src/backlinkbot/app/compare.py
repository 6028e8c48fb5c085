"""The verb compare: profiles side by side, and the site against each of its rivals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.profile import profile
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.profile import Profile, Tally

MOST_DOMAINS = 10  # more make a table that nobody reads
WEEKS = 13  # a quarter of a year: shorter is noise
SPREADS = ("tlds", "countries", "languages")
NOTEWORTHY = 1.25  # times the other's number, that a sentence is worth it
LEAST_DOMAINS = 20  # referring domains of both, that a share of them says something


@dataclass(frozen=True, slots=True)
class Compared:
    """One site of a comparison.

    `net_weekly`: referring domains won less lost, a week, over the last `WEEKS` up to the day links
    were read last, None where nobody knows when any began. Shares are of live referring domains:
    `anchors` by class, `placements`, `tlds`, `countries`, `languages`.
    """

    domain: str
    authority: float | None
    authority_low: float | None
    authority_high: float | None
    authority_note: str
    referring_domains: int
    backlinks: int
    followed_share: float | None
    strong: int
    medium: int
    weak: int
    unjudged: int
    new_30d: int
    lost_30d: int
    net_weekly: float | None
    start_unknown: int
    anchors: dict[str, float]
    placements: dict[str, float]
    spreads: dict[str, dict[str, float]]

    @property
    def strong_share(self) -> float | None:
        """Of the judged backlinks; None where none could be judged."""
        judged = self.strong + self.medium + self.weak
        return self.strong / judged if judged else None

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `compare --json`."""
        return {
            "domain": self.domain,
            "authority": _rounded(self.authority, 1),
            "authority_interval": (
                None
                if self.authority_low is None or self.authority_high is None
                else [round(self.authority_low, 1), round(self.authority_high, 1)]
            ),
            "authority_note": self.authority_note or None,
            "referring_domains": self.referring_domains,
            "backlinks": self.backlinks,
            "followed_share": _rounded(self.followed_share, 4),
            "strong": self.strong,
            "medium": self.medium,
            "weak": self.weak,
            "unjudged": self.unjudged,
            "strong_share": _rounded(self.strong_share, 4),
            "new_30d": self.new_30d,
            "lost_30d": self.lost_30d,
            "net_weekly": _rounded(self.net_weekly, 2),
            "start_unknown": self.start_unknown,
            "anchors": self.anchors,
            "placements": self.placements,
            **self.spreads,
        }


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two sites: referring domains that link to both, and their share of those that link to any."""

    one: str
    other: str
    shared: int
    share: float

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `compare --json`."""
        return {
            "one": self.one,
            "other": self.other,
            "shared": self.shared,
            "share": round(self.share, 4),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sites side by side, the first against the others in `sentences`."""

    sites: tuple[Compared, ...]
    overlaps: tuple[Overlap, ...]
    sentences: tuple[str, ...]
    unknown: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `compare --json`."""
        return {
            "sites": [site.as_document() for site in self.sites],
            "overlap": [one.as_document() for one in self.overlaps],
            "differences": list(self.sentences),
            "unknown": list(self.unknown),
        }


def compare(workspace: Workspace, domains: Sequence[str]) -> Comparison:
    """Sites side by side; of one site alone with its competitors.

    A site that nothing in the index points at is named in `unknown`.

    Raises:
        NotFound: nothing points at the first, or it stands alone and no competitors are known.
        BadInput: more than 10.
    """
    named = tuple(dict.fromkeys(map(domain_named, domains)))
    if len(named) == 1:
        competitors = workspace.state.site_or_plain(named[0]).competitors
        if not competitors:
            raise NotFound(
                f"name a site to compare {named[0]} with; see who may be: backlinkbot rivals "
                f"{named[0]}"
            )
        named = (*named, *competitors[: MOST_DOMAINS - 1])
    if len(named) > MOST_DOMAINS:
        raise BadInput(f"compare at most {MOST_DOMAINS} sites at once")
    sites, unknown = [_compared(profile(workspace, named[0]))], []
    for domain in named[1:]:
        try:
            sites.append(_compared(profile(workspace, domain)))
        except NotFound as error:
            unknown.append(str(error))
    told = tuple(site.domain for site in sites)
    return Comparison(
        sites=tuple(sites),
        overlaps=tuple(_overlaps(workspace, told)),
        sentences=tuple(_sentences(sites)),
        unknown=tuple(unknown),
    )


def _compared(found: Profile) -> Compared:
    until = found.recent_until or found.as_of
    return Compared(
        domain=found.domain,
        authority=found.authority,
        authority_low=found.authority_low,
        authority_high=found.authority_high,
        authority_note=found.authority_note,
        referring_domains=found.referring_domains,
        backlinks=found.backlinks,
        followed_share=found.followed_share,
        strong=found.quality.strong,
        medium=found.quality.medium,
        weak=found.quality.weak,
        unjudged=found.quality.unjudged,
        new_30d=found.new_30d,
        lost_30d=found.lost_30d,
        net_weekly=_net_weekly(found, until),
        start_unknown=found.start_unknown,
        anchors=_shares(found.anchor_classes, found.referring_domains),
        placements=_shares(found.placements, found.referring_domains),
        spreads={
            spread.what: _shares(spread.tallies, found.referring_domains)
            for spread in found.spreads
            if spread.what in SPREADS
        },
    )


def _net_weekly(found: Profile, until: date) -> float | None:
    if not found.weeks:
        return None
    since = until - timedelta(weeks=WEEKS)
    inside = [week for week in found.weeks if since < week.week <= until]
    return sum(week.new - week.lost for week in inside) / WEEKS


def _shares(tallies: Iterable[Tally], domains: int) -> dict[str, float]:
    """Of the referring domains; one may have links of several kinds, so they add up to more."""
    return {tally.name: round(tally.domains / max(domains, 1), 4) for tally in tallies}


def _overlaps(workspace: Workspace, domains: tuple[str, ...]) -> Iterable[Overlap]:
    with workspace.index.crossing(domains) as asked:
        counts = [(row["mask"], row["sources"]) for row in asked.counts().to_pylist()]
    for first, one in enumerate(domains):
        for second, other in list(enumerate(domains))[first + 1 :]:
            both = (1 << first) | (1 << second)
            shared = sum(count for mask, count in counts if mask & both == both)
            either = sum(count for mask, count in counts if mask & both)
            yield Overlap(one, other, shared, shared / either if either else 0.0)


def _sentences(sites: Sequence[Compared]) -> Iterable[str]:
    """What sets the first site apart from each other one, in plain words."""
    ours = sites[0]
    for rival in sites[1:]:
        said = [*_ratios(ours, rival), *_share_sentences(ours, rival)]
        yield from said or [f"{ours.domain} and {rival.domain} are alike in all that is compared."]


def _ratios(ours: Compared, rival: Compared) -> Iterable[str]:
    for what, mine, theirs in (
        ("referring domains", ours.referring_domains, rival.referring_domains),
        ("strong backlinks", ours.strong, rival.strong),
        ("new referring domains in 30 days", ours.new_30d, rival.new_30d),
    ):
        if theirs > mine * NOTEWORTHY:
            yield f"{rival.domain} has more {what}: {theirs:,} against {mine:,}."
        elif mine > theirs * NOTEWORTHY:
            yield f"{ours.domain} has more {what} than {rival.domain}: {mine:,} against {theirs:,}."


def _share_sentences(ours: Compared, rival: Compared) -> Iterable[str]:
    if min(ours.referring_domains, rival.referring_domains) < LEAST_DOMAINS:
        return
    for what, mine, theirs in (
        ("strong among the judged backlinks", ours.strong_share, rival.strong_share),
        ("followed among the backlinks", ours.followed_share, rival.followed_share),
        ("exact-match anchors", _of(ours, "exact match"), _of(rival, "exact match")),
    ):
        if mine is None or theirs is None:
            continue
        low, high = sorted((mine, theirs))
        if high > low * NOTEWORTHY and round(100 * low) != round(100 * high):
            yield f"{what[0].upper()}{what[1:]}: {mine:.0%} here, {theirs:.0%} at {rival.domain}."


def _of(site: Compared, anchor_class: str) -> float:
    return site.anchors.get(anchor_class, 0.0)


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)
