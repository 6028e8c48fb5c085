"""The unit in which a host is disavowed: whose it is, and whether it may be named at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backlinkbot.core.urls import clean_host, is_ip_address, resolve
from backlinkbot.core.urls.platforms import owned_name, platform
from backlinkbot.logic.judge.disavow.danger import dangers, page_dangers
from backlinkbot.logic.judge.disavow.facts import DisavowFacts
from backlinkbot.logic.judge.disavow.lines import LineKind
from backlinkbot.logic.judge.disavow.syntax import MAX_URL_CHARS, named_host

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backlinkbot.logic.judge.disavow.lines import Flaw

NOTHING_KNOWN = DisavowFacts()


@dataclass(frozen=True, slots=True)
class Unit:
    """A line that would disavow somebody, and no more than them: `domain:name` or an address.

    `refused`: why no such line may be written, in one sentence; empty when it may.
    """

    line: str
    refused: str = ""


def unit_of(host: str, facts: DisavowFacts = NOTHING_KNOWN) -> Unit:
    """The unit for a host: its registrable domain, on a shared platform its full host name.

    Refused: public suffixes, hosting roots, platforms, IP addresses, well-known sites, our own ones
    and those to keep.
    """
    name = clean_host(host)
    if name is None or ("." not in name and not is_ip_address(name)):
        return Unit("", f"{host} is no host name")
    if is_ip_address(name):
        return Unit(f"domain:{name}", _first(dangers(LineKind.IP, name, facts)))
    owned = owned_name(name)
    return Unit(f"domain:{owned}", _first(dangers(LineKind.DOMAIN, owned, facts)))


def unit_of_page(url: str, facts: DisavowFacts = NOTHING_KNOWN) -> Unit:
    """The unit for a linking page: as for its host, but the page itself where users share a name.

    So `https://www.facebook.com/a-page` stays an address: its host is everybody's.
    """
    href = resolve(url)
    host = named_host(href) if href and href.startswith(("http://", "https://")) else ""
    if not href or not host:
        return Unit("", f"{url[:200]} is no web address")
    if platform(owned_name(host)) is None:
        return unit_of(host, facts)
    line = href.partition("#")[0]
    if len(line) > MAX_URL_CHARS:
        return Unit(line, f"the address is longer than {MAX_URL_CHARS:,} characters")
    return Unit(line, _first(page_dangers(host, facts)))


def _first(found: Iterable[Flaw]) -> str:
    return next((flaw.reason for flaw in found), "")
