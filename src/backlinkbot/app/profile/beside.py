"""What links are judged by beside themselves: words, authority, ranks, topics, anchors' use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.app.known import NOT_THERE, TOO_LITTLE, TRUST
from backlinkbot.app.site_words import site_words
from backlinkbot.app.topics import relevance
from backlinkbot.core.errors import NotFound
from backlinkbot.io.index.graphs.releases import about_release, current_release, look_up
from backlinkbot.logic.judge.evidence import AnchorUse, LinkInputs
from backlinkbot.logic.judge.signals.traffic import most_ranked_sites
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace

NOT_MEASURED = "no link graph was measured yet"
# In words that a client's page may show; the command line tells the commands.
MEASURE = "measure the link graph"
WIDEN = "import a Common Crawl release or name sites that you trust"


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """Rows of the release in force (no site's row where it knows none), or why none may be used.

    `gap`: a phrase, empty where authority is known of some site; `what_helps`: what would tell it.
    """

    table: pa.Table | None
    gap: str = ""
    what_helps: str = MEASURE

    def of(self, domain: str) -> tuple[float | None, float | None, float | None, str]:
        """Points, low and high end of one site, and why there are none."""
        if self.gap or self.table is None:
            return None, None, None, self.gap or NOT_THERE
        rows = {one["node"]: one for one in self.table.to_pylist()}
        row = rows.get(domain, {})
        points = row.get("authority")
        note = NOT_THERE if points is None else ""
        return points, row.get("authority_low"), row.get("authority_high"), note


def known_authority(workspace: Workspace, names: Sequence[str]) -> KnownAuthority:
    """The authority of these sites, unless it stands on links only: that is no score."""
    release = current_release(workspace.authority_folder)
    if release is None:
        return KnownAuthority(None, NOT_MEASURED)
    if about_release(release).get("basis", TRUST) != TRUST:
        return KnownAuthority(None, TOO_LITTLE, WIDEN)
    return KnownAuthority(look_up(release, names) if names else None)


def need_index(workspace: Workspace) -> None:
    """Raises NotFound while nothing was read in."""
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")


def inputs(workspace: Workspace, domain: str, rows: pa.Table, *, whole: bool) -> LinkInputs:
    """What is known beside the links; `whole`: the rows are all the links of the domain."""
    sources = rows["source_domain"].unique()
    names = sources.to_pylist()
    authority = known_authority(workspace, names)
    return LinkInputs(
        words=site_words(workspace, domain),
        authority=authority.table,
        authority_gap=authority.gap,
        authority_help=authority.what_helps,
        ranks=workspace.index.ranks(names) if names else None,
        ranked_sites=most_ranked_sites(workspace.index.rank_lists()),
        relevance=relevance(workspace, domain, rows),
        anchor_use=None if whole else _anchor_use(workspace, domain),
    )


def _anchor_use(workspace: Workspace, domain: str) -> AnchorUse:
    """On how many domains each anchor stands, counted over all links of the target."""
    import pyarrow as pa
    import pyarrow.compute as pc

    used = workspace.index.anchors(domain)
    told = used.filter(pc.is_valid(used["anchor"]))
    texts = pa.array([folded(text) for text in told["anchor"].to_pylist()], pa.string())
    pairs = pa.table({"text": texts, "domain": told["source_domain"]})
    counted = pairs.group_by("text").aggregate([("domain", "count_distinct")])
    return AnchorUse(
        texts=tuple(counted["text"].to_pylist()),
        domains=tuple(counted["domain_count_distinct"].to_pylist()),
        referring_domains=len(used["source_domain"].unique()),
    )
