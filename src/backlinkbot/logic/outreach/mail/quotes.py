"""What a person wrote in a reply: the text without the mail it answers, and without the signature.

A quoted mail is known by lines that begin with ">", by the line that says who wrote when, or by a
block of headers of the mail programs, in the languages of the data file. Answers between quoted
lines are kept.
"""

from __future__ import annotations

import re

from backlinkbot.logic.outreach.mail.html_text import QUOTE_LINE
from backlinkbot.logic.outreach.mail.languages import words

MAX_CHARACTERS = 60_000  # of a reply that are looked at; what a person writes comes first
QUOTED = re.compile(r"^[ \t]*(?:>|\|[ \t])")
RULE_LINE = re.compile(r"^[ \t]*(?:[-_=*]{5,})[ \t]*$")
EMPTY_LINES = re.compile(r"\n{3,}")
LONG_LINE = 2_000  # characters of a line that the patterns see


def reply_text(text: str) -> str:
    """What was written anew; where all of it is quoted, nothing."""
    lines = _plain(text)
    whole = "\n".join(lines)
    end = _end_of_own(whole)
    kept = whole[:end].split("\n")
    own = [line for line in _without_attributions(kept) if not QUOTED.match(line)]
    return EMPTY_LINES.sub("\n\n", "\n".join(_without_rules(own))).strip()


def without_signature(reply: str) -> str:
    """A reply without what stands below it in every mail of its author."""
    found = words("signature").search(reply)
    return reply[: found.start()].strip() if found and reply[: found.start()].strip() else reply


def _plain(text: str) -> list[str]:
    lines = text[:MAX_CHARACTERS].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line[:LONG_LINE].replace("\u00a0", " ").rstrip() for line in lines]


def _end_of_own(whole: str) -> int:
    """Where the quoted mail begins, if it stands below and goes on to the end."""
    ends = [found.start() for name in ("original_rule",) if (found := words(name).search(whole))]
    ends += [whole.index(QUOTE_LINE)] if QUOTE_LINE in whole else []
    ends += _header_block(whole)
    ends += _open_attribution(whole)
    return min(ends, default=len(whole))


def _header_block(whole: str) -> list[int]:
    """Where "From: … Sent: … To: …" stands: two more headers of a mail beneath a sender."""
    for found in words("quoted_header").finditer(whole):
        below = whole[found.end() : found.end() + 1_500].split("\n")[1:7]
        if sum(bool(words("header_beside").match(line)) for line in below) > 1:
            return [found.start()]
    return []


def _open_attribution(whole: str) -> list[int]:
    """Where "On … wrote:" stands and what follows is not marked by ">": all of it is quoted."""
    for found in words("attribution").finditer(whole):
        below = next((line for line in whole[found.end() :].split("\n") if line.strip()), "")
        if not QUOTED.match(below) and not QUOTED.match(found[0]):
            return [found.start()]
    return []


def _without_attributions(lines: list[str]) -> list[str]:
    """The lines without those that say who wrote the quoted lines below them."""
    whole = "\n".join(lines)
    return words("attribution").sub("", whole).split("\n")


def _without_rules(lines: list[str]) -> list[str]:
    """The lines without a rule at the end, which parted the reply from what was quoted."""
    while lines and (not lines[-1].strip() or RULE_LINE.match(lines[-1])):
        lines = lines[:-1]
    return lines
