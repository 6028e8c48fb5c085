"""Platforms: names under which strangers publish, and whose work a host therefore is.

Two sources, asked in this order: the private section of the Public Suffix List, where operators say
themselves that each name below theirs is somebody else's; and a short versioned list of our own,
whose rule stands at its head (`data/platforms-2026-11b.txt`).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files

from backlinkbot.core.errors import Broken
from backlinkbot.core.urls.domain import (
    holds_private_suffixes,
    is_private_suffix,
    registered_domain,
)
from backlinkbot.core.urls.hosts import is_ip_address

PACKAGED_PLATFORMS = "platforms-2026-11b.txt"  # in the folder `data` beside this file

_VERSION = re.compile(r"#\s*version:\s*(\S+)")


class Platform(StrEnum):
    """How strangers publish under a name."""

    SUFFIX = "suffix"  # each gets a name below it, says its operator (public suffix list)
    HOLDER = "holder"  # somewhere below it stands such a suffix: s3.amazonaws.com
    HOSTS = "hosts"  # each gets a name below it, by our list: wordpress.com
    PAGES = "pages"  # they publish as pages of one name, by our list: medium.com


def platform(host: str) -> Platform | None:
    """What kind of platform the name `host` itself is; None for one that is no platform.

    `host`: lower case, A-labels. A user's name below a platform's is no platform.
    """
    if kind := _listed().get(host):
        return kind
    if holds_private_suffixes(host):
        return Platform.HOLDER
    # asked only of names that could be one: nobody's domain ends above a suffix
    could_be = registered_domain(host) == host and not is_ip_address(host)
    return Platform.SUFFIX if could_be and is_private_suffix(host) else None


def platform_above(host: str) -> str:
    """The nearest name above `host` under which each user has a name; empty when there is none.

    `user.wordpress.com` → `wordpress.com`, `user.github.io` → `github.io`. Pages of one name do not
    count: nobody has a name below `facebook.com`.
    """
    if is_ip_address(host):
        return ""
    name = host
    while "." in name:
        name = name.partition(".")[2]
        if platform(name) not in {None, Platform.PAGES}:
            return name
    return ""


def owned_name(host: str) -> str:
    """The widest name that belongs to whoever publishes on `host`, as far as names tell.

    The registrable domain; on a platform that gives each user a name, the full host name without a
    leading `www.`. A platform's own name, a public suffix and an IP address stay as they are: the
    caller asks `platform` and `is_public_suffix`.
    """
    domain = registered_domain(host)
    if platform(domain) in {None, Platform.PAGES, Platform.SUFFIX} or host == domain:
        return domain
    bare = host.removeprefix("www.")
    return bare if bare.endswith("." + domain) else domain


def has_pages_of_strangers(domain: str) -> bool:
    """Whether anybody publishes under the registrable domain itself, as pages, by our list."""
    return _listed().get(domain) is Platform.PAGES


def listed_platforms() -> frozenset[str]:
    """The names of our own list: on them, or below them, anybody publishes for nothing."""
    return frozenset(_listed())


@cache
def platform_list_version() -> str:
    """The version of our own list, for manifests and reasons (`2026-11b`)."""
    found = _VERSION.search(_text())
    if found is None:
        raise Broken(f"{PACKAGED_PLATFORMS} does not say which version it is")
    return found[1]


@cache
def _listed() -> dict[str, Platform]:
    found: dict[str, Platform] = {}
    kind = None
    for line in _text().splitlines():
        word = line.partition("#")[0].strip()
        if word.startswith("["):
            kind = Platform(word.strip("[]"))
        elif word and kind is not None:
            found[word] = kind
    return found


@cache
def _text() -> str:
    return (files("backlinkbot.core.urls") / "data" / PACKAGED_PLATFORMS).read_text("utf-8")
