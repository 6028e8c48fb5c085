"""Columns of names to edge facts: names cleaned, self links and what is no host counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from backlinkbot.core.columns import edge_facts
from backlinkbot.core.facts import FactKind, Facts
from backlinkbot.core.urls import clean_host, is_ip_address, registered_domain
from backlinkbot.io.readers.edges import NAME, SAMPLE_LINES, EdgeColumns, EdgeLayout, edge_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from backlinkbot.io.readers.format import Head, Reading, Source

REPORTER = "edge-list"
KEPT_NAMES = 1_000_000  # cleaned names remembered; about 250 MB, then forgotten and begun again

NOT_A_HOST = "name that no host can have"
NO_DOT = "name without a dot, which is no host on the web"
TO_ITSELF = "link of a name to itself"
NO_COUNT = "count of links that is not a whole number from 1"


@dataclass(slots=True)
class Names:
    """Host names as they were cleaned: the host and its domain, or None and the reason why not."""

    known: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    repaired: int = 0

    def clean(self, text: str) -> tuple[str | None, str]:
        """The host and its registered domain, or None and the reason."""
        found = self.known.get(text)
        if found is None:
            if len(self.known) >= KEPT_NAMES:
                self.known.clear()
            found = self.known[text] = self._clean(text)
        return found

    def _clean(self, text: str) -> tuple[str | None, str]:
        host = clean_host(text)
        if host is None:
            return None, NOT_A_HOST
        if "." not in host and not is_ip_address(host):
            return None, NO_DOT
        self.repaired += host != text
        return host, registered_domain(host)


def named_edges(source: Source, layout: EdgeLayout, reading: Reading) -> Iterator[Facts]:
    """Edge facts of a list of names.

    Upper case, a final dot and national letters are repaired and noted; names that no host can
    have, names without a dot, and links of a name to itself are counted as rejects.
    """
    level = level_of(_names_in(source.head(), layout))
    names = Names()
    for columns in edge_columns(source, layout, reading):
        yield edge_batch(columns, names, level, REPORTER, source.name, reading)
    if names.repaired:
        reading.notes.append(
            f"{source.name}: {names.repaired} names were written in upper case, with a final dot "
            "or in national letters; they are kept in the form that DNS has"
        )
    if layout.has_year:
        reading.notes.append(
            f"{source.name} tells years only: first and last seen are a year's first and last day"
        )


def level_of(names: Sequence[str]) -> str:
    """Say "domain" when every name is a registered domain, else "host"."""
    hosts = [host for name in names if (host := clean_host(name))]
    return "domain" if all(registered_domain(host) == host for host in hosts) else "host"


def edge_batch(
    columns: EdgeColumns, names: Names, level: str, reporter: str, name: str, reading: Reading
) -> Facts:
    """One block of edges as facts; what cannot be one is counted with its line."""
    import pyarrow as pa

    source, source_domain = _cleaned(columns.sources, names)
    target, target_domain = _cleaned(columns.targets, names)
    links = _links(columns.counts, len(columns.lines))
    kept = _kept(columns, (source, source_domain, target, target_domain, links), name, reading)
    told = {
        "source": source,
        "source_domain": source_domain,
        "target": target,
        "target_domain": target_domain,
        "links": links,
        "evidence": pa.array([f"{name}:{line}" for line in columns.lines.tolist()]),
        **_seen(columns, reading.as_of),
    }
    count = len(columns.lines)
    told["level"] = pa.repeat(level, count)
    told["reporter"] = pa.repeat(reporter, count)
    arrays = [
        told[field.name].cast(field.type) if field.name in told else pa.nulls(count, field.type)
        for field in edge_facts()
    ]
    batch = pa.RecordBatch.from_arrays(
        [array.filter(kept) for array in arrays], schema=edge_facts()
    )
    return Facts(FactKind.EDGES, batch)


def _names_in(head: Head, layout: EdgeLayout) -> list[str]:
    lines = head.plain.decode("utf-8", "replace").split("\n")[layout.skip : SAMPLE_LINES]
    return [cell for line in lines for cell in re.split(r"[|\t,; ]", line) if NAME.match(cell)]


def _cleaned(column: pa.Array, names: Names) -> tuple[pa.Array, pa.Array]:
    """Hosts (null where it is none) and their domains (the reason where it is none)."""
    import pyarrow as pa

    encoded = column.dictionary_encode()
    found = [names.clean(text) for text in encoded.dictionary.to_pylist()]
    hosts = pa.array([host for host, _ in found], pa.string())
    domains = pa.array([domain for _, domain in found], pa.string())
    return hosts.take(encoded.indices), domains.take(encoded.indices)


def _links(counts: pa.Array | None, size: int) -> pa.Array:
    """Counts of links; 0 where it is no whole number, null where the file tells none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if counts is None:
        return pa.nulls(size, pa.int64())
    trimmed = pc.utf8_trim_whitespace(counts)
    whole = pc.match_substring_regex(trimmed, r"^[0-9]{1,18}$")
    return pc.if_else(whole, trimmed, "0").cast(pa.int64())


def _kept(
    columns: EdgeColumns, cleaned: tuple[pa.Array, ...], name: str, reading: Reading
) -> pa.Array:
    """The mask of the edges that are facts; the others are counted."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    source, source_reason, target, target_reason, links = cleaned
    reasons = np.full(len(columns.lines), "", dtype=object)
    _mark(reasons, pc.less(links, 1), pa.repeat(NO_COUNT, len(reasons)))
    _mark(reasons, pc.equal(source, target), pa.repeat(TO_ITSELF, len(reasons)))
    _mark(reasons, target.is_null(), target_reason)
    _mark(reasons, source.is_null(), source_reason)
    for row in np.flatnonzero(reasons != ""):
        text = f"{columns.sources[row].as_py()}\t{columns.targets[row].as_py()}"
        reading.rejects.add(reasons[row], f"{name}:{columns.lines[row]}", text)
    return pa.array(reasons == "")


def _mark(reasons: NDArray[np.object_], where: pa.Array, reason: pa.Array) -> None:
    marked = where.fill_null(False)  # noqa: FBT003  # Arrow takes it by position only
    mask = marked.to_numpy(zero_copy_only=False)
    reasons[mask] = reason.filter(marked).to_pylist()


def _seen(columns: EdgeColumns, as_of: date | None) -> dict[str, pa.Array]:
    """First and last day that the file tells; the day the user told for the whole file, if any."""
    import pyarrow as pa

    if columns.years is not None:
        return {
            "first_seen": _days(columns.years, "-01-01"),
            "last_seen": _days(columns.years, "-12-31"),
        }
    if as_of is None:
        return {}
    day = pa.scalar(datetime.combine(as_of, time(), UTC), pa.timestamp("s", tz="UTC"))
    days = pa.repeat(day, len(columns.lines))
    return {"first_seen": days, "last_seen": days}


def _days(years: pa.Array, day: str) -> pa.Array:
    """A day of each year as a moment; null where the year is none."""
    import pyarrow.compute as pc

    texts = pc.binary_join_element_wise(years, day, "")
    return pc.assume_timezone(pc.strptime(texts, "%Y-%m-%d", "s", error_is_null=True), "UTC")
