"""What can be measured: the index, an edge list, or a web graph release."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from backlinkbot.core.errors import BadInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.facts import Rejects
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.graphs.store import GraphStore
    from backlinkbot.io.readers.edges import EdgeLayout
    from backlinkbot.io.readers.format import Source
    from backlinkbot.io.readers.release import Release

SAMPLE_LINES = 200  # looked at to tell how an edge list is written
# A server of more domains is a host's or a network's; an error page's template is the server's.
MOST_ON_A_SERVER = 50
LEAST_WORDS_OF_A_TEMPLATE = 100


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be measured: a key that is the same for the same input, and how to read it.

    `collect` leaves names and edges in the store and says how many nodes there are; `unit`s out of
    `total` are told as progress. `series`: what later measurements are compared with, empty where
    there is no such thing; `footprints`: rows of domain and footprint, where pages are known.
    """

    key: str
    name: str
    collect: Callable[[GraphStore, Rejects, Progress], int]
    total: float | None = None
    unit: str = "edges"
    series: str = ""
    footprints: Callable[[], Iterator[pa.RecordBatch]] | None = None

    @property
    def is_index(self) -> bool:
        """Whether this is the workspace's own index."""
        return self.key.startswith("index-")

    @property
    def title(self) -> str:
        """Its name as a published release may tell it: a file's without its folders."""
        return PurePath(self.name).name if self.key.startswith("edges-") else self.name


def given_graph(
    workspace: Workspace, edges: Path | None, release: str | None, *, with_own: bool = False
) -> Given:
    """The graph that the user means; nothing of it is read yet.

    `with_own`: the index's links join the release's.

    Raises:
        BadInput: both an edge list and a release were given, or own links without a release.
        NotFound: the index is empty and nothing else was given, or the file is not there.
    """
    if with_own and release is None:
        raise BadInput("own links can join a release only; say which with --release")
    if edges is not None and release is not None:
        raise BadInput("measure takes an edge list or a release, not both")
    if edges is not None:
        return _edge_file(workspace, edges)
    if release is not None:
        return _web_graph(workspace, release, with_own=with_own)
    snapshot = workspace.index.current()
    if snapshot is None:
        raise NotFound("the index is empty; ingest something first, or give --edges or --release")

    def collect(store: GraphStore, _: Rejects, progress: Progress) -> int:
        return _collect_index(workspace, store, progress)

    def footprints() -> Iterator[pa.RecordBatch]:
        return workspace.index.footprints(
            most_domains=MOST_ON_A_SERVER, least_words=LEAST_WORDS_OF_A_TEMPLATE
        )

    return Given(
        key=f"index-{snapshot.name}",
        name=f"index snapshot {snapshot.name}",
        collect=collect,
        series="index",
        footprints=footprints,
    )


def _edge_file(workspace: Workspace, path: Path) -> Given:
    from backlinkbot.io.readers.stored import file_source

    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    source = file_source(path)

    def collect(store: GraphStore, rejects: Rejects, progress: Progress) -> int:
        return _collect_edges(workspace, source, store, rejects, progress)

    return Given(f"edges-{source.digest()}", str(path), collect, source.size_bytes, "bytes")


def _web_graph(workspace: Workspace, name: str, *, with_own: bool) -> Given:
    from backlinkbot.io.readers.release import Release

    level: Literal["host", "domain"] = "host" if name.endswith("-host") else "domain"
    bare = name.removesuffix(f"-{level}")
    folder = workspace.folder / "releases" / f"{bare}-{level}"
    release = Release(workspace.settings.common_crawl_url, bare, level, folder)

    snapshot = workspace.index.current() if with_own else None
    if with_own and snapshot is None:
        raise NotFound("the index is empty: there are no own links that could join the release")

    def collect(store: GraphStore, rejects: Rejects, progress: Progress) -> int:
        from backlinkbot.app.measure.merging import collect_merged

        release.rejects = rejects
        if snapshot is None:
            return _collect_release(release, store, progress)
        return collect_merged(workspace, store, release, _release_names(release), progress)

    own = "" if snapshot is None else snapshot.name
    return Given(
        key=f"release-{bare}-{level}" + (f"-{own}" if own else ""),
        name=f"Common Crawl web graph {bare} ({level}s)" + (" and own links" if own else ""),
        collect=collect,
        series=f"Common Crawl {level}s" + (" and own links" if own else ""),
    )


