"""A model of the user's may draft; it learns nothing of people, and what it writes is not kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from campaign_world import SITE, world
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from backlinkbot.app.pitch.writing import suggest
from backlinkbot.app.templates import list_templates
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput, NotFound, Refused, Unreachable

LETTER = "Subject: A page on {{ their_site }}\n\nHi {{ first_name }},\n\nwould {{ our_url }} help?"
KEY = "key-that-nobody-may-see"


def said(text: str) -> dict[str, object]:
    return {"choices": [{"message": {"role": "assistant", "content": text}}]}


@pytest.fixture
def asked(workspace: Workspace, httpserver: HTTPServer) -> Workspace:
    world(workspace, ["ann.lee@news0.example"])
    workspace.settings = replace(
        workspace.settings, writer_url=httpserver.url_for("/v1"), writer_model="small",
        writer_key=KEY,
    )  # fmt: skip
    return workspace


def test_the_draft_is_a_template_that_nobody_kept(asked: Workspace, httpserver: HTTPServer) -> None:
    told: list[Request] = []

    def answer(request: Request) -> Response:
        told.append(request)
        return Response(json.dumps(said(f"```\n{LETTER}\n```")), mimetype="application/json")

    httpserver.expect_request("/v1/chat/completions", method="POST").respond_with_handler(answer)
    before = list_templates(asked)
    made = suggest(asked, 1, "de")
    assert made.text == f"{LETTER}\n"
    assert list_templates(asked) == before
    (request,) = told
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    words = request.get_data(as_text=True)
    assert "https://news0.example/tools" in words
    assert SITE in words
    assert "ann.lee" not in words


@pytest.mark.parametrize(
    ("answer", "why"),
    [("I cannot help with that.", "no letter"), (LETTER.replace("first_name", "secret"), "secret"),
     ("Subject: x\n\n{% for a in (1..9) %}{% endfor %}", "for")],
)  # fmt: skip
def test_what_is_no_usable_letter_is_refused(
    asked: Workspace, httpserver: HTTPServer, answer: str, why: str
) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_json(said(answer))
    with pytest.raises(BadInput, match=why):
        suggest(asked, 1)


@pytest.mark.parametrize(
    ("status", "error"), [(401, Refused), (404, Refused), (429, Unreachable), (503, Unreachable)]
)
def test_a_server_that_refuses_is_told_without_the_key(
    asked: Workspace, httpserver: HTTPServer, status: int, error: type[Exception]
) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data(KEY, status)
    with pytest.raises(error, match=str(status)) as raised:
        suggest(asked, 1)
    assert KEY not in str(raised.value)


@pytest.mark.parametrize("body", ["", "[]", '{"choices": []}', '{"choices": [{"message": {}}]}'])
def test_an_answer_in_another_form_is_told(
    asked: Workspace, httpserver: HTTPServer, body: str
) -> None:
    httpserver.expect_request("/v1/chat/completions").respond_with_data(body)
    with pytest.raises(Unreachable):
        suggest(asked, 1)


def test_without_a_model_or_encryption_nothing_is_asked(asked: Workspace) -> None:
    asked.settings = replace(asked.settings, writer_url="http://models.example/v1")
    with pytest.raises(BadInput, match="not encrypted"):
        suggest(asked, 1)
    asked.settings = replace(asked.settings, writer_url="")
    with pytest.raises(BadInput, match="no model is set"):
        suggest(asked, 1)
    with pytest.raises(NotFound):
        suggest(asked, 99)
