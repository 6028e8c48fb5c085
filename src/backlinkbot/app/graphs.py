"""The graph that was measured last, opened for questions: who is who, seeds, and prices."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from backlinkbot.app.known import TOO_LITTLE, WHAT_HELPS
from backlinkbot.core.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.graphs.store import GraphStore
    from backlinkbot.logic.graph.authority import Authority
    from backlinkbot.logic.graph.csr import Graph, Rows
    from backlinkbot.logic.graph.forms import Form, Forms
    from backlinkbot.logic.graph.rivals import Owned
    from backlinkbot.logic.graph.scale import Scale

FOLDER = "graphs"  # of the workspace
MEASURED, PRICED, TURNED = "measured", "priced", "turned"
PRICED_VERSION = 5


@dataclass(frozen=True)
class OpenGraph:
    """A measured graph. `seeds`: the nodes that the seed list named; `about`: how it was measured.

    `owners`: nodes, and the group of one owner that each belongs to, ascending by node;
    `platforms`: nodes on which strangers publish.
    `notes`: what a reader of any answer should know.
    """

    store: GraphStore
    graph: Graph
    seeds: NDArray[np.int64]
    owners: tuple[NDArray[np.int64], NDArray[np.int32]]
    platforms: NDArray[np.int64]
    about: dict[str, Any]
    notes: tuple[str, ...]
    progress: Progress

    def nodes(self, names: Sequence[str]) -> NDArray[np.int64]:
        """The node of each name, as it stands or by its registered domain; -1 where unknown."""
        import numpy as np
        import pyarrow as pa

        from backlinkbot.core.urls import clean_host, registered_domain

        exact = [clean_host(name) or name for name in names]
        asked = list(names) + exact + [registered_domain(name) for name in exact]
        unique = list(dict.fromkeys(asked))
        ids = dict(zip(unique, self.store.names().ids(pa.array(unique, pa.string())), strict=True))
        count = len(names)
        found = [
            next(
                (ids[n] for n in (asked[i], asked[count + i], asked[2 * count + i]) if ids[n] >= 0),
                -1,
            )
            for i in range(count)
        ]
        return np.array(found, np.int64)

    def node(self, name: str) -> int:
        """The node of one name.

        Raises:
            NotFound: the graph has no such domain.
        """
        found = int(self.nodes([name])[0])
        if found < 0:
            raise NotFound(
                f"{name} is not in the graph that was measured ({self.about['graph']}); "
                f"{self.guess(name) or 'nothing links to it there, and it links to nobody'}"
            )
        return found

    def guess(self, name: str) -> str:
        """A question after the most linked name one typing error away, or empty."""
        import pyarrow as pa

        from backlinkbot.core.spelling import one_error_away
        from backlinkbot.core.urls import clean_host, registered_domain

        typed = clean_host(name) or name
        near = one_error_away(registered_domain(typed) or typed)
        ids = self.store.names().ids(pa.array(near, pa.string()))
        # Nodes are numbered by how much they are linked, so that the first is the best known.
        known = ids[ids >= 0]
        return f"did you mean {self.names(known.min(keepdims=True))[0]}?" if len(known) else ""

    def names(self, nodes: NDArray[np.int64]) -> list[str]:
        """The names of nodes."""
        import pyarrow as pa

        return list(self.store.names().column().take(pa.array(nodes)).to_pylist())

    @cached_property
    def outgoing(self) -> Rows:
        """The graph by source; worked out once and kept beside the graph."""
        from backlinkbot.io.index.graphs.kept import keep, kept
        from backlinkbot.logic.graph.csr import Rows

        digest = self.digest()
        found = kept(self.store.folder, TURNED)
        if found is None or found[1] != {"digest": digest}:
            self.progress.stage("Turning the graph around")
            made = self.graph.outgoing()
            arrays: dict[str, NDArray[Any]] = {
                "offsets": made.offsets,
                "neighbours": made.neighbours,
            }
            if made.weights is not None:
                arrays["weights"] = made.weights
            keep(self.store.folder, TURNED, arrays, {"digest": digest})
            return made
        return Rows(found[0]["offsets"], found[0]["neighbours"], found[0].get("weights"))

    def given(self, node: int) -> NDArray[np.float64]:
        """What the links to a node weighed before votes were counted, in the order of its row."""
        from backlinkbot.logic.graph.csr import Rows
        from backlinkbot.logic.graph.visits import row_of

        stored = self.store.rows()
        return row_of(Rows(stored.offsets, stored.neighbours, stored.weights), node).weights

    @cached_property
    def owned(self) -> Owned:
        """Who has one owner, and how strong each one's votes are."""
        from backlinkbot.logic.graph.rivals import Owned

        trust = self.forms.trust
        node, group = self.owners
        return Owned.of(node, group, trust.arrivals[node] * trust.share[node])

    @cached_property
    def forms(self) -> Forms:
        """Trust and PageRank, ready to price links; worked out once and kept beside the graph."""
        from backlinkbot.io.index.graphs.kept import keep, kept
        from backlinkbot.logic.graph.authority import Basis
        from backlinkbot.logic.graph.forms import forms

        key = {"version": PRICED_VERSION, "measured": self.digest()}
        found = kept(self.store.folder, PRICED)
        if found is not None and {k: found[1].get(k) for k in key} == key:
            return _forms(found[0], found[1])
        self.progress.stage("Preparing prices", None, "steps")
        made = forms(
            self.graph,
            self.outgoing,
            self.seeds,
            Basis(self.about["basis"]),
            reference=scale_of(self.about["scale"]),
            is_mute=self._mute(),
            told=lambda n, _: self.progress.reached(n),
        )
        arrays, about = _columns(made)
        keep(self.store.folder, PRICED, arrays, {**about, **key})
        # As it will be read the next time, so that the same question has the same answer.
        return _forms(arrays, about)

    def _mute(self) -> NDArray[np.bool_]:
        """Nodes on which strangers publish, and those whose links all weigh nothing as they came.

        Not those whose votes lost to a stronger one of their owner: elsewhere they may have one.
        """
        import numpy as np

        from backlinkbot.logic.graph.csr import Graph, Rows
        from backlinkbot.logic.graph.weights import shares

        found = np.zeros(self.graph.nodes, np.bool_)
        stored = self.store.rows()
        if stored.weights is not None:
            rows = Rows(stored.offsets, stored.neighbours, stored.weights)
            passes_on = shares(Graph(rows, self.graph.out_degree), floor=0) > 0
            found = (self.graph.out_degree > 0) & ~passes_on
        found[self.platforms] = True
        return found

    def digest(self) -> str:
        """Of all that prices are made from: the graph, the method, the seeds."""
        about = json.dumps([self.store.rows().digest, self.about], sort_keys=True)
        return blake2b(about.encode() + self.seeds.tobytes(), digest_size=16).hexdigest()


