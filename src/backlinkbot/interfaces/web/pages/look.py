"""Leads from the bar above a page to the part of a site, or to another domain, that it names."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from backlinkbot.core.errors import BadInput
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.gate import Reads

PAGES = ("overview", "backlinks", "referring-domains", "anchors", "velocity")
MOST_TEXT = 2_000
OF_HOSTS = ("", "subdomains", "domain")

router = APIRouter()


@router.get("/c/{client}/look")
def look(request: Request, asked: Reads) -> Response:
    """The same page about what was typed; an address with a path means what begins so."""
    query = request.query_params
    at = query.get("at", "") if query.get("at") in PAGES else PAGES[0]
    typed, scope = query.get("target", "").strip()[:MOST_TEXT], query.get("scope", "")
    domain = _domain(typed) or _domain(query.get("site", ""))
    if not domain:
        raise BadInput(f"{typed!r} names no site; give a domain like example.com, or an address")
    bare = (typed.partition("://")[2] or typed).rstrip("/")
    if "/" in bare and scope in OF_HOSTS:
        scope = "prefix"
    told = {
        "scope": scope if scope != "subdomains" else "",
        "target": typed if bare != domain else "",
        "as_of": query.get("as_of", ""),
    }
    asked_for = urlencode({name: value for name, value in told.items() if value})
    start = f"/c/{quote(asked.client)}/s/{quote(domain)}/{at}"
    return RedirectResponse(f"{start}?{asked_for}" if asked_for else start, status_code=303)


def _domain(text: str) -> str:
    try:
        return domain_named(text)
    except BadInput:
        return ""
