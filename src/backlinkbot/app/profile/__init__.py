"""The verb profile: what points at a domain, how good it is, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from backlinkbot.app.profile.beside import inputs, known_authority, need_index
from backlinkbot.app.profile.exported import ExportedLinks, export_links
from backlinkbot.app.profile.linked import FoundLinks, LinkQuestion, links
from backlinkbot.app.profile.nothing import unknown_domain
from backlinkbot.app.profile.overview import Course, FoundOverview, courses, overview
from backlinkbot.app.profile.rows import (
    FoundRows,
    RowQuestion,
    anchor_rows,
    domain_rows,
    link_evidence,
    link_rows,
)
from backlinkbot.app.profile.view import SCOPES, View
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.io.outputs.place import write_text
from backlinkbot.logic.judge.history import as_known
from backlinkbot.logic.judge.owners import owner_of_sites
from backlinkbot.logic.judge.profile import ProfileFacts, profile_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.profile import Profile
    from backlinkbot.io.index.profile import ProfileCounts

__all__ = [
    "SCOPES",
    "Course",
    "ExportedLinks",
    "FoundLinks",
    "FoundOverview",
    "FoundRows",
    "LinkQuestion",
    "RowQuestion",
    "View",
    "anchor_rows",
    "courses",
    "domain_rows",
    "export_links",
    "link_evidence",
    "link_rows",
    "links",
    "overview",
    "profile",
    "profile_page",
]

# A profile reads these columns of every link of its site, about 1 KB a link with what is worked
# out from them; the HTML around a link, for the few on show, is left out where it costs most.
JUDGED = (
    "source_url", "source_domain", "source_title", "source_language", "page_type", "target_url",
    "anchor", "kind", "left", "right", "followed", "nofollow", "ugc", "sponsored", "placement",
    "placement_probability", "sitewide", "position", "external_links", "first_seen", "state",
    "lost_on",
)  # fmt: skip
MOST_WITH_HTML = 20_000
MOST_JUDGED = 1_000_000  # links judged one by one; beyond, the best one of each referring domain


def profile(workspace: Workspace, domain: str, *, as_of: date | None = None) -> Profile:
    """The judged profile of a domain: quality and quantity, best and worst links, findings.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    need_index(workspace)
    now = workspace.clock.now()
    moment = datetime.combine(as_of, time.max, UTC) if as_of else now
    counts = workspace.index.profile(domain, moment)
    is_large = counts.backlinks > MOST_JUDGED and not as_of
    rows = workspace.index.links(
        domain,
        LinkFilter(best_of_domain=True) if is_large else None,
        only=JUDGED if counts.backlinks > MOST_WITH_HTML else (*JUDGED, "context_html"),
    )
    if as_of:
        rows = as_known(rows, moment)
    if not rows.num_rows and not counts.only_domains:
        raise unknown_domain(workspace, domain)
    found = profile_of(
        rows,
        inputs(workspace, domain, rows, whole=True),
        _facts(workspace, domain, moment.date(), counts, _owners(workspace, rows)),
    )
    return _of_the_best(found, counts) if is_large else found


def _of_the_best(found: Profile, counts: ProfileCounts) -> Profile:
    """The profile of a site with too many backlinks to judge each, and how it was made."""
    said = (
        f"Of {counts.backlinks:,} backlinks only the best one of each referring domain was judged; "
        "strengths, placements, anchors and spreads are theirs."
    )
    return replace(
        found,
        backlinks=counts.backlinks,
        followed_share=counts.followed_share,
        method=(said, *found.method),
    )


def profile_page(workspace: Workspace, found: Profile, path: Path) -> None:
    """Write the profile as one self-contained page that a client can open anywhere."""
    from backlinkbot.logic.reports.html import html_page
    from backlinkbot.logic.reports.profile_page import profile_document

    locale = workspace.settings.locale
    write_text(path, html_page(profile_document(found, locale=locale), locale=locale))


def _owners(workspace: Workspace, rows: pa.Table) -> pa.Table:
    """Who owns the linking sites, by the ids on those of their pages that were read."""
    return owner_of_sites(workspace.index.owner_ids(rows["source_domain"].unique().to_pylist()))


def _facts(
    workspace: Workspace, domain: str, day: date, counts: ProfileCounts, owners: pa.Table
) -> ProfileFacts:
    authority, low, high, note = known_authority(workspace, [domain]).of(domain)
    return ProfileFacts(
        domain=domain,
        as_of=day,
        snapshot=counts.snapshot,
        new_30d=counts.new_30d,
        recent_until=counts.recent_until.date(),
        lost_30d=counts.lost_30d,
        only_domains=counts.only_domains,
        start_unknown=counts.start_unknown,
        weeks=counts.weeks,
        owners=owners,
        authority=authority,
        authority_low=low,
        authority_high=high,
        authority_note=note,
    )
