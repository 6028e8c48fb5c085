"""Whose a mailbox is by its name."""

from __future__ import annotations

import pytest

from backlinkbot.core.pages.contacts.names import is_name, owner_of, plain_name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("jane@s.org", "Jane Smith"),
        ("j.smith@s.org", "Jane Smith"),
        ("jsmith@s.org", "Jane Smith"),
        ("smith@s.org", "Jane Smith"),
        ("jane.smith@s.org", "Jane Smith"),
        ("smithj@s.org", "Jane Smith"),
        ("j.mueller@s.org", "J\u00f6rg M\u00fcller"),
        ("tea@s.org", ""),
        ("js@s.org", ""),
        ("j@s.org", ""),
    ],
)
def test_a_mailbox_is_his_whose_name_it_bears(address: str, name: str) -> None:
    assert owner_of(address, ["Bob Brown", "Jane Smith", "J\u00f6rg M\u00fcller"]) == name


def test_titles_are_no_part_of_a_name() -> None:
    assert plain_name("Dr. Jane Smith, Editor") == "Jane Smith"
    assert plain_name("Rechtsanwalt Max Krause") == "Max Krause"


@pytest.mark.parametrize("text", ["Contact Us", "Read More", "JANE SMITH", "Jane", "Weitere Hilfe"])
def test_labels_are_no_names(text: str) -> None:
    assert not is_name(text)
