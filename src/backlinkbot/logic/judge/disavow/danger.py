"""Why a name should not stand in a disavow file: whose it is, what it covers, who would be hurt."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backlinkbot.core.urls import is_public_suffix, registered_domain
from backlinkbot.core.urls.platforms import (
    Platform,
    has_pages_of_strangers,
    platform,
    platform_above,
)
from backlinkbot.logic.judge.disavow.lines import Flaw, LineKind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backlinkbot.logic.judge.disavow.facts import DisavowFacts

# Top-level domains of countries have two letters or are in another script; with these old ones they
# hold most of the web.
OLD_TLDS = frozenset(("com", "net", "org", "edu", "gov", "mil", "int", "info", "biz", "arpa"))
COUNTRY_LETTERS = 2
_ROOT = "it disavows everybody who has a site under it; name the hosts below it that are meant"
WHOSE = {
    Platform.SUFFIX: f"a hosting root by the public suffix list: {_ROOT}",
    Platform.HOLDER: f"a hosting root by the public suffix list: {_ROOT}",
    Platform.HOSTS: f"a hosting root by our list: {_ROOT}",
    Platform.PAGES: "a platform on which anybody publishes: it disavows all of them; "
    "name the pages that are meant",
}


def dangers(kind: LineKind, name: str, facts: DisavowFacts) -> list[Flaw]:
    """What is wrong with disavowing a name, the gravest first; empty for an ordinary domain.

    `kind`: DOMAIN, TLD or IP; for a page give its host to `page_dangers`.
    """
    found = list(_protected(name, facts))
    if kind is LineKind.TLD:
        return [*found, _tld(name)]
    if kind is LineKind.IP:
        return [*found, _ip(name)]
    found.extend(_shared(name))
    found.extend(_famous(name, facts))
    return found


def page_dangers(host: str, facts: DisavowFacts) -> list[Flaw]:
    """What is wrong with disavowing one page on `host`: only whose site it is."""
    return list(_protected(host, facts))


def _protected(name: str, facts: DisavowFacts) -> Iterator[Flaw]:
    for names, whose in ((facts.own, "your own site"), (facts.kept, "a site you keep")):
        if found := _touched(name, names):
            covers = (
                "" if found == name or name.endswith(f".{found}") else f", as it covers {found}"
            )
            yield Flaw(Severity.ERROR, f"it disavows {whose}{covers}: delete it")


def _touched(name: str, names: frozenset[str]) -> str:
    """The protected name that a line on `name` would reach: itself, above it, or below it."""
    part = name if names else ""
    while part:
        if part in names:
            return part
        part = part.partition(".")[2]
    return _by_names_above(names).get(name, "")


@lru_cache(maxsize=8)
def _by_names_above(names: frozenset[str]) -> dict[str, str]:
    """For each name above a protected one, that one."""
    found: dict[str, str] = {}
    for one in sorted(names):
        part = one.partition(".")[2]
        while part:
            found.setdefault(part, one)
            part = part.partition(".")[2]
    return found


def _tld(name: str) -> Flaw:
    if name in OLD_TLDS or len(name) == COUNTRY_LETTERS or name.startswith("xn--"):
        reason = f"it disavows every site under .{name}: delete it and name the domains"
        return Flaw(Severity.ERROR, reason)
    return Flaw(
        Severity.WARNING,
        f"it disavows every site under .{name}, which no documentation promises to work: "
        "name the domains",
    )


def _ip(name: str) -> Flaw:
    return Flaw(
        Severity.WARNING,
        f"{name} is an IP address, not a domain: it may do nothing, and addresses change hands; "
        "name the domain, or the pages that link",
    )


def _shared(name: str) -> Iterator[Flaw]:
    """Whether more than one owner is behind the name."""
    domain = registered_domain(name)
    bare = name.removeprefix("www.")
    kind = platform(name) or (platform(bare) if bare != name else None)
    if kind is not None:
        yield Flaw(Severity.ERROR, f"{bare} is {WHOSE[kind]}")
    elif domain == name and is_public_suffix(name):
        yield Flaw(
            Severity.ERROR,
            f"{name} is a public suffix: it disavows everybody who registered a name under it; "
            "name the domains below it that are meant",
        )
    elif domain != name and has_pages_of_strangers(domain):
        yield Flaw(
            Severity.WARNING,
            f"it is a part of the platform {domain}: make sure that all of the part is meant",
        )


def _famous(name: str, facts: DisavowFacts) -> Iterator[Flaw]:
    domain = registered_domain(name)
    fame = facts.fame.get(name) or facts.fame.get(domain)
    if fame is None or platform_above(name):
        return
    if name.removeprefix("www.") == domain or name in facts.fame:
        advice = "keep it, or name the pages that are meant"
        yield Flaw(fame.severity, f"it is {fame.words}: {advice}")
    else:
        yield Flaw(
            Severity.WARNING,
            f"it is a part of {domain}, which is {fame.words}: make sure that this part is meant",
        )
