"""The verb measure: the authority of every node of a link graph, published as a release."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from backlinkbot.app.graphs import FOLDER, settled_graph
from backlinkbot.app.measure.told import Measured
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.progress import Progress, Silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.logic.graph.seeds import SeedList

__all__ = ["Measured", "authority_of", "measure"]


def measure(  # noqa: PLR0913 - what a user may say
    workspace: Workspace,
    *,
    edges: Path | None = None,
    release: str | None = None,
    seeds: Path | None = None,
    export: Path | None = None,
    pivots: int | None = None,
    use: bool = False,
    with_own: bool = False,
    progress: Progress | None = None,
) -> Measured:
    """Measure the index's domain graph, an edge list, or a Common Crawl release.

    Of the index, the topics of its texts are learnt as well, for topical relevance. A run that
    was killed goes on from its last finished stage. `pivots`: estimate harmonic centrality from so
    many starting nodes instead of exactly. `use`: look domains up in the result even if it is
    not the index's (see `force.force_of`). `with_own`: the index's links join the release's.

    Raises:
        BadInput: nothing to measure in what was given, or a seed list that cannot be read.
        NotFound: the index is empty and nothing else was given, or a file is not there.
        Refused: another process is measuring the same graph.
    """
    from backlinkbot.app.measure.inputs import given_graph
    from backlinkbot.app.measure.stages import Run
    from backlinkbot.app.topics import learn_topics
    from backlinkbot.io.index.graphs.store import GraphStore, sweep

    given = given_graph(workspace, edges, release, with_own=with_own)
    seed_list = _seed_list(seeds)
    run = Run(workspace, progress or Silent(), use=use)
    graphs = workspace.folder / FOLDER
    with GraphStore(graphs / given.key) as store:
        run.collect(store, given)
        run.build(store)
        measured = run.measure(store, given, seed_list, pivots, export)
    sweep(graphs, but={given.key, settled_graph(workspace)})
    if edges is None and release is None:
        learn_topics(workspace, progress)
    return measured


def authority_of(workspace: Workspace, domains: Sequence[str], release: str = "") -> pa.Table:
    """The columns of a release, by default of the one in force, for each name, as asked.

    First column `domain`; nulls where it is unknown, and no points where they would stand on links
    only; last column `note`, a sentence about what is missing. A name is looked up as it stands,
    then by its registered domain.

    Raises:
        NotFound: nothing has been measured yet, or there is no such release.
    """
    from backlinkbot.app.known import only_known
    from backlinkbot.io.index.graphs.releases import (
        current_release,
        look_up_domains,
        release_named,
    )

    folder = workspace.authority_folder
    path = release_named(folder, release).path if release else current_release(folder)
    if path is None:
        raise NotFound(
            "no authority release is in force; run `backlinkbot measure`, or choose one of "
            "`backlinkbot release list` with `backlinkbot release use`"
        )
    return only_known(look_up_domains(path, domains))


def _seed_list(path: Path | None) -> SeedList:
    from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

    if path is None:
        text = (files("backlinkbot.logic.graph") / "data" / PACKAGED).read_text("utf-8")
        return read_seeds(text, PACKAGED)
    try:
        found = read_seeds(path.read_text("utf-8"), path.name)
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (UnicodeDecodeError, OSError) as error:
        raise BadInput(f"{path} cannot be read as a list of domains: {error}") from error
    if not found.names and not found.registries:
        raise BadInput(f"{path} names no domain that could be a seed")
    return found
