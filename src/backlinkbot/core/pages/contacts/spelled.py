"""Addresses in a text, as they are or spelled out for people: `name [at] site dot org`.

Each mark that may stand for an @ is looked at with what is before and after it, so that the work
grows with the number of marks and never with the square of the text.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from backlinkbot.core.contacts import How
from backlinkbot.core.mail_addresses import LONGEST_LOCAL
from backlinkbot.core.pages.contacts.believable import believable
from backlinkbot.core.urls.domain import registered_domain

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MARKS = 2_000  # on one page; more is a list of people or a trap
FIRST_NOT_LATIN = "\u0250"
BEFORE, AFTER = 80, 300  # characters looked at on each side

_AT_WORDS = "at|ät|æt|@|arroba|chiocciola|arobase|klammeraffe|apenstaartje|zavinac|malpa|snabel-?a"
_MARK = re.compile(
    rf"(?P<plain>[@\uff20])"
    rf"|(?P<boxed>\s{{0,2}}(?:[\[({{<*]|--?|_)\s?(?:{_AT_WORDS})\s?(?:[\])}}>*]|--?|_)\s{{0,2}})"
    r"|(?P<short>\s?[\[({](?:a|ä|ad)[\])}]\s?)"
    r"|(?P<loud>\s{1,2}AT\s{1,2})"
    r"|(?P<word>\s{1,2}(?:at|arroba|chiocciola)\s{1,2})",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+'-]{0,63}\Z|[A-Za-z0-9]\Z")
_DOT_WORDS = "dot|punkt|punto|point|ponto|punt|kropka|tecka"
_DOT = (
    rf"(?:\s{{0,2}}[\[({{<*]\s?(?:{_DOT_WORDS}|\.|d)\s?[\])}}>*]\s{{0,2}}"
    rf"|\s{{1,2}}(?:{_DOT_WORDS})\s{{1,2}}|-dot-|_dot_)"
)
_LABEL = r"[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?"
_PLAIN_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{1,6}}")
_SPELLED_HOST = re.compile(rf"{_LABEL}(?:(?:{_DOT}|\.){_LABEL}){{1,6}}", re.IGNORECASE)
_A_DOT = re.compile(_DOT, re.IGNORECASE)
# What people put in for readers to take out again, in capitals so that they see it.
_TAKEN_OUT = re.compile(
    r"[-_.]?(?:NO[-_.]?SPAM(?:[-_.]?PLEASE)?|REMOVE[-_.]?(?:THIS|ME)|SPAMFREE|ENTFERNEN)[-_.]?"
)
_GLUED = re.compile(r"[a-z]{2,12}(?=[A-Z])")  # `orgTel`: two texts without a space between


class InText(NamedTuple):
    """An address in a text: from where to where it is written, and in what form."""

    start: int
    end: int
    address: str
    how: How


def addresses_in(text: str, domain: str) -> Iterator[InText]:
    """The addresses written in a text, in order; `domain`: of the page, for what is doubtful.

    What might be prose ("look at site.org") counts only where dots are spelled out too, or, for
    marks that are rarely prose, where the host is the page's own.
    """
    last = 0
    for mark in islice(_MARK.finditer(text), MOST_MARKS):
        found = _around(text, mark, domain)
        if found is not None and found.start >= last:
            last = found.end
            yield found


def _around(text: str, mark: re.Match[str], domain: str) -> InText | None:
    start, end = mark.span()
    local = _LOCAL.search(text, max(0, start - BEFORE), start)
    if local is None or len(local[0]) >= LONGEST_LOCAL or _goes_on(text, local.start()):
        return None
    kind = mark.lastgroup
    is_plain = kind == "plain"
    after = text[end : end + AFTER]
    spaces = len(after) - len(after.lstrip(" "))
    if is_plain and spaces:
        return None
    host = (_SPELLED_HOST if not is_plain or _A_DOT.search(after[:80]) else _PLAIN_HOST).match(
        after, spaces
    )
    if host is None:
        return None
    has_spelled_dot = _A_DOT.search(host[0]) is not None
    name = _tidy(local[0], _A_DOT.sub(".", host[0]), domain)
    if name is None or not _is_meant(name, mark, domain, has_spelled_dot=has_spelled_dot):
        return None
    if (turned := rotated(name, domain)) is not None:
        return InText(local.start(), end + host.end(), turned, How.SCRIPT)
    is_spelled = not is_plain or has_spelled_dot or "NOSPAM" in local[0] + host[0]
    how = How.SPELLED if is_spelled else How.TEXT
    return InText(local.start(), end + host.end(), name, how)


def rotated(address: str, domain: str) -> str | None:
    """What a script turns back by 13 letters, told by the page's own domain coming out."""
    plain = codecs.decode(address, "rot13")
    is_own = registered_domain(plain.rpartition("@")[2]) == domain
    return believable(plain) if is_own else None


def _goes_on(text: str, start: int) -> bool:
    """Whether what was found is only the end of a word with letters that no mailbox has here."""
    before = text[start - 1 : start]
    return before == "@" or (before.isalpha() and before < FIRST_NOT_LATIN)


def _tidy(local: str, host: str, domain: str) -> str | None:
    """The address that is meant; None where there is none."""
    local = _TAKEN_OUT.sub("", local).strip(".-_'")
    host = _TAKEN_OUT.sub("", host).strip(".-")
    if host.lower().endswith(domain) and not host.lower().endswith(f".{domain}"):
        host = domain  # a word before it that the page's styles take away
    found = believable(f"{local}@{host}")
    if found is None and (glued := _GLUED.match(host.rpartition(".")[2])):
        found = believable(f"{local}@{host.rpartition('.')[0]}.{glued[0]}")
    return found


def _is_meant(name: str, mark: re.Match[str], domain: str, *, has_spelled_dot: bool) -> bool:
    """Whether a mark stands for an @ here, and not for a word of a sentence."""
    kind, said = mark.lastgroup, mark[0].strip()
    if kind == "plain" or has_spelled_dot:
        return True
    is_own = registered_domain(name.rpartition("@")[2]) == domain
    if kind == "boxed":
        return said[0] in "[({<*" or is_own
    if kind == "loud":
        return said == "AT" or (is_own and has_spelled_dot)
    return kind == "short" and is_own
