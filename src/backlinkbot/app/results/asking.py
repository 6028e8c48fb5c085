"""The results of a site in a period, out of what was imported and of the link index."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.app.results.effects import effect_on_pages
from backlinkbot.app.results.importing import store_of
from backlinkbot.core.days import told_day
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.results import Results, SourceResult, WeekResult
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.visits import Channel, VisitKind, visit_columns
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.logic.judge.referrals import (
    LinkTable,
    Telling,
    by_channel,
    by_domain,
    by_link,
    days_told,
    main_source,
    speaking,
    total_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.results import Sums
    from backlinkbot.io.results.store import ResultsStore

USUAL_DAYS = 90  # shown where no period is asked for


def results_of(
    workspace: Workspace, domain: str, since: date | None = None, until: date | None = None
) -> Results:
    """What links brought a site from `since` to `until` (both included).

    Without days: the last 90 that anything tells of.

    Raises:
        BadInput: no domain, a day that the web has not, or `since` after `until`.
        NotFound: nothing was imported for the site.
    """
    site = domain_named(domain)
    for day in (since, until):
        if day:
            told_day(day)
    store = store_of(workspace, site)
    imports = store.imports
    if not imports:
        raise NotFound(
            f"there are no results of {site} yet; begin with: backlinkbot results import FILE "
            f"--site {site}"
        )
    until = until or max(one.until for one in imports)
    since = since or until - timedelta(days=USUAL_DAYS - 1)
    if since > until:
        raise BadInput(f"the period begins on {since} and ends before, on {until}")
    return _Asked(workspace, site, store, since, until).results()


@dataclass(frozen=True, slots=True)
class _Searches:
    """Clicks and impressions of a period; None where nobody tells a day of it."""

    clicks: float | None = None
    impressions: float | None = None
    clicks_before: float | None = None
    rows: pa.Table | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What the sentence speaks of; `told`: days of the period's `length` that are told of."""

    site: str
    total: Sums
    before: Sums | None
    told: int
    length: int


