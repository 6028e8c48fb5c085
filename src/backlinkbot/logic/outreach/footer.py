"""What the law asks for at the foot of each message, in the recipient's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
STOP: Mapping[str, str] = {
    "en": "You want no more messages from us? {unsubscribe_url} or a short answer is enough.",
    "de": "Keine weiteren Nachrichten? {unsubscribe_url} oder eine kurze Antwort genügt.",
    "fr": "Ne plus recevoir de messages ? {unsubscribe_url} ou une courte réponse suffit.",
    "es": "¿No desea recibir más mensajes? {unsubscribe_url} o una breve respuesta basta.",
    "it": "Non desidera altri messaggi? {unsubscribe_url} o una breve risposta è sufficiente.",
    "nl": "Wilt u geen berichten meer? {unsubscribe_url} of een kort antwoord is genoeg.",
}


def footer(sender: Sender, language: str, found_on: str, unsubscribe_url: str, step: int) -> str:
    """The lines under a message; English where a language is not known to us."""
    code = language.partition("-")[0].lower()
    source = SOURCE.get(code, SOURCE["en"]).format(found_on=found_on)
    stop = STOP.get(code, STOP["en"]).format(unsubscribe_url=unsubscribe_url)
    who = [sender.name, sender.organisation, *sender.postal_address.replace("\n", ", ").split(", ")]
    lines = ["-- ", ", ".join(part.strip() for part in who if part.strip())]
    if not step and found_on:
        lines.append(source)
    if sender.privacy_url and not step:
        lines.append(sender.privacy_url)
    return "\n".join([*lines, stop]) + "\n"


def with_footer(body: str, foot: str) -> str:
    """A body with its foot; one that has its own is left as it is."""
    return body if foot.strip() in body else f"{body.rstrip()}\n\n{foot}"
