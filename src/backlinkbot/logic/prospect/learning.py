"""Which outcomes are old enough to learn from, and what each of them says.

The odds are those of a reply within 30 days, and of a link that is set within 60 days of asking and
still stands 30 days later. An outcome is counted when that time is over and never before: whoever
counted replies as they come, and waited for the others, would think that all reply.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pyarrow as pa

    from backlinkbot.core.prospects import Outcome

REPLY_WITHIN = timedelta(days=30)  # most answers come in the first two weeks, with a follow-up
PLACED_WITHIN = timedelta(days=60)
STANDS_FOR = timedelta(days=30)
SETTLED_AFTER = PLACED_WITHIN + STANDS_FOR


def trials(outcomes: Sequence[Outcome], now: datetime) -> pa.Table:
    """What `odds.learnt_odds` learns from: the outcomes whose time for a reply is over.

    A link that came without anybody being asked tells nothing of asking, and is left out.
    """
    import pyarrow as pa

    told = [one for one in outcomes if one.contacted_at and now - one.contacted_at >= REPLY_WITHIN]
    return pa.table(
        {
            "tactic": pa.array([one.tactic for one in told], pa.string()),
            "relevance": pa.array([one.relevance for one in told], pa.float64()),
            "contact": pa.array([one.contact_kind.value for one in told], pa.string()),
            "site_type": pa.array([one.site_type or None for one in told], pa.string()),
            "niche": pa.array([one.niche or None for one in told], pa.string()),
            "replied": pa.array([_has_replied(one) for one in told], pa.bool_()),
            "placed": pa.array([_has_placed(one) for one in told], pa.bool_()),
            "settled": pa.array([_is_settled(one, now) for one in told], pa.bool_()),
        }
    )


def _has_replied(one: Outcome) -> bool:
    answers = [at for at in (one.replied_at, one.placed_at) if at]
    return bool(answers and one.contacted_at and min(answers) - one.contacted_at <= REPLY_WITHIN)


def _has_placed(one: Outcome) -> bool:
    if one.placed_at is None or one.contacted_at is None:
        return False
    if one.placed_at - one.contacted_at > PLACED_WITHIN:
        return False
    return one.lost_at is None or one.lost_at - one.placed_at >= STANDS_FOR


def _is_settled(one: Outcome, now: datetime) -> bool:
    return one.contacted_at is not None and now - one.contacted_at >= SETTLED_AFTER
