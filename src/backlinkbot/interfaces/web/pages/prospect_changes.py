"""The page Prospects, what is done there: added, imported, moved, tagged, noted, and undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from backlinkbot.app.prospects import (
    add_prospect,
    aim_prospects,
    assign_prospects,
    import_prospects,
    list_prospects,
    move_prospects,
    note_prospects,
    refresh_prospects,
    tag_prospects,
    undo_prospect,
    undo_step,
)
from backlinkbot.app.prospects.aiming import words_kept
from backlinkbot.app.uploads import keep_uploads, rejects_file
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.urls.named import domain_named
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import Posted, Reads, Writes
from backlinkbot.interfaces.web.page import Undo, after, own_path
from backlinkbot.interfaces.web.pages.prospects import prospects_page
from backlinkbot.interfaces.web.pressing import pressed

if TYPE_CHECKING:
    from backlinkbot.app.prospects import Changed, Imported
    from backlinkbot.interfaces.gate import Asked, Fields

NUMBER_DIGITS = 9
LONGEST_NOTE = 5_000
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")
WAYS = ("move", "tag", "untag", "assign", "target", "note")

router = APIRouter()


@router.post("/c/{client}/s/{domain}/prospects/add")
def add(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Adds a prospect by hand, or says at the field why not."""
    domain = domain_named(domain)
    try:
        kept = add_prospect(
            asked.workspace, domain, form.text("place", 2_000), by=asked.principal,
            tactic=form.text("tactic", 40), tags=form.words("tags"), owner=form.text("owner", 254),
            note=form.text("note", LONGEST_NOTE),
        )  # fmt: skip
    except (BadInput, Refused) as error:
        wrong = {"place": pressed(sentence(error))}
        return prospects_page(request, asked, domain, wrong, form.as_typed())
    if not kept.added:
        return after(request, _here(asked, domain), "This organisation is a prospect already.")
    name = kept.added[0].organisation
    return after(request, _here(asked, domain), f"{name} was added.", _undo(asked, domain, kept))


