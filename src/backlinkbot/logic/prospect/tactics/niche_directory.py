"""Edited directories of the trade."""

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

LEAST_LISTED = 10  # links to other sites: fewer are a list of tips
LISTS_RIVALS, ON_TOPIC = 0.8, 0.5
MORE_RIVALS = 0.08
MOST_SURE = 0.95
SITE_SAYS_SO = "directory"  # the type of a site that is nothing else
UNSURE = 0.6  # of the fit, where neither title nor type of the site says directory


@tactic(
    Tactic.NICHE_DIRECTORY,
    Fact.LISTS,
    Fact.SAID,
    hears=("directory_head", "list_head", "topic", "junk"),
)
def niche_directory(ground: Ground) -> pa.Table:
    """Edited directories of the trade that list rivals, or are about its subject, without the site.

    Directories that take everybody (they ask for a link back, sell places or call themselves SEO
    friendly) are never named.
    """
    said = {row["url"]: row for row in ground.rows(Fact.SAID)}
    junk = {row["domain"] for row in said.values() if row["junk"]}
    listed = {row["url"]: row for row in ground.rows(Fact.LISTS)}
    found = [*_with_rivals(ground, listed, said), *_by_name(ground, listed, said)]
    return table(Tactic.NICHE_DIRECTORY, (
        one for one in found if _domain(one.page, said, listed) not in junk
    ))  # fmt: skip


def _domain(page: str, said: dict[str, dict[str, Any]], listed: dict[str, dict[str, Any]]) -> str:
    return str((said.get(page) or listed[page])["domain"])


def _with_rivals(
    ground: Ground, listed: dict[str, dict[str, Any]], said: dict[str, dict[str, Any]]
) -> Iterator[Found]:
    for url, row in sorted(listed.items()):
        if row["is_paid"] or not _may(ground, row):
            continue
        named = _is_directory(ground, row, said.get(url))
        if named is None:
            continue
        fit = min(LISTS_RIVALS + MORE_RIVALS * (len(row["rivals"]) - 1), MOST_SURE)
        rivals = ", ".join(row["rivals"][:3])
        yield Found(
            url, fit if named else fit * UNSURE,
            (f"A directory that lists {rivals} and not you{_title(row)}.", *_size(row)),
            evidence=(row["evidence"] or "",),
        )  # fmt: skip


def _by_name(
    ground: Ground, listed: dict[str, dict[str, Any]], said: dict[str, dict[str, Any]]
) -> Iterator[Found]:
    for url, row in sorted(said.items()):
        is_on_topic = bool(row["topic"] or row["topic_head"])
        if url in listed or not row["directory_head"] or not is_on_topic or not _may(ground, row):
            continue
        if (row["external_links"] or 0) < LEAST_LISTED:
            continue
        yield Found(
            url, ON_TOPIC,
            (f"A directory of your subject{_title(row)}, without you.", *_size(row)),
            evidence=(row["evidence"] or "",),
        )  # fmt: skip


def _is_directory(ground: Ground, row: dict[str, Any], said: dict[str, Any] | None) -> bool | None:
    """Whether it names itself a directory; None where it is none at all."""
    named = ground.types.get(row["domain"]) == SITE_SAYS_SO or bool(said and said["directory_head"])
    enough = (row["external_links"] or 0) >= LEAST_LISTED
    if not enough:
        return None
    if named:
        return True
    is_list = row["page_type"] == "directory" or bool(row.get("is_listed"))
    return False if is_list else None


def _may(ground: Ground, row: dict[str, Any]) -> bool:
    is_in = row["domain"] in ground.linking
    return not is_in and ground.may_ask(row["url"]) and not ground.links_already(row["url"])


def _title(row: dict[str, Any]) -> str:
    return f" ({quoted(row['title'], 80)})" if row["title"] else ""


def _size(row: dict[str, Any]) -> tuple[str, ...]:
    links = row["external_links"]
    return (f"It lists {counted(links, 'link')} to other sites.",) if links else ()