def _collect_index(workspace: Workspace, store: GraphStore, progress: Progress) -> int:
    from backlinkbot.io.index.graphs.gather import NamedEdges
    from backlinkbot.logic.graph.weights import edge_weights, has_placements

    placed = any(has_placements(batch) for batch in workspace.index.domain_edges())
    gathered = NamedEdges(store)
    is_bare = True
    for batch in workspace.index.domain_edges():
        weights = edge_weights(batch, placed=placed)
        is_bare = is_bare and bool((weights == 1).all())
        gathered.add(batch.column("source_domain"), batch.column("target_domain"), weights)
        progress.reached(gathered.edges)
    return gathered.finish(weighted=not is_bare)


def _collect_edges(
    workspace: Workspace, source: Source, store: GraphStore, rejects: Rejects, progress: Progress
) -> int:
    """Names stay exactly as the file has them."""
    from backlinkbot.io.index.graphs.gather import NamedEdges
    from backlinkbot.io.readers.edges import edge_columns, edge_layout
    from backlinkbot.io.readers.format import Reading

    head = source.head()
    layout = edge_layout(head) or _any_layout(source.name, head.plain)
    gathered = NamedEdges(store)
    for block in edge_columns(source, layout, Reading(rejects, workspace.clock.now())):
        gathered.add(block.sources, block.targets)
        progress.reached(source.position())
    return gathered.finish(weighted=False)


def _any_layout(name: str, head: bytes) -> EdgeLayout:
    """Names that no host could have are as good as others in a graph that is only measured."""
    from backlinkbot.io.readers.edges import EdgeLayout

    lines = head.decode("utf-8", "replace").splitlines()
    rows = [line for line in lines if line.strip() and line[0] not in "#%"][:SAMPLE_LINES]
    for delimiter in ("\t", ",", ";", " "):
        columns = {len(row.split(delimiter)) for row in rows}
        if columns in ({2}, {3}):
            return EdgeLayout(delimiter, columns.pop())
    raise BadInput(
        f"{name} is no edge list: its rows are not a source and a target with a tab, comma, "
        "semicolon or space between"
    )


def _collect_release(release: Release, store: GraphStore, progress: Progress) -> int:
    from backlinkbot.io.index.graphs.names import write_names
    from backlinkbot.io.index.graphs.spill import Spill

    nodes = write_names(store.names_path, _release_names(release))
    with Spill(store.shards_folder, weighted=False) as spill:
        for source, target in release.edges():
            spill.add(source, target)
            progress.reached(spill.edges)
    return nodes


def _release_names(release: Release) -> Iterator[pa.Array]:
    """Names in the order of their ids; an id that the file leaves out is called by its number."""
    import numpy as np
    import pyarrow as pa

    from backlinkbot.core.urls import unreversed_name

    expected = 0
    for batch in release.vertices():
        ids = batch.column("id").to_numpy()
        names = [unreversed_name(name) for name in batch.column("name").to_pylist()]
        if len(ids) and (ids[0] < expected or (np.diff(ids.astype(np.int64)) < 1).any()):
            raise BadInput(f"the vertices of {release.name} are not in the order of their ids")
        if len(ids) and int(ids[-1]) + 1 - expected != len(ids):
            known = dict(zip(ids.tolist(), names, strict=True))
            names = [known.get(i, f"#{i}") for i in range(expected, int(ids[-1]) + 1)]
        expected += len(names)
        yield pa.array(names, pa.string())
