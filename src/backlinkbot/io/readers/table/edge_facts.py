"""Rows of a table of referring domains as edge facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.columns import edge_facts
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.urls import canonical, clean_host, host_of, registered_domain
from backlinkbot.io.readers.table.link_facts import as_batch, evidence_of, scores_of

if TYPE_CHECKING:
    import pyarrow as pa

    from backlinkbot.io.readers.format import Reading
    from backlinkbot.io.readers.table.columns_read import TypedColumns
    from backlinkbot.io.readers.table.vendor import Vendor

NO_SITE = "no name of a referring domain"
BAD_SITE = "referring domain is not the name of a site"
NO_TARGET_SITE = "no name of the target's domain"


def edges_of(typed: TypedColumns, vendor: Vendor, reading: Reading) -> Facts | None:
    """The block's usable rows as edges between domains, None when there is none."""
    import pyarrow as pa

    count = len(typed.cells)
    columns: dict[str, pa.Array] = {}
    columns["source"], columns["source_domain"] = _sites(typed, "source_domain", BAD_SITE)
    if "target_domain" in typed.cells.texts:
        columns["target"], columns["target_domain"] = _sites(typed, "target_domain", NO_TARGET_SITE)
    else:
        columns["target"] = columns["target_domain"] = pa.repeat(reading.target, count)
    typed.refuse_internal(columns["source_domain"], columns["target_domain"])
    typed.refuse_local(columns["source_domain"], columns["target_domain"])
    kept = typed.tell(reading.rejects)
    if not kept.any():
        return None
    for role in ("links", "followed_links", "first_seen", "last_seen", "lost_on"):
        if role in typed.values:
            columns[role] = typed.values[role]
    if "last_seen" not in columns and "lost_on" not in columns:
        columns["last_seen"] = pa.repeat(
            pa.scalar(reading.seen_at, pa.timestamp("s", tz="UTC")), count
        )
    columns["level"] = pa.repeat("domain", count)
    columns["vendor_scores"] = scores_of(typed, pa.float32())
    columns["reporter"] = pa.repeat(vendor.reporter, count)
    columns["evidence"] = evidence_of(typed)
    return Facts(FactKind.EDGES, as_batch(columns, edge_facts(), kept))


def _sites(typed: TypedColumns, role: str, unusable: str) -> tuple[pa.Array, pa.Array]:
    """Host names and registrable domains of a column that holds names or addresses."""
    import pyarrow as pa

    hosts: list[str | None] = []
    domains: list[str | None] = []
    for row, text in enumerate(typed.cells.texts[role].to_pylist()):
        host = site_name(text)
        if host is None:
            typed.refused[row] = unusable if text.strip() else NO_SITE
        hosts.append(host)
        domains.append(registered_domain(host) if host else None)
    return pa.array(hosts, pa.string()), pa.array(domains, pa.string())


def site_name(text: str) -> str | None:
    """The host in a name or an address, None where there is none; a single word is no site."""
    text = text.strip()
    if "://" in text:
        url = canonical(text)
        return host_of(url) if url else None
    host = clean_host(text.rstrip("/"))
    return host if host and "." in host else None
