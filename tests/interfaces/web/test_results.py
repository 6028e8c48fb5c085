"""The page Results: exports in, visits by domain and link out."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pytest

from backlinkbot.app.jobs import list_jobs
from backlinkbot.app.work import Worker

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

AT = "/c/home/s/fernhill.example/results"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
BLOG = "https://blog.hartby.example/tools"


def log(referrer: str = BLOG) -> bytes:
    lines = (
        f'192.0.2.{day} - - [{day:02}/Oct/2026:10:00:00 +0000] "GET /spade HTTP/1.1" 200 512 '
        f'"{referrer}" "{AGENT}"\n'
        for day in range(1, 29)
    )
    return "".join(lines).encode()


def send(browser: Browser, name: str = "access.log", text: bytes | None = None, **more: Any) -> Any:
    files = {"files": (name, log() if text is None else text, "text/plain")}
    return browser.send(AT, files=files, key=secrets.token_hex(8), **more)


@pytest.mark.parametrize("day", ["0001-01-01", "1989-12-31", "9999-12-31", "soon"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_days_that_the_web_has_not_are_told_at_the_field(
    small: Browser, name: str, day: str
) -> None:
    send(small)
    Worker(small.root).all()
    answer = small.get(f"{AT}?{name}={day}")
    assert answer.status_code == 400
    assert f"{day} is no day" in answer.text


def test_before_any_import_it_says_what_to_bring(small: Browser) -> None:
    text = small.get(AT).text
    assert "Nothing is known of visits to fernhill.example yet" in text
    assert "Add an export or a log" in text


def test_a_log_becomes_visits_by_domain_and_link(small: Browser) -> None:
    sent = send(small)
    assert sent.status_code == 303
    Worker(small.root).all()
    job = small.get(sent.headers["location"]).text
    assert f'href="{AT}"' in job
    text = small.get(AT).text
    assert ">28</span>" in text
    assert "the page is named" in text
    assert "backlinks?source_domain=hartby.example" in text
    assert "link?source=https%3A%2F%2Fblog.hartby.example%2Ftools" in text


def test_a_forgotten_import_counts_no_longer(small: Browser) -> None:
    send(small)
    Worker(small.root).all()
    small.send(f"{AT}/forget", AT, number="1")
    assert "access.log counts no longer" in small.get(AT).text
    assert small.send(f"{AT}/forget", AT, number="one").status_code == 400


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "visits.exe"}, "files"),
        ({"since": "soon"}, "since"),
        ({"currency": "€"}, "currency"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    small: Browser, fields: dict[str, Any], wrong: str
) -> None:
    answer = send(small, **fields)
    assert answer.status_code == 400
    assert f'id="e-{wrong}"' in answer.text
    assert list_jobs(small.root) == []


def test_a_period_that_cannot_be_is_said_at_its_field(small: Browser) -> None:
    send(small)
    Worker(small.root).all()
    for query in ("since=2026-13-01", "since=2026-10-20&until=2026-10-01"):
        answer = small.get(f"{AT}?{query}")
        assert answer.status_code == 400
        assert 'id="e-asked-since"' in answer.text


def test_a_site_that_is_not_here_takes_no_files(small: Browser) -> None:
    files = {"files": ("access.log", log(), "text/plain")}
    other = "/c/home/s/moss.example/results"
    assert small.send(other, AT, files=files).status_code == 404
