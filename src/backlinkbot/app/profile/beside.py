"""What links are judged by beside themselves: words, authority, ranks, topics, anchors' use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.topics import relevance
from backlinkbot.core.errors import NotFound
from backlinkbot.io.index.graphs.releases import current_release, look_up
from backlinkbot.logic.judge.anchors import anchor_words
from backlinkbot.logic.judge.evidence import AnchorUse, LinkInputs
from backlinkbot.logic.judge.signals.traffic import most_ranked_sites
from backlinkbot.logic.judge.words import folded

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site
    from backlinkbot.logic.judge.anchors import AnchorWords

TITLES_READ = 2_000  # of the target's own pages: enough to find its name and topics


def need_index(workspace: Workspace) -> None:
    """Raises NotFound while nothing was read in."""
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")


def inputs(workspace: Workspace, domain: str, rows: pa.Table, *, whole: bool) -> LinkInputs:
    """What is known beside the links; `whole`: the rows are all the links of the domain."""
    sources = rows["source_domain"].unique()
    names = sources.to_pylist()
    release = current_release(workspace.authority_folder)
    return LinkInputs(
        words=_anchor_words(workspace, workspace.state.site_or_plain(domain)),
        authority=look_up(release, names) if release and names else None,
        ranks=workspace.index.ranks(names) if names else None,
        ranked_sites=most_ranked_sites(workspace.index.rank_lists()),
        relevance=relevance(workspace, domain, rows),
        anchor_use=None if whole else _anchor_use(workspace, domain),
    )


def _anchor_words(workspace: Workspace, site: Site) -> AnchorWords:
    pages = workspace.index.pages(site.domain)
    return anchor_words(
        site.domain,
        name=site.name,
        brand_words=site.brand_words,
        topic_words=site.topic_words,
        titles=pages["title"].slice(0, TITLES_READ).to_pylist(),
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
