"""Whether a page says that nobody may advertise to it or ask it for links.

A refusal is a passage in which several words stand together; meant widely, since a refusal that is
overlooked is worse than one too many.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CHARS = 200_000  # of a page's text; imprints are short
LONG_LINE = 700  # characters, from which a line is taken apart into sentences

# All words of a rule in one passage.
_RULES = tuple(
    tuple(re.compile(word, re.IGNORECASE) for word in words)
    for words in (
        # The clause of German imprints: published data are not for advertising.
        (r"widersp[rt]\w+|untersagt|nicht gestattet|nicht erlaubt|unerwünscht|verboten",
         r"\bwerb\w+|kommerziell|unverlangt|nicht ausdrücklich angefordert|unaufgefordert",
         r"kontakt|adress|impressum|e-?mail|anschrift|zusendung|übersendung"),
        (r"\bkeine\b",
         r"unverlangt\w* |unaufgefordert\w* |werbe-?(?:mail|anfrage)\w*|linkanfrage|link-?tausch"
         r"|gastbeitr|gastartikel|seo-?anfrage|\bwerbung (?:zu|an|per)\b"),
        (r"\bno\b|\bnot\b|n['\u2019]t\b|\bnever\b|refus|prohibit",
         r"unsolicited|guest (?:post|author|blog|article)|link (?:exchange|request|insertion"
         r"|building|placement)|paid link|sponsored (?:post|content|article|link)"
         r"|\bseo (?:service|pitch|offer|e-?mail|request)|"
         r"(?:marketing|sales|advertising|commercial) (?:e-?mail|pitch|call"
         r"|enquir|inquir|message|purpose)",
         r"accept|publish|contact|e-?mail|send|write|offer|use\b|welcome|repl|please|request"),
        (r"\b(?:aucune?|pas de|ne pas|interdit|refus)\b",
         r"démarchage|sollicitation|publicitaire|publicité|demande de lien|article sponsorisé",
         r"adresse|e-?mail|courriel|contact|envo|message|accept"),
        (r"\bno\b|prohib|no se",
         r"publicidad|fines comerciales|intercambio de enlaces|artículos patrocinados",
         r"correo|e-?mail|contact|enviar|acept|mensaje"),
        (r"\bnon\b|vietat",
         r"pubblicit|scambio (?:di )?link|guest post|fini commerciali",
         r"e-?mail|contatt|invi|accett|indirizz"),
        (r"\bgeen\b", r"acquisitie|reclame|linkverzoek|gastblog"),
    )
)  # fmt: skip
_ENDS = re.compile(r"(?<=[.!?])\s")


def says_no(text: str) -> bool:
    """Whether a text refuses advertising, requests for links or guest posts."""
    return any(
        all(word.search(passage) for word in rule)
        for passage in _passages(text[:MOST_CHARS])
        for rule in _RULES
    )


def _passages(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if len(line) <= LONG_LINE:
            yield line
            continue
        for sentence in _ENDS.split(line):
            yield sentence[:LONG_LINE]
