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
from backlinkbot.logic.graph.visits import MOST_EDGES, THRESHOLD, visits_from, visits_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows
    from backlinkbot.logic.graph.forms import Form

FULL_LINK = 1.0  # the weight of a followed link in the content of a page


@dataclass(frozen=True, slots=True)
class Target:
    """All that the price of a link to one node depends on, under one form; values per node.

    `to_it` and `from_it`: expected visits to it and from it; `linked`: weight of the link that a
    node has to it already; `back`: the chance that the walk steps from it to a node.
    """

    form: Form
    node: int
    to_it: NDArray[np.float64]
    from_it: NDArray[np.float64]
    linked: NDArray[np.float32]
    back: NDArray[np.float64]
    left: float
    edges: int


@dataclass(frozen=True, slots=True)
class Prices:
    """What one link from each of `sources` moves: the target's score, and its points."""

    sources: NDArray[np.int64]
    score: NDArray[np.float64]
    points: NDArray[np.float64]


def target_of(  # noqa: PLR0913 - a form over a graph, a node, how exact
    form: Form,
    incoming: Rows,
    outgoing: Rows,
    node: int,
    *,
    share: NDArray[np.float64] | None = None,
    threshold: float = THRESHOLD,
    most_edges: int = MOST_EDGES,
) -> Target:
    """Push from a node both ways. `share`: `form.share()`, where it is at hand."""
    share = form.share() if share is None else share
    into, out = _of_form(form, incoming), _of_form(form, outgoing)
    exact = {"threshold": threshold, "most_edges": most_edges}
    to_it = visits_to(into, share, form.damping, node, **exact)  # type: ignore[arg-type]  # by name
    from_it = visits_from(out, share, form.damping, node, **exact)  # type: ignore[arg-type]  # same
    linked = np.zeros(into.count, np.float32)
    linked[into.row(node)] = _row_weights(into, node)
    back = np.zeros(into.count)
    back[out.row(node)] = _row_weights(out, node) * share[node]
    return Target(
        form,
        node,
        to_it.values,
        from_it.values,
        linked,
        back,
        max(to_it.left, from_it.left),
        to_it.edges + from_it.edges,
    )


def gains(
    target: Target,
    sources: NDArray[np.int64] | None = None,
    *,
    weight: float = FULL_LINK,
    workers: int = 0,
) -> Prices:
    """The worth of one new link from each source alone; None: from every node.

    `weight` of the link, 0..1. A source that links already gains only what the new link weighs
    more; the target itself gains nothing.
    """
    nodes = len(target.form.total)
    if sources is None:
        pieces: list[Any] = [slice(a, b) for a, b in spans(nodes, 4 * (workers or cores()))]
        found = run(lambda piece: _alone(target, piece, weight), pieces, workers or cores())
        score, points = (np.concatenate(column) for column in zip(*found, strict=True))
        return Prices(np.arange(nodes), score, points)
    return Prices(sources, *_alone(target, sources, weight))


def losses(target: Target, sources: NDArray[np.int64]) -> Prices:
    """What losing the link of each source alone costs: numbers ≤ 0, and 0 where there is none."""
    return Prices(sources, *_alone(target, sources, None))


def together(
    target: Target, sources: NDArray[np.int64], *, weight: float | None = FULL_LINK
) -> tuple[float, float]:
    """Score and points moved by links from all sources at once; `weight` None: all are lost.

    What the target passes back to its new sources is counted; what the sources pass to each other
    is not, since each of them thins out by one link only.
    """
    effect = _Effect.of(target, sources, weight)
    arrivals = np.asarray(target.form.arrivals, np.float64)[sources]
    moved = effect.moved_together(arrivals)
    return _scored(target, moved, effect.total_moved(arrivals), effect.returns.sum())


