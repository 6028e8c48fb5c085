"""Lists of what points at a domain: links, one link, referring domains, anchors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from backlinkbot.app.profile import anchor_rows, domain_rows, link_evidence, link_rows
from backlinkbot.interfaces.api.asked import Reads
from backlinkbot.interfaces.api.filters import AnchorWishes, DomainWishes, LinkWishes
from backlinkbot.interfaces.api.paging import Paged, stamped
from backlinkbot.interfaces.api.parameters import DomainPath
from backlinkbot.interfaces.api.problems import described
from backlinkbot.interfaces.api.tables import (
    AS_FILES,
    MOST_TABLE_ROWS,
    Format,
    Formatted,
    rows_of,
    table_file,
)
from backlinkbot.interfaces.schemas.answer import Rows
from backlinkbot.interfaces.schemas.links import (
    AnchorRow,
    LinkAnswer,
    LinkListed,
    ReferringDomainRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.profile import FoundRows, RowQuestion
    from backlinkbot.app.workspace import Workspace
    from backlinkbot.interfaces.api.paging import Place

LONGEST_URL = 8_000
Address = Annotated[str, Query(min_length=1, max_length=LONGEST_URL)]
LISTED = {**AS_FILES, **described(404)}

router = APIRouter(tags=["links"])


@router.get("/domains/{domain}/links", response_model=Rows[LinkListed], responses=LISTED)
def links(domain: DomainPath, place: Paged, wishes: LinkWishes, wished: Formatted) -> Any:
    """The links to a domain, judged, the best first unless another order is wished for."""
    return listed(link_rows, domain, place, wishes, wished, "links")


@router.get("/domains/{domain}/link", response_model=LinkAnswer, responses=described(404))
def link(asked: Reads, domain: DomainPath, source_url: Address, target_url: Address) -> Any:
    """All that is known of the link from one page to another: five readings, evidence, HTML."""
    found = link_evidence(asked.workspace, domain, source_url, target_url)
    return stamped(asked, {"links": rows_of(found.table)})


@router.get(
    "/domains/{domain}/referring-domains",
    response_model=Rows[ReferringDomainRow],
    responses=LISTED,
)
def referring_domains(
    domain: DomainPath, place: Paged, wishes: DomainWishes, wished: Formatted
) -> Any:
    """The domains that link to a domain, each with its best link."""
    return listed(domain_rows, domain, place, wishes, wished, "referring-domains")


@router.get("/domains/{domain}/anchors", response_model=Rows[AnchorRow], responses=LISTED)
def anchors(domain: DomainPath, place: Paged, wishes: AnchorWishes, wished: Formatted) -> Any:
    """The anchor texts that point at a domain."""
    return listed(anchor_rows, domain, place, wishes, wished, "anchors")


def listed(
    rows: Callable[[Workspace, str, RowQuestion], FoundRows],
    domain: str,
    place: Place,
    wishes: RowQuestion,
    wished: Format,
    name: str,
) -> Any:
    """A page of a list as JSON; as a file all of it, unless a limit is said."""
    is_page = wished is Format.JSON
    limit = place.rows if is_page or place.limit else MOST_TABLE_ROWS
    asked = place.asked
    found = rows(asked.workspace, domain, replace(wishes, limit=limit, offset=place.offset))
    if is_page:
        page = place.page(rows_of(found.table), found.total)
        return page | {"as_of": wishes.view.as_of or page["as_of"]}
    return table_file(asked, found.table, name, wished)
