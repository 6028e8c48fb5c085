"""Which moves a prospect may make, and what each says about its outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, Refused
from backlinkbot.core.prospects import Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backlinkbot.core.prospects import Opening, Prospect

_ENDS = (Stage.LOST, Stage.DO_NOT_CONTACT)
_BEFORE = (Stage.NEW, Stage.QUALIFIED, Stage.CONTACT_FOUND)  # nobody was asked yet
_ASKED = (Stage.CONTACTED, Stage.REPLIED, Stage.NEGOTIATING)

# Steps may be skipped, and before anybody was asked also taken back. A link can land unasked. Who
# was asked stays asked: a wrong move is undone, so that its outcome goes as well.
MOVES: Mapping[Stage, frozenset[Stage]] = {
    **{one: frozenset({*_BEFORE, Stage.CONTACTED, Stage.WON, *_ENDS} - {one}) for one in _BEFORE},
    **{
        one: frozenset({Stage.REPLIED, Stage.NEGOTIATING, Stage.WON, *_ENDS} - {one})
        for one in _ASKED
    },
    Stage.WON: frozenset(_ENDS),
    Stage.LOST: frozenset({*_BEFORE, Stage.CONTACTED, Stage.WON, Stage.DO_NOT_CONTACT}),
    Stage.DO_NOT_CONTACT: frozenset(),
}


def moved(
    prospect: Prospect,
    to: Stage,
    at: datetime,
    opening: Opening | None = None,
    *,
    niche: str = "",
) -> Prospect:
    """The prospect in another stage, with what that says about its outcome.

    `opening`: what it is or was asked for, the best one where nobody says; `niche`: of the site.

    Raises:
        BadInput: no such move; says which there are.
        Refused: it must not be contacted any more.
    """
    now = prospect.stage
    if now is Stage.DO_NOT_CONTACT:
        raise Refused(f"{prospect.organisation} must not be contacted: only an owner may undo that")
    if to not in MOVES[now]:
        known = ", ".join(one for one in Stage if one in MOVES[now])
        raise BadInput(
            f"{prospect.organisation} is {now} and cannot become {to}; it can become: {known}"
        )
    outcome = _outcome(prospect, to, at, opening)
    if outcome and not outcome.number:
        outcome = replace(outcome, niche=niche)
    return replace(prospect, stage=to, outcome=outcome, changed_at=max(at, prospect.changed_at))


def _outcome(
    prospect: Prospect, to: Stage, at: datetime, opening: Opening | None
) -> Outcome | None:
    known = prospect.outcome
    if to is Stage.CONTACTED:
        return replace(_new(prospect, opening), contacted_at=at)
    if to is Stage.WON:
        begun = known if known and known.placed_at is None else _new(prospect, opening)
        return replace(begun, placed_at=at, closed_at=None)
    if known is None or to in _BEFORE:
        return known
    if to in {Stage.REPLIED, Stage.NEGOTIATING}:
        return replace(known, replied_at=known.replied_at or at)
    if prospect.stage is Stage.WON and to is Stage.LOST:
        return replace(known, lost_at=known.lost_at or at)
    return replace(known, closed_at=at) if known.is_open else known


def _new(prospect: Prospect, opening: Opening | None) -> Outcome:
    best = opening or (prospect.openings[0] if prospect.openings else None)
    return Outcome(
        prospect=prospect.number,
        site=prospect.site,
        tactic=best.tactic if best else "",
        page=best.page if best else "",
        contact_kind=prospect.contact_kind,
        relevance=best.relevance if best else None,
        site_type=best.site_type if best else "",
    )
