"""Which pages are looked at in one run, and what is known of the links on them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.app.points import points_of
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.pages.looked import sketch
from backlinkbot.core.urls import canonical, host_of
from backlinkbot.core.verifying import Check, Due, KnownLink, KnownPage, Standing
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.io.state.checks import kept_checks
from backlinkbot.logic.verify.schedule import (
    AGAIN_DAYS,
    FORGET_LOST_DAYS,
    as_days,
    chosen,
    interval_days,
    next_look,
    spread_of,
    strength,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.verifying import VerifyPlan

# Pages of one host in one run: with the usual pauses a quarter of an hour, and nobody is burdened.
PER_HOST = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLANNED = (
    "source_url", "source_domain", "target_url", "occurrence", "placement", "first_seen",
    "last_seen", "state", "lost_on",
)  # fmt: skip
_DOUBTED = frozenset({Standing.SUSPECTED, Standing.UNTOLD})
_WHY = {
    Standing.SUSPECTED: "it was not found at the last look",
    Standing.UNREACHABLE: "nobody answered at the last look",
    Standing.LOST: "a lost link may come back",
    Standing.BLOCKED: "the server refused us the last time",
}


@dataclass(slots=True)
class PagePlan:
    """A page to look at: what is known of its links, and of each what the looks so far told.

    `worth` (0..1) and `began` (first seen) are of its links, in their order; `about`: what the
    index keeps of the page.
    """

    source_url: str
    about: KnownPage = field(default_factory=KnownPage)
    links: list[KnownLink] = field(default_factory=list)
    before: list[Check] = field(default_factory=list)
    worth: list[float] = field(default_factory=list)
    began: list[datetime | None] = field(default_factory=list)

    @property
    def wants_probe(self) -> bool:
        """Whether to ask its host, too, for its home page and an address that cannot be there."""
        return any(one.standing in _DOUBTED for one in self.before)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The pages of a run, when they were due, and how many due ones had no room."""

    pages: tuple[PagePlan, ...]
    due: tuple[Due, ...]
    left: int


@dataclass(slots=True)
class _Rows:
    """The links of one site in columns, with what their schedule says."""

    site: str
    table: pa.Table
    checks: Mapping[tuple[str, str, int], Check]
    worth: NDArray[np.float64]
    due: NDArray[np.float64]
    standings: list[str]


def choose(workspace: Workspace, sites: Sequence[str], plan: VerifyPlan, now: datetime) -> Chosen:
    """The pages to look at, the most valuable first, at most `plan.limit` of them."""
    link = canonical(plan.link) or plan.link
    rows = [_of_site(workspace, site, link, now) for site in sites]
    today = (now - EPOCH) / timedelta(days=1)
    best = _pages(rows)
    is_due = [plan.all or bool(link) or due <= today for _, due, _, _ in best]
    wanted = [page for page, is_one in zip(best, is_due, strict=True) if is_one]
    overdue = np.array([min(max(today - due, 0.0), 1e6) for _, due, _, _ in wanted])
    # what may be lost is settled before anything else is looked at
    worth = np.array([worth + (word == Standing.SUSPECTED) for _, _, worth, word in wanted])
    hosts = [host_of(url) for url, _, _, _ in wanted]
    taken = chosen(overdue, worth, hosts, limit=plan.limit, per_host=PER_HOST)
    picked = [wanted[place] for place in taken]
    pages = _plans(workspace, rows, {url for url, _, _, _ in picked}, now)
    due = tuple(
        Due(url, len(pages[url].links), _moment(at, now), _why(word, at, plan))
        for url, at, _, word in picked
    )
    return Chosen(tuple(pages[url] for url, _, _, _ in picked), due, len(wanted) - len(picked))


def due_after(page: PagePlan, number: int, check: Check) -> datetime:
    """When link `number` of a page is due again after the look that `check` tells of."""
    looked = as_days(np.array([_naive(check.checked_at)], dtype="datetime64[us]"))
    began = page.began[number]
    due = next_look(
        as_days(np.array([_naive(began) if began else None], dtype="datetime64[us]")),
        looked,
        interval_days(np.array([page.worth[number]]), np.array([check.changes])),
        spread_of([page.source_url]),
        standings=[check.standing.value],
    )
    return EPOCH + timedelta(days=float(due[0]))


