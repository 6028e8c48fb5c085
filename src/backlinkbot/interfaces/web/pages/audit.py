"""The page Audit: which links do harm, with reasons; decided one by one, many at once, by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from backlinkbot.app.audit.files import (
    CONSOLE,
    CURRENT,
    KEEP,
    drop_file,
    faults_of,
    given_files,
    prepared,
    put_file,
)
from backlinkbot.app.audit.last import last_audit
from backlinkbot.app.decisions import decide, decide_group, decisions
from backlinkbot.core.errors import BacklinkBotError, BadInput, NotFound
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.listing import Column, Listing, view_of
from backlinkbot.interfaces.web.page import Undo, after, page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from backlinkbot.app.decisions import GroupDecided
    from backlinkbot.interfaces.gate import Asked
    from backlinkbot.interfaces.web.listing import View

COLUMNS = (
    Column("unit", "Linking site", order="unit"),
    Column("verdict", "Verdict", order="verdict"),
    Column("probability", "Artificial", is_numeric=True, order="probability", help="Probability"),
    Column("reason", "Main reason"),
    Column("links", "Links", is_numeric=True, order="links"),
    Column("worth", "Worth", is_numeric=True, order="worth", help="Points its links bring"),
    Column("visits", "Visits", is_numeric=True, order="visits", help="A month, by its links"),
    Column("group", "Group", is_first=False),
    Column("console", "In Search Console", is_first=False),
)
GRAVITY = {"disavow": 2, "review": 1, "keep": 0}
ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "verdict": lambda one: (GRAVITY[one["verdict"]], one["probability"]),
    "probability": lambda one: one["probability"],
    "unit": lambda one: one["unit"],
    "links": lambda one: one["links"],
    "worth": lambda one: one["worth_points"] or 0.0,
    "visits": lambda one: one.get("referral_visits") or 0.0,
}
SHOWN = ("flagged", "disavow", "review", "keep", "decided", "all")
CHOICES = {"keep": "kept", "remove": "to be removed", "disavow": "to be disavowed", "undo": "open"}
FILES = {CURRENT: "The disavow file in force", KEEP: "The keep list", CONSOLE: "The list of links"}
NOTE = 500
TOLD = 5  # names in one message

place = Place("audit", "Audit", icon="shield", of_site=True, order=50)
router = APIRouter()


@router.get("/c/{client}/s/{domain}/audit")
def audit(request: Request, asked: Reads, domain: str) -> Response:
    """The last audit with its groups and verdicts, and the disavow file that came of it."""
    domain = domain_named(domain)
    found = _last(asked, domain)
    values: dict[str, Any] = {"domain": domain, "found": found, "address": _address(asked, domain)}
    if found:
        view = view_of(request, orders=tuple(ORDERS), order="verdict")
        values |= {"listing": _listing(found, view, domain), "counts": _counts(found)}
        values |= {"show": _show(view), "choices": CHOICES}
        values |= {"file": _file(asked, domain), "given": _given(asked, domain)}
    return page(request, asked, "audit.html.j2", **values)


@router.get("/c/{client}/s/{domain}/audit/file")
def download(asked: Reads, domain: str) -> Response:
    """The disavow file of the last audit, with the decisions as they are now."""
    domain = domain_named(domain)
    text = prepared(asked.workspace, domain).text
    return PlainTextResponse(
        text, headers={"content-disposition": f'attachment; filename="disavow-{domain}.txt"'}
    )


@router.get("/c/{client}/s/{domain}/audit/unit/{unit}")
def unit(request: Request, asked: Reads, domain: str, unit: str) -> Response:
    """All that the audit knows of one linking site, and what was decided about it."""
    domain = domain_named(domain)
    found = _last(asked, domain)
    row = next((one for one in found["domains"] if one["unit"] == unit), None) if found else None
    if not found or row is None:
        raise NotFound(f"the last audit of {domain} knows no linking site {unit}")
    made = [one for one in decisions(asked.workspace, domain).all if one.unit == unit]
    links = [one for one in found["links"] if one["unit"] == unit]
    return page(
        request, asked, "audit_unit.html.j2", domain=domain, row=row, made=made, links=links,
        found=found, address=_address(asked, domain), choices=CHOICES,
        of_group=next((one for one in found["groups"] if one["name"] == row["group"]), None),
    )  # fmt: skip


@router.post("/c/{client}/s/{domain}/audit/decide")
def decided(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Decides about the chosen sites; what cannot be is said, the others are decided."""
    choice, back = form.text("do", 20), _address(asked, domain)
    units = [*form.texts("pick"), *form.words("units")]
    if choice not in CHOICES:
        raise BadInput(f"{choice!r} is none of {', '.join(CHOICES)}")
    if not units:
        return after(request, back, "Nothing was chosen: tick the sites first.")
    done, refused = [], []
    for name in units:
        try:
            made = decide(
                asked.workspace, domain, name, choice, by=asked.principal.name,
                note=form.text("note", NOTE),
            )  # fmt: skip
            done.append(made.made.unit)
        except BacklinkBotError as error:
            refused.append(f"{name}: {sentence(error)}")
    if len(units) == 1 and form.text("from") == "unit":
        back = f"{back}/unit/{quote(units[0])}"
    said = [_sites(len(done), choice)] if done else []
    undo = None
    if done and choice != "undo":
        undo = Undo(f"{_address(asked, domain)}/decide", {"do": "undo", "units": "\n".join(done)})
    return after(request, back, " ".join([*said, *refused[:TOLD]]), undo)


