"""The page of one link: its readings, the HTML around it, its history, who told it, its worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response

from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.decisions import decisions
from backlinkbot.app.jobs import queue
from backlinkbot.app.profile import link_evidence
from backlinkbot.app.verify import known_of_page
from backlinkbot.app.verify.survival import survival
from backlinkbot.app.worth import worth
from backlinkbot.core.errors import BacklinkBotError, BadInput, NotFound
from backlinkbot.core.urls import host_of
from backlinkbot.core.urls.named import domain_named
from backlinkbot.core.urls.platforms import owned_name
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.page import after, page
from backlinkbot.interfaces.web.pressing import pressed
from backlinkbot.interfaces.web.wishes import link_address

if TYPE_CHECKING:
    from backlinkbot.core.verifying import Check
    from backlinkbot.interfaces.gate import Asked

MOST_ADDRESS = 8_000

router = APIRouter()


@router.get("/c/{client}/s/{domain}/link")
def link(request: Request, asked: Reads, domain: str) -> Response:
    """Everything known of the links from one page to one address."""
    domain = domain_named(domain)
    source, to = (request.query_params.get(name, "").strip() for name in ("source", "to"))
    if not source or not to:
        raise BadInput("name the linking page and the address it links to: ?source=…&to=…")
    rows = link_evidence(asked.workspace, domain, source, to).table.to_pylist(
        maps_as_pydicts="lossy"
    )
    unit = owned_name(host_of(rows[0]["source_url"]))
    root = f"/c/{quote(asked.client)}"
    mine = [one for one in decisions(asked.workspace, domain).all if one.unit == unit]
    return page(
        request, asked, "link.html.j2", domain=domain, rows=rows, row=rows[0], unit=unit,
        decisions=mine, verdict=_verdict(asked, domain, unit), price=_price(request, asked, domain),
        address=link_address(root, domain, source, to), looks=_looks(asked, domain, rows[0]),
        lasting=_lasting(request, asked, domain, rows[0]),
        of_site=f"{root}/s/{quote(domain)}/backlinks?"
        + urlencode({"source_domain": rows[0]["source_domain"]}),
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/link/look")
def look(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Queues a look at the links of this page."""
    arguments = {"domains": [domain_named(domain)], "link": form.text("source", MOST_ADDRESS)}
    job = queue(
        asked.gate.root, "verify", arguments, client=asked.client, by=asked.principal.name
    )  # fmt: skip
    return after(request, f"/c/{asked.client}/jobs/{job.id}")


def _looks(asked: Asked, domain: str, row: dict[str, Any]) -> list[Check]:
    """What looks at the page told of its links to this address."""
    every = known_of_page(asked.workspace, row["source_url"])
    return [one for one in every if (one.site, one.target_url) == (domain, row["target_url"])]


def _lasting(
    request: Request, asked: Asked, domain: str, row: dict[str, Any]
) -> dict[str, Any] | None:
    """How long links of this placement and page type last; only when asked for, since it is dear.

    The kind that says most of this link: of its placement and page type, else of one of them.
    """
    if not request.query_params.get("lasting"):
        return None
    try:
        found = survival(asked.workspace, domain)
    except BacklinkBotError as error:
        return {"error": pressed(sentence(error))}
    traits = (row.get("placement") or "", row.get("page_type") or "")
    for wanted in (traits, (traits[0], ""), ("", traits[1]), ("", "")):
        for kind in found.kinds:
            if (kind.placement, kind.page_type) == wanted:
                return {**kind.as_document(), "scale": found.scale, "notes": found.notes}
    return {"error": "no link of this kind has a known life."}


def _verdict(asked: Asked, domain: str, unit: str) -> dict[str, Any] | None:
    """What the last audit said of the linking site, with its day; None where there was none."""
    try:
        told = last_audit(asked.workspace, domain)
    except NotFound:
        return None
    one = next((one for one in told["domains"] if one["unit"] == unit), None)
    return {**one, "as_of": told["as_of"], "error": told["error"]} if one else None


def _price(request: Request, asked: Asked, domain: str) -> dict[str, Any] | None:
    """What losing the links of this site would cost; only when asked for, since it is dear."""
    if not request.query_params.get("price"):
        return None
    source = domain_named(host_of(request.query_params.get("source", "")))
    try:
        told = worth(asked.workspace, domain, without=[source])
    except BacklinkBotError as error:
        return {"error": sentence(error)}
    rows: list[dict[str, Any]] = told.table.to_pylist()
    if not rows:
        why = next(iter(told.rejects.counts), "it is not in the graph")
        return {"error": f"{source} cannot be priced: {why}."}
    return {**rows[0], "weak_points": told.weak_points, "basis": told.basis}
