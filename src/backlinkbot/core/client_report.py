"""The client's report as plain data: facts with their sources, and the rows behind them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import Broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.goals import GoalKind
    from backlinkbot.core.nouns import Growth
    from backlinkbot.core.profile import QualitySplit
    from backlinkbot.core.results import Results


class Edition(StrEnum):
    """For whom a report is; the value is the word the user says."""

    MANAGER = "manager"  # one page: is it working?
    SPECIALIST = "specialist"  # the whole


class FactKind(StrEnum):
    """What a fact's value is, and so how it is written."""

    COUNT = "count"  # a whole number
    CHANGE = "change"  # a whole number with its sign
    NUMBER = "number"  # with one decimal
    SHARE = "share"  # 0..1, written in per cent
    GROWTH = "growth"  # a share with its sign
    MONEY = "money"  # two decimals; the currency is a fact of its own
    DAY = "day"
    TEXT = "text"  # as it came, from the web or from a user
    WORD = "word"  # one of our own words, which each language has its own for


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a report can say, and where it was read.

    `name`: unique in a report ("now.referring_domains"); `value`: None where it is not known, a day
    as a date; `source`: the call of a verb, and what of its answer ("profile(example.com,
    as_of=2026-10-31).referring_domains").
    """

    name: str
    value: float | str | date | None
    kind: FactKind
    source: str

    def as_document(self) -> dict[str, Any]:
        """The fact as JSON."""
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        if isinstance(value, float):
            value = round(value, 4)
        return {"fact": self.name, "value": value, "kind": self.kind.value, "source": self.source}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report with the names of the facts that it says."""

    id: str
    text: str
    facts: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The sentence as JSON."""
        return {"sentence": self.id, "text": self.text, "facts": list(self.facts)}


@dataclass(frozen=True, slots=True)
class ToGoal:
    """A goal and what was reached in the period; `is_met` None where nothing tells.

    `is_running`: the time that it is held against is not over, so that it may still be met.
    """

    kind: GoalKind
    wanted: float
    actual: float | None
    is_met: bool | None
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class WonSite:
    """A referring domain whose first link began in the period.

    `authority_then`: in the release that was in force when it began, or, where there was none yet,
    in the first one after, which was measured on `measured_on`; `advice`: what the audit says.
    """

    domain: str
    source_url: str
    source_title: str
    target_url: str
    anchor: str
    began_on: date
    quality: float | None
    strength: str
    is_followed: bool
    is_standing: bool
    authority_then: float | None
    measured_on: str
    authority_now: float | None
    advice: str


@dataclass(frozen=True, slots=True)
class LostSite:
    """A referring domain whose last link was lost in the period, and why, as far as it is told."""

    domain: str
    source_url: str
    lost_on: date
    reason: str
    quality: float | None
    strength: str
    authority: float | None
    may_return: bool


@dataclass(frozen=True, slots=True)
class Rival:
    """A site beside its competitors: levels at the end of the period, won and lost in it."""

    domain: str
    is_own: bool
    referring_domains: int
    won: int
    lost: int
    authority: float | None


@dataclass(frozen=True, slots=True)
class RivalPlay:
    """What a competitor did to earn links in the period; words as `core.plays` has them.

    `won`: referring domains that it brought in the period; `open_to_us`: how many of all its
    domains never linked to the site, None where it is not to be repeated.
    """

    rival: str
    kind: str
    won: int
    begins: date
    ends: date
    asset: str
    cost: str
    allowed: str
    may_repeat: bool
    open_to_us: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class NextLink:
    """An opportunity of the last find; None where nobody knows. Words as `core.chances` has them.

    `worth_points`: authority it would bring; `relevance`, `p_reply`: 0..1; `reasons`: in English.
    """

    prospect: str
    page: str
    tactic: str
    worth_points: float | None
    relevance: float | None
    p_reply: float
    minutes: float
    value_per_hour: float | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked for links by one tactic in the period, and how many of them have linked."""

    tactic: str
    asked: int
    replied: int
    won: int


