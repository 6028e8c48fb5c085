"""Addresses that no request of ours may go to, in every disguise."""

from __future__ import annotations

import pytest

from backlinkbot.core.urls.addresses import is_public_address

PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8",
          "168.63.129.17", "2600:1::5efe:8.8.8.8")  # fmt: skip
PRIVATE = (  # none is bound to: they are judged
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "239.1.2.3", "192.0.0.192",  # noqa: S104
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1",
    "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1",
    "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
    "2001:0:0:0:0:0:80ff:fffe", "2001:db8::1", "100::1", "5f00::1", "2001:2::1",
    "::ffff:0:127.0.0.1", "4000::1", "e000::1", "3fff::1", "168.63.129.16",
    "2600:1::5efe:127.0.0.1", "2600:1::200:5efe:a00:1", "::ffff:168.63.129.16",
    "localhost", "", "1.2.3", "0x7f.1",
)  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC)
def test_an_address_of_the_internet_is_public(text: str) -> None:
    assert is_public_address(text)


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_of_a_private_place_is_not_public_in_any_form(text: str) -> None:
    assert not is_public_address(text)
