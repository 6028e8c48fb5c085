"""What the verbs answered about a site and a period, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa

    from backlinkbot.core.audit import Audit, Decision
    from backlinkbot.core.goals import Goal
    from backlinkbot.core.nouns import Site
    from backlinkbot.core.plays import Play
    from backlinkbot.core.profile import Profile
    from backlinkbot.core.prospects import Outcome
    from backlinkbot.core.results import Results
    from backlinkbot.core.velocity import Velocity
    from backlinkbot.core.won_links import WonLink


@dataclass(frozen=True, slots=True)
class VerdictError:
    """How often a verdict ("review", "disavow") was wrong where it was measured, and when."""

    verdict: str
    given: int
    wrong: int
    on: str


@dataclass(frozen=True, slots=True)
class Outreach:
    """What was asked for in the period: prospects, messages that went, links that landed.

    `open`: prospects of any time that may still link; `minutes`: of work, as `find` reckons it for
    each page that was asked about; `no_more`: prospects of any time who asked for no more messages
    or complained; `bounced`: those whom a message could not reach.
    """

    asked: tuple[Outcome, ...]
    landed: tuple[WonLink, ...]
    messages: int
    open: int
    minutes: float
    no_more: frozenset[int] = frozenset()
    bounced: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Material:
    """Answers of verbs; what nobody could answer is None or empty.

    `until`: the last day of the period; `as_of`: the day of the report, at most `until`;
    `known_until`: the last day that the index tells of, None where nobody says;
    `then`: the profile on the day before `since`; `domains`: rows of
    `domain_rows` of the site; `field`: of the site and of each competitor the linking domains with
    started_on, lost_on, first_seen, links and basis; `authority`: rows
    of `history` for the site, its competitors and the domains won, lost and in the gap; `gap`: rows
    of domains that link to competitors and not to the site (source_domain, rivals), the first
    of `gap_total`; `decided`: what is in force; `plays`: of each competitor; `chances`: rows of the
    last find, best first, and the day it was made; `outreach`: None where nobody was ever asked.
    """

    site: Site
    since: date
    until: date
    as_of: date
    now: Profile
    then: Profile | None
    domains: pa.Table
    field: Mapping[str, pa.Table]
    authority: pa.Table | None
    gap: Mapping[str, tuple[str, ...]]
    audit: Audit | None
    velocity: Velocity | None
    decided: tuple[Decision, ...]
    goals: tuple[Goal, ...]
    known_until: date | None = None
    errors: tuple[VerdictError, ...] = ()
    results: Results | None = None
    gap_total: int = 0
    plays: tuple[tuple[str, tuple[Play, ...]], ...] = ()
    chances: tuple[Mapping[str, Any], ...] = ()
    chances_on: date | None = None
    outreach: Outreach | None = None

    @property
    def knows_period(self) -> bool:
        """Whether the index tells of any day of the period."""
        return self.known_until is None or self.known_until >= self.since
