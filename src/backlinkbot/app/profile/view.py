"""Which part of a domain is looked at, and as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import clean_host, host_of
from backlinkbot.core.urls.named import domain_named

SUBDOMAINS, DOMAIN, PREFIX, URL = "subdomains", "domain", "prefix", "url"
SCOPES = (SUBDOMAINS, DOMAIN, PREFIX, URL)
OF_PATHS = (PREFIX, URL)
WEB_BEGAN = date(1991, 8, 6)


@dataclass(frozen=True, slots=True)
class View:
    """A part of a domain on one day.

    `scope`: with all its subdomains; the host alone (with and without "www."); addresses that
    begin with `target`; that address alone. `target`: a host or an address of the domain, empty
    for the domain itself; scheme and "www." count nothing. `as_of` None: as it is known now.
    """

    scope: str = SUBDOMAINS
    target: str = ""
    as_of: date | None = None

    def is_whole(self, domain: str) -> bool:
        """Whether this is all that is known of the domain, as of now."""
        whole = self.scope == SUBDOMAINS and self.name(domain) == domain
        return whole and self.as_of is None

    def name(self, domain: str) -> str:
        """What the scope is about: a host, or an address without scheme and "www.".

        Raises:
            BadInput: no such scope, or a target that is not of this domain.
        """
        if self.scope not in SCOPES:
            known = ", ".join(f'"{one}"' for one in SCOPES)
            raise BadInput(f'scope "{self.scope}" is none of {known}')
        bare = self.target.strip().partition("://")[2] or self.target.strip()
        host = clean_host(host_of(f"https://{bare}")) if bare else domain
        if not host or domain_named(host) != domain:
            raise BadInput(f"{self.target!r} is no address of {domain}")
        host = host.removeprefix("www.") if host != domain else host
        path = bare.partition("/")[2]
        if self.scope not in OF_PATHS:
            return host
        return f"{host}/{path}".rstrip("/")

    def moment(self) -> datetime | None:
        """The end of the day that is looked at.

        Raises:
            BadInput: a day before there was a web.
        """
        if self.as_of and self.as_of < WEB_BEGAN:
            raise BadInput(f"there was no link yet on {self.as_of.isoformat()}")
        return datetime.combine(self.as_of, time.max, UTC) if self.as_of else None


WHOLE = View()