class _Asked:
    """One question: the site, its store and the period."""

    def __init__(
        self, workspace: Workspace, site: str, store: ResultsStore, since: date, until: date
    ) -> None:
        self.workspace, self.site, self.store = workspace, site, store
        self.since, self.until = since, until
        self.imports = store.imports
        self.visits = self._tellings(VisitKind.VISITS)
        self.searches = self._tellings(VisitKind.SEARCH)

    def results(self) -> Results:
        days = {n: len(days_told(t, self.since, self.until)) for n, t in self.visits.items()}
        used = main_source(days) if days else ""
        rows, cut = self._rows(used, self.since, self.until)
        table = LinkTable(self._links())
        by_links, unplaced = by_link(rows, table)
        length = (self.until - self.since).days + 1
        search = self._search()
        total, before = total_of(rows), self._before(used)
        found = _Found(self.site, total, before, days.get(used, 0), length)
        return Results(
            domain=self.site,
            since=self.since,
            until=self.until,
            sentence=_sentence(found, search),
            total=total,
            before=before,
            channels=by_channel(rows),
            search_clicks=search.clicks,
            search_impressions=search.impressions,
            search_clicks_before=search.clicks_before,
            by_domain=by_domain(rows, table.counts()),
            by_link=by_links,
            unplaced=unplaced,
            weeks=_weeks(rows, search.rows),
            sources=self._sources(used, days),
            left_out=self._left_out(),
            effect=effect_on_pages(
                self.workspace, self.site, self.visits, self.searches, self.until
            ),
            imports=self.imports,
            notes=_notes(cut, days, used, length),
            snapshot=self.workspace.snapshot.name if self.workspace.snapshot else None,
        )

    def _tellings(self, kind: VisitKind) -> dict[str, list[Telling]]:
        found: dict[str, list[Telling]] = defaultdict(list)
        for told in self.imports:
            if kind.value in told.kept:
                found[told.reporter].append(Telling(told, self.store.rows(told, kind)))
        return dict(found)

    def _rows(self, used: str, since: date, until: date) -> tuple[pa.Table, int]:
        if not used:
            return visit_columns().empty_table(), 0
        return speaking(self.visits[used], since, until)

    def _earlier(self, tellings: Sequence[Telling]) -> pa.Table | None:
        """The rows of the period before, of days that stand for those told of in this one.

        None where one of them is not told of: a part is never compared with a whole.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        length = self.until - self.since + timedelta(days=1)
        wanted = {day - length for day in days_told(tellings, self.since, self.until)}
        if not wanted or wanted - days_told(tellings, min(wanted), max(wanted)):
            return None
        rows, _ = speaking(tellings, min(wanted), max(wanted))
        if len(wanted) == (max(wanted) - min(wanted)).days + 1:
            return rows
        is_day = pc.equal(rows["since"], rows["until"])
        days = pa.array(sorted(wanted), pa.date32())
        return rows.filter(pc.and_(is_day, pc.is_in(rows["since"], days)))

    def _before(self, used: str) -> Sums | None:
        rows = self._earlier(self.visits[used]) if used else None
        return None if rows is None else total_of(rows)

    def _search(self) -> _Searches:
        """Of the whole site where that is told, else summed over its pages."""
        whole: list[Telling] = []
        pages: list[Telling] = []
        for tellings in self.searches.values():
            for one in tellings:
                is_whole = one.rows["page"].null_count == one.rows.num_rows
                (whole if is_whole else pages).append(one)
        for tellings in (whole, pages):
            if not tellings or not days_told(tellings, self.since, self.until):
                continue
            rows, _ = speaking(tellings, self.since, self.until)
            if rows.num_rows:
                before = self._earlier(tellings)
                return _Searches(
                    _sum(rows, "clicks"),
                    _sum(rows, "impressions"),
                    None if before is None else _sum(before, "clicks") or 0.0,
                    rows,
                )
        return _Searches()

    def _links(self) -> pa.Table:
        """Backlinks of any state: a link that is lost today brought visits while it stood."""
        wanted = ("source_url", "target_url", "source_domain", "anchor")
        return self.workspace.index.links(self.site, LinkFilter(backlinks=True), only=wanted)

    def _sources(self, used: str, days: dict[str, int]) -> tuple[SourceResult, ...]:
        found = []
        for name, tellings in self.visits.items():
            files = [one.told for one in tellings]
            total = total_of(self._rows(name, self.since, self.until)[0]).visits
            first, last = min(f.since for f in files), max(f.until for f in files)
            found.append(
                SourceResult(name, days[name], first, last, total, len(files), name == used)
            )
        return tuple(sorted(found, key=lambda one: (not one.is_used, -one.days, one.source)))

    def _left_out(self) -> dict[str, int]:
        """What did not count in the files that tell of the period, by reason."""
        counts: Counter[str] = Counter()
        for told in self.imports:
            if told.since <= self.until and told.until >= self.since:
                counts.update(told.left_out)
        return dict(counts.most_common())


def _sum(rows: pa.Table, name: str) -> float | None:
    import pyarrow.compute as pc

    total = pc.sum(rows[name]).as_py()
    return None if total is None else float(total)


def _weeks(rows: pa.Table, searches: pa.Table | None) -> tuple[WeekResult, ...]:
    """Week by week what is told by day; rows over several days are in no week."""
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for row in _by_day(rows, ["channel"], ["visits"]):
        counts[_monday(row["since"])][row["channel"]] += row["visits_sum"]
    found: dict[date, Counter[str]] = defaultdict(Counter)
    if searches is not None:
        for row in _by_day(searches, [], ["clicks", "impressions"]):
            found[_monday(row["since"])]["clicks"] += row["clicks_sum"]
            found[_monday(row["since"])]["impressions"] += row["impressions_sum"] or 0
    return tuple(
        _week(week, counts.get(week), found.get(week)) for week in sorted({*counts, *found})
    )


def _by_day(rows: pa.Table, keys: list[str], values: list[str]) -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    daily = rows.filter(pc.equal(rows["since"], rows["until"]))
    grouped = daily.group_by(["since", *keys], use_threads=False)
    return list(grouped.aggregate([(name, "sum") for name in values]).to_pylist())


def _week(week: date, visits: Counter[str] | None, search: Counter[str] | None) -> WeekResult:
    return WeekResult(
        week,
        float(visits[Channel.REFERRAL.value]) if visits else None,
        float(visits[Channel.SEARCH.value]) if visits else None,
        float(search["clicks"]) if search else None,
        float(search["impressions"]) if search else None,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _notes(cut: int, days: dict[str, int], used: str, length: int) -> tuple[str, ...]:
    notes = []
    if cut:
        notes.append(
            f"{cut:,} rows tell of more days than the period has, so they are left out; "
            "export by day, or ask for the whole period"
        )
    if used and days[used] < length:
        notes.append(f"{used} tells of {days[used]:,} of the {length:,} days")
    if len(days) > 1:
        notes.append(
            f"{used} is used, as it tells of most days; sources are never added to each other, "
            "because they count the same visits"
        )
    return tuple(notes)


def _sentence(found: _Found, search: _Searches) -> str:
    """The result in words."""
    total = found.total
    if not found.told:
        said = f"No source tells of visits to {found.site} in these {found.length:,} days"
    else:
        said = f"Links brought {found.site} {total.visits:,.0f} visits"
        if total.goals is not None:
            said += f" and {total.goals:,.0f} goals"
        said += _worth(total)
        if found.before and found.before.visits:
            change = total.visits / found.before.visits - 1
            said += f"; {change:+.0%} against the same days of the period before"
    if search.clicks is not None:
        said += f"; {search.clicks:,.0f} clicks came from search"
    return said + "."


def _worth(total: Sums) -> str:
    money = [
        f"{amount:,.2f} {name or '(currency not told)'}"
        for name, amount in sorted(total.revenue.items())
    ]
    return f", worth {' and '.join(money)}" if money else ""
