"""What a server said, made plain, so that a pattern need not know all ways to write it down.

Latin letters lose their accents; an address is no part of the words ("no.such.user@host" says
nothing of a user); a dot inside a name is none that ends a sentence; and a reply over several
lines ("550-5.1.1 …") is read as one.
"""

from __future__ import annotations

import re
import unicodedata

from backlinkbot.logic.outreach.mail.reports import ADDRESS

LONGEST = 8_000  # characters of what is said: more is a copy of the mail
SOMEBODY = "who@here"
DOT_IN_NAME = re.compile(r"(?<=[A-Za-z0-9_-])\.(?=[A-Za-z])")
IP_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)")
FOLDED = re.compile(r"\n[ \t]+")
REPLY_LINE = re.compile(r"(?:^|\s+)([45]\d\d)[- ]#?([245]\.\d{1,3}\.\d{1,3})[: ]+(?=\S)")
# "5.1.0 - Unknown address error 550-'…'": only the words inside are the other server's.
WRAPPED = re.compile(r"\b[45]\.\d\.\d - [A-Z][\w ]{3,60} [45]\d\d ?-? ?'([^'\n]{4,2000})")
OTHER_LETTERS = str.maketrans(
    dict(zip("łŁøØđ\u0131", "lLoOdi", strict=True))
    | {"ß": "ss", "æ": "ae", "œ": "oe"}
    | dict.fromkeys("\u2019\u2018\u0060\u00b4", "'")
)


def plain_words(text: str) -> str:
    """A text as the patterns of reasons read it; lines keep their ends."""
    said = FOLDED.sub(" ", text[:LONGEST])
    said = WRAPPED.sub(r"\1", _one_reply(said))
    said = ADDRESS.sub(SOMEBODY, said)
    said = IP_ADDRESS.sub(lambda match: match[0].replace(".", "·"), said)
    return DOT_IN_NAME.sub("·", without_accents(said)).replace("_", " ")


def _one_reply(said: str) -> str:
    """The text without the codes that only say again what the reply's first line said."""
    seen: set[tuple[str, str]] = set()

    def kept(match: re.Match[str]) -> str:
        code = (match[1], match[2])
        if code in seen:
            return " "
        seen.add(code)
        return match[0]

    return REPLY_LINE.sub(kept, said)


def without_accents(said: str) -> str:
    """A text whose Latin letters have none; letters of other scripts stay as they are."""
    if said.isascii():
        return said
    found: list[str] = []
    for sign in unicodedata.normalize("NFD", said.translate(OTHER_LETTERS)):
        if not (unicodedata.combining(sign) and found and found[-1].isascii()):
            found.append(sign)
    return unicodedata.normalize("NFC", "".join(found))
