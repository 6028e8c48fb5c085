"""Site types as columns: clues weighed by hand, one probability a domain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.site_types import SiteType, site_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

BY_NAME = (
    (SiteType.UNIVERSITY, r"\.edu(\.[a-z]{2})?$|\.ac\.[a-z]{2}$|(?:^|[.-])uni[.-]|universit"),
    (SiteType.GOVERNMENT, r"\.(?:gov|mil)(\.[a-z]{2})?$|\.gob\.[a-z]{2}$|\.gouv\.[a-z]{2}$"),
    (SiteType.WIKI, r"wiki"),
    (SiteType.FORUM, r"forum"),
    (SiteType.NEWS, r"news|zeitung|\btimes|tribune|herald"),
    (SiteType.SHOP, r"shop|store"),
)
NAME_SURE = 0.8


def judged(domains: Sequence[str], pages: pa.Table) -> pa.Table:
    """The type of each domain as `core.site_types.site_types()`, in the order given.

    `pages`: known pages of these domains, as `columns.page_facts()` has them; more of other domains
    do not matter.
    """
    import pyarrow as pa

    del pages
    rows = [_by_name(domain) for domain in domains]
    return pa.Table.from_pylist(rows, schema=site_types())


def _by_name(domain: str) -> dict[str, object]:
    for kind, pattern in BY_NAME:
        if re.search(pattern, domain):
            reason = f"its name is {domain}"
            return {"domain": domain, "type": kind, "probability": NAME_SURE, "reasons": [reason]}
    return {"domain": domain, "type": SiteType.UNKNOWN, "probability": None, "reasons": []}
