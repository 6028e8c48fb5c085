"""The verb gap: who links to rivals and never did to the site, the strongest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.index.graphs.releases import about_release, current_release, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace

MOST_RIVALS = 20
TRUST = "trust"
BY_PAGES = "pages"  # the basis of a domain whose links are known one by one


@dataclass(frozen=True, slots=True)
class Shared:
    """One rival: its referring domains, and how many of them link to the site as well."""

    rival: str
    referring_domains: int
    also_ours: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Who links to rivals and not to `domain`.

    `table`: source_domain, authority (None: not known), rivals (how many of them it links to),
    links_to (which), backlinks, followed_backlinks, placement and source_url of its best link to
    one of them, anchor, first_seen; most rivals first, then authority. `total`: rows in all;
    `ours`: referring domains of the site; `lost_ones`: sites left out since they linked to it once
    (to win back); `overlap`: each rival beside it.
    """

    domain: str
    rivals: tuple[str, ...]
    table: pa.Table
    total: int
    ours: int
    lost_ones: int
    overlap: tuple[Shared, ...]

    def as_document(self) -> dict[str, Any]:
        """The JSON document of `gap --json`."""
        return {
            "domain": self.domain,
            "rivals": list(self.rivals),
            "total": self.total,
            "referring_domains": self.ours,
            "lost_ones": self.lost_ones,
            "overlap": [
                {
                    "rival": one.rival,
                    "referring_domains": one.referring_domains,
                    "also_ours": one.also_ours,
                }
                for one in self.overlap
            ],
            "sources": self.table.to_pylist(),
        }


def gap(
    workspace: Workspace,
    domain: str,
    *,
    rivals: Sequence[str] = (),
    least: int = 1,
    limit: int | None = 100,
    offset: int = 0,
) -> Gap:
    """Sites that link to at least `least` of the rivals and not to the site (link intersect).

    `rivals`: these, else the competitors of the site. Links to rivals count where their pages are
    known; a site that graphs alone name as linking here is left out, and so are the site's own
    domains.

    Raises:
        NotFound: the index is empty, or no rivals are named and none are known.
        BadInput: the site is among them, more than 20, or `least` is below 1.
    """
    domain = domain_named(domain)
    if workspace.index.current() is None:
        raise NotFound("the index is empty; begin with: backlinkbot ingest FILE")
    named = tuple(dict.fromkeys(map(domain_named, rivals))) or _competitors(workspace, domain)
    if domain in named:
        raise BadInput(f"{domain} is the site itself, not one of its rivals")
    if not 1 <= len(named) <= MOST_RIVALS or least < 1:
        raise BadInput(f"give 1 to {MOST_RIVALS} rivals, and at least 1 of them to be linked to")
    pairs = workspace.index.intersect([domain, *named], least=1).to_pylist()
    of_site: dict[str, list[dict[str, Any]]] = {}
    for one in pairs:
        of_site.setdefault(one["source_domain"], []).append(one)
    ours = {source for source, told in of_site.items() if _has(told, domain)}
    own = {domain, *named, *workspace.state.site_or_plain(domain).estate}
    theirs = {
        source: told
        for source, told in of_site.items()
        if source not in ours and source not in own and len(told) >= least
    }
    known = _linking(workspace, domain)
    left = [_row(source, told) for source, told in theirs.items() if source not in known]
    rows = _strongest(_with_authority(workspace, left))
    return Gap(
        domain=domain,
        rivals=named,
        table=_table(rows[offset : None if limit is None else offset + limit]),
        total=len(rows),
        ours=len(ours),
        lost_ones=sum(known.get(source) is False for source in theirs),
        overlap=tuple(_shared(rival, of_site, ours) for rival in named),
    )


def _competitors(workspace: Workspace, domain: str) -> tuple[str, ...]:
    found = workspace.state.site_or_plain(domain).competitors
    if not found:
        raise NotFound(
            f"no competitors of {domain} are known; name them: "
            f"backlinkbot site add {domain} --competitor RIVAL"
        )
    return tuple(found)


def _linking(workspace: Workspace, domain: str) -> dict[str, bool]:
    """Every site that links or linked to a domain, and whether it still does."""
    found = workspace.index.referring_domains(domain)
    columns = ["source_domain", "links", "state", "basis"]
    return {
        one["source_domain"]: one["links"] > 0
        if one["basis"] == BY_PAGES
        else one["state"] == LinkState.LIVE.value
        for one in found.select(columns).to_pylist()
    }


def _has(told: Sequence[dict[str, Any]], target: str) -> bool:
    return any(one["target_domain"] == target for one in told)


def _row(source: str, told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    best = max(told, key=lambda one: (one["followed_links"], one["links"]))
    return {
        "source_domain": source,
        "rivals": len(told),
        "links_to": sorted(one["target_domain"] for one in told),
        "backlinks": sum(one["links"] for one in told),
        "followed_backlinks": sum(one["followed_links"] for one in told),
        "placement": best["placement"],
        "source_url": best["source_url"],
        "anchor": best["anchor"],
        "first_seen": min((one["first_seen"] for one in told if one["first_seen"]), default=None),
    }


def _with_authority(workspace: Workspace, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the points of each site, None where trust says nothing."""
    release = current_release(workspace.authority_folder)
    points: dict[str, float | None] = {}
    if rows and release and about_release(release).get("basis", TRUST) == TRUST:
        found = look_up(release, [one["source_domain"] for one in rows])
        points = dict(zip(found["node"].to_pylist(), found["authority"].to_pylist(), strict=True))
    return [{**one, "authority": points.get(one["source_domain"])} for one in rows]


def _strongest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(
        rows, key=lambda one: (-one["rivals"], -(one["authority"] or 0.0), one["source_domain"])
    )


def _table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    text, count, number = pa.string(), pa.int64(), pa.float64()
    schema = pa.schema(
        [
            ("source_domain", text), ("authority", number), ("rivals", count),
            ("links_to", pa.list_(text)), ("backlinks", count), ("followed_backlinks", count),
            ("placement", text), ("source_url", text), ("anchor", text),
            ("first_seen", pa.timestamp("us", "UTC")),
        ]
    )  # fmt: skip
    return pa.Table.from_pylist(list(rows), schema)


def _shared(rival: str, of_site: dict[str, list[dict[str, Any]]], ours: set[str]) -> Shared:
    linking = {source for source, told in of_site.items() if _has(told, rival)}
    return Shared(rival, len(linking), len(linking & ours))
