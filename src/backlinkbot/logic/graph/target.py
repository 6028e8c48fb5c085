"""A node as the target of links, and what a change of links to it does to the walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.logic.graph.heirs import Heirs
from backlinkbot.logic.graph.rivals import Owned, Rivals
from backlinkbot.logic.graph.visits import Precision, Row, row_of, visits_from, visits_to

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.graph.csr import Rows
    from backlinkbot.logic.graph.forms import Form

# A sum of 32-bit weights less its only one is not exactly 0.
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Target:
    """All that the price of a link to one node depends on, under one form; values per node.

    `sources`: who links to it already. `to_it`, `from_it`: expected visits to it and from it;
    `linked`: weight of the link that a node has to it; `is_mute`: nodes whose links to it do not
    count, now or ever; `rivals`: the votes for it by owner; `heirs`: which come when others are
    lost; `back`: the chance that the walk steps
    from it to a node. `left`: the most that a value of `to_it` may lack; `edges`: how many the
    pushes read.
    """

    form: Form
    incoming: Rows
    node: int
    sources: Row
    to_it: NDArray[np.float64]
    from_it: NDArray[np.float64]
    linked: NDArray[np.float64]
    is_mute: NDArray[np.bool_]
    rivals: Rivals
    heirs: Heirs
    back: NDArray[np.float64]
    left: float
    edges: int

    def is_linked_by(self, nodes: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether there is a link from each of these nodes, also one that counts nothing."""
        return np.isin(nodes, self.sources.neighbours)


def target_of(  # noqa: PLR0913 - a form of a graph, and how its votes were counted
    form: Form,
    incoming: Rows,
    outgoing: Rows,
    node: int,
    *,
    owned: Owned | None = None,
    given: NDArray[np.float64] | None = None,
    precision: Precision | None = None,
) -> Target:
    """Push from a node both ways. `owned`: who has one owner, where owners have one vote each.

    `given`: what the links to the node weighed before votes were counted, in the order of its row.
    """
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
    owned, linking = owned or Owned.nobody(), sources.neighbours.astype(np.int64)
    heirs = Heirs.nobody()
    if given is not None and owned.count:
        given = np.where(form.is_mute[linking], 0.0, given)  # whose links count nowhere has no vote
        heirs = Heirs.of(owned, node, linking, given, sources.weights)
    return Target(
        form=form,
        incoming=into,
        node=node,
        sources=sources,
        to_it=to_it.values,
        from_it=from_it.values,
        linked=linked,
        is_mute=is_mute,
        rivals=Rivals.of(owned, node, linking, sources.weights),
        heirs=heirs,
        back=back,
        left=to_it.left,
        edges=to_it.edges + from_it.edges,
    )


@dataclass(frozen=True, slots=True)
class Change:
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
    def of(cls, target: Target, at: Any, more: NDArray[np.float64]) -> Change:
        """`at`: positions or a slice of the nodes; `more`: weight that each one's link gets."""
        form = target.form
        linked, total = target.linked[at], form.total[at]
        after = total + more
        has_links = after > ROUNDING * total
        before, after = np.maximum(total, form.floor), np.maximum(after, form.floor)
        kept = divided(before, after, has_links & (total > 0))
        passed = form.damping * divided(more, after, has_links)
        lost = 1 - kept
        step = divided(linked + more, after, has_links) - divided(linked, before, before > 0)
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


def more_weight(target: Target, at: Any, weight: float | None) -> NDArray[np.float64]:
    """Weight that a new link adds to what is there, or takes away where `weight` is None."""
    linked = target.linked[at]
    if weight is None:
        return np.asarray(-linked, np.float64)
    # An unweighted form knows only whether there is a link.
    more: NDArray[np.float64] = np.maximum(
        (weight if target.form.is_weighted else 1.0) - linked, 0.0
    )
    more[target.is_mute[at]] = 0.0
    return more


def divided(
    part: NDArray[np.float64], whole: NDArray[np.float64], where: NDArray[np.bool_]
) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=where)
