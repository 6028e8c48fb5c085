"""Which linking sites the search engine's own list shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.facts import FactKind, Facts, Rejects
from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.platforms import owned_name, platform
from backlinkbot.io.readers.format import Reading
from backlinkbot.io.readers.read import read
from backlinkbot.io.readers.source import sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

REPORTER = "search-console"


@dataclass(frozen=True, slots=True)
class ConsoleList:
    """The units in a list of the search engine's; `platforms`: those listed as a whole only."""

    units: frozenset[str]
    platforms: frozenset[str] = frozenset()

    def shows(self, unit: str, domain: str) -> bool | None:
        """Whether the unit is listed; None where only its platform is, which is everybody's."""
        if unit in self.units:
            return True
        return None if unit != domain and domain in self.platforms else False


def console_list(
    path: Path | None, domain: str, links: pa.Table, now: datetime
) -> ConsoleList | None:
    """The list in a file, else what the index holds of one; None where there is neither.

    Raises:
        NotFound: no such file.
        BadInput: the file is no list of links to `domain`.
    """
    if path is None:
        return _indexed(links)
    found = list(sources([str(path)], Rejects()))
    if len(found) != 1:
        raise BadInput(f"{path} holds {len(found)} files; name one export of Search Console")
    reading = Reading(Rejects(), now, target=domain)
    hosts: set[str] = set()
    for facts in read(found[0], reading):
        if not isinstance(facts, Facts) or facts.kind not in {FactKind.LINKS, FactKind.EDGES}:
            raise BadInput(f"{path} is no list of links; export them from Search Console")
        hosts.update(_hosts(facts))
    if not hosts:
        raise BadInput(f"{path} names no linking site")
    return _list_of(hosts)


def _hosts(facts: Facts) -> Iterable[str]:
    if facts.kind is FactKind.EDGES:
        return [str(name) for name in facts.batch["source"].to_pylist()]
    return [host_of(url) for url in facts.batch["source_url"].to_pylist()]


def _indexed(links: pa.Table) -> ConsoleList | None:
    told = zip(links["source_url"].to_pylist(), links["sources"].to_pylist(), strict=True)
    hosts = {host_of(url) for url, by in told if by and REPORTER in by}
    return _list_of(hosts) if hosts else None


def _list_of(hosts: Iterable[str]) -> ConsoleList:
    units = frozenset(owned_name(host) for host in hosts if host)
    whole = frozenset(unit for unit in units if platform(unit) is not None)
    return ConsoleList(units - whole, whole)
