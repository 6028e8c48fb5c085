"""What a link is worth to a target before it exists, and what losing one costs.

A link u→t changes one row of the walk. By the formula of Sherman & Morrison (1950) the target's
new score then needs only the column G(·, t) and the row G(t, ·) of expected visits, which two local
pushes give: one pair prices every source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.authority import INTERVAL_SPREADS
from backlinkbot.logic.graph.blocks import cores, run, spans
from backlinkbot.logic.graph.visits import Precision, Row, row_of, visits_from, visits_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows
    from backlinkbot.logic.graph.forms import Form

FULL_LINK = 1.0  # the weight of a followed link in the content of a page
# A sum of 32-bit weights less its only one is not exactly 0, nor a seed's score less its own.
ROUNDING = 1e-6
SCORE_ROUNDING = 1e-9
PIECE = 1 << 15  # nodes priced at a time: the columns of so many stay in the second-level cache


@dataclass(frozen=True, slots=True)
class Target:
    """All that the price of a link to one node depends on, under one form; values per node.

    `sources`: who links to it already. `to_it`, `from_it`: expected visits to it and from it;
    `linked`: weight of the link that a node has to it; `is_mute`: nodes whose links to it do not
    count, now or ever; `back`: the chance that the walk steps from it to a node. `left`: the most
    that a value of `to_it` may lack; `edges`: how many the pushes read.
    """

    form: Form
    incoming: Rows
    node: int
    sources: Row
    to_it: NDArray[np.float64]
    from_it: NDArray[np.float64]
    linked: NDArray[np.float64]
    is_mute: NDArray[np.bool_]
    back: NDArray[np.float64]
    left: float
    edges: int


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


def target_of(
    form: Form,
    incoming: Rows,
    outgoing: Rows,
    node: int,
    *,
    precision: Precision | None = None,
) -> Target:
    """Push from a node both ways."""
    share = form.share
    into, out = form.seen(incoming), form.seen(outgoing)
    to_it = visits_to(into, share, form.damping, node, precision=precision)
    from_it = visits_from(out, share, form.damping, node, precision=precision)
    sources, targets = row_of(into, node), row_of(out, node)
    linked, back = np.zeros(into.count), np.zeros(into.count)
    linked[sources.neighbours] = sources.weights
    # A link that weighs nothing lost to a stronger one of its owner; so would the next one.
    is_mute = form.is_mute.copy()
    is_mute[sources.neighbours[sources.weights == 0]] = True
    back[targets.neighbours] = targets.weights * share[node]
    return Target(
        form=form,
        incoming=into,
        node=node,
        sources=sources,
        to_it=to_it.values,
        from_it=from_it.values,
        linked=linked,
        is_mute=is_mute,
        back=back,
        left=to_it.left,
        edges=to_it.edges + from_it.edges,
    )


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
    return found


def gains(target: Target, sources: NDArray[np.int64], *, weight: float = FULL_LINK) -> Prices:
    """The worth of one new link from each source alone.

    `weight` of the link, 0..1. A source that links already gains only what the new link weighs
    more; the target itself gains nothing.
    """
    prices = _priced(target, sources, *_alone(target, sources, weight))
    itself = sources == target.node
    prices.score[itself] = prices.points[itself] = 0.0
    return prices


def losses(target: Target, sources: NDArray[np.int64]) -> Prices:
    """What losing the link of each source alone costs: numbers ≤ 0, and 0 where there is none."""
    return _priced(target, sources, *_alone(target, sources, None))


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
    change = _Change.of(target, sources, weight)
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
    change = _Change.of(target, sources, weight)
    now = np.zeros(0)
    found: list[NDArray[np.float64]] = []
    for sample in _samples(target, sources):
        moved, total = change.alone(sample.arrivals)
        before, after = _before_and_after(target, sample, moved, total, change.returns)
        now = now if found else before
        found.append(_priced(target, sources, before, after).points)
    low, high = _on_scale(target, now, *_spread(found, is_loss=weight is None))
    itself = sources == target.node
    low[itself] = high[itself] = 0.0
    return low, high


@dataclass(frozen=True, slots=True)
class _Change:
    """What a change of the link u→t does to what u passes on, for a set of sources u.

    With S the sum of u's link weights, F the floor, D = max(S, F) before and D' after: the target
    gets q of what u passes on, and u's other links keep k = D / D' of theirs. Per unit of u's new
    arrivals the target gets d q G(t,t) - (1 - k) G(u,t) more, d the damping.
    """

    kept: NDArray[np.float64]  # k; 0 where u has no link before, or none after
    passed: NDArray[np.float64]  # d q
    gain: NDArray[np.float64]
    thinned: NDArray[np.float64]  # 1 + (1 - k) (G(u,u) - 1): how far u's own returns thin out
    to_source: NDArray[np.float64]  # G(t, u)
    returns: NDArray[np.float64]  # added to the chance of t→u→t
    anywhere: NDArray[np.float64]  # change of the sum of all arrivals, per unit
    weight: NDArray[np.float64]  # of the link afterwards

    @classmethod
    def of(cls, target: Target, at: Any, weight: float | None) -> _Change:
        """`at`: positions or a slice of the nodes; `weight` None takes the link away."""
        form = target.form
        linked, total = target.linked[at], form.total[at]
        if weight is None:
            more = -linked
        else:
            # An unweighted form knows only whether there is a link.
            more = np.maximum((weight if form.is_weighted else 1.0) - linked, 0.0)
            more[target.is_mute[at]] = 0.0
        after = total + more
        has_links = after > ROUNDING * total
        before, after = np.maximum(total, form.floor), np.maximum(after, form.floor)
        kept = _divided(before, after, has_links & (total > 0))
        passed = form.damping * _divided(more, after, has_links)
        lost = 1 - kept
        step = _divided(linked + more, after, has_links) - _divided(linked, before, before > 0)
        anywhere = np.zeros(len(total))
        if form.anywhere is not None:
            anywhere = passed * form.anywhere[target.node] - lost * (form.anywhere[at] - 1)
        return cls(
            kept=kept,
            passed=passed,
            gain=passed * target.to_it[target.node] - lost * target.to_it[at],
            thinned=1 + lost * (form.returns[at] - 1),
            to_source=target.from_it[at],
            returns=target.back[at] * step,
            anywhere=anywhere,
            weight=linked + more,
        )

    def alone(
        self, arrivals: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What the target, and what all nodes get from each source's change alone."""
        new_arrivals = arrivals / (self.thinned - self.passed * self.to_source)
        return self.gain * new_arrivals, self.anywhere * new_arrivals


def _per_arrival(
    target: Target, sources: NDArray[np.int64], change: _Change
) -> NDArray[np.float64]:
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
    share[sources] = _divided(np.ones(len(sources)), np.maximum(total, form.floor), has_links)
    visits = visits_to(target.incoming, share, form.damping, target.node, row=row).values
    itself = visits[target.node]
    kept = change.kept
    found = _divided(change.passed * itself - (1 - kept) * visits[sources], kept, kept > 0)
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
    """The target's score, and what it is after each source's change; `at` as in `_Change.of`."""
    form = target.form
    change = _Change.of(target, at, weight)
    arrivals = np.asarray(form.arrivals[at], np.float64)
    own = form.own(len(form.seeds)) if target.node in form.seeds else 0.0
    sample = _Sample(float(form.arrivals[target.node]), arrivals, own)
    return _before_and_after(target, sample, *change.alone(arrivals), change.returns)


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


def _divided(
    part: NDArray[np.float64], whole: NDArray[np.float64], where: NDArray[np.bool_]
) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=where)
