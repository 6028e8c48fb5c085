"""The kinds of site, and the columns in which they are told."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class SiteType(StrEnum):
    """What kind of site a domain is; the value is the word shown to the user."""

    INDUSTRY_BLOG = "industry blog"
    DIGITAL_PUBLICATION = "digital publication"
    NEWS = "news"
    ASSOCIATION = "association"
    UNIVERSITY = "university"
    GOVERNMENT = "government"
    SHOP = "shop"
    DIRECTORY = "directory"
    FORUM = "forum"
    AGENCY = "agency"
    PERSONAL = "personal"
    COMPANY = "company"
    WIKI = "wiki"
    DOCUMENTATION = "documentation"
    OTHER = "other"
    UNKNOWN = "unknown"


@cache
def site_types() -> pa.Schema:
    """One row a domain: its type, how sure that is, and why.

    `type`: a word of `SiteType`; "unknown" where too little is known. `probability`: 0..1 that the
    type is right, null where it is unknown; `reasons`: plain sentences, the strongest first.
    """
    import pyarrow as pa

    return pa.schema(
        [
            pa.field("domain", pa.string(), nullable=False),
            pa.field("type", pa.string(), nullable=False),
            ("probability", pa.float32()),
            pa.field("reasons", pa.list_(pa.string()), nullable=False),
        ]
    )
