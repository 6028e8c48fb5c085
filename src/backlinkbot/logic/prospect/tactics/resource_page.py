"""Pages that list links of the trade for their readers."""

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

LISTS_RIVALS, NAMES_ITSELF, IS_LIST = 0.75, 0.55, 0.45
MORE_RIVALS = 0.1  # added for each rival listed beyond the first
MOST_SURE = 0.95
LEAST_LINKS = 2  # to other sites: a page with fewer lists nothing
MANY_LINKS, CROWDED = 150, 0.6  # a list of so many is read by nobody, and is a link farm more often
DIRECTORIES = frozenset(("directory",))  # sites of their own tactic
LIST_TYPES = frozenset(("list", "directory"))
FIXED_TYPES = frozenset(("forum", "profile"))  # nobody edits a list there


@tactic(Tactic.RESOURCE_PAGE, Fact.LISTS, Fact.SAID, hears=("list_head", "topic", "junk"))
def resource_page(ground: Ground) -> pa.Table:
    """Pages of useful links that list rivals, or call themselves so and speak of the subject.

    Known by their title, address or type ("useful links", "11 places to …") and by several links to
    other sites. Paid places, directories (a tactic of their own) and lists that take everybody are
    left out.
    """
    listed = {row["url"]: row for row in ground.rows(Fact.LISTS)}
    said = {row["url"]: row for row in ground.rows(Fact.SAID) if row["list_head"]}
    junk = {row["url"] for row in ground.rows(Fact.SAID) if row["junk"]}
    found = [*_with_rivals(ground, listed, said), *_by_name(ground, listed, said)]
    return table(Tactic.RESOURCE_PAGE, (one for one in found if one.page not in junk))


def _with_rivals(
    ground: Ground, listed: dict[str, dict[str, Any]], said: dict[str, dict[str, Any]]
) -> Iterator[Found]:
    for url, row in sorted(listed.items()):
        is_list = url in said or row["is_listed"] or row["page_type"] in LIST_TYPES
        is_list = is_list and row["page_type"] not in FIXED_TYPES
        if (row["external_links"] or LEAST_LINKS) < LEAST_LINKS:
            is_list = False
        if not is_list or row["is_paid"] or not _may(ground, row):
            continue
        fit = LISTS_RIVALS + MORE_RIVALS * (len(row["rivals"]) - 1)
        reasons = (
            f"Lists {_named(row['rivals'])} of your rivals and not you{_title(row)}.",
            *_size(row),
        )
        yield Found(url, min(fit, MOST_SURE) * _crowd(row), reasons, evidence=_seen(row))


def _by_name(
    ground: Ground, listed: dict[str, dict[str, Any]], said: dict[str, dict[str, Any]]
) -> Iterator[Found]:
    for url, row in sorted(said.items()):
        links = row["external_links"] or 0
        if url in listed or links < LEAST_LINKS or not _may(ground, row):
            continue
        if not row["topic"] and not row["topic_head"] and row["domain"] not in ground.types:
            continue
        fit = NAMES_ITSELF if row["topic"] or row["topic_head"] else IS_LIST
        reasons = (f"Calls itself a list of links: {quoted(row['list_head'], 60)}{_title(row)}.",
                   *_size(row))  # fmt: skip
        yield Found(url, fit * _crowd(row), reasons, evidence=_seen(row))


def _may(ground: Ground, row: dict[str, Any]) -> bool:
    is_directory = ground.types.get(row["domain"]) in DIRECTORIES
    return not is_directory and ground.may_ask(row["url"]) and not ground.links_already(row["url"])


def _crowd(row: dict[str, Any]) -> float:
    return CROWDED if (row["external_links"] or 0) > MANY_LINKS else 1.0


def _named(rivals: list[str]) -> str:
    return f"{len(rivals)} ({', '.join(rivals[:3])})"


def _title(row: dict[str, Any]) -> str:
    return f" on its page {quoted(row['title'], 80)}" if row["title"] else ""


def _size(row: dict[str, Any]) -> tuple[str, ...]:
    links = row["external_links"]
    return (f"The page has {counted(links, 'link')} to other sites.",) if links else ()


def _seen(row: dict[str, Any]) -> tuple[str, ...]:
    return (row["evidence"] or "",)
