"""The verb filters: ways to look at a list, saved under a name."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.filters import LONGEST_NAME, SavedFilter
from backlinkbot.core.urls.named import domain_named
from backlinkbot.io.state.filters import drop_filter, filters_of, keep_filter

if TYPE_CHECKING:
    from backlinkbot.app.workspace import Workspace

LONGEST_QUERY = 8_000  # characters; browsers and servers take addresses of that length
MOST = 100  # of one list: more are no help


def list_filters(workspace: Workspace, domain: str, list_name: str) -> list[SavedFilter]:
    """The saved filters of one list ("backlinks" …) of a site, by name."""
    with workspace.state.reading() as connection:
        return filters_of(connection, domain_named(domain), list_name)


def save_filter(
    workspace: Workspace, domain: str, list_name: str, name: str, query: str, by: str
) -> SavedFilter:
    """Save what a list is asked (the query of its address) under a name; one of that name goes.

    Raises:
        BadInput: no name, or one, or a query, that is too long; or too many of them.
    """
    told = " ".join(name.split())
    if not told or not told.isprintable():
        raise BadInput("give the filter a name")
    if len(told) > LONGEST_NAME:
        raise BadInput(f"a name of a filter has at most {LONGEST_NAME} characters")
    if len(query) > LONGEST_QUERY:
        raise BadInput(f"this filter has more than {LONGEST_QUERY:,} characters")
    now = workspace.clock.now().astimezone(UTC)
    one = SavedFilter(domain_named(domain), list_name, told, query, by, now)
    workspace.write()
    with workspace.state.writing() as connection:
        known = filters_of(connection, one.site, list_name)
        if len(known) >= MOST and told not in {other.name for other in known}:
            raise BadInput(f"{MOST} filters are saved here already; remove one first")
        keep_filter(connection, one)
    return one


def remove_filter(workspace: Workspace, domain: str, list_name: str, name: str) -> SavedFilter:
    """Forget a saved filter, and give it back.

    Raises:
        NotFound: there is none of that name.
    """
    site = domain_named(domain)
    with workspace.state.writing() as connection:
        for one in filters_of(connection, site, list_name):
            if one.name == name:
                drop_filter(connection, site, list_name, name)
                return one
    raise NotFound(f"no filter called {name} is saved")