@router.post("/c/{client}/s/{domain}/audit/group")
def group_decided(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Decides about the members of a group; offers those that were decided one by one, too."""
    name, choice, note = form.text("group", 300), form.text("do", 20), form.text("note", NOTE)
    made = decide_group(
        asked.workspace, domain, name, choice, by=asked.principal.name, note=note,
        is_forced=form.is_set("forced"),
    )  # fmt: skip
    steps = []
    if made.made and choice != "undo":
        steps.append(_undo_of_group(asked, domain, made))
    if made.left:
        fields = {"group": name, "do": choice, "note": note, "forced": "1"}
        label = "Decide this one too" if len(made.left) == 1 else "Decide these too"
        steps.append(Undo(f"{_address(asked, domain)}/group", fields, label, "check"))
    return after(request, _address(asked, domain), _told_of_group(made, choice), *steps)


@router.post("/c/{client}/s/{domain}/audit/files")
def files(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Keeps the files that audits go by from now on; says which of them cannot be used."""
    said = []
    for kind, words in FILES.items():
        for one in form.files(kind):
            try:
                put_file(asked.workspace, domain, kind, one.file)
                said.append(f"{words} was taken.")
            except BadInput as error:
                said.append(f"{words} was not taken: {sentence(error)}")
    told = " ".join(said) + " The next audit goes by it." if said else "No file was chosen."
    return after(request, f"{_address(asked, domain)}#files", told)


@router.post("/c/{client}/s/{domain}/audit/drop")
def dropped(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Forgets a file that was given."""
    kind = form.text("kind", 20)
    drop_file(asked.workspace, domain, kind)
    return after(request, f"{_address(asked, domain)}#files", f"{FILES[kind]} was forgotten.")


def _undo_of_group(asked: Asked, domain: str, made: GroupDecided) -> Undo:
    """Takes a decision about a group back: by its name, for its members may be thousands."""
    here = _address(asked, domain)
    if len(made.made) == 1:  # which is no decision about a group
        return Undo(f"{here}/decide", {"do": "undo", "units": made.made[0].unit})
    return Undo(f"{here}/group", {"do": "undo", "group": made.group})


def _told_of_group(made: GroupDecided, choice: str) -> str:
    said = [_sites(len(made.made), choice)]
    said += [f"{unit}: {why}." for unit, why in made.refused[:TOLD]]
    if len(made.refused) > TOLD:
        said.append(f"And {len(made.refused) - TOLD:,} more could not be.")
    if made.left:
        named = ", ".join(f"{one.unit} ({one.choice.value})" for one in made.left[:TOLD])
        more = f" and {len(made.left) - TOLD:,} more" if len(made.left) > TOLD else ""
        said.append(f"Left as somebody decided by itself: {named}{more}.")
    return " ".join(said)


def _last(asked: Asked, domain: str) -> dict[str, Any] | None:
    try:
        found = last_audit(asked.workspace, domain)
    except NotFound:
        return None
    return found | {name: pressed(found[name]) for name in ("risk", "notes", "error")}


def _address(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/audit"


def _show(view: View) -> str:
    wanted = view.query.get("show", "")
    return wanted if wanted in SHOWN else SHOWN[0]


def _listing(found: dict[str, Any], view: View, domain: str) -> Listing:
    show, part, group = _show(view), view.query.get("q", "").lower(), view.query.get("group", "")
    rows = [
        one
        for one in found["domains"]
        if _fits(one, show) and part in one["unit"] and group in ("", one["group"])
    ]
    rows.sort(key=lambda one: one["unit"])
    rows.sort(key=ORDERS[view.order], reverse=view.is_descending)
    start = view.offset
    return Listing(
        f"Linking sites of {domain} with their verdicts", COLUMNS,
        rows[start : start + view.per_page], view, len(rows), unit="linking site",
    )  # fmt: skip


def _fits(one: dict[str, Any], show: str) -> bool:
    if show == "all":
        return True
    if show == "decided":
        return bool(one["decision"])
    if show == "flagged":
        return one["verdict"] != "keep" or bool(one["decision"])
    return bool(one["verdict"] == show)


def _counts(found: dict[str, Any]) -> dict[str, int]:
    return {show: sum(_fits(one, show) for one in found["domains"]) for show in SHOWN}


def _file(asked: Asked, domain: str) -> dict[str, Any]:
    """What is told of the disavow file; where none can be made, why."""
    try:
        found = prepared(asked.workspace, domain)
    except BacklinkBotError as error:
        return {"sentences": [pressed(sentence(error))]}
    told = found.written.as_document() | {"sentences": list(found.sentences)}
    return {**pressed(told), "changes": found.changes}


def _given(asked: Asked, domain: str) -> dict[str, Any]:
    kinds = given_files(asked.workspace, domain)
    return {"kinds": kinds, "words": FILES, "faults": faults_of(asked.workspace, domain)}


def _sites(count: int, choice: str) -> str:
    many = "1 site is" if count == 1 else f"{count:,} sites are"
    return f"{many} {CHOICES[choice]} now. Nothing was sent." if count else "Nothing was decided."