def note_measured(
    store: GraphStore, graph: str, method: str, seeds: NDArray[np.int64], made: Authority
) -> None:
    """Keep beside a graph how it was measured, for the questions that are asked of it later."""
    from backlinkbot.io.index.graphs.kept import keep

    about = {"graph": graph, "method": method, "basis": str(made.basis), "scale": told(made.scale)}
    arrays: dict[str, NDArray[Any]] = {"seeds": seeds}
    if made.weights is not None:
        arrays["weights"] = made.weights
    if made.owners is not None:
        arrays["owned"], arrays["owner"] = made.owners.pairs()
        arrays["platforms"] = made.owners.platforms
    keep(store.folder, MEASURED, arrays, about)


@contextmanager
def measured_graph(workspace: Workspace, progress: Progress) -> Iterator[OpenGraph]:
    """The graph of the release that is settled, else the one that was measured last.

    Several processes may have it open.

    Raises:
        NotFound: nothing was measured here, or the graph is gone.
        Refused: it is being measured right now.
    """
    import numpy as np

    from backlinkbot.io.index.graphs.kept import kept
    from backlinkbot.io.index.graphs.store import ROWS, GraphStore
    from backlinkbot.logic.graph.csr import Graph, Rows, degrees

    folder = workspace.folder / FOLDER
    known = [(p.parent, p.stat().st_mtime_ns) for p in folder.glob(f"*/{MEASURED}/about.json")]
    if not known:
        raise NotFound("no graph has been measured yet; run `backlinkbot measure`")
    settled = settled_graph(workspace)
    newest = max(known, key=lambda one: (one[0].parent.name == settled, one[1]))[0].parent
    with GraphStore(newest, to_read=True) as store:
        found = kept(newest, MEASURED)
        if found is None or not store.has(ROWS):
            raise NotFound("the graph measured last is not whole; run `backlinkbot measure` again")
        stored, (arrays, about) = store.rows(), found
        # The weights as they were counted: one vote per owner and target.
        rows = Rows(stored.offsets, stored.neighbours, arrays.get("weights", stored.weights))
        graph = Graph(rows, degrees(rows.neighbours, rows.count), stored.self_loops, stored.repeats)
        none = np.empty(0, np.int64)
        owners = arrays.get("owned", none), arrays.get("owner", none.astype(np.int32))
        platforms = arrays.get("platforms", none)
        yield OpenGraph(
            store, graph, arrays["seeds"], owners, platforms, about, _notes(about), progress
        )


