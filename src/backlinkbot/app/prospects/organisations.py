"""Which organisation stands behind a page or name, so that none is asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import is_on_the_web, is_public_suffix, split_url
from backlinkbot.core.urls.strangers import owner_of_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.app.workspace import Workspace

# An id on more sites than this is an agency's or a theme's: its sites answer for themselves.
MOST_OF_ONE_OWNER = 10
LONGEST_NAME = 253  # as domains have it


def organisation_of(place: str) -> str:
    """The organisation behind a domain, host or address.

    The registrable domain; on platforms that give each user a name, that name; on those where
    strangers publish as pages of one name, the name and as much of the path as it takes to name
    one of them: `medium.com/@ann`, `linkedin.com/in/ann`.

    Raises:
        BadInput: it is none of these.
    """
    told = place.strip()
    try:
        url = split_url(told if "://" in told else f"https://{told}")
    except BadInput:
        raise _refusal(place) from None
    if not is_on_the_web(url.host) or is_public_suffix(url.host):
        raise _refusal(place)
    return owner_of_page(url)[:LONGEST_NAME]


def page_told(place: str) -> str:
    """The address of a page as a user wrote it, on one line and with a scheme."""
    told = "".join(c for c in place.strip() if c.isprintable())
    return told if "://" in told else f"https://{told}"


def owner_ids_of(workspace: Workspace, organisations: Iterable[str]) -> dict[str, list[str]]:
    """The ids of analytics, ads and verifications that each shows, as far as they tell an owner."""
    names = sorted(set(organisations))
    if workspace.index.current() is None or not names:
        return {}
    found = workspace.index.owner_ids(names)
    pairs = list(zip(found["domain"].to_pylist(), found["footprint"].to_pylist(), strict=True))
    spread = workspace.index.owner_id_sites(sorted({footprint for _, footprint in pairs}))
    sites = dict(zip(spread["footprint"].to_pylist(), spread["sites"].to_pylist(), strict=True))
    told: dict[str, list[str]] = {}
    for domain, footprint in pairs:
        if sites[footprint] <= MOST_OF_ONE_OWNER and len(footprint) <= LONGEST_NAME:
            told.setdefault(domain, []).append(footprint)
    return told


def estate_of(workspace: Workspace, site: str) -> frozenset[str]:
    """The site and all domains of its owner, which cannot be its prospects."""
    known = workspace.state.site_or_plain(site)
    return frozenset((known.domain, *known.estate))


def _refusal(place: str) -> BadInput:
    return BadInput(f"{place[:200]!r} names no site; give a domain like example.com, or an address")
