"""Whoever is elsewhere is told files of this machine by their names, never by their folders."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from mcp import Client
from starlette.testclient import TestClient
from tests.interfaces.api.conftest import DEMO_SITE, operations

from backlinkbot.app.accounts import add_account, new_token
from backlinkbot.app.jobs import list_jobs, queue
from backlinkbot.app.work import Worker
from backlinkbot.core.access import LOCAL, Account, Principal, Role, Scope
from backlinkbot.interfaces.mcp import make_server
from backlinkbot.interfaces.mcp.caller import Caller
from backlinkbot.interfaces.serve import make_app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backlinkbot.app.workspace import Workspace

READER = Principal("a client", Role.CLIENT, ("home",))
PASSWORD = "a long enough phrase 42"  # noqa: S105 - of this test


@pytest.fixture(scope="module")
def reader(demo_root: Workspace) -> Iterator[TestClient]:
    """A program with a token that may only read."""
    queue(demo_root, "ingest", {"places": [str(demo_root.folder / "no-such-file.csv")]})
    Worker(demo_root).all()
    add_account(demo_root, Account("ann@agency.example", "", Role.OWNER), PASSWORD, by=LOCAL)
    made = new_token(demo_root, "ann@agency.example", "t", by=LOCAL, scope=Scope.READ)
    headers = {"authorization": f"Bearer {made.secret}"}
    app = make_app(demo_root)
    with TestClient(app, base_url="http://localhost", headers=headers) as client:
        yield client


def test_no_answer_of_rest_names_a_folder_of_this_machine(
    reader: TestClient, demo_folder: Path
) -> None:
    link = reader.get(f"/api/v1/domains/{DEMO_SITE}/links?limit=1").json()["rows"][0]
    known: dict[str, Any] = {name: link[name] for name in ("source_url", "target_url")}
    secret, asked = str(demo_folder.parent.parent), 0
    for method, path, told in operations(reader):
        needed = {one["name"] for one in told.get("parameters", ()) if one["in"] == "path"}
        if method != "get" or needed - {"domain", "number"}:
            continue
        filled = path.replace("{domain}", DEMO_SITE).replace("{number}", "1")
        wished = {one["name"] for one in told.get("parameters", ()) if one.get("required")}
        params = {name: known[name] for name in wished & known.keys()}
        answer = reader.get(f"/api/v1{filled}", params=params)
        assert secret not in answer.text, path
        asked += answer.status_code == 200
    assert asked > 30


def told_by_tools(caller: Caller) -> str:
    """What all reading tools say of a site, as JSON."""

    async def told() -> str:
        async with Client(make_server(caller)) as client:
            names = ("audit", "verdicts", "profile", "links", "opportunities", "prospects", "plays")
            answers = [await client.call_tool(one, {"domain": DEMO_SITE}) for one in names]
            assert not any(one.is_error for one in answers)
            row = answers[3].structured_content["rows"][0]
            asked = {name: row[name] for name in ("source_url", "target_url")}
            answers.append(await client.call_tool("link", {"domain": DEMO_SITE, **asked}))
            answers.append(await client.call_tool("jobs", {}))
            return json.dumps([one.structured_content for one in answers])

    return asyncio.run(told())


def test_no_tool_names_a_folder_but_to_who_sits_at_this_machine(
    demo_root: Workspace, demo_folder: Path
) -> None:
    secret = str(demo_folder.parent.parent)
    assert secret not in told_by_tools(Caller(demo_root, READER))
    assert secret in told_by_tools(Caller(demo_root))


def test_no_page_names_a_folder_of_this_machine(
    reader: TestClient, demo_root: Workspace, demo_folder: Path
) -> None:
    link = reader.get(f"/api/v1/domains/{DEMO_SITE}/links?limit=1").json()["rows"][0]
    job = next(one for one in list_jobs(demo_root) if one.state == "failed")
    rita = Account("rita@acme.example", "", Role.CLIENT, ("home",))
    add_account(demo_root, rita, PASSWORD, by=LOCAL)
    with TestClient(make_app(demo_root), base_url="http://localhost") as browser:
        (form,) = re.findall(r'name="_form" value="([0-9a-f]+)"', browser.get("/sign-in").text)
        told = {"_form": form, "email": rita.email, "password": PASSWORD, "next": "/"}
        assert browser.post("/sign-in", data=told, follow_redirects=False).status_code == 303
        site = f"/c/home/s/{DEMO_SITE}"
        asked = urlencode({"source": link["source_url"], "to": link["target_url"]})
        pages = [f"{site}/link?{asked}", f"{site}/opportunities", "/c/home/jobs"]
        pages += [f"/c/home/jobs/{job.id}", f"{site}/audit"]
        units = re.findall(r'href="([^"]*/audit/[^"]+)"', browser.get(f"{site}/audit").text)
        texts = [browser.get(page.replace("&amp;", "&")).text for page in (*pages, *units[:5])]
    assert "Where it can be read again" in texts[0]
    assert "no-such-file.csv" in texts[3]
    assert not [text for text in texts if str(demo_folder.parent.parent) in text]
