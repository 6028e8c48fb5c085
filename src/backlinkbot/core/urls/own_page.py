"""A page of a site of ours, as a user names it for others to link to."""

from __future__ import annotations

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.canonical import canonical
from backlinkbot.core.urls.domain import registered_domain
from backlinkbot.core.urls.parts import host_of


def own_page(site: str, told: str) -> str:
    """The page in the form in which it stands in messages; empty for nothing but space.

    `site`: its registrable domain; pages of its subdomains are its own.

    Raises:
        BadInput: it is no http or https address, or another site's.
    """
    text = told.strip()
    if not text:
        return ""
    page = canonical(text)
    if page is None or registered_domain(host_of(page)) != registered_domain(site):
        raise BadInput(f"{text[:200]!r} is no page of {site}; give one like https://{site}/guide")
    return page
