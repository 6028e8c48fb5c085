"""Which site is meant by a name: a mistyped one is refused before anything is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.errors import NotFound
from backlinkbot.core.spelling import nearest
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.prospects import has_prospects

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace


def own_site(workspace: Workspace, told: str) -> str:
    """The domain of a site that was added here, or has prospects.

    Raises:
        BadInput: it is no domain.
        NotFound: it is none of these; says which one was meant.
    """
    domain = domain_named(told)
    if not _is_own(workspace, domain):
        raise no_site(workspace, domain)
    return domain


def no_site(workspace: Workspace, domain: str) -> NotFound:
    """What to say of a domain that is no site here: which was meant, or how to add it."""
    near = nearest(domain, [one.domain for one in workspace.state.sites()])
    meant = f"did you mean {near}?" if near else f"add it: backlinkbot site add {domain}"
    return NotFound(f"{domain} is no site of yours; {meant}")


def site_meant(workspace: Workspace, told: str) -> str:
    """The same, and also one that the index knows links to, or any while no site was added.

    Raises:
        BadInput: it is no domain.
        NotFound: nothing is known of it.
    """
    domain = domain_named(told)
    is_any = not workspace.state.sites() or _is_own(workspace, domain)
    return domain if is_any or _is_linked(workspace, domain) else own_site(workspace, domain)


def _is_own(workspace: Workspace, domain: str) -> bool:
    if any(one.domain == domain for one in workspace.state.sites()):
        return True
    with workspace.state.reading() as connection:
        return has_prospects(connection, domain)


def _is_linked(workspace: Workspace, domain: str) -> bool:
    index = workspace.index
    return index.current() is not None and bool(index.referring_domains(domain, limit=1).num_rows)