def _of_site(workspace: Workspace, site: str, link: str, now: datetime) -> _Rows:
    import pyarrow.compute as pc

    wishes = LinkFilter(backlinks=True, source_url=link or None)
    table = workspace.index.links(site, wishes, only=_PLANNED)
    today = (now - EPOCH) / timedelta(days=1)
    if table.num_rows and not link:
        lost_on = as_days(table["lost_on"].to_numpy())
        is_lost = pc.equal(table["state"], LinkState.LOST.value).to_numpy()
        forgotten = is_lost & ~(today - lost_on <= FORGET_LOST_DAYS)
        table = table.filter(~forgotten)
    with workspace.state.reading() as connection:
        checks = {one.key: one for one in kept_checks(connection, site)}
    keys = list(
        zip(
            table["source_url"].to_pylist(),
            table["target_url"].to_pylist(),
            table["occurrence"].to_pylist(),
            strict=True,
        )
    )
    found = [checks.get(key) for key in keys]
    authority = np.array(
        points_of(workspace, table["source_domain"]).to_numpy(zero_copy_only=False),
        dtype=np.float64,
    )
    worth = strength(authority, table["placement"].to_pylist())
    standings, looked = _looked(table, found)
    due = next_look(
        as_days(table["first_seen"].to_numpy()),
        looked,
        interval_days(worth, np.array([one.changes if one else 0 for one in found], np.int64)),
        spread_of([key[0] for key in keys]),
        standings=standings,
    )
    once = np.array([word == _LOST_ONCE for word in standings], dtype=np.bool_)
    due = np.where(once, as_days(table["lost_on"].to_numpy()) + AGAIN_DAYS, due)
    return _Rows(site, table, checks, worth, due, standings)


_LOST_ONCE = "lost_once"  # one reading, or a vendor, says lost, and no look of ours


def _looked(
    table: pa.Table, found: Sequence[Check | None]
) -> tuple[list[str], NDArray[np.float64]]:
    """What the last look told of each link, and when it was seen or looked at last, in days."""
    seen = as_days(table["last_seen"].to_numpy())
    checked = as_days(
        np.array([_naive(one.checked_at) if one else None for one in found], dtype="datetime64[us]")
    )
    looked = np.fmax(seen, checked)
    words: list[str] = []
    for state, one, is_newer in zip(
        table["state"].to_pylist(), found, (seen > checked).tolist(), strict=True
    ):
        if one is None:
            words.append(_LOST_ONCE if state == LinkState.LOST.value else "")
        else:  # somebody saw it after our look
            words.append("" if is_newer else one.standing.value)
    return words, looked


def _pages(rows: Sequence[_Rows]) -> list[tuple[str, float, float, str]]:
    """Each source page once: when its first link is due, its best link's worth, why."""
    best: dict[str, tuple[float, float, str]] = {}
    for site in rows:
        for url, due, worth, word in zip(
            site.table["source_url"].to_pylist(),
            site.due.tolist(),
            site.worth.tolist(),
            site.standings,
            strict=True,
        ):
            known = best.get(url)
            if known is None:
                best[url] = (due, worth, word)
                continue
            first = due < known[0]
            best[url] = (
                due if first else known[0],
                max(worth, known[1]),
                word if first or word == Standing.SUSPECTED else known[2],
            )
    return [(url, *about) for url, about in best.items()]


_ASKED = (
    "source_url", "target_url", "target_domain", "occurrence", "anchor", "nofollow", "ugc",
    "sponsored", "followed", "left", "right", "noindex",
)  # fmt: skip


