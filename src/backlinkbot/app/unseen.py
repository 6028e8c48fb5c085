"""The verb unseen: how many links to a site nobody has seen, and where the sources disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.judge.unseen import unseen as estimated

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.unseen import Unseen

# Readers of archives are one source: they read the same captures, in two forms of one crawl.
ARCHIVES = frozenset(("warc", "arc", "wat", "html"))
CRAWL = "crawl"
LOOKS = "verify"  # asks only for links that others told, so that it captures none by itself
SHOWN = 50  # disagreements that are told one by one


@dataclass(frozen=True, slots=True)
class FoundUnseen:
    """How many links and referring domains of `domain` nobody has seen.

    `disagreements`: how many links the sources disagree on, by fact; `examples`: some of them, as
    source_url, target_url and what each says.
    """

    domain: str
    snapshot: str
    domains: Unseen
    links: Unseen
    disagreements: dict[str, int]
    examples: pa.Table
    doubts: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `unseen --json`."""
        return {
            "domain": self.domain,
            "snapshot": self.snapshot,
            "referring_domains": self.domains.as_document(),
            "backlinks": self.links.as_document(),
            "disagreements": self.disagreements,
            "examples": self.examples.to_pylist(),
            "doubts": list(self.doubts),
        }


def unseen(workspace: Workspace, domain: str) -> FoundUnseen:
    """How many standing links and referring domains of a domain no source has seen.

    Raises:
        NotFound: the index is empty, or nothing in it points at the domain.
    """
    domain = domain_named(domain)
    snapshot = workspace.index.current()
    if snapshot is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    by_domain, by_link = workspace.index.captures(domain).counts()
    if not by_domain.num_rows:
        raise NotFound(f"nothing in the index points at {domain}")
    counts, examples = workspace.index.captures(domain).disagreements(limit=SHOWN)
    domains = _histories(by_domain)
    return FoundUnseen(
        domain=domain,
        snapshot=snapshot.name,
        domains=estimated(domains),
        links=estimated(_histories(by_link)),
        disagreements={row["fact"]: row["links"] for row in counts.to_pylist()},
        examples=examples,
        doubts=tuple(_doubts(domains)),
    )


def _histories(captured: pa.Table) -> Counter[tuple[str, ...]]:
    """How many were told by exactly which sources."""
    found: Counter[tuple[str, ...]] = Counter()
    for row in captured.to_pylist():
        told = (one for one in row["reporters"] if one != LOOKS)
        names = {"archives" if one in ARCHIVES else one for one in told}
        if names:
            found[tuple(sorted(names))] += row["count"]
    return found


def _doubts(histories: Counter[tuple[str, ...]]) -> list[str]:
    """What is known of these sources that no count can show."""
    names = {name for history in histories for name in history}
    said = [
        "Sources are compared as they are now: what was won or lost between their days makes them "
        "look more different, and the estimate too high."
    ]
    if CRAWL in names and len(names) > 1:
        said.append(
            "Our own crawl goes where the index sends it, so that it sees again what others told: "
            "beside one other source alone that makes the estimate too low."
        )
    return said
