"""The verb site: which sites are ours or watched, and what belongs to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput
from backlinkbot.core.nouns import Site
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.app.workspace import Workspace


def add_site(workspace: Workspace, site: Site) -> Site:
    """Add a site or replace what is known of it; names are cleaned to registered domains."""
    site = replace(
        site,
        domain=domain_named(site.domain),
        competitors=_domains(site.competitors),
        estate=_domains(site.estate),
        brand_words=_words(site.brand_words),
        topic_words=_words(site.topic_words),
    )
    if site.domain in site.competitors:
        raise BadInput(f"{site.domain} cannot be its own competitor")
    workspace.write()
    workspace.state.put_site(site, workspace.clock.now())
    return site


def list_sites(workspace: Workspace) -> list[Site]:
    """All sites, ours first."""
    return workspace.state.sites()


def show_site(workspace: Workspace, domain: str) -> Site:
    """One site; raises NotFound for one that was not added."""
    return workspace.state.site(domain_named(domain))


def remove_site(workspace: Workspace, domain: str) -> None:
    """Forget a site; its links stay in the index."""
    workspace.state.remove_site(domain_named(domain))


def _domains(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(domain_named(name) for name in names))


def _words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
