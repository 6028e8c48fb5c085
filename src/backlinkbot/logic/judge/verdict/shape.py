"""The shape of a profile beside its competitors': strengths, spread, landing pages, endings."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from backlinkbot.core.profile import Profile, Spread

LEAST_DOMAINS = 20  # fewer linking sites have no shape, only accidents
LEAST_PEERS = 2  # one competitor may be the odd one
# How far outside its competitors' range a share has to lie to be worth a sentence, beside twice its
# standard error: a tenth is what a reader of a chart would notice.
NOTABLE = 0.1
UNRELATED_BELOW = 0.2  # probability of one niche under which a linking page is of another
MOST_UNRELATED = 0.5  # of linking sites: the web links across niches, but seldom mostly


@dataclass(frozen=True, slots=True)
class ShapeCheck:
    """One share of the profile beside its competitors'.

    `value`, `low`, `high`: 0..1, the site's own and its competitors' least and greatest (None
    without competitors); `stands_out`: outside of their range by more than chance.
    """

    what: str
    value: float
    low: float | None
    high: float | None
    stands_out: bool
    sentence: str

    def as_document(self) -> dict[str, Any]:
        """The check as JSON."""
        return {
            "what": self.what,
            "value": round(self.value, 4),
            "peers_low": None if self.low is None else round(self.low, 4),
            "peers_high": None if self.high is None else round(self.high, 4),
            "stands_out": self.stands_out,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Shape:
    """The whole comparison; `strengths`: strong, medium and weak links as shares of the judged."""

    domain: str
    peers: tuple[str, ...]
    strengths: dict[str, float]
    peer_strengths: dict[str, float]
    checks: tuple[ShapeCheck, ...]
    sentence: str
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The JSON document, part of the audit's."""
        return {
            "domain": self.domain,
            "peers": list(self.peers),
            "strengths": {name: round(share, 4) for name, share in self.strengths.items()},
            "peer_strengths": {
                name: round(share, 4) for name, share in self.peer_strengths.items()
            },
            "checks": [check.as_document() for check in self.checks],
            "sentence": self.sentence,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of one profile and of each competitor, with how many sites it stands on."""

    what: str
    value: float
    peers: tuple[float, ...]
    base: int
    words: str  # "of the linking sites are …"
    is_bad_high: bool = True


def shape_of(
    own: Profile, peers: Sequence[Profile], relevance: NDArray[np.float32] | None = None
) -> Shape:
    """The profile's shape; competitors with too few linking sites are left out and said.

    `relevance`: of each linking site the probability, 0..1, that it is of the same niche; NaN
    where unknown.
    """
    large = [peer for peer in peers if peer.referring_domains >= LEAST_DOMAINS]
    notes = tuple(_notes(peers, large))
    checks: tuple[ShapeCheck, ...] = ()
    if own.referring_domains >= LEAST_DOMAINS:
        checks = (*(_check(share) for share in _shares(own, large)), *_niches(relevance))
    return Shape(
        domain=own.domain,
        peers=tuple(peer.domain for peer in large),
        strengths=_strengths(own),
        peer_strengths=_middle([_strengths(peer) for peer in large]),
        checks=checks,
        sentence=_sentence(own, large, checks),
        notes=notes,
    )


def _strengths(profile: Profile) -> dict[str, float]:
    quality = profile.quality
    if not quality.judged:
        return {}
    counts = {"strong": quality.strong, "medium": quality.medium, "weak": quality.weak}
    return {name: count / quality.judged for name, count in counts.items()}


def _middle(all_strengths: list[dict[str, float]]) -> dict[str, float]:
    known = [one for one in all_strengths if one]
    return {name: median(one[name] for one in known) for name in known[0]} if known else {}


def _shares(own: Profile, peers: list[Profile]) -> Iterator[_Share]:
    yield from _strength_shares(own, peers)
    yield from _followed(own, peers)
    yield _landing(own, peers)
    for what, words in (
        ("tlds", "are under {name}"),
        ("countries", "are of the country {name}"),
        ("languages", "write in the language “{name}”"),
    ):
        yield from _most_unlike(own, peers, what, words)


def _strength_shares(own: Profile, peers: list[Profile]) -> Iterator[_Share]:
    mine, theirs = _strengths(own), [told for peer in peers if (told := _strengths(peer))]
    if not mine:
        return
    base = min(own.quality.judged, own.referring_domains)
    for name, is_bad_high in (("strong", False), ("weak", True)):
        shares = tuple(one[name] for one in theirs)
        said = f"of the judged links are {name}"
        yield _Share(name, mine[name], shares, base, said, is_bad_high=is_bad_high)


def _followed(own: Profile, peers: list[Profile]) -> Iterator[_Share]:
    if own.followed_share is not None:
        theirs = tuple(p.followed_share for p in peers if p.followed_share is not None)
        words = "of the links are followed"
        yield _Share("followed", own.followed_share, theirs, own.referring_domains, words)


def _landing(own: Profile, peers: list[Profile]) -> _Share:
    theirs = tuple(_largest(_spread(peer, "landing_pages"), peer) for peer in peers)
    value = _largest(_spread(own, "landing_pages"), own)
    words = "of the linking sites point at one and the same page"
    return _Share("landing_pages", value, theirs, own.referring_domains, words)


def _most_unlike(own: Profile, peers: list[Profile], what: str, words: str) -> Iterator[_Share]:
    """The one ending, country or language that most exceeds what any competitor has of it."""
    found = []
    for name, share in _by_name(_spread(own, what), own).items():
        theirs = tuple(_by_name(_spread(peer, what), peer).get(name, 0.0) for peer in peers)
        found.append((share - max(theirs, default=0.0), name, share, theirs))
    if found:
        _, name, share, theirs = max(found, key=lambda one: (one[0], one[1]))
        said = f"of the linking sites {words.format(name=name)}"
        yield _Share(what, share, theirs, own.referring_domains, said)


def _spread(profile: Profile, what: str) -> Spread | None:
    return next((one for one in profile.spreads if one.what == what), None)


def _by_name(spread: Spread | None, profile: Profile) -> dict[str, float]:
    """Shares of the referring domains by kind."""
    sites = max(1, profile.referring_domains)
    return {one.name: one.domains / sites for one in spread.tallies} if spread else {}


def _largest(spread: Spread | None, profile: Profile) -> float:
    return max(_by_name(spread, profile).values(), default=0.0)


def _check(share: _Share) -> ShapeCheck:
    error = (max(share.value * (1 - share.value), 1 / share.base) / share.base) ** 0.5
    margin = max(NOTABLE, 2 * error)
    low, high = min(share.peers, default=None), max(share.peers, default=None)
    enough = len(share.peers) >= LEAST_PEERS
    if low is None or high is None or not enough:
        stands_out = False
    elif share.is_bad_high:
        stands_out = share.value > high + margin
    else:
        stands_out = share.value < low - margin
    said = f"{share.value:.0%} {share.words}"
    if low is not None and high is not None:
        beside = f"{low:.0%}" if round(low, 2) == round(high, 2) else f"{low:.0%} to {high:.0%}"
        said += f"; of its competitors' {beside}"
    return ShapeCheck(share.what, share.value, low, high, stands_out, f"{said}.")


def _niches(relevance: NDArray[np.float32] | None) -> Iterator[ShapeCheck]:
    """How many linking sites are of another trade, where that is known of enough of them."""
    known = relevance[~np.isnan(relevance)] if relevance is not None else np.empty(0)
    if len(known) < LEAST_DOMAINS:
        return
    share = float((known < UNRELATED_BELOW).mean())
    sentence = (
        f"{share:.0%} of the {len(known):,} linking sites whose subject is known are of another."
    )
    yield ShapeCheck("niches", share, None, None, share > MOST_UNRELATED, sentence)


def _sentence(own: Profile, peers: list[Profile], checks: tuple[ShapeCheck, ...]) -> str:
    if own.referring_domains < LEAST_DOMAINS:
        return (
            f"{own.referring_domains:,} linking sites are too few for a shape; "
            f"from {LEAST_DOMAINS} on it is compared."
        )
    odd = [check.sentence for check in checks if check.stands_out]
    if odd:
        return f"The profile stands out: {odd[0]}"
    if len(peers) < LEAST_PEERS:
        return "Without two competitors in the index nobody can say what is usual here."
    return f"The profile has the shape of its {len(peers)} competitors'."


def _notes(peers: Sequence[Profile], large: list[Profile]) -> Iterator[str]:
    small = [peer.domain for peer in peers if peer not in large]
    if small:
        yield f"Too few linking sites to compare with: {', '.join(small)}."
