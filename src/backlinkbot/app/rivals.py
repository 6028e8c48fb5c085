"""The verb rivals: who competes with a site, by who links to both and by what both write about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backlinkbot.app.audited import kept_document
from backlinkbot.app.topics import prospect_relevance, site_types
from backlinkbot.core.errors import NotFound
from backlinkbot.core.referrers import channel_of
from backlinkbot.core.site_types import SiteType
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.urls.platforms import platform
from backlinkbot.core.visits import Channel
from backlinkbot.logic.prospect.rivals import (
    Neighbours,
    beyond_chance,
    closeness,
    expected,
    likeness,
)

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.nouns import Site

LEAST_SHARED = 3  # referring domains: one or two in common are chance, whatever a test says
MOST_NEIGHBOURS = 5_000  # domains looked at, those with most weight first
MOST_READ = 100  # of whom texts are read as well
# Sites that tell or list rather than sell: they share links with everybody of a niche.
TELLING = frozenset(
    (
        SiteType.NEWS, SiteType.ASSOCIATION, SiteType.UNIVERSITY, SiteType.GOVERNMENT,
        SiteType.DIRECTORY, SiteType.FORUM, SiteType.WIKI, SiteType.PERSONAL,
    )
)  # fmt: skip
SHOWN_SOURCES = 5  # that link to both, named as evidence


@dataclass(frozen=True, slots=True)
class Rival:
    """A domain that may compete with the site.

    `closeness` 0..1 orders them: `likeness` of the referring domains, less where the texts are of
    another niche; `relevance`: probability of the same niche, None unknown; `by_chance`: shared
    referring domains that chance would give, `is_beyond_chance`: clearly more are (in an index of
    few sites, where many link to both, that cannot be told); `site_type`: a word of `SiteType`;
    `examples`: sites that link to both, those that link to fewest others first.
    """

    domain: str
    closeness: float
    likeness: float
    shared: int
    referring_domains: int
    by_chance: float
    relevance: float | None
    site_type: str
    is_beyond_chance: bool
    is_known: bool
    examples: tuple[str, ...]
    reason: str
    take: str


@dataclass(frozen=True, slots=True)
class Rivals:
    """Who may compete with `domain`, the closest first; `known`: competitors told already."""

    domain: str
    referring_domains: int
    known: tuple[str, ...]
    found: tuple[Rival, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `rivals --json`."""
        return {
            "domain": self.domain,
            "referring_domains": self.referring_domains,
            "known": list(self.known),
            "rivals": [_document(one) for one in self.found],
        }


def rivals(workspace: Workspace, domain: str, *, limit: int = 20) -> Rivals:
    """Domains that share referring domains with the site beyond chance, the closest first.

    Platforms, search engines, social networks and the site's own domains are left out.

    Raises:
        NotFound: the index is empty, or too few sites are known to link here.
    """
    domain = domain_named(domain)
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    site = workspace.state.site_or_plain(domain)
    asked = workspace.index.cocited(domain, own=[*site.estate, *_artificial(workspace, domain)])
    table = asked.targets(least=LEAST_SHARED, most=MOST_NEIGHBOURS)
    names: list[str] = table["domain"].to_pylist()
    if not names or names[0] != domain or table.num_rows == 1:
        raise NotFound(
            f"too few sites are known to link to {domain}, or nothing else of what they link to; "
            "read in archives or a link graph, not only exports about the site itself: "
            "backlinkbot ingest FILE"
        )
    near = _neighbours(workspace, table, asked.linking())
    like, is_sure, chance = likeness(near), beyond_chance(near), expected(near)
    may_be = [_may_be(name, site) for name in names[1:]]
    order = np.argsort(-like, kind="stable")
    kept = [row for row in order.tolist() if may_be[row]][:MOST_READ]
    relevance = _relevance(workspace, domain, [names[1 + row] for row in kept])
    types = _types(workspace, domain, [names[1 + row] for row in kept])
    tells = np.array([one in TELLING and one != types[0] for one in types[1:]], dtype=np.bool_)
    close = closeness(like[kept], relevance, tells)
    best = sorted(range(len(kept)), key=lambda n: (-close[n], names[1 + kept[n]]))[:limit]
    chosen = [names[1 + kept[n]] for n in best]
    shared_by = _examples(asked.sources(chosen, most=SHOWN_SOURCES))
    found = tuple(
        Rival(
            domain=name,
            closeness=float(close[n]),
            likeness=float(like[kept[n]]),
            shared=int(near.shared[kept[n]]),
            referring_domains=int(near.referring[kept[n]]),
            by_chance=float(chance[kept[n]]),
            relevance=None if np.isnan(relevance[n]) else float(relevance[n]),
            site_type=types[1 + n],
            is_beyond_chance=bool(is_sure[kept[n]]),
            is_known=name in site.competitors,
            examples=shared_by.get(name, ()),
            reason=_reason(int(near.shared[kept[n]]), float(chance[kept[n]]), relevance[n]),
            take=f"backlinkbot site add {domain} --competitor {name}",
        )
        for name, n in zip(chosen, best, strict=True)
    )
    return Rivals(domain, int(near.own_shared), site.competitors, found)


