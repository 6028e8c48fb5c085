"""The charts of the app's pages, as blocks: a table stands behind each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backlinkbot.logic.reports.document import (
    Bar,
    Columns,
    Flow,
    Line,
    Lines,
    Note,
    Parts,
    Table,
    Tone,
)
from backlinkbot.logic.reports.periods import history_of
from backlinkbot.logic.reports.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from backlinkbot.core.nouns import Growth
    from backlinkbot.core.overview import Numbers
    from backlinkbot.core.results import WeekResult
    from backlinkbot.core.velocity import Velocity
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

MOST_WEEKS = 104  # two years: what a drawing can show week by week
LEAST_WEEKS = 2  # one week is no course
STRONG_FROM, MEDIUM_FROM = 60, 40  # as `logic.judge.quality` has them; a test holds both together
TONES = (Tone.STRONG, Tone.MEDIUM, Tone.WEAK)
LINES_IN_TABLE = 26  # weeks told one by one behind a drawing


def course_chart(
    sites: Sequence[tuple[str, Sequence[Growth], int, int]], locale: str = "en"
) -> tuple[Block, ...]:
    """Referring domains at the end of each week, a line a site, the first one ours.

    `sites`: name, weeks without a gap, how many stand at the end of the last, and of how many of
    these nobody knows the beginning: they are counted beside the name, said, and not drawn.
    """
    say = wording(locale)
    weeks = sorted({one.week for _, growth, _, _ in sites for one in growth})[-MOST_WEEKS:]
    if len(weeks) < LEAST_WEEKS:
        return (Note(("There is no history yet: it begins with the first dated readings.",)),)
    lines = tuple(
        Line(name, _levels(growth, max(0, level - undated), weeks), say.count(level))
        for name, growth, level, undated in sites
    )
    told = "; ".join(
        f"{line.name} from {_first(line.values, say)} to {_last(line.values, say)}"
        for line in lines
    )
    rows = tuple(
        (say.day(day), *(_number(line.values[place], say) for line in lines))
        for place, day in reversed(list(enumerate(weeks)))
    )[:LINES_IN_TABLE]
    table = Table(
        f"Referring domains at the end of the last {len(rows)} weeks, newest first",
        ("Week of", *(line.name for line in lines)), rows, tuple(range(1, len(lines) + 1)),
    )  # fmt: skip
    chart = Lines(f"Referring domains by week: {told}.", tuple(weeks), lines, table)
    left_out = tuple(
        f"{say.count(undated)} of the {say.count(level)} referring domains of {name} are of "
        "unknown beginning: they are not drawn."
        for name, _, level, undated in sites
        if undated
    )
    return (chart, Note(left_out)) if left_out else (chart,)


def flow_chart(weeks: Sequence[Growth], locale: str = "en") -> tuple[Block, ...]:
    """Referring domains won and lost in each period."""
    say = wording(locale)
    if len(weeks) < LEAST_WEEKS:
        return (Note(("There is no history yet: it begins with the first dated readings.",)),)
    period, moments = history_of(weeks[-MOST_WEEKS:], 0)
    won, lost = sum(one.won for one in moments), sum(one.lost for one in moments)
    told = [one for one in moments if one.won or one.lost]
    rows = tuple(
        (period.said(say, one.on), say.count(one.won), say.count(one.lost))
        for one in reversed(told)
    )
    table = Table(
        f"Referring domains won and lost by {period.name}, newest first",
        (period.name.capitalize(), "Won", "Lost"), rows, (1, 2),
    )  # fmt: skip
    summary = (
        f"{say.count(won)} referring domains won and {say.count(lost)} lost in "
        f"{len(moments)} {period.name}s."
    )
    return (Flow(summary, moments, table, period.name),)


def quality_chart(now: Numbers, histogram: Sequence[int], locale: str = "en") -> tuple[Block, ...]:
    """The split into strong, medium and weak, and the histogram behind it."""
    say = wording(locale)
    if not now.judged:
        return (Note((f"Too little is known to judge any of {say.count(now.backlinks)} links.",)),)
    counts = zip(TONES, (now.strong, now.medium, now.weak), strict=True)
    bars = tuple(
        Bar(tone.value.capitalize(), n, say.count(n), say.share(n / now.judged), tone)
        for tone, n in counts
    )
    told = ", ".join(f"{bar.shown} {bar.label.lower()} ({bar.detail})" for bar in bars)
    rows = tuple((bar.label, bar.shown, bar.detail) for bar in bars)
    table = Table("Backlinks by strength", ("Strength", "Backlinks", "Share"), rows, (1, 2))
    return (
        Parts(f"Of {say.count(now.judged)} judged backlinks: {told}.", bars, table),
        _histogram(histogram, say),
    )


def velocity_chart(found: Velocity, locale: str = "en") -> tuple[Block, ...]:
    """New referring domains week by week, over the band that the weeks before let one expect."""
    say, weeks = wording(locale), found.weeks[-MOST_WEEKS:]
    if len(weeks) < LEAST_WEEKS:
        return (Note(("There are too few dated weeks for a drawing.",)),)
    line = Line("New referring domains", tuple(float(one.new) for one in weeks))
    rows = tuple(
        (
            say.day(one.week), say.count(one.new), say.count(one.lost),
            _number(one.expected, say, 1),
            f"{one.low} to {one.high}" if one.high is not None else "–",  # noqa: RUF001
        )
        for one in reversed(weeks)
    )  # fmt: skip
    table = Table(
        "New and lost referring domains by week, newest first",
        ("Week of", "New", "Lost", "Expected", "Band"), rows, (1, 2, 3, 4),
    )  # fmt: skip
    marked = tuple(
        one.week for one in weeks if any(a.first <= one.week <= a.last for a in found.alarms)
    )
    return (
        Lines(
            f"New referring domains in each of {len(weeks)} weeks. {found.sentence}",
            tuple(one.week for one in weeks),
            (line,),
            table,
            band="what 98 of 100 weeks stay in, by the weeks before",
            low=tuple(None if one.low is None else float(one.low) for one in weeks),
            high=tuple(None if one.high is None else float(one.high) for one in weeks),
            marked=marked,
        ),
    )


def weeks_chart(weeks: Sequence[WeekResult], locale: str = "en") -> tuple[Block, ...]:
    """Referral visits and search clicks, week by week, each in a drawing of its own."""
    say = wording(locale)
    told = (
        ("Referral visits", tuple(one.referral_visits for one in weeks)),
        ("Search clicks", tuple(one.clicks for one in weeks)),
    )
    days = tuple(one.week for one in weeks)
    blocks: list[Block] = []
    for name, values in told:
        known = [value for value in values if value is not None]
        if len(known) < LEAST_WEEKS:
            continue
        rows = tuple(
            (say.day(day), _number(value, say))
            for day, value in reversed(list(zip(days, values, strict=True)))
        )
        table = Table(f"{name} by week, newest first", ("Week of", name), rows, (1,))
        most = max(known)
        summary = f"{name} in each of {len(days)} weeks, at most {say.number(most)}."
        blocks.append(Lines(summary, days, (Line(name, values),), table))
    return tuple(blocks) or (Note(("There are too few weeks for a drawing.",)),)


def _histogram(histogram: Sequence[int], say: Wording) -> Columns:
    step = 100 // len(histogram)
    bars = tuple(
        Bar(f"{at * step}–{(at + 1) * step}", n, say.count(n), "", _tone(at * step))  # noqa: RUF001
        for at, n in enumerate(histogram)
    )
    fullest = max(bars, key=lambda bar: bar.value)
    rows = tuple((bar.label, bar.shown, bar.tone.value) for bar in bars)
    table = Table("Backlinks by quality", ("Quality", "Backlinks", "Strength"), rows, (1,))
    summary = f"Backlinks by quality in steps of {step} points; most have {fullest.label}."
    return Columns(summary, "Quality, 0 to 100", bars, table)


def _tone(lowest: float) -> Tone:
    if lowest >= STRONG_FROM:
        return Tone.STRONG
    return Tone.MEDIUM if lowest >= MEDIUM_FROM else Tone.WEAK


def _levels(
    growth: Sequence[Growth], level: int, weeks: Sequence[date]
) -> tuple[float | None, ...]:
    """The level at the end of each week, reckoned back; None before the first week known."""
    by_week = {one.week: one for one in growth}
    if not by_week:
        return tuple(float(level) if day == weeks[-1] else None for day in weeks)
    first = min(by_week)
    levels: dict[date, float] = {}
    day = max(by_week)
    while day >= first:
        levels[day] = float(max(0, level))
        one = by_week.get(day)
        level += (one.lost - one.lost_start_unknown - one.new) if one else 0
        day -= timedelta(weeks=1)
    return tuple(levels.get(week) for week in weeks)


def _first(values: Sequence[float | None], say: Wording) -> str:
    return _number(next((value for value in values if value is not None), None), say)


def _last(values: Sequence[float | None], say: Wording) -> str:
    return _number(next((value for value in reversed(values) if value is not None), None), say)


def _number(value: float | None, say: Wording, digits: int = 0) -> str:
    return "–" if value is None else say.number(value, digits)  # noqa: RUF001 - a dash
