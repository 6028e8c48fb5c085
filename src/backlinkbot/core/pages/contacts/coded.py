"""Addresses that pages hide behind a code their own script undoes for every reader.

Cloudflare's and TYPO3's, Joomla's cloak, ROT13 in an attribute, and parts in attributes. Each code
was taken from what such pages hold; nothing of a page is run.
"""

from __future__ import annotations

import codecs
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from backlinkbot.core.pages.contacts.believable import believable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_CODE = 1_000  # characters
MOST_CLOAKS = 50  # on one page
CLOUDFLARE_LINK = "/cdn-cgi/l/email-protection#"
_HEX = re.compile(r"[0-9a-fA-F]{6,1000}")
_TYPO3 = re.compile(r"linkTo_UnCryptMailto\(\s*(?:%27|['\"])(.{6,500}?)(?:%27|['\"])")
_TYPO3_RANGES = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))  # of its script: + to :, @ to Z, a to z
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_PIECES = r"((?:'[^'\n]{0,200}'|\"[^\"\n]{0,200}\"|[\s+]){3,60})"
_CLOAK_LINE = re.compile(rf"\b(addy\w{{1,60}})\s*=\s*(?:addy\w{{1,60}}\s*\+\s*)?{_PIECES}")
_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def cloudflare(code: str) -> str | None:
    """The address behind `data-cfemail`: its first byte is XORed with all others."""
    if not _HEX.fullmatch(code) or len(code) % 2:
        return None
    raw = bytes.fromhex(code)
    return believable(bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8", "replace"))


def cloudflare_link(href: str) -> str | None:
    """The address behind a link to Cloudflare's page for it."""
    _, found, code = href.partition(CLOUDFLARE_LINK)
    return cloudflare(code) if found else None


def typo3_link(href: str) -> str | None:
    """The address behind a link that TYPO3 shifted by some letters."""
    match = _TYPO3.search(href[:LONGEST_CODE])
    return typo3(unquote(match[1])) if match else None


def typo3(code: str) -> str | None:
    """The address in a text that TYPO3 shifted; by how much is found by trying."""
    if len(code) > LONGEST_CODE:
        return None
    code = code.replace("\\", "")  # as a script writes a slash
    for shift in range(-25, 26):
        plain = "".join(_shifted(letter, shift) for letter in code)
        if plain.startswith("mailto:"):
            return mailto_addresses(plain)[0] if mailto_addresses(plain) else None
    return None


def mailto_addresses(href: str) -> list[str]:
    """The addresses that a mail link writes to, those of `to=` among them."""
    rest = unescape(_MAILTO.sub("", href.strip(), count=1))[: 4 * LONGEST_CODE]
    to, _, query = rest.partition("?")
    more = [part[3:] for part in query.split("&") if part.lower().startswith("to=")]
    parts = [one for text in (to, *more) for one in re.split(r"[,;]", unquote(text))]
    return [found for part in parts if (found := believable(part.strip()))]


def in_attributes(attributes: Mapping[str, str | None]) -> Iterator[str]:
    """The addresses that an element holds in attributes its script reads."""
    told = {key: value for key, value in attributes.items() if value and len(value) < LONGEST_CODE}
    candidates = [
        cloudflare(told.get("data-cfemail", "")),
        typo3(told["data-mailto-token"]) if "data-mailto-token" in told else None,
        believable(codecs.decode(told.get("data-enc-email", "").replace("[at]", "@"), "rot13")),
    ]
    user = told.get("data-name") or told.get("data-user")
    host = told.get("data-domain")
    if user and host:
        end = told.get("data-tld", "")
        candidates.append(believable(f"{user}@{host}.{end}" if end else f"{user}@{host}"))
    yield from (found for found in candidates if found)


def in_script(text: str) -> list[str]:
    """The addresses that Joomla's cloak puts together out of pieces."""
    joined: dict[str, str] = {}
    for number, match in enumerate(_CLOAK_LINE.finditer(text)):
        if number > MOST_CLOAKS:
            break
        name, pieces = match[1], match[2]
        said = "".join(one or other for one, other in _LITERAL.findall(pieces))
        joined[name] = joined.get(name, "") + unescape(said)
    found = [believable(one.strip()) for one in joined.values() if "@" in one]
    return [one for one in found if one]


def _shifted(letter: str, shift: int) -> str:
    code = ord(letter)
    for first, last in _TYPO3_RANGES:
        if first <= code <= last:
            size = last - first + 1
            return chr(first + (code - first + shift) % size)
    return letter
