"""Sites that offer links and articles for money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.audit import Family
from backlinkbot.logic.judge.clues import linking_pages, shown, sites
from backlinkbot.logic.judge.clues.ramp import ramp, unknown
from backlinkbot.logic.judge.signals.markers import Level, Marks, marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from backlinkbot.logic.judge.suspicion import Suspects

OFFER_ONLY = 0.25  # "write for us": many honest blogs invite authors
TERMS_START, TERMS_FULL = 0, 3  # "dofollow", "price per post", "DA/DR" beside an offer


@marker("link-seller", Family.CONTENT, Level.DOMAIN)
def link_seller(suspects: Suspects) -> Marks:
    """A page of the site offers guest posts, sponsored posts or links, with prices or other terms.

    An invitation to authors alone says little; it is the offer together with "dofollow", prices or
    boasted authority scores on one page that tells a seller. Phrases in nine languages, looked for
    in the known pages of the site.
    """
    offers, terms, page = _most_telling(suspects)
    strength = np.where(
        offers > 0, np.fmax(OFFER_ONLY, ramp(terms, TERMS_START, TERMS_FULL, 0.95)), 0
    ).astype(np.float32)
    strength[np.isnan(offers)] = np.nan

    def say(row: int) -> str:
        site = shown.named(suspects.domains[row].as_py())
        if np.isnan(offers[row]):
            return f"No page of {site} has been read."
        if not offers[row]:
            return f"No known page of {site} offers posts or links."
        return (
            f"A page of {site} offers posts or links ({offers[row]:.0f} phrases) and names terms "
            f"of links ({terms[row]:.0f} phrases such as “dofollow” or a price)."
        )

    def show(row: int) -> tuple[str, ...]:
        if not offers[row] > 0:
            return shown.of_domain(suspects, row)
        url = suspects.facts.pages["url"][int(page[row])].as_py()
        return (url, *shown.of_domain(suspects, row))

    return Marks(strength, say, show)


def _most_telling(
    suspects: Suspects,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Of each domain: phrases of offers and of terms on its most telling page, and which it is."""
    domains = len(suspects.domains)
    offers = unknown(domains).astype(np.float64)
    terms, page = np.zeros(domains), np.full(domains, -1, np.int64)
    site = suspects.once(linking_pages.site_pages)
    rows = np.flatnonzero(site >= 0)
    if not len(rows):
        return offers, terms, page
    counts = suspects.once(sites.in_site_pages)
    offer = counts[rows, sites.place("link seller")]
    term = np.where(offer > 0, counts[rows, sites.place("link terms")], 0)
    urls = linking_pages.column(suspects, "url", rows).to_pylist()
    by_url = np.empty(len(rows), np.int64)
    by_url[np.argsort(np.array(urls, object))] = np.arange(len(rows))
    order = np.lexsort((-by_url, offer, term, site[rows]))  # the most telling last, which stays
    of = site[rows][order]
    offers[of], terms[of], page[of] = offer[order], term[order], rows[order]
    return offers, terms, page
