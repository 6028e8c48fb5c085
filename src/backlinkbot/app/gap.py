"""The verb gap: who links to rivals and never did to the site, and who links to whom of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from backlinkbot.app.points import points_of
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.app.workspace import Workspace

MOST_RIVALS = 20


class Side(StrEnum):
    """How a linking site stands between a site and its rivals; one may be of several kinds."""

    BEST = "best"  # links to every rival and never did to the site
    WEAK = "weak"  # links to the site, and more often to a rival
    STRONG = "strong"  # links to the site alone
    SHARED = "shared"  # links to the site and to every rival
    UNIQUE = "unique"  # links to one of them all
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Shared:
    """One rival: its referring domains, and how many of them link to the site as well."""

    rival: str
    referring_domains: int
    also_ours: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who links to which of the domains, the site first.

    `counts`: how many sites of each kind; `rows`: of the kind asked for, those that link to most of
    the domains first, then by authority: source_domain, authority, backlinks (to each domain),
    kinds.
    """

    domains: tuple[str, ...]
    counts: dict[str, int]
    kind: Side
    rows: tuple[dict[str, Any], ...]

    def as_document(self) -> dict[str, Any]:
        """Part of the JSON document of `gap --json`."""
        return {
            "domains": list(self.domains),
            "counts": self.counts,
            "kind": self.kind.value,
            "rows": list(self.rows),
        }


@dataclass(frozen=True, slots=True)
class Gap:
    """Who links to rivals and not to `domain`.

    `table`: source_domain, authority (None: not known), rivals (how many of them it links to),
    links_to (which), backlinks, followed_backlinks, placement and source_url of its best link to
    one of them, anchor, first_seen; most rivals first, then authority. `total`: rows in all;
    `ours`: referring domains of the site; `lost_ones`: sites left out since they linked to it once
    (to win back); `overlap`: each rival beside it; `matrix`: all of them side by side.
    """

    domain: str
    rivals: tuple[str, ...]
    table: pa.Table
    total: int
    ours: int
    lost_ones: int
    overlap: tuple[Shared, ...]
    matrix: Matrix

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
            "matrix": self.matrix.as_document(),
        }


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list are asked for; `limit` None: all."""

    limit: int | None
    offset: int = 0

    def of(self, table: pa.Table) -> pa.Table:
        return table.slice(self.offset, self.limit)

    @property
    def end(self) -> int | None:
        """How many of the first rows have to be in order."""
        return None if self.limit is None else self.offset + self.limit


def gap(  # noqa: PLR0913 - each is a wish of its own
    workspace: Workspace,
    domain: str,
    *,
    rivals: Sequence[str] = (),
    least: int = 1,
    limit: int | None = 100,
    offset: int = 0,
    kind: Side = Side.BEST,
) -> Gap:
    """Sites that link to at least `least` of the rivals and not to the site (link intersect).

    `rivals`: these, else the competitors of the site. Links to rivals count where their pages are
    known; a site that graphs alone name as linking here is left out, and so are the site's own
    domains. `kind`: of the rows of the matrix.

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
    own = [domain, *named, *workspace.state.site_or_plain(domain).estate]
    page = Page(limit, offset)
    with workspace.index.crossing([domain, *named], own=own) as asked:
        missing = asked.gap(least)
        chosen = page.of(_first(workspace, missing, page.end))
        of_kind = page.of(_first(workspace, asked.of(kind.value), page.end))
        told = asked.rows(_names(chosen, of_kind))
        counts = asked.counts().to_pylist()
    sorts = [_Sort(one, len(named)) for one in counts]
    return Gap(
        domain=domain,
        rivals=named,
        table=_sources(chosen, told),
        total=missing.num_rows,
        ours=sum(one.sources for one in sorts if one.is_ours),
        lost_ones=sum(one.sources for one in sorts if one.is_lost and one.rivals >= least),
        overlap=tuple(_shared(rival, bit, sorts) for bit, rival in enumerate(named, 1)),
        matrix=Matrix(
            domains=(domain, *named),
            counts={
                side.value: sum(one.sources for one in sorts if side in one.kinds) for side in Side
            },
            kind=kind,
            rows=_cells((domain, *named), of_kind, told),
        ),
    )


def _competitors(workspace: Workspace, domain: str) -> tuple[str, ...]:
    found = workspace.state.site_or_plain(domain).competitors
    if not found:
        raise NotFound(
            f"no competitors of {domain} are known; see who they may be: backlinkbot rivals "
            f"{domain}; or name them: backlinkbot site add {domain} --competitor RIVAL"
        )
    return tuple(found)


