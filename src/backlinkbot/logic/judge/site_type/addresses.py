"""What the addresses of a site's pages tell of its type.

Weights are by hand; see `pattern.py`.
"""

from __future__ import annotations

from backlinkbot.core.site_types import SiteType as T
from backlinkbot.logic.judge.site_type.pattern import Pattern, Where

_P = Where.PATH
ALL = (
    Pattern(
        _P,
        "its addresses have the sections of a newspaper",
        r"/(?:politik|politics?|politica|politique|pol[ií]tica|sports?|deportes|esportes?|wirtschaft"
        r"|economia|econom(?:y|ie)|econom[ií]a|nacionales|nacional|internacional|international|world"
        r"|monde|ausland|inland|regional(?:es|nachrichten)?|lokales|local-news|local|judicial|sociedad"
        r"|society|suisse|france|pais|cronaca|chronik|panorama|edition|espectaculos|metro|ciudad"
        r"|opinion|comment|uk|us|us-news|investigations?|regiona(?:is|l)|region|actualidad|uutiset"
        r"|gospodarka|kraj|swiat|notici?as?|article|story)/",
        {T.NEWS: 1.6, T.DIGITAL_PUBLICATION: 0.6},
    ),
    Pattern(
        _P,
        "its addresses have the sections of a magazine",
        r"/(?:lifestyle|beauty|mode|fashion|stars?|people|promis|entertainment|unterhaltung|auto|tests?"
        r"|technik|tech|ratgeber|rezepte?|recipes?|reise[n]?|travel|gesundheit|health|kultur|culture"
        r"|living|wohnen|garten|training|szene|tipps?|features?|magazine?|interviews?|branche|konzepte"
        r"|ideas|business|karriere|digital(?:isierung)?|musik|music|gaming|games|fussball|liebe|bien-etre"
        r"|pop-culture|formel-?1|smart-living|food-drink)/",
        {T.DIGITAL_PUBLICATION: 1.6, T.INDUSTRY_BLOG: 0.3},
    ),
    Pattern(
        _P,
        "its addresses carry the day of publication",
        r"/(?:19|20)\d\d[/-][01]?\d[/-][0-3]?\d/",
        {T.NEWS: 1.2, T.INDUSTRY_BLOG: 0.8, T.PERSONAL: 0.6, T.DIGITAL_PUBLICATION: 0.2},
    ),
    Pattern(
        _P,
        "its addresses carry the month of publication",
        r"/(?:19|20)\d\d/[01]?\d/[^0-9]",
        {T.INDUSTRY_BLOG: 1.2, T.PERSONAL: 0.8, T.NEWS: 0.3},
    ),
    Pattern(
        _P,
        "its addresses have a section for news",
        r"/(?:news|nachrichten|noticias|actualites?|actus|aktuell(?:es)?|neuigkeiten)/",
        {T.DIGITAL_PUBLICATION: 0.5, T.NEWS: 0.5, T.ASSOCIATION: 0.6, T.GOVERNMENT: 0.3},
    ),
    Pattern(
        _P,
        "its addresses have a section for the press",
        r"/(?:presse|pressemitteilung(?:en)?|pressemeldung(?:en)?|presseinformation(?:en)?|press"
        r"|press-releases?|presserom|newsroom|kommunikation|medien(?:mitteilung(?:en)?)?|sala-de-prensa"
        r"|pressebereich|presse-medien|media-news|kurzmeldungen|reden)(?:/|_)",
        {T.ASSOCIATION: 1.6, T.GOVERNMENT: 1.6, T.COMPANY: 0.8, T.UNIVERSITY: 0.6},
    ),
    Pattern(
        _P,
        "its addresses are those of an office's publishing system",
        r"/shareddocs/|/service-navi/|/web/de/|/de/home/|\.nsf/",
        {T.GOVERNMENT: 3},
    ),
    Pattern(
        _P,
        "its addresses speak of members, themes and campaigns",
        r"/(?:themen?|mitglieder|members(?:hip)?|verband|verein|ueber-den|mitmachen|campaigns?|kampagnen"
        r"|spenden|donate|landesverband|redaktionsbaum|spielbetrieb|ehrenamt|oekumene)/",
        {T.ASSOCIATION: 1.3},
    ),
    Pattern(
        _P,
        "its addresses have a blog as one section",
        r"/blogs?(?:-\d+)?/",
        {T.INDUSTRY_BLOG: 0.8, T.PERSONAL: 1, T.COMPANY: 0.9, T.ASSOCIATION: 0.3, T.SHOP: 0.3},
    ),
    Pattern(
        _P,
        "its addresses are those of a shop",
        r"/(?:products?|produkte?|shop|store|cart|warenkorb|collections|item|artikel-nr|p|produkt[_-]"
        r"kategorien)/|-p-?\d+\.html",
        {T.SHOP: 1.8, T.COMPANY: 0.8},
    ),
    Pattern(
        _P,
        "its addresses speak of services",
        r"/(?:leistungen|services?|l(?:oe|ö)sungen|solutions|referenzen|portfolio|company|unternehmen"
        r"|ueber-uns|about(?:-us)?|kontakt|contact|impressum|work|design|kurse|wissen|lexikon)(?:/|$|\.)",
        {T.COMPANY: 1.6, T.AGENCY: 1.4, T.ASSOCIATION: 0.4},
    ),
    Pattern(
        _P,
        "its addresses are those of a forum",
        r"/(?:forums?|threads?|topic|viewtopic|showthread|questions|board|discussion)(?:[/.]|$)",
        {T.FORUM: 3.5},
    ),
    Pattern(_P, "its addresses are those of a wiki", r"/wiki/|title=[a-z]+:", {T.WIKI: 4}),
    Pattern(
        _P,
        "its addresses are those of documentation",
        r"/(?:docs?|documentation|manual|reference|api|javadoc|install)/",
        {T.DOCUMENTATION: 2.5},
    ),
    Pattern(
        _P,
        "its addresses list offers",
        r"/(?:vergleich|kredit|leasing|angebote|deals|user-deals|gutscheine|coupons?|jobs|stellen"
        r"|listings?|annonces|ferienhaus|reviews|companies|firmen|branchenbuch|downloads?)(?:[/.-]|$)",
        {T.DIRECTORY: 1.8},
    ),
    Pattern(
        _P,
        "its addresses are articles of a scholarly journal",
        r"/doi/|/article/10\.\d{4}|/articles/[sd]\d{5}",
        {T.DIGITAL_PUBLICATION: 4},
    ),
)
