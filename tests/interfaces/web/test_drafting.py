"""A draft by the user's model is asked for on the page of a prospect, read, and kept by nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from campaign_world import SITE, world
from pytest_httpserver import HTTPServer

from backlinkbot.app.templates import list_templates

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

PROSPECT = f"/c/home/s/{SITE}/prospects/1"
DRAFT = "/c/home/templates/_suggested"
LETTER = "Subject: A page on {{ their_site }}\n\nHi {{ first_name }},\n\nwould {{ our_url }} help?"


@pytest.fixture
def asked(empty: Browser, httpserver: HTTPServer) -> Browser:
    world(empty.root, ["ann@news0.example"])
    empty.root.settings = replace(
        empty.root.settings, writer_url=httpserver.url_for("/v1"), writer_model="small"
    )
    return empty


def test_a_draft_is_shown_to_be_read_and_nothing_is_kept(
    asked: Browser, httpserver: HTTPServer
) -> None:
    answer = {"choices": [{"message": {"role": "assistant", "content": LETTER}}]}
    httpserver.expect_request("/v1/chat/completions", method="POST").respond_with_json(answer)
    before = list_templates(asked.root)
    assert f'action="{DRAFT}"' in asked.get(PROSPECT).text
    shown = asked.send(DRAFT, PROSPECT, prospect="1", language="de")
    assert shown.status_code == 200
    assert "Drafted by <bdi>small</bdi>" in shown.text
    assert 'value="A page on {{ their_site }}"' in shown.text
    assert "A page on news0.example" in shown.text  # as this prospect would get it
    assert list_templates(asked.root) == before


def test_a_model_that_does_not_answer_is_told_and_the_form_stays(
    asked: Browser, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data("busy", status=503)
    shown = asked.send(DRAFT, PROSPECT, prospect="1")
    assert shown.status_code == 400
    assert "Nothing was drafted: The server of the model answered 503" in shown.text
    assert asked.send(DRAFT, PROSPECT, prospect="x").status_code == 400
    assert asked.send(DRAFT, PROSPECT, prospect="99").status_code == 404


def test_without_a_model_nothing_is_offered(asked: Browser) -> None:
    asked.root.settings = replace(asked.root.settings, writer_url="")
    assert DRAFT not in asked.get(PROSPECT).text
