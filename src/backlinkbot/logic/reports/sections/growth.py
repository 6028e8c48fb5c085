"""Referring domains over time."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Moment, Note, Section, Table, Timeline
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.wording import Wording

LEAST_WEEKS = 2  # one week is no trend


@sections.add("growth")
def growth(profile: Profile, say: Wording) -> Section:
    """The level of referring domains week by week, and what was won and lost in each."""
    title = "Referring domains over time"
    unknown = _start_unknown(profile, say)
    if len(profile.weeks) < LEAST_WEEKS:
        none = "There is no history yet: it begins with the first dated readings."
        return Section("growth", title, (Note((none, *unknown)),))
    moments = _moments(profile)
    first, last = moments[0], moments[-1]
    summary = (
        f"From {say.count(first.level)} referring domains in the week of {say.day(first.on)} to "
        f"{say.count(last.level)} in the week of {say.day(last.on)}; "
        f"{say.count(sum(one.won for one in moments))} won and "
        f"{say.count(sum(one.lost for one in moments))} lost."
    )
    rows = tuple(
        (say.day(one.on), say.count(one.level), say.count(one.won), say.count(one.lost))
        for one in reversed(moments)
    )
    columns = ("Week of", "Referring domains", "Won", "Lost")
    table = Table("Referring domains by week, newest first", columns, rows, (1, 2, 3))
    notes = (Note(unknown),) if unknown else ()
    return Section("growth", title, (Timeline(summary, moments, table), *notes), summary)


def _start_unknown(profile: Profile, say: Wording) -> tuple[str, ...]:
    if not profile.start_unknown:
        return ()
    some = f"{say.count(profile.start_unknown)} of {say.count(profile.referring_domains)}"
    return (
        f"Of {some} referring domains nobody knows when they began to link. They are in the level "
        "of every week and among those won in none.",
    )


def _moments(profile: Profile) -> tuple[Moment, ...]:
    """Levels counted back from today's referring domains."""
    weeks = sorted(profile.weeks, key=lambda one: one.week)
    undone = accumulate(
        (week.lost - week.new for week in reversed(weeks)), initial=profile.referring_domains
    )
    levels = list(undone)[: len(weeks)][::-1]
    return tuple(
        Moment(week.week, max(0, level), week.new, week.lost)
        for week, level in zip(weeks, levels, strict=True)
    )
