"""Is it working? The answer in a sentence, the main numbers, and what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.logic.reports.client.sections import sections
from backlinkbot.logic.reports.document import Card, Cards, Section, Text, Tone

if TYPE_CHECKING:
    from backlinkbot.logic.reports.client.telling import Teller

STANDS_ON = (
    "goals.all", "goals.met", "won.earned", "won.judged", "won.good", "lost.all",
    "now.start-unknown",
)  # fmt: skip
UNDATED = 0.5  # of the linking domains: from here on their dates tell of the fewer ones
# Verdicts of two releases that say something of the site.
MOVED = {
    "up": "summary.authority-up",
    "down": "summary.authority-down",
    "no measurable change": "summary.authority-same",
}


@sections.add("summary")
def summary(say: Teller) -> Section:
    """The headline by goals where there are some, else by what was won and lost, and how good."""
    lines = [say(headline(say), by=STANDS_ON), *_lines(say)]
    blocks = (Cards(_cards(say)), Text(tuple(lines), is_list=True))
    return Section("summary", say.text("section.summary"), blocks)


def headline(say: Teller) -> str:
    """Which sentence answers whether it is working."""
    told = say.report
    goals, met = told.value("goals.all"), told.value("goals.met")
    if goals:
        return "headline.goals-yes" if met == goals else _short_of(met)
    if not say.knows_period:
        return "headline.not-known"
    won, lost = told.value("won.earned"), told.value("lost.all")
    if not won and not lost:
        if not _is_undated(say):
            return "headline.still"
        return "headline.unknown" if told.value("now.referring-domains") else "headline.undated"
    if won == lost:
        return "headline.quiet"
    return _of_more(say) if won > lost else "headline.no"


def _of_more(say: Teller) -> str:
    """What more sites won than lost amount to: nothing works by links that are not known good."""
    told = say.report
    won, judged = told.value("won.earned"), told.value("won.judged")
    if told.value("won.good"):
        return "headline.yes" if judged == won else "headline.yes-judged"
    if not judged:
        return "headline.unjudged"
    return "headline.weak" if judged == won else "headline.weak-judged"


def _is_undated(say: Teller) -> bool:
    """Whether so many beginnings are unknown that nobody can say that nothing began."""
    told = say.report
    if not told.value("now.referring-domains"):
        return bool(told.value("now.only-domains"))
    return bool(told.value("now.start-unknown") > UNDATED * told.value("now.referring-domains"))


def _short_of(met: int) -> str:
    return "headline.partly" if met else "headline.goals-no"


def _lines(say: Teller) -> list[str]:
    told = say.report
    lines = [say("summary.running")] if told.as_of < told.until else []
    known_until = told.value("index.known-until")
    if known_until and known_until < told.as_of and headline(say) != "headline.not-known":
        lines.append(say("summary.known-until"))
    lines.append(say("summary.level"))
    if told.value("now.only-domains"):
        lines.append(say("summary.only-domains"))
    if told.has("authority.now"):
        lines.append(say(_about_authority(say)))
    if told.has("best.1.quality"):
        lines.append(say("summary.best"))
    if told.has("audit.links") and told.value("audit.links"):
        lines.append(
            say(
                "summary.harm" if told.value("audit.disavow") else "summary.no-harm",
                by=("audit.disavow",),
            )
        )
    if told.plays and say.is_brief:
        lines.append(say("competitors.play"))
    if told.value("now.start-unknown") and not say.is_brief:
        lines.append(say("summary.start-unknown"))
    return lines


def _about_authority(say: Teller) -> str:
    told = say.report
    if told.has("authority.measured-on") and told.value("authority.measured-on") > told.as_of:
        return "summary.authority-later"
    return MOVED.get(str(told.value("authority.verdict")), "summary.authority")


def _cards(say: Teller) -> tuple[Card, ...]:
    told = say.report
    strong = told.value("now.strong")
    cards = [
        Card(say.text("card.referring-domains"), say.count(told.level), _step(say)),
        _authority(say),
        *(_moved(say) if say.knows_period else _not_known(say)),
    ]
    if told.value("goals.all"):
        met = told.value("goals.met")
        cards.append(
            Card(say.text("card.goals"), say.count(met), say("card.goals-detail"), _good(met))
        )
    else:
        cards.append(Card(say.text("card.strong"), say.count(strong), _judged(say), _good(strong)))
    return tuple(cards)


def _moved(say: Teller) -> tuple[Card, Card]:
    told = say.report
    return (
        Card(
            say.text("card.won"),
            say.count(told.value("won.earned")),
            say(_won(say), by=("won.doubtful", "won.judged")),
            _good(told.value("won.earned")),
        ),
        Card(say.text("card.lost"), say.count(told.value("lost.all")), say("card.lost-detail")),
    )


def _not_known(say: Teller) -> tuple[Card, Card]:
    won, lost = (
        Card(say.text(f"card.{name}"), "?", say("card.not-known", by=("index.known-until",)))
        for name in ("won", "lost")
    )
    return won, lost


def _won(say: Teller) -> str:
    told = say.report
    if told.value("won.doubtful"):
        return "card.won-doubtful"
    is_known = told.value("won.judged") == told.value("won.earned")
    return "card.won-detail" if is_known else "card.won-judged"


def _step(say: Teller) -> str:
    if not say.report.has("change.referring-domains") or not say.knows_period:
        return say("card.referring-domains-only")
    moved = say.report.value("change.referring-domains")
    return say(
        f"card.referring-domains-{'detail' if moved else 'same'}", by=("change.referring-domains",)
    )


def _authority(say: Teller) -> Card:
    told, label = say.report, say.text("card.authority")
    if not told.has("authority.now"):
        return Card(label, "?", say.text("card.authority-unknown"))
    return Card(label, say.points(told.value("authority.now")), say("card.authority-detail"))


def _judged(say: Teller) -> str:
    if not say.report.value("now.judged"):
        return say("card.strong-none", by=("now.judged",))
    return say("card.strong-detail")


def _good(count: int) -> Tone:
    return Tone.STRONG if count else Tone.PLAIN
