"""What is wrong with a message before it goes: holes, false claims, missing duties, wrong names.

A hard flaw stops it, the others are shown to whoever approves. The words are `data/lint.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from backlinkbot.logic.outreach.compliance import law_of, missing_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backlinkbot.core.outreach import Sender
    from backlinkbot.logic.outreach.templates import Filled

WORDS = Path(__file__).parent / "data" / "lint.toml"

LONG_BODY = 200  # words; answers fall off beyond that
TOO_LONG_BODY = 500
LONG_SUBJECT = 70  # characters that mail programs show
LONGEST_LINE = 998  # octets, RFC 5322 §2.1.1
MANY_LINKS = 3  # beside those that the law asks for
SHOUTED = 3  # words in capitals alone, beyond abbreviations

_URL = re.compile(r"https?://[^\s<>\"')\]]+", re.IGNORECASE)
_GREETING = re.compile(
    r"\A\W*(?:hi|hey|hello|dear|good (?:morning|day|afternoon)|hallo|liebe[rs]?|"
    r"guten (?:tag|morgen)|bonjour|cher|chère|hola|estimad[oa]|ciao|gentile|"
    r"buongiorno|beste|dag|olá)\s+"
    r"(?:(?:mr|mrs|ms|dr|prof|herr|frau|mme|mm?|sr|sra|sig|signora?|dhr|mevr)\.?\s+)?"
    r"(?P<name>[^\W\d_][\w'\u2019-]*)",
    re.IGNORECASE,
)
_NOBODY = frozenset(  # greetings that name nobody
    """there all everyone everybody team editor editors folks you both friend colleagues zusammen
    team redaktion alle tous toutes équipe equipo todos tutti redazione redactie allemaal
    morning day afternoon webmaster madam sir again and und et y e i this my we it just hope
    from""".split()  # noqa: SIM905
)
_STOP = re.compile(
    r"unsubscrib|opt[- ]?out|no (?:more|further) (?:mails?|e-?mails?|messages?)|not (?:hear|want)|"
    r"abmeld|abbestell|keine weiteren|désabonn|désinscri|ne plus|darse de baja|no recibir|"
    r"no desea recibir|disiscri|cancell|non desidera altri|afmeld|uitschrijv|geen berichten meer",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: the rule's short name, a sentence, and whether it stops the mail."""

    rule: str
    sentence: str
    is_hard: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message is held against.

    `names`: of the recipient, as published; empty where nobody knows. `step`: 0 is the first mail.
    `found_on`: where his address was published; `unsubscribe_url`: where he says no more;
    `country`: his, empty where nobody knows; `is_removal`: it asks for a link to be taken away, so
    it advertises nothing.
    """

    sender: Sender
    names: tuple[str, ...] = ()
    their_site: str = ""
    found_on: str = ""
    unsubscribe_url: str = ""
    step: int = 0
    country: str = ""
    is_removal: bool = False


def lint(message: Filled, facts: Facts) -> list[Flaw]:
    """All that is wrong with a filled-in message, hard flaws first, each rule once."""
    found: dict[str, Flaw] = {}
    for check in (_missing, _duties, _marks, _name, _patterns, _lengths, _links, _shape):
        for flaw in check(message, facts):
            found.setdefault(flaw.rule, flaw)
    return sorted(found.values(), key=lambda flaw: not flaw.is_hard)


def _missing(message: Filled, _: Facts) -> Iterator[Flaw]:
    for name in message.missing:
        fallback = f'{{{{ {name} | default: "…" }}}}'
        said = f"nothing is known to fill in for {name}; give it a fallback: {fallback}"
        yield Flaw("empty-variable", said, is_hard=True)


def _duties(message: Filled, facts: Facts) -> Iterator[Flaw]:
    """What the law of one country or another asks for in every message."""
    told = _plain(message.body)
    postal = [_plain(line) for line in facts.sender.postal_address.replace(",", "\n").split("\n")]
    if not any(postal) or not all(line in told for line in postal):
        yield Flaw("no-postal-address", "the sender's postal address is not in it", is_hard=True)
    if not facts.sender.name.strip() or _plain(facts.sender.name) not in told:
        yield Flaw("no-sender", "the sender's name is not in it", is_hard=True)
    is_linked = bool(facts.unsubscribe_url) and facts.unsubscribe_url in message.body
    if not is_linked and not _STOP.search(message.body):
        yield Flaw("no-unsubscribe", "it does not say how to get no more of them", is_hard=True)
    if not facts.step and not (facts.found_on and facts.found_on in message.body):
        said = (
            "it does not say where the address was found"
            if facts.found_on
            else "nobody knows which page published the address; tell it with the contact"
        )
        yield Flaw("no-source-note", said, is_hard=True)


def _marks(message: Filled, facts: Facts) -> Iterator[Flaw]:
    """What the law of his country prescribes word by word."""
    law = None if facts.is_removal else law_of(facts.country)
    for said in missing_marks(law, message.subject, message.body) if law else ():
        yield Flaw("no-mark", said, is_hard=True)


def _name(message: Filled, facts: Facts) -> Iterator[Flaw]:
    greeted = _GREETING.match(message.body)
    if greeted is None or greeted["name"].casefold() in _NOBODY:
        return
    known = {word for name in facts.names for word in _words(name)} | set(_words(facts.their_site))
    if not set(_words(greeted["name"])) & known:
        whose = ", ".join(facts.names) or "unknown"
        said = f"it greets {greeted['name']}, and the recipient's name is {whose}"
        yield Flaw("wrong-name", said, is_hard=True)


@dataclass(frozen=True, slots=True)
class _Pattern:
    rule: str
    where: str
    is_hard: bool
    is_of_first: bool
    sentence: str
    words: tuple[re.Pattern[str], ...]


@cache
def _known_patterns() -> Sequence[_Pattern]:
    rows = tomllib.loads(WORDS.read_text("utf-8"))["pattern"]
    return [
        _Pattern(
            row["rule"], row["where"], row["hard"], row["first"], row["say"],
            tuple(re.compile(one, re.MULTILINE) for one in row["words"]),
        )
        for row in rows
    ]  # fmt: skip


def _patterns(message: Filled, facts: Facts) -> Iterator[Flaw]:
    texts = {"subject": message.subject.lower(), "body": _URL.sub(_host, message.body.lower())}
    for one in _known_patterns():
        if one.is_of_first and facts.step:
            continue
        wanted = texts.values() if one.where == "both" else (texts[one.where],)
        for text in wanted:
            if found := next((hit for word in one.words if (hit := word.search(text))), None):
                said = f"{one.sentence}: {found.group().strip()[:60]!r}"
                yield Flaw(one.rule, said, one.is_hard)


def _host(url: re.Match[str]) -> str:
    """The host of a URL, so that words in its path are not taken for words of ours."""
    return url.group().split("/")[2] + "/"


def _lengths(message: Filled, _: Facts) -> Iterator[Flaw]:
    words = len(message.body.split())
    if words > LONG_BODY:
        said = f"it has {words} words; {LONG_BODY} are read"
        yield Flaw("too-long", said, is_hard=words > TOO_LONG_BODY)
    if len(message.subject) > LONG_SUBJECT:
        said = f"its subject has {len(message.subject)} characters; {LONG_SUBJECT} are shown"
        yield Flaw("long-subject", said, is_hard=False)
    if not message.subject or not message.body.strip():
        yield Flaw("empty", "its subject or body is empty", is_hard=True)


def _links(message: Filled, facts: Facts) -> Iterator[Flaw]:
    asked_for = {facts.unsubscribe_url, facts.found_on}
    urls = {url.rstrip(".,;:!?") for url in _URL.findall(message.body)} - asked_for
    if len(urls) > MANY_LINKS:
        yield Flaw(
            "many-links", f"it has {len(urls)} links; {MANY_LINKS} are enough", is_hard=False
        )


def _shape(message: Filled, _: Facts) -> Iterator[Flaw]:
    both = message.subject + message.body.replace("\n", "")
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in both):
        yield Flaw("control-character", "it holds a character that breaks headers", is_hard=True)
    if any(len(line.encode()) > LONGEST_LINE for line in message.body.split("\n")):
        yield Flaw("long-line", f"a line has more than {LONGEST_LINE} bytes", is_hard=True)
    shouted = re.findall(r"\b[A-Z]{4,}\b", message.subject)
    if len(shouted) >= SHOUTED or (
        message.subject.isupper() and len(message.subject) > SHOUTED * 4
    ):
        yield Flaw("shouting", "its subject is in capitals", is_hard=False)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(text: str) -> list[str]:
    """Words without accents, so that `José` is `Jose`."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return re.findall(r"[^\W_]+", "".join(one for one in apart if not unicodedata.combining(one)))
