"""Which sites nobody should disavow: ours, those to keep, and the well-known ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.urls import public_suffix, registered_domain
from backlinkbot.core.urls.named import domain_named
from backlinkbot.logic.judge.disavow.facts import (
    LEAST_LIST,
    DisavowFacts,
    Fame,
    authority_fame,
    place_fame,
    together,
    well_known,
)
from backlinkbot.logic.judge.disavow.lines import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from backlinkbot.app.workspace import Workspace

TRUST = "trust"  # the basis of a release whose authority cannot be bought


def disavow_facts(
    workspace: Workspace, names: Collection[str], *, site: str = "", kept: Iterable[str] = ()
) -> DisavowFacts:
    """What is known of these names (domains or hosts), and of whose they are.

    Ours: `site` and every site of the workspace that is ours, each with its estate. Well known:
    by our own short list, the sites where trust starts, the rank lists in the index, and the
    authority release in force; without any data the first two remain.

    Raises:
        BadInput: `site` is no domain.
    """
    domains = sorted({*names, *map(registered_domain, names)})
    known = {name: fame for name, fame in well_known().items() if name in set(domains)}
    sources = (known, _seeds(domains), _places(workspace, domains), _strongest(workspace, domains))
    fame = {
        name: together([source[name] for source in sources if name in source])
        for name in sorted(set().union(*sources))
    }
    return DisavowFacts(frozenset(_own(workspace, site)), frozenset(kept), fame)


def _own(workspace: Workspace, site: str) -> set[str]:
    domain = domain_named(site) if site else ""
    sites = workspace.state.sites() if _has_state(workspace) else []
    ours = [one for one in sites if one.is_ours or one.domain == domain]
    return {domain, *(name for one in ours for name in (one.domain, *one.estate))} - {""}


def _has_state(workspace: Workspace) -> bool:
    """Whether there is an application database: asking must not make one."""
    return bool(workspace.settings.database_url) or (workspace.folder / "state").is_dir()


def _seeds(domains: list[str]) -> dict[str, Fame]:
    from importlib.resources import files

    import pyarrow as pa

    from backlinkbot.logic.graph.seeds import PACKAGED, read_seeds

    text = (files("backlinkbot.logic.graph") / "data" / PACKAGED).read_text("utf-8")
    seeds = read_seeds(text, PACKAGED)
    named = Fame(f"one of the sites where trust starts (list of {seeds.version})")
    found = {}
    for row in seeds.nodes(pa.array(domains, pa.string())):
        name = domains[row]
        if name.removeprefix("www.") in seeds.names:
            found[name] = named
        elif name == registered_domain(name):
            suffix = public_suffix(name)
            words = f"under .{suffix}, a registry that checks who it gives a name to"
            found[name] = Fame(words, Severity.WARNING)
    return found


def _places(workspace: Workspace, domains: list[str]) -> dict[str, Fame]:
    """By the best place in any list of the index that is long enough to rank the web."""
    if workspace.index.current() is None:
        return {}
    lists = workspace.index.rank_lists().to_pylist()
    long = {one["list"] for one in lists if one["sites"] >= LEAST_LIST}
    found: dict[str, tuple[int, str]] = {}
    for row in workspace.index.ranks(domains).to_pylist() if long else ():
        if row["list"] in long and row["rank"] is not None:
            place = (row["rank"], row["list"])
            found[row["domain"]] = min(place, found.get(row["domain"], place))
    fame = ((name, place_fame(by, place)) for name, (place, by) in found.items())
    return {name: one for name, one in fame if one is not None}


def _strongest(workspace: Workspace, domains: list[str]) -> dict[str, Fame]:
    """By the authority release in force, where it stands on trust."""
    from backlinkbot.io.index.graphs.releases import look_up, release_in_force

    release = release_in_force(workspace.authority_folder)
    if release is None or release.fault or release.about.get("basis") != TRUST:
        return {}
    rows = look_up(release.path, domains).to_pylist()
    fame = (
        (row["node"], authority_fame(row["authority_low"], release.nodes))
        for row in rows
        if row["authority_low"] is not None
    )
    return {name: one for name, one in fame if one is not None}
