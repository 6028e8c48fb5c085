"""What a site's domain tells of its type.

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

_N = Where.NAME
_NEWSPAPERS = (
    r"times|tribune|herald|gazette|courier|kurier|chronicle|daily|nachrichten|tag(?:es)?blatt"
    r"|tages(?:anzeiger|spiegel|woche)|volks(?:blatt|stimme)|stadt-?anzeiger|rundschau|diario|prensa"
    r"|noticias|correio|jornal|nacion|gazeta|corriere|telegra(?:ph|af)|observer|republic"
    r"|allgemeine-zeitung|regional-?news|(?:^|-)post\b"
)
_NEWS_WORDS = (
    r"news|nieuws|zeitung|anzeiger|standard|post\.|universal|heute|headline|reporter"
    r"|presse\b|^presse-|ticker|newsroom|noticia"
)

ALL = (
    Pattern(
        _N,
        "its domain ends as those of universities do",
        r"\.edu(?:\.[a-z]{2})?$|\.ac\.[a-z]{2}$|(?:^|\.)(?:uni|fh|hs|tu)-[a-z-]+\.[a-z]+$",
        {T.UNIVERSITY: 7},
    ),
    Pattern(
        _N,
        "its name is that of a school or a place of research",
        r"universi|hochschule|college|fachhochschule|berufsschule|gymnasium|\bschool|schule\.|institut"
        r"|akademie|academy|polytech|campus",
        {T.UNIVERSITY: 3},
    ),
    Pattern(
        _N,
        "its domain ends as those of governments do",
        r"\.(?:gov|mil|gv|gob|gouv|govt|go|admin|nic|bund)\.[a-z]{2}$|\.(?:gov|mil|int|gouv\.fr)$"
        r"|\.europa\.eu$|\.gc\.ca$|\.nhs\.uk$",
        {T.GOVERNMENT: 7},
    ),
    Pattern(
        _N,
        "its name is that of an authority",
        r"ministerium|minist[eé]r|bundes(?:rat|tag|amt|regierung|kanzler|polizei|pr[aä]sident|anstalt"
        r"|wehr|bank)|^bund\.|landtag|regierung|^stadt-|stadtverwaltung|rathaus|^gemeinde|landkreis"
        r"|\bkanton|feuerwehr\.|polizei\.|behoerde|agentur-fuer|arbeitsagentur|^cityof|county\.|council"
        r"|municip|gobierno|senat\b|parlament|^admin\.",
        {T.GOVERNMENT: 4},
    ),
    Pattern(
        _N,
        "its name is that of a ministry, state or canton",
        r"^bm[a-z]{1,4}\.(?:de|bund\.de|gv\.at)$|^[a-z]{2}\.ch$|^(?:bayern|berlin|brandenburg|bremen"
        r"|hamburg|hessen|niedersachsen|nrw|saarland|sachsen|thueringen|sachsen-anhalt|rlp"
        r"|baden-wuerttemberg|schleswig-holstein|mecklenburg-vorpommern)\.de$",
        {T.GOVERNMENT: 4},
    ),
    Pattern(_N, "its name says wiki", r"wiki|pedia\b|pedia\.", {T.WIKI: 5}),
    Pattern(
        _N,
        "its name says forum",
        r"forum|community|(?:^|[-.])boards?\b|exchange\.com|overflow\.com",
        {T.FORUM: 4},
    ),
    Pattern(
        _N,
        "its name says documentation",
        r"^docs?\.|\.docs?\.|documentation|readthedocs|^developers?\.|^api\.|^man\.|manual|javadoc",
        {T.DOCUMENTATION: 5},
    ),
    Pattern(_N, "its name is that of a newspaper", _NEWSPAPERS, {T.NEWS: 3}),
    Pattern(
        _N,
        "its name speaks of news",
        _NEWS_WORDS,
        {T.NEWS: 2, T.DIGITAL_PUBLICATION: 1},
    ),
    Pattern(
        _N,
        "its name is that of a broadcaster",
        r"radio|funk\b|funk\.|(?:^|\d|-)tv\b|tv\.|^(?:w|k)[a-z]{3}\.com$"
        r"|rundfunk|\bfm\.",
        {T.NEWS: 2},
    ),
    Pattern(_N, "its name says magazine", MAGAZINE, {T.DIGITAL_PUBLICATION: 3}),
    Pattern(
        _N,
        "its name says journal",
        r"journal",
        {T.DIGITAL_PUBLICATION: 1, T.NEWS: 0.5},
    ),
    Pattern(
        _N,
        "its name says blog",
        r"blog",
        {T.INDUSTRY_BLOG: 3.5, T.PERSONAL: 1.5},
    ),
    Pattern(
        _N,
        "its name says podcast",
        r"podcast",
        {T.INDUSTRY_BLOG: 2.5, T.PERSONAL: 1, T.DIGITAL_PUBLICATION: 0.5},
    ),
    Pattern(_N, "its name says shop", SHOPPING, {T.SHOP: 4}),
    Pattern(
        _N,
        "its name is that of a list or a comparison",
        r"director(?:y|io)|verzeichnis|katalog|catalog|branchenbuch|annuaire|listings?\b|yellowpages"
        r"|compar|vergleich|check(?:24)?\.|scout|deals?|dealz|coupon|gutschein|jobs|stellen|finder"
        r"|portal|\blinks?\b|local\.|-liste\.|immo|ferienhaus|pilot\.|toplist|links\.",
        {T.DIRECTORY: 2.5},
    ),
    Pattern(
        _N,
        "its name is that of an agency",
        AGENCY + r"|(?:^|-)media\.|webprofi|werbung|-design\.|design\.|studio|consult|marketing",
        {T.AGENCY: 3, T.COMPANY: 0.5},
    ),
    Pattern(_N, "its name is that of an association", ASSOCIATION, {T.ASSOCIATION: 3.5}),
    Pattern(_N, "its domain ends in .org or .ngo", r"\.(?:org|ngo|ong)$", {T.ASSOCIATION: 1.2}),
    Pattern(
        _N,
        "its name is that of a company",
        r"-?(?:gmbh|group|solutions|systems|technik|technologies|software|ingenieur|engineering"
        r"|industr(?:ies|ie)|services?|bau|werke|logistik|versicherung|kanzlei|praxis|hotel|factory)"
        r"[.-]|-(?:ag|kg|inc|ltd)\.|restaurant|wirt\b",
        {T.COMPANY: 2.5},
    ),
    Pattern(_N, "its domain ends in .me or .name", r"\.(?:me|name)$", {T.PERSONAL: 3}),
)
