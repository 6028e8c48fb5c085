"""The page Inbox: what came back, by thread, what a person says that it is, and his answers.

What strangers wrote is shown as text and nothing else: no link in it can be pressed, nothing in it
is asked of another machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backlinkbot.app.pitch.activity import last_moments
from backlinkbot.app.pitch.answering import answer as answer_mail
from backlinkbot.app.pitch.answering import outline, take_back
from backlinkbot.app.pitch.deciding import CLASSES, decide_mail, inbox, mail_thread
from backlinkbot.app.pitch.outbox import decide_unknown, unknown
from backlinkbot.core.errors import BadInput, NotFound, Refused
from backlinkbot.core.outreach import LONGEST_SUBJECT
from backlinkbot.interfaces.answers import sentence
from backlinkbot.interfaces.gate import People, Posted, Writes
from backlinkbot.interfaces.web.page import Undo, after, page
from backlinkbot.interfaces.web.places import Place
from backlinkbot.interfaces.web.pressing import pressed
from backlinkbot.interfaces.web.rounds import last_round, queue_round, start_round
from backlinkbot.interfaces.web.threads import BY_HAND, course_of, in_order, mail_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backlinkbot.core.outreach import KeptMessage
    from backlinkbot.interfaces.gate import Asked

AT_ONCE = 50  # mails of which the threads are on one page
NUMBER_DIGITS = 9
MOST_SENT = 50_000  # characters that are read of a form; how many an answer may have, its verb says

place = Place("inbox", "Inbox", icon="inbox", order=79, needs_writer=True, group="Outreach")
router = APIRouter()


@router.get("/c/{client}/inbox")
def threads(request: Request, asked: People) -> Response:
    """The threads with the newest answers; `waiting=1`: only where a person must decide."""
    query = request.query_params
    before, waiting = query.get("before", ""), query.get("waiting") == "1"
    is_number = before.isascii() and before.isdigit() and len(before) <= NUMBER_DIGITS
    found = inbox(
        asked.workspace, waiting=waiting, limit=AT_ONCE, before=int(before) if is_number else 0
    )
    job, running = last_round(asked)
    return page(
        request, asked, "inbox.html.j2", found=found, waiting=waiting, here_at=_here(asked),
        unknown=unknown(asked.workspace), job=job, running=running, is_later=is_number,
        last=last_moments(asked.workspace), by_hand=BY_HAND,
    )  # fmt: skip


@router.post("/c/{client}/inbox/read")
def read(request: Request, asked: Writes, form: Posted) -> Response:
    """Queues a round that only reads what came in."""
    del form  # nothing in it but that it is ours
    return start_round(request, asked, _here(asked), only_read=True)


@router.post("/c/{client}/inbox/unknown")
def settle(request: Request, asked: Writes, form: Posted) -> Response:
    """Says of a message of which nobody knows whether it has gone."""
    has_gone = form.text("gone", 3) == "yes"
    try:
        done = decide_unknown(
            asked.workspace, form.text("message_id", 300), has_gone=has_gone,
            by=asked.principal.name,
        )  # fmt: skip
    except NotFound:
        return after(request, _here(asked), "Somebody has said so already, or it was found.")
    told = "is noted as gone" if has_gone else "goes again when it is its turn"
    return after(request, _here(asked), f"The message to {done.message.recipient} {told}.")


@router.post("/c/{client}/inbox/send")
def send(request: Request, asked: Writes, form: Posted) -> Response:
    """Queues a round that sends what is due."""
    del form  # nothing in it but that it is ours
    return start_round(request, asked, _here(asked))


@router.get("/c/{client}/inbox/{number}")
def thread(request: Request, asked: People, number: int) -> Response:
    """One thread, whole: our messages and what came back, the oldest first."""
    return _page(request, asked, number)


@router.post("/c/{client}/inbox/{number}")
def decide(request: Request, asked: Writes, number: int, form: Posted) -> Response:
    """Keeps what a person says that a mail is, and does what that means."""
    try:
        done = decide_mail(asked.workspace, number, form.text("word", 40), by=asked.principal.name)
    except BadInput as error:
        return _page(request, asked, number, {"word": pressed(sentence(error))})
    except NotFound:
        raise NotFound(f"there is no mail {number}") from None
    what = done.mail.reply_class or "nothing for us"
    told = f"The mail is {what}. {done.action.says}"
    return after(request, f"{_here(asked)}/{number}", told)


@router.post("/c/{client}/inbox/{number}/answer")
def answer(request: Request, asked: Writes, number: int, form: Posted) -> Response:
    """Keeps an answer that a person wrote, and queues the round that sends it."""
    try:
        text, subject = form.text("text", MOST_SENT), form.text("subject", MOST_SENT)
        done = answer_mail(asked.workspace, number, text, by=asked.principal.name, subject=subject)
    except (BadInput, Refused) as error:
        wrong = {"text": pressed(sentence(error))}
        return _page(request, asked, number, wrong, form.as_typed())
    except NotFound:
        raise NotFound(f"there is no mail {number}") from None
    queue_round(asked)
    words, here = done.message, f"{_here(asked)}/{number}"
    back = Undo(f"{here}/take-back", {"message_id": words.message_id}, "Take back")
    told = f"Your answer to {words.recipient} goes with the next round, which is queued."
    return after(request, here, told, back)


@router.post("/c/{client}/inbox/{number}/take-back")
def take_answer_back(request: Request, asked: Writes, number: int, form: Posted) -> Response:
    """Takes an answer back that no sender has begun with."""
    here = f"{_here(asked)}/{number}"
    try:
        take_back(asked.workspace, form.text("message_id", 300), by=asked.principal.name)
    except NotFound:
        raise NotFound("there is no such answer") from None
    except Refused as error:
        return after(request, here, sentence(error))
    return after(
        request,
        here,
        "Taken back: your answer does not go. What it ended stays so: the sequence is over.",
    )


def _page(
    request: Request,
    asked: Asked,
    number: int,
    errors: dict[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    try:
        found = mail_thread(asked.workspace, number)
    except NotFound:
        raise NotFound(f"there is no mail {number}") from None
    outlined, why = _outlined(asked, number)
    return page(
        request, asked, "thread.html.j2", status=400 if errors else 200, thread=found,
        parts=in_order(found), number=number, here_at=_here(asked), classes=CLASSES,
        errors=errors or {}, course=course_of(asked.workspace, found), mail_to=mail_to,
        typed=typed or {}, chosen=found.mail(number), outlined=outlined, not_answered=why,
        longest_subject=LONGEST_SUBJECT,
    )  # fmt: skip


def _outlined(asked: Asked, number: int) -> tuple[KeptMessage | None, str]:
    """An answer to a mail without its words; or why there is none, as a page says it."""
    try:
        return outline(asked.workspace, number), ""
    except Refused as error:
        return None, pressed(sentence(error))


def _here(asked: Asked) -> str:
    return f"/c/{quote(asked.client)}/inbox"
