"""From an archive's record to the page it captured, or the reason why it gives none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backlinkbot.core.facts import CUT_HEADER, RawPage
from backlinkbot.io.readers.http_message import (
    HTML_TYPES,
    MAX_BODY_BYTES,
    MAX_HEAD_BYTES,
    AnswerHead,
    Undecodable,
    answer_head,
    decoded_body,
    looks_like_html,
)
from backlinkbot.io.readers.records import MAX_BLOCK_BYTES

if TYPE_CHECKING:
    from backlinkbot.core.facts import Rejects
    from backlinkbot.io.readers.records import Record

SUCCESS = range(200, 300)
AN_ANSWER = range(300, 600)  # redirects and errors: the page's state, without a body
CUT_BY_THE_FILE = "unspecified"  # WARC's word for "cut, and nobody wrote down why"

NOT_HTTP = "response that is not HTTP"
NOT_HTML = "response that is not HTML"
NO_STATUS = "response without an HTTP status line"
STRANGE_STATUS = "response with an HTTP status that no final answer has"
TOO_LARGE = "page larger than 16 MiB"
CUT_HEAD = "record cut off before its page begins"


def page(record: Record, reporter: str, rejects: Rejects) -> RawPage | None:
    """The page of a response record; None when it is none, which is then counted in `rejects`."""
    head = record.head
    if not head.url.lower().startswith(("http://", "https://")):
        return _none(NOT_HTTP, record, rejects)
    answer = answer_head(record.peek(MAX_HEAD_BYTES))
    if answer is None:
        return _none(NO_STATUS if head.length else CUT_HEAD, record, rejects)
    if answer.status in AN_ANSWER:
        return _raw_page(record, answer, b"", reporter)
    if answer.status not in SUCCESS:
        return _none(STRANGE_STATUS, record, rejects)
    if answer.media_type and answer.media_type not in HTML_TYPES:
        return _none(NOT_HTML, record, rejects)
    return _html_page(record, answer, reporter, rejects)


def resource_page(record: Record, reporter: str, rejects: Rejects, reason: str) -> RawPage | None:
    """The page of a resource record (a body stored without an HTTP answer), if it is HTML."""
    head = record.head
    if head.media_type not in HTML_TYPES or not head.url.lower().startswith(("http:", "https:")):
        return _none(reason, record, rejects)
    bare = AnswerHead(200, (("content-type", head.media_type),), 0)
    return _html_page(record, bare, reporter, rejects)


def _html_page(
    record: Record, answer: AnswerHead, reporter: str, rejects: Rejects
) -> RawPage | None:
    try:
        body = _body(record, answer)
    except Undecodable as reason:
        return None if record.is_damaged else _none(str(reason), record, rejects)
    if record.is_damaged:  # counted where the damage is stepped over
        return None
    return _raw_page(record, answer, body, reporter)


def _body(record: Record, answer: AnswerHead) -> bytes:
    """The page's HTML, its codings undone.

    Raises:
        Undecodable: there is none, or too much; the text is the reason.
    """
    if record.head.length > MAX_BLOCK_BYTES:
        raise Undecodable(TOO_LARGE)
    block = record.block()
    if len(block) < answer.body_start or (record.is_cut and len(block) == answer.body_start):
        raise Undecodable(CUT_HEAD)
    body = decoded_body(answer, block[answer.body_start :])
    if len(body) > MAX_BODY_BYTES:
        raise Undecodable(TOO_LARGE)
    if not answer.media_type and not looks_like_html(body):
        raise Undecodable(NOT_HTML)
    return body


def _raw_page(record: Record, answer: AnswerHead, body: bytes, reporter: str) -> RawPage:
    head = record.head
    truncated = CUT_BY_THE_FILE if record.is_cut else head.truncated
    headers = answer.headers
    if truncated:
        headers = (*headers, (CUT_HEADER, truncated))
    return RawPage(
        url=head.url,
        status=answer.status,
        headers=headers,
        body=body,
        fetched_at=head.fetched_at,
        evidence=record.place,
        reporter=reporter,
        ip=head.ip,
    )


def _none(reason: str, record: Record, rejects: Rejects) -> RawPage | None:
    """No page, and the reason counted."""
    rejects.add(reason, record.place, record.head.url)
    return None
