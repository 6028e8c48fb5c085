"""What is counted on a site's pages, and what it says of the site's type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backlinkbot.core.site_types import SiteType as T

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from backlinkbot.logic.judge.site_type.read import Sites

    Column = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number 0..1 of a site, what a high one says, and what it weighs for each type."""

    says: str
    value: Callable[[Sites], Column]
    weights: Mapping[T, float]


MANY_LINKS, FEW_LINKS = 90, 45  # within the site, on one page: big menus are those of big sites
OUT_LINKS = 40  # to other sites, on one page
OFTEN_I = 0.02  # of a text's words: about as often as diaries say it
OFTEN_WE = 0.015
OFTEN_MEMBERS, OFTEN_OFFICE = 0.02, 0.02


def _page_type(word: str) -> Callable[[Sites], Column]:
    return lambda sites: sites.share(sites.is_type(word))


def _above(name: str, least: float) -> Callable[[Sites], Column]:
    return lambda sites: sites.share(sites.number(name) >= least)


def _below(name: str, most: float) -> Callable[[Sites], Column]:
    return lambda sites: sites.share(sites.number(name) <= most)


def _told(name: str) -> Callable[[Sites], Column]:
    return lambda sites: sites.share(sites.is_told(name))


def _rate(words: Mapping[str, str], often: float) -> Callable[[Sites], Column]:
    return lambda sites: np.clip(sites.rate(words) / np.float32(often), 0, 1)


# By language: Polish "my" is we, Finnish "ja" is and.
_I = {
    "en": r"\b(?:i|my|me)\b",
    "de": r"\b(?:ich|mein(?:e[mnrs]?)?|mir|mich)\b",
    "fr": r"\b(?:je|mon|mes|moi)\b|\bj['\x{2019}]",
    "es": r"\b(?:yo|mi|mis|me)\b",
    "pt": r"\b(?:eu|meu|minha)\b",
    "it": r"\b(?:io|mio|mia)\b",
    "nl": r"\b(?:ik|mijn)\b",
    "pl": r"\b(?:mnie|mój|moja|moje)\b",
}
_WE = {
    "en": r"\b(?:we|our|us)\b",
    "de": r"\b(?:wir|unser(?:e[mnrs]?)?|uns)\b",
    "fr": r"\b(?:nous|notre|nos)\b",
    "es": r"\b(?:nosotros|nuestr[oa]s?)\b",
    "pt": r"\b(?:nós|noss[oa]s?)\b",
    "it": r"\b(?:noi|nostr[oaie])\b",
    "nl": r"\b(?:wij|ons|onze)\b",
    "pl": r"\b(?:nasz[ae]?|nas)\b",
}
_YOU = {
    "en": r"\b(?:your|you)\b",
    "de": r"\b(?:ihr(?:e[mnrs]?)?|ihnen|du|dein(?:e[mnrs]?)?)\b",
    "fr": r"\b(?:vous|votre|vos)\b",
    "es": r"\b(?:usted|tu|tus)\b",
    "pt": r"\b(?:você|seu|sua)\b",
    "it": r"\b(?:vostr[oaie]|tuo|tua)\b",
    "nl": r"\b(?:uw|jouw|je)\b",
    "pl": r"\b(?:twój|twoje|państwa)\b",
}

_MEMBERS = {
    "en": r"\b(?:members?|association|volunteers?|charity|federation|campaigners?|solidarity)\b",
    "de": r"verband|verein(?:e|s|en)?\b|mitglied|vorstand|ehrenamt|vorsitzend|gemeinde|partei|"
    r"bündnis|gewerkschaft|landesverb|kreisverb|präsidium|engagement",
    "fr": r"\b(?:adhérents?|syndicat|association|bénévoles?|militants?|fédération)\b",
    "es": r"\b(?:socios|asociación|voluntari[oa]s|federación|sindicato)\b",
}
_OFFICE = {
    "en": r"\b(?:department|council|authority|ministry|regulations?|permit|citizens)\b",
    "de": r"bundesminist|staatssekret|ministeri|landesregierung|bürgermeister|förder|verordnung"
    r"|behörde|bundesrat|bundesregierung|richtlinie|bürgerinnen|amt\b",
    "fr": r"\b(?:ministère|préfecture|mairie|décret|arrêté)\b",
    "es": r"\b(?:ministerio|ayuntamiento|decreto|gobierno)\b",
}

