"""Keeps all links of a domain judged, so that their lists are paged without judging them again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.profile.beside import inputs, known_authority
from backlinkbot.app.profile.linked import authority_points, class_words, in_order
from backlinkbot.app.profile.view import PREFIX, SUBDOMAINS, URL, WHOLE
from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import BACKLINK_KINDS, LinkState
from backlinkbot.io.index.filters import LinkOrder
from backlinkbot.io.index.graphs.releases import current_release
from backlinkbot.io.outputs.mapped import read_mapped, write_mapped
from backlinkbot.io.outputs.place import keep_newest, remove_beside
from backlinkbot.logic.judge.history import as_known
from backlinkbot.logic.judge.quality import how_judged, judge_links
from backlinkbot.logic.reports.grouped import by_anchor, by_domain
from backlinkbot.logic.reports.narrowed import of_address, of_host, only_known

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.profile.view import View
    from backlinkbot.app.workspace import Workspace

READ = (
    "source_url", "source_domain", "target_url", "occurrence", "anchor", "kind", "nofollow", "ugc",
    "sponsored", "followed", "placement", "placement_probability", "sitewide", "position", "left",
    "right", "external_links", "source_title", "source_language", "page_type", "vendor_scores",
    "first_seen", "last_seen", "started_on", "state", "lost_on", "lost_reason", "sources",
)  # fmt: skip
# Some 1 KB a link while they are judged; parts of a domain are judged as the whole would be.
JUDGED_AT_ONCE = 500_000
MOST_VIEWS = 24  # parts and days of one domain that are kept; those looked at longest ago go
LAYOUT = 2  # of the files, to be raised when their columns change


@dataclass(frozen=True, slots=True)
class KeptLists:
    """Three tables of one domain, their columns in memory only once they are used.

    `links`: one row a link, by source address, with `anchor_class`, `quality` (0..100, null where
    unjudged), `strength`, `authority` (0..100 of the linking site), `is_backlink`, `domain_code`
    (equal for one site), `similar_code` (equal for links of one site with one anchor and target)
    and `turn` (0 for the best link of all, dead ones behind live ones);
    `domains`: see `grouped.by_domain`; `anchors`: see `grouped.by_anchor`.
    """

    links: pa.Table
    domains: pa.Table
    anchors: pa.Table


def kept_lists(workspace: Workspace, domain: str, view: View = WHOLE) -> KeptLists:
    """The lists of a domain, or of a part of it, by the snapshot, authority and words in force.

    The first question after one of these changed judges all links: seconds for 100,000.

    Raises:
        BadInput: the view is of no part of the domain.
    """
    folder = lists_folder(workspace, domain)
    if not view.is_whole(domain):
        return _kept_view(workspace, domain, view, folder / "views")
    if kept := _read(folder):
        return kept
    made = _made(workspace, domain)
    _write(folder, made)
    remove_beside(folder)
    _give_back_memory()
    return _read(folder) or made


def _kept_view(workspace: Workspace, domain: str, view: View, views: Path) -> KeptLists:
    """The lists of a part, or of an earlier day, made out of those of the whole."""
    folder = views / _digest(repr((view.scope, view.name(domain), view.as_of)))
    if kept := _read(folder):
        return kept
    links = _narrowed(kept_lists(workspace, domain).links, domain, view)
    known = only_known(links)
    made = KeptLists(
        links, by_domain(links, known, _points(workspace, known["source_domain"])), by_anchor(links)
    )
    _write(folder, made)
    keep_newest(views, MOST_VIEWS)
    return made


def _narrowed(links: pa.Table, domain: str, view: View) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    links = links.filter(pa.array(_in_scope(links, domain, view)))
    if moment := view.moment():
        links = as_known(links, moment)
        stood = pc.equal(links["state"], LinkState.LIVE.value)
        for name in ("lost_on", "lost_reason"):
            place = links.schema.get_field_index(name)
            links = links.set_column(place, name, pc.if_else(stood, None, links[name]))
    return _ranked(links.drop_columns(["domain_code", "similar_code", "turn"]).combine_chunks())


def _in_scope(links: pa.Table, domain: str, view: View) -> NDArray[np.bool_]:
    name = view.name(domain)
    if view.scope in {PREFIX, URL}:
        return of_address(links, name, below=view.scope == PREFIX)
    return of_host(links, name, below=view.scope == SUBDOMAINS)


def _read(folder: Path) -> KeptLists | None:
    try:
        return KeptLists(*(read_mapped(folder / f"{name}.arrow") for name in NAMES))
    except NotFound:
        return None


def _write(folder: Path, made: KeptLists) -> None:
    for name, table in zip(NAMES, (made.links, made.domains, made.anchors), strict=True):
        write_mapped(folder / f"{name}.arrow", table)


NAMES = ("links", "domains", "anchors")


def lists_folder(workspace: Workspace, domain: str) -> Path:
    """Where the lists are kept: known by everything that links are judged by."""
    snapshot = workspace.index.current()
    release = current_release(workspace.authority_folder)
    known_by = (
        LAYOUT,
        how_judged(),
        snapshot.name if snapshot else "",
        release.name if release else "",
        sorted(path.name for path in (workspace.folder / "topics").glob("*.npz")),
        workspace.state.site_or_plain(domain),
    )
    return workspace.folder / "lists" / _digest(domain) / _digest(repr(known_by))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]


def _made(workspace: Workspace, domain: str) -> KeptLists:
    import pyarrow as pa

    parts: list[pa.Table] = []
    offset = 0
    while not parts or parts[-1].num_rows == JUDGED_AT_ONCE:
        rows = workspace.index.links(
            domain, order=LinkOrder.SOURCE, limit=JUDGED_AT_ONCE, offset=offset, only=READ
        )
        parts.append(_judged(workspace, domain, rows))
        offset += JUDGED_AT_ONCE
    links = _ranked(pa.concat_tables(parts).combine_chunks())
    known = workspace.index.referring_domains(domain)
    points = _points(workspace, known["source_domain"])
    return KeptLists(links, by_domain(links, known, points), by_anchor(links))


def _give_back_memory() -> None:
    """Judging takes some 1 KB a link, which a server would hold on to until it ends."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _points(workspace: Workspace, names: pa.ChunkedArray) -> pa.Array:
    """The authority of these sites."""
    authority = known_authority(workspace, names.unique().to_pylist())
    return authority_points(names, None if authority.gap else authority.table)