def _plans(
    workspace: Workspace, rows: Sequence[_Rows], urls: set[str], now: datetime
) -> dict[str, PagePlan]:
    """What is known of the links of the chosen pages."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plans = {url: PagePlan(url) for url in urls}
    if not urls:
        return plans
    said = {row["url"]: row for row in _page_rows(workspace, sorted(urls))}
    wanted = pa.array(sorted(urls), pa.string())
    for site in rows:
        places = np.flatnonzero(pc.is_in(site.table["source_url"], value_set=wanted).to_numpy())
        by_key = {
            (row["source_url"], row["target_url"], row["occurrence"]): row
            for row in _facts(workspace, site.site, urls, len(places))
        }
        small = site.table.take(places).to_pylist()
        for place, row in zip(places.tolist(), small, strict=True):
            key = (row["source_url"], row["target_url"], row["occurrence"])
            plan, facts, page = plans[key[0]], by_key.get(key), said.get(key[0], {})
            if facts is None:
                continue
            plan.links.append(
                KnownLink(
                    **{**facts, "noindex": page.get("noindex", facts["noindex"])},
                    canonical_url=page.get("canonical_url"),
                )
            )
            check = site.checks.get(key)
            plan.before.append(
                _as_seen_since(check, row) if check else _unlooked(site.site, row, now)
            )
            plan.worth.append(float(site.worth[place]))
            plan.began.append(row["first_seen"])
            if _tells_of(page, row):
                plan.about = _about(page)
    return plans


def _tells_of(page: Mapping[str, Any], link: Mapping[str, Any]) -> bool:
    """Whether what is kept of a page is of a time when it had the link, and all of it."""
    if not page or page["cut"]:
        return False
    read_at, seen_at = page["fetched_at"], link["last_seen"]
    return read_at is None or seen_at is None or read_at <= seen_at + A_DAY


def _about(page: Mapping[str, Any]) -> KnownPage:
    text = page["text"] or ""
    return KnownPage(page["title"] or "", sketch(text) if text else (), page["words"] or 0)


MOST_SINGLE = 200  # pages asked for one by one; of more the whole site is asked for


def _facts(workspace: Workspace, site: str, urls: set[str], count: int) -> list[dict[str, Any]]:
    """What the index knows of the links of these pages to a site."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not count:
        return []
    if len(urls) > MOST_SINGLE:
        table = workspace.index.links(site, LinkFilter(backlinks=True), only=_ASKED)
        wanted = pa.array(sorted(urls), pa.string())
        return list(table.filter(pc.is_in(table["source_url"], value_set=wanted)).to_pylist())
    rows: list[dict[str, Any]] = []
    for url in sorted(urls):
        wishes = LinkFilter(backlinks=True, source_url=url)
        rows += workspace.index.links(site, wishes, only=_ASKED).to_pylist()
    return rows


_OF_PAGE = ["url", "noindex", "canonical_url", "title", "text", "words", "cut", "fetched_at"]
A_DAY = timedelta(days=1)  # vendors tell days, not hours


def _page_rows(workspace: Workspace, urls: Sequence[str]) -> list[dict[str, Any]]:
    found = workspace.index.pages(urls).select(_OF_PAGE)
    return list(found.to_pylist())


def _as_seen_since(check: Check, row: Mapping[str, Any]) -> Check:
    """What is known of a link where somebody else saw it after the looks that missed it."""
    seen_at = row["last_seen"]
    if not check.gone_again_at or not seen_at or seen_at <= check.gone_again_at:
        return check
    return replace(
        check, standing=Standing.THERE, reason=None, looks=0, gone_at=None, gone_again_at=None
    )


def _unlooked(site: str, row: Mapping[str, Any], now: datetime) -> Check:
    """A link that was never looked at; one that the index calls lost is."""
    is_lost = row["state"] == LinkState.LOST.value
    lost_on = row["lost_on"] if is_lost else None
    return Check(
        site=site,
        source_url=row["source_url"],
        target_url=row["target_url"],
        occurrence=row["occurrence"],
        standing=Standing.LOST if is_lost else Standing.THERE,
        checked_at=now,
        looks=1 if is_lost else 0,
        gone_at=lost_on,
        gone_again_at=lost_on,
        seen_at=row["last_seen"],
    )


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _moment(days: float, now: datetime) -> datetime:
    """A day of the schedule as a moment; what was never seen is due now."""
    return EPOCH + timedelta(days=days) if np.isfinite(days) else now


def _why(word: str, due: float, plan: VerifyPlan) -> str:
    if plan.link:
        return "it was asked for"
    if word == _LOST_ONCE:
        return "it is called lost after one look"
    if word in set(Standing) and Standing(word) in _WHY:
        return _WHY[Standing(word)]
    return "its time has come" if np.isfinite(due) else "it was never seen with a date"
