"""Whom a plan may ask: the site's prospects nobody asked yet, and what the last find told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backlinkbot.app.budget.asked import PAID, asks_for_removal, link_chance
from backlinkbot.app.contacts import ways
from backlinkbot.app.find.kept import kept_find
from backlinkbot.app.prospects.organisations import organisation_of
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.prospects import Stage
from backlinkbot.io.state.prospects import kept_prospects
from backlinkbot.logic.outreach.plan import Chance

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backlinkbot.app.workspace import Workspace
    from backlinkbot.core.prospects import Opening, Prospect

UNASKED = (Stage.NEW, Stage.QUALIFIED, Stage.CONTACT_FOUND)


@dataclass(frozen=True, slots=True)
class Chances:
    """Who could be asked; `looked`: whether anybody looked for opportunities yet."""

    rows: tuple[Chance, ...]
    looked: bool


def chances_of(
    workspace: Workspace, site: str, closed: Collection[str], languages: Sequence[str]
) -> Chances:
    """One chance for each organisation that was not asked; its best opening that is not closed."""
    with workspace.state.reading() as connection:
        known = kept_prospects(connection, site)
    rows, pages = [], []
    for one in known:
        if one.stage in UNASKED and not asks_for_removal(one):
            opening = _best(one, closed)
            rows.append(_of_prospect(one, opening))
            pages.append(opening.page if opening else "")
    names = {name for one in known for name in (one.organisation, *one.names)}
    found, looked = _found(workspace, site, names)
    rows += [chance for chance, _ in found]
    pages += [page for _, page in found]
    barred = ways(workspace, sorted({one.organisation for one in rows})).barred
    rows = [replace(one, is_barred=one.organisation in barred) for one in rows]
    if languages:
        rows = _with_languages(workspace, rows, pages)
    return Chances(tuple(rows), looked)


def _best(prospect: Prospect, closed: Collection[str]) -> Opening | None:
    free = [one for one in prospect.openings if one.tactic not in closed]
    return next(iter(free or prospect.openings), None)


def _of_prospect(one: Prospect, opening: Opening | None) -> Chance:
    return Chance(
        organisation=one.organisation,
        tactic=opening.tactic if opening else "",
        p_link=link_chance(opening),
        worth=opening.worth_points if opening else None,
        minutes=opening.minutes if opening else None,
        sells=bool(PAID & {tag.casefold() for tag in one.tags}),
        is_kept=True,
    )


def _found(
    workspace: Workspace, site: str, known: Collection[str]
) -> tuple[list[tuple[Chance, str]], bool]:
    try:
        told = kept_find(workspace, site)
    except NotFound:
        return [], False
    found = []
    for row in told.rows:
        name = _organisation(row["page"]) or row["prospect"]
        if name in known or row["prospect"] in known:
            continue
        chance = Chance(
            organisation=name,
            tactic=row["tactic"],
            p_link=row["p_reply"] * row["p_placement"],
            worth=row["worth_points"],
            minutes=row["minutes"],
            sells=bool(row.get("sells")),
        )
        found.append((chance, row["page"]))
    return found, True


def _organisation(page: str) -> str:
    try:
        return organisation_of(page)
    except BadInput:
        return ""


def _with_languages(workspace: Workspace, rows: list[Chance], pages: Sequence[str]) -> list[Chance]:
    """The chances with the languages of their pages, where the index knows them."""
    wanted = sorted({page for page in pages if page})
    if not wanted or workspace.index.current() is None:
        return rows
    table = workspace.index.pages(wanted).select(["url", "language"]).to_pylist()
    told = {row["url"]: row["language"] or "" for row in table}
    return [
        replace(one, language=told.get(page, "")) for one, page in zip(rows, pages, strict=True)
    ]
