"""Links that were meant for the site and lead nowhere, or not straight to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.core.chances import Tactic
from backlinkbot.core.nouns import LinkState
from backlinkbot.core.urls import public_suffix
from backlinkbot.logic.prospect.found import Found, quoted, table
from backlinkbot.logic.prospect.ground import Fact
from backlinkbot.logic.prospect.tactics import tactic

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from backlinkbot.logic.prospect.ground import Ground

MISSPELT, NAMED_SO, DEAD_PAGE, LED_ON = 0.6, 0.9, 0.85, 0.4


@tactic(Tactic.MISSPELT_TARGET, Fact.VARIANTS, Fact.BACKLINKS)
def misspelt_target(ground: Ground) -> pa.Table:
    """Links to misspelt names of the site, to pages of it that are gone, and to addresses led on.

    A name one typing error away counts only where no such site answered when it was asked, or where
    the link's words name the brand: else it may be somebody else's name.
    """
    return table(Tactic.MISSPELT_TARGET, [*_misspelt(ground), *_own_pages(ground)])


def _misspelt(ground: Ground) -> Iterator[Found]:
    for row in ground.rows(Fact.VARIANTS):
        if not ground.may_ask(row["source_url"]) or row["source_domain"] == row["target_domain"]:
            continue
        is_named = _names_us(ground, row["anchor"] or "")
        if row["is_alive"] and not is_named:
            continue
        other = public_suffix(row["target_domain"]) != public_suffix(ground.domain)
        if other and not is_named:
            continue  # the same word under another ending is mostly another's name
        said = f" as {quoted(row['anchor'])}" if row["anchor"] else ""
        yield Found(
            row["source_url"], NAMED_SO if is_named else MISSPELT,
            (f"Links{said} to {row['target_domain']}, which looks like {ground.domain} misspelt.",
             _answered(row)),
            row["target_url"], (row["source_url"],),
        )  # fmt: skip


def _names_us(ground: Ground, anchor: str) -> bool:
    plain = "".join(filter(str.isalnum, anchor.casefold()))
    return any(
        len(name) > 3 and name in plain  # noqa: PLR2004 - shorter ones are in many words
        for name in ("".join(filter(str.isalnum, form.casefold())) for form in ground.names)
    )


def _answered(row: dict[str, Any]) -> str:
    if row["is_alive"]:
        return f"{row['target_domain']} answers with pages of its own, but the link names you."
    return f"No page of {row['target_domain']} is known to answer."


def _own_pages(ground: Ground) -> Iterator[Found]:
    for row in ground.rows(Fact.BACKLINKS):
        if row["state"] not in (LinkState.BROKEN.value, LinkState.REDIRECTED.value):
            continue
        if not ground.may_ask(row["source_url"]):
            continue
        is_dead = row["state"] == LinkState.BROKEN.value
        what = "is gone (404 or 410): lead it on, or ask for the right address" if is_dead else (
            "leads on to another page: ask for the straight address"
        )  # fmt: skip
        yield Found(
            row["source_url"], DEAD_PAGE if is_dead else LED_ON,
            (f"Links to your page {row['target_url']}, which {what}.",),
            row["target_url"], tuple(row["evidence"] or ())[:2],
        )  # fmt: skip
