"""Makes a page from a template: the menu around it, what was just done, numbers in the locale."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse, RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context

from backlinkbot.app.shown import LANGUAGES, as_safe_address, as_shown, blocks_html, wording
from backlinkbot.app.sites import list_sites
from backlinkbot.core.errors import NotFound
from backlinkbot.core.nouns import Site
from backlinkbot.core.places import names_only
from backlinkbot.interfaces.gate import gate_of, session_cookie, session_of
from backlinkbot.interfaces.gate.desk import is_of_today
from backlinkbot.interfaces.gate.forms import FIELD, FORM_COOKIE, form_secret, form_token
from backlinkbot.interfaces.web.assets import asset
from backlinkbot.interfaces.web.formatting import filters
from backlinkbot.interfaces.web.places import places
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request, Response
    from jinja2.runtime import Context

    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.places import Place

SAID_COOKIE = "bb_said"
MOST_SAID = 3_800  # bytes; browsers throw longer cookies away in silence
SAID_FOR_S = 600  # what was done is told on the next page, not days later
THEME_COOKIE = "bb_theme"
LOCALE_COOKIE = "bb_locale"
THEMES = ("auto", "light", "dark")
YEAR_S = 31_536_000


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take back what was done, or to go on from it: a form's address and fields.

    `icon`: that of its button.
    """

    action: str
    fields: Mapping[str, str] = field(default_factory=dict)
    label: str = "Undo"
    icon: str = "undo"


def page(
    request: Request, asked: Asked, template: str, *, status: int = 200, **values: Any
) -> Response:
    """A page for somebody who may see it. `domain` among the values: the site that it is about."""
    said = _said(request)
    values = {"errors": {}, "typed": {}, "domain": ""} | values
    shell = _shell(request, asked, str(values["domain"])) | {"said": said}
    return _answer(request, template, shell | values, status=status, has_said=said is not None)


def bare_page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page without the menu: for signing in, and for errors of those whom nobody knows."""
    values = {"errors": {}, "typed": {}, "said": _said(request)} | values
    shell = {"theme": _theme(request), "locale": _locale(request)}
    return _answer(request, template, shell | values, status=status, has_said=bool(values["said"]))


def after(
    request: Request, address: str, text: str = "", undo: Undo | None = None, *others: Undo
) -> Response:
    """Leads on to another page after a change, which then says what was done.

    `others`: further steps that are offered beside the undoing. What is too long to be kept
    goes without its steps.
    """
    response = RedirectResponse(address, status_code=303)
    if text:
        steps = [asdict(one) for one in (undo, *others) if one]
        kept = _signer(request).dumps({"text": text, "steps": steps})
        if len(kept) > MOST_SAID:
            kept = _signer(request).dumps({"text": text[: MOST_SAID // 4], "steps": []})
        response.set_cookie(
            SAID_COOKIE, kept, max_age=SAID_FOR_S, httponly=True,
            samesite="lax", secure=is_secure(request),
        )  # fmt: skip
    return response


def forget_session(request: Request, response: Response) -> None:
    """Let the browser forget its session, which is over, and the pages that it kept of it."""
    response.delete_cookie(session_cookie(request), secure=is_secure(request), httponly=True)
    response.headers["clear-site-data"] = '"cache", "storage"'  # cookies hold the look, too


def is_secure(request: Request) -> bool:
    """Whether cookies can be kept to encrypted connections."""
    return request.url.scheme == "https"


def own_path(address: str) -> str:
    """A path of this server to go back to; the start for anything that leads elsewhere."""
    is_own = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_own and address.isprintable() else "/"


def _answer(
    request: Request, template: str, values: dict[str, Any], *, status: int, has_said: bool
) -> Response:
    secret = form_secret(request) or secrets.token_urlsafe(24)
    environment = _environment(str(values["locale"]))
    text = environment.get_template(template).render(
        request=request, path=request.url.path, form_name=FIELD,
        form_token=form_token(request, secret), **values,
    )  # fmt: skip
    response = HTMLResponse(text, status_code=status)
    if not session_of(request) and FORM_COOKIE not in request.cookies:
        response.set_cookie(
            FORM_COOKIE, secret, httponly=True, samesite="strict", secure=is_secure(request)
        )
    if has_said:
        response.delete_cookie(SAID_COOKIE)
    return response


def _shell(request: Request, asked: Asked, domain: str) -> dict[str, Any]:
    """What every page around its content shows."""
    sites = list_sites(asked.workspace)
    site = next((one for one in sites if one.domain == domain), None)
    clients = asked.gate.clients(asked.principal)
    shown = [place for place in places() if _may_open(asked, place)]
    return {
        "asked": asked,
        "client": asked.client,
        "clients": clients,
        "client_name": next((one.name for one in clients if one.slug == asked.client), ""),
        "sites": sites,
        "site": site,
        "menu_site": site or (Site(domain, is_ours=False) if domain else _first(sites)),
        "site_places": [place for place in shown if place.of_site and not place.group],
        "places": [place for place in shown if not place.of_site and not place.group],
        "groups": _groups(shown),
        "here": _here(request.url.path),
        "root": f"/c/{asked.client}",
        "is_team": asked.gate.is_team,
        "principal": asked.principal,
        "viewed_on": asked.gate.as_of if is_of_today(request.url.path) else None,
        "real_day": asked.gate.root.clock.today(),
        "theme": _theme(request),
        "locale": _locale(request),
    }


def _may_open(asked: Asked, place: Place) -> bool:
    """Whether the one who asks may open a page of the menu."""
    may_manage = asked.principal.may_manage or not place.needs_owner
    return may_manage and (asked.may_write or not place.needs_writer)


def _groups(shown: list[Place]) -> dict[str, list[Place]]:
    """The pages of each heading of the menu, in its order."""
    found: dict[str, list[Place]] = {}
    for place in shown:
        if place.group:
            found.setdefault(place.group, []).append(place)
    return found


def _first(sites: list[Site]) -> Site | None:
    return sites[0] if sites else None


def _here(path: str) -> str:
    """The name of the page in an address: after the client, or after the site."""
    parts = [*path.split("/"), "", "", ""]
    return parts[5] if parts[3] == "s" else parts[3]


def _locale(request: Request) -> str:
    wanted = request.cookies.get(LOCALE_COOKIE, "")
    return wanted if wanted in LANGUAGES else gate_of(request).root.settings.locale


def _theme(request: Request) -> str:
    wanted = request.cookies.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else THEMES[0]


def _said(request: Request) -> dict[str, Any] | None:
    try:
        cookie = request.cookies.get(SAID_COOKIE, "")
        said: dict[str, Any] = _signer(request).loads(cookie, max_age=SAID_FOR_S)
    except BadSignature:
        return None
    return said


def _signer(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(gate_of(request).key, salt="said")


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("backlinkbot.interfaces.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    say = wording(locale)
    environment.filters |= filters(say) | {
        "shown": as_shown, "safe_address": as_safe_address, "located": located, "pressed": pressed,
    }  # fmt: skip
    environment.globals |= {
        "asset": asset,
        "say": say,
        "section": lambda section: blocks_html(section, locale),
    }
    return environment


@pass_context
def located(context: Context, text: str | None) -> str | None:
    """A text as it is; whoever is elsewhere is told files of this machine by their names alone."""
    is_here = context["principal"].is_local
    return text if is_here or text is None else str(names_only(text))


def site_in(asked: Asked, domain: str) -> Site:
    """A site that is in this client; raises NotFound for another."""
    for site in list_sites(asked.workspace):
        if site.domain == domain:
            return site
    raise NotFound(f"{domain} is no site here; add it on the page Sites")