class _Sort:
    """Sites that link to the same domains, and how many they are."""

    def __init__(self, told: dict[str, Any], rivals: int) -> None:
        self.mask, self.sources = int(told["mask"]), int(told["sources"])
        self.is_own, self.is_told = bool(told["is_own"]), bool(told["is_told"])
        self.is_ours = bool(self.mask & 1)
        self.is_lost = bool(told["is_lost"]) and not self.is_own
        self.rivals = (self.mask >> 1).bit_count()
        self.kinds = () if self.is_own else tuple(self._kinds(bool(told["is_less"]), rivals))

    def _kinds(self, is_less: bool, rivals: int) -> list[Side]:  # noqa: FBT001 - a fact of the row
        all_rivals = 2 ** (rivals + 1) - 2
        is_free = not (self.is_lost or self.is_told)
        holds = {
            Side.BEST: self.mask == all_rivals and is_free,
            Side.WEAK: is_less,
            Side.STRONG: self.mask == 1,
            Side.SHARED: self.mask == all_rivals + 1,
            Side.UNIQUE: self.mask.bit_count() == 1,
            Side.ALL: self.mask > 0,
        }
        return [side for side, is_so in holds.items() if is_so]


def _shared(rival: str, bit: int, sorts: Sequence[_Sort]) -> Shared:
    linking = [one for one in sorts if one.mask >> bit & 1]
    return Shared(
        rival,
        sum(one.sources for one in linking),
        sum(one.sources for one in linking if one.is_ours),
    )


def _names(*tables: pa.Table) -> list[str]:
    return list(dict.fromkeys(name for one in tables for name in one["source_domain"].to_pylist()))


def _first(workspace: Workspace, found: pa.Table, most: int | None) -> pa.Table:
    """The first `most` rows in order, with authority: most rivals, then points, then name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = _not_last(found, most)
    authority = points_of(workspace, found["source_domain"])
    found = found.append_column("authority", authority)
    keyed = found.append_column("points", pc.fill_null(authority, pa.scalar(0.0)))
    order = [("rivals", "descending"), ("points", "descending"), ("source_domain", "ascending")]
    if most is None or most >= found.num_rows:
        return found.take(pc.sort_indices(keyed, sort_keys=order))
    return found.take(pc.select_k_unstable(keyed, most, sort_keys=order))


def _not_last(found: pa.Table, most: int | None) -> pa.Table:
    """Without the rows that cannot be among the first, since enough link to more rivals."""
    import numpy as np
    import pyarrow.compute as pc

    if most is None or not found.num_rows:
        return found
    rivals = found["rivals"].to_numpy()
    at_least = np.cumsum(np.bincount(rivals)[::-1])[::-1]  # rows that link to so many or more
    enough = np.flatnonzero(at_least >= most)
    return (
        found.filter(pc.greater_equal(found["rivals"], int(enough[-1]))) if len(enough) else found
    )


def _sources(chosen: pa.Table, told: pa.Table) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    at = pc.index_in(chosen["source_domain"], value_set=told["source_domain"].combine_chunks())
    rows = told.take(at)
    text, count, number = pa.string(), pa.int64(), pa.float64()
    schema = pa.schema(
        [
            ("source_domain", text), ("authority", number), ("rivals", count),
            ("links_to", pa.list_(text)), ("backlinks", count), ("followed_backlinks", count),
            ("placement", text), ("source_url", text), ("anchor", text),
            ("first_seen", pa.timestamp("us", "UTC")),
        ]
    )  # fmt: skip
    columns = {name: chosen[name] if name == "authority" else rows[name] for name in schema.names}
    return pa.table(columns).cast(schema)


def _cells(
    domains: tuple[str, ...], chosen: pa.Table, told: pa.Table
) -> tuple[dict[str, Any], ...]:
    """The rows of the matrix: how many backlinks each site has to each domain, and its kinds."""
    rows = {one["source_domain"]: one for one in told.to_pylist()}
    found = []
    for name, points in zip(
        chosen["source_domain"].to_pylist(), chosen["authority"].to_pylist(), strict=True
    ):
        row = rows[name]
        links = {cell["domain"]: cell["links"] for cell in row["cells"]}
        is_less = 0 < row["own"] < row["most"]
        sort = _Sort(row | {"sources": 1, "is_own": False, "is_less": is_less}, len(domains) - 1)
        found.append(
            {
                "source_domain": name,
                "authority": points,
                "backlinks": [links.get(domain, 0) for domain in domains],
                "kinds": [side.value for side in sort.kinds if side is not Side.ALL],
            }
        )
    return tuple(found)
