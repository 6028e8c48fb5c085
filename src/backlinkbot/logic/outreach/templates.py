"""Templates that users write, filled in for each recipient: Liquid, without loops and with limits.

What is filled in comes from pages and mails, so it is hostile: it is plain text of bounded length,
on one line, and is never read as a template itself.
"""

from __future__ import annotations

import unicodedata
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from backlinkbot.core.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liquid import Environment

    from backlinkbot.core.outreach import Template

LONGEST_TEMPLATE = 20_000  # characters of a subject or body as it is written
LONGEST_OUTPUT = 20_000  # bytes of one that is filled in; a letter has a tenth
LONGEST_VALUE = 1_000  # characters of what is filled in for one name
DEEPEST = 12  # blocks in blocks

# What templates may use, and what each is; a name that is not here is a mistake.
VARIABLES: Mapping[str, str] = {
    "first_name": "the recipient's first name, as published",
    "name": "the recipient's whole name, as published",
    "role": "what he does at the site, as published",
    "their_site": "the domain of his site",
    "page_url": "the page that could link to us",
    "broken_url": "the link on it that leads nowhere",
    "mention": "the words on it that name us without a link",
    "about": "what the opening is about, as found",
    "our_site": "our domain",
    "our_name": "our site's name",
    "our_url": "the page of ours that the link would lead to",
    "sender_name": "who writes",
    "sender_organisation": "for whom",
    "postal_address": "the sender's postal address",
    "found_on": "the page where the recipient's address was published",
    "unsubscribe_url": "where he says that he wants no more: a page of ours, or the mailbox",
}
# No loop, no include and no filter that makes a text longer: so a template costs what it shows.
TAGS = frozenset(("if", "unless", "case", "assign", "comment", "raw"))
FILTERS = frozenset(
    ("default", "capitalize", "upcase", "downcase", "strip", "truncate", "truncatewords", "size")
)
_SPACES = {"Zl", "Zp", "Cc"}  # categories that break a line
_INVISIBLE = {"Cf", "Cs", "Co", "Cn"}
_KEPT = 256  # templates that stay parsed: a batch fills the same few in for thousands
# Names without a value that the template being filled in wanted to show.
_missing: ContextVar[list[str] | None] = ContextVar("missing", default=None)


@dataclass(frozen=True, slots=True)
class Filled:
    """A template filled in for one recipient.

    `missing`: names without a value that were to be shown and have no fallback, in order.
    """

    subject: str
    body: str
    missing: tuple[str, ...] = ()


def fill(template: Template, values: Mapping[str, str]) -> Filled:
    """Subject and body for one recipient; a value that is empty is as good as none.

    Raises:
        BadInput: the template is no Liquid, uses what it may not, or becomes too long.
    """
    missing: list[str] = []
    known = {name: told for name in VARIABLES if (told := plain(values.get(name, "")))}
    subject = " ".join(_filled(template.subject, known, missing, "subject").split())
    body = _filled(template.body, known, missing, "body")
    lines = [line.rstrip() for line in body.replace("\r\n", "\n").split("\n")]
    return Filled(subject, "\n".join(lines).strip() + "\n", tuple(dict.fromkeys(missing)))


def names_used(template: Template) -> tuple[str, ...]:
    """The names that a template asks for, by name.

    Raises:
        BadInput: it is no Liquid, or uses what it may not.
    """
    found: set[str] = set()
    for part, text in (("subject", template.subject), ("body", template.body)):
        parsed = _parsed(text, part)
        found.update(parsed.global_variables())
    return tuple(sorted(found))


def check(template: Template) -> None:
    """Raises BadInput for a template that cannot be used, with what is wrong in it."""
    unknown = [name for name in names_used(template) if name not in VARIABLES]
    if unknown:
        known = ", ".join(VARIABLES)
        raise BadInput(f"the template asks for {unknown[0]!r}, which is nothing; there are {known}")
    if not template.subject.strip() or not template.body.strip():
        raise BadInput("a template needs a subject and a body")


def plain(value: str) -> str:
    """A value as it may stand in a message: on one line, without what nobody sees, not too long."""
    kept = []
    for letter in value[: 4 * LONGEST_VALUE]:
        category = unicodedata.category(letter)
        if category in _SPACES:
            kept.append(" ")
        elif category not in _INVISIBLE:
            kept.append(letter)
    return " ".join("".join(kept).split())[:LONGEST_VALUE]


def _filled(text: str, values: Mapping[str, str], missing: list[str], part: str) -> str:
    from liquid.exceptions import LiquidError

    parsed = _parsed(text, part)
    told = _missing.set(missing)
    try:
        return str(parsed.render(**values))
    except (LiquidError, RecursionError) as error:
        raise BadInput(f"the {part} of the template cannot be filled in: {_said(error)}") from error
    finally:
        _missing.reset(told)


@lru_cache(maxsize=_KEPT)
def _parsed(text: str, part: str) -> Any:
    from liquid.exceptions import LiquidError

    if len(text) > LONGEST_TEMPLATE:
        raise BadInput(f"the {part} of a template has {LONGEST_TEMPLATE:,} characters at most")
    try:
        return _environment().from_string(text)
    except (LiquidError, RecursionError) as error:
        raise BadInput(f"the {part} of the template is wrong: {_said(error)}") from error


@cache
def _environment() -> Environment:
    """Liquid with our limits; names without a value that are shown are added to `_missing`."""
    from liquid import Environment, Undefined

    class Missing(Undefined):
        def __str__(self) -> str:
            missing = _missing.get()
            if missing is not None:
                missing.append(str(self.name))
            return ""

    class Limited(Environment):
        block_nesting_limit = DEEPEST
        context_depth_limit = DEEPEST
        loop_iteration_limit = 1
        local_namespace_limit = LONGEST_OUTPUT
        output_stream_limit = LONGEST_OUTPUT

    made = Limited(undefined=Missing)
    for name in set(made.filters) - FILTERS:
        del made.filters[name]
    for name in set(made.tags) - TAGS - {"illegal", "content", "output", "statement", "literal"}:
        del made.tags[name]
    return made


def _said(error: Exception) -> str:
    told = " ".join(str(error).split()) or type(error).__name__
    line = getattr(getattr(error, "token", None), "start_index", None)
    return told if line is None else f"{told} (at character {line})"
