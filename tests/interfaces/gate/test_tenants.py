"""Every route there is, with every object of another client; and every write, by who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import inspect, text
from starlette.routing import Mount

from backlinkbot.app.accounts import new_token
from backlinkbot.app.clients import client_workspace
from backlinkbot.app.contacts import set_contact
from backlinkbot.app.hooks import add_hook
from backlinkbot.app.jobs import add_schedule, queue
from backlinkbot.app.pitch.campaigns import add_campaign, add_sequence, add_to_campaign
from backlinkbot.app.pitch.mailboxes import add_mailbox
from backlinkbot.app.prospects import add_prospect
from backlinkbot.app.sites import add_site
from backlinkbot.app.suppress import suppress
from backlinkbot.app.templates import add_template
from backlinkbot.app.watch.notifiers import add_notifier
from backlinkbot.core.access import LOCAL, Scope
from backlinkbot.core.mail_in import KeptMail
from backlinkbot.core.nouns import Site
from backlinkbot.core.outreach import Mailbox, MailServer, Security, Sender, Sequence, Step
from backlinkbot.io.state.mails import keep_mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.interfaces.conftest import Browser

    from backlinkbot.app.workspace import Workspace

OWNER, MEMBER = "owner@agency.example", "member@agency.example"
READER, OTHER = "reader@acme.example", "other@zenith.example"
BOX = "box@zenith-only.example"
HIDDEN = "zenith-only"  # in everything that only zenith may know
READS = {"GET", "HEAD"}
OF_NOBODY = (
    "/sign-in", "/sign-out", "/theme", "/", "/static/{name}", "/favicon.ico", "/robots.txt",
    "/shared/{token}", "/u/{token}",
)  # fmt: skip
LOOKS = ("/chosen",)  # sent as a form because rows are chosen in it; changes nothing
OWN = re.compile(r"/settings/(tokens|password|locale)")  # of one's own account, whatever its role
KEPT_ANYWAY = ("access_event", "session", "sign_in_failure", "alembic_version")
PART = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Objects:
    """What zenith has, by the name of the parameter that would ask for it."""

    by_name: dict[str, str]

    def path(self, pattern: str, **fixed: str) -> str:
        """A route's address with zenith's objects in it."""
        values = {**self.by_name, **fixed}
        return PART.sub(lambda found: values.get(found.group(1), "x"), pattern)


@pytest.fixture
def objects(team_folder: Path, open_browser: Callable[..., Browser]) -> Objects:
    root = open_browser(team_folder).root
    with client_workspace(root, "zenith") as zenith:
        add_site(zenith, Site(f"{HIDDEN}.example", HIDDEN, brand_words=(HIDDEN,)))
    job = queue(
        root, "ingest", {"places": [f"https://{HIDDEN}.example/"]}, client="zenith", by=OTHER
    )
    schedule = add_schedule(
        root, "ingest", {"places": [f"https://{HIDDEN}.example/"]}, every="day", at_hour=3,
        client="zenith", by=OTHER,
    )  # fmt: skip
    hook = add_hook(root, f"https://{HIDDEN}.example/told", client="zenith")
    told = f"https://{HIDDEN}.example/told"
    notifier = add_notifier(root, "webhook", told, client="zenith")
    with client_workspace(root, "zenith") as zenith:
        (prospect,) = add_prospect(zenith, f"{HIDDEN}.example", "moss.example", by=LOCAL).added
        campaign = outreach_of(zenith, prospect.number)
    token = new_token(root, OTHER, HIDDEN, by=LOCAL)
    return Objects(
        {
            "client": "zenith", "domain": f"{HIDDEN}.example", "site": f"{HIDDEN}.example",
            "job": job.id, "schedule": schedule.id, "hook": _id(hook), "token": token.token.id,
            "email": OTHER, "number": str(prospect.number), "notifier": notifier.id,
            "alert": "0" * 24, "ending": "csv", "room": "reference", "name": "quality",
            "campaign": str(campaign), "mailbox": BOX, "mail": "1",
        }
    )  # fmt: skip


def outreach_of(zenith: Workspace, prospect: int) -> int:
    """A campaign of zenith with all that belongs to one; its number."""
    add_template(zenith, "quality", f"Subject: {HIDDEN}\n\n{HIDDEN} {{{{ page_url }}}}\n")
    add_mailbox(zenith, Mailbox(BOX, HIDDEN, MailServer("127.0.0.1", 25, Security.NONE)))
    add_sequence(zenith, Sequence("quality", (Step(("quality",)),)), by=OTHER)
    made = add_campaign(
        zenith, f"{HIDDEN}.example", HIDDEN, sequence="quality", mailbox=BOX,
        sender=Sender(HIDDEN, HIDDEN, HIDDEN, "US"),
    )  # fmt: skip
    add_to_campaign(zenith, made.number, [prospect])
    set_contact(zenith, "moss.example", f"ann@{HIDDEN}.example", by=OTHER)
    suppress(zenith, (f"bob@{HIDDEN}.example",), by=OTHER, note=HIDDEN)
    now = zenith.clock.now()
    mail = KeptMail(
        0, BOX, "d", "<1@x.example>", "", is_sure_thread=False, sender=f"ann@{HIDDEN}.example",
        subject=HIDDEN, text=HIDDEN, received_at=now, read_at=now, kind="reply",
        waits_for_person=True,
    )  # fmt: skip
    with zenith.state.writing() as connection:
        keep_mail(connection, mail, b"")
    return made.number


def _id(hook: Any) -> str:
    """The id of a hook that was just made, with or without its secret around it."""
    return str(getattr(hook, "id", None) or hook.hook.id)


def web_routes(browser: Browser) -> Iterator[tuple[str, str]]:
    """Each way that a page is asked for: method and pattern."""
    for route in _routes(browser.client.app.routes):  # type: ignore[attr-defined]  # it is ours
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            if route.path not in OF_NOBODY and not route.path.startswith("/api/"):
                yield method, route.path


def api_routes(browser: Browser) -> Iterator[tuple[str, str]]:
    """Each operation of the OpenAPI document: method and pattern."""
    for mount in browser.client.app.routes:  # type: ignore[attr-defined]  # it is ours
        if isinstance(mount, Mount) and hasattr(mount.app, "openapi"):
            for path, operations in mount.app.openapi()["paths"].items():
                for method in sorted(operations.keys() & {"get", "post", "put", "patch", "delete"}):
                    yield method.upper(), mount.path + path


def operation_of(browser: Browser, method: str, pattern: str) -> dict[str, Any]:
    """An operation of the API as its OpenAPI document describes it, references put in."""
    for mount in browser.client.app.routes:  # type: ignore[attr-defined]  # it is ours
        if isinstance(mount, Mount) and pattern.startswith(f"{mount.path}/"):
            document = mount.app.openapi()  # type: ignore[attr-defined]  # it is ours
            told = document["paths"][pattern.removeprefix(mount.path)][method.lower()]
            return {**told, "document": document}
    raise LookupError(pattern)


def body_of(browser: Browser, method: str, pattern: str) -> dict[str, Any]:
    """The least body that an operation takes."""
    operation = operation_of(browser, method, pattern)
    kinds = operation.get("requestBody", {}).get("content", {})
    for kind, described in kinds.items():
        body = _least(described["schema"], operation["document"])
        return {"json": body} if kind == "application/json" else {"data": body}
    return {}


def _least(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """The least value that fits a schema; an example where there is one."""
    if reference := schema.get("$ref"):
        return _least(document["components"]["schemas"][reference.rpartition("/")[2]], document)
    given = [schema[name] for name in ("default", "const") if name in schema]
    given += [schema[name][0] for name in ("examples", "enum") if schema.get(name)]
    if given:
        return given[0]
    if choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return _least(choices[0], document)
    if schema.get("type") == "object":
        parts = schema.get("properties", {})
        wanted = schema.get("required") or list(parts)[:1]
        return {name: _least(parts[name], document) for name in wanted}
    if schema.get("type") == "array":
        return [_least(schema["items"], document)] if schema.get("minItems") else []
    plain = {"boolean": False, "integer": schema.get("minimum", 1), "number": 1.0}
    return plain.get(schema.get("type", ""), "x.example")


def _routes(routes: Any) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):  # included, and kept as it is
            yield from _routes(route.original_router.routes)


def everything(root: Workspace) -> dict[str, list[str]]:
    """All rows of all tables of all clients, but what looking itself writes."""
    kept = {}
    for client in ("home", "acme", "zenith"):
        with client_workspace(root, client) as workspace, workspace.state.reading() as connection:
            for name in set(inspect(connection).get_table_names()) - set(KEPT_ANYWAY):
                rows = connection.execute(text(f'select * from "{name}"')).all()  # noqa: S608
                kept[f"{client}.{name}"] = sorted(_lasting(row) for row in rows)
    return kept


def _lasting(row: Any) -> str:
    return str({name: value for name, value in row._mapping.items() if name != "last_used_at"})


def ask(browser: Browser, method: str, path: str, form: str = "") -> Any:
    """A request of a page, with a form that has our token."""
    browser.root.clock.sleep(1)  # so that nobody asks too much at once
    data = {"_form": form}
    return browser.client.request(method, path, data=data, follow_redirects=False)


def call(browser: Browser, method: str, pattern: str, path: str, client: str = "") -> Any:
    """A request of the API, with a body that fits."""
    browser.root.clock.sleep(1)  # so that nobody asks too much at once
    params = {"client": client} if client else None
    body = body_of(browser, method, pattern)
    return browser.client.request(method, path, params=params, follow_redirects=False, **body)


def test_the_routes_are_found(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("member")
    found = set(web_routes(browser))
    assert ("POST", "/c/{client}/sites/new") in found
    assert ("GET", "/c/{client}/jobs/{job}") in found
    assert len(found) > 30
    assert ("DELETE", "/api/v1/sites/{domain}") in set(api_routes(browser))


def test_no_page_shows_anything_of_another_client(
    objects: Objects, signed_in: Callable[[str], Browser]
) -> None:
    browser = signed_in("member")
    form = browser.token("/c/acme/sites/new")
    before = everything(browser.root)
    for method, pattern in web_routes(browser):
        path = objects.path(pattern)
        answer = ask(browser, method, path, form)
        assert answer.status_code == 404, f"{method} {pattern}: {answer.status_code}"
        assert HIDDEN not in answer.text.replace(path, ""), f"{method} {pattern}"
    assert everything(browser.root) == before


def test_under_ones_own_client_the_objects_of_another_are_not_there(
    objects: Objects, signed_in: Callable[[str], Browser]
) -> None:
    """The ids are right, the client is his: nothing may come back and nothing may change."""
    browser = signed_in("member")
    form = browser.token("/c/acme/sites/new")
    before = everything(browser.root)
    of_objects = re.compile(r"\{(job|schedule|hook|token|notifier)\}")
    for method, pattern in web_routes(browser):
        if of_objects.search(pattern):
            path = objects.path(pattern, client="acme")
            answer = ask(browser, method, path, form)
            assert answer.status_code == 404, f"{method} {pattern}: {answer.status_code}"
            assert HIDDEN not in answer.text.replace(path, ""), f"{method} {pattern}"
    assert everything(browser.root) == before


def test_no_write_of_a_page_is_done_for_the_role_client(
    objects: Objects, signed_in: Callable[[str], Browser]
) -> None:
    browser = signed_in("reader")
    form = browser.token("/c/acme/sites")
    before = everything(browser.root)
    for method, pattern in web_routes(browser):
        if method not in READS and not OWN.search(pattern):
            answer = ask(browser, method, objects.path(pattern, client="acme"), form)
            allowed = {400, 403, 404} if pattern.endswith(LOOKS) else {403}
            assert answer.status_code in allowed, f"{method} {pattern}: {answer.status_code}"
    assert everything(browser.root) == before


@pytest.mark.usefixtures("objects")
def test_no_page_of_owners_is_for_members(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("member")
    for path in ("people", f"people/{OTHER}", "log"):
        answer = ask(browser, "GET", f"/c/acme/settings/{path}")
        assert answer.status_code == 403
        assert HIDDEN not in answer.text


def test_nobody_is_answered_without_signing_in(
    objects: Objects, team_folder: Path, open_browser: Callable[..., Browser]
) -> None:
    browser = open_browser(team_folder, "203.0.113.9")
    before = everything(browser.root)
    form = browser.token("/sign-in")
    for method, pattern in [*web_routes(browser), *api_routes(browser)]:
        if is_open(pattern):
            continue
        answer = ask(browser, method, objects.path(pattern), form)
        assert answer.status_code in {303, 401, 403}, f"{method} {pattern}: {answer.status_code}"
        assert HIDDEN not in answer.text
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/sign-in")
    assert everything(browser.root) == before


@pytest.fixture
def program(team_folder: Path, open_browser: Callable[..., Browser]) -> Callable[..., Browser]:
    """A program with a token of an account."""

    def with_token(email: str, scope: Scope = Scope.WRITE, client: str = "acme") -> Browser:
        browser = open_browser(team_folder, "203.0.113.9")
        made = new_token(browser.root, email, "t", by=LOCAL, scope=scope, client=client)
        browser.client.headers["authorization"] = f"Bearer {made.secret}"
        return browser

    return with_token


@pytest.mark.parametrize("email", [MEMBER, OWNER])
def test_a_token_gets_nothing_of_another_client_by_naming_it(
    objects: Objects, program: Callable[..., Browser], email: str
) -> None:
    browser = program(email)
    before = everything(browser.root)
    for method, pattern in api_routes(browser):
        if is_open(pattern):
            continue
        path = objects.path(pattern)
        answer = call(browser, method, pattern, path, client="zenith")
        assert answer.status_code == 404, f"{method} {pattern}: {answer.status_code}"
        assert HIDDEN not in answer.text.replace(path, ""), f"{method} {pattern}"
    assert everything(browser.root) == before


def test_what_is_asked_without_an_id_tells_nothing_of_another_client(
    objects: Objects, program: Callable[..., Browser]
) -> None:
    browser = program(MEMBER)
    before = everything(browser.root)
    for method, pattern in api_routes(browser):
        if method == "GET" and not PART.search(pattern) and not is_open(pattern):
            answer = call(browser, method, pattern, objects.path(pattern))
            assert HIDDEN not in answer.text, f"{method} {pattern}"
    assert everything(browser.root) == before


def test_a_token_gets_nothing_of_another_client_by_its_ids(
    objects: Objects, program: Callable[..., Browser]
) -> None:
    browser = program(MEMBER)
    before = everything(browser.root)
    for method, pattern in api_routes(browser):
        if PART.search(pattern) and not is_open(pattern):
            path = objects.path(pattern)
            answer = call(browser, method, pattern, path)
            assert answer.status_code != 500, f"{method} {pattern}"
            told = answer.text.replace(path, "").replace(objects.by_name["domain"], "")
            assert HIDDEN not in told, f"{method} {pattern}"
            if re.search(r"\{(job|schedule|hook|token|notifier)\}", pattern):
                assert answer.status_code == 404, f"{method} {pattern}: {answer.status_code}"
    assert of_zenith(everything(browser.root)) == of_zenith(before)


def of_zenith(kept: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is zenith's of all that is kept; he may well have changed something of his own."""
    marks = ("'client': 'zenith'", OTHER)
    return {
        name: rows
        if name.startswith("zenith.")
        else [row for row in rows if any(mark in row for mark in marks)]
        for name, rows in kept.items()
        if not name.startswith("acme.")
    }


@pytest.mark.parametrize(
    ("email", "scope"), [(READER, Scope.READ), (MEMBER, Scope.READ), (OWNER, Scope.READ)]
)
def test_no_write_is_done_for_who_may_only_read(
    objects: Objects, program: Callable[..., Browser], email: str, scope: Scope
) -> None:
    browser = program(email, scope)
    before = everything(browser.root)
    for method, pattern in api_routes(browser):
        if method not in READS and not is_look(browser, method, pattern):
            answer = call(browser, method, pattern, objects.path(pattern))
            assert answer.status_code == 403, f"{method} {pattern}: {answer.status_code}"
    assert everything(browser.root) == before


def is_open(pattern: str) -> bool:
    """Whether a route is of no client: what it says is the same for everybody."""
    return bool(re.search(r"/(openapi\.json|problems/|methods)", pattern))


def is_look(browser: Browser, method: str, pattern: str) -> bool:
    """Whether an operation says of itself that it changes nothing, though it is sent."""
    return bool(operation_of(browser, method, pattern).get("x-changes-nothing"))
