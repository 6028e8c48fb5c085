"""REST about what comes of an audit: its disavow file, letters that ask for removal, rebuilding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.interfaces.api.conftest import DEMO_SITE

from backlinkbot.app.decisions import decide
from backlinkbot.app.work import Worker

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from backlinkbot.app.workspace import Workspace

AUDIT = f"/api/v1/domains/{DEMO_SITE}/audit"


def test_the_disavow_file_has_every_decision_of_today(
    demo_client: TestClient, demo_root: Workspace
) -> None:
    rows = demo_client.get(f"{AUDIT}/domains?verdict=keep").json()["rows"]
    unit = rows[0]["unit"]
    assert f"domain:{unit}" not in demo_client.get(f"{AUDIT}/disavow-file").json()["text"]
    decide(demo_root, DEMO_SITE, unit, "disavow", by="Ann", note="sold links")
    found = demo_client.get(f"{AUDIT}/disavow-file").json()
    refused = [one["unit"] for one in (*found["refused"], *found["too_dear"])]
    assert (f"domain:{unit}" in found["text"]) is (unit not in refused)
    assert unit in refused or "sold links" in found["text"]
    assert found["snapshot"]
    decide(demo_root, DEMO_SITE, unit, "undo", by="Ann")


def test_letters_name_each_site_that_is_to_be_asked(
    demo_client: TestClient, demo_root: Workspace
) -> None:
    assert demo_client.get(f"{AUDIT}/removals").status_code == 404
    unit = demo_client.get(f"{AUDIT}/domains").json()["rows"][0]["unit"]
    decide(demo_root, DEMO_SITE, unit, "remove", by="Ann")
    found = demo_client.get(f"{AUDIT}/removals").json()
    assert [one["unit"] for one in found["sites"]] == [unit]
    assert f"To: the owner of {unit}" in found["text"]
    decide(demo_root, DEMO_SITE, unit, "undo", by="Ann")


def test_kept_audits_judged_again_come_out_the_same(
    demo_client: TestClient, demo_root: Workspace
) -> None:
    job = demo_client.post(f"{AUDIT}/rebuild")
    assert job.status_code == 202
    Worker(demo_root).all()
    found = demo_client.get(job.headers["location"]).json()
    assert (found["state"], found["result"]["differences"]) == ("done", 0)
    assert len(found["result"]["entries"]) >= 1
