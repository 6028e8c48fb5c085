"""What a link is worth to a target before it exists, and what losing one costs.

A link u→t changes one row of the walk. By the formula of Sherman & Morrison (1950) the target's
new score then needs only the column G(·, t) and the row G(t, ·) of expected visits, which two local
pushes give: one pair prices every source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.authority import INTERVAL_SPREADS
from backlinkbot.logic.graph.blocks import cores, run, spans
from backlinkbot.logic.graph.target import ROUNDING, Change, Target, divided, more_weight
from backlinkbot.logic.graph.visits import Row, visits_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

FULL_LINK = 1.0  # the weight of a followed link in the content of a page
# A seed's score less its own is not exactly 0.
SCORE_ROUNDING = 1e-9
PIECE = 1 << 15  # nodes priced at a time: the columns of so many stay in the second-level cache


@dataclass(frozen=True, slots=True)
class Prices:
    """What one link from each of `sources` moves: the target's score, and its points."""

    sources: NDArray[np.int64]
    score: NDArray[np.float64]
    points: NDArray[np.float64]

    def of(self, positions: NDArray[np.int64]) -> Prices:
        """The prices at these positions."""
        return Prices(self.sources[positions], self.score[positions], self.points[positions])


@dataclass(frozen=True, slots=True)
class Together:
    """What links from many sources move at once: score, points, lowest and highest points."""

    score: float
    points: float
    low: float
    high: float


