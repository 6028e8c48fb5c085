"""One person's many addresses, and addresses that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backlinkbot.core.errors import BadInput
from backlinkbot.core.mail_addresses import (
    address_domain,
    canonical_address,
    is_free_mail,
    is_no_reply,
    is_role_address,
    look_alike,
    published_address,
)

NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Ann@Example.COM", "ann@example.com"),
        ("Ann Lee <ann@example.com>", "ann@example.com"),
        ("mailto:ann@example.com?subject=hi", "ann@example.com"),
        ("ann@example.com.", "ann@example.com"),
        ("a.n.n+x@GoogleMail.com", "ann@gmail.com"),
        ("a.n.n@example.com", "a.n.n@example.com"),
        ("ann+shop@example.com", "ann@example.com"),
        ("a-n_n@protonmail.com", "ann@proton.me"),
        ("ann-news@yahoo.com", "ann@yahoo.com"),
        ("news@ann.fastmail.com", "ann@fastmail.com"),
        ("ann@Exämple.de", "ann@xn--exmple-cua.de"),
        ("ann@XN--EXMPLE-CUA.de", "ann@xn--exmple-cua.de"),
        ("\uff41nn@example.com", "ann@example.com"),
        ('"ann"@example.com', "ann@example.com"),
    ],
)
def test_a_person_has_one_form(written: str, person: str) -> None:
    assert canonical_address(written) == person


@pytest.mark.parametrize(
    "text",
    [
        "", "ann", "@example.com", "ann@", "ann@@example.com", "a b@example.com", "ann@localhost",
        "ann@[127.0.0.1]", "ann@127.0.0.1", "a\nBcc: b@c.com@example.com", "ann@exa mple.com",
        "an\u200bn@example.com", "a" * 65 + "@example.com", "ann,bob@example.com",
        "ann\uff20evil@example.com", "..@example.com",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        canonical_address(text)


@given(st.text(max_size=40), st.sampled_from(["gmail.com", "yahoo.com", "pm.me", "b\u00fc.de"]))
def test_the_form_of_the_form_is_the_form(local: str, host: str) -> None:
    try:
        once = canonical_address(f"{local}@{host}")
    except BadInput:
        return
    assert canonical_address(once) == once
    assert "\n" not in once
    assert "\r" not in once


@given(NAMES, NAMES, st.data())
def test_case_labels_and_dots_do_not_make_another_person(
    name: str, label: str, data: st.DataObject
) -> None:
    dotted = ".".join(name) if data.draw(st.booleans()) else name
    other = (
        f"{dotted.upper()}+{label}@{data.draw(st.sampled_from(['Gmail.com', 'GOOGLEMAIL.COM']))}"
    )
    assert canonical_address(other) == canonical_address(f"{name}@gmail.com")


def test_letters_of_another_alphabet_look_alike_and_are_not_the_same() -> None:
    other = "ann@ex\u0430mple.com"
    assert canonical_address(other) != "ann@example.com"
    assert look_alike(other) == look_alike("ann@example.com")
    assert look_alike("\u0430nn@example.com") == look_alike("ann@example.com")
    assert look_alike("ann@example.com") != look_alike("bob@example.com")


def test_an_office_is_not_a_person() -> None:
    offices = ("info@a.com", "Press.UK@a.com", "redaktion@a.de", "info2@a.com", "no-reply@a.com")
    people = ("ann@a.com", "ann.lee@a.com", "infora@a.com", "de@a.com", "ann.info@a.com")
    assert all(is_role_address(one) for one in offices)
    assert not any(is_role_address(one) for one in people)
    assert is_no_reply("do_not_reply@a.com")
    assert not is_no_reply("ann@a.com")


def test_a_provider_of_mailboxes_is_nobodys_organisation() -> None:
    assert is_free_mail("ann@googlemail.com")
    assert not is_free_mail("ann@example.com")
    assert address_domain("ann@mail.example.co.uk") == "example.co.uk"


def test_mail_is_sent_to_the_address_as_it_was_published() -> None:
    assert published_address("Ann <A.Nn+Press@B\u00fc.de>") == "A.Nn+Press@xn--b-eha.de"
