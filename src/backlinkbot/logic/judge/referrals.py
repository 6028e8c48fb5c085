"""Which source speaks for which day, and which links brought the visits."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backlinkbot.core.results import Certainty, DomainResult, LinkResult, Sums
from backlinkbot.core.visits import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pyarrow as pa

    from backlinkbot.core.visits import VisitImport

# Where two sources tell as many days: analytics know goals, and count people better than a log.
ORDER = ("matomo", "ga4", "plausible", "access-log", "field-log")
MOST_LINKS = 10_000  # links of one domain and page that visits are shared out over


@dataclass(frozen=True, slots=True)
class Telling:
    """An import and its rows; `fine`: how much they tell, the more the better."""

    told: VisitImport
    rows: pa.Table

    @property
    def fine(self) -> tuple[bool, int, int]:
        """By day before in sum; with pages of both sides before without; newer before older."""
        wanted = [n for n in ("referrer_url", "page") if n in self.rows.schema.names]
        full = sum(self.rows[name].null_count < self.rows.num_rows for name in wanted)
        return (self.told.is_daily, full, self.told.number)


def speaking(tellings: Sequence[Telling], since: date, until: date) -> tuple[pa.Table, int]:
    """The rows of one reporter in a period, no day counted twice; and the rows left out for it.

    Logs add up. Of exports the finest and newest speaks for the days it tells of; a row over
    several days counts only where all of them lie in the period and nobody finer told one of them.
    """
    import pyarrow as pa

    adding = [one.rows for one in tellings if one.told.adds_up]
    rest = sorted((o for o in tellings if not o.told.adds_up), key=lambda o: o.fine, reverse=True)
    taken: set[date] = set()
    kept, cut = [_within(rows, since, until)[0] for rows in adding], 0
    for one in rest:
        rows, crossing = _within(one.rows, since, until)
        rows = _unclaimed(rows, taken)
        taken |= days_between(one.told.since, one.told.until)
        kept.append(rows)
        cut += crossing
    empty = tellings[0].rows.schema.empty_table()
    return pa.concat_tables([empty, *kept]), cut


def days_told(tellings: Iterable[Telling], since: date, until: date) -> set[date]:
    """The days of a period that imports tell of."""
    days: set[date] = set()
    for one in tellings:
        days |= days_between(max(one.told.since, since), min(one.told.until, until))
    return days


def days_between(since: date, until: date) -> set[date]:
    """Every day from `since` to `until`, both included."""
    return {since + timedelta(days=n) for n in range((until - since).days + 1)}


def _within(rows: pa.Table, since: date, until: date) -> tuple[pa.Table, int]:
    """Rows wholly in the period, and how many reach beyond it."""
    import pyarrow.compute as pc

    inside = pc.and_(pc.greater_equal(rows["since"], since), pc.less_equal(rows["until"], until))
    touching = pc.and_(pc.greater_equal(rows["until"], since), pc.less_equal(rows["since"], until))
    found = rows.filter(inside)
    return found, int(pc.sum(touching).as_py() or 0) - found.num_rows


def _unclaimed(rows: pa.Table, taken: set[date]) -> pa.Table:
    """Rows none of whose days is taken."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not taken or not rows.num_rows:
        return rows
    spans = rows.group_by(["since", "until"]).aggregate([]).to_pylist()
    free = pa.array([False] * rows.num_rows)
    for span in spans:
        if not taken & days_between(span["since"], span["until"]):
            begins = pc.equal(rows["since"], span["since"])
            free = pc.or_(free, pc.and_(begins, pc.equal(rows["until"], span["until"])))
    return rows.filter(free)


def main_source(days: Mapping[str, int]) -> str:
    """The reporter that is used: who tells most days; `days` by reporter."""
    rank = {name: -at for at, name in enumerate(ORDER)}
    return max(days, key=lambda name: (days[name], rank.get(name, -len(ORDER)), name))


class _Sums:
    """Sums that grow."""

    def __init__(self) -> None:
        self.visits = 0.0
        self.goals: float | None = None
        self.revenue: dict[str, float] = defaultdict(float)

    def add(self, visits: float, goals: float | None, revenue: float | None, money: str) -> None:
        self.visits += visits
        if goals is not None:
            self.goals = (self.goals or 0.0) + goals
        if revenue is not None:
            self.revenue[money] += revenue

    def done(self) -> Sums:
        return Sums(self.visits, self.goals, dict(self.revenue))


def total_of(rows: pa.Table, channel: Channel = Channel.REFERRAL) -> Sums:
    """What all visits of a channel brought."""
    sums = _Sums()
    for row in _grouped(rows, channel, []):
        sums.add(row["visits"], row["goals"], row["revenue"], row["currency"] or "")
    return sums.done()


def by_channel(rows: pa.Table) -> dict[str, float]:
    """Visits by channel, the greatest first."""
    grouped = rows.group_by("channel").aggregate([("visits", "sum")])
    pairs = zip(grouped["channel"].to_pylist(), grouped["visits_sum"].to_pylist(), strict=True)
    return dict(sorted(((name, float(n)) for name, n in pairs), key=lambda p: (-p[1], p[0])))


