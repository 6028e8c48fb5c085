"""Writers and publications that cover the site's subject, by their bylines."""

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

LINKED_RIVAL, WROTE_OFTEN, WROTE = 0.75, 0.6, 0.4
OFTEN = 2  # articles about the subject: no chance any more
OLD_DAYS, OLD = 730, 0.6  # whoever wrote last so long ago may write about something else now
PRESS = frozenset(("news", "digital publication"))
OTHER_SITE = 0.7  # of the fit, where the site is known to be of another kind
MOST_SHOWN = 3


@tactic(Tactic.DIGITAL_PR, Fact.ARTICLES, Fact.SAID, hears=("topic_head",))
def digital_pr(ground: Ground) -> pa.Table:
    """Journalists and publications that cover the site's subject, known from bylines of articles.

    One row a writer: who linked to a rival from an article, or wrote about the subject (its words
    in the title). Who already linked to the site is left to other tactics.
    """
    return table(Tactic.DIGITAL_PR, _found(ground))


def _found(ground: Ground) -> Iterator[Found]:
    for (domain, author), rows in sorted(_by_writer(ground).items()):
        linked = [row for row in rows if row.get("rivals")]
        rows.sort(key=lambda row: (str(row["published_on"] or ""), row["url"]), reverse=True)
        page = (linked or rows)[0]["url"]
        if domain in ground.linking or not ground.may_ask(page):
            continue
        fit = LINKED_RIVAL if linked else WROTE_OFTEN if len(rows) >= OFTEN else WROTE
        dates = [row["published_on"] for row in rows if row["published_on"]]
        if dates and (ground.today - max(dates)).days > OLD_DAYS:
            fit *= OLD
        if ground.types.get(domain, "unknown") not in (*PRESS, "unknown"):
            fit *= OTHER_SITE
        yield Found(page, fit, _reasons(author, rows, linked), author, tuple(
            row["url"] for row in rows[:MOST_SHOWN]
        ))  # fmt: skip


def _by_writer(ground: Ground) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """Articles about the subject by domain and writer; an article known twice counts once."""
    articles: dict[str, dict[str, Any]] = {}
    for row in ground.rows(Fact.SAID):
        if row["topic_head"] and row["author"] and row["page_type"] == "article":
            articles[row["url"]] = dict(row)
    for row in ground.rows(Fact.ARTICLES):
        if row["author"]:
            articles[row["url"]] = {**articles.get(row["url"], {}), **row}
    told: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in articles.values():
        told.setdefault((row["domain"], " ".join(row["author"].split())), []).append(row)
    return told


def _reasons(
    author: str, rows: list[dict[str, Any]], linked: list[dict[str, Any]]
) -> tuple[str, ...]:
    newest = next((row for row in rows if row["published_on"]), None)
    reasons = []
    if linked:
        names = ", ".join(sorted({name for row in linked for name in row["rivals"]})[:3])
        reasons.append(
            f"{quoted(author, 60)} linked to {names} from {counted(len(linked), 'article')}."
        )
    else:
        reasons.append(
            f"{quoted(author, 60)} wrote {counted(len(rows), 'article')} on your subject."
        )
    titles = "; ".join(quoted(row["title"], 70) for row in rows[:MOST_SHOWN] if row["title"])
    if titles:
        reasons.append(f"About: {titles}.")
    if newest:
        reasons.append(f"The newest of them is of {newest['published_on'].isoformat()}.")
    return tuple(reasons)
