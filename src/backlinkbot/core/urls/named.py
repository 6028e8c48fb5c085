"""The registered domain that a user means, whether a domain, a host or a URL was typed."""

from __future__ import annotations

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.domain import is_public_suffix, registered_domain
from backlinkbot.core.urls.hosts import clean_host
from backlinkbot.core.urls.parts import domain_of


def domain_named(text: str) -> str:
    """The registered domain a user means by a domain, a host or a URL.

    Raises:
        BadInput: it is none of these; says what would be.
    """
    text = text.strip()
    domain = domain_of(text) if "://" in text else ""
    host = domain or clean_host(text.split("/")[0])
    if not host or "." not in host:
        raise BadInput(f"{text!r} is no domain; give one like example.com")
    if is_public_suffix(host):
        raise BadInput(f"{host} is a public suffix, under which others register; give a domain")
    return registered_domain(host)
