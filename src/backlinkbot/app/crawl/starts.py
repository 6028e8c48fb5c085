"""Where a crawl begins: the addresses that its seeds mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.crawl import MOST_DEPTH, MOST_PAGES
from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls import is_on_the_web, split_url
from backlinkbot.core.urls.named import domain_named

if TYPE_CHECKING:
    from backlinkbot.core.crawl import CrawlPlan


def starts_of(plan: CrawlPlan) -> tuple[str, ...]:
    """The addresses where a crawl begins, canonical; a bare name is its home page by https.

    Raises:
        BadInput: a seed is no address, or a number is out of its range.
    """
    if not plan.seeds:
        raise BadInput("say where to begin: an address or a domain")
    bounds = (("pages", 1, MOST_PAGES), ("depth", 0, MOST_DEPTH), ("per_site", 1, MOST_PAGES))
    for name, least, most in bounds:
        if not least <= getattr(plan, name) <= most:
            option = name.replace("_", "-")
            raise BadInput(f"--{option} must be {least:,} to {most:,}")
    return tuple(dict.fromkeys(_address(seed.strip()) for seed in plan.seeds))


def named_starts(plan: CrawlPlan) -> tuple[str, ...]:
    """Those of them that were given without http: or https:."""
    return tuple(_address(seed.strip()) for seed in plan.seeds if "://" not in seed)


def _address(seed: str) -> str:
    if "://" in seed:
        found = split_url(seed)
        if not is_on_the_web(found.host):
            raise BadInput(f"{seed} names no host of the public web")
        return found.href
    if "/" in seed:
        return _address(f"https://{seed}")
    domain_named(seed)
    return split_url(f"https://{seed}/").href
