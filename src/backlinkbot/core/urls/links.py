"""The links of one page in one go: joined, canonical, and whose they are.

Nine links of ten on real pages need no parser: a path from the root, or an address on a host seen
before, in characters that no rule or only our own rules touch. They are recognised together, by
what is left of all hrefs of a page when the plain characters are taken out. The others take the
way of `canonical`; both ways give the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.urls.canonical import (
    MAX_AUTHORITY_CHARS,
    MAX_URL_CHARS,
    canonical,
    canonical_form,
    canonical_tail,
)
from backlinkbot.core.urls.domain import HOSTS_KEPT
from backlinkbot.core.urls.engine import resolver
from backlinkbot.core.urls.parts import domain_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&()*+,:@=/"
_OURS = b"%?#;"  # besides the plain ones; `canonical_tail` alone decides about them
_FRAGMENT = ord("#")
GROWTH = 3  # at most, of a text whose marks are escaped


class Targets(NamedTuple):
    """Two columns of equal length: canonical URLs and their domains, None where refused."""

    urls: list[str | None]
    domains: list[str | None]


def canonical_links(base: str | None, hrefs: Sequence[str]) -> list[str | None]:
    """`canonical(href, base)` for every href of one page, in order; None where refused."""
    return targets(base, hrefs).urls


def targets(base: str | None, hrefs: Sequence[str]) -> Targets:
    """Canonical URL and registrable domain of every href of one page, in order."""
    page = _Page(base)
    odd = _odd_characters(hrefs, page.room) if hrefs and page.room > 0 else None
    if odd is None:
        found = [page.by_parser(href) for href in hrefs]
        return Targets([url for url, _ in found], [domain for _, domain in found])
    return _mostly_plain(page, hrefs, odd)


def _odd_characters(hrefs: Sequence[str], room: int) -> list[bytes] | None:
    """For every href what is not plain in it, in order; None where that cannot be told.

    It cannot when an href holds a line break, or more than `room` characters. A dot after a slash
    shows as a backslash, as it may be a step up.
    """
    text = "\n".join(hrefs)
    if len(text) > room and len(max(hrefs, key=len)) > room:
        return None
    text = text.replace("/.", "\\")
    odd = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN).split(b"\n")
    return odd if len(odd) == len(hrefs) else None


def _needs_parser(href: str, mark: bytes) -> bool:
    """Whether something odd in `href` is not for our own rules; an escaped dot may be a step up."""
    return bool(mark.translate(None, _OURS)) or (b"%" in mark and "%2e" in href.lower())


def _mostly_plain(page: _Page, hrefs: Sequence[str], odd: Sequence[bytes]) -> Targets:
    """One pass with the two usual shapes of a link written out, for speed."""
    urls: list[str | None] = []
    domains: list[str | None] = []
    root, own = page.root, page.domain
    for whole, found in zip(hrefs, odd, strict=True):
        href, mark = whole, found
        if mark and mark[0] == _FRAGMENT:
            href, mark = href[: href.find("#")], b""
        url: str | None
        domain: str | None
        if mark and _needs_parser(href, mark):
            url, domain = page.by_parser(href)
        elif href[:1] == "/" != href[1:2]:
            url, domain = root + (canonical_tail(href) if mark else href), own
        elif (
            href[:4] == "http"
            and (cut := href.find("/", 8)) > 0
            and (domain := _plain_domains[href[:cut]])
        ):
            url = href[:cut] + canonical_tail(href[cut:]) if mark else href
        else:
            url, domain = page.seldom(href, plain=not mark)
        urls.append(url)
        domains.append(domain)
    return Targets(urls, domains)


class _Page:
    """The address of a page in the pieces that its links are joined to.

    `room`: how long an href may be so that its canonical form cannot be too long; 0 when the
    address is no web address, so that nothing can be joined to it by hand.
    """

    def __init__(self, base: str | None) -> None:
        self._base = base
        self.url = ("" if base is None else canonical(base)) or ""
        self.domain = domain_of(self.url) if self.url else ""
        self.root = self.url[: self.url.find("/", 8)]
        path = self.url.partition("?")[0]
        self.folder = path[: path.rfind("/") + 1]
        self.room = (MAX_URL_CHARS - len(self.url)) // GROWTH if self.url else 0

    def seldom(self, href: str, *, plain: bool) -> tuple[str | None, str | None]:
        """Canonical URL and domain of the less usual shapes: a bare host or the page itself."""
        if not href:
            return self.url, self.domain
        if ":" not in href and href[0] not in "/.?":
            return self.folder + (href if plain else canonical_tail(href)), self.domain
        return self.by_parser(href)

    def by_parser(self, href: str) -> tuple[str | None, str | None]:
        """Canonical URL and domain by the way that is right for every href."""
        url = resolver(self._base)(href)
        found = None if url is None else canonical_form(url)
        return (None, None) if found is None else (found[0], found[1].domain)


class _PlainDomains(dict[str, str | None]):
    """Domains by scheme and host, for those that are canonical as they stand; None for others."""

    def __missing__(self, authority: str) -> str | None:
        if len(authority) > MAX_AUTHORITY_CHARS:
            return None
        if len(self) >= HOSTS_KEPT:
            self.clear()
        url = authority + "/"
        self[authority] = domain_of(url) if canonical(url) == url else None
        return self[authority]


_plain_domains = _PlainDomains()
