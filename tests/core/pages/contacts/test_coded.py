"""Addresses behind the codes of programs that protect them."""

from __future__ import annotations

import codecs

import pytest

from backlinkbot.core.pages.contacts import coded


def cloudflare_code(address: str, key: int = 0x54) -> str:
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


def shifted(text: str, by: int) -> str:
    def one(letter: str) -> str:
        for first, last in ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A)):
            if first <= ord(letter) <= last:
                return chr(first + (ord(letter) - first + by) % (last - first + 1))
        return letter

    return "".join(map(one, text))


@pytest.mark.parametrize("key", [1, 0x54, 255])
def test_cloudflares_code_is_undone(key: int) -> None:
    code = cloudflare_code("ann@site.org", key)
    assert coded.cloudflare(code) == "ann@site.org"
    assert coded.cloudflare_link(f"/cdn-cgi/l/email-protection#{code}") == "ann@site.org"


@pytest.mark.parametrize("code", ["", "5", "zz" * 5, "00" * 400, "54" * 5, "5" * 5001])
def test_what_is_no_code_gives_nothing(code: str) -> None:
    assert coded.cloudflare(code) is None


@pytest.mark.parametrize("by", [-3, 1, 2, 14])
def test_typo3s_shift_is_found_by_trying(by: int) -> None:
    code = shifted("mailto:ann@site.org", by)
    assert coded.typo3(code) == "ann@site.org"
    assert coded.typo3_link(f"javascript:linkTo_UnCryptMailto('{code}');") == "ann@site.org"


def test_joomlas_pieces_are_put_together() -> None:
    script = "var addy12 = 'an' + 'n' + '&#64;';\n addy12 = addy12 + 'site' + '&#46;' + 'org';"
    assert coded.in_script(script) == ["ann@site.org"]


def test_attributes_that_a_script_reads_are_read() -> None:
    turned = codecs.encode("ann[at]site.org", "rot13").replace("[ng]", "[at]")
    assert list(coded.in_attributes({"data-enc-email": turned})) == ["ann@site.org"]
    parts: dict[str, str | None] = {"data-name": "ann", "data-domain": "site", "data-tld": "org"}
    assert list(coded.in_attributes(parts)) == ["ann@site.org"]
    assert list(coded.in_attributes({"data-domain": "site.org"})) == []


def test_a_mail_link_may_name_several_and_a_link_to_share_names_none() -> None:
    assert coded.mailto_addresses("mailto:a1%40site.org,b2@site.org?cc=c@site.org") == [
        "a1@site.org",
        "b2@site.org",
    ]
    assert coded.mailto_addresses("MAILTO:?subject=Look&body=ann@site.org") == []
    assert coded.mailto_addresses("mailto:?to=ann@site.org") == ["ann@site.org"]
