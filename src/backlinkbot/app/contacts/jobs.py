"""Finds contacts in the background, as a job or a schedule asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.app.contacts.finding import EVERY_ONE, Wish, find_contacts
from backlinkbot.app.contacts.of_prospects import prospects_without_contact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.progress import Progress


def run(workspace: Workspace, arguments: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Look for contacts of `domains`, on `pages` and of the prospects of the site `prospects_of`.

    `fetch`, `mx`, `guess`: as the command.

    The answer counts them and names nobody: jobs are kept longer than contacts, and more may look.
    """
    site = str(arguments.get("prospects_of") or "")
    named, pages = arguments.get("domains") or (), tuple(arguments.get("pages") or ())
    if site and not named and not pages and not prospects_without_contact(workspace, site):
        return {"sentence": EVERY_ONE.format(site=site), "organisations": []}
    may_fetch = arguments.get("fetch") is not False
    wish = Wish(
        pages,
        may_fetch,
        bool(arguments.get("guess")),
        may_fetch and arguments.get("mx") is not False,
        site,
    )
    found = find_contacts(workspace, named, wish, progress=progress)
    reached = sum(any(one.address for one in site.contacts) for site in found)
    return {
        "sentence": f"{reached:,} of {len(found):,} organisations publish an address.",
        "organisations": [
            {
                "domain": site.domain,
                "addresses": sum(bool(one.address) for one in site.contacts),
                "has_form": bool(site.form),
                "country": site.country,
                "pages": site.pages,
                "left_out": dict(site.left_out),
                "notes": list(site.notes),
            }
            for site in found
        ],
    }