def settled_graph(workspace: Workspace) -> str:
    """The key of the graph whose release the user chose, or the index's; else empty."""
    from backlinkbot.io.index.graphs.releases import settled_release

    release = settled_release(workspace.authority_folder)
    return release.about.get("graph_key", "") if release else ""


def told(scale: Scale) -> dict[str, Any]:
    """A scale's table as JSON."""
    return {
        "population": scale.population,
        "ranks": scale.ranks.tolist(),
        "scores": scale.scores.tolist(),
    }


def scale_of(table: dict[str, Any]) -> Scale:
    """The scale that `told` told."""
    import numpy as np

    from backlinkbot.logic.graph.scale import Scale

    return Scale(
        np.array(table["ranks"], np.float64), np.array(table["scores"]), int(table["population"])
    )


def _notes(about: dict[str, Any]) -> tuple[str, ...]:
    if about["basis"] == "trust":
        return ()
    return (
        f"{TOO_LITTLE}: trust reaches too little of this graph. What is told here counts links "
        f"only, bought ones like others; what helps: {WHAT_HELPS}",
    )


def _columns(made: Forms) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Both forms as arrays, and what is no array."""
    import numpy as np

    arrays: dict[str, NDArray[Any]] = {"donors": made.donors, "weak": made.weak}
    about: dict[str, Any] = {"basis": str(made.basis)}
    for name, form in (("trust", made.trust), ("pagerank", made.pagerank)):
        arrays[f"{name}-total"] = form.total
        arrays[f"{name}-share"] = form.share
        arrays[f"{name}-mute"] = form.is_mute
        arrays[f"{name}-arrivals"] = form.arrivals
        arrays[f"{name}-returns"] = form.returns
        arrays[f"{name}-seeds"] = form.seeds
        if form.anywhere is not None:
            arrays[f"{name}-anywhere"] = form.anywhere
        for k, (half, part) in enumerate(zip(form.halves, form.parts, strict=True)):
            arrays[f"{name}-half-{k:02d}"] = half
            # A part only serves the interval, which four digits describe well enough.
            arrays[f"{name}-part-{k:02d}"] = part.astype(np.float32)
        about[name] = {
            "damping": form.damping,
            "floor": form.floor,
            "is_weighted": form.is_weighted,
            "scale": told(form.scale),
        }
    return arrays, about


def _forms(arrays: dict[str, NDArray[Any]], about: dict[str, Any]) -> Forms:
    from backlinkbot.logic.graph.authority import Basis
    from backlinkbot.logic.graph.forms import Forms

    return Forms(
        trust=_form("trust", arrays, about["trust"]),
        pagerank=_form("pagerank", arrays, about["pagerank"]),
        basis=Basis(about["basis"]),
        donors=arrays["donors"],
        weak=arrays["weak"],
    )


def _form(name: str, arrays: dict[str, NDArray[Any]], about: dict[str, Any]) -> Form:
    from backlinkbot.logic.graph.forms import Form

    def many(what: str) -> tuple[NDArray[Any], ...]:
        return tuple(v for k, v in sorted(arrays.items()) if k.startswith(f"{name}-{what}-"))

    return Form(
        damping=about["damping"],
        floor=about["floor"],
        is_weighted=about["is_weighted"],
        total=arrays[f"{name}-total"],
        share=arrays[f"{name}-share"],
        is_mute=arrays[f"{name}-mute"],
        arrivals=arrays[f"{name}-arrivals"],
        returns=arrays[f"{name}-returns"],
        scale=scale_of(about["scale"]),
        seeds=arrays[f"{name}-seeds"],
        anywhere=arrays.get(f"{name}-anywhere"),
        halves=many("half"),
        parts=many("part"),
    )
