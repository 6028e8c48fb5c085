"""What to do next about a mail that came in: suggested to a person, never done by itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import canonical_address, is_no_reply
from backlinkbot.logic.outreach.mail.classified import MailKind
from backlinkbot.logic.outreach.mail.replies import ReplyClass
from backlinkbot.logic.outreach.mail.reports import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Collection

MOST_NAMED = 5  # people whom one referral names
MOST_READ = 4_000  # characters of a mail in which they are looked for
# One way to write an address that programs do not find: "jo at news dot example".
SPELT = re.compile(
    r"\b([\w.+-]{1,64})\s*[\[(]\s*at\s*[\])]\s*([\w-]{1,63})\s*[\[(]\s*dot\s*[\])]\s*(\w{2,24})"
)


@dataclass(frozen=True, slots=True)
class Action:
    """What to do next. `do`: in one word; `whom`: addresses that a referral names."""

    do: str
    says: str
    whom: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The action as JSON."""
        return {"do": self.do, "says": self.says, "whom": list(self.whom)}


def action_for(
    kind: str,
    reply_class: str,
    text: str = "",
    *,
    is_doubtful: bool = False,
    known: Collection[str] = (),
) -> Action:
    """What to do next about a mail.

    Args:
        kind: of the mail, as `mail classify` says it.
        reply_class: empty where it has none.
        text: what was written, without quotes.
        is_doubtful: a person has not yet said what it is.
        known: canonical addresses that a referral does not mean: theirs, and ours.
    """
    rows = _rows()
    if is_doubtful:
        name = "doubtful"
    elif kind in {MailKind.COMPLAINT, MailKind.DELAYED}:
        name = kind
    else:
        name = reply_class if reply_class in rows else "none"
    whom = named_in(text, known) if name == ReplyClass.REFERRAL else ()
    return Action(rows[name]["do"], rows[name]["says"], whom)


def named_in(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """The addresses that a text names, in canonical form, without those that are known."""
    plain = SPELT.sub(r"\1@\2.\3", text[:MOST_READ])
    found: list[str] = []
    for match in ADDRESS.finditer(plain):
        try:
            one = canonical_address(match[0].rstrip("."))
        except BadInput:
            continue
        if one not in known and one not in found and not is_no_reply(one):
            found.append(one)
    return tuple(found[:MOST_NAMED])


@cache
def _rows() -> dict[str, dict[str, str]]:
    place = files("backlinkbot.logic.outreach") / "data" / "actions.toml"
    return tomllib.loads(place.read_text("utf-8"))
