"""The law table: every row whole, and the strictest reading wherever something is not known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backlinkbot.core.recipients import Recipient
from backlinkbot.logic.outreach.compliance import Basis, Law, law_of, laws, refusal

ANN = Recipient(
    "ann@a.example", "ann@a.example", "a.example", "a.example", "GB", is_office=False,
    is_free_mail=False, is_guessed=False, found_on="https://a.example/contact",
)  # fmt: skip
ORDER = [Basis.OPT_OUT, Basis.PUBLISHED, Basis.CONSENT]


@pytest.mark.parametrize("law", laws().values(), ids=lambda law: law.country)
def test_a_row_has_its_statute_its_source_and_is_never_looser_to_people(law: Law) -> None:
    assert law.statutes
    assert all(source.startswith(("https://", "http://")) for source in law.sources)
    assert law.sources
    assert law.note.endswith(".")
    strict = [ORDER.index(one) for one in (law.office, law.named, law.private)]
    assert strict == sorted(strict)


def test_a_country_that_is_not_in_the_table_is_refused() -> None:
    assert law_of("XX") is None
    assert law_of(None) is None
    refused = refusal(ANN, None)
    assert refused is not None
    assert refused.rule == "unknown-law"


@pytest.mark.parametrize(
    ("country", "allowed"),
    [("US", "office named private"), ("GB", "office named"), ("DE", ""), ("BE", "office"),
     ("CA", "office named")],
)  # fmt: skip
def test_who_may_be_written_to_first(country: str, allowed: str) -> None:
    law = law_of(country)
    mailboxes = {
        "office": replace(ANN, is_office=True),
        "named": ANN,
        "private": replace(ANN, is_free_mail=True),
    }
    told = [name for name, one in mailboxes.items() if refusal(one, law) is None]
    assert " ".join(told) == allowed


def test_consent_that_can_be_shown_is_enough_everywhere() -> None:
    agreed = replace(ANN, has_consent=True)
    assert all(refusal(agreed, law) is None for law in laws().values())


def test_what_nobody_knows_of_a_mailbox_is_read_strictly() -> None:
    law = law_of("BE")
    unknown = replace(ANN, is_office=None)
    assert refusal(unknown, law) is not None
    british = law_of("GB")
    assert refusal(replace(ANN, is_free_mail=None), british) is not None
    canadian = law_of("CA")
    assert refusal(replace(ANN, found_on=None), canadian) is not None
    assert refusal(replace(ANN, says_no=None), canadian) is not None


@pytest.mark.parametrize("law", laws().values(), ids=lambda law: law.country)
def test_the_reference_shows_the_row_as_it_is(law: Law) -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "law.md"
    bases = f"{law.office} | {law.named} | {law.private} | {law.note}"
    assert f"| {law.name} ({law.country}) | {'; '.join(law.statutes)} | {bases}" in page.read_text(
        "utf-8"
    )
