"""What the titles of a site's pages tell of its type.

Weights are by hand; see `pattern.py`.
"""

from __future__ import annotations

from backlinkbot.core.site_types import SiteType as T
from backlinkbot.logic.judge.site_type.pattern import (
    AGENCY,
    ASSOCIATION,
    MAGAZINE,
    SHOPPING,
    Pattern,
    Where,
)

_S = Where.SITE
_T = Where.TITLE
_COMPANY_FORM = r"\bgmbh\b|\b(?:ltd|inc|llc|plc|corp|s\.?r\.?l|s\.?a\.?s|b\.v|kg|ag)\b"

ALL = (
    Pattern(
        _S,
        "its titles name a school or a place of research",
        r"universit|hochschule|\bcollege\b|forschungs(?:institut|zentrum)|research (?:institute"
        r"|cent)|institut (?:für|pour)|berufsschule|gymnasium|\bschool of\b|\blaborator",
        {T.UNIVERSITY: 4},
    ),
    Pattern(
        _S,
        "its titles name an authority",
        r"ministeri|ministère|bundes(?:amt|agentur|rat|kanzler|regierung|polizei|anstalt|präsident)"
        r"|\bstadt [a-zäöü]|\bgemeinde\b|landkreis|\bkanton\b|\bcity of\b|government|department of"
        r"|\bcouncil\b|gobierno|ayuntamiento|mairie|behörde|amtliche|parco nazionale|national park",
        {T.GOVERNMENT: 4},
    ),
    Pattern(
        _S,
        "its titles name an association",
        ASSOCIATION + r"|\be\. ?v\b|\bbundesverband",
        {T.ASSOCIATION: 4},
    ),
    Pattern(
        _S,
        "its titles name a newspaper",
        r"tageszeitung|nachrichten|\btimes\b|tribune|herald|gazette|courier|kurier|chronicle|\bdaily"
        r"|tag(?:es)?blatt|anzeiger|rundschau|diario|periódico|prensa|noticias|correio|jornal|nación"
        r"|quotidien|\bpost\b|standard|\bpaís\b|\bregional|sociedad|newspaper",
        {T.NEWS: 2.5},
    ),
    Pattern(
        _S,
        "its titles speak of news",
        r"\bnews|zeitung|journal\b|\btoday\b|\bpolitik|politique|polityka|économie",
        {T.NEWS: 1.6, T.DIGITAL_PUBLICATION: 0.8},
    ),
    Pattern(_S, "its titles say magazine", MAGAZINE, {T.DIGITAL_PUBLICATION: 3}),
    Pattern(
        _S,
        "its titles say blog",
        r"blog\b|blogs\b|weblog",
        {T.INDUSTRY_BLOG: 2.5, T.PERSONAL: 1.8, T.COMPANY: 0.5},
    ),
    Pattern(_S, "its titles say podcast", r"podcast", {T.INDUSTRY_BLOG: 2, T.PERSONAL: 1.5}),
    Pattern(_S, "its titles name a company", _COMPANY_FORM, {T.COMPANY: 3.5}),
    Pattern(
        _S,
        "its titles name an agency",
        AGENCY + r"|\bwebdesign\b|\bseo\b",
        {T.AGENCY: 4},
    ),
    Pattern(_S, "its titles say shop", SHOPPING + r"|online bestellen|buy online", {T.SHOP: 4}),
    Pattern(_S, "its titles say wiki", r"wiki\b|encyclop|enciclop|enzyklop", {T.WIKI: 5}),
    Pattern(
        _S,
        "its titles say forum",
        r"\bforums?\b|\bcommunity\b|\bboard\b|\bstack exchange\b|- seite \d+",
        {T.FORUM: 3.5},
    ),
    Pattern(
        _S,
        "its titles say documentation",
        r"documentation|\bdocs\b|reference manual|user guide",
        {T.DOCUMENTATION: 4},
    ),
    Pattern(
        _S,
        "its titles speak of comparing or listing",
        r"vergleich|compar|directory|verzeichnis|\bjobs\b|stellen|bewertung|reviews\b|deals|angebote"
        r"|branchen|annuaire|pressecenter",
        {T.DIRECTORY: 2.5},
    ),
    Pattern(
        _T,
        "its titles offer things for sale",
        r"kaufen|bestellen|\bbuy\b|acheter|comprar|günstig|for sale|\bprice\b|\bpreis\b",
        {T.SHOP: 1, T.DIRECTORY: 0.7},
    ),
    Pattern(
        _T,
        "its titles compare offers",
        r"vergleich|angebote|oder finanzier|\bcompare\b|>>|»|\bgratis\b|testen",
        {T.DIRECTORY: 1.2},
    ),
)
