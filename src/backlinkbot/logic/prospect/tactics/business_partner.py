"""Sites that do business with the site, or show with whom they do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.core.nouns import Placement
from backlinkbot.core.urls.platforms import platform
from backlinkbot.logic.prospect.found import Found, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

BOTH, LINKED, SHOWN_RIVALS = 0.9, 0.55, 0.6
MOST_SPREAD, LEAST_SPREAD = (
    0.02,
    30,
)  # of all linking domains: everybody links there, it is no partner
FEW_LINKS = 1  # a single link from a text is a source quoted rather than a partner
QUOTED = 0.6
OUTSIDE = frozenset((Placement.COMMENT.value, Placement.WIDGET.value))


@tactic(Tactic.BUSINESS_PARTNER, Fact.OUT, Fact.LISTS, Fact.SAID, hears=("partner_head",))
def business_partner(ground: Ground) -> pa.Table:
    """Suppliers, dealers and partners: sites that the own sites link to and that do not link back.

    Surest where such a site has a page of partners, dealers, customers or testimonials; and pages
    of that kind that show rivals. Sites that everybody links to are nobody's partners.
    """
    shows = _shows_partners(ground)
    return table(Tactic.BUSINESS_PARTNER, [*_linked(ground, shows), *_with_rivals(ground)])


def _shows_partners(ground: Ground) -> dict[str, dict[str, Any]]:
    """A page of partners of each site that has one: the one with most links to other sites."""
    found: dict[str, dict[str, Any]] = {}
    for row in ground.rows(Fact.SAID):
        kept = found.get(row["domain"])
        if row["partner_head"] and (kept is None or _links(row) > _links(kept)):
            found[row["domain"]] = row
    return found


def _links(row: dict[str, Any]) -> int:
    return row["external_links"] or 0


def _linked(ground: Ground, shows: dict[str, dict[str, Any]]) -> Iterator[Found]:
    rows = ground.rows(Fact.OUT)
    crowd = max(LEAST_SPREAD, MOST_SPREAD * len({row["target_domain"] for row in rows}))
    for row in rows:
        target = row["target_domain"]
        if row["source_domain"] not in ground.own or row["placement"] in OUTSIDE:
            continue
        if target in ground.linking or row["sources"] > crowd or platform(target) is not None:
            continue
        page = shows[target]["url"] if target in shows else row["target_url"]
        if not ground.may_ask(page):
            continue
        fit = BOTH if target in shows else LINKED
        if target not in shows and row["links"] <= FEW_LINKS and _is_in_text(row):
            fit *= QUOTED
        reasons = [f"Your page {row['source_url']} links to {target}, which does not link back."]
        if target in shows:
            reasons.append(
                f"It shows whom it works with: {quoted(shows[target]['title'] or page, 80)}."
            )
        yield Found(page, fit, tuple(reasons), evidence=(row["source_url"], page))


def _is_in_text(row: dict[str, Any]) -> bool:
    return bool(row["placement"] == Placement.CONTENT.value)


def _with_rivals(ground: Ground) -> Iterator[Found]:
    partner_pages = {row["url"] for row in ground.rows(Fact.SAID) if row["partner_head"]}
    for row in ground.rows(Fact.LISTS):
        if row["url"] not in partner_pages or row["domain"] in ground.linking or row["is_paid"]:
            continue
        if ground.may_ask(row["url"]):
            names = ", ".join(row["rivals"][:3])
            yield Found(
                row["url"], SHOWN_RIVALS,
                (f"Shows {names} on its page {quoted(row['title'] or row['url'], 80)}.",),
                evidence=(row["evidence"] or "",),
            )  # fmt: skip
