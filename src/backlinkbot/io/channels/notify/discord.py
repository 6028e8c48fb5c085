"""Discord, by a webhook of a channel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from backlinkbot.io.channels.notify import channels
from backlinkbot.io.channels.posting import check_address, encoded, post_json, shown_address
from backlinkbot.io.channels.texts import LONGEST_TITLE, fitting, more, one_line, told
from backlinkbot.io.channels.ways import Channel, Way

if TYPE_CHECKING:
    from backlinkbot.core.notices import Notice

# Discord's limits: 256 characters of a title, 4,096 of a description, 6,000 in all; it counts
# UTF-16 units, as JavaScript does.
LONGEST_NAME, LONGEST_TEXT, LONGEST_ALL = 256, 4_096, 6_000
MARKS = re.compile(r"([\\*_~`|>\[\]()#<@:])")
RED, GREY = 0xC0392B, 0x7F8C8D


def send(notice: Notice, way: Way) -> None:
    """Post the notice as one embed that mentions nobody."""
    post_json(encoded(fitting(notice, _message, _fits)), way)


def _message(notice: Notice) -> dict[str, Any]:
    lines = [*told(notice), *filter(None, (more(notice),))]
    embed = {
        "title": _escaped(one_line(notice.title, LONGEST_TITLE // 2)),
        "description": "\n".join(f"• {_escaped(line)}" for line in lines),
        "timestamp": notice.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "color": RED if notice.is_critical else GREY,
    }
    return {"embeds": [embed], "allowed_mentions": {"parse": []}}


def _fits(message: dict[str, Any]) -> bool:
    (embed,) = message["embeds"]
    name, text = _units(embed["title"]), _units(embed["description"])
    return name <= LONGEST_NAME and text <= LONGEST_TEXT and name + text <= LONGEST_ALL


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _escaped(text: str) -> str:
    """The text with Discord's markup as text; allowed_mentions already lets nobody be called."""
    return MARKS.sub(r"\\\1", text)


channels.add("discord")(Channel(send, check_address, shown_address))
