"""What refuses advertising, and what only sounds so."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.contacts.refusals import says_no


@pytest.mark.parametrize(
    "text",
    [
        "Der Nutzung von im Rahmen der Impressumspflicht ver\u00f6ffentlichten Kontaktdaten zur "
        "\u00dcbersendung von nicht ausdr\u00fccklich angeforderter Werbung wird widersprochen.",
        "Wir nehmen keine Gastbeitr\u00e4ge und keine Linkanfragen an.",
        "We do not accept guest posts or link exchanges.",
        "Please don\u2019t send us SEO pitches or marketing emails.",
        "No unsolicited commercial e-mail, please.",
        "Merci de ne pas utiliser cette adresse pour du d\u00e9marchage publicitaire.",
        "Vietato inviare pubblicit\u00e0 a questo indirizzo.",
        "No se aceptan correos de publicidad.",
    ],
)
def test_a_refusal_is_heard(text: str) -> None:
    assert says_no(f"Contact\n{text}\nThanks")


@pytest.mark.parametrize(
    "text",
    [
        "Write for us: we accept guest posts about gardening.",
        "Advertise with us: marketing@site.org",
        "Werbung auf unserer Seite: schreiben Sie uns.",
        "He did not publish the letter. Advertising is an art.",
        "",
    ],
)
def test_other_talk_of_advertising_is_none(text: str) -> None:
    assert not says_no(text)