def _judged(workspace: Workspace, domain: str, rows: pa.Table) -> pa.Table:
    """The links with what judging says of each."""
    import pyarrow as pa
    import pyarrow.compute as pc

    beside = inputs(workspace, domain, rows, whole=False)
    judged = judge_links(rows, beside)
    strength = [judged.strength_word(row) for row in range(rows.num_rows)]
    authority = None if beside.authority_gap else beside.authority
    kinds = pa.array(sorted(kind.value for kind in BACKLINK_KINDS))
    state = pc.fill_null(rows["state"], LinkState.LIVE.value)
    rows = rows.set_column(rows.schema.get_field_index("state"), "state", state)
    return (
        rows.append_column("anchor_class", class_words(judged.anchor_class))
        .append_column(
            "quality", pa.array(judged.quality.astype("float64").round(1), from_pandas=True)
        )
        .append_column("strength", pa.array(strength, pa.string()))
        .append_column("authority", authority_points(rows["source_domain"], authority))
        .append_column("is_backlink", pc.is_in(rows["kind"], value_set=kinds))
    )


def _ranked(links: pa.Table) -> pa.Table:
    """The links with the codes that gather them and the turn in which they are the best."""
    import pyarrow as pa

    site, target, anchor = (
        _codes(links, name) for name in ("source_domain", "target_url", "anchor")
    )
    pairs = site.astype(np.int64) * (int(target.max(initial=0)) + 1) + target
    _, pairs = np.unique(pairs, return_inverse=True)
    _, similar = np.unique(pairs * (int(anchor.max(initial=0)) + 1) + anchor, return_inverse=True)
    turns = np.empty(links.num_rows, dtype=np.int32)
    turns[in_order(links).to_numpy()] = np.arange(links.num_rows, dtype=np.int32)
    columns = {"domain_code": site, "similar_code": similar, "turn": turns}
    for name, values in columns.items():
        links = links.append_column(name, pa.array(values.astype(np.int32)))
    return links


def _codes(links: pa.Table, column: str) -> NDArray[np.int64]:
    """A number for each different text of a column, the highest for none."""
    import pyarrow as pa

    coded = pa.chunked_array(links[column].chunks, pa.string()).combine_chunks()
    coded = coded.dictionary_encode()
    codes = coded.indices.cast(pa.int64()).fill_null(len(coded.dictionary))
    numbers: NDArray[np.int64] = codes.to_numpy(zero_copy_only=False)
    return numbers
