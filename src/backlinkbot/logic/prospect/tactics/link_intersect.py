"""Sites that link to several rivals and not to the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.core.nouns import Placement
from backlinkbot.logic.prospect.found import Found, counted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

LEAST = 2  # rivals: one alone may have been a favour
# How often a link of that place is one that an editor chose, and would choose for us too.
EDITORIAL = {
    Placement.CONTENT.value: 0.9,
    Placement.LIST.value: 0.8,
    Placement.AUTHOR_BIO.value: 0.6,
    Placement.SIDEBAR.value: 0.5,
    Placement.COMMENT.value: 0.1,  # anybody can leave one; no editor has to be asked
}
OTHER_PLACE = 0.4
UNFOLLOWED = 0.7  # of the fit, where no link to a rival is followed
LEAST_FIT = 0.2  # below it the links are comments


@tactic(Tactic.LINK_INTERSECT, Fact.PAIRS)
def link_intersect(ground: Ground) -> pa.Table:
    """Sites that link to two rivals or more (to one, where one is known) and never to the site.

    Who links to several of a trade chooses by subject, and may well choose one more.
    """
    return table(Tactic.LINK_INTERSECT, _found(ground))


def _found(ground: Ground) -> Iterator[Found]:
    of_site: dict[str, list[dict[str, Any]]] = {}
    for row in ground.rows(Fact.PAIRS):
        if row["target_domain"] in ground.rivals:
            of_site.setdefault(row["source_domain"], []).append(row)
    least = min(LEAST, len(ground.rivals))
    for source, told in of_site.items():
        if len(told) < least or source in ground.linking or source in ground.linked_once:
            continue
        best = max(told, key=lambda row: (_editorial(row), row["links"], row["source_url"]))
        fit = _editorial(best) * (0.5 + 0.5 * len(told) / len(ground.rivals))
        if not any(row["followed_links"] for row in told):
            fit *= UNFOLLOWED
        if fit < LEAST_FIT or not ground.may_ask(best["source_url"]):
            continue
        yield Found(
            best["source_url"], fit, _reasons(ground, told, best), evidence=tuple(
                row["source_url"] for row in told
            )
        )  # fmt: skip


def _editorial(row: dict[str, Any]) -> float:
    return EDITORIAL.get(row["placement"] or "", OTHER_PLACE)


def _reasons(ground: Ground, told: list[dict[str, Any]], best: dict[str, Any]) -> tuple[str, ...]:
    names = ", ".join(sorted(row["target_domain"] for row in told)[:4])
    links = sum(row["links"] for row in told)
    return (
        f"Links to {len(told)} of your {counted(len(ground.rivals), 'rival')} ({names}) "
        "and not to you.",
        f"Its best link to one of them stands in: {best['placement'] or 'an unknown place'} "
        f"({counted(links, 'link')} in all).",
    )