ALL = (
    Measure("its pages are those of a wiki", _page_type("wiki"), {T.WIKI: 5}),
    Measure("its pages are those of a forum", _page_type("forum"), {T.FORUM: 4}),
    Measure("its pages sell products", _page_type("shop"), {T.SHOP: 4}),
    Measure(
        "its pages are made by software for documentation",
        _page_type("documentation"),
        {T.DOCUMENTATION: 5},
    ),
    Measure("its pages list other sites", _page_type("directory"), {T.DIRECTORY: 2}),
    Measure(
        "its pages are articles",
        _page_type("article"),
        {T.NEWS: 0.8, T.DIGITAL_PUBLICATION: 0.9, T.INDUSTRY_BLOG: 0.6, T.PERSONAL: 0.3},
    ),
    Measure(
        "its pages name their authors",
        _told("author"),
        {T.NEWS: 0.9, T.DIGITAL_PUBLICATION: 0.9, T.INDUSTRY_BLOG: 0.7, T.PERSONAL: 0.3},
    ),
    Measure(
        "its pages tell when they were published",
        _told("published_on"),
        {T.NEWS: 0.6, T.DIGITAL_PUBLICATION: 0.4, T.INDUSTRY_BLOG: 0.7, T.PERSONAL: 0.6},
    ),
    Measure(
        "its readers can leave comments",
        lambda sites: sites.share(sites.is_true("takes_comments")),
        {T.INDUSTRY_BLOG: 1.4, T.PERSONAL: 1.0, T.FORUM: 0.4},
    ),
    Measure(
        "its menus are large",
        _above("internal_links", MANY_LINKS),
        {T.NEWS: 0.9, T.DIGITAL_PUBLICATION: 0.9, T.SHOP: 0.6, T.DIRECTORY: 0.3, T.GOVERNMENT: 0.2},
    ),
    Measure(
        "its menus are small",
        _below("internal_links", FEW_LINKS),
        {
            T.PERSONAL: 0.9,
            T.COMPANY: 0.7,
            T.AGENCY: 0.8,
            T.INDUSTRY_BLOG: 0.9,
            T.DOCUMENTATION: 0.2,
        },
    ),
    Measure(
        "its pages link to many other sites",
        _above("external_links", OUT_LINKS),
        {T.DIRECTORY: 0.6, T.INDUSTRY_BLOG: 0.5, T.DIGITAL_PUBLICATION: 0.3},
    ),
    Measure(
        "it carries a network's advertising",
        lambda sites: sites.share(sites.has_advertising),
        {T.DIGITAL_PUBLICATION: 0.5, T.NEWS: 0.5, T.INDUSTRY_BLOG: 0.6, T.FORUM: 0.3},
    ),
    Measure(
        "its texts say “I”",
        _rate(_I, OFTEN_I),
        {T.PERSONAL: 2.2, T.INDUSTRY_BLOG: 1.1, T.FORUM: 0.8},
    ),
    Measure(
        "its texts say “we”",
        _rate(_WE, OFTEN_WE),
        {T.COMPANY: 1.0, T.ASSOCIATION: 0.8, T.AGENCY: 1.0},
    ),
    Measure(
        "its texts address their reader",
        _rate(_YOU, OFTEN_WE),
        {T.COMPANY: 0.8, T.AGENCY: 0.6, T.DIRECTORY: 0.8, T.INDUSTRY_BLOG: 0.3, T.SHOP: 0.3},
    ),
    Measure(
        "its texts speak of members and boards",
        _rate(_MEMBERS, OFTEN_MEMBERS),
        {T.ASSOCIATION: 2.0},
    ),
    Measure(
        "its texts speak of offices and their rules",
        _rate(_OFFICE, OFTEN_OFFICE),
        {T.GOVERNMENT: 1.6, T.ASSOCIATION: 0.6},
    ),
)
