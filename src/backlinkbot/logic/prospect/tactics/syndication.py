"""Sites that publish again what others wrote, and name the original."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.core.urls import domain_of
from backlinkbot.logic.prospect.found import Found, counted, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

LEAST_COVERAGE = 2  # domains that link to a page from their content: then it earned it
SAYS_SO, NAMES_ORIGINAL, OFTEN = 0.5, 0.5, 0.7
TIMES = 2


@tactic(Tactic.SYNDICATION, Fact.SAID, Fact.ASSETS, hears=("copied", "topic"))
def syndication(ground: Ground) -> pa.Table:
    """Sites that publish again what others wrote and name the original, for own pages of merit.

    A page of the site that several domains link to from their content is worth offering. Sites are
    known by a canonical that names another site's page, or by saying so. None is named while no own
    page earned anything.
    """
    assets = [row for row in ground.rows(Fact.ASSETS) if row["sources"] >= LEAST_COVERAGE]
    if not assets:
        return table(Tactic.SYNDICATION, ())
    return table(Tactic.SYNDICATION, _found(ground, assets[0]))


def _found(ground: Ground, asset: dict[str, Any]) -> Iterator[Found]:
    of_site: dict[str, list[dict[str, Any]]] = {}
    for row in ground.rows(Fact.SAID):
        original = row["copy_of"] or ""
        is_copy = bool(original) and domain_of(original) != row["domain"]
        if (is_copy or row["copied"]) and ground.may_ask(row["url"]):
            of_site.setdefault(row["domain"], []).append(row)
    for _, rows in sorted(of_site.items()):
        row = min(rows, key=lambda row: (not row["copied"], row["url"]))
        fit = OFTEN if len(rows) >= TIMES else SAYS_SO if row["copied"] else NAMES_ORIGINAL
        yield Found(row["url"], fit, _reasons(row, rows, asset), asset["target_url"],
                    (row["evidence"] or "",))  # fmt: skip


def _reasons(
    row: dict[str, Any], rows: list[dict[str, Any]], asset: dict[str, Any]
) -> tuple[str, ...]:
    if row["copied"]:
        first = (
            f"Publishes again what stood elsewhere, and says so: {quoted(row['copied'][0], 160)}."
        )
    else:
        first = f"Publishes again what stood elsewhere, and names the original: {row['copy_of']}."
    return (
        first,
        f"It did so on {counted(len(rows), 'known page')}.",
        f"Your page {asset['target_url']} earned links from {counted(asset['sources'], 'site')}.",
    )