@router.post("/c/{client}/s/{domain}/prospects/import")
def read(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Reads a list of prospects; tells what became of its rows."""
    domain, sent = domain_named(domain), form.files("file")
    if not sent or not (sent[0].filename or "").lower().endswith(ENDINGS):
        wrong = {"file": f"Choose a list first: {', '.join(ENDINGS)}."}
        return prospects_page(request, asked, domain, wrong)
    try:
        places = keep_uploads(asked.workspace, [(sent[0].filename or "", sent[0].file)])
        done = import_prospects(asked.workspace, domain, Path(places[0]), by=asked.principal)
    except BadInput as error:
        return prospects_page(request, asked, domain, {"file": pressed(sentence(error))})
    steps = [_undo(asked, domain, done.kept)] if done.kept.step else []
    back = _here(asked, domain)
    if done.rejects_file:
        back += f"?rejects={quote(Path(done.rejects_file).name)}"
    return after(request, back, _imported(done), *steps)


@router.get("/c/{client}/s/{domain}/prospects/rejects/{name}")
def rejects(asked: Reads, domain: str, name: str) -> Response:
    """The rows that an import left out, with the reasons."""
    del domain  # the file is the workspace's
    if not name.startswith("prospects-"):
        raise NotFound("there is no such list")
    path = rejects_file(asked.workspace, name)
    return FileResponse(path, media_type="text/csv", filename=path.name)


@router.post("/c/{client}/s/{domain}/prospects/do")
def do(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Changes the chosen prospects in one step, all or none."""
    domain = domain_named(domain)
    back = own_path(form.text("back", 4_000) or _here(asked, domain))
    try:
        done = _done(asked, _numbers(asked, domain, form), form)
    except (BadInput, Refused) as error:
        return after(request, back, f"Nothing was changed: {pressed(sentence(error))}")
    steps = [_undo(asked, domain, done)] if done.step else []
    way = form.text("do", 20)
    kept = words_kept(asked.workspace, done) if way == "target" else 0
    return after(request, back, _told(done, way) + _kept_words(kept), *steps)


@router.post("/c/{client}/s/{domain}/prospects/undo")
def undo(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Takes back one step, or one change of one prospect."""
    domain = domain_named(domain)
    back = own_path(form.text("back", 4_000) or _here(asked, domain))
    try:
        if number := form.text("number", NUMBER_DIGITS):
            change = int(form.text("change", NUMBER_DIGITS) or 0) or None
            of_site = _of_site(asked, domain, [int(number)])
            done = undo_prospect(asked.workspace, of_site[0], by=asked.principal, change=change)
        else:
            done = undo_step(
                asked.workspace, int(form.text("step", NUMBER_DIGITS)), by=asked.principal
            )
    except (BadInput, Refused, NotFound) as error:
        return after(request, back, f"Nothing was undone: {pressed(sentence(error))}")
    except ValueError:
        raise BadInput("this is no number of a prospect or a step") from None
    return after(request, back, f"Undone for {_many(len(done.prospects))}.")


@router.post("/c/{client}/s/{domain}/prospects/refresh")
def refresh(request: Request, asked: Writes, domain: str, form: Posted) -> Response:
    """Looks up in the index whose link landed and whose is gone."""
    domain = domain_named(domain)
    del form  # nothing in it but that it is ours
    try:
        found = refresh_prospects(asked.workspace, domain)
    except NotFound as error:
        return after(request, _here(asked, domain), pressed(sentence(error)))
    told = (
        f"{len(found.landed):,} links landed, {len(found.lost):,} are gone, of "
        f"{found.waiting:,} none was seen yet."
    )
    steps = [_undo(asked, domain, found)] if found.step else []
    return after(request, _here(asked, domain), told, *steps)


def _done(asked: Asked, numbers: list[int], form: Fields) -> Changed:
    """One step for all of them.

    Raises:
        BadInput: nothing of that name is done, or not so.
        Refused: one of them must not be contacted.
    """
    way, workspace, by = form.text("do", 20), asked.workspace, asked.principal
    if way == "move":
        note = form.text("note", LONGEST_NOTE)
        return move_prospects(workspace, numbers, form.text("stage", 40), by=by, note=note)
    if way == "tag":
        return tag_prospects(workspace, numbers, more=form.words("tags"), by=by)
    if way == "untag":
        return tag_prospects(workspace, numbers, less=form.words("tags"), by=by)
    if way == "assign":
        return assign_prospects(workspace, numbers, form.text("owner", 1_000), by=by)
    if way == "target":
        return aim_prospects(workspace, numbers, form.text("target", 10_000), by=by)
    if way == "note":
        return note_prospects(workspace, numbers, form.text("note", 10_000), by=by)
    raise BadInput(f"{way!r} is none of {', '.join(WAYS)}")


def _numbers(asked: Asked, domain: str, form: Fields) -> list[int]:
    picked = form.texts("pick")
    if not all(one.isascii() and one.isdigit() and len(one) <= NUMBER_DIGITS for one in picked):
        raise BadInput("prospects are named by their numbers")
    if not picked:
        raise BadInput("tick the prospects first")
    return _of_site(asked, domain, [int(one) for one in picked])


def _of_site(asked: Asked, domain: str, numbers: list[int]) -> list[int]:
    """The numbers, if all are of this site; raises BadInput for one that is not."""
    known = {one.number for one in list_prospects(asked.workspace, domain).prospects}
    for number in numbers:
        if number not in known:
            raise BadInput(f"{number} is no prospect of {domain}")
    return numbers


def _told(done: Changed, way: str) -> str:
    if not done.prospects:
        return "That was so already; nothing changed."
    first = done.prospects[0]
    owner, page = first.owner or "nobody", first.target or "the page of the campaign"
    one, many = {
        "move": (f"is {first.stage} now", f"are {first.stage} now"),
        "tag": ("was tagged", "were tagged"),
        "untag": ("lost the tag", "lost the tag"),
        "assign": (f"is looked after by {owner}", f"are looked after by {owner}"),
        "target": (f"is asked for {page}", f"are asked for {page}"),
        "note": ("has the note", "have the note"),
    }[way]
    same = f" {_many(len(done.unchanged))} needed no change." if done.unchanged else ""
    if len(done.prospects) == 1:
        return f"{first.organisation} {one}.{same}"
    return f"{_many(len(done.prospects))} {many}.{same}"


def _kept_words(many: int) -> str:
    if many == 1:
        return " 1 message was approved before and has not gone: it keeps its words."
    told = f" {many:,} messages were approved before and have not gone: they keep their words."
    return told if many else ""


def _imported(done: Imported) -> str:
    kept = done.kept
    left = "; ".join(f"{many:,} {reason}" for reason, many in done.rejects.items())
    return (
        f"{done.name}: {done.rows:,} rows, {len(kept.added):,} new prospects, "
        f"{len(kept.found_again):,} known before." + (f" Left out: {left}." if left else "")
    )


def _undo(asked: Asked, domain: str, done: Any) -> Undo:
    return Undo(f"{_here(asked, domain)}/undo", {"step": str(done.step)})


def _many(number: int) -> str:
    return "1 prospect" if number == 1 else f"{number:,} prospects"


def _here(asked: Asked, domain: str) -> str:
    return f"/c/{quote(asked.client)}/s/{quote(domain)}/prospects"
