"""What a mailbox is for, by its name and by the words beside it, in six languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backlinkbot.core.contacts import Duty
from backlinkbot.core.mail_addresses import is_no_reply

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES: Mapping[Duty, str] = {
    Duty.EDITORIAL: (
        "edit editor editors editorial redaktion redaction redazione redaccion redactie redakcja"
        " redakce content blog story stories tips tip submissions submit write writers guestpost"
        " contribute contributors feedback letters leserbriefe news newsdesk newsroom autoren"
        " magazin magazine online webredaktion onlineredaktion chefredaktion"
    ),
    Duty.PRESS: "press presse prensa stampa pr media medien comms communication communications"
    " kommunikation oeffentlichkeitsarbeit pressestelle publicrelations",
    Duty.GENERAL: (
        "info information contact kontakt contacto contatto contatti hello hallo hi hola bonjour"
        " salut ciao mail email post office buero team welcome moin enquiries enquiry inquiries"
        " inquiry anfrage anfragen service general me ahoy hey hej service-center bonjour we us"
        " sekretariat secretariat secretary zentrale infos webinfo contactus kontor ask"
    ),
    Duty.ADVERTISING: "ads advertise advertising anzeigen werbung publicidad publicity publicite"
    " pubblicita marketing mediasales partner partners partnership partnerships sponsor"
    " sponsorship kooperation kooperationen affiliate mediadaten regie annonces collab",
    Duty.WEBMASTER: "webmaster admin administrator hostmaster postmaster web www root noc tech"
    " technik it webteam webadmin technical",
    Duty.SALES: "sales verkauf vertrieb ventas vendite commercial bestellung bestellungen order"
    " orders shop store booking bookings reservation reservations reservierung",
    Duty.SUPPORT: "support help helpdesk hilfe customerservice customercare kundenservice aide"
    " ayuda assistenza abo abonnement leserservice kundendienst subscriptions subscribe members"
    " membership customer care returns accounts billing rechnung",
    Duty.JOBS: "jobs job career careers karriere bewerbung bewerbungen hr personal recruiting"
    " rrhh recrutement",
    Duty.PRIVACY: "privacy datenschutz dpo dsb dataprotection gdpr dsgvo rgpd privacidad"
    " datenschutzbeauftragter dpd protecciondedatos databeskyttelse confidentialite",
    Duty.LEGAL: "legal abuse copyright dmca recht compliance jugendschutz security spam law"
    " counsel rechtsabteilung accessibility barrierefreiheit permissions denuncias unsubscribe"
    " abmeldung optout newsletter",
}  # fmt: skip
BY_NAME = {word: duty for duty, words in _NAMES.items() for word in words.split()}
_PARTS = re.compile(r"[-_.+]|(?<=[a-z])(?=[0-9])")

# Titles that a page gives a person. The first that is found names the role as it is written.
_TITLES = re.compile(
    r"\b(?:(?:chef|senior|managing|executive|deputy|associate|founding|contributing)[- ]?)?"
    r"(?:editor(?:[- ]in[- ]chief)?|editorial director|(?:chef)?redakteur(?:in)?|redaktionsleit\w+"
    r"|leitende\w* redakt\w+|rédact(?:eur|rice)(?: en chef)?|redactor(?:a)?(?: jefe)?"
    r"|caporedattore|direttore responsabile|direct(?:eur|rice) de la (?:publication|rédaction)"
    r"|founder|co-?founder|gründer(?:in)?|fondat(?:eur|rice)|fundador(?:a)?|fondatore"
    r"|owner|inhaber(?:in)?|propriétaire|propietari[oa]|titolare|betreiber(?:in)?"
    r"|geschäftsführ(?:er|erin|ung)|managing director|vorstand|vorsitzende[rn]?|ceo"
    r"|chairman|gérante?"
    r"|publisher|herausgeber(?:in)?|éditeur|editore|responsable de (?:la )?publication"
    r"|verantwortlich(?:e[rn]?)?(?: (?:für|im sinne|i\.? ?s\.?)[^\n:]{0,60})?"
    r"|v\.? ?i\.? ?s\.? ?d\.? ?p\.?"
    r"|press (?:officer|contact|secretary)|pressesprecher(?:in)?|pressereferent(?:in)?"
    r"|communications (?:manager|director|officer)|marketing (?:manager|director)"
    r"|journalist(?:in)?|reporter(?:in)?|columnist|autor(?:in)?|author|blogger(?:in)?|writer"
    r"|webmaster|community manager|president|secretary|director|manager|correspondent)\b",
    re.IGNORECASE,
)
_PRESS_TITLE = re.compile(r"press|communicat", re.IGNORECASE)
_EDITORIAL_TITLE = re.compile(
    r"edit|redak|rédact|redact|redatt|journal|report|column|autor|author|blogg|writer|correspond"
    r"|direttore|publication|v\.? ?i\.? ?s",
    re.IGNORECASE,
)

# What stands beside an address that is not the site's own.
_OTHERS = (
    (
        "data protection",
        re.compile(
            r"datenschutzbeauftragt|data protection officer|délégué à la protection|delegad[oa] de"
            r" protecci|responsabile della protezione|\bDPO\b|aufsichtsbehörde"
            r"|supervisory authority",
            re.IGNORECASE,
        ),
    ),
    (
        "maker or host of the site",
        re.compile(
            r"web-?design|webseiten?-?(?:gestaltung|erstellung)|\bhosting\b|\bhoster\b|hébergeur"
            r"|hébergement|hosted by|powered by|site by|website by|designed by|developed by"
            r"|design (?:und|&|and) (?:programmierung|umsetzung|development)|realisierung"
            r"|umsetzung\b"
            r"|programmierung|technische (?:umsetzung|realisierung)|konzept(?:ion)? (?:und|&)"
            r"|réalisation|conception du site|realizzazione|desarrollo web|diseño web|provider\b",
            re.IGNORECASE,
        ),
    ),
    (
        "authority or arbiter",
        re.compile(
            r"schlichtung|streitbeilegung|dispute resolution|verbraucherzentrale|ombudsm"
            r"|landesmedienanstalt|bundesnetzagentur|médiateur|règlement des litiges"
            r"|kammer\b|zuständige behörde",
            re.IGNORECASE,
        ),
    ),
    (
        "a chat, no mailbox",
        re.compile(r"\b(?:jabber|xmpp|otr|skype|icq|matrix)\b[^\n]{0,12}\Z", re.IGNORECASE),
    ),
    (
        "picture credit",
        re.compile(
            r"bildnachweis|photo credit|bildquelle|crédit photo"
            r"|(?:foto|photo|bild)s?\s?:[^\n]{0,30}\Z|©[^\n]{0,20}\Z",
            re.IGNORECASE,
        ),
    ),
)
OTHERS_CHARS = 160  # before an address, in which such words are looked for


def duty_by_name(address: str) -> Duty:
    """What a mailbox is for by its name; unknown for a person's."""
    local = address.rpartition("@")[0].lower()
    if local in BY_NAME:
        return BY_NAME[local]
    parts = _PARTS.split(local)
    known = [BY_NAME[part] for part in parts if part in BY_NAME]
    telling = [duty for duty in known if duty is not Duty.GENERAL]
    return (telling or known or [Duty.UNKNOWN])[0]


def is_unread(address: str) -> bool:
    """Whether nobody reads what is sent there."""
    return is_no_reply(address)


def title_in(text: str) -> str:
    """The last title that a text gives somebody, as it is written; empty where none."""
    found = ""
    for match in _TITLES.finditer(text):
        found = match[0]
    return " ".join(found.split())


def duty_by_title(title: str) -> Duty:
    """What somebody with this title does, as far as it matters here."""
    if not title:
        return Duty.UNKNOWN
    if _PRESS_TITLE.search(title):
        return Duty.PRESS
    return Duty.EDITORIAL if _EDITORIAL_TITLE.search(title) else Duty.MANAGEMENT


def others_in(text: str) -> str:
    """Why an address that this text leads to is not the site's own; empty where nothing says so."""
    near = text[-OTHERS_CHARS:]
    return next((reason for reason, rule in _OTHERS if rule.search(near)), "")
