"""Links that the site had and lost for a reason that can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.core.nouns import LinkState, LostReason, Placement
from backlinkbot.logic.prospect.found import Found, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

# How likely the loss can be mended, and by what; a reason that is missing here cannot be.
MENDED = {
    LostReason.REMOVED_FROM_HTML.value: (0.7, "The page stands, the link was taken out of it."),
    LostReason.TARGET_CHANGED.value: (0.6, "The link now leads to another address."),
    LostReason.BECAME_NOFOLLOW.value: (0.6, "The link stands and is not followed any more."),
    LostReason.NO_LONGER_CANONICAL.value: (
        0.4, "The page now names another page as its original: the link belongs there.",
    ),
    LostReason.REDIRECTED.value: (
        0.5, "The page leads to another one now: the link belongs there.",
    ),
    LostReason.PAGE_GONE.value: (
        0.35, "The page is gone; where the site has it anew, the link belongs there.",
    ),
}  # fmt: skip
# noindexed, host_gone, javascript_only, blocked_to_us, dropped_not_rechecked: nobody to ask, or
# nothing to ask for before somebody has looked.
OLD_DAYS, OLD = 365, 0.6  # lost so long ago, whoever put it there has forgotten it
PAID = 0.3
EDITORIAL = frozenset((Placement.CONTENT.value, Placement.LIST.value, Placement.AUTHOR_BIO.value))
FIXTURE = 0.5  # of the fit of footers, widgets and sidebars: they come and go with designs


@tactic(Tactic.RECLAMATION, Fact.BACKLINKS)
def lost_link(ground: Ground) -> pa.Table:
    """Links that the site had and lost for a reason that can be mended.

    Whoever linked once had a reason to. Comments, and losses that nobody can mend (the host is
    gone, search engines are told to leave the page alone), are left out; refusals are no losses.
    """
    return table(Tactic.RECLAMATION, _best_of_site(_found(ground)))


def _best_of_site(found: Iterator[tuple[str, Found]]) -> list[Found]:
    """One link a site and target: a footer that went took a link from every page."""
    best: dict[tuple[str, str], Found] = {}
    for domain, one in found:
        kept = best.get((domain, one.about))
        if kept is None or (-one.fit, one.page) < (-kept.fit, kept.page):
            best[domain, one.about] = one
    return list(best.values())


def _found(ground: Ground) -> Iterator[tuple[str, Found]]:
    for row in ground.rows(Fact.BACKLINKS):
        reason = row["lost_reason"]
        is_weaker = reason == LostReason.BECAME_NOFOLLOW.value
        if reason not in MENDED or (row["state"] != LinkState.LOST.value and not is_weaker):
            continue
        if (
            row["placement"] == Placement.COMMENT.value
            or row["ugc"]
            or not ground.may_ask(row["source_url"])
        ):
            continue
        fit, why = MENDED[reason]
        if row["lost_on"] and (ground.today - row["lost_on"].date()).days > OLD_DAYS:
            fit *= OLD
        if row["sponsored"]:
            fit *= PAID
        if row["placement"] not in EDITORIAL:
            fit *= FIXTURE
        evidence = tuple(row["evidence"] or ())[:2]
        reasons = _reasons(ground, row, why)
        yield (
            row["source_domain"],
            Found(row["source_url"], fit, reasons, row["target_url"], evidence),
        )


def _reasons(ground: Ground, row: dict[str, Any], why: str) -> tuple[str, ...]:
    said = f" as {quoted(row['anchor'])}" if row["anchor"] else ""
    when = f" until {row['lost_on'].date().isoformat()}" if row["lost_on"] else ""
    reasons = [f"Linked to {row['target_url']}{said}{when}.", why]
    if row["source_domain"] in ground.linking:
        reasons.append("Another page of the site still links to you.")
    return tuple(reasons)
