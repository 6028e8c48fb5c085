"""The page Audit: verdicts with reasons, decisions and their undoing, and the disavow file."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import pytest

from backlinkbot.app.decisions import decisions
from backlinkbot.app.work import Worker

if TYPE_CHECKING:
    from tests.interfaces.conftest import Browser

SITE = "fernhill.example"
AT = f"/c/home/s/{SITE}/audit"


@pytest.fixture
def audited(small: Browser) -> Browser:
    small.send("/c/home/jobs", AT, kind="audit", domain=SITE)
    Worker(small.root).all()
    return small


def choices(browser: Browser) -> dict[str, str]:
    found = decisions(browser.root, SITE).in_force
    return {one.unit: one.choice.value for one in found}


def test_before_the_first_audit_it_offers_one(small: Browser) -> None:
    text = small.get(AT).text
    assert "Not audited yet" in text
    assert 'name="kind" value="audit"' in text


def test_it_says_what_to_do_and_counts_verdicts(audited: Browser) -> None:
    text = audited.get(f"{AT}?show=all").text
    assert "No action needed" in text
    assert ">hartby.example</bdi>" in text
    assert ">glenrow.example</bdi>" in text
    assert "hartby.example" not in audited.get(f"{AT}?show=all&q=glenrow").text.split("<table")[1]


def test_many_are_decided_at_once_and_taken_back_with_one_press(audited: Browser) -> None:
    answer = audited.send(
        f"{AT}/decide", AT, pick=["hartby.example", "glenrow.example"], do="remove", note="Sold."
    )
    assert answer.headers["location"] == AT
    assert choices(audited) == {"hartby.example": "remove", "glenrow.example": "remove"}
    text = audited.get(AT).text
    assert "2 sites are to be removed now. Nothing was sent." in text
    assert "Undo" in text
    audited.send(f"{AT}/decide", AT, units="hartby.example\nglenrow.example", do="undo")
    assert choices(audited) == {}


def test_a_site_tells_its_reasons_and_what_was_decided(audited: Browser) -> None:
    page = f"{AT}/unit/hartby.example"
    audited.send(f"{AT}/decide", page, pick="hartby.example", do="keep", note="<i>Ours</i>")
    text = audited.get(page).text
    assert "Nothing speaks against it" in text
    assert "&lt;i&gt;Ours&lt;/i&gt;" in text
    assert audited.get(f"{AT}/unit/no.example").status_code == 404


def test_an_audit_prepares_the_file_of_what_was_decided(audited: Browser) -> None:
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="disavow")
    audited.send("/c/home/jobs", AT, kind="audit", domain=SITE)
    Worker(audited.root).all()
    found = audited.get(f"{AT}/file")
    assert "domain:glenrow.example" in found.text
    assert found.headers["content-disposition"].startswith("attachment")


def test_files_are_taken_or_refused_with_the_reason_and_forgotten(audited: Browser) -> None:
    files = {"current": ("mine.txt", b"# ours\ndomain:com\ndomain:old.example\n", "text/plain")}
    audited.send(f"{AT}/files", AT, files=files)
    text = audited.get(AT).text
    assert "The disavow file in force was taken" in text
    assert "domain:com" in text
    wrong = {"keep": ("keep.txt", b"not a domain at all\n", "text/plain")}
    audited.send(f"{AT}/files", AT, files=wrong)
    assert "The keep list was not taken" in audited.get(AT).text
    audited.send("/c/home/jobs", AT, kind="audit", domain=SITE)
    Worker(audited.root).all()
    assert "domain:old.example" in audited.get(f"{AT}/file").text
    audited.send(f"{AT}/drop", AT, kind="current")
    assert "The disavow file in force: taken" not in audited.get(AT).text


@pytest.mark.parametrize(("do", "status"), [("dance", 400), ("keep", 303)])
def test_only_known_choices_are_taken(audited: Browser, do: str, status: int) -> None:
    assert audited.send(f"{AT}/decide", AT, pick="hartby.example", do=do).status_code == status


def test_members_decided_by_themselves_are_left_and_offered(
    audited: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = ["glenrow.example", "hartby.example", "moss.example"]
    monkeypatch.setattr("backlinkbot.app.decisions._members", lambda *_: members)
    audited.send(f"{AT}/decide", AT, pick="hartby.example", do="keep")
    audited.send(f"{AT}/group", AT, group="a ring", do="remove")
    told = audited.get(AT).text
    assert "2 sites are to be removed now" in told
    assert "Left as somebody decided by itself: hartby.example (keep)." in told
    assert "Decide this one too" in told
    assert choices(audited)["hartby.example"] == "keep"
    audited.send(f"{AT}/group", AT, group="a ring", do="remove", forced="1")
    assert set(choices(audited).values()) == {"remove"}
    audited.send(f"{AT}/group", AT, group="a ring", do="undo")
    assert choices(audited)["hartby.example"] == "keep"


def test_what_was_said_fits_a_cookie_however_many_were_chosen(audited: Browser) -> None:
    many = [f"{'x' * 40}{n * 7919 % 10007}.example" for n in range(250)]
    answer = audited.send(f"{AT}/decide", AT, pick=many, do="remove")
    assert len(answer.headers["set-cookie"]) < 4_096
    assert "250 sites are to be removed now." in audited.get(AT).text


def test_the_file_is_made_of_the_decisions_as_they_are_now(audited: Browser) -> None:
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="disavow")
    assert "domain:glenrow.example" in audited.get(f"{AT}/file").text
    assert "as nobody decided" not in audited.get(AT).text
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="keep")
    assert "glenrow.example" not in audited.get(f"{AT}/file").text
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="undo")
    assert "domain:glenrow.example" in audited.get(f"{AT}/file").text
    keep = {"keep": ("keep.txt", b"glenrow.example\n", "text/plain")}
    audited.send(f"{AT}/files", AT, files=keep)
    assert "domain:glenrow.example" not in audited.get(f"{AT}/file").text
    assert "Never named" in audited.get(AT).text


def test_a_page_says_what_to_press_and_not_what_to_type(audited: Browser) -> None:
    files = {"current": ("mine.txt", b"domain:com\n", "text/plain")}
    audited.send(f"{AT}/files", AT, files=files)
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="disavow")
    text = html.unescape(audited.get(AT).text)
    assert "1 line of your file is an error" in text
    assert "give that one under “What audits go by”" in text
    for typed in ("backlinkbot ", "--current", "--disavow", "--force", "DOMAIN"):
        assert typed not in text


def test_a_site_kept_when_it_was_judged_and_not_since_is_told(audited: Browser) -> None:
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="keep")
    audited.send("/c/home/jobs", AT, kind="audit", domain=SITE)
    Worker(audited.root).all()
    audited.send(f"{AT}/decide", AT, pick="glenrow.example", do="undo")
    assert "glenrow.example: kept when the audit was made" in audited.get(AT).text
