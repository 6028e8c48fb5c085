"""What an audit is judged from, taken out of the index and the authority release in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.app.profile.beside import inputs, known_authority
from backlinkbot.app.profile.nothing import unknown_domain
from backlinkbot.app.protected import disavow_facts
from backlinkbot.core.nouns import LinkState
from backlinkbot.io.index.filters import LinkFilter, LinkOrder
from backlinkbot.logic.judge.audit.case import Case
from backlinkbot.logic.judge.evidence import Evidence
from backlinkbot.logic.judge.suspicion import SourceFacts, Suspects

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress
    from backlinkbot.io.index.linking import LinkingSites

STANDING = (LinkState.LIVE, LinkState.REDIRECTED)
MOST_LINKS = 300_000  # judged one by one, 5 KB each; beyond, the best ones of each referring domain
MORE_PAGES = 3  # of each linking site beside those that link: what the site itself is about
# Sites that link everywhere and are linked from everywhere tell nothing by the rest of it.
MOST_TARGETS, MOST_SOURCES = 1_000, 300
LONGEST_TEXT, SHORTEST_TEXT = 4_000, 400  # characters of a page's text: enough for topic and trade
ALL_TEXT = 120_000_000  # characters of all texts together
LEAST_SHARE = 0.1  # of a site's pages in a language, so that it is one of its own
LONG_AWAY_DAYS = 60  # a shorter absence is a crawl's pause, not a site's
SAME_SHARE = (
    0.5  # of a site's own pages still answer: whoever bought the name brings few of them back
)
LEAST_TARGETS = 5  # domains linked before, and now: of fewer it cannot be told how they changed


def case_of(
    workspace: Workspace, domain: str, kept: Iterable[str], progress: Progress
) -> tuple[Case, tuple[str, ...]]:
    """The case of a domain today, and what was left out of it in plain sentences.

    `kept`: units that are never to be disavowed, beside those known to the workspace.

    Raises:
        NotFound: nothing in the index points at the domain.
    """
    progress.stage("Reading the links")
    rows, notes = _links(workspace, domain)
    given = inputs(workspace, domain, rows, whole=True)
    progress.stage("Looking at the linking sites")
    facts = _facts(workspace, domain, rows)
    today = workspace.clock.now().date()
    suspects = Suspects(Evidence(rows, given), facts, today)
    snapshot = workspace.index.current()
    case = Case(
        domain=domain,
        as_of=today,
        snapshot=snapshot.name if snapshot else "",
        links=suspects.links,
        inputs=given,
        facts=facts,
        protection=disavow_facts(
            workspace, suspects.units.to_pylist(), site=domain, kept=frozenset(kept)
        ),
    )
    return case, notes


def _links(workspace: Workspace, domain: str) -> tuple[pa.Table, tuple[str, ...]]:
    """The live backlinks in an order that depends on nothing else."""
    wishes = LinkFilter(states=STANDING, backlinks=True)
    total = workspace.index.count_links(domain, wishes)
    notes: tuple[str, ...] = ()
    if total > MOST_LINKS:
        wishes = LinkFilter(states=STANDING, backlinks=True, best_of_domain=True)
        notes = (
            f"Of {total:,} live backlinks only the best ones of each referring domain were judged.",
        )
    rows = workspace.index.links(domain, wishes, order=LinkOrder.SOURCE)
    if not rows.num_rows:
        if not workspace.index.referring_domains(domain, limit=1).num_rows:
            raise unknown_domain(workspace, domain)
        notes = (
            f"Only domains are known to link to {domain}, or links that are gone: there is no live "
            "link to judge.",
        )
    return rows.combine_chunks(), notes


def _facts(workspace: Workspace, domain: str, rows: pa.Table) -> SourceFacts:
    names = sorted(set(rows["source_domain"].to_pylist()))
    urls = sorted(set(rows["source_url"].to_pylist()))
    sites = workspace.index.linking_sites(names)
    estate = frozenset({domain, *workspace.state.site_or_plain(domain).estate})
    links_out = sites.out_links(most=MOST_TARGETS)
    pages = len(urls) + MORE_PAGES * len(names)
    longest = min(LONGEST_TEXT, max(SHORTEST_TEXT, ALL_TEXT // max(pages, 1)))
    return SourceFacts(
        pages=sites.pages(urls, more=MORE_PAGES, most_chars=longest),
        out_links=links_out.select(["source_domain", "target_domain", "links"]),
        spread=_spread(links_out),
        in_links=sites.in_links(estate, most=MOST_SOURCES),
        domains=_domains(workspace, names, sites),
        footprints=sites.footprints(),
        lives=_lives(sites),
        ours=estate,
        languages=_languages(workspace, domain),
    )


def _spread(links_out: pa.Table) -> pa.Table:
    """How many domains link to each target: once a target."""
    told = links_out.group_by("target_domain", use_threads=False).aggregate([("sources", "max")])
    return told.select(["target_domain", "sources_max"]).rename_columns(["domain", "sources"])


def _domains(workspace: Workspace, names: list[str], sites: LinkingSites) -> pa.Table:
    """Authority by the release in force where it stands on trust; who links by the index."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = known_authority(workspace, names).table
    counted = sites.referring_domains()
    wanted = pa.array(names, pa.string())
    found = {"domain": wanted}
    columns = ("authority", "authority_low", "trust", "inflated_share")
    for name in columns:
        column = pa.nulls(len(names), pa.float64())
        if known is not None:
            at = pc.index_in(wanted, value_set=known["node"].combine_chunks())
            column = known[name].combine_chunks().cast(pa.float64()).take(at)
        found[name] = column
    at = pc.index_in(wanted, value_set=counted["domain"].combine_chunks())
    own = counted["referring_domains"].combine_chunks().take(at)
    if known is not None:
        place = pc.index_in(wanted, value_set=known["node"].combine_chunks())
        told = known["referring_domains"].combine_chunks().cast(pa.int64()).take(place)
        own = pc.max_element_wise(own, told)
    found["referring_domains"] = own
    return pa.table({name: found[name] for name in _ORDER})


