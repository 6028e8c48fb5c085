"""The OpenAPI document is whole, and schemathesis finds no fault and no break of it."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from campaign_world import FIRST, SENDER, plain_mailbox
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from tests.interfaces.api.conftest import DEMO_SITE, AsLocal, operations

from backlinkbot.app.hooks import add_hook
from backlinkbot.app.jobs import add_schedule, queue
from backlinkbot.app.pitch.campaigns import add_campaign, add_sequence, add_to_campaign
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.releases import list_releases
from backlinkbot.app.templates import add_template
from backlinkbot.app.watch import watch
from backlinkbot.app.watch.alerts import list_alerts
from backlinkbot.app.watch.notifiers import add_notifier
from backlinkbot.core.outreach import Sequence, Step
from backlinkbot.interfaces.serve import make_app

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from backlinkbot.app.workspace import Workspace

# So many requests of each kind to each operation; more with this variable set.
EXAMPLES = int(os.environ.get("BACKLINKBOT_SCHEMATHESIS", "5"))
PROBLEM = "application/problem+json"
# What is a domain, a cursor or a combination that makes sense, no JSON schema can say.
MAY_BE_TOLD = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "401", "403", "404", "409"]}
}
# It is too small for a study, and nobody told it of visits.
NOT_IN_THE_DEMO = ("/study", "/domains/{domain}/results", "/domains/{domain}/contacts")
KINDS = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture
def known(demo_root: Workspace) -> dict[str, str]:
    """Things that are there, by the names of the parameters that ask for them."""
    job = queue(demo_root, "measure", {})
    schedule = add_schedule(demo_root, "measure", {})
    hook = add_hook(demo_root, "https://example.com/told")
    release = list_releases(demo_root)[-1]["name"]
    notifier = add_notifier(demo_root, "atom", "alerts.xml")
    watch(demo_root, [DEMO_SITE])
    (alert, *_) = list_alerts(demo_root, history=True)
    ids = {
        "job": job.id, "schedule": schedule.id, "hook": hook.id, "release": release,
        "notifier": notifier.id, "alert": alert.id, "campaign": str(campaign_of(demo_root)),
    }  # fmt: skip
    return ids | {"domain": DEMO_SITE}


def campaign_of(root: Workspace) -> int:
    """A campaign with the prospects that the demo has; its number."""
    add_template(root, "first", FIRST)
    add_mailbox(root, plain_mailbox())
    add_sequence(root, Sequence("one", (Step(("first",)),)), by="Bo")
    made = add_campaign(
        root, DEMO_SITE, "spring", sequence="one", mailbox="bo@shop.example", sender=SENDER
    )
    add_to_campaign(root, made.number)
    return made.number


@pytest.mark.timeout(600)
def test_no_request_breaks_the_server_or_the_document(
    demo_root: Workspace, known: dict[str, str]
) -> None:
    schema = schemathesis.openapi.from_asgi(
        "/api/v1/openapi.json",
        AsLocal(make_app(demo_root)),
        config=schemathesis.Config.from_dict({"checks": MAY_BE_TOLD}),
    )
    statuses, faults = Counter[int](), []
    for found in schema.get_all_operations():
        operation = found.ok()
        for kind in KINDS:
            try:
                _asked(operation, kind, known, statuses)
            except Exception as error:  # noqa: BLE001 - all of them are told at once
                if type(error).__name__ != "Unsatisfiable":  # nothing can be wrong in it
                    faults.append(f"{operation.label}: {error}")
    assert not faults, "\n\n".join(faults)
    assert not [status for status in statuses if status >= 500]
    assert statuses[200] > sum(statuses.values()) / 8  # a quarter of what was right: no mere 404s


def _asked(
    operation: Any, kind: GenerationMode, known: dict[str, str], statuses: Counter[int]
) -> None:
    """Asks with generated requests; those that are right are mostly about things that are there."""

    @given(case=operation.as_strategy(generation_mode=kind))
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def ask(case: Any) -> None:
        if kind is GenerationMode.POSITIVE:
            _about_known(case, known)
        answer = case.call()
        statuses[answer.status_code] += 1
        case.validate_response(answer)

    ask()


def _about_known(case: Any, known: dict[str, str]) -> None:
    """Puts what is there into a request, but for one in four."""
    for given_to in (case.path_parameters or {}, case.query or {}):
        for name, value in given_to.items():
            if name in known and len(str(value)) % 4:
                given_to[name] = [known[name]] if isinstance(value, list) else known[name]
    for name in ("client", "token", "cursor"):
        if name in (case.query or {}) and len(str(case.query[name])) % 8:
            case.query.pop(name)


def test_every_operation_is_described_with_its_answers_and_problems(
    demo_client: TestClient,
) -> None:
    found = operations(demo_client)
    assert len(found) > 50
    for method, path, told in found:
        where = f"{method} {path}"
        assert told.get("summary"), where
        assert told.get("description"), where
        assert told.get("tags"), where
        for status in ("400", "401", "403", "404", "422", "429"):
            assert list(told["responses"][status]["content"]) == [PROBLEM], where
        if method == "post" and "202" in told["responses"]:
            assert "Location" in told["responses"]["202"]["headers"], where
            assert any(one["name"] == "Idempotency-Key" for one in told["parameters"]), where


def test_every_body_has_an_example_that_its_operation_takes(demo_client: TestClient) -> None:
    document = demo_client.get("/api/v1/openapi.json").json()
    parts = document["components"]["schemas"]
    bodies = 0
    for method, path, told in operations(demo_client):
        content = told.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            continue
        bodies += 1
        name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert parts[name].get("examples"), f"{method} {path}: {name}"
    assert bodies > 8


def test_documents_have_the_fields_that_are_described_and_no_others(
    demo_client: TestClient,
) -> None:
    document = demo_client.get("/api/v1/openapi.json").json()
    parts, asked = document["components"]["schemas"], 0
    rival = "moss-and-spade.example"
    demo_client.post("/api/v1/sites", json={"domain": DEMO_SITE, "competitors": [rival]})
    link = demo_client.get(f"/api/v1/domains/{DEMO_SITE}/links?limit=1").json()["rows"][0]
    query = {name: link[name] for name in ("source_url", "target_url")} | {"domain": DEMO_SITE}
    asked_to_go = {"unit": link["source_domain"], "decision": "remove"}
    demo_client.post(f"/api/v1/domains/{DEMO_SITE}/decisions", json=asked_to_go)
    for method, path, told in operations(demo_client):
        answers = told["responses"].get("200", {}).get("content", {}).get("application/json", {})
        needed = {one["name"] for one in told.get("parameters", ()) if one["in"] == "path"}
        if method != "get" or "$ref" not in answers.get("schema", {}) or needed - {"domain"}:
            continue
        asks = [one for one in told.get("parameters", ()) if one["in"] == "query"]
        wished = {one["name"] for one in asks if one.get("required")}
        params = {name: query[name] for name in wished & query.keys()}
        answer = demo_client.get(f"/api/v1{path}".replace("{domain}", DEMO_SITE), params=params)
        if path in NOT_IN_THE_DEMO:
            continue
        assert answer.status_code == 200, f"{path}: {answer.text}"
        strange = list(_strange(answer.json(), answers["schema"], parts))
        assert strange == [], path
        asked += 1
    assert asked > 20


def _strange(value: Any, schema: dict[str, Any], parts: dict[str, Any]) -> Any:
    """The fields of a document that its description does not name."""
    if "$ref" in schema:
        schema = parts[schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null" and value is not None:
            yield from _strange(value, choice, parts)
    if isinstance(value, list):
        for one in value:
            yield from _strange(one, schema.get("items", {}), parts)
    if isinstance(value, dict) and "properties" in schema:
        for name, part in value.items():
            if name not in schema["properties"]:
                yield name
            else:
                yield from _strange(part, schema["properties"][name], parts)
