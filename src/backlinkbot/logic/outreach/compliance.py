"""Which law holds for a message to a country, and what it asks for; the table is `data/law.toml`.

It is what statutes and their authorities say as far as we read them, with sources and the day they
were read; it is no legal advice. A country that is not in the table is refused.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backlinkbot.core.outreach import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.recipients import Recipient

TABLE = Path(__file__).parent / "data" / "law.toml"


class Basis(StrEnum):
    """On what a first message may rest."""

    OPT_OUT = "opt-out"  # it may go until he says no
    PUBLISHED = "published"  # where he published the address for his work, and it fits that work
    CONSENT = "consent"  # only to who agreed before


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for first messages to people in a country.

    `office`, `named`, `private`: for an organisation's general mailbox, for a named person at his
    work, and for a private mailbox or a sole trader. `within_days`: how soon an objection must be
    followed by that law; here it is at once, everywhere and for ever. `read_on`: when a source was
    read; None where the row is what we know of the statute, stricter where we were not sure.
    """

    country: str
    name: str
    statutes: tuple[str, ...]
    office: Basis
    named: Basis
    private: Basis
    within_days: int
    note: str
    sources: tuple[str, ...]
    read_on: date | None

    def basis(self, *, is_office: bool, is_private: bool) -> Basis:
        """On what a message to such a mailbox may rest; the stricter where it is both."""
        if is_private:
            return self.private
        return self.office if is_office else self.named


@cache
def laws() -> Mapping[str, Law]:
    """All laws in the table by country."""
    told = tomllib.loads(TABLE.read_text("utf-8"))
    return {code: _law(code, row) for code, row in told["law"].items()}


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
    office = recipient.is_office is True
    basis = law.basis(is_office=office, is_private=recipient.is_free_mail is not False)
    if basis is Basis.OPT_OUT:
        return None
    if basis is Basis.PUBLISHED:
        if recipient.found_on and recipient.says_no is False:
            return None
        why = f"{law.name} allows it only where the address was published without a refusal"
        return Refusal("law", f"{why} ({law.statutes[0]})")
    return Refusal("law", f"{law.name} asks for consent given before ({law.statutes[0]})")


def _law(code: str, row: Mapping[str, Any]) -> Law:
    return Law(
        country=code,
        name=row["name"],
        statutes=tuple(row["statutes"]),
        office=Basis(row["office"]),
        named=Basis(row["named"]),
        private=Basis(row["private"]),
        within_days=row["within_days"],
        note=row["note"],
        sources=tuple(row["sources"]),
        read_on=row.get("read_on"),
    )
