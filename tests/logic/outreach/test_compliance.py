"""The law table: every row whole, and the strictest reading wherever something is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from backlinkbot.core.recipients import Recipient
from backlinkbot.logic.outreach.compliance import (
    Author,
    Basis,
    Duty,
    Law,
    Reading,
    law_of,
    laws,
    missing_marks,
    refusal,
    says_advert,
)

ANN = Recipient(
    "ann@a.example", "ann@a.example", "a.example", "a.example", "GB", is_office=False,
    is_free_mail=False, is_guessed=False, found_on="https://a.example/contact",
)  # fmt: skip
ORDER = [Basis.OPT_OUT, Basis.PUBLISHED, Basis.CONSENT]
EU = (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
ROWS = pytest.mark.parametrize("law", laws().values(), ids=lambda law: law.country)


@ROWS
def test_a_row_has_its_statute_and_is_never_looser_to_people(law: Law) -> None:
    assert law.statutes
    assert all(law.statutes)
    assert law.note.endswith(".")
    assert len(law.country) == len("GB")
    assert law.country.isupper()
    strict = [ORDER.index(one) for one in (law.office, law.named, law.private)]
    assert strict == sorted(strict)
    assert {Duty.WHO, Duty.STOP} <= set(law.says)
    assert len(set(law.says)) == len(law.says)


@ROWS
def test_a_source_says_what_was_read_of_it_and_when(law: Law) -> None:
    assert law.sources
    for one in law.sources:
        assert one.title
        assert one.section
        assert one.url.startswith(("https://", "http://"))
        assert "|" not in f"{one.title}{one.section}{one.url}{one.via}"
        assert (one.read_on is None) == (one.reading is Reading.KNOWN)
        assert one.read_on is None or date(2026, 11, 1) <= one.read_on
        assert one.via == "" or one.read_on


@ROWS
def test_a_row_counts_as_read_in_full_by_a_statute_alone(law: Law) -> None:
    if law.reading is Reading.FULL:
        assert law.sources[0].by is Author.STATUTE


@ROWS
def test_a_row_that_lets_mail_go_rests_on_something_read(law: Law) -> None:
    if {law.office, law.named, law.private} != {Basis.CONSENT}:
        assert law.reading is not Reading.KNOWN


@ROWS
def test_where_we_are_stricter_than_the_statute_the_row_asks_for_consent(law: Law) -> None:
    columns = {"office": law.office, "named": law.named, "private": law.private}
    assert set(law.strict) <= set(columns)
    assert all(columns[kind] is Basis.CONSENT for kind in law.strict)
    assert all(why and not why.endswith(".") for why in law.strict.values())


def test_all_states_of_the_european_union_have_a_row() -> None:
    assert set(EU) <= set(laws())
    for code in EU:
        law = laws()[code]
        assert {Duty.SOURCE, Duty.ADVERT} <= set(law.says)
        assert law.personal_data == "GDPR"


def test_a_country_that_is_not_in_the_table_is_refused() -> None:
    assert law_of("XX") is None
    assert law_of(None) is None
    refused = refusal(ANN, None)
    assert refused is not None
    assert refused.rule == "unknown-law"


# By what was read: the statute, its authority, or who tells of it; see docs/reference/law.md.
@pytest.mark.parametrize(
    ("country", "allowed"),
    [
        ("US", "office named private"),  # 15 U.S.C. § 7704
        ("GB", "office named"),  # PECR reg. 22: individual subscribers alone
        ("IE", "office named"),  # S.I. 336/2011 reg. 13: an address used mainly at work
        ("FI", "office named"),  # Act 917/2014: by what the person does at work
        ("AU", "office named"),  # Spam Act Sch 2 cl 4, s 22(2)
        ("NZ", "office named"),  # UEMA s 4
        ("JP", "office named"),  # Act 26 of 2002 art. 3(1)(iv)
        ("AR", "office named"),  # Law 25.326 art. 27
        ("BE", "office"),  # Royal Decree of 4 April 2003 art. 1, 2°
        ("SE", "office"),  # Marketing Act § 19: a natural person, also at work
        ("NO", "office"),  # Marketing Control Act § 15
        ("EE", "office"),  # ESS § 103¹(2)
        ("LV", "office"),  # ISPL s. 9, by the inspectorate
        ("FR", "office"),  # CNIL: addresses from public pages ask for consent
        ("CA", "office"),  # PIPEDA s. 7.1(2): a person's address gathered by a program
        ("BR", "office"),
        ("MX", "office"),
        ("PT", ""),  # a national list must be asked, and is not
        ("BG", ""),  # so must a register
        ("DE", ""),
        ("SG", ""),  # no address gathered by a program
        ("HK", ""),
        ("KR", ""),  # Network Act art. 50(1)
        ("TR", ""),  # a state's register must be asked
        ("ZA", ""),
    ],
)
def test_who_may_be_written_to_first(country: str, allowed: str) -> None:
    law = law_of(country)
    mailboxes = {
        "office": replace(ANN, is_office=True),
        "named": ANN,
        "private": replace(ANN, is_free_mail=True),
    }
    told = [name for name, one in mailboxes.items() if refusal(one, law) is None]
    assert " ".join(told) == allowed


def test_whoever_is_refused_out_of_care_is_told_so() -> None:
    careful = refusal(replace(ANN, is_office=True), law_of("PT"))
    plain = refusal(ANN, law_of("PT"))
    assert careful is not None
    assert plain is not None
    assert "we ask for consent given before: the national list" in careful.reason
    assert "Portugal asks for consent given before" in plain.reason


def test_consent_that_can_be_shown_is_enough_everywhere() -> None:
    agreed = replace(ANN, has_consent=True)
    assert all(refusal(agreed, law) is None for law in laws().values())


def test_what_nobody_knows_of_a_mailbox_is_read_strictly() -> None:
    law = law_of("BE")
    unknown = replace(ANN, is_office=None)
    assert refusal(unknown, law) is not None
    british = law_of("GB")
    assert refusal(replace(ANN, is_free_mail=None), british) is not None
    australian = law_of("AU")
    assert refusal(ANN, australian) is None
    assert refusal(replace(ANN, found_on=None), australian) is not None
    assert refusal(replace(ANN, says_no=None), australian) is not None


@pytest.mark.parametrize("country", ["US", "us", "GB", "SE", "", "XX"])
def test_a_message_says_that_it_advertises_where_the_law_wants_it_or_nobody_knows(
    country: str,
) -> None:
    assert says_advert(country)


@pytest.mark.parametrize("country", ["AU", "NZ", "CA", "JP"])
def test_a_message_need_not_say_that_it_advertises_elsewhere(country: str) -> None:
    assert not says_advert(country)


@pytest.mark.parametrize(
    ("country", "subject", "body", "lacks"),
    [
        ("SG", "A dead link", "", 1),
        ("SG", "<ADV> A dead link", "", 0),
        ("SG", "Re: <adv> A dead link", "", 0),
        ("KR", "(광고) A dead link", "", 0),
        ("IL", "A dead link", "פרסומת", 1),
        ("AR", "Publicidad: un enlace", "", 2),
        ("AR", "Publicidad: un enlace", "Ley 25.326 art. 27, Decreto 1558/2001 art. 27", 0),
        ("HK", "A dead link", "Answer with stop", 1),
        ("HK", "A dead link", "Answer with stop. 取消接收請回覆", 0),
        ("US", "A dead link", "", 0),
    ],
)
def test_words_that_a_law_prescribes_are_looked_for(
    country: str, subject: str, body: str, lacks: int
) -> None:
    law = law_of(country)
    assert law is not None
    said = missing_marks(law, subject, body)
    assert len(said) == lacks
    assert all(law.name in one for one in said)
