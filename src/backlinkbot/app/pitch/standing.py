"""How campaigns stand, and what came of asking: by tactic, by template, with intervals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.app.pitch.batches import arms_of, is_ended
from backlinkbot.app.pitch.campaigns import campaign_of
from backlinkbot.core.outreach import MessageState
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.answered import prospects_that_answered, prospects_written_to
from backlinkbot.io.state.approvals import message_counts, next_moment
from backlinkbot.io.state.campaigns import enrolments, kept_campaigns
from backlinkbot.io.state.mailboxes import mailbox_addresses
from backlinkbot.io.state.outcomes import kept_outcomes
from backlinkbot.io.state.prospects import prospects_numbered
from backlinkbot.io.state.sequences import newest_sequence
from backlinkbot.logic.outreach.variants import Comparison, compared, share_interval

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.outreach import Campaign
    from backlinkbot.core.prospects import Outcome
    from backlinkbot.io.state.engine import Connection

SEED = 8  # of the draws by which templates are compared: the same question has the same answer


@dataclass(frozen=True, slots=True)
class CampaignStanding:
    """A campaign: its prospects by what ended it for them, its messages by how far they are.

    `going`: prospects for whom it goes on; `held`: of these, those where a person must decide;
    `replied`, `won`: prospects it has written to, who answered it or link; `next_at`: when the next
    approved message may go;
    `mailbox_is_gone`: it was removed, so nothing goes.
    """

    campaign: Campaign
    enrolled: int
    going: int
    held: int
    endings: dict[str, int]
    messages: dict[MessageState, int]
    replied: int
    won: int
    next_at: datetime | None
    mailbox_is_gone: bool = False

    def as_document(self) -> dict[str, Any]:
        """The standing as JSON."""
        return {
            **self.campaign.as_document(),
            "enrolled": self.enrolled,
            "going": self.going,
            "held": self.held,
            "endings": self.endings,
            "messages": {state.value: many for state, many in self.messages.items()},
            "replied": self.replied,
            "won": self.won,
            "next_at": self.next_at,
            "mailbox_is_gone": self.mailbox_is_gone,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """What came of asking in one way: shares of what has ended, with 95 % intervals (Jeffreys).

    `asked`: prospects; `ended`: those whose trial is over, `open`: the others; `won`: of the ended.
    """

    name: str
    asked: int
    replied: int
    ended: int
    won: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """Links per prospect asked whose trial has ended, 0..1; None where none has."""
        return self.won / self.ended if self.ended else None

    def as_document(self) -> dict[str, Any]:
        """The result as JSON."""
        return {
            "name": self.name,
            "asked": self.asked,
            "replied": self.replied,
            "open": self.asked - self.ended,
            "ended": self.ended,
            "won": self.won,
            "share": None if self.share is None else round(self.share, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
        }


@dataclass(frozen=True, slots=True)
class Results:
    """What came of asking, by tactic and by template, and how the templates that compete stand."""

    tactics: tuple[Result, ...]
    templates: tuple[Result, ...]
    comparisons: dict[str, Comparison]

    def as_document(self) -> dict[str, Any]:
        """The results as JSON."""
        return {
            "tactics": [one.as_document() for one in self.tactics],
            "templates": [one.as_document() for one in self.templates],
            "comparisons": [
                {
                    "templates": step,
                    "winner": one.winner or None,
                    "bayes_factor": round(min(one.bayes_factor, 1e9), 3),
                    "needed": one.needed,
                    "says": one.sentence,
                }
                for step, one in self.comparisons.items()
            ],
        }


def campaign_standings(workspace: Workspace, site: str = "") -> list[CampaignStanding]:
    """The campaigns of a site or of all, the newest first."""
    with workspace.state.reading() as connection:
        found = kept_campaigns(connection, domain_named(site) if site else "")
        return [_standing(connection, one) for one in found]


def standing_of(workspace: Workspace, number: int) -> CampaignStanding:
    """One campaign; raises NotFound where there is none of that number."""
    campaign = campaign_of(workspace, number)
    with workspace.state.reading() as connection:
        return _standing(connection, campaign)


def results(workspace: Workspace, site: str = "") -> Results:
    """What came of asking, for a site or for all."""
    import numpy as np

    now = workspace.clock.now()
    with workspace.state.reading() as connection:
        domain = domain_named(site) if site else ""
        asked = [one for one in kept_outcomes(connection, domain) if one.contacted_at]
        rivals = {
            "|".join(step.templates): step.templates
            for campaign in kept_campaigns(connection, domain)
            if (sequence := newest_sequence(connection, campaign.sequence))
            for step in sequence.steps
            if len(step.templates) > 1
        }
    arms, rng = arms_of(asked, now), np.random.default_rng(SEED)
    told = {
        step: compared([arms[name] for name in names if name in arms], rng)
        for step, names in sorted(rivals.items())
    }
    return Results(
        _by(asked, now, [one.tactic for one in asked]),
        _by(asked, now, [one.template for one in asked]),
        {step: one for step, one in told.items() if one.standings},
    )


def _standing(connection: Connection, campaign: Campaign) -> CampaignStanding:
    every = enrolments(connection, campaign.number)
    known = prospects_numbered(connection, [one.prospect for one in every])
    wrote = prospects_written_to(connection, campaign.number)
    answered = prospects_that_answered(connection, campaign.number)
    asked = [one for one in known if one.outcome and one.number in wrote]
    going = [one for one in every if not one.ending]
    return CampaignStanding(
        campaign,
        len(every),
        len(going),
        sum(one.is_held for one in going),
        dict(Counter(one.ending for one in every if one.ending)),
        message_counts(connection, campaign.number),
        sum(
            bool(one.outcome and one.outcome.replied_at and one.number in answered) for one in asked
        ),
        sum(bool(one.outcome and one.outcome.placed_at) for one in asked),
        next_moment(connection, campaign.number),
        campaign.mailbox not in mailbox_addresses(connection),
    )


def _by(asked: list[Outcome], now: datetime, names: Iterable[str]) -> tuple[Result, ...]:
    groups: dict[str, list[Outcome]] = {}
    for name, one in zip(names, asked, strict=True):
        if name:
            groups.setdefault(name, []).append(one)
    found = [_result(name, group, now) for name, group in groups.items()]
    return tuple(sorted(found, key=lambda one: (-(one.share or 0.0), -one.asked, one.name)))


def _result(name: str, group: list[Outcome], now: datetime) -> Result:
    ended = [one for one in group if is_ended(one, now)]
    won = sum(one.placed_at is not None for one in ended)
    replied = sum(one.replied_at is not None for one in group)
    low, high = share_interval(won, len(ended))
    return Result(name, len(group), replied, len(ended), won, low, high)
