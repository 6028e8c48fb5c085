"""What a page of few words says of itself instead of showing what it is for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.pages.challenge import is_challenge
from backlinkbot.core.verifying import Saying

if TYPE_CHECKING:
    from collections.abc import Sequence

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
# In a title, as a part of its own: "404 | Blog", and not "404 ways to compost".
_NUMBER = re.compile(r"(?:^|[^\w\s]\s*)(?:error\s+)?404\s*(?:$|[^\w\s])", re.IGNORECASE)
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
    r"bitte melden sie sich an|connectez-vous pour|inicia sesión para|"
    r"(?:not |un)available (?:in|to visitors from|for visitors from) (?:your (?:country|region|"
    r"location)|(?:most )?(?:the )?europe)|unavailable due to legal reasons|"
    r"mit werbung (?:weiterlesen|und tracking)|alle akzeptieren|tout accepter|accepter et "
    r"(?:continuer|fermer)|aceptar (?:todo|y continuar)|accetta (?:tutto|e continua)|"
    r"(?:we|wir|nous)(?: and| und| et) (?:our|unsere|nos) (?:\d+ )?partner(?:s\b|\b)|"
    r"(?:sie müssen|du musst) (?:sich|dich) (?:anmelden|einloggen)|sind sie (?:über )?18|"
    r"vous devez (?:vous connecter|être connecté)|debes iniciar sesión|devi accedere|"
    r"musisz się zalogować|войдите,? чтобы|для доступа войдите",
    re.IGNORECASE,
)
# At the end of what strangers may read. Long articles have it too, so it counts in long pages.
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep) reading|subscribe to (?:read|unlock)|"
    r"already a subscriber\?|to (?:continue|keep) reading,? (?:please )?(?:subscribe|register|log)|"
    r"this (?:article|content|story|post) is (?:for|reserved for|only for|available to) "
    r"(?:paying |paid |our )?(?:subscribers|members)|"
    r"(?:log|sign) in to (?:continue|keep) reading|create a free account to (?:continue|read)|"
    r"you(?: have|\Wve) (?:reached|read) your (?:limit|last free|free article)|"
    r"jetzt (?:abo abschlie(?:ss|ß)en|weiterlesen|freischalten)|weiterlesen mit\b|"
    r"(?:bereits|schon) (?:abonnent|abo)|diesen artikel weiterlesen|"
    r"(?:article|contenu) réservé aux abonnés|déjà abonné|il vous reste \d+ ?% |"
    r"(?:contenido|artículo) (?:exclusivo )?para suscriptores|suscríbete para (?:seguir|leer)|"
    r"abbonati per (?:continuare|leggere)|sei già abbonato|alleen voor abonnees|"
    r"bara för prenumeranter|kun for abonnenter|この記事は(?:有料)?会員|残り\s*\d+文字",
    re.IGNORECASE,
)
_NOT_FREE = re.compile(
    rb"isAccessibleForFree[\"']?\s*:\s*[\"']?false|"
    rb"<(?:div|section|aside|p)\s[^>]{0,200}?(?:class|id)=[\"'][^\"'>]{0,100}"
    rb"(?:paywall|pay-wall|regwall|subscriber-only|subscribers-only|tp-container)",
    re.IGNORECASE,
)


def is_for_subscribers(text: str, html: bytes) -> bool:
    """Whether a page shows strangers a part of it only: it says so, or its source does."""
    return _PAYWALL.search(text) is not None or _NOT_FREE.search(html) is not None


def saying(
    title: str,
    text: str,
    words: int,
    headers: Sequence[tuple[str, str]] = (),
    html: bytes = b"",
) -> Saying:
    """What a page says instead of its content; `Saying.NOTHING` where it seems to be itself.

    `text`: visible text; `words`: of it; `html`: the source. Long pages are judged by
    nothing: an article about missing pages is none.
    """
    if is_challenge(text, title, headers, html):
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
