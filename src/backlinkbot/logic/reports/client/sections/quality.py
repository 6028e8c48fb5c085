"""Quality against quantity, now and before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.nouns import Strength
from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import (
    Bar,
    Columns,
    Heading,
    Note,
    Parts,
    Section,
    Table,
    Text,
    Tone,
)

if TYPE_CHECKING:
    from backlinkbot.core.profile import QualitySplit
    from backlinkbot.logic.reports.client.telling import Teller
    from backlinkbot.logic.reports.document import Block

MANY_WEAK = 0.6  # from here on weak links are the profile, not its edge


@sections.add("quality")
def quality(say: Teller) -> Section:
    """The strengths as one bar now and one before, and how quality is spread."""
    told = say.report
    if not told.quality_now.judged:
        none = Note((say("quality.none", by=("now.judged",)),))
        return Section("quality", say.text("section.quality"), (none,))
    lines = [say("quality.lead")]
    if told.quality_then and told.value("then.judged"):
        lines.append(say("quality.then"))
    if told.has("now.weak-share") and told.value("now.weak-share") > MANY_WEAK:
        lines.append(say("quality.many-weak"))
    lines.append(say("quality.note"))
    if told.has("now.followed-share"):
        lines.append(say("quality.followed"))
    blocks: list[Block] = [Text(tuple(lines))]
    blocks.append(_parts(say))
    blocks.extend((Heading(say.text("quality.histogram")), _histogram(say)))
    return Section("quality", say.text("section.quality"), tuple(blocks))


def _parts(say: Teller) -> Parts:
    told = say.report
    now, then = told.quality_now, told.quality_then
    bars = tuple(
        Bar(say.word(word), getattr(now, word), say.count(getattr(now, word)), tone=Tone(word))
        for word in Strength
    )
    names = ("quality.strength", "quality.before", "quality.after")
    rows = tuple(
        (bar.label, _before(say, then, word), bar.shown)
        for word, bar in zip(Strength, bars, strict=True)
    )
    table = Table(
        say.text("quality.caption"), tuple(say.text(name) for name in names), rows, (1, 2)
    )
    return Parts(say.text("quality.parts"), bars, table)


def _before(say: Teller, then: QualitySplit | None, word: str) -> str:
    return say.count(getattr(then, word)) if then else say.word("unknown")


def _histogram(say: Teller) -> Columns:
    split = say.report.quality_now
    width = 100 / len(split.histogram)
    bars = tuple(
        Bar(
            f"{place * width:.0f}–{(place + 1) * width:.0f}",  # noqa: RUF001 - a dash between numbers
            count,
            say.count(count),
            tone=_tone(place * width, split),
        )
        for place, count in enumerate(split.histogram)
    )
    names = (say.text("won.quality"), say.text("quality.caption"))
    table = Table(
        say.text("quality.histogram"), names, tuple((b.label, b.shown) for b in bars), (1,)
    )
    return Columns(say.text("quality.histogram"), say.text("quality.axis"), bars, table)


def _tone(quality: float, split: QualitySplit) -> Tone:
    if quality >= split.strong_from:
        return Tone.STRONG
    return Tone.MEDIUM if quality >= split.medium_from else Tone.WEAK
