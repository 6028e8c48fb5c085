"""Microsoft Teams, by a workflow that takes webhook requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.posting import check_address, encoded, post_json, shown_address
from backlinkbot.io.channels.texts import LONGEST_TITLE, fitting, more, one_line, told
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from backlinkbot.core.notices import Notice

MOST_BYTES = 28_000  # Teams takes 28 KB of a message
CARD = "application/vnd.microsoft.card.adaptive"


def send(notice: Notice, way: Way) -> None:
    """Post the notice as an Adaptive Card of text runs, in which no markup is read."""
    post_json(fitting(notice, lambda one: encoded(_message(one)), _fits), way)


def _message(notice: Notice) -> dict[str, Any]:
    title = one_line(notice.title, LONGEST_TITLE)
    lines = [*told(notice), *filter(None, (more(notice),))]
    body = [_text(title, is_title=True), *(_text(f"• {line}") for line in lines)]
    card = {
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": _plain(title),
        "body": body,
    }
    attachment = {"contentType": CARD, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _text(text: str, *, is_title: bool = False) -> dict[str, Any]:
    run: dict[str, Any] = {"type": "TextRun", "text": _plain(text)}
    if is_title:
        run |= {"weight": "Bolder", "size": "Medium"}
    return {"type": "RichTextBlock", "inlines": [run]}


def _plain(text: str) -> str:
    """The text without what a card could read as a mention or a function."""
    return text.replace("<", "‹").replace(">", "›").replace("{{", "{ {")  # noqa: RUF001 - signs that look alike


def _fits(body: bytes) -> bool:
    return len(body) <= MOST_BYTES


channels.add("teams")(Channel(send, check_address, shown_address))