def interval(
    target: Target,
    sources: NDArray[np.int64],
    *,
    weight: float | None = FULL_LINK,
    at_once: bool = False,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lowest and highest points for each source alone, or for all `at_once`: ± 2 standard errors.

    The error is that of random halves of the seeds, as for authority. A gain is never below 0, a
    loss never above. Without halves both are NaN.
    """
    effect = _Effect.of(target, sources, weight)
    form = target.form
    found = []
    for arrivals_t, arrivals, seeds in _samples(target, sources):
        own = form.own(target.node, seeds)
        if at_once:
            moved = np.array([effect.moved_together(arrivals)])
            returns = np.array([effect.returns.sum()])
        else:
            moved, returns = effect.moved_alone(arrivals), effect.returns
        found.append(_points(target, arrivals_t, own, moved, returns))
    whole, samples = found[0], found[1:]
    if not samples:
        nothing = np.full(len(whole), np.nan)
        return nothing, nothing
    spread = np.sqrt(np.mean([(part - whole) ** 2 for part in samples], axis=0))
    low, high = whole - INTERVAL_SPREADS * spread, whole + INTERVAL_SPREADS * spread
    return (low, np.minimum(high, 0)) if weight is None else (np.maximum(low, 0), high)


@dataclass(frozen=True, slots=True)
class _Effect:
    """What a change of the links u→t does per unit of arrivals at u, for a set of sources u.

    With S the sum of u's link weights, F the floor, D = max(S, F), D' = max(S + w, F): the new
    link takes q = w / D' of what u passes on, and u's other links keep k = D / D' of theirs. Per
    unit of u's own new arrivals the target gets α q G(t,t) - (1 - k) G(u,t) more.
    """

    share: NDArray[np.float64]  # α q
    gain: NDArray[np.float64]
    thinned: NDArray[np.float64]  # 1 + (1 - k) (G(u,u) - 1): how far u's own returns thin out
    to_source: NDArray[np.float64]  # G(t, u)
    returns: NDArray[np.float64]  # added to the chance of t→u→t
    anywhere: NDArray[np.float64]  # change of all arrivals, for a form that is scaled to 1

    @classmethod
    def of(cls, target: Target, at: Any, weight: float | None) -> _Effect:
        """`at`: positions or a slice of the nodes; `weight` None takes the link away."""
        form = target.form
        linked = target.linked[at].astype(np.float64)
        # An unweighted form knows only whether there is a link.
        full = 0.0 if weight is None else weight if form.is_weighted else 1.0
        more = -linked if weight is None else np.maximum(full - linked, 0.0)
        total = form.total[at]
        before = np.maximum(total, form.floor)
        after = np.maximum(total + more, form.floor)
        # Nothing is left of a node that loses its only link, nor was there of one without links.
        none = np.zeros(len(total))
        has_links = total + more > _ROUNDING * total
        kept = np.divide(before, after, out=none.copy(), where=has_links & (total > 0))
        part = np.divide(more, after, out=none.copy(), where=has_links)
        share = form.damping * part
        lost = 1 - kept
        visits = target.to_it[target.node]
        gain = share * visits - lost * target.to_it[at]
        old = np.divide(linked, before, out=none.copy(), where=before > 0)
        step = np.divide(linked + more, after, out=none.copy(), where=has_links)
        anywhere = none
        if form.anywhere is not None:
            anywhere = share * form.anywhere[target.node] - lost * (form.anywhere[at] - 1)
        return cls(
            share=share,
            gain=gain,
            thinned=1 + lost * (form.returns[at] - 1),
            to_source=target.from_it[at],
            returns=target.back[at] * (step - old),
            anywhere=anywhere,
        )

    def moved_alone(self, arrivals: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the target gets from each source's link alone, by arrivals at the source."""
        return np.asarray(self.gain * arrivals / (self.thinned - self.share * self.to_source))

    def moved_together(self, arrivals: NDArray[np.float64]) -> float:
        """What the target gets from all links at once."""
        return float(self.gain @ self._new_arrivals(arrivals))

    def total_moved(self, arrivals: NDArray[np.float64]) -> float:
        """Change of the sum of all arrivals by all links at once."""
        return float(self.anywhere @ self._new_arrivals(arrivals))

    def _new_arrivals(self, arrivals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Arrivals at the sources once the target has passed on what they brought it."""
        brought = self.share @ (arrivals / self.thinned)
        brought /= 1 - self.share @ (self.to_source / self.thinned)
        return np.asarray((arrivals + self.to_source * brought) / self.thinned)


_ROUNDING = 1e-6  # a sum of 32-bit weights less its only one is not exactly 0


def _alone(
    target: Target, at: Any, weight: float | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    effect = _Effect.of(target, at, weight)
    arrivals = np.asarray(target.form.arrivals[at], np.float64)
    per_unit = effect.thinned - effect.share * effect.to_source
    moved = effect.gain * arrivals / per_unit
    score, points = _scored(target, moved, effect.anywhere * arrivals / per_unit, effect.returns)
    itself = target.node
    if isinstance(at, slice):
        if at.start <= itself < at.stop:
            score[itself - at.start] = points[itself - at.start] = 0.0
    else:
        score[at == itself] = points[at == itself] = 0.0
    return score, points


def _scored(target: Target, moved: Any, total: Any, returns: Any) -> tuple[Any, Any]:
    """Score and points moved, from what arrives more, in all and in returns."""
    form = target.form
    arrivals = float(form.arrivals[target.node])
    own = form.own(target.node, form.seeds)
    if not form.is_trust:
        before = np.array([arrivals])
        after = (arrivals + moved) / (1 + total)
    else:
        before = np.array([_score(target, arrivals, own, 0.0)])
        after = _score(target, arrivals + moved, own, returns)
    points = form.scale.points(np.atleast_1d(after)) - form.scale.points(before)
    score = np.atleast_1d(after) - before
    if np.ndim(moved) == 0:
        return float(score[0]), float(points[0])
    return score, points


def _score(target: Target, arrivals: Any, own: float, returns: Any) -> Any:
    """Arrivals over the visits of a walk that starts at the target, less its own restart."""
    form = target.form
    two_step = 1 - 1 / form.returns[target.node]
    visits = 1 / (1 - two_step - form.damping**2 * returns)
    found = arrivals / visits - own
    # What is left of a seed's own restart is rounding.
    return np.where(found > _REST * own, found, 0.0)


_REST = 1e-9


def _samples(
    target: Target, sources: NDArray[np.int64]
) -> Any:
    """Arrivals at the target and at the sources, and the seeds: of all seeds, then of each half.

    A half's complement follows from the whole and the half.
    """
    form = target.form
    at = np.append(sources, target.node)
    whole = np.asarray(form.arrivals[at], np.float64)
    yield whole[-1], whole[:-1], form.seeds
    count = len(form.seeds)
    for part, half in zip(form.parts, form.halves, strict=True):
        one = np.asarray(part[at], np.float64)
        yield one[-1], one[:-1], half
        rest = np.setdiff1d(form.seeds, half, assume_unique=True)
        other = np.maximum(count * whole - len(half) * one, 0) / len(rest)
        yield other[-1], other[:-1], rest


def _points(
    target: Target, arrivals: float, own: float, moved: Any, returns: Any
) -> NDArray[np.float64]:
    """Points moved by one sample of the seeds."""
    scale = target.form.scale
    before = scale.points(np.array([_score(target, arrivals, own, 0.0)]))
    return np.asarray(scale.points(_score(target, arrivals + moved, own, returns)) - before)


def _of_form(form: Form, rows: Rows) -> Rows:
    """The rows as the form's walk sees them."""
    if form.is_weighted or rows.weights is None:
        return rows
    return type(rows)(rows.offsets, rows.neighbours)


def _row_weights(rows: Rows, node: int) -> NDArray[np.float32]:
    a, b = rows.offsets[node], rows.offsets[node + 1]
    return np.ones(b - a, np.float32) if rows.weights is None else np.asarray(rows.weights[a:b])
