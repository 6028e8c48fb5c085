"""Mail addresses: which are one person's, which are an office's, and which only look alike.

A person is an address in canonical form. Folding errs to the side of one person too few: two people
taken for one are written to once too seldom, one person taken for two is written to twice.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.domain import registered_domain
from backlinkbot.core.urls.hosts import clean_host, is_on_the_web

LONGEST_LOCAL = 64  # octets, RFC 5321 §4.5.3.1.1
LONGEST_ADDRESS = 254  # octets, RFC 5321 §4.5.3.1.3 less the angle brackets

# What RFC 5322 §3.2.3 allows before the @ without quotes, and any letter beyond ASCII (RFC 6531).
_ATOM = r"""[^\s\x00-\x1f\x7f()<>\[\]:;@\\,".]+"""
_ATOMS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>\s*\Z")
_INVISIBLE = {"Cf", "Cc", "Cs", "Co", "Zl", "Zp"}  # categories no address is written with


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider of mailboxes reads what stands before the @.

    `domains`: all are one, the first stands for them; `ignored`: characters that mean nothing to
    it; `tags`: characters after which everything is a label of the user's own.
    """

    domains: tuple[str, ...]
    ignored: str = ""
    tags: str = "+"


# Sources: the help pages of the providers. The plus sign starts a label at nearly all others that
# know labels (RFC 5233 §1, the default of Postfix and Dovecot), so it is read so everywhere.
PROVIDERS = (
    Provider(("gmail.com", "googlemail.com"), ignored="."),
    Provider(("proton.me", "protonmail.com", "protonmail.ch", "pm.me"), ignored=".-_"),
    Provider(("icloud.com", "me.com", "mac.com")),
    Provider(("yahoo.com", "ymail.com", "rocketmail.com"), tags="+-"),
    Provider(("yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz"), ignored=".-"),
    Provider(("fastmail.com", "fastmail.fm")),
)
_ANY = Provider(())
_BY_DOMAIN = {domain: one for one in PROVIDERS for domain in one.domains}

# Mailboxes of private people, which are nobody's organisation.
_FREE_MAIL = """
    aol.com bluewin.ch btinternet.com comcast.net email.com freenet.de gmx.at gmx.ch gmx.com
    gmx.de gmx.net hey.com hotmail.co.uk hotmail.com hotmail.de hotmail.es hotmail.fr hotmail.it
    hushmail.com inbox.com interia.pl laposte.net libero.it live.co.uk live.com live.fr live.nl
    mail.com mail.ru mailbox.org msn.com naver.com o2.pl onet.pl orange.fr outlook.com outlook.de
    outlook.es outlook.fr posteo.de qq.com seznam.cz sfr.fr sky.com t-online.de terra.com.br
    tutanota.com tuta.com verizon.net virgilio.it wanadoo.fr web.de wp.pl yahoo.co.uk yahoo.co.in
    yahoo.de yahoo.es yahoo.fr yahoo.it zoho.com ziggo.nl 163.com 126.com
"""
FREE_MAIL = frozenset(_BY_DOMAIN) | frozenset(_FREE_MAIL.split())

# An office's mailbox, whoever reads it: RFC 2142 and the words sites use, in six languages.
_ROLE_WORDS = """
    abuse accounts admin administration ads advertise advertising anfrage anzeigen assistance
    atencion billing blog bonjour booking bookings buero business career careers comercial
    comms community contact contacto contactus contatti contato content copyright correo customer
    customercare customerservice datenschutz direccion direction dpo edit editor editorial editors
    email enquiries enquiry events feedback finance general guestpost hallo hello help helpdesk hi
    hola hostmaster hr impressum info information informacion informatie informazioni inquiries
    inquiry jobs kontakt kontor kundenservice legal links list listmaster mail mailbox marketing
    media mediakit moderator moin news newsdesk newsletter newsroom noc office orders ops partner
    partners partnership partnerships post postmaster pr presidencia press presse prensa privacy
    publicidad publicity redactie redaccion redaction redazione redaktion registrar root
    rrhh sales salut secretaria secretariat security sekretariat service servicio
    shop social sponsor sponsorship staff submissions submit subscribe support team tech
    technical tips training unsubscribe ventas verwaltung web webmaster welcome write writers www
    zentrale
"""
ROLE_WORDS = frozenset(_ROLE_WORDS.split())
SHORT = 2  # letters of a country or language beside such a word: `info.uk`
NO_REPLY = re.compile(
    r"(?:no|do[-_.]?not|dont|ne[-_.]?pas)[-_.]?(?:reply|respond|repondre)|mailer-daemon|bounces?"
)

# Letters and digits that most fonts draw as a Latin small letter (Unicode TR39, those in use).
_ALIKE = {
    "a": "\u0430\u0251\u03b1\u237a", "b": "\u042c\u0184\u044c", "c": "\u0441\u03f2\u1d04",
    "d": "\u0501\u217e", "e": "\u0435\u04bd\u212e", "g": "\u0261\u0581",
    "h": "\u04bb\u0570", "i": "\u0456\u03b9\u0131\u026a", "j": "\u0458\u03f3",
    "k": "\u043a\u03ba", "l": "\u04cf\u01c01|\u0406", "m": "\u043c", "n": "\u0578\u057c",
    "o": "\u043e\u03bf\u0585\u06650", "p": "\u0440\u03c1", "q": "\u051b\u0563", "r": "\u0433",
    "s": "\u0455\u01bd", "t": "\u0442\u03c4", "u": "\u057d\u03c5", "v": "\u03bd\u0475",
    "w": "\u051d\u0461", "x": "\u0445\u03c7", "y": "\u0443\u03b3\u04af",
}  # fmt: skip
_DRAWN = str.maketrans({mark: letter for letter, marks in _ALIKE.items() for mark in marks})


def canonical_address(text: str) -> str:
    """The one form of an address, for its person: `A.Nn+x@GoogleMail.com` → `ann@gmail.com`.

    Small letters, the host in A-labels, without labels and without characters that its provider
    ignores. Mail is sent to the address as it was published, never to this form.

    Raises:
        BadInput: the text is no mail address.
    """
    local, host = _parts(text)
    name = _folded(local)
    if host.endswith((".fastmail.com", ".fastmail.fm")):
        # whatever@USER.fastmail.com reaches USER@fastmail.com
        name, _, host = host.partition(".")
    provider = _BY_DOMAIN.get(host, _ANY)
    for mark in provider.tags:
        name = name.split(mark, 1)[0] or name
    name = name.strip(".") or name
    kept = "".join(letter for letter in name if letter not in provider.ignored)
    # a fullwidth plus sign becomes one by NFKC, and an @ or a space of that kind would be another
    if not _ATOMS.fullmatch(kept or name):
        raise _no_address(text)
    return f"{kept or name}@{provider.domains[0] if provider.domains else host}"


def published_address(text: str) -> str:
    """The address as mail is sent to it: without a name before it, its host in A-labels.

    Raises:
        BadInput: the text is no mail address.
    """
    local, host = _parts(text)
    return f"{local}@{host}"


def look_alike(address: str) -> str:
    """A form that addresses share which a reader would take for each other; no address itself.

    A Cyrillic letter drawn as `a` counts as `a`, a `1` as `l`, `rn` as `m`.
    Who has the same canonical form has the same look.
    """
    local, _, host = canonical_address(address).rpartition("@")
    return _drawn(local) + "@" + ".".join(_drawn(_readable(label)) for label in host.split("."))


def address_host(address: str) -> str:
    """The host after the @, in A-labels; raises BadInput for what is no address."""
    return canonical_address(address).rpartition("@")[2]


def address_domain(address: str) -> str:
    """The registrable domain after the @; raises BadInput for what is no address."""
    return registered_domain(address_host(address))


def is_role_address(address: str) -> bool:
    """Whether it is an office's mailbox (`info@`, `press.uk@`), not a named person's."""
    local = canonical_address(address).rpartition("@")[0]
    if local in ROLE_WORDS or is_no_reply(address):
        return True
    words = re.split(r"[-_.]|(?<=[a-z])(?=[0-9])", local)
    beside = [word for word in words if word not in ROLE_WORDS]
    return len(beside) < len(words) and all(len(word) <= SHORT or word.isdigit() for word in beside)


def is_no_reply(address: str) -> bool:
    """Whether nobody reads what is sent there."""
    return bool(NO_REPLY.search(canonical_address(address).rpartition("@")[0]))


def is_free_mail(address: str) -> bool:
    """Whether it is at a provider of mailboxes for private people, so that it tells no company."""
    host = address_host(address)
    return host in FREE_MAIL or registered_domain(host) in FREE_MAIL


def _parts(text: str) -> tuple[str, str]:
    """What stands before the @, and the host in A-labels."""
    plain = text.strip()
    if found := _IN_BRACKETS.match(plain):
        plain = found[1].strip()
    if plain[:7].lower() == "mailto:":
        plain = plain[7:].partition("?")[0]
    local, at, written = plain.rpartition("@")
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    host = clean_host(written) if at else None
    if host is None or not _is_address(local, host):
        raise _no_address(text)
    return local, host


def _is_address(local: str, host: str) -> bool:
    if any(unicodedata.category(letter) in _INVISIBLE for letter in local):
        return False
    size = len(local.encode("utf-8", "surrogatepass"))
    short = size <= LONGEST_LOCAL and size + 1 + len(host) <= LONGEST_ADDRESS
    return short and is_on_the_web(host) and "[" not in host and bool(_ATOMS.fullmatch(local))


def _no_address(text: str) -> BadInput:
    return BadInput(f"{text[:LONGEST_ADDRESS]!r} is no mail address; give one like ann@example.com")


def _readable(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _folded(text: str) -> str:
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once)


def _drawn(text: str) -> str:
    plain = _folded(text).translate(_DRAWN)
    return plain.replace("rn", "m").replace("vv", "w")
