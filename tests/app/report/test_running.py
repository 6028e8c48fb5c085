"""The report as background work."""

from __future__ import annotations

from typing import Any

import pytest

from backlinkbot.app.jobs import queue
from backlinkbot.app.report import forms_named, list_reports, run
from backlinkbot.app.work import Worker
from backlinkbot.app.workspace import Workspace
from backlinkbot.core.errors import BadInput
from backlinkbot.core.jobs import JobState
from backlinkbot.core.progress import Silent
from backlinkbot.logic.tiny_web.truth import World


def test_a_job_keeps_page_and_pdf_and_tells_the_headline(little: Workspace, world: World) -> None:
    asked = {"domain": world.client, "month": "2026-10", "language": "de"}
    job = queue(little, "report", asked)
    Worker(little).all()
    from backlinkbot.app.jobs import job_of

    done = job_of(little, job.id)
    assert done.state is JobState.DONE, done.message
    names = {one.name for one in list_reports(little, world.client)}
    assert names >= {
        f"{world.client}-report-2026-10-manager-de{form}" for form in (".html", ".pdf")
    }
    assert done.result is not None
    assert set(done.result["files"]) <= names
    assert done.message.endswith(".")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"edition": "short"}, "manager, specialist"),
        ({"language": "xx"}, "en, de"),
        ({"month": "soon"}, "no month"),
        ({"since": "soon"}, "no day"),
        ({"forms": ["doc"]}, "html"),
        ({"domain": 3}, "no text"),
        ({"colour": "#fff"}, "takes no 'colour'"),
    ],
)
def test_an_argument_that_cannot_be_is_said_plainly(
    little: Workspace, world: World, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        run(little, {"domain": world.client, **arguments}, Silent())


def test_forms_are_named_with_and_without_their_dot() -> None:
    assert forms_named(["PDF", ".json"]) == (".pdf", ".json")
    assert forms_named("html") == (".html",)
