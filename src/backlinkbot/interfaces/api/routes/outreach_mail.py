"""Mail that came in: the inbox by thread, what a person says doubtful mails are, one file."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query

from backlinkbot.app.mail import classify_sent
from backlinkbot.app.pitch.answering import answer as run_answer
from backlinkbot.app.pitch.answering import document, take_back, why_unanswered, written
from backlinkbot.app.pitch.deciding import decide_mail, mail_thread
from backlinkbot.app.pitch.deciding import inbox as run_inbox
from backlinkbot.interfaces.api.asked import Asked, Changes, People
from backlinkbot.interfaces.api.paging import stamped
from backlinkbot.interfaces.api.problems import LOOKS, described
from backlinkbot.interfaces.api.repeating import Repeated
from backlinkbot.interfaces.schemas.outreach_mail import (
    AnswerIdIn,
    AnswerIn,
    AnswerOut,
    ClassifiedMails,
    InboxOut,
    MailFileIn,
    MailIsIn,
    MailOut,
    ThreadAnswer,
)
from backlinkbot.interfaces.schemas.prospects import MOST_NUMBER

MOST_MAILS = 1_000  # of one answer
MOST_SENT = 200  # of an mbox that is sent; the command reads larger ones
MailPath = Annotated[int, Path(ge=1, le=MOST_NUMBER, description="As the inbox numbers it.")]

router = APIRouter(tags=["outreach"])


@router.get("/outreach/inbox", response_model=InboxOut)
def inbox(
    asked: People,
    waiting: Annotated[  # noqa: FBT002 - a parameter of an address
        bool, Query(description="Only where a person must decide.")
    ] = False,
    limit: Annotated[int, Query(ge=1, le=MOST_MAILS, description="Of so many mails.")] = 100,
    before: Annotated[
        int, Query(ge=0, le=MOST_NUMBER, description="`more` of the page before.")
    ] = 0,
) -> Any:
    """What came back, by thread: what each answer means, and what to do next."""
    found = run_inbox(asked.workspace, waiting=waiting, limit=limit, before=before)
    return stamped(asked, found.as_document())


@router.get("/outreach/mails/{mail}", response_model=ThreadAnswer, responses=described(404))
def thread(asked: People, mail: MailPath) -> Any:
    """The thread of a mail: what went there, and what came back."""
    found = mail_thread(asked.workspace, mail).as_document()
    why = why_unanswered(asked.workspace, mail)
    return stamped(asked, found | {"not_answered": why or None})


@router.post("/outreach/mails/{mail}/class", response_model=MailOut, responses=described(404, 409))
def decide(asked: Changes, mail: MailPath, told: MailIsIn, keyed: Repeated) -> Any:
    """Says what a mail is that nobody can be sure of; its sequence goes on, or is over."""
    return keyed.once(
        asked,
        lambda: decide_mail(
            asked.workspace, mail, told.reply_class, by=asked.principal.name
        ).as_document(),
    )


@router.post(
    "/outreach/mails/{mail}/answer",
    status_code=201,
    response_model=AnswerOut,
    responses=described(404, 409),
)
def answer(asked: Changes, mail: MailPath, told: AnswerIn, keyed: Repeated) -> Any:
    """Answers a mail: kept as approved by who asks, it goes with the next round, once."""
    return keyed.once(asked, lambda: _answered(asked, mail, told))


@router.post("/outreach/answers/take-back", response_model=AnswerOut, responses=described(404, 409))
def take_answer_back(asked: Changes, told: AnswerIdIn, keyed: Repeated) -> Any:
    """Takes an answer back that no sender has begun with; it never goes."""
    by = asked.principal.name
    return keyed.once(asked, lambda: document(take_back(asked.workspace, told.message_id, by=by)))


@router.post(
    "/mail/classify",
    response_model=ClassifiedMails,
    responses=described(413),
    openapi_extra=LOOKS,
)
def classify(
    asked: People, told: Annotated[MailFileIn, Form(media_type="multipart/form-data")]
) -> Any:
    """What a mail is that is sent as a file (or those of an mbox): bounce, answer, and of what."""
    del asked  # nothing of a client is looked at
    found = islice(classify_sent(told.file.filename or "", told.file.file), MOST_SENT)
    return {"mails": [one.as_document() for one in found]}


def _answered(asked: Asked, mail: int, told: AnswerIn) -> dict[str, Any]:
    if told.dry_run:
        return document(written(asked.workspace, mail, told.text, subject=told.subject))
    by = asked.principal.name
    return document(run_answer(asked.workspace, mail, told.text, by=by, subject=told.subject))
