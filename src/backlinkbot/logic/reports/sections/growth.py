"""Referring domains over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import Note, Section, Table, Timeline
from backlinkbot.logic.reports.periods import history_of
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from datetime import date

    from backlinkbot.core.profile import Profile
    from backlinkbot.logic.reports.periods import History
    from backlinkbot.logic.reports.wording import Wording

LEAST_WEEKS = 2  # one week is no trend


@sections.add("growth")
def growth(profile: Profile, say: Wording) -> Section:
    """The level of referring domains over time, and what was won and lost, up to the report day."""
    title = "Referring domains over time"
    unknown = _start_unknown(profile, say)
    if len(profile.weeks) < LEAST_WEEKS:
        none = "There is no history yet: it begins with the first dated readings."
        return Section("growth", title, (Note((none, *unknown)),))
    known = max(0, profile.referring_domains - profile.start_unknown)
    history = history_of(profile.weeks, known)
    summary = _summary(history, say, of_known=bool(unknown))
    table = _table(history, say)
    notes = (Note(unknown),) if unknown else ()
    line = Timeline(summary, history.moments, table, history.period.name)
    return Section("growth", title, (line, *notes), summary)


def _summary(history: History, say: Wording, *, of_known: bool) -> str:
    moments = history.moments
    first, last = moments[0], moments[-1]
    known = " whose start is known" if of_known else ""
    return (
        f"From {say.count(first.level)} referring domains{known} at the end of the "
        f"{_named(history, say, first.on)} to {say.count(last.level)} in the "
        f"{_named(history, say, last.on)}; {say.count(sum(one.won for one in moments))} won and "
        f"{say.count(sum(one.lost for one in moments))} lost."
    )


def _named(history: History, say: Wording, day: date) -> str:
    of = "" if history.period.name == "year" else "of "
    return f"{history.period.name} {of}{history.period.said(say, day)}"


def _table(history: History, say: Wording) -> Table:
    """Periods with a change and the last one, the newest first."""
    period, moments = history
    told = [one for one in moments if one.won or one.lost or one is moments[-1]]
    rows = tuple(
        (period.said(say, one.on), say.count(one.level), say.count(one.won), say.count(one.lost))
        for one in reversed(told)
    )
    quiet = len(moments) - len(told)
    left_out = f"; {say.count(quiet)} without a change left out" if quiet else ""
    return Table(
        f"Referring domains by {period.name}, newest first{left_out}",
        (period.name.capitalize(), "Referring domains", "Won", "Lost"),
        rows,
        (1, 2, 3),
    )


def _start_unknown(profile: Profile, say: Wording) -> tuple[str, ...]:
    said = []
    if profile.start_unknown:
        some = f"{say.count(profile.start_unknown)} of {say.count(profile.referring_domains)}"
        said.append(
            f"Of {some} referring domains nobody knows when they began to link. They are not in "
            "the line, and among those won in no period."
        )
    lost = sum(one.lost_start_unknown for one in profile.weeks)
    if lost:
        said.append(
            f"Of {say.count(lost)} lost domains nobody knows when they began to link: they are "
            "among those lost, and were never in the line."
        )
    return tuple(said)
