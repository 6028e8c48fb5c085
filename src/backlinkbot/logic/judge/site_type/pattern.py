"""Words that tell a site's type, where they are looked for, and what they weigh.

Nothing was learnt: a weight of 1 is a hint, 2 a good sign, 4 and more nearly decide; in log odds.
Words are those of the trade in English, German, French, Spanish, Portuguese, Italian, Dutch and
Polish; patterns are RE2 over lower-case text, and no pattern names a site.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.site_types import SiteType


class Where(StrEnum):
    """What a pattern is held against."""

    NAME = "name"  # the domain, with its ending
    SITE = "site"  # the part of a title that names the site
    TITLE = "title"
    PATH = "path"  # of a page's address
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words in one place, what finding them says, and what it weighs for each type."""

    where: Where
    says: str
    regex: str
    weights: Mapping[SiteType, float]


ASSOCIATION = (
    r"verband|verein|stiftung|foundation|association|societ(?:y|e)\b|federa|fédér|partei\b|fraktion"
    r"|gewerkschaft|syndicat|\bunion\b|kirche|église|church|diakon|\bngo\b|charity|alliance"
    r"|bündnis|buendnis|genossenschaft|jugendwerk|asociaci|associaz|stowarzysz|vereniging|\bclub\b"
    r"|initiative|committee|council of|kammer\b|chamber of|naturschutz|tierschutz|gesellschaft e"
)
MAGAZINE = r"magazin|magazyn|(?:^|[a-z-])mag\b|revue|revista|rivista|review|zeitschrift|weekly"
AGENCY = (
    r"agentur|agency|agence|agencia|agenzia|webdesign|web-?design|werbeagentur|marketing-agen"
    r"|seo-?agen|digital agency|kreativ-?studio|(?:creative|design) studio|mediengestalt"
)
SHOPPING = (
    r"shop\b|shop\.|-shop|onlineshop|\bstore\b|store\.|boutique|tienda|negozio|sklep|winkel\b"
    r"|versand\b|versandhaus|outlet"
)
