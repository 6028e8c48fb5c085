"""Where recipients of messages say that they want no more: one click of a mail program (RFC 8058).

Needs no account, no cookie and no form of ours. To look at the page changes nothing, so that
whoever follows links to see whether they are safe unsubscribes nobody.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from backlinkbot.app.pitch.leaving import PATH, leave, leaving
from backlinkbot.core.errors import NotFound
from backlinkbot.interfaces.gate import gate_of
from backlinkbot.interfaces.gate.desk import address_of
from backlinkbot.interfaces.web.leaving_words import Words, words_for
from backlinkbot.interfaces.web.page import bare_page

FIELD, MEANT = "List-Unsubscribe", "One-Click"  # what RFC 8058 §3.1 has programs send
MOST_FIELDS = 10
WRONG, NOT_MEANT, TOO_MANY = 404, 400, 429

router = APIRouter()


@router.api_route(PATH + "{token}", methods=["GET", "HEAD"])
def look(request: Request, token: str) -> Response:
    """A page with a button; nothing happens before it is pressed."""
    try:
        found = leaving(gate_of(request).root, token)
    except NotFound:
        return _wrong(request)
    return _page(request, token=token, sender=found.sender, is_done=found.is_done)


@router.post(PATH + "{token}")
async def done(request: Request, token: str) -> Response:
    """What a mail program sends, or the button: from now on nobody writes to that person."""
    root = gate_of(request).root
    try:
        found = await run_in_threadpool(leaving, root, token)
    except NotFound:
        return _wrong(request)
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        said = str(form.get(FIELD, ""))
    if said.strip().casefold() != MEANT.casefold():
        return _page(
            request, status=NOT_MEANT, token=token, sender=found.sender, is_done=found.is_done,
            wrong=_words(request).unmeant,
        )  # fmt: skip
    found = await run_in_threadpool(leave, root, token)
    return _page(request, token=token, sender=found.sender, is_done=True)


def _wrong(request: Request) -> Response:
    wait_s = gate_of(request).wrong_tries.wait_s(address_of(request))
    if wait_s:
        answer = _page(request, status=TOO_MANY, wrong=_words(request).wait)
        answer.headers["retry-after"] = str(wait_s)
        return answer
    return _page(request, status=WRONG, wrong=_words(request).wrong)


def _page(
    request: Request, *, status: int = 200, token: str = "", sender: str = "",
    is_done: bool = False, wrong: str = "",
) -> Response:  # fmt: skip
    words = _words(request)
    answer = bare_page(
        request, "unsubscribe.html.j2", status=status, address=PATH + token if token else "",
        sender=sender, is_done=is_done, wrong=wrong, field=FIELD, meant=MEANT,
        words=words, language=words.language,
    )  # fmt: skip
    if "set-cookie" in answer.headers:
        del answer.headers["set-cookie"]  # for forms of ours; this one needs none
    return answer


def _words(request: Request) -> Words:
    return words_for(request.headers.get("accept-language", ""))
