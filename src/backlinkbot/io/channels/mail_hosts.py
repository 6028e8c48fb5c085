"""Whether a host takes mail at all, as the name system says; no mail server is talked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

CONTROL = "example.com"  # it is there as long as there is a name system (RFC 2606)
LIFETIME_S = 5.0  # of one question, all servers and tries together


@dataclass(frozen=True, slots=True)
class MailHost:
    """What is known of a host after the @; `takes_mail` None: the name system did not answer."""

    host: str
    takes_mail: bool | None
    said: str


class NoSuchName(Exception):
    """There is no such name."""


class NoAnswer(Exception):
    """Nobody answered in time, or with an error."""


class Names(Protocol):
    """Asks the name system; for tests, anything that answers."""

    def mail_exchangers(self, host: str) -> list[tuple[int, str]]:
        """Preference and name of each MX record; empty where there is none.

        Raises:
            NoSuchName: the host is not there.
            NoAnswer: nobody answered.
        """
        ...

    def has_address(self, host: str) -> bool:
        """Whether a host has an A or AAAA record; raises as `mail_exchangers`."""
        ...


class DnsNames:
    """The name system as this machine asks it."""

    def __init__(self) -> None:
        from dns.resolver import Resolver

        self._resolver = Resolver()
        self._resolver.lifetime = LIFETIME_S

    def mail_exchangers(self, host: str) -> list[tuple[int, str]]:
        return [
            (int(record.preference), record.exchange.to_text().rstrip("."))
            for record in self._records(host, "MX")
        ]

    def has_address(self, host: str) -> bool:
        return any(next(iter(self._records(host, kind)), None) for kind in ("A", "AAAA"))

    def _records(self, host: str, kind: str) -> list[Any]:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN
        from dns.resolver import NoAnswer as NoRecord

        try:
            return list(self._resolver.resolve(host, kind, search=False))
        except NXDOMAIN:
            raise NoSuchName(host) from None
        except NoRecord:
            return []
        except (DNSException, OSError) as error:
            raise NoAnswer(str(error)) from error


def knows_names(names: Names) -> bool:
    """Whether the name system can be believed when it says that a host is not there."""
    try:
        return names.has_address(CONTROL)
    except (NoSuchName, NoAnswer):
        return False


def mail_host(host: str, names: Names) -> MailHost:
    """Whether mail to a host has anywhere to go (RFC 5321 §5.1; RFC 7505 for who takes none)."""
    try:
        exchangers = names.mail_exchangers(host)
        if any(name for _, name in exchangers):
            return MailHost(host, takes_mail=True, said=f"mail goes to {min(exchangers)[1]}")
        if exchangers:
            return MailHost(host, takes_mail=False, said="it says that it takes no mail (null MX)")
        if names.has_address(host):
            return MailHost(
                host, takes_mail=True, said="no MX record; mail goes to the host itself"
            )
        return MailHost(host, takes_mail=False, said="it has neither a mail server nor an address")
    except NoSuchName:
        return MailHost(host, takes_mail=False, said="there is no such host")
    except NoAnswer:
        return MailHost(host, takes_mail=None, said="the name system did not answer")
