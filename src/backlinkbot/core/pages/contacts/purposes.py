"""What a page is for, by its address, its title and how others link to it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from backlinkbot.core.contacts import Purpose

MOST_PATH_CHARS = 120  # of an address that is looked at; longer ones are articles
MOST_ANCHOR_CHARS = 40

# A word of the path, whole or with a hyphen beside it; the first purpose that fits is taken.
_PATHS: tuple[tuple[Purpose, str], ...] = (
    (Purpose.IMPRINT, r"impressum|imprint|legal-?notice|mentions-?legales|aviso-?legal|note-?legali"
     r"|colophon|colofon|anbieterkennzeichnung|site-?notice|tiraz|kolofon"),
    (Purpose.PRIVACY, r"datenschutz\w*|privacy\w*|privacidad|confidentialite|data-?protection|gdpr"
     r"|dsgvo|cookies?|terms|agb|conditions|nutzungsbedingungen|politique-de-\w+"),
    (Purpose.CONTACT, r"contact|contacts|contact-?us|contactus|kontakt\w*|contacto|contactanos"
     r"|contatt[oi]|contato|contactez\w*|nous-contacter|get-in-touch|reach-us|feedback|ansprechpartner"
     r"|yhteystiedot|kapcsolat|contact-?form|kontaktformular|write-to-us"),
    (Purpose.WRITE_FOR_US, r"write-for-us|writeforus|guest-?posts?|contribute|become-an?-"
     r"(?:author|contributor|writer)|submissions?|submit-(?:a|an|your)-\w+|gastbeitrag|gastartikel"
     r"|autor-werden|mitmachen|ecrire-pour-nous|escribe-(?:para|con)-nosotros|scrivi-per-noi"
     r"|contributors?|(?:author|writer)s?-guidelines"),
    (Purpose.ADVERTISE, r"advertis\w*|werben|werbung|mediadaten|media-?kit|anzeigen|publicite"
     r"|publicidad|pubblicita|sponsor\w*|kooperation\w*|partner\w*"),
    (Purpose.ABOUT, r"about|about-?(?:us|me)|ueber-?(?:uns|mich)|uber-?(?:uns|mich)|wir-ueber-uns"
     r"|wer-wir-sind|a-propos|qui-sommes-nous|quienes-somos|sobre-(?:nosotros|mi)|acerca-de"
     r"|chi-siamo|chi-sono|over-(?:ons|mij)|team|the-team|our-team|redaktion|redaction|redazione"
     r"|equipe|equipo|staff|people|masthead|editorial-team|o-nas|om-oss|om-os|press|presse|newsroom"),
    (Purpose.AUTHOR, r"authors?|autor(?:en|es|a)?|auteurs?|autore|autori|profile?|writers?|user"
     r"|redakteure?|journalist\w*|by|byline"),
)  # fmt: skip
_PATH_RULES = tuple(
    (purpose, re.compile(rf"(?:^|[/_.-])(?:{words})(?=$|[/_.-])")) for purpose, words in _PATHS
)
_ANCHORS: tuple[tuple[Purpose, str], ...] = (
    (Purpose.IMPRINT, r"impressum|imprint|mentions légales|aviso legal|note legali|colofon"
     r"|legal notice"),
    (Purpose.CONTACT, r"kontakt|contact(?: us| me| form)?|contacto|contáctanos|contáctenos"
     r"|contatti?|contactez[- ]nous|nous contacter|get in touch|contato"
     r"|so erreichen sie uns|e-?mail us"
     r"|schreiben? (?:sie )?uns|kontaktformular"),
    (Purpose.WRITE_FOR_US, r"write for us|guest posts?|contribute|submit (?:a|an|your) \w+"
     r"|submissions?|gastbeiträge?|autor werden|become an? (?:author|contributor|writer)"),
    (Purpose.ADVERTISE, r"advertis\w+(?: with us)?|werben|werbung|mediadaten|media kit|publicité"
     r"|publicidad|anzeigen|kooperationen?"),
    (Purpose.ABOUT, r"about(?: us| me)?|über (?:uns|mich)|wir über uns|à propos|qui sommes[- ]nous"
     r"|quiénes somos|sobre (?:nosotros|mí)|chi siamo|chi sono|over ons|(?:our |the )?team"
     r"|redaktion|das team|redaction|redazione|la rédaction|masthead|staff"),
)  # fmt: skip
_ANCHOR_RULES = tuple(
    (purpose, re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE)) for purpose, words in _ANCHORS
)
_FRONT = re.compile(r"/(?:index\.\w{3,5}|home\.\w{3,5}|[a-z]{2}(?:-[a-z]{2})?/?)?", re.IGNORECASE)
# Parts of articles about such things: a long path with a date or many words is none of them.
_DATED = re.compile(r"/(?:19|20)\d\d[/-]")
MOST_WORDS = 4  # of the last part of such a page's path


def purpose_of(url: str, title: str = "") -> Purpose:
    """What a page is for; `title`: helps where the address says nothing."""
    path = unquote("/" + url.split("/", 3)[3]) if url.count("/") >= 3 else "/"  # noqa: PLR2004
    plain = path.partition("?")[0].partition("#")[0].lower()
    if _FRONT.fullmatch(plain) and "?" not in path:
        return Purpose.FRONT
    if not _is_article(plain):
        for purpose, rule in _PATH_RULES:
            if rule.search(plain):
                return purpose
    head = re.split(r"\s[-\u2013|·:»]\s|\|", title)[0].strip()
    return purpose_of_anchor(head)


def purpose_of_anchor(anchor: str) -> Purpose:
    """What a page is for by the words that lead to it."""
    text = " ".join(anchor.split())
    if text and len(text) <= MOST_ANCHOR_CHARS:
        for purpose, rule in _ANCHOR_RULES:
            if rule.fullmatch(text):
                return purpose
    return Purpose.OTHER


def _is_article(path: str) -> bool:
    last = path.rstrip("/").rpartition("/")[2]
    return (
        len(path) > MOST_PATH_CHARS
        or _DATED.search(path) is not None
        or len(re.split(r"[-_]", last)) > MOST_WORDS
    )
