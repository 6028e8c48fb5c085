"""Registrable domains: who owns a host, by the Public Suffix List with its private section.

`a.b.example.co.uk` belongs to `example.co.uk`, and `user.github.io` to itself: each name that a
stranger can register is an owner of its own. Source: https://publicsuffix.org/list/
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.core.errors import Broken
from backlinkbot.core.urls.hosts import is_ip_address

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Hosts of a crawl follow a power law: this many hold nearly all sightings. The three memories of
# this room that have this size take 55 MB together when full.
HOSTS_KEPT = 65_536
JUST_ASKED = 1_024  # answers kept for callers that ask the same twice within one thought


@lru_cache(maxsize=HOSTS_KEPT)
def registered_domain(host: str) -> str:
    """The registrable domain of a host, lower case, private suffixes split.

    A host that is itself a public suffix, an IP address or no name at all returns itself.
    """
    name = host.lower().removesuffix(".")
    if is_ip_address(name):
        return name
    return _suffixes().privatesuffix(name) or name


def public_suffix(host: str) -> str:
    """The longest public suffix of a host: `co.uk`, `github.io`; the last label if none is listed.

    Empty for an IP address, which has none.
    """
    name = host.lower().removesuffix(".")
    return "" if is_ip_address(name) else _suffixes().publicsuffix(name) or ""


@lru_cache(maxsize=JUST_ASKED)
def is_public_suffix(host: str) -> bool:
    """Whether strangers register names under `host`, so that it is nobody's domain."""
    name = host.lower().removesuffix(".")
    return not is_ip_address(name) and _suffixes().is_public(name)


def is_private_suffix(host: str) -> bool:
    """Whether `host` is a public suffix by its operator's own wish: `github.io`, not `co.uk`."""
    return is_public_suffix(host) and not _registries().is_public(host.lower().removesuffix("."))


def holds_private_suffixes(host: str) -> bool:
    """Whether operators' suffixes stand below `host`, which is none itself: `amazonaws.com`.

    What is below such a name may be a stranger's, though the list does not say so for all of it.
    """
    return host.lower().removesuffix(".") in _holders()


@cache
def suffix_list_version() -> str:
    """The date of the Public Suffix List in use (`2026-10-22_08-36-41_UTC`), for manifests."""
    from publicsuffixlist import PSLFILE

    head = Path(PSLFILE).read_text("utf-8")[:2_000]
    found = re.search(r"// VERSION: (\S+)", head)
    if found is None:
        raise Broken(f"{PSLFILE} does not say which version of the Public Suffix List it is")
    return found[1]


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()


@cache
def _registries() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True)


@cache
def _holders() -> frozenset[str]:
    """Every name above a suffix of the private section that is no suffix itself."""
    from publicsuffixlist import PSLFILE

    listed = Path(PSLFILE).read_text("utf-8").partition("===BEGIN PRIVATE DOMAINS===")[2]
    rules = (line.split()[0] for line in listed.splitlines() if line and line[0] != "/")
    above: set[str] = set()
    for rule in rules:
        name = rule.lstrip("!").removeprefix("*.").partition(".")[2]
        while "." in name:
            above.add(name)
            name = name.partition(".")[2]
    return frozenset(name for name in above if not _suffixes().is_public(name))


@lru_cache(maxsize=JUST_ASKED)
def has_listed_suffix(host: str) -> bool:
    """Whether a host ends in a suffix of the list: `a.example.org`, but not `logo@2x.png`'s."""
    name = host.lower().removesuffix(".")
    return not is_ip_address(name) and _listed().publicsuffix(name) is not None


@cache
def _listed() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False)
