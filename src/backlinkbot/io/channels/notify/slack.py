"""Slack, by an incoming webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.posting import check_address, encoded, post_json, shown_address
from backlinkbot.io.channels.texts import LONGEST_TITLE, fitting, more, one_line, told
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from backlinkbot.core.notices import Notice

# Slack's limits: 50 blocks of a message, 3,000 characters of a section, 150 of a header.
MOST_BLOCKS = 50
LONGEST_SECTION = 3_000


def send(notice: Notice, way: Way) -> None:
    """Post the notice as plain text, in which Slack reads no markup and no mention."""
    post_json(encoded(fitting(notice, _message, _fits)), way)


def _message(notice: Notice) -> dict[str, Any]:
    title = one_line(notice.title, LONGEST_TITLE)
    lines = [*told(notice), *filter(None, (more(notice),))]
    blocks = [{"type": "header", "text": _plain(title)}]
    blocks += [{"type": "section", "text": _plain(f"• {line}")} for line in lines]
    # `text` is what a notification shows; there, unlike in plain text, marks would be read.
    return {"text": _escaped(title), "blocks": blocks, "unfurl_links": False}


def _fits(message: dict[str, Any]) -> bool:
    return len(message["blocks"]) <= MOST_BLOCKS


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text[:LONGEST_SECTION], "emoji": False}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


channels.add("slack")(Channel(send, check_address, shown_address))
