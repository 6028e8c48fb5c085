"""What the law asks for at the foot of each message, in the recipient's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.outreach import Sender

# Where the address is from (GDPR art. 14), and how to get no more (all laws of the table).
SOURCE: Mapping[str, str] = {
    "en": "I found your address on {found_on}",
    "de": "Ihre Adresse habe ich auf {found_on} gefunden",
    "fr": "J'ai trouvé votre adresse sur {found_on}",
    "es": "Encontré su dirección en {found_on}",
    "it": "Ho trovato il suo indirizzo su {found_on}",
    "nl": "Ik vond uw adres op {found_on}",
}
STOP: Mapping[str, str] = {  # at a page of ours
    "en": "You want no more messages from us? {way} or a short answer is enough.",
    "de": "Keine weiteren Nachrichten? {way} oder eine kurze Antwort genügt.",
    "fr": "Ne plus recevoir de messages ? {way} ou une courte réponse suffit.",
    "es": "¿No desea recibir más mensajes? {way} o una breve respuesta basta.",
    "it": "Non desidera altri messaggi? {way} o una breve risposta è sufficiente.",
    "nl": "Wilt u geen berichten meer? {way} of een kort antwoord is genoeg.",
}
STOP_BY_MAIL: Mapping[str, str] = {  # an address with a token would be long to read
    "en": 'You want no more messages from us? Answer with "stop", or write that to {way}.',
    "de": "Keine weiteren Nachrichten? Antworten Sie mit „Stopp“, oder schreiben Sie es an {way}.",
    "fr": "Ne plus recevoir de messages ? Répondez « stop », ou écrivez-le à {way}.",
    "es": "¿No desea recibir más mensajes? Responda «stop», o escríbalo a {way}.",
    "it": "Non desidera altri messaggi? Risponda «stop», o lo scriva a {way}.",
    "nl": "Wilt u geen berichten meer? Antwoord met 'stop', of schrijf dat naar {way}.",
}
STOP_BY_ANSWER: Mapping[str, str] = {
    "en": 'You want no more messages from us? Answer with "stop".',
    "de": "Keine weiteren Nachrichten? Antworten Sie mit „Stopp“.",
    "fr": "Ne plus recevoir de messages ? Répondez « stop ».",
    "es": "¿No desea recibir más mensajes? Responda «stop».",
    "it": "Non desidera altri messaggi? Risponda «stop».",
    "nl": "Wilt u geen berichten meer? Antwoord met 'stop'.",
}
# That a message advertises, for laws that want it seen at once (15 U.S.C. § 7704(a)(5)(A)(i);
# Directive 2000/31/EC art. 6(a)).
ADVERT: Mapping[str, str] = {
    "en": "This is a business request (advertising) by {who}.",
    "de": "Dies ist eine geschäftliche Anfrage (Werbung) von {who}.",
    "fr": "Ceci est une demande commerciale (publicité) de {who}.",
    "es": "Esta es una solicitud comercial (publicidad) de {who}.",
    "it": "Questa è una richiesta commerciale (pubblicità) di {who}.",
    "nl": "Dit is een zakelijk verzoek (reclame) van {who}.",
}
MAILTO = "mailto:"


def shown_way(unsubscribe_url: str) -> str:
    """How to get no more messages, as a reader is shown it: of a mail without what it is to say.

    Mail programs take the whole of it, with the token in its subject, from List-Unsubscribe.
    """
    if not unsubscribe_url.startswith(MAILTO):
        return unsubscribe_url
    return unquote(unsubscribe_url.removeprefix(MAILTO).partition("?")[0])


def footer(
    sender: Sender,
    language: str,
    found_on: str,
    unsubscribe_url: str,
    step: int,
    *,
    is_advert: bool = True,
) -> str:
    """The lines under a message; English where a language is not known to us.

    `is_advert`: whether they say that it advertises, see `compliance.says_advert`.
    """
    code = language.partition("-")[0].lower()
    source = SOURCE.get(code, SOURCE["en"]).format(found_on=found_on)
    stop = _stop(code, shown_way(unsubscribe_url))
    who = [sender.name, sender.organisation, *sender.postal_address.replace("\n", ", ").split(", ")]
    lines = ["-- ", ", ".join(part.strip() for part in who if part.strip())]
    if not step and found_on:
        lines.append(source)
    if sender.privacy_url and not step:
        lines.append(sender.privacy_url)
    if is_advert:
        lines.append(ADVERT.get(code, ADVERT["en"]).format(who=sender.organisation or sender.name))
    return "\n".join([*lines, stop]) + "\n"


def _stop(code: str, way: str) -> str:
    words = (STOP_BY_MAIL if "@" in way else STOP) if way else STOP_BY_ANSWER
    return words.get(code, words["en"]).format(way=way)


def with_footer(body: str, foot: str) -> str:
    """A body with its foot; one that has its own is left as it is."""
    return body if foot.strip() in body else f"{body.rstrip()}\n\n{foot}"
