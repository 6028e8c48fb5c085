"""Asks the index which prospects' links have landed, and which are gone again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backlinkbot.app.prospects.changing import kept
from backlinkbot.app.prospects.fields import differences
from backlinkbot.app.prospects.organisations import organisation_of
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import LinkState, LostReason
from backlinkbot.core.prospects import Change, ChangeKind, Outcome, Prospect, Stage
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.filters import LinkFilter
from backlinkbot.io.state.prospects import (
    keep_changes,
    kept_prospects,
    next_step,
    prospects_numbered,
)

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

BY_INDEX = "link index"  # who did it, in the history
WAITING = (Stage.CONTACTED, Stage.REPLIED, Stage.NEGOTIATING, Stage.WON, Stage.LOST)
STANDING = (LinkState.LIVE.value, LinkState.REDIRECTED.value)
# Not seen again is not gone: a list no longer has it, or we were not let in.
NOT_KNOWN_LOST = (LostReason.DROPPED_NOT_RECHECKED.value, LostReason.BLOCKED_TO_US.value)


@dataclass(frozen=True, slots=True)
class Checked:
    """What the index says of those that were asked.

    `landed`: whose link was seen for the first time; `lost`: whose link is gone; `waiting`: of whom
    no link was seen yet. `step`: what to undo it by, 0 where nothing is new.
    """

    site: str
    landed: tuple[Prospect, ...]
    lost: tuple[Prospect, ...]
    waiting: int
    step: int

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "site": self.site,
            "landed": [one.number for one in self.landed],
            "lost": [one.number for one in self.lost],
            "waiting": self.waiting,
            "step": self.step,
        }


@dataclass(frozen=True, slots=True)
class _Seen:
    """The links of one organisation: when the first began, and when the last one was lost."""

    first: datetime
    page: str
    lost: datetime | None


def refresh_prospects(workspace: Workspace, site: str) -> Checked:
    """Look up the links of all prospects that were asked, and write down what is new.

    A link counts when the index first saw it on the day of asking or later; one that stood before
    was not won. Its prospect becomes Won, and Lost when all its links are gone.

    Raises:
        NotFound: nothing was read into the index yet.
    """
    domain = domain_named(site)
    if workspace.index.current() is None:
        raise NotFound("nothing was read in yet; begin with: backlinkbot ingest FILE")
    seen = _seen(workspace, domain)
    now = workspace.clock.now().astimezone(UTC)
    landed: list[Prospect] = []
    lost: list[Prospect] = []
    lines: list[Change] = []
    with workspace.state.writing() as connection:
        step = next_step(connection)
        every = [one for one in kept_prospects(connection, domain) if one.stage in WAITING]
        for one in every:
            found = _link(seen, one)
            after = replace(_checked(one, found), changed_at=now)
            fields = differences(one, after)
            if not fields:
                continue
            is_loss = bool(after.outcome and after.outcome.lost_at)
            after = kept(connection, one, after)
            (lost if is_loss else landed).append(after)
            page = found.page if found else ""
            line = Change(
                0,
                step,
                one.number,
                now,
                BY_INDEX,
                ChangeKind.CHECKED,
                differences(one, after),
                page,
            )
            lines.append(line)
        keep_changes(connection, lines)
        fresh = {
            p.number: p for p in prospects_numbered(connection, [line.prospect for line in lines])
        }
    waiting = sum(_is_waiting(fresh.get(one.number, one)) for one in every)
    return Checked(domain, tuple(landed), tuple(lost), waiting, step if lines else 0)


def _checked(prospect: Prospect, seen: _Seen | None) -> Prospect:
    outcome = prospect.outcome
    if outcome is None or seen is None:
        return prospect
    placed = outcome.placed_at or seen.first
    checked = replace(outcome, placed_at=placed, verified_at=outcome.verified_at or seen.first)
    if seen.lost is None:
        # it stands: whoever gave it up was wrong, and a loss was none
        won = replace(checked, closed_at=None, lost_at=None)
        return replace(prospect, stage=Stage.WON, outcome=won)
    gone = replace(checked, lost_at=checked.lost_at or max(seen.lost, placed))
    return replace(prospect, stage=Stage.LOST, outcome=gone)


def _link(seen: dict[str, list[_Seen]], prospect: Prospect) -> _Seen | None:
    """The link that was won of a prospect: the first that began when it was asked, or later."""
    asked = _asked_at(prospect.outcome)
    if asked is None:
        return None
    # a sighting may be dated by day alone, so all of the day of asking (UTC) counts as after
    since = asked.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found = [
        one
        for name in {prospect.organisation, *prospect.names}
        for one in seen.get(name, ())
        if one.first >= since
    ]
    if not found:
        return None
    standing = [one for one in found if one.lost is None]
    first = min(standing or found, key=lambda one: one.first)
    if standing:
        return first
    return replace(first, lost=max(one.lost for one in found if one.lost))


def _asked_at(outcome: Outcome | None) -> datetime | None:
    if outcome is None:
        return None
    return outcome.contacted_at or outcome.placed_at


def _is_waiting(prospect: Prospect) -> bool:
    outcome = prospect.outcome
    return outcome is not None and outcome.is_open and prospect.stage in WAITING


def _seen(workspace: Workspace, site: str) -> dict[str, list[_Seen]]:
    """The backlinks of a site by organisation; those of unknown beginning tell nothing."""
    rows = workspace.index.links(
        site,
        LinkFilter(backlinks=True),
        only=("source_url", "first_seen", "state", "lost_on", "lost_reason"),
    )
    found: dict[str, list[_Seen]] = {}
    for row in rows.to_pylist():
        first = row["first_seen"]
        if first is None:
            continue
        try:
            name = organisation_of(row["source_url"])
        except BadInput:
            continue
        is_standing = row["state"] in STANDING or row["lost_reason"] in NOT_KNOWN_LOST
        lost = None if is_standing else row["lost_on"]
        if lost is None and not is_standing:
            continue  # broken or lost, nobody knows since when
        found.setdefault(name, []).append(
            _Seen(_utc(first), row["source_url"], lost and _utc(lost))
        )
    return found


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