@dataclass(frozen=True, slots=True)
class LandedLink:
    """A link that was asked for and landed in the period; `quality`: 0..100, None unjudged."""

    domain: str
    page: str
    tactic: str
    placement: str
    landed_on: date
    quality: float | None
    is_standing: bool


@dataclass(frozen=True, slots=True)
class GapSite:
    """A domain that links to competitors and not to the site."""

    domain: str
    rivals: tuple[str, ...]
    authority: float | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """Sites that the audit holds for one hand's work."""

    name: str
    kind: str
    sites: int
    probability: float


@dataclass(frozen=True, slots=True)
class ClientReport:
    """All that a client's report can say of a site in a period; words are put to it later.

    `since`, `until`: both inside; `as_of`: the last day that was known, at most `until`; `level`:
    referring domains at the end of the last of `weeks`; `quality_then`: on the day before `since`,
    None where nothing was known; `lost_reasons`: most frequent first; `results`: None where nothing
    was imported; `plays`: of competitors, those that won most first; `chances`: the best first;
    `asked`: by tactic, most first; `landed`: links that were asked for, the newest first.
    """

    domain: str
    name: str
    since: date
    until: date
    as_of: date
    snapshot: str
    facts: Mapping[str, Fact]
    goals: tuple[ToGoal, ...]
    won: tuple[WonSite, ...]
    lost: tuple[LostSite, ...]
    lost_reasons: tuple[tuple[str, int], ...]
    weeks: tuple[Growth, ...]
    level: int
    quality_now: QualitySplit
    quality_then: QualitySplit | None
    rivals: tuple[Rival, ...]
    gap: tuple[GapSite, ...]
    flagged: tuple[Flagged, ...]
    results: Results | None = None
    plays: tuple[RivalPlay, ...] = ()
    chances: tuple[NextLink, ...] = ()
    asked: tuple[Asked, ...] = ()
    landed: tuple[LandedLink, ...] = ()

    def value(self, name: str) -> Any:
        """The value of a fact; raises Broken for a name that no fact has."""
        if name not in self.facts:
            raise Broken(f"the report has no fact {name!r}")
        return self.facts[name].value

    def has(self, name: str) -> bool:
        """Whether that is a fact, and known."""
        return name in self.facts and self.facts[name].value is not None

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `report DOMAIN -o FILE.json`; names and shapes are a contract."""
        return {
            "domain": self.domain,
            "name": self.name or None,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "facts": [one.as_document() for one in self.facts.values()],
            "goals": [_plain(one) for one in self.goals],
            "won": [_plain(one) for one in self.won],
            "lost": [_plain(one) for one in self.lost],
            "lost_reasons": dict(self.lost_reasons),
            "competitors": [_plain(one) for one in self.rivals],
            "plays": [_plain(one) for one in self.plays],
            "opportunities": [_plain(one) for one in self.chances],
            "asked": [_plain(one) for one in self.asked],
            "landed": [_plain(one) for one in self.landed],
            "gap": [_plain(one) for one in self.gap],
            "flagged": [_plain(one) for one in self.flagged],
            "results": self.results.as_document() if self.results else None,
        }


@dataclass(frozen=True, slots=True)
class Brand:
    """Under whose name a report goes out.

    `colour`: "#rrggbb"; `logo`: a picture's bytes, empty for none, of the kind `logo_type`
    ("image/png", "image/jpeg", "image/svg+xml"); `contact`: one line under the report.
    """

    agency: str = ""
    colour: str = "#14608a"
    logo: bytes = b""
    logo_type: str = ""
    contact: str = ""


def _plain(row: Any) -> dict[str, Any]:
    """A row as JSON: days in ISO form, numbers short."""
    return {name: _cell(value) for name, value in asdict(row).items()}


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 4)
    return list(value) if isinstance(value, tuple) else value
