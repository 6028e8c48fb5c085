"""The sites that a client's report names: won, lost, and those that link to competitors only."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from backlinkbot.core.audit import Advice
from backlinkbot.core.client_report import GapSite, LostSite, WonSite
from backlinkbot.core.nouns import LostReason
from backlinkbot.logic.reports.client.timed import began_in, lost_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from backlinkbot.logic.reports.client.material import Material
    from backlinkbot.logic.reports.client.timed import AuthorityLine

MOST_GAP = 20  # domains to begin with: more nobody writes to in a month
# What an e-mail to the page's owner can undo; a site that is gone or a page taken out of search
# cannot be asked for a link.
MAY_RETURN = {
    LostReason.REMOVED_FROM_HTML,
    LostReason.BECAME_NOFOLLOW,
    LostReason.TARGET_CHANGED,
    LostReason.REDIRECTED,
    LostReason.PAGE_GONE,
}
NOT_TOLD = "reason_unknown"
MOST_LISTED = 40  # rows of a table of sites: more belong into an export
MOST_DOUBTFUL = 8  # of them that are doubtful: the section on risks tells of those
STERNEST = list(Advice)


def won_sites(told: Material, line: AuthorityLine) -> tuple[WonSite, ...]:
    """The domains won in the period, the best first; those that are doubtful behind all others."""
    advice = _advice(told)
    found = []
    for row in began_in(told.domains, told.since, told.as_of).to_pylist():
        began = row["started_on"].date()
        domain = row["source_domain"]
        then, now = line.at(domain, began), line.at(domain, told.as_of)
        found.append(
            WonSite(
                domain=domain,
                source_url=row["source_url"] or "",
                source_title=row["source_title"] or "",
                target_url=row["target_url"] or "",
                anchor=row["anchor"] or "",
                began_on=began,
                quality=row["quality"],
                strength=row["strength"] or "",
                is_followed=bool(row["followed_backlinks"]),
                is_standing=_stands(row, told.as_of),
                authority_then=then.points if then else None,
                measured_on=then.measured_on if then else "",
                authority_now=now.points if now else None,
                advice=advice.get(domain, Advice.KEEP).value,
            )
        )
    return tuple(sorted(found, key=_best_first))


def lost_sites(told: Material, line: AuthorityLine) -> tuple[LostSite, ...]:
    """The domains lost in the period, the best first."""
    found = []
    for row in lost_in(told.domains, told.since, told.as_of).to_pylist():
        reason = row["lost_reason"] or NOT_TOLD
        measured = line.at(row["source_domain"], row["lost_on"].date())
        found.append(
            LostSite(
                domain=row["source_domain"],
                source_url=row["source_url"] or "",
                lost_on=row["lost_on"].date(),
                reason=reason,
                quality=row["quality"],
                strength=row["strength"] or "",
                authority=measured.points if measured else None,
                may_return=reason in MAY_RETURN,
            )
        )
    return tuple(sorted(found, key=lambda one: (-(one.quality or -1.0), one.domain)))


def listed_won(won: Sequence[WonSite]) -> tuple[WonSite, ...]:
    """Those that a table lists: the good ones, and a few that are doubtful."""
    good = [one for one in won if one.advice == Advice.KEEP][:MOST_LISTED]
    return (*good, *[one for one in won if one.advice != Advice.KEEP][:MOST_DOUBTFUL])


def gap_sites(told: Material, line: AuthorityLine) -> tuple[GapSite, ...]:
    """The strongest domains that link to competitors and not to the site."""
    found = []
    for domain, rivals in told.gap.items():
        measured = line.at(domain, told.as_of)
        found.append(GapSite(domain, rivals, measured.points if measured else None))
    found.sort(key=lambda one: (-(one.authority or -1.0), -len(one.rivals), one.domain))
    return tuple(found[:MOST_GAP])


def reasons_of(lost: Iterable[LostSite]) -> tuple[tuple[str, int], ...]:
    """Why sites were lost and how often, the most frequent first."""
    counted = Counter(one.reason for one in lost)
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def _advice(told: Material) -> dict[str, Advice]:
    """What stands about each domain: the sternest of its units."""
    found: dict[str, Advice] = {}
    for one in told.audit.domains if told.audit else ():
        known = found.get(one.domain, Advice.KEEP)
        found[one.domain] = max(known, one.standing, key=STERNEST.index)
    return found


def _best_first(one: WonSite) -> tuple[int, float, str]:
    return (STERNEST.index(Advice(one.advice)), -(one.quality or -1.0), one.domain)


def _stands(row: dict[str, Any], day: date) -> bool:
    return row["lost_on"] is None or row["lost_on"].date() > day
