"""Pages that name the brand in their text and do not link to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.logic.prospect.brand import Brand, is_address
from backlinkbot.logic.prospect.found import Found, counted, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

# Pages on which nobody puts a link in afterwards.
FIXED_TYPES = frozenset(("forum", "search/archive", "profile", "home"))
FIXED = 0.4  # of the fit there
GUESSED = 0.5  # of the fit: a name made from the address may be a word or a place
LINKS_ELSEWHERE = 0.8  # of the fit: the site links already, one link more is worth less


@tactic(Tactic.UNLINKED_MENTION, Fact.SAID, hears=("brand", "topic"))
def unlinked_mention(ground: Ground) -> pa.Table:
    """Pages that name the brand in their main text and do not link to the site.

    The writer knows the brand already. A name that is also a common word counts only where it is
    written as a name and the page speaks of the site's subject; comments are no main text.
    """
    return table(Tactic.UNLINKED_MENTION, _found(ground))


def _found(ground: Ground) -> Iterator[Found]:
    rows = [row for row in ground.rows(Fact.SAID) if row["brand"]]
    brand = Brand.learnt(ground.names, [quote for row in rows for quote in row["brand"]])
    for row in rows:
        page = row["url"]
        if ground.links_already(page) or not ground.may_ask(page):
            continue
        told = brand.in_page(row["brand"], is_on_topic=bool(row["topic"]))
        if told is None:
            continue
        fit = told.sureness
        if ground.is_name_guessed and not is_address(told.name):
            fit *= GUESSED
        if row["page_type"] in FIXED_TYPES:
            fit *= FIXED
        if row["domain"] in ground.linking:
            fit *= LINKS_ELSEWHERE
        yield Found(page, fit, _reasons(ground, row, told.name, told.quote), told.name,
                    (row["evidence"] or "",))  # fmt: skip


def _reasons(ground: Ground, row: dict[str, Any], name: str, quote: str) -> tuple[str, ...]:
    reasons = [f"Names {name} in its text and does not link to you: {quoted(quote, 160)}."]
    if len(row["brand"]) > 1:
        reasons.append(f"It names you {counted(len(row['brand']), 'time')}.")
    if row["author"]:
        reasons.append(f"Written by {quoted(row['author'], 60)}.")
    if row["domain"] in ground.linking:
        reasons.append("Another page of the site links to you already.")
    if row["page_type"] in FIXED_TYPES:
        reasons.append(
            f"The page is of type {row['page_type']}, where links are seldom put in later."
        )
    return tuple(reasons)
