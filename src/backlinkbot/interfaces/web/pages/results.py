"""The page Results: visits, goals and revenue that links brought, and whether the links worked."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from backlinkbot.app.jobs import queue
from backlinkbot.app.profile.charts import weeks_chart
from backlinkbot.app.results import forget_import, results_of
from backlinkbot.app.uploads import keep_uploads
from backlinkbot.core.days import told_day
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.wishes import link_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.results import Results
    from backlinkbot.interfaces.gate import Asked, Fields

ENDINGS = (".csv", ".tsv", ".txt", ".json", ".zip", ".gz", ".log")
MOST_ROWS = 100  # of each table; the export has all of them
DAYS = ("since", "until")
CURRENCY_CHARS = 3  # ISO 4217

place = Place("results", "Results", icon="chart", of_site=True, order=70)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/results")
def shown(request: Request, asked: Reads, domain: str) -> Response:
    """What links brought in a period."""
    domain = domain_named(domain)
    typed = {name: request.query_params.get(name, "") for name in DAYS}
    return _shown(request, asked, domain, typed, {})


@router.post("/c/{client}/s/{domain}/results")
def begin(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Keeps exports that were sent and queues their import, or says what is wrong at its field."""
    site, errors, places = site_in(asked, domain).domain, _errors(form), []
    sent = [(one.filename or "", one.file) for one in form.files("files")]
    if not sent:
        errors["files"] = "Choose an export or a log first."
    elif strange := [name for name, _ in sent if not name.lower().endswith(ENDINGS)]:
        errors["files"] = f"{strange[0]} cannot be read; what can: {', '.join(ENDINGS)}."
    try:
        places = keep_uploads(asked.workspace, sent) if not errors else []
    except BadInput as error:
        errors["files"] = sentence(error)
    if errors:
        return _shown(request, asked, site, dict(form.as_typed()), errors)
    options = {name: form.text(name) for name in ("since", "until", "currency") if form.text(name)}
    job = queue(
        asked.gate.root, "results-import", {"places": places, "site": site, "options": options},
        client=asked.client, by=asked.principal.name, key=form.text("key", 100),
    )  # fmt: skip
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


@router.post("/c/{client}/s/{domain}/results/forget")
def forget(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Lets an import count no longer."""
    site, number = site_in(asked, domain).domain, form.text("number", 9)
    if not number.isdigit():
        raise BadInput("name the import by its number")
    gone = forget_import(asked.workspace, site, int(number))
    text = f"{gone.name} counts no longer; import it again to have it back."
    return after(request, place.address(asked.client, site), text)


def _shown(
    request: Request, asked: Asked, domain: str, typed: Mapping[str, str], errors: dict[str, str]
) -> Response:
    days = {
        name: _day(request.query_params.get(name, ""), f"asked-{name}", errors) for name in DAYS
    }
    found = None
    try:
        found = results_of(asked.workspace, domain, days["since"], days["until"])
    except NotFound:
        pass
    except BadInput as error:
        errors["asked-since"] = sentence(error)
    return page(
        request, asked, "results.html.j2", status=400 if errors else 200, domain=domain,
        found=found, errors=errors, typed={**typed, "key": secrets.token_hex(16)},
        period={name: request.query_params.get(name, "") for name in DAYS},
        endings=",".join(ENDINGS), **(_values(asked, found) if found else {}),
    )  # fmt: skip


def _values(asked: Asked, found: Results) -> dict[str, Any]:
    root, locale = f"/c/{quote(asked.client)}", asked.workspace.settings.locale
    lists = f"{root}/s/{quote(found.domain)}/backlinks"
    return {
        "chart": weeks_chart(found.weeks, locale),
        "domains": [
            (one, f"{lists}?{urlencode({'source_domain': one.domain})}" if one.links else "")
            for one in found.by_domain[:MOST_ROWS]
        ],
        "links": [
            (one, link_address(root, found.domain, one.source_url, one.target_url))
            for one in found.by_link[:MOST_ROWS]
        ],
    }


def _errors(form: Fields) -> dict[str, str]:
    errors: dict[str, str] = {}
    for name in DAYS:
        _day(form.text(name), name, errors)
    money = form.text("currency")
    if money and not (len(money) == CURRENCY_CHARS and money.isalpha() and money.isascii()):
        errors["currency"] = "A currency has three letters, like EUR."
    return errors


def _day(text: str, name: str, errors: dict[str, str]) -> date | None:
    try:
        return told_day(date.fromisoformat(text)) if text else None
    except ValueError:
        errors[name] = f"{text[:40]} is no day; write it like 2026-11-30."
    except BadInput as error:
        errors[name] = sentence(error)
    return None
