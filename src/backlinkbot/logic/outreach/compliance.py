"""Which law holds for a message to a country, and what it asks for; the table is `data/law/`.

It is what statutes and their authorities say as far as we read them, each source with what was
read of it and when; it is no legal advice. A country that is not in the table is refused.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from backlinkbot.core.outreach import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.recipients import Recipient

TABLE = Path(__file__).parent / "data" / "law"


class Basis(StrEnum):
    """On what a first message may rest."""

    OPT_OUT = "opt-out"  # it may go until he says no
    PUBLISHED = "published"  # where he published the address for his work, and it fits that work
    CONSENT = "consent"  # only to who agreed before


class Reading(StrEnum):
    """How much of a source was read before its row was written."""

    FULL = "full"  # the sections named, whole
    EXCERPT = "excerpt"  # a part of them, or what somebody else says of them
    KNOWN = "known"  # nothing: what we know of the statute


class Author(StrEnum):
    """Who speaks in a source."""

    STATUTE = "statute"
    AUTHORITY = "authority"  # whoever sees to it that the statute is kept
    SUMMARY = "summary"  # anybody else


class Duty(StrEnum):
    """What a law wants said in every message."""

    WHO = "who"  # who sends it, or in whose name
    POSTAL = "postal"  # his postal address
    STOP = "stop"  # how to get no more
    SOURCE = "source"  # where the address is from
    ADVERT = "advert"  # that it advertises, to be seen at once


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row is from; `via`: where the text was read, if not at its own address."""

    title: str
    section: str
    url: str
    via: str
    by: Author
    reading: Reading
    read_on: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that a law prescribes: how the subject begins, and what the body has somewhere."""

    subject: str = ""
    body: tuple[str, ...] = ()


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for first messages to people in a country.

    `office`, `named`, `private`: for an organisation's general mailbox, for a named person at his
    work, and for a private mailbox or a sole trader. `strict`: for which of these, by that name, we
    ask for more than the statute may, and why. `within_days`: how many business days that law
    leaves to follow an objection; here it is at once, everywhere and for ever. `personal_data`:
    the law of names and addresses beside it. `sources`: the first is the one that carries the row.
    """

    country: str
    name: str
    statutes: tuple[str, ...]
    office: Basis
    named: Basis
    private: Basis
    strict: Mapping[str, str]
    within_days: int
    personal_data: str
    says: tuple[Duty, ...]
    mark: Mark
    note: str
    sources: tuple[Source, ...]

    @property
    def reading(self) -> Reading:
        """How well the row is read: as well as the source that carries it."""
        return self.sources[0].reading

    def kind(self, *, is_office: bool, is_private: bool) -> str:
        """Which column holds for such a mailbox; the stricter where it is both."""
        if is_private:
            return "private"
        return "office" if is_office else "named"

    def basis(self, *, is_office: bool, is_private: bool) -> Basis:
        """On what a message to such a mailbox may rest; the stricter where it is both."""
        columns = {"office": self.office, "named": self.named, "private": self.private}
        return columns[self.kind(is_office=is_office, is_private=is_private)]


@cache
def laws() -> Mapping[str, Law]:
    """All laws in the table by country."""
    made: dict[str, Law] = {}
    for path in sorted(TABLE.glob("*.toml")):
        for code, row in tomllib.loads(path.read_text("utf-8")).items():
            if code in made:
                raise ValueError(f"{code} has two rows, the second in {path.name}")
            made[code] = _law(code, row)
    return MappingProxyType(made)


def law_of(country: str | None) -> Law | None:
    """The law of a country by its ISO 3166 alpha-2 code, None where the table has none."""
    return laws().get(country.upper()) if country else None


def refusal(recipient: Recipient, law: Law | None) -> Refusal | None:
    """Why the law of a recipient's country says no to a first message, None where it does not."""
    if law is None:
        where = recipient.country or "an unknown country"
        return Refusal("unknown-law", f"the law of {where} is not in our table")
    if recipient.has_consent:
        return None
    is_office, is_private = recipient.is_office is True, recipient.is_free_mail is not False
    basis = law.basis(is_office=is_office, is_private=is_private)
    is_published = bool(recipient.found_on) and recipient.says_no is False
    if basis is Basis.OPT_OUT or (basis is Basis.PUBLISHED and is_published):
        return None
    why = law.strict.get(law.kind(is_office=is_office, is_private=is_private))
    if basis is Basis.PUBLISHED:
        said = f"{law.name} allows it only where the address was published without a refusal"
    elif why:
        said = f"for {law.name} we ask for consent given before: {why}"
    else:
        said = f"{law.name} asks for consent given before"
    return Refusal("law", f"{said} ({law.statutes[0]})")


def says_advert(country: str) -> bool:
    """Whether a message that furthers sales must say so there; yes where nobody knows."""
    law = law_of(country)
    return law is None or Duty.ADVERT in law.says


def missing_marks(law: Law, subject: str, body: str) -> list[str]:
    """What a law prescribes word by word and a message does not have, a sentence each."""
    said = []
    if law.mark.subject.casefold() not in subject.casefold():
        said.append(f'{law.name} wants "{law.mark.subject}" in the subject')
    told = body.casefold()
    lacking = [words for words in law.mark.body if words.casefold() not in told]
    return said + [f'{law.name} wants "{words}" in the message' for words in lacking]


def _law(code: str, row: Mapping[str, Any]) -> Law:
    mark = row.get("mark", {})
    return Law(
        country=code,
        name=row["name"],
        statutes=tuple(row["statutes"]),
        office=Basis(row["office"]),
        named=Basis(row["named"]),
        private=Basis(row["private"]),
        strict=MappingProxyType(row.get("strict", {})),
        within_days=row["within_days"],
        personal_data=row["personal_data"],
        says=tuple(Duty(one) for one in row["says"]),
        mark=Mark(mark["subject"], tuple(mark["body"])) if mark else NO_MARK,
        note=row["note"],
        sources=tuple(_source(one) for one in row["sources"]),
    )


def _source(told: Mapping[str, Any]) -> Source:
    return Source(
        title=told["title"],
        section=told["section"],
        url=told["url"],
        via=told.get("via", ""),
        by=Author(told["by"]),
        reading=Reading(told.get("read", "known")),
        read_on=told.get("read_on"),
    )
