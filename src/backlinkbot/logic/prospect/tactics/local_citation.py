"""Entries and profiles that rivals have and the site has not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.core.urls.platforms import has_pages_of_strangers
from backlinkbot.logic.prospect.found import Found, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

ENTRY_TYPES = frozenset(("profile", "directory"))
ENTRY_ADDRESS = re.compile(
    r"/(?:biz|business|compan(?:y|ies)|firm|firma|firmen|unternehmen|entreprise|empresa|negocio|profil[es]?"
    r"|listing|members?|mitglied(?:er)?|dealers?|shops?|stores?|place|brand|vendor|branchenbuch|org)s?/[^/]+",
    re.IGNORECASE,
)
MOST_LINKS = 12  # to other sites on the page of one firm; more is a list
LEAST_RIVALS = 2  # with an entry each: one may have been there for another reason
LEAST_AUTHORITY = (
    20.0  # points, or a place in a list of well-known sites: below, nobody looks there
)
ENTRY, SOCIAL = 0.8, 0.6


@tactic(Tactic.LOCAL_CITATION, Fact.LISTS, Fact.OUT, Fact.RANKS, Fact.SAID, hears=("junk",))
def local_citation(ground: Ground) -> pa.Table:
    """Business entries and social profiles that at least two rivals have and the site has not.

    Only on sites that people look at: in a list of well-known sites, with authority, or a platform
    that we know; never in directories that take everybody.
    """
    return table(Tactic.LOCAL_CITATION, [*_entries(ground), *_profiles(ground)])


def _entries(ground: Ground) -> Iterator[Found]:
    junk = {row["domain"] for row in ground.rows(Fact.SAID) if row["junk"]}
    of_site: dict[str, dict[str, dict[str, Any]]] = {}
    for row in ground.rows(Fact.LISTS):
        if _is_entry(row) and ground.may_ask(row["url"]):
            of_site.setdefault(row["domain"], {}).setdefault(row["rivals"][0], row)
    for domain, told in sorted(of_site.items()):
        is_in = domain in ground.linking or domain in junk
        if (
            is_in
            or len(told) < min(LEAST_RIVALS, len(ground.rivals))
            or not _is_known(ground, domain)
        ):
            continue
        names = sorted(told)
        page = told[names[0]]["url"]
        yield Found(
            page, ENTRY,
            (f"{' and '.join(names[:3])} have an entry of their own on {domain}; you have none.",
             f"Entries look like {page}."),
            evidence=tuple(row["evidence"] or "" for row in told.values()),
        )  # fmt: skip


def _is_entry(row: dict[str, Any]) -> bool:
    """Whether the page is about one firm: it links to one rival, and to few others."""
    if len(row["rivals"]) != 1 or row["is_paid"] or (row["external_links"] or 1) > MOST_LINKS:
        return False
    return row["page_type"] in ENTRY_TYPES or ENTRY_ADDRESS.search(row["url"]) is not None


def _is_known(ground: Ground, domain: str) -> bool:
    if has_pages_of_strangers(domain):
        return True
    return any(
        row["domain"] == domain and (row["rank"] or (row["authority"] or 0) >= LEAST_AUTHORITY)
        for row in ground.rows(Fact.RANKS)
    )


def _profiles(ground: Ground) -> Iterator[Found]:
    """Platforms on which rivals show a profile of theirs, and the site shows none."""
    rivals_on: dict[str, dict[str, str]] = {}
    ours = set()
    for row in ground.rows(Fact.OUT):
        platform = row["target_domain"]
        if not has_pages_of_strangers(platform):
            continue
        if row["source_domain"] in ground.own:
            ours.add(platform)
        elif row["target_url"].partition("://")[2].rstrip("/").count("/"):
            rivals_on.setdefault(platform, {}).setdefault(row["source_domain"], row["target_url"])
    for platform, shown in sorted(rivals_on.items()):
        if platform in ours or platform in ground.linking or len(shown) < LEAST_RIVALS:
            continue
        page = shown[min(shown)]
        names = ", ".join(sorted(shown)[:3])
        said = f"{len(shown)} of your rivals show a profile on {platform} ({names})"
        evidence = tuple(shown[name] for name in sorted(shown))
        yield Found(page, SOCIAL, (f"{said}; no page of yours does.",), evidence=evidence)
