"""The words of the page on which recipients of messages leave, in the languages we write in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFERRED = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9-]{1,30})?(?:\s*;\s*q=([01](?:\.\d{1,3})?))?")
MOST_PREFERRED = 200  # characters of what a browser says it prefers that are read


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says; `got`: with the address that wrote."""

    language: str
    asked: str
    got: str
    press: str
    button: str
    gone: str
    done: str
    broken: str
    wrong: str
    unmeant: str
    wait: str


WORDS: Mapping[str, Words] = {
    "en": Words(
        "en", "No more messages?", "You got a message from {sender}.",
        "Press the button, and nobody writes to you from here any more. It holds for ever and "
        "needs nothing else.",
        "Write to me no more", "You get no more messages",
        "Nobody writes to you from here any more, from whatever address. What is on its way "
        "already can still arrive. You need not do anything else.",
        "This link does not work",
        "This is no address that we gave out. Copy all of it from the message, or answer the "
        "message with the word unsubscribe: that works as well.",
        "Nothing was changed. Press the button if you want no more messages.",
        "Too many wrong addresses; wait a moment.",
    ),
    "de": Words(
        "de", "Keine Nachrichten mehr?", "Sie haben eine Nachricht von {sender} bekommen.",
        "Mit dem Knopf bekommen Sie von hier nie mehr eine. Das gilt für immer, sonst ist nichts "
        "zu tun.",
        "Schreiben Sie mir nicht mehr", "Sie bekommen keine Nachrichten mehr",
        "Von hier schreibt Ihnen niemand mehr, von keiner Adresse. Was schon unterwegs ist, kann "
        "noch ankommen. Sonst ist nichts zu tun.",
        "Dieser Link führt zu nichts",
        "Diese Adresse haben wir nicht vergeben. Kopieren Sie sie ganz aus der Nachricht, oder "
        "antworten Sie darauf mit dem Wort unsubscribe: Das wirkt genauso.",
        "Es wurde nichts geändert. Drücken Sie den Knopf, wenn Sie keine Nachrichten mehr wollen.",
        "Zu viele falsche Adressen; warten Sie einen Augenblick.",
    ),
    "fr": Words(
        "fr", "Plus de messages ?", "Vous avez reçu un message de {sender}.",
        "Appuyez sur le bouton, et plus personne ne vous écrira d'ici. C'est pour toujours, sans "
        "autre démarche.",
        "Ne m'écrivez plus", "Vous ne recevrez plus de messages",
        "Plus personne ne vous écrira d'ici, de quelque adresse que ce soit. Ce qui est déjà parti "
        "peut encore arriver. Vous n'avez rien d'autre à faire.",
        "Ce lien ne mène nulle part",
        "Nous n'avons pas donné cette adresse. Copiez-la en entier depuis le message, ou "
        "répondez-y avec le mot unsubscribe : cela suffit aussi.",
        "Rien n'a changé. Appuyez sur le bouton si vous ne voulez plus de messages.",
        "Trop d'adresses fausses ; attendez un instant.",
    ),
    "es": Words(
        "es", "¿No más mensajes?", "Ha recibido un mensaje de {sender}.",
        "Pulse el botón y nadie le escribirá más desde aquí. Vale para siempre y no hace falta "
        "nada más.",
        "No me escriban más", "No recibirá más mensajes",
        "Nadie le escribirá más desde aquí, desde ninguna dirección. Lo que ya está en camino aún "
        "puede llegar. No tiene que hacer nada más.",
        "Este enlace no funciona",
        "Esta dirección no es nuestra. Cópiela entera del mensaje, o respóndalo con la palabra "
        "unsubscribe: también basta.",
        "No se ha cambiado nada. Pulse el botón si no quiere más mensajes.",
        "Demasiadas direcciones erróneas; espere un momento.",
    ),
    "it": Words(
        "it", "Basta messaggi?", "Ha ricevuto un messaggio da {sender}.",
        "Prema il pulsante e da qui nessuno le scriverà più. Vale per sempre e non serve altro.",
        "Non scrivetemi più", "Non riceverà più messaggi",
        "Da qui nessuno le scriverà più, da nessun indirizzo. Ciò che è già in viaggio può ancora "
        "arrivare. Non deve fare altro.",
        "Questo link non funziona",
        "Non abbiamo dato questo indirizzo. Lo copi per intero dal messaggio, oppure risponda con "
        "la parola unsubscribe: basta anche così.",
        "Non è cambiato nulla. Prema il pulsante se non vuole altri messaggi.",
        "Troppi indirizzi sbagliati; attenda un momento.",
    ),
    "nl": Words(
        "nl", "Geen berichten meer?", "U kreeg een bericht van {sender}.",
        "Druk op de knop en niemand schrijft u nog van hieruit. Het geldt voorgoed en meer is niet "
        "nodig.",
        "Schrijf mij niet meer", "U krijgt geen berichten meer",
        "Niemand schrijft u nog van hieruit, van welk adres ook. Wat al onderweg is, kan nog "
        "aankomen. U hoeft verder niets te doen.",
        "Deze link werkt niet",
        "Dit adres hebben wij niet gegeven. Kopieer het helemaal uit het bericht, of beantwoord "
        "het met het woord unsubscribe: dat werkt ook.",
        "Er is niets veranderd. Druk op de knop als u geen berichten meer wilt.",
        "Te veel verkeerde adressen; wacht even.",
    ),
}  # fmt: skip


def words_for(accepted: str) -> Words:
    """The words in the language that a browser prefers (RFC 9110 §12.5.4), else in English."""
    told = [
        (float(weight or 1), -place, code.lower())
        for place, (code, weight) in enumerate(PREFERRED.findall(accepted[:MOST_PREFERRED]))
    ]
    known = [one for one in told if one[2] in WORDS and one[0] > 0]
    return WORDS[max(known)[2]] if known else WORDS["en"]
