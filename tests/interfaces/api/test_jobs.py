"""REST about work in the background: its progress, its end, its rejects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from backlinkbot.app.accounts import add_account, new_token
from backlinkbot.app.jobs import add_schedule, queue
from backlinkbot.app.work import Worker
from backlinkbot.core.access import LOCAL, Account, Role

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

JOBS = "/api/v1/jobs"


def test_jobs_are_listed_and_a_waiting_one_is_cancelled(empty: Browser) -> None:
    job = queue(empty.root, "measure", {})
    queue(empty.root, "ingest", {"places": ["/nowhere"]})
    assert [row["id"] for row in empty.get(f"{JOBS}?kind=measure").json()["rows"]] == [job.id]
    assert empty.client.post(f"{JOBS}/{job.id}/cancel").json()["state"] == "cancelled"
    assert empty.get(f"{JOBS}?state=cancelled").json()["total"] == 1


def test_the_events_of_a_job_end_with_what_came_of_it(empty: Browser) -> None:
    job = queue(empty.root, "measure", {})
    Worker(empty.root).all()
    answer = empty.get(f"{JOBS}/{job.id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    kind, data = answer.text.strip().split("\n")
    assert kind == "event: over"
    assert json.loads(data.removeprefix("data: "))["state"] == "failed"


def test_a_job_of_nobody_is_not_found(empty: Browser) -> None:
    for path in ("", "/events", "/rejects/0"):
        answer = empty.get(f"{JOBS}/0123456789abcdef{path}")
        assert answer.status_code == 404
        assert answer.json()["type"] == "/api/v1/problems/not-found"


def test_somebody_elsewhere_is_told_files_by_their_names(empty: Browser) -> None:
    place = str(empty.root.folder / "exports" / "links.csv")
    job = queue(empty.root, "ingest", {"places": [place]})
    add_schedule(empty.root, "ingest", {"places": [place]})
    Worker(empty.root).all()
    assert empty.get(f"{JOBS}/{job.id}").json()["arguments"]["places"] == [place]
    owner = Account("owner@agency.example", "Ann", Role.OWNER)
    add_account(empty.root, owner, "a quite long password, 27", by=LOCAL)
    made = new_token(empty.root, owner.email, "t", by=LOCAL, client="home")
    for path in (JOBS, f"{JOBS}/{job.id}", f"{JOBS}/{job.id}/events", "/api/v1/schedules"):
        text = empty.get(path, authorization=f"Bearer {made.secret}").text
        assert "links.csv" in text
        assert str(empty.root.folder) not in text
