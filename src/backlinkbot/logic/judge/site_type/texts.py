"""What the main texts of a site's pages tell of its type.

Weights are by hand; see `pattern.py`.
"""

from __future__ import annotations

from backlinkbot.core.site_types import SiteType as T
from backlinkbot.logic.judge.site_type.pattern import Pattern, Where

_X = Where.TEXT
ALL = (
    Pattern(
        _X,
        "its texts quote news agencies and officials",
        r"\b(?:dpa|reuters|afp|apa|sda|efe|pap|ansa|ap photo|associated press|keystone)\b"
        r"|\btold (?:reporters|the )|según (?:el|la|fuentes)|segundo (?:o|a) |\(ap\)"
        r"|polizei(?:sprecher)?"
        r"|\bpolice\b|staatsanwaltschaft|lawmakers|fiscal(?:ía)?\b|ministro|governor",
        {T.NEWS: 1.2},
    ),
    Pattern(
        _X,
        "its texts put things into a cart",
        r"warenkorb|add to (?:cart|basket|bag)|versandkosten|inkl\. ?mwst|free shipping|lieferzeit"
        r"|ajouter au panier|añadir al carrito|artikelnummer|auf lager|in stock",
        {T.SHOP: 3},
    ),
    Pattern(
        _X,
        "its texts speak for members",
        r"unsere mitglieder|mitgliedsverb|unser(?:em|es|en)? (?:verband|verein)"
        r"|wir fordern|ehrenamtlich"
        r"|our members|volunteers|spenden sie|donate|mitgliederversammlung|landesverband"
        r"|vorsitzende[rn]?"
        r" des|präsident(?:in)? des|der verband|bundesverband|vorstandssitzung|gemeinnützig",
        {T.ASSOCIATION: 1.4},
    ),
    Pattern(
        _X,
        "its texts speak for an authority",
        r"bundesministerium für|bundesminister(?:in)?|staatssekret|landesregierung"
        r"|der regierungsrat"
        r"|bürgermeister|verordnung|die stadtverwaltung|the ministry of|amtlich",
        {T.GOVERNMENT: 1},
    ),
    Pattern(
        _X,
        "its texts offer services to customers",
        r"unsere kunden|unseren kunden|our (?:customers|clients)|wir bieten|we offer|unser team|ihr"
        r" ansprechpartner|kontaktieren sie|contact us|jetzt (?:anfragen|beraten)"
        r"|nos clients|beratung"
        r" und|maßgeschneidert|unser(?:en|e)? produkt",
        {T.COMPANY: 1.6, T.AGENCY: 1, T.SHOP: 0.4},
    ),
    Pattern(
        _X,
        "its texts speak of web design and campaigns",
        r"webdesign|corporate design|suchmaschinenoptimierung|\bseo\b.{0,80}\b(?:agentur"
        r"|agency|kunden)"
        r"|branding|webseiten? (?:für|erstell)|werbemittel|responsive",
        {T.AGENCY: 1.4},
    ),
    Pattern(
        _X,
        "its texts declare advertising and partner links",
        r"affiliate|enthält werbung|\[?werbung\]|sponsored post|kooperation mit"
        r"|partnerlinks?|this post"
        r" (?:may )?contains?",
        {T.INDUSTRY_BLOG: 1.4, T.PERSONAL: 0.5, T.DIRECTORY: 0.3},
    ),
    Pattern(
        _X,
        "its texts are recipes",
        r"prep time|total time|ingredients\b|zutaten|zubereitung|ingredientes|tablespoons?\b",
        {T.INDUSTRY_BLOG: 1.4, T.DIGITAL_PUBLICATION: 0.6, T.COMPANY: 0.6},
    ),
    Pattern(
        _X,
        "its texts are of programs and commands",
        r"\bsudo\b|\bgithub\b|\bpython\b|\blinux\b|\bstdout\b|\bubuntu\b|#include|\bpip install",
        {T.INDUSTRY_BLOG: 1, T.PERSONAL: 1, T.DOCUMENTATION: 1},
    ),
    Pattern(
        _X,
        "its texts compare prices and rates",
        r"im vergleich|zinssatz|effektiver jahreszins|anbieter vergleichen"
        r"|compare (?:prices|rates)|cashback"
        r"|gutscheincode",
        {T.DIRECTORY: 1.3},
    ),
    Pattern(
        _X,
        "its texts are for adults or about betting",
        r"casino|betting|slots?\b.{0,40}bonus|escort|\bporn|无码|在线观看|开奖|博彩|彩票",
        {T.OTHER: 3.5},
    ),
)
