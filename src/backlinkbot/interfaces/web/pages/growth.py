"""The page Growth: the weekly budget of links, the month's plan, and plans that are tried out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.budget import budget
from backlinkbot.app.budget.charts import budget_chart
from backlinkbot.app.plan import PlanOptions, SimulateOptions, plan, simulate
from backlinkbot.core.errors import BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page, site_in
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.pacing import Budget
    from backlinkbot.core.plans import Plan, Simulation
    from backlinkbot.interfaces.gate import Asked

NUMBER_DIGITS = 9
RUNS = 200  # of a try on the page: a second, and its shares are known to some percent
TRIES = ("links", "weeks", "chance")

place = Place("growth", "Growth", icon="sprout", of_site=True, order=74, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/s/{domain}/growth")
def growth(request: Request, asked: Reads, domain: str) -> Response:
    """The budget, the plan, and with `try=1` a simulation of it."""
    return _page(request, asked, domain_named(domain))


@router.post("/c/{client}/s/{domain}/growth")
def resources(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Keeps what can be spent on links of a site, and plans anew with it."""
    domain = domain_named(domain)
    site_in(asked, domain)
    try:
        options = PlanOptions(
            hours=_number(form.text("hours", NUMBER_DIGITS), "hours"),
            budget=_number(form.text("budget", NUMBER_DIGITS), "euros"),
            languages=form.words("languages"), by=asked.principal.name,
        )  # fmt: skip
        plan(asked.workspace, domain, options)
    except BadInput as error:
        wrong = {"hours": pressed(sentence(error))}
        return _page(request, asked, domain, wrong, form.as_typed())
    return after(request, f"{_here(asked, domain)}#plan", "The plan goes by this from now on.")


def _page(
    request: Request,
    asked: Asked,
    domain: str,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, Any] | None = None,
) -> Response:
    wrong, query = dict(errors or {}), request.query_params
    found, why = _budget(asked, domain)
    planned = _plan(asked, domain) if found else None
    tried: Simulation | None = None
    asked_for = {name: query.get(name, "") for name in TRIES}
    if found and query.get("try") == "1":
        try:
            tried = _tried(asked, domain, asked_for)
        except BadInput as error:
            wrong["links"] = pressed(sentence(error))
    known = planned.resources if planned else None
    usual = {} if known is None else {
        "hours": f"{known.hours:g}", "budget": f"{known.budget:g}",
        "languages": ", ".join(known.languages),
    }  # fmt: skip
    return page(
        request, asked, "growth.html.j2", status=400 if wrong else 200, domain=domain,
        found=found, why=why, chart=budget_chart(found, asked.workspace.settings.locale)
        if found else (), plan=planned, tried=tried, here_at=_here(asked, domain),
        errors=wrong, typed={**usual, **asked_for, **(typed or {})},
    )  # fmt: skip


def _budget(asked: Asked, domain: str) -> tuple[Budget | None, str]:
    try:
        found = budget(asked.workspace, domain)
        return replace(found, notes=_pressed(found.notes)), ""
    except NotFound as error:
        return None, pressed(sentence(error))


def _plan(asked: Asked, domain: str) -> Plan | None:
    try:
        found = plan(asked.workspace, domain)
    except NotFound:
        return None
    advice = replace(found.advice, notes=_pressed(found.advice.notes))
    return replace(found, notes=_pressed(found.notes), phase=pressed(found.phase), advice=advice)


def _pressed(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Notes in words for a page."""
    return tuple(pressed(one) for one in notes)


def _tried(asked: Asked, domain: str, told: Mapping[str, str]) -> Simulation:
    links, weeks = _number(told["links"], "links"), _number(told["weeks"], "weeks")
    chance = _number(told["chance"], "percent")
    options = SimulateOptions(
        links=int(links) if links else None, weeks=int(weeks) if weeks else 52,
        chance=chance / 100 if chance else None, runs=RUNS,
    )  # fmt: skip
    return simulate(asked.workspace, domain, options)


def _number(text: str, what: str) -> float | None:
    """A number as it was typed; None for nothing; raises BadInput for what is none."""
    if not text:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadInput(f"{text!r} is no number of {what}") from None


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/growth"
