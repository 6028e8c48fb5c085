"""Which prospects of a site nobody knows an address of, so that contacts are looked for there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.own_sites import own_site
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.contacts import contacts_of
from backlinkbot.io.state.prospects import kept_prospects

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

OVER = frozenset((Stage.WON, Stage.LOST, Stage.DO_NOT_CONTACT))  # nobody will write to them


def prospects_without_contact(workspace: Workspace, site: str) -> list[str]:
    """The organisations of a site's open prospects of which no address is known, each once.

    Raises:
        BadInput: it is no domain.
        NotFound: no such site; says which was meant.
    """
    domain = own_site(workspace, site)
    with workspace.state.reading() as connection:
        known = {
            one.domain
            for one in contacts_of(connection, None, workspace.clock.now())
            if one.address
        }
        every = kept_prospects(connection, domain)
    found = [one.organisation for one in every if one.stage not in OVER]
    return [name for name in dict.fromkeys(found) if name not in known]
