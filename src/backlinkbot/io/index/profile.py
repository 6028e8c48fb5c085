"""The counts a backlink profile is made of, for one target domain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.nouns import Growth

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader, Session

TOP_ROWS = 100  # of anchors and target pages: a list longer than that is asked for by itself
RECENT = timedelta(days=30)  # "new" and "lost" in a profile, as every tool of the trade counts them


@dataclass(frozen=True, slots=True)
class ProfileCounts:
    """A target domain in numbers; links and domains are counted while they stand (live).

    `followed_share`: of the backlinks whose following is known, None where none is; `only_domains`:
    referring domains known from domain-level facts alone, of which no page that links, or linked,
    is known; `other_kinds`: standing frames, forms, canonicals, which are in no number but `kinds`;
    `recent_until`: the end of the 30 days of `new_30d` and `lost_30d`; these and `weeks`: referring
    domains, won only where it is known when their first link began; `start_unknown` of them and
    `links_start_unknown` of the backlinks began nobody knows when; the tables are sorted, most
    first, with the columns their names tell (`anchors`: anchor, links, referring_domains,
    followed_links).
    """

    domain: str
    as_of: datetime
    snapshot: str
    backlinks: int
    referring_domains: int
    only_domains: int
    followed_backlinks: int
    followed_domains: int
    followed_share: float | None
    nofollow: int
    ugc: int
    sponsored: int
    sitewide: int
    lost: int
    broken: int
    redirected: int
    other_kinds: int
    recent_until: datetime
    new_30d: int
    lost_30d: int
    start_unknown: int
    links_start_unknown: int
    weeks: tuple[Growth, ...]
    placements: pa.Table
    kinds: pa.Table
    anchors: pa.Table
    targets: pa.Table
    tlds: pa.Table
    languages: pa.Table
    page_types: pa.Table


@dataclass(frozen=True, slots=True)
class MainCounts:
    """The few numbers of a domain that a list of sites shows; as those of `ProfileCounts`."""

    backlinks: int
    referring_domains: int
    followed_share: float | None
    new_30d: int
    lost_30d: int
    start_unknown: int
    weeks: tuple[Growth, ...]


def recent_until(reader: Reader, as_of: datetime) -> datetime:
    """Where the days that count as recent end: `as_of`, or when links were read last before it.

    Beyond its newest day an index tells of nothing won or lost, which is not that nothing was.
    """
    newest = reader.newest_day()
    return min(as_of, datetime.combine(newest, time.max, UTC)) if newest else as_of


def _recent_since(reader: Reader, as_of: datetime) -> datetime:
    return recent_until(reader, as_of).astimezone(UTC).replace(tzinfo=None) - RECENT


def main_counts(reader: Reader, domain: str, as_of: datetime) -> MainCounts:
    """The main numbers of a domain, for a third of what all of its profile costs."""
    session = reader.session(domain)
    try:
        session.make("narrow_rollup")
        moment = as_of.astimezone(UTC).replace(tzinfo=None)
        links = session.row("standing_links")
        since = _recent_since(reader, as_of)
        domains = session.row("domain_totals", since=since, as_of=moment)
        return MainCounts(
            backlinks=links["backlinks"],
            referring_domains=domains["referring"],
            followed_share=links["followed"] / links["told"] if links["told"] else None,
            new_30d=domains["new"],
            lost_30d=domains["lost"],
            start_unknown=domains["start_unknown"],
            weeks=_weeks(session, moment),
        )
    finally:
        session.close()


def counted(reader: Reader, domain: str, as_of: datetime) -> ProfileCounts:
    """The profile of a domain; all zero for one that nobody links to."""
    session = reader.session(domain)
    try:
        session.make("narrow_links")
        session.make("narrow_rollup")
        moment = as_of.astimezone(UTC).replace(tzinfo=None)
        links = session.row("totals")
        since = _recent_since(reader, as_of)
        domains = session.row("domain_totals", since=since, as_of=moment)
        return ProfileCounts(
            domain=domain,
            as_of=as_of,
            snapshot=reader.manifest.name if reader.manifest else "",
            backlinks=links["backlinks"],
            referring_domains=domains["referring"],
            only_domains=session.table("only_domain").column(0)[0].as_py(),
            followed_backlinks=links["followed"],
            followed_domains=domains["followed"],
            followed_share=links["followed"] / links["told"] if links["told"] else None,
            nofollow=links["nofollow"],
            ugc=links["ugc"],
            sponsored=links["sponsored"],
            sitewide=links["sitewide"],
            lost=links["lost"],
            broken=links["broken"],
            redirected=links["redirected"],
            other_kinds=links["other_kinds"],
            recent_until=recent_until(reader, as_of),
            new_30d=domains["new"],
            lost_30d=domains["lost"],
            start_unknown=domains["start_unknown"],
            links_start_unknown=links["start_unknown"],
            weeks=_weeks(session, moment),
            placements=session.table("by_placement"),
            kinds=session.table("by_kind"),
            anchors=session.table("by_anchor", top=TOP_ROWS),
            targets=session.table("by_target", top=TOP_ROWS),
            tlds=session.table("by_tld"),
            languages=session.table("by_language"),
            page_types=session.table("by_page_type"),
        )
    finally:
        session.close()


def growth(reader: Reader, domain: str, as_of: datetime) -> tuple[Growth, ...]:
    """Referring domains won and lost by week; weeks without either are left out."""
    session = reader.session(domain)
    try:
        session.make("narrow_rollup")
        return _weeks(session, as_of.astimezone(UTC).replace(tzinfo=None))
    finally:
        session.close()


def _weeks(session: Session, moment: datetime) -> tuple[Growth, ...]:
    rows = session.table("weeks", as_of=moment).to_pylist()
    return tuple(Growth(**row) for row in rows)
