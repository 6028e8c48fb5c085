"""Pages that invite others to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.logic.prospect.found import Found, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

NAMED_SO, SAYS_SO, BOTH = 0.6, 0.5, 0.9
SELLS = 0.3  # of the fit, where the page says what a link costs: buying links breaks the rules
FIXED_TYPES = frozenset(("forum", "shop"))  # posts there are no guest posts


@tactic(Tactic.GUEST_POST, Fact.SAID, hears=("guest", "guest_head", "terms", "topic"))
def guest_post(ground: Ground) -> pa.Table:
    """Pages that invite guest authors, in English, German, French or Spanish, by what they say.

    A page that names a price, "dofollow" or other terms of links beside the invitation sells them:
    it is flagged, because a paid link that passes authority breaks search engines' rules.
    """
    return table(Tactic.GUEST_POST, _found(ground))


def _found(ground: Ground) -> Iterator[Found]:
    best: dict[str, Found] = {}
    for row in ground.rows(Fact.SAID):
        if not (row["guest"] or row["guest_head"]) or row["page_type"] in FIXED_TYPES:
            continue
        if not ground.may_ask(row["url"]):
            continue
        fit = (
            BOTH
            if row["guest"] and row["guest_head"]
            else NAMED_SO
            if row["guest_head"]
            else SAYS_SO
        )
        sells = bool(row["terms"])
        one = Found(
            row["url"], fit * (SELLS if sells else 1), _reasons(ground, row), sells=sells,
            evidence=(row["evidence"] or "",),
        )  # fmt: skip
        # One invitation a site: every article of it may carry the same line.
        if row["domain"] not in best or one.fit > best[row["domain"]].fit:
            best[row["domain"]] = one
    yield from best.values()


def _reasons(ground: Ground, row: dict[str, Any]) -> tuple[str, ...]:
    reasons = []
    if row["guest"]:
        reasons.append(f"Invites writers: {quoted(row['guest'][0], 160)}.")
    if row["guest_head"]:
        reasons.append(f"Its title or address says so: {quoted(row['guest_head'], 60)}.")
    if row["terms"]:
        reasons.append(
            f"It sells: {quoted(row['terms'][0], 160)}. Such a link has to be sponsored."
        )
    if row["domain"] in ground.linking:
        reasons.append("The site links to you already.")
    return tuple(reasons)
