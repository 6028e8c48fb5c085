"""What several looks at one link tell together: a link is lost only after repeated evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backlinkbot.core.nouns import LostReason
from backlinkbot.core.verifying import Check, Look, Standing

if TYPE_CHECKING:
    from backlinkbot.core.verifying import Finding

# Two looks count as two only where a night lies between them: a broken release, a page of an A/B
# test or a database that fails is mended within hours; less than 24 so that a daily run, begun a
# little earlier than the day before, still counts.
APART = timedelta(hours=20)
LOOKS = 2
# A name without an address: registries and name servers fail for a day, a forgotten renewal is
# mended within days. So three looks, and three days from the first to the last.
LOOKS_OF_HOST = 3
DAYS_OF_HOST = timedelta(days=3)

_STANDINGS = {
    Look.THERE: Standing.THERE,
    Look.CHANGED: Standing.CHANGED,
    Look.BLOCKED: Standing.BLOCKED,
    Look.UNREACHABLE: Standing.UNREACHABLE,
    Look.UNTOLD: Standing.UNTOLD,
}


def after(before: Check, finding: Finding, at: datetime) -> Check:
    """What is known of a link after one more look.

    A look that tells nothing (blocked, unreachable, untold) takes nothing back and adds nothing: a
    link that was lost or suspected stays so. `before` of a link never looked at has no `looks`.
    """
    known = replace(
        before,
        checked_at=at,
        reason=finding.reason,
        sentence=finding.sentence,
        news=finding.changes,
    )
    if finding.loses:
        return _without(before, known, at, finding)
    standing = _STANDINGS[finding.look]
    if finding.look in {Look.THERE, Look.CHANGED}:
        changes = before.changes + (
            finding.look is Look.CHANGED or before.standing in {Standing.SUSPECTED, Standing.LOST}
        )
        return replace(
            known,
            standing=standing,
            looks=0,
            gone_at=None,
            gone_again_at=None,
            seen_at=at,
            changes=changes,
        )
    if before.looks:
        return replace(
            before, checked_at=at, sentence=f"{before.sentence} (today: {finding.sentence})"
        )
    return replace(known, standing=standing)


def _without(before: Check, known: Check, at: datetime, finding: Finding) -> Check:
    """One more look that did not find the link as it is known."""
    lived_on = before.standing is Standing.CHANGED and before.looks > 0
    if lived_on and finding.look is Look.GONE:  # what it became is gone: nobody saw that before
        before = replace(before, looks=0, gone_at=None, gone_again_at=None)
    counts = before.gone_again_at is None or at - before.gone_again_at >= APART
    found = replace(
        known,
        looks=before.looks + counts,
        gone_at=before.gone_at or at,
        gone_again_at=at if counts else before.gone_again_at,
        changes=before.changes + (before.looks == 0),
    )
    if finding.look is Look.CHANGED:  # it lives on: under another address, to another page
        return replace(found, standing=Standing.CHANGED, seen_at=at)
    is_lost = before.standing is Standing.LOST or is_confirmed(found)
    return replace(found, standing=Standing.LOST if is_lost else Standing.SUSPECTED)


def is_enough(reason: LostReason | None, looks: int, span: timedelta) -> bool:
    """Whether so many looks over such a time make a link lost."""
    if reason is LostReason.HOST_GONE:
        return looks >= LOOKS_OF_HOST and span >= DAYS_OF_HOST
    return looks >= LOOKS


def is_confirmed(check: Check) -> bool:
    """Whether what the last looks found may be told to the index."""
    if check.gone_at is None or check.gone_again_at is None:
        return False
    return is_enough(check.reason, check.looks, check.gone_again_at - check.gone_at)