def _artificial(workspace: Workspace, domain: str) -> list[str]:
    """Linking sites that the last audit put into a group: they link where they are paid to."""
    told = kept_document(workspace, domain) or {}
    return [one["domain"] for one in told.get("domains", ()) if one.get("group")]


def _neighbours(workspace: Workspace, table: pa.Table, linking: int) -> Neighbours:
    """The neighbours without the site itself, which is the first row."""
    import pyarrow.compute as pc

    names = table["domain"].combine_chunks()
    counted = workspace.index.linking_sites(names.to_pylist()).referring_domains()
    at = pc.index_in(names, value_set=counted["domain"].combine_chunks())
    referring = counted["referring_domains"].combine_chunks().take(at).fill_null(0)
    shared = np.asarray(table["shared"].to_numpy(), dtype=np.float64)
    weight = np.asarray(table["weight"].to_numpy(), dtype=np.float64)
    return Neighbours(
        shared=shared[1:],
        weight=weight[1:],
        referring=np.asarray(referring.to_numpy(), dtype=np.float64)[1:],
        own_shared=float(shared[0]),
        own_weight=float(weight[0]),
        linking=float(linking),
    )


def _may_be(name: str, site: Site) -> bool:
    """Whether a domain can be a rival at all."""
    if name in site.estate or platform(name) is not None:
        return False
    return channel_of(name) not in {Channel.SEARCH, Channel.SOCIAL, Channel.ASSISTANT}


def _relevance(workspace: Workspace, domain: str, names: list[str]) -> Any:
    import pyarrow as pa

    asked = pa.table({"prospect": pa.array(names, pa.string()), "page": [""] * len(names)})
    return prospect_relevance(workspace, domain, asked)


def _types(workspace: Workspace, domain: str, names: list[str]) -> list[str]:
    """What kind of site the site and each of the others is."""
    types: list[str] = site_types(workspace, [domain, *names])["type"].to_pylist()
    return types


def _examples(found: pa.Table) -> dict[str, tuple[str, ...]]:
    told: dict[str, list[str]] = {}
    for row in found.to_pylist():
        told.setdefault(row["domain"], []).append(row["source_domain"])
    return {name: tuple(sources) for name, sources in told.items()}


def _reason(shared: int, by_chance: float, relevance: float) -> str:
    said = f"{shared:,} sites link to both; by chance it would be {by_chance:.1f}"
    return said if np.isnan(relevance) else f"{said}; same niche {relevance:.2f}"


def _document(one: Rival) -> dict[str, Any]:
    return {
        "domain": one.domain,
        "closeness": round(one.closeness, 4),
        "likeness": round(one.likeness, 4),
        "shared": one.shared,
        "referring_domains": one.referring_domains,
        "by_chance": round(one.by_chance, 2),
        "relevance": None if one.relevance is None else round(one.relevance, 3),
        "site_type": one.site_type,
        "is_beyond_chance": one.is_beyond_chance,
        "is_known": one.is_known,
        "examples": list(one.examples),
        "reason": one.reason,
        "take": one.take,
    }
