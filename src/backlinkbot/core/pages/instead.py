"""What a page of few words says of itself instead of showing what it is for."""

from __future__ import annotations

import re

from backlinkbot.core.pages.challenge import is_challenge
from backlinkbot.core.verifying import Saying

# Of visible text: a real page that speaks of such things has more to say.
MOST_WORDS = 350
MOST_TITLE_CHARS = 120
_NOT_FOUND = re.compile(
    r"(?:error|erreur|fehler|http)[ -]?404\b|\b404[ -]?(?:error|fehler|not|page|seite)|"
    r"(?:page|file|article|post|document|content|url|site)"
    r"(?: (?:you|that|which) [\w' ]{3,40})?"
    r" (?:was |is |could |can |has )?(?:not |n[o']t |cannot |can't |couldn't )"
    r"(?:be )?(?:found|exist)|"
    r"\bnot found\b|no longer (?:available|exists?|here)|doesn'?t exist|does not exist|"
    r"nothing (?:was )?found here|has been (?:removed|deleted)|"
    r"nicht gefunden|existiert nicht|nicht mehr verfügbar|seite (?:wurde )?gelöscht|"
    r"introuvable|n'existe (?:pas|plus)|no encontrad[ao]|no existe|non trovat[ao]|non esiste|"
    r"não encontrad[ao]|não existe|niet gevonden|bestaat niet|nie znalezion|nie istnieje|"
    r"hittades inte|ikke funnet|ikke fundet|ei löytynyt|не найден|не существует|"
    r"見つかりません|找不到|页面不存在|페이지를 찾을 수",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\b404\b")  # in a title; in a text it may count anything
_FOR_SALE = re.compile(
    r"(?:this|the)? ?(?:web ?site|domain(?: name)?)(?: \S+)? (?:is|may be|might be) "
    r"(?:for|available for) (?:sale|purchase)|buy this domain|domain is parked|"
    r"parked (?:free|domain)|"
    r"domain (?:has )?expired|diese domain (?:steht|kann).{0,30}(?:verkauf|kaufen)|"
    r"ce (?:nom de )?domaine est à vendre|este dominio está a la venta",
    re.IGNORECASE,
)
_NOT_NOW = re.compile(
    r"(?:under|scheduled|undergoing|for) maintenance|maintenance mode|"
    r"be (?:right )?back (?:soon|shortly)|"
    r"temporarily (?:unavailable|down|offline|closed)|error establishing a database connection|"
    r"\btable '[^'\n]{1,80}' doesn'?t exist|you have an error in your sql syntax|"
    r"call to a member function|fatal error: |service unavailable|"
    r"internal server error|bad gateway|gateway time-?out|"
    r"technical difficulties|wartungsarbeiten|wartungsmodus|vorübergehend nicht|"
    r"en maintenance|en mantenimiento|in manutenzione|account (?:has been )?suspended|"
    r"bandwidth limit exceeded|site is (?:currently )?offline|too many requests",
    re.IGNORECASE,
)
_WALL = re.compile(
    r"(?:log|sign) ?in to (?:continue|view|read|see|your)|please (?:log|sign) ?in|"
    r"you (?:must|need to) (?:be logged|log|sign) ?in|members? only|subscribe to (?:continue|read)|"
    r"before you continue|accept (?:all )?cookies to|are you (?:over|at least) (?:18|21)|"
    r"confirm your age|enter your (?:date of birth|password)|anmelden,? um|"
    r"bitte melden sie sich an|"
    r"connectez-vous pour|inicia sesión para",
    re.IGNORECASE,
)


def saying(title: str, text: str, words: int) -> Saying:
    """What a page says instead of its content; `Saying.NOTHING` where it seems to be itself.

    `text`: visible text; `words`: of it. Long pages are judged by nothing: an article about missing
    pages is none.
    """
    if is_challenge(f"{title}\n{text}"):
        return Saying.CHALLENGE
    if words > MOST_WORDS:
        return Saying.NOTHING
    if _NUMBER.search(title[:MOST_TITLE_CHARS]):
        return Saying.NOT_FOUND
    for pattern, word in (
        (_NOT_NOW, Saying.NOT_NOW),
        (_FOR_SALE, Saying.FOR_SALE),
        (_WALL, Saying.WALL),
        (_NOT_FOUND, Saying.NOT_FOUND),
    ):
        if pattern.search(title[:MOST_TITLE_CHARS]) or _leads(pattern, text, words):
            return word
    return Saying.NOTHING


LEADING_CHARS = 600  # where the sentence stands that a page is about
VERY_FEW_WORDS = 60


def _leads(pattern: re.Pattern[str], text: str, words: int) -> bool:
    """Whether the sentence is among the first, or the page has hardly another."""
    return pattern.search(text if words <= VERY_FEW_WORDS else text[:LEADING_CHARS]) is not None
