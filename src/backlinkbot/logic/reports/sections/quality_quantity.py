"""How many backlinks there are of which quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.profile import HISTOGRAM_BINS
from backlinkbot.logic.reports.document import Bar, Columns, Note, Parts, Section, Table, Tone
from backlinkbot.logic.reports.sections import sections

if TYPE_CHECKING:
    from backlinkbot.core.profile import Profile, QualitySplit
    from backlinkbot.logic.reports.document import Block
    from backlinkbot.logic.reports.wording import Wording

BIN_POINTS = 100 // HISTOGRAM_BINS


@sections.add("quality-quantity")
def quality_quantity(profile: Profile, say: Wording) -> Section:
    """The split into strong, medium and weak, and the histogram behind it."""
    split = profile.quality
    title = "Quality against quantity"
    lead = (
        "A natural profile has a few very strong backlinks, some medium ones and a limited number "
        "of weak ones."
    )
    unjudged = (
        f"Unjudged, because too little is known of them: {say.count(split.unjudged)} backlinks."
    )
    if not split.judged:
        said = unjudged if split.unjudged else "There is no backlink to judge."
        return Section("quality", title, (Note((said,)),))
    blocks: list[Block] = [_parts(split, say), _histogram(split, say)]
    if split.unjudged:
        blocks.append(Note((unjudged,)))
    return Section("quality", title, tuple(blocks), lead)


def _parts(split: QualitySplit, say: Wording) -> Parts:
    counts = ((Tone.STRONG, split.strong), (Tone.MEDIUM, split.medium), (Tone.WEAK, split.weak))
    bars = tuple(
        Bar(tone.value.capitalize(), count, say.count(count), say.share(count / split.judged), tone)
        for tone, count in counts
    )
    summary = ", ".join(f"{bar.shown} {bar.label.lower()} ({bar.detail})" for bar in bars)
    rows = tuple((bar.label, bar.shown, bar.detail) for bar in bars)
    table = Table("Backlinks by strength", ("Strength", "Backlinks", "Share"), rows, (1, 2))
    return Parts(f"Of {say.count(split.judged)} backlinks: {summary}.", bars, table)


def _histogram(split: QualitySplit, say: Wording) -> Columns:
    bars = tuple(
        Bar(_range(place), count, say.count(count), "", _tone(place * BIN_POINTS, split))
        for place, count in enumerate(split.histogram)
    )
    rows = tuple((bar.label, bar.shown, bar.tone.value) for bar in bars)
    table = Table("Backlinks by quality", ("Quality", "Backlinks", "Strength"), rows, (1,))
    fullest = max(bars, key=lambda bar: bar.value)
    summary = (
        f"Backlinks by quality, in steps of {BIN_POINTS} points; most have a quality of "
        f"{fullest.label}."
    )
    return Columns(summary, "Quality, 0 to 100", bars, table)


def _range(place: int) -> str:
    return f"{place * BIN_POINTS}–{(place + 1) * BIN_POINTS}"  # noqa: RUF001 - a range


def _tone(lowest: float, split: QualitySplit) -> Tone:
    if lowest >= split.strong_from:
        return Tone.STRONG
    return Tone.MEDIUM if lowest >= split.medium_from else Tone.WEAK