def values(target: Target, *, weight: float = FULL_LINK, workers: int = 0) -> NDArray[np.float64]:
    """How far one new link from each node alone would move the target's score.

    Points rise with the score, so that this order is theirs; they take ten times as long, and
    `gains` works them out for the sources that somebody looks at.
    """
    nodes = len(target.form.total)

    def price(piece: tuple[int, int]) -> NDArray[np.float64]:
        before, after = _alone(target, slice(*piece), weight)
        return after - before

    pieces = spans(nodes, -(-nodes // PIECE))
    found = np.concatenate(run(price, pieces, workers or cores()))
    found[target.node] = 0.0
    second = target.rivals.nodes()
    found[second] = gains(target, second, weight=weight).score
    return found


def gains(target: Target, sources: NDArray[np.int64], *, weight: float = FULL_LINK) -> Prices:
    """The worth of one new link from each source alone.

    `weight` of the link, 0..1. A source that links already gains only what the new link weighs
    more; the target itself gains nothing. A link that would be its owner's second vote brings what
    it is stronger than the first, or nothing.
    """
    before, after = _alone(target, sources, weight)
    instead = _Instead.of(target, sources, weight)
    if instead.changes_any:
        after = instead.settled(before, after, _moved(target, instead.voters, instead.more))
    prices = _priced(target, sources, before, after)
    itself = sources == target.node
    prices.score[itself] = prices.points[itself] = 0.0
    return prices


def losses(target: Target, sources: NDArray[np.int64]) -> Prices:
    """What losing the link of each source alone costs: numbers ≤ 0, and 0 where there is none.

    Where an owner loses a vote, the strongest of the silent ones counts in its place.
    """
    before, after = _alone(target, sources, None)
    instead = _Instead.of(target, sources, None)
    if instead.changes_any:
        after = instead.settled(before, after, _moved(target, instead.voters, instead.more))
    return _priced(target, sources, before, after)


def _priced(
    target: Target,
    sources: NDArray[np.int64],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
) -> Prices:
    scale = target.form.scale
    return Prices(sources, after - before, scale.points(after) - scale.points(before))


def together(
    target: Target, sources: NDArray[np.int64], *, weight: float | None = FULL_LINK
) -> Together:
    """What links from all these sources at once move; `weight` None: all their links are lost.

    Needs one more reverse push, over the changed links. Sources count once each; the target is
    none of them.
    """
    sources = np.setdiff1d(sources, [target.node])
    more = more_weight(target, sources, weight)
    if weight is not None:
        sources, more = _votes(target, sources, more)
    else:
        heirs, theirs = target.heirs.of_all(sources)
        sources, more = np.concatenate((sources, heirs)), np.concatenate((more, theirs))
    change = Change.of(target, sources, more)
    per_arrival = _per_arrival(target, sources, change)
    now = np.zeros(0)
    found: list[Prices] = []
    for sample in _samples(target, sources):
        moved = np.array([per_arrival @ sample.arrivals])
        total = np.array([change.anywhere @ sample.arrivals])
        returns = np.array([change.returns.sum()])
        before, after = _before_and_after(target, sample, moved, total, returns)
        now = now if found else before
        found.append(_priced(target, sources, before, after))
    whole = found[0]
    low, high = _spread([one.points for one in found], is_loss=weight is None)
    low, high = _on_scale(target, now, low, high)
    return Together(float(whole.score[0]), float(whole.points[0]), float(low[0]), float(high[0]))


def intervals(
    target: Target, sources: NDArray[np.int64], *, weight: float | None = FULL_LINK
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest points of each source's link alone; `weight` None: of losing it.

    ± 2 standard errors over random halves of the seeds, as for authority. A gain is never below 0,
    a loss never above, and neither leads out of the scale from where the target stands. NaN under
    a form without halves.
    """
    change = Change.of(target, sources, more_weight(target, sources, weight))
    instead = _Instead.of(target, sources, weight)
    others = Change.of(target, instead.voters, instead.more)
    now = np.zeros(0)
    found: list[NDArray[np.float64]] = []
    for sample in _samples(target, np.concatenate((sources, instead.voters))):
        mine, theirs = sample.parts(len(sources))
        before, after = _changed(target, mine, change)
        others_before, others_after = _changed(target, theirs, others)
        after = instead.settled(before, after, others_after - others_before)
        now = now if found else before
        found.append(_priced(target, sources, before, after).points)
    low, high = _on_scale(target, now, *_spread(found, is_loss=weight is None))
    itself = sources == target.node
    low[itself] = high[itself] = 0.0
    return low, high


def _votes(
    target: Target, sources: NDArray[np.int64], more: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What really changes when all these links are made at once: one vote per owner.

    Votes that a stronger one takes the place of go, those of weaker sources do not come.
    """
    counts, voters = target.rivals.at_once(sources, target.linked[sources] + more)
    more = np.where(counts, more, 0.0)
    voters = np.setdiff1d(voters, sources[counts])
    more[np.isin(sources, voters)] = -target.linked[sources[np.isin(sources, voters)]]
    others = np.setdiff1d(voters, sources)
    return np.concatenate((sources, others)), np.concatenate((more, -target.linked[others]))


@dataclass(frozen=True, slots=True)
class _Instead:
    """Votes of one owner that bear on each other: which lose, and which others come or go with it.

    `loses` per source. Pair i: with the change of the source at `place[i]` the link of
    `voters[voter[i]]` gets `more[voter[i]]` more weight, which is below 0 for a vote that goes.
    """

    loses: NDArray[np.bool_]
    place: NDArray[np.int64]
    voter: NDArray[np.int64]
    voters: NDArray[np.int64]
    more: NDArray[np.float64]

    @classmethod
    def of(cls, target: Target, sources: NDArray[np.int64], weight: float | None) -> _Instead:
        """`weight` None: links are lost, in the place of which silent ones may come."""
        if weight is None:
            place, voters, more = target.heirs.of_each(sources)
            loses = np.zeros(len(sources), np.bool_)
            return cls(loses, place, np.arange(len(voters)), voters, more)
        heavy = target.linked[sources] + more_weight(target, sources, weight)
        loses, place, voter = target.rivals.against(sources, heavy)
        voters, number = np.unique(voter, return_inverse=True)
        return cls(loses, place, number, voters, more_weight(target, voters, None))

    @property
    def changes_any(self) -> bool:
        """Whether any price is another than that of an owner's only vote."""
        return bool(self.loses.any()) or len(self.voters) > 0

    def settled(
        self, before: NDArray[np.float64], after: NDArray[np.float64], moved: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Scores after the change and what comes or goes with it: `moved` by each voter.

        What comes instead of a vote never brings more than that did.
        """
        found = np.where(self.loses, before, after)
        np.add.at(found, self.place, moved[self.voter])
        found = np.where(found < after, np.maximum(found, before), found)
        return np.where(found > after, np.minimum(found, before), found)


def _per_arrival(target: Target, sources: NDArray[np.int64], change: Change) -> NDArray[np.float64]:
    """What the target gets per unit of each source's *old* arrivals when all change at once.

    With G' the visits over the changed links: d q G'(t,t) / k - (1 / k - 1) G'(u,t).
    """
    form = target.form
    others = ~np.isin(target.sources.neighbours, sources)
    has_link = change.weight > 0
    row = Row(
        np.concatenate((target.sources.neighbours[others], sources[has_link])),
        np.concatenate((target.sources.weights[others], change.weight[has_link])),
    )
    share = form.share.copy()
    linked = target.linked[sources]
    total = form.total[sources] + change.weight - linked
    has_links = total > ROUNDING * form.total[sources]
    share[sources] = divided(np.ones(len(sources)), np.maximum(total, form.floor), has_links)
    visits = visits_to(target.incoming, share, form.damping, target.node, row=row).values
    itself = visits[target.node]
    kept = change.kept
    found = divided(change.passed * itself - (1 - kept) * visits[sources], kept, kept > 0)
    # Without links before, all that a source gets is new; without links after, all of it is lost.
    empty = kept == 0
    step = change.passed * itself - form.damping * form.share[sources] * linked * itself
    return np.where(empty, step, found)


@dataclass(frozen=True, slots=True)
class _Sample:
    """Arrivals at the target and at the sources of one walk, and the target's own restart."""

    at_target: float
    arrivals: NDArray[np.float64]
    own: float

    def parts(self, first: int) -> tuple[_Sample, _Sample]:
        """The first so many sources, and the rest."""
        return (
            replace(self, arrivals=self.arrivals[:first]),
            replace(self, arrivals=self.arrivals[first:]),
        )


def _samples(target: Target, sources: NDArray[np.int64]) -> Iterator[_Sample]:
    """Of all seeds first, then of each half and of its complement, which follows from the two."""
    form, node = target.form, target.node
    at = np.append(sources, node)
    whole = np.asarray(form.arrivals[at], np.float64)
    count, is_seed = len(form.seeds), node in form.seeds
    yield _Sample(whole[-1], whole[:-1], form.own(count) if is_seed else 0.0)
    for part, half in zip(form.parts, form.halves, strict=True):
        one, chosen, left = np.asarray(part[at], np.float64), len(half), count - len(half)
        in_half = node in half
        yield _Sample(one[-1], one[:-1], form.own(chosen) if in_half else 0.0)
        other = np.maximum(count * whole - chosen * one, 0) / left
        yield _Sample(other[-1], other[:-1], form.own(left) if is_seed and not in_half else 0.0)


def _alone(
    target: Target, at: Any, weight: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The target's score, and what it is after each source's change; `at` as in `Change.of`."""
    return _alone_by(target, at, more_weight(target, at, weight))


def _moved(
    target: Target, sources: NDArray[np.int64], more: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far the score moves when each source's link alone gets so much more weight."""
    before, after = _alone_by(target, sources, more)
    return after - before


def _alone_by(
    target: Target, at: Any, more: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    form = target.form
    change = Change.of(target, at, more)
    arrivals = np.asarray(form.arrivals[at], np.float64)
    own = form.own(len(form.seeds)) if target.node in form.seeds else 0.0
    sample = _Sample(float(form.arrivals[target.node]), arrivals, own)
    return _changed(target, sample, change)


def _changed(
    target: Target, sample: _Sample, change: Change
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores before, and after each source's change alone."""
    moved, total = change.alone(sample.arrivals)
    return _before_and_after(target, sample, moved, total, change.returns)


def _before_and_after(
    target: Target,
    sample: _Sample,
    moved: NDArray[np.float64],
    total: NDArray[np.float64],
    returns: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scores before and after so much more arrives at the target, in all, and in returns."""
    nothing = np.zeros(1)
    if not target.form.is_trust:
        return sample.at_target + nothing, (sample.at_target + moved) / (1 + total)
    before = _score(target, sample.at_target + nothing, nothing, sample.own)
    return before, _score(target, sample.at_target + moved, returns, sample.own)


def _score(
    target: Target, arrivals: NDArray[np.float64], returns: NDArray[np.float64], own: float
) -> NDArray[np.float64]:
    """Arrivals over the visits of a walk that starts at the target, less its own restart."""
    form = target.form
    stays = 1 / form.returns[target.node] - form.damping**2 * returns
    found = arrivals * stays - own
    return np.where(found > SCORE_ROUNDING * own, found, 0.0)


def _spread(
    found: list[NDArray[np.float64]], *, is_loss: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """± 2 standard errors around the first of these estimates."""
    whole, samples = found[0], found[1:]
    if not samples:
        return np.full(len(whole), np.nan), np.full(len(whole), np.nan)
    error = np.sqrt(np.mean([(part - whole) ** 2 for part in samples], axis=0))
    low, high = whole - INTERVAL_SPREADS * error, whole + INTERVAL_SPREADS * error
    return (low, np.minimum(high, 0)) if is_loss else (np.maximum(low, 0), high)


def _on_scale(
    target: Target, now: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The same interval, as far as a target with the score `now` then stays within 0 to 100."""
    points = target.form.scale.points(now)
    return np.maximum(low, -points), np.minimum(high, 100 - points)
