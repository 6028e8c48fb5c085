"""What a domain says of mail that comes from it: SPF, DKIM, DMARC, MX of the name system."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

LIFETIME_S = 5.0  # of one question, all servers and tries together
MOST_SPF = 12  # records looked up for one SPF; from the eleventh on it does not count, RFC 7208


class NobodyAnswers(Exception):
    """The name system did not answer in time, or with an error."""


class Texts(Protocol):
    """Asks the name system; for tests, anything that answers."""

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name; empty where there is none.

        Raises:
            NobodyAnswers: the name system did not.
        """
        ...

    def takes_mail(self, host: str) -> bool:
        """Whether a host has an MX record that names a server; raises as `texts`."""
        ...


class DnsTexts:
    """The name system as this machine asks it."""

    def __init__(self) -> None:
        from dns.resolver import Resolver

        self._resolver = Resolver()
        self._resolver.lifetime = LIFETIME_S

    def texts(self, name: str) -> list[str]:
        return [b"".join(one.strings).decode("utf-8", "replace") for one in self._all(name, "TXT")]

    def takes_mail(self, host: str) -> bool:
        return any(one.exchange.to_text() != "." for one in self._all(host, "MX"))

    def _all(self, name: str, kind: str) -> list[Any]:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, NoAnswer

        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (NXDOMAIN, NoAnswer):
            return []
        except (DNSException, OSError, UnicodeError) as error:
            raise NobodyAnswers(str(error)) from error


@dataclass(frozen=True, slots=True)
class DomainTexts:
    """What was found for a domain; None: nobody answered.

    `spf`: its records, `included`: those they include, by name; `dkim`: of the selectors that were
    asked; `dmarc`: of the domain or, where it has none, of the registrable one above it.
    """

    domain: str
    spf: tuple[str, ...] | None
    included: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dkim: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    dmarc: tuple[str, ...] | None = None
    takes_mail: bool | None = None


def domain_texts(domain: str, above: str, selectors: tuple[str, ...], names: Texts) -> DomainTexts:
    """Look all of it up; `above`: the registrable domain."""
    spf = _of(names, domain, "v=spf1")
    dmarc = _of(names, f"_dmarc.{domain}", "v=dmarc1")
    if dmarc == () and above != domain:
        dmarc = _of(names, f"_dmarc.{above}", "v=dmarc1")
    try:
        takes_mail: bool | None = names.takes_mail(domain)
    except NobodyAnswers:
        takes_mail = None
    return DomainTexts(
        domain,
        spf,
        _included(spf or (), names),
        {one: _of(names, f"{one}._domainkey.{domain}", "") for one in selectors},
        dmarc,
        takes_mail,
    )


def _of(names: Texts, name: str, begins: str) -> tuple[str, ...] | None:
    try:
        found = names.texts(name)
    except NobodyAnswers:
        return None
    return tuple(one for one in found if one.lower().startswith(begins))


def _included(spf: tuple[str, ...], names: Texts) -> dict[str, tuple[str, ...]]:
    """The records that SPF records include, and those they include."""
    found: dict[str, tuple[str, ...]] = {}
    left = [name for one in spf for name in includes(one)]
    while left and len(found) < MOST_SPF:
        name = left.pop(0)
        if name not in found:
            found[name] = _of(names, name, "v=spf1") or ()
            left += [other for one in found[name] for other in includes(one)]
    return found


def includes(record: str) -> list[str]:
    """The names that an SPF record asks to look at, too."""
    marks = ("include:", "redirect=")
    words = [word.lstrip("+?~-") for word in record.lower().split()]
    return [word[len(mark) :] for word in words for mark in marks if word.startswith(mark)]
