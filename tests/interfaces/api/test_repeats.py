"""Requests that come again with their key are done once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.app.jobs import list_jobs, list_schedules

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

CSV = b"source_url,target_url\nhttps://a.example/,https://fernhill.example/\n"
KEY = {"Idempotency-Key": "k1"}
EVERY_WEEK = {"kind": "measure"}


def test_a_job_is_queued_once_however_often_it_is_asked_for(empty: Browser) -> None:
    first = empty.client.post("/api/v1/measure", headers=KEY)
    again = empty.client.post("/api/v1/measure", headers=KEY)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"] != ""
    assert len(list_jobs(empty.root)) == 1


def test_files_that_are_sent_again_are_kept_and_read_once(empty: Browser) -> None:
    for _ in range(2):
        sent = {"files": ("links.csv", CSV, "text/csv")}
        assert empty.client.post("/api/v1/imports", headers=KEY, files=sent).status_code == 202
    assert len(list_jobs(empty.root)) == 1
    assert len(list((empty.root.folder / "uploads").rglob("*.csv"))) == 1


def test_a_decision_is_made_once_and_another_needs_another_key(small: Browser) -> None:
    place = "/api/v1/domains/fernhill.example/decisions"
    told = {"unit": "hartby.example", "decision": "remove"}
    first = small.client.post(place, json=told, headers=KEY)
    again = small.client.post(place, json=told, headers=KEY)
    assert first.json() == again.json()
    assert small.get(f"{place}?in_force=false").json()["total"] == 1
    other = small.client.post(place, json={**told, "decision": "keep"}, headers=KEY)
    assert other.status_code == 409
    assert "used for another request" in other.json()["detail"]


def test_what_failed_may_be_asked_again_with_its_key(empty: Browser) -> None:
    place = "/api/v1/schedules"
    assert empty.client.post(place, json={"kind": "nothing"}, headers=KEY).status_code == 400
    assert empty.client.post(place, json=EVERY_WEEK, headers=KEY).status_code == 201
    assert empty.client.post(place, json=EVERY_WEEK, headers=KEY).status_code == 201
    assert len(list_schedules(empty.root)) == 1


def test_without_a_key_each_request_is_one_of_its_own(empty: Browser) -> None:
    for _ in range(2):
        empty.client.post("/api/v1/schedules", json=EVERY_WEEK)
    assert len(list_schedules(empty.root)) == 2
