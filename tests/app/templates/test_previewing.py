"""Words being written as one prospect would get them."""

from __future__ import annotations

import pytest
from campaign_world import grown, world

from backlinkbot.app.prospects import add_prospect
from backlinkbot.app.suppress import suppress
from backlinkbot.app.templates import add_template, preview_for, preview_template, template_words
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.access import LOCAL
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.outreach import Sender, SuppressionReason

WORDS = template_words("x", "To {{ their_site }}", "Hi,\r\n\r\n{{ page_url }} is fine.\r\n")


def test_words_are_filled_in_with_the_campaigns_sender_and_the_contact(
    workspace: Workspace,
) -> None:
    grown(workspace, workspace.clock.now())
    made = world(workspace, ["ann@news0.example"])
    found = preview_for(workspace, WORDS, made.prospects[0])
    assert found.campaign
    assert found.shown.recipient == "ann@news0.example"
    assert found.shown.message.subject == "To news0.example"
    assert "https://news0.example/tools is fine." in found.shown.message.body
    assert "1 High Street" in found.shown.message.body
    assert found.shown.refusal is None
    assert found.shown.flaws == ()


def test_a_template_is_looked_at_as_a_follow_up_of_a_campaign(workspace: Workspace) -> None:
    grown(workspace, workspace.clock.now())
    made = world(workspace, ["ann@news0.example"])
    add_template(workspace, "again", "Subject: Re: {{ about }}\n\nHi,\n\ndid this reach you?\n")
    told = preview_template(workspace, "again", made.prospects[0], campaign=1, step=1)
    assert told.message.subject == "Re: A dead link on news0.example"
    assert "bo@shop.example" in told.message.body  # of whom to ask for no more
    assert "I found your address" not in told.message.body  # the first message has said so
    assert (told.flaws, told.refusal) == ((), None)
    other = Sender("Eve Moss", "Moss Ltd", "2 Low Street")
    said = preview_template(workspace, "first", made.prospects[0], other)
    assert "Eve Moss, Moss Ltd" in said.message.body
    assert said.may_go
    with pytest.raises(NotFound, match="no campaign 9"):
        preview_template(workspace, "first", made.prospects[0], campaign=9)
    suppress(workspace, ("news0.example",), reason=SuppressionReason.UNSUBSCRIBED)
    refused = preview_template(workspace, "first", made.prospects[0]).refusal
    assert refused
    assert refused.rule == "suppressed"
    assert "unsubscribed on" in refused.reason


def test_without_campaign_and_contact_it_is_looked_at_all_the_same(workspace: Workspace) -> None:
    kept = add_prospect(workspace, "shop.example", "https://news.example/a", by=LOCAL)
    found = preview_for(workspace, WORDS, kept.added[0].number)
    assert found.campaign is None
    assert "Your Name" in found.shown.message.body
    assert found.shown.refusal


def test_words_that_are_no_liquid_are_said_before_anything_is_looked_up() -> None:
    with pytest.raises(BadInput):
        template_words("x", "a", "{% include 'x' %}")
    with pytest.raises(BadInput, match="no language"):
        template_words("x", "a", "b", "English!")


def test_a_prospect_that_is_not_there_is_said(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        preview_for(workspace, WORDS, 99)
