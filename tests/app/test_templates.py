"""Templates as they are kept and looked at, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from backlinkbot.app.prospects import add_prospect, set_contact
from backlinkbot.app.sites import add_site
from backlinkbot.app.suppress import suppress
from backlinkbot.app.templates import (
    Shown,
    add_template,
    list_templates,
    preview_template,
    template_file,
    template_named,
)
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.outreach import Sender

TEXT = """Subject: A dead link on your page

Hi {{ first_name | default: "there" }},

on {{ page_url }} the link to {{ broken_url }} leads nowhere. Would {{ our_url }} do?
{{ sender_name }}
"""
SENDER = Sender("Bo Lind", "Shop Ltd", "1 High Street, Springfield")
GIVEN = {"found_on": "https://news.example/contact", "name": "Ann Lee"}


@pytest.fixture
def prospect(workspace: Workspace) -> int:
    add_site(workspace, Site(domain="shop.example"))
    page = "https://news.example/tools"
    kept = add_prospect(workspace, "shop.example", page, by=LOCAL, tactic="broken link")
    number = kept.added[0].number
    set_contact(workspace, number, "ann@news.example", "named person", by=LOCAL)
    return number


def looked_at(workspace: Workspace, prospect: int, **given: str) -> Shown:
    values = {**GIVEN, "broken_url": "http://old.example/guide", **given}
    return preview_template(workspace, "dead", prospect, SENDER, given=values, country="us")


def test_an_edit_makes_a_version_and_the_old_ones_stay(workspace: Workspace) -> None:
    assert add_template(workspace, "dead", TEXT).version == 1
    assert add_template(workspace, "dead", TEXT.replace("\n", "\r\n")).version == 1
    assert add_template(workspace, "dead", TEXT.replace("Would", "Might"), by="bo").version == 2
    add_template(workspace, "also", TEXT, language="de")
    kept = [(one.name, one.version) for one in list_templates(workspace)]
    assert kept == [("also", 1), ("dead", 2)]
    assert "Would" in template_named(workspace, "dead", 1).body
    assert template_named(workspace, "dead").by == "bo"
    with pytest.raises(NotFound):
        template_named(workspace, "dead", 3)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Dead Link", TEXT), ("", TEXT), ("a" * 81, TEXT), ("dead", "no subject\n\nbody"),
     ("dead", "Subject: x\nno blank"), ("dead", "Subject: x\n\n"), ("dead", "Subject: x\n\n{% if"),
     ("dead", "Subject: x\n\n{{ frist_name }}")],
)  # fmt: skip
def test_what_cannot_be_a_template_is_refused(workspace: Workspace, name: str, text: str) -> None:
    with pytest.raises(BadInput):
        add_template(workspace, name, text)
    with pytest.raises(BadInput):
        add_template(workspace, "fine", TEXT, language="german, mostly")
    assert list_templates(workspace) == []


def test_a_prospect_sees_his_own_evidence(workspace: Workspace, prospect: int) -> None:
    add_template(workspace, "dead", TEXT)
    told = looked_at(workspace, prospect)
    assert told.recipient == "ann@news.example"
    assert told.message.body.startswith("Hi Ann,\n\non https://news.example/tools the link to")
    assert "I found your address on https://news.example/contact" in told.message.body
    assert "This is a business request (advertising) by Shop Ltd." in told.message.body
    assert told.flaws == ()
    assert told.refusal is None
    assert told.may_go
    assert told.as_document()["may_go"] is True


def test_what_is_missing_or_wrong_is_said(workspace: Workspace, prospect: int) -> None:
    add_template(workspace, "dead", TEXT.replace("Subject: ", "Subject: Re: "))
    told = looked_at(workspace, prospect, broken_url="", found_on="")
    assert {one.rule for one in told.flaws} == {
        "deceptive-reply", "empty-variable", "no-source-note",
    }  # fmt: skip
    assert told.refusal is not None
    assert not told.may_go
    with pytest.raises(BadInput, match="frist_name"):
        looked_at(workspace, prospect, frist_name="Ann")
    with pytest.raises(NotFound):
        looked_at(workspace, prospect + 1)


def test_the_firewall_is_asked_and_nothing_is_booked(workspace: Workspace, prospect: int) -> None:
    add_template(workspace, "dead", TEXT)
    assert looked_at(workspace, prospect).may_go
    assert looked_at(workspace, prospect).may_go
    suppress(workspace, ("news.example",))
    told = looked_at(workspace, prospect)
    assert told.refusal is not None
    assert told.refusal.rule == "suppressed"
    with pytest.raises(BadInput, match="no country"):
        preview_template(workspace, "dead", prospect, SENDER, country="Germany")


def test_a_file_that_is_no_letter_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(b"\xef\xbb\xbfSubject: x\n\nbody")
    assert template_file(file) == "Subject: x\n\nbody"
    for raw in (b"\xff\xfe", b"x" * 200_001):
        file.write_bytes(raw)
        with pytest.raises(BadInput):
            template_file(file)
    with pytest.raises(BadInput):
        template_file(tmp_path)
