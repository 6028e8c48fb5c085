"""Strong pages about the site's subject that link to other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.logic.prospect.found import Found, counted, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

LEAST_LINKS, MOST_LINKS = 2, 60  # to other sites: fewer link to nobody, more are lists
LEAST_AUTHORITY = 40.0  # points: about the strongest tenth of the sites that anybody links to
TITLE_FIT, RANKED = 0.4, 0.2
LEAST_WORDS = 200  # a page that says less ranks for little


@tactic(Tactic.RANKING_PAGE, Fact.SAID, Fact.RANKS, hears=("topic_head",))
def ranking_page(ground: Ground) -> pa.Table:
    """Articles about the site's subject on strong sites that link to other sites.

    No search engine is asked: "ranking" here means authority in the index of at least 40 points, or
    a place in a list of sites that the user read in. The page's title names the subject.
    """
    return table(Tactic.RANKING_PAGE, _found(ground))


def _found(ground: Ground) -> Iterator[Found]:
    strength = {row["domain"]: row for row in ground.rows(Fact.RANKS)}
    for row in ground.rows(Fact.SAID):
        if not row["topic_head"] or row["page_type"] != "article":
            continue
        if not LEAST_LINKS <= (row["external_links"] or 0) <= MOST_LINKS:
            continue
        if (row["words"] or 0) < LEAST_WORDS or ground.links_already(row["url"]):
            continue
        known = strength.get(row["domain"])
        if known is None or not _is_strong(known) or not ground.may_ask(row["url"]):
            continue
        fit = TITLE_FIT + RANKED * bool(known["rank"]) + RANKED * ((known["authority"] or 0) / 100)
        yield Found(row["url"], fit, _reasons(row, known), evidence=(row["evidence"] or "",))


def _is_strong(known: dict[str, Any]) -> bool:
    return bool(known["rank"]) or (known["authority"] or 0) >= LEAST_AUTHORITY


def _reasons(row: dict[str, Any], known: dict[str, Any]) -> tuple[str, ...]:
    strong = (
        f"place {known['rank']:,} in {known['list']}"
        if known["rank"]
        else f"authority {known['authority']:.0f}"
    )
    return (
        f"About your subject: {quoted(row['title'] or row['url'], 100)}.",
        f"On a strong site ({strong}); search engines' own order was not asked.",
        f"It links to {counted(row['external_links'], 'other page')} of other sites.",
    )
