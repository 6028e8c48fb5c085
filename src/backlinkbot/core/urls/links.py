"""The links of one page in one go: joined, canonical, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.urls.canonical import canonical_form
from backlinkbot.core.urls.engine import resolver
from backlinkbot.core.urls.parts import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class Targets(NamedTuple):
    """Two columns of equal length: canonical URLs and their domains, None where refused."""

    urls: list[str | None]
    domains: list[str | None]


def canonical_links(base: str | None, hrefs: Iterable[str]) -> list[str | None]:
    """`canonical(href, base)` for every href of one page, in order; None where refused."""
    absolute = resolver(base)
    urls = (absolute(href) for href in hrefs)
    return [None if url is None else canonical_form(url) for url in urls]


def targets(base: str | None, hrefs: Iterable[str]) -> Targets:
    """Canonical URL and registrable domain of every href of one page, in order."""
    urls = canonical_links(base, hrefs)
    return Targets(urls, [None if url is None else domain_of(url) for url in urls])
