"""The pages Import and Jobs: files in, a job, its progress, its result and its rejects."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.app.jobs import list_jobs, queue
from backlinkbot.app.work import Worker

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

GOOD = (
    "source_url,target_url,anchor\n"
    "https://a.example/1,https://fernhill.example/,Fernhill\n"
    "nothing at all,https://fernhill.example/,broken\n"
)


def send(browser: Browser, name: str = "links.csv", text: str = GOOD, **fields: Any) -> Any:
    files = {"files": (name, text.encode(), "text/csv")}
    fields.setdefault("key", secrets.token_hex(8))
    return browser.send("/c/home/import", files=files, **fields)


def test_a_file_becomes_a_job_and_its_rejects_can_be_taken_away(empty: Browser) -> None:
    sent = send(empty)
    assert sent.status_code == 303
    address = sent.headers["location"]
    waiting = empty.get(address).text
    assert "Waiting for its turn" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert f'data-events="{address}/events"' in waiting
    assert Worker(empty.root).all() == 1
    done = empty.get(address).text
    assert "1 of 1 files read." in done
    assert "links.csv" in done
    rejects = empty.get(f"{address}/rejects/0")
    assert rejects.status_code == 200
    assert "nothing at all" in rejects.text
    assert empty.get(f"{address}/rejects/1").status_code == 404


def test_what_failed_says_why(empty: Browser) -> None:
    sent = send(empty, text="no table\n")
    Worker(empty.root).all()
    text = empty.get(sent.headers["location"]).text
    assert "It could not be done." in text


def test_the_same_form_sent_twice_is_one_job(empty: Browser) -> None:
    path = {"path": "/nowhere/links.csv", "key": "0" * 32}
    first = empty.send("/c/home/import", **path)
    second = empty.send("/c/home/import", **path)
    assert first.headers["location"] == second.headers["location"]
    assert len(list_jobs(empty.root)) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "files"),
        ({"path": "/x.csv", "target": "nonsense"}, "target"),
        ({"path": "/x.csv", "as_of": "yesterday"}, "as_of"),
        ({"path": "/x.csv", "mapping": "source_url"}, "mapping"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    empty: Browser, fields: dict[str, str], wrong: str
) -> None:
    answer = empty.send("/c/home/import", **fields)
    assert answer.status_code == 400
    assert f'id="e-{wrong}"' in answer.text
    assert list_jobs(empty.root) == []


def test_files_that_no_reader_knows_are_not_even_kept(empty: Browser) -> None:
    answer = send(empty, name="setup.exe")
    assert answer.status_code == 400
    assert "setup.exe cannot be read" in answer.text
    assert not (empty.root.folder / "uploads").exists()


def test_a_name_that_climbs_stays_in_its_folder(empty: Browser) -> None:
    sent = send(empty, name="../../../evil.csv")
    assert sent.status_code == 303
    kept = list((empty.root.folder / "uploads").rglob("*.csv"))
    assert [path.name for path in kept] == ["evil.csv"]
    assert not (empty.root.folder.parent / "evil.csv").exists()


def test_a_waiting_job_is_cancelled(empty: Browser) -> None:
    job = queue(empty.root, "measure", {})
    empty.send(f"/c/home/jobs/{job.id}/cancel", f"/c/home/jobs/{job.id}")
    assert "cancelled" in empty.get("/c/home/jobs").text


def test_the_events_of_a_job_end_with_it(empty: Browser) -> None:
    job = queue(empty.root, "measure", {})
    Worker(empty.root).all()
    answer = empty.get(f"/c/home/jobs/{job.id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("event: over")


def test_an_audit_is_started_for_a_site_that_is_here(small: Browser) -> None:
    done = small.send("/c/home/jobs", kind="audit", domain="fernhill.example")
    assert done.status_code == 303
    assert small.send("/c/home/jobs", kind="audit", domain="strange.example").status_code == 404
    assert small.send("/c/home/jobs", kind="report").status_code == 404
    assert [job.kind for job in list_jobs(small.root)] == ["audit"]


def test_a_job_of_nobody_is_not_found(empty: Browser) -> None:
    for path in ("", "/events", "/rejects/0"):
        assert empty.get(f"/c/home/jobs/0123456789abcdef{path}").status_code == 404
