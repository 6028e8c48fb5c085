"""What SPF, DKIM and DMARC records mean for a sender, and what he is told to do."""

from __future__ import annotations

import pytest

from backlinkbot.core.sending import Finding
from backlinkbot.logic.outreach.sender_domain import dkim_check, dmarc_check, mx_check, spf_check

GOOD, WARNING, BAD, UNKNOWN = Finding.GOOD, Finding.WARNING, Finding.BAD, Finding.UNKNOWN


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        (None, UNKNOWN),
        ((), BAD),
        (("v=spf1 -all", "v=spf1 mx -all"), BAD),
        (("v=spf1 mx +all",), BAD),
        (("v=spf1 mx all",), BAD),
        (("v=spf1 mx ?all",), WARNING),
        (("v=spf1 mx",), WARNING),
        (("v=spf1 ip4:192.0.2.1 ~all",), GOOD),
        (("v=spf1 redirect=_spf.example.com",), GOOD),
        (("v=spf1 " + " ".join(f"include:s{n}.example" for n in range(11)) + " -all",), BAD),
    ],
)
def test_spf(records: tuple[str, ...] | None, finding: Finding) -> None:
    assert spf_check(records, {}, "mail.shop.example").finding is finding


def test_spf_must_name_the_provider_that_sends() -> None:
    record = ("v=spf1 include:_spf.google.com ~all",)
    there = {"_spf.google.com": ("v=spf1 ip4:192.0.2.0/24 ~all",)}
    assert spf_check(record, there, "smtp.gmail.com").finding is GOOD
    said = spf_check(record, there, "smtp.office365.com")
    assert (said.finding, said.to_do) == (WARNING, "add include:spf.protection.outlook.com to it")


def test_look_ups_of_included_records_count_too() -> None:
    inner = ("v=spf1 " + " ".join(f"a:h{n}.example" for n in range(10)) + " ~all",)
    assert spf_check(("v=spf1 include:x.example ~all",), {"x.example": inner}, "").finding is BAD


@pytest.mark.parametrize(
    ("texts", "finding"),
    [
        (("v=DKIM1; k=rsa; p=AB CD",), GOOD),
        (("k=rsa; p=ABCD;",), GOOD),
        (("v=DKIM1; p=OTHER",), BAD),
        (("v=DKIM1; p=",), BAD),
        ((), BAD),
        (None, UNKNOWN),
    ],
)
def test_dkim_of_our_own_key(texts: tuple[str, ...] | None, finding: Finding) -> None:
    assert dkim_check({"s1": texts}, "s1", "ABCD").finding is finding


def test_dkim_of_a_provider() -> None:
    assert dkim_check({"google": ("v=DKIM1; p=AB",)}, "", "").finding is GOOD
    assert dkim_check({"google": ()}, "", "").finding is WARNING
    assert dkim_check({"google": None}, "", "").finding is UNKNOWN


@pytest.mark.parametrize(
    ("records", "finding"),
    [
        (None, UNKNOWN),
        ((), BAD),
        (("v=DMARC1; p=none", "v=DMARC1; p=reject"), BAD),
        (("v=DMARC1; rua=mailto:a@shop.example",), BAD),
        (("v=DMARC1;p=Reject;",), GOOD),
    ],
)
def test_dmarc(records: tuple[str, ...] | None, finding: Finding) -> None:
    assert dmarc_check(records, "shop.example").finding is finding


def test_mx() -> None:
    said = [mx_check(one).finding for one in (None, False, True)]
    assert said == [UNKNOWN, BAD, GOOD]
