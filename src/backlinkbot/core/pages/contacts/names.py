"""The names of people that stand beside addresses: only such as a page itself gives to one."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_NAME_CHARS = 60
FEWEST_SHARED = 3  # letters of a name's part that a mailbox must show to be his

_PARTICLE = r"(?:von|van|de|der|den|di|del|della|da|dos|du|la|le|zu|zum|zur|af|al|bin|ben|y|e)"
_PART = r"[A-ZÀ-ÖØ-ÞŁŚŻČŠŽ][\w'\u2019À-\u024f-]{1,24}"
_INITIAL = r"[A-Z]\."
_NAME = re.compile(
    rf"(?<![\w@.]){_PART}(?: {_INITIAL}){{0,2}}(?: {_PARTICLE}){{0,2}}(?: {_PART}){{1,2}}(?![\w@])"
)
_BEFORE_NAME = re.compile(
    r"^(?:(?:Herrn?|Frau|Mr|Mrs|Ms|Dr|Prof|Dipl|Mag|Ing|Inf|Kfm|Monsieur|Madame|Mme|M|Sr|Sra|Don"
    r"|Dott|Sig|Sir|Lord|Rechtsanw[aä]lt(?:in)?|[A-Z][a-z]+r[aä]t(?:in)?|OSR|OStR|Familie"
    r"|MSc|BSc|MA|BA|PhD|med|rer|nat|phil|jur|h|c)\.?[- ]+)+"
)
# Words that begin with a capital and belong to no name: labels, places, firms, days.
_OTHER_WORDS = """
    redacción redaccion rédaction zespół redakcja gasthaus hotel gasthof familie report
    accessibility barrier community management praxis
    weitere hilfe meine einwilligung evangelische katholische kirche sponsor writing gemeinde
    about abonnement account address adresse ads advertise advertising agb agency agentur all
    allgemeine anbieter ansprechpartner anschrift april arbeit archiv article association august
    author autor autoren bank bereich berlin bild blog book books business by call center centre
    chef city click co college comment comments company conditions contact contacto copyright
    corporation council court customer cookie cookies daily das data dataprotection datenschutz
    december der design deutschland die digital direct director directory discover download
    editor editorial edition email e-mail events facebook fax february firma follow for
    foundation free friday from gallery general germany geschäftsführer gmbh google group guest
    hamburg handelsregister haus home house image impressum imprint inc inhaber inhalt
    information institute internet january jobs july june kontakt learn legal letter library
    license limited link links live llc logo london login ltd magazin magazine mail map march
    marketing media medien member mehr menu mission mobile monday more museum music my name new
    news newsletter no november nutzungsbedingungen october office online open organization our
    page park partner personal phone photo photos podcast policy post posts presse press privacy
    product products programm project publishing quick read redaktion register registergericht
    related reply research resources rights road saturday save school search see send september
    service services share shop sign site sitemap social staff start steuernummer store straße
    strasse street studio submit subscribe sunday support team tel telefon telephone terms the
    this thursday tickets top tuesday twitter umsatzsteuer united university us user ust
    verantwortlich verlag video view visit we web webdesign website wednesday welcome what why
    world write york you your youtube zeitung instagram linkedin states kingdom san los north
    south east west avenue royal national international gemeinde stadt amt verein
"""
_NO_NAMES = frozenset(_OTHER_WORDS.split())


def names_in(text: str) -> Iterator[str]:
    """What looks like a name of a person in a text, in order."""
    for line in text.split("\n"):
        for match in _NAME.finditer(_BEFORE_NAME.sub("", line.strip())):
            name = match[0].strip()
            if is_name(name):
                yield name


def is_name(text: str) -> bool:
    """Whether a short text is a person's name by its shape."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > MOST_NAME_CHARS:  # noqa: PLR2004 - first and last
        return False
    if any(word.strip(".,").casefold() in _NO_NAMES for word in words):
        return False
    return not any(map(str.isdigit, text)) and not text.isupper()


def plain_name(text: str) -> str:
    """A name without titles before and positions behind it."""
    short = _BEFORE_NAME.sub("", " ".join(text.split()))
    return re.split(r"\s*[,(|/\u2013\u2014]\s*", short)[0].strip()


def owner_of(address: str, names: Iterable[str]) -> str:
    """Whose of these names a mailbox is, by its own: `j.smith@` is Jane Smith's; else empty."""
    local = re.split(r"\+", address.rpartition("@")[0])[0]
    parts = [part for part in re.split(r"[-_.]|\d+", _folded(local)) if part]
    for name in names:
        if _is_his(parts, [_folded(part) for part in name.split()]):
            return name
    return ""


def _is_his(mailbox: list[str], name: list[str]) -> bool:
    if not mailbox or len(name) < 2:  # noqa: PLR2004 - first and last
        return False
    first, last = name[0], "".join(name[1:]) if len(name[1]) <= FEWEST_SHARED else name[-1]
    whole = "".join(mailbox)
    if len(mailbox) > 1:
        return set(mailbox) <= {*name, *(part[:1] for part in name), last} and any(
            len(part) >= FEWEST_SHARED and part in {*name, last} for part in mailbox
        )
    if whole in {first, last, *name} and len(whole) >= FEWEST_SHARED:
        return True
    joined = {first + last, last + first, first[:1] + last, first + last[:1], last + first[:1]}
    return len(whole) > FEWEST_SHARED and whole in joined


def _folded(text: str) -> str:
    """Small letters a to z, as people write names into addresses."""
    spelled = text.casefold()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "o"), ("ł", "l")):
        spelled = spelled.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in plain if letter.isascii() and letter not in "'\u2019")
