"""The lists of links and pages: which columns of which rows, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core import columns
from backlinkbot.core.errors import Broken
from backlinkbot.core.urls import domain_of
from backlinkbot.io.index.filters import ORDERS, LinkFilter, LinkOrder, clauses
from backlinkbot.io.index.sql import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from backlinkbot.io.index.reader import Reader


def listed(  # noqa: PLR0913 - what a list of links may be asked for
    ask: Reader,
    domain: str,
    wishes: LinkFilter | None,
    *,
    order: LinkOrder,
    limit: int | None,
    offset: int,
    only: Sequence[str],
) -> pa.Table:
    """The links that a filter leaves, in order; see `Index.links`.

    Raises:
        Broken: there is no such column.
    """
    chosen = _chosen(only)
    text, values = clauses(wishes or LinkFilter())
    fragments = {
        "only": ", ".join(f'"{name}"' for name in chosen.names),
        "columns": named("queries.sql")["link_columns"],
        "clauses": text,
        "order": ORDERS[order],
    }
    found = ask.table("links", [domain], fragments, limit=limit, offset=offset, **values)
    return found.cast(chosen)


def counted(ask: Reader, domain: str, wishes: LinkFilter | None) -> int:
    """How many links to a domain a filter leaves."""
    text, values = clauses(wishes or LinkFilter())
    found = ask.table("count_links", [domain], {"clauses": text}, **values)
    return int(found.column(0)[0].as_py())


def pages(ask: Reader, wanted: str | Sequence[str]) -> pa.Table:
    """What is known of a domain's pages, or of the pages with these URLs; see `Index.pages`."""
    if isinstance(wanted, str):
        found = ask.table("pages_of_domain", [wanted])
    else:
        domains = sorted({domain_of(url) for url in wanted}) or [""]
        found = ask.table("pages_of_urls", domains, urls=list(wanted))
    return found.cast(columns.page_facts())


def _chosen(only: Sequence[str]) -> pa.Schema:
    """The columns of a link, or these of them in the same order."""
    import pyarrow as pa

    schema = columns.links()
    if unknown := set(only) - set(schema.names):
        raise Broken(f"links have no column {min(unknown)}")
    return pa.schema([field for field in schema if not only or field.name in only])