_ORDER = (
    "domain", "authority", "authority_low", "trust", "referring_domains", "inflated_share",
)  # fmt: skip


def _lives(sites: LinkingSites) -> pa.Table:
    """Since when each site is known, how long it was away, and how much it changed over that."""
    import pyarrow as pa

    told = sites.lives()
    changed, was_gone = _changed(told, sites)
    kept = told.select(["domain", "first_seen", "last_seen", "gap_days"])
    kept = kept.append_column("changed", pa.array(changed, pa.float64(), from_pandas=True))
    return kept.append_column("was_gone", pa.array(was_gone, pa.bool_()))


def _changed(lives: pa.Table, sites: LinkingSites) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How much of a site's out-links changed when it came back, 0..1 (NaN where that is not known).

    The smaller of two shares: of the domains linked before, those that are gone; of those linked
    now, the new ones. A site of which only other pages were read the second time has new ones and
    lost none. Where half of its own pages answer as before, the site is the same. And whether it
    was gone in between, rather than not asked.
    """
    import pyarrow.compute as pc

    found, was_gone = np.full(len(lives), np.nan), np.zeros(len(lives), np.bool_)
    is_away = pc.greater_equal(lives["gap_days"], LONG_AWAY_DAYS)
    away = lives.filter(pc.fill_null(is_away, fill_value=False))
    back = dict(zip(away["domain"].to_pylist(), away["back_at"].to_pylist(), strict=True))
    if not back:
        return found, was_gone
    told = sites.turnover(back)
    before, gone, now, fresh, stayed, asked = (
        np.asarray(told[name].to_numpy(), np.float64)
        for name in ("before", "gone", "now", "fresh", "stayed", "asked_again")
    )
    share = np.minimum(gone / np.maximum(before, 1), fresh / np.maximum(now, 1))
    share[(stayed > 0) & (stayed >= SAME_SHARE * asked)] = 0
    share[np.minimum(before, now) < LEAST_TARGETS] = np.nan
    at = pc.index_in(told["domain"].combine_chunks(), value_set=lives["domain"].combine_chunks())
    found[at.to_numpy()] = share
    was_gone[at.to_numpy()] = told["was_gone"].to_numpy(zero_copy_only=False)
    return found, was_gone


def _languages(workspace: Workspace, domain: str) -> frozenset[str]:
    """The languages in which the site itself writes, as far as its pages were read."""
    told = workspace.index.pages(domain)["language"].drop_null().value_counts().to_pylist()
    total = sum(row["counts"] for row in told)
    return frozenset(row["values"] for row in told if row["counts"] >= LEAST_SHARE * total)
