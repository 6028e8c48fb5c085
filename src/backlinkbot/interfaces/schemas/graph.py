"""The shapes of what the link graph says: authority, releases, worth, ways, claims."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from backlinkbot.interfaces.schemas.answer import Answer, Document, Rows

MOST_DOMAINS = 10_000
LONGEST_DOMAIN = 2_000
POINTS = "0 to 100; null where it is not known."


def _domains(said: str, least: int = 0) -> list[str]:
    found: list[str] = Field(
        default_factory=list, min_length=least, max_length=MOST_DOMAINS, description=said
    )
    return found


class AuthorityRow(Document):
    """How strong one domain is."""

    domain: str
    authority: float | None = Field(description=POINTS)
    authority_low: float | None
    authority_high: float | None
    trust: float | None
    pagerank: float | None
    pagerank_percentile: float | None
    harmonic: float | None
    referring_domains: int | None
    inflated_share: float | None = Field(
        description="How much of what links alone would say trust does not confirm, 0 to 1."
    )
    basis: str | None = Field(description="trust, or links only.")
    note: str | None = Field(description="What is missing.")


class DomainsIn(BaseModel):
    """Domains to look up."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"domains": ["fernhill.example"]}]}
    )

    domains: list[str] = Field(min_length=1, max_length=MOST_DOMAINS)


class HistoryRow(Document):
    """The authority of one domain in one release."""

    domain: str
    measured_on: str
    release: str
    authority: float | None
    authority_low: float | None
    authority_high: float | None
    change: float | None = Field(description="Since the release before.")
    verdict: str | None


class HistoryOut(Answer):
    """Authority over time."""

    rows: list[HistoryRow]
    left_out: int = Field(description="Releases of other graphs or methods.")


class GroundsOne(Document):
    """What the authority of one domain rests on."""

    domain: str
    basis: str
    links_points: float | None
    trust_points: float | None
    sources: int
    doubtful_sources: int | None
    doubtful_share: float | None
    in_words: str
    topics: dict[str, float]


class GroundsOut(Answer):
    """What the authority of domains rests on."""

    rows: list[GroundsOne]


class ReleaseOut(Document):
    """One authority release."""

    name: str
    is_in_force: bool
    nodes: int
    measured_on: str | None
    graph: str | None
    basis: str | None
    method: str | None
    seed_list: str | None
    graph_digest: str | None
    edges: str | int | None
    fault: str = Field(description="Why it cannot be used; empty where it can.")


class ChangedDomain(Document):
    """One domain in two releases."""

    node: str
    before: float | None
    after: float | None
    change: float | None
    spread: float | None
    verdict: str


class ComparedOut(Answer):
    """Two releases beside each other."""

    before: str
    after: str
    common: int
    median_movement: float
    counts: dict[str, int]
    incomparable: str
    notes: list[str]
    domains: list[ChangedDomain]


class WorthIn(BaseModel):
    """Which links to price: new ones from `sources`, or the loss of those of `without`."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"sources": ["news.example"]}]}
    )

    sources: list[str] = _domains("Domains that would link.")
    without: list[str] = _domains("Domains whose links would be lost.")
    placement: str = Field(default="content", max_length=100)
    topic: str | None = Field(default=None, max_length=200)


class PriceRow(Document):
    """What the links of one source are worth."""

    source: str = Field(description="`together`: all of them at once.")
    points: float | None
    low: float | None
    high: float | None
    pagerank_points: float | None = Field(description="By links alone, which can be bought.")
    weak_link_equivalents: float | None
    authority: float | None
    links_already: bool | None
    in_words: str
    basis: str


class WorthOut(Rows[PriceRow]):
    """What links are worth to a target."""

    target: str
    authority: float | None
    weak_points: float = Field(description="What an average weak link would bring alone.")
    priced: int
    basis: str
    rejects: dict[str, int] = Field(description="What was asked for and is not priced, by reason.")


class ReachOut(Document):
    """How a site is reached from well-known ones."""

    distance: int | None
    mean_distance: float | None
    reached_from: int
    independent_ways: int
    ways: list[list[str]]


class SeenPages(Document):
    """Pages of a site that were captured."""

    known: int
    linked_from_outside: int
    not_reached: list[str]
    linked_not_captured: int


class PathsOut(Answer):
    """How readers and crawlers get to a site."""

    domain: str
    steps: int
    well_known: int
    now: ReachOut
    new_from: str | None
    with_new_link: ReachOut | None
    new_link_points: float | None
    pages: SeenPages | None
    notes: list[str]


class StudyOut(Answer):
    """The trade's claims about quality and quantity, tested on the graph."""

    graph: str
    basis: str
    domains: int
    donors: int
    targets: int
    definitions: dict[str, str]
    findings: list[dict[str, Any]]
    notes: list[str]