def by_domain(rows: pa.Table, links: Mapping[str, int]) -> tuple[DomainResult, ...]:
    """What every referring domain brought, most visits first; `links`: its pages that link."""
    sums: dict[str, _Sums] = defaultdict(_Sums)
    for row in _grouped(rows, Channel.REFERRAL, ["referrer_domain"]):
        if row["referrer_domain"]:
            sums[row["referrer_domain"]].add(
                row["visits"], row["goals"], row["revenue"], row["currency"] or ""
            )
    whole = sum(one.visits for one in sums.values())
    found = [
        DomainResult(name, one.done(), one.visits / whole if whole else 0.0, links.get(name, 0))
        for name, one in sums.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.sums.visits, one.domain)))


def page_key(url: str) -> str:
    """A page without what does not tell pages apart: scheme, "www.", a slash at the end."""
    rest = url.partition("://")[2].removeprefix("www.")
    path, mark, query = rest.partition("?")
    return f"{path.rstrip('/')}{mark}{query}"


@dataclass(frozen=True, slots=True)
class _Link:
    source_url: str
    target_url: str
    domain: str
    anchor: str


class LinkTable:
    """The links to a site, found by the page they stand on or by domain and target."""

    def __init__(self, links: pa.Table) -> None:
        self.by_page: dict[str, list[_Link]] = defaultdict(list)
        self.by_domain: dict[str, list[_Link]] = defaultdict(list)
        self.pages: dict[str, set[str]] = defaultdict(set)
        names = ("source_url", "target_url", "source_domain", "anchor")
        seen: set[tuple[str, str]] = set()
        for values in zip(*(links[name].to_pylist() for name in names), strict=True):
            link = _Link(values[0], values[1], values[2], values[3] or "")
            if (link.source_url, link.target_url) in seen:
                continue
            seen.add((link.source_url, link.target_url))
            self.by_page[page_key(link.source_url)].append(link)
            self.by_domain[link.domain].append(link)
            self.pages[link.domain].add(page_key(link.source_url))

    def counts(self) -> dict[str, int]:
        """Linking pages by domain."""
        return {domain: len(pages) for domain, pages in self.pages.items()}

    def candidates(
        self, domain: str, url: str | None, page: str | None
    ) -> tuple[list[_Link], Certainty]:
        """The links that can have brought a visit, the narrowest set that is not empty."""
        if url and (found := self._to(self.by_page.get(page_key(url), []), page)):
            return found, Certainty.PAGE
        found = self._to(self.by_domain.get(domain, []), page)
        pages = {page_key(link.source_url) for link in found}
        return found, Certainty.ONLY if len(pages) == 1 else Certainty.SHARED

    @staticmethod
    def _to(links: list[_Link], page: str | None) -> list[_Link]:
        """Those that lead to the landing page; all, where that is not told or none does.

        Visitors land elsewhere than a link says where the site redirects.
        """
        if page is None:
            return links
        wanted = page_key(page)
        return [link for link in links if page_key(link.target_url) == wanted] or links


def by_link(rows: pa.Table, table: LinkTable) -> tuple[tuple[LinkResult, ...], float]:
    """What each link brought, most visits first; and the visits whose link nobody can tell.

    Where several links can have brought visits they are shared out in equal parts, which is said
    in the certainty; visits of domains without a known link count as untold.
    """
    sums: dict[_Link, _Sums] = defaultdict(_Sums)
    sure: dict[_Link, tuple[Certainty, int]] = {}
    untold = 0.0
    asked: dict[tuple[str, str | None, str | None], tuple[list[_Link], Certainty]] = {}
    for row in _grouped(rows, Channel.REFERRAL, ["referrer_domain", "referrer_url", "page"]):
        key = (row["referrer_domain"] or "", row["referrer_url"], row["page"])
        if key not in asked:
            asked[key] = table.candidates(*key)
        links, certainty = asked[key]
        if not links or len(links) > MOST_LINKS:
            untold += row["visits"]
            continue
        part = 1 / len(links)
        for link in links:
            sums[link].add(
                row["visits"] * part,
                None if row["goals"] is None else row["goals"] * part,
                None if row["revenue"] is None else row["revenue"] * part,
                row["currency"] or "",
            )
            sure[link] = _less_sure(sure.get(link), (certainty, len(links)))
    found = [
        LinkResult(
            link.source_url, link.target_url, link.domain, link.anchor, one.done(), *sure[link]
        )
        for link, one in sums.items()
    ]
    order = sorted(found, key=lambda one: (-one.sums.visits, one.source_url, one.target_url))
    return tuple(order), untold


def _less_sure(
    known: tuple[Certainty, int] | None, new: tuple[Certainty, int]
) -> tuple[Certainty, int]:
    """The weaker of two certainties, with the most links that it was shared by."""
    if known is None:
        return new
    steps = list(Certainty)
    return max(known[0], new[0], key=steps.index), max(known[1], new[1])


def _grouped(rows: pa.Table, channel: Channel, keys: list[str]) -> list[dict[str, Any]]:
    """The sums of a channel by some columns and the currency."""
    import pyarrow.compute as pc

    values = ("visits", "goals", "revenue")
    chosen = rows.filter(pc.equal(rows["channel"], channel.value))
    grouped = chosen.group_by([*keys, "currency"], use_threads=False)
    found = grouped.aggregate([(name, "sum") for name in values])
    renamed = [name.removesuffix("_sum") for name in found.column_names]
    return list(found.rename_columns(renamed).to_pylist())
